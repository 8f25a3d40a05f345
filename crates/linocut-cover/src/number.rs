//! Conversions between coordinates, counts and cells; every one is bounded where it is called.
#![expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "positions are clipped to pictures below 2^16 a side before they come here; out of range they saturate"
)]

/// The largest whole number not above `x`.
pub(crate) fn floor(x: f64) -> i32 {
    x.floor() as i32
}

/// `x` as a count, at least 0.
pub(crate) fn count(x: f64) -> usize {
    x as usize
}

/// A count or index as a coordinate.
pub(crate) fn float(n: usize) -> f64 {
    n as f64
}

/// A number in single precision.
pub(crate) fn single(x: f64) -> f32 {
    x as f32
}

/// The nearest byte.
pub(crate) fn byte(x: f32) -> u8 {
    x.round().clamp(0.0, 255.0) as u8
}

/// The index of a column or row.
pub(crate) fn index(n: u32) -> usize {
    n as usize
}

/// A column or row that is at least 0.
pub(crate) fn cell(x: i32) -> u32 {
    x.max(0) as u32
}
