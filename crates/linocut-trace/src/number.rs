//! Conversions between counts, coordinates, levels and cells.
//!
//! All saturate, and what is not a number becomes 0; pictures have fewer than 2^15 pixels a side.
#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the one place where numbers change their type; counts of pixels are exact, the rest saturates"
)]

/// A count, column or row as a number.
pub(crate) fn float(n: usize) -> f64 {
    n as f64
}

/// A number in single precision.
pub(crate) fn narrow(x: f64) -> f32 {
    x as f32
}

/// The largest whole number not above `x`.
pub(crate) fn floor(x: f64) -> i32 {
    x.floor() as i32
}

/// The whole part of `x`, at least 0.
pub(crate) fn whole(x: f64) -> usize {
    x as usize
}

/// The nearest byte.
pub(crate) fn byte(level: impl Into<f64>) -> u8 {
    level.into().round().clamp(0.0, 255.0) as u8
}

/// The center of the pixel in column `x`, row `y`.
pub(crate) fn center(x: usize, y: usize) -> [f32; 2] {
    [x as f32 + 0.5, y as f32 + 0.5]
}
