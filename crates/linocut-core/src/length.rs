//! Lengths on paper.

/// CSS pixels in a millimeter: 96 to the inch of 25.4 millimeters.
pub const PIXELS_PER_MM: f64 = 96.0 / 25.4;
