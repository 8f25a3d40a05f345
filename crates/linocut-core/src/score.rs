//! How good something is.

use crate::Unit;

/// A quality with the measurements behind it; higher is better.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The quality as one number in `0..=1`.
    pub value: Unit,
    /// Named measurements in a fixed order, each in its own unit.
    pub parts: Vec<(String, f64)>,
    /// A remark for a person.
    pub note: Option<String>,
}

impl Score {
    /// The measurement called `name`.
    #[must_use]
    pub fn part(&self, name: &str) -> Option<f64> {
        self.parts.iter().find(|(n, _)| n == name).map(|&(_, v)| v)
    }
}
