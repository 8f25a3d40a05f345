//! Measures the tracer against its rivals.

fn main() {}
