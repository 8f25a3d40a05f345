//! Any bytes as an SVG file.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::svg(bytes));
