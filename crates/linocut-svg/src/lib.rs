//! SVG in and out.
