//! A number between zero and one.

/// A finite number in `0..=1`: an opacity, a quality, a share.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Unit(f64);

impl Unit {
    /// Zero.
    pub const ZERO: Self = Self(0.0);
    /// One.
    pub const ONE: Self = Self(1.0);

    /// Clamps `value` into `0..=1`; a value that is not a number becomes 0.
    #[must_use]
    pub fn clamped(value: f64) -> Self {
        if value.is_nan() { Self::ZERO } else { Self(value.clamp(0.0, 1.0)) }
    }

    /// The number itself.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl Default for Unit {
    /// One: opaque, whole.
    fn default() -> Self {
        Self::ONE
    }
}
