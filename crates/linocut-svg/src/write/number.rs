//! Short decimal numbers.

use linocut_core::kurbo::{Point, Rect};

/// How many decimals coordinates are written with, `0..=6`. Default: 2.
///
/// Decimals are meant in user units of the view box: inside a group that is shown three times as large coordinates get
/// one more, inside one shown at a hundredth two fewer, so that what is seen is equally exact everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Precision(u8);

/// The larger side of the view box is divided into at least this many steps by [`Precision::fitting`].
/// At 20,000 a picture shown 1,000 pixels wide is off by at most 0.025 pixels, which nobody sees; SVG files commonly
/// carry one or two more decimals than that.
const STEPS: f64 = 20_000.0;

impl Precision {
    /// The finest precision.
    pub const MAX: Self = Self(6);

    /// A precision of `decimals`, or `None` above 6.
    #[must_use]
    pub fn new(decimals: u8) -> Option<Self> {
        (decimals <= Self::MAX.0).then_some(Self(decimals))
    }

    /// The coarsest precision that nobody sees in a picture of this view box: 2 decimals at 512 units, 3 at 24.
    #[must_use]
    pub fn fitting(view_box: Rect) -> Self {
        let step = view_box.width().abs().max(view_box.height().abs()) / STEPS;
        (0..Self::MAX.0).map(Self).find(|p| p.step() <= step).unwrap_or(Self::MAX)
    }

    /// Number of decimals.
    #[must_use]
    pub fn decimals(self) -> u8 {
        self.0
    }

    /// One unit of the last digit, in user units.
    #[must_use]
    pub fn step(self) -> f64 {
        1.0 / 10_f64.powi(i32::from(self.0))
    }
}

impl Default for Precision {
    fn default() -> Self {
        Self(2)
    }
}

/// The numbers with a fixed count of decimals, `0..=12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grid(u8);

/// A number on a [`Grid`], in units of the last digit.
pub(crate) type Steps = i64;

/// Largest magnitude that is written; larger numbers are cut.
const HUGE: f64 = 1e9;
/// Largest magnitude in steps; sums and differences of a few still fit.
const MOST_STEPS: f64 = 1e17;

impl Grid {
    /// The finest grid.
    pub(crate) const FINEST: u8 = 12;

    pub(crate) fn new(decimals: u8) -> Self {
        Self(decimals.min(Self::FINEST))
    }

    pub(crate) fn decimals(self) -> u8 {
        self.0
    }

    fn per_unit(self) -> f64 {
        10_f64.powi(i32::from(self.0))
    }

    /// The nearest grid number; a number that is not finite becomes 0, one over a billion is cut.
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "clamped to 1e17, well inside i64")]
    pub(crate) fn steps(self, value: f64) -> Steps {
        if !value.is_finite() {
            return 0;
        }
        (value.clamp(-HUGE, HUGE) * self.per_unit()).round().clamp(-MOST_STEPS, MOST_STEPS) as Steps
    }

    #[expect(
        clippy::as_conversions,
        clippy::cast_precision_loss,
        reason = "numbers beyond 2^53 steps are not meant exactly"
    )]
    pub(crate) fn value(self, steps: Steps) -> f64 {
        steps as f64 / self.per_unit()
    }

    pub(crate) fn round(self, value: f64) -> f64 {
        self.value(self.steps(value))
    }

    pub(crate) fn point(self, point: Point) -> (Steps, Steps) {
        (self.steps(point.x), self.steps(point.y))
    }

    /// The shortest decimal form: no zeros before the point or at the end.
    pub(crate) fn text(self, steps: Steps) -> String {
        let sign = if steps < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", steps.unsigned_abs(), width = usize::from(self.0) + 1);
        let (whole, fraction) = digits.split_at(digits.len() - usize::from(self.0));
        let fraction = fraction.trim_end_matches('0');
        match (whole, fraction) {
            (whole, "") => format!("{sign}{whole}"),
            ("0", fraction) => format!("{sign}.{fraction}"),
            (whole, fraction) => format!("{sign}{whole}.{fraction}"),
        }
    }

    /// The shortest form of the nearest grid number.
    pub(crate) fn number(self, value: f64) -> String {
        self.text(self.steps(value))
    }

    /// This grid, or the coarsest finer one that gives `value` two digits: a thin line stays a line.
    pub(crate) fn for_length(self, value: f64) -> Self {
        if value == 0.0 {
            return self;
        }
        (self.0..Self::FINEST)
            .map(Self)
            .find(|grid| grid.steps(value).abs() >= 10)
            .unwrap_or(Self(Self::FINEST))
            .max(self)
    }

    /// The coarsest grid on which a share in `0..=1` is the same byte, and so the same to a renderer.
    pub(crate) fn for_byte(share: f64) -> Self {
        let byte = (share * 255.0).round();
        (1..6).map(Self).find(|grid| ((grid.round(share) * 255.0).round() - byte).abs() < 0.5).unwrap_or(Self(6))
    }

    fn max(self, other: Self) -> Self {
        Self(self.0.max(other.0))
    }
}

/// The number of decimals by which a number has to be written finer when it is multiplied by `factor`; negative when it
/// may be coarser. A factor up to a tenth over a power of ten counts as that power.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "logarithms of finite f64 are below 400")]
pub(crate) fn digits(factor: f64) -> i32 {
    if factor.is_finite() && factor > 0.0 { (factor.log10() - 0.05).ceil() as i32 } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::{Grid, Precision};
    use linocut_core::kurbo::Rect;

    #[track_caller]
    fn check(decimals: u8, value: f64, expected: &str) {
        assert_eq!(Grid::new(decimals).number(value), expected);
    }

    #[test]
    fn numbers_are_as_short_as_they_can_be() {
        check(2, 0.5, ".5");
        check(2, -0.25, "-.25");
        check(2, 10.0, "10");
        check(2, 0.004, "0");
        check(2, -0.004, "0");
        check(0, 99.5, "100");
        check(3, 1234.5, "1234.5");
        check(6, f64::NAN, "0");
        check(6, f64::NEG_INFINITY, "0");
        check(2, 1e300, "1000000000");
    }

    #[test]
    fn thin_lines_keep_two_digits() {
        assert_eq!(Grid::new(2).for_length(0.0031).number(0.0031), ".0031");
        assert_eq!(Grid::new(2).for_length(1.234).number(1.234), "1.23");
    }

    #[test]
    fn precision_follows_the_view_box() {
        for (side, decimals) in [(1.0, 5), (24.0, 3), (200.0, 2), (512.0, 2), (2048.0, 1), (100_000.0, 0), (0.0, 6)] {
            assert_eq!(Precision::fitting(Rect::new(0.0, 0.0, side, side / 2.0)).decimals(), decimals, "{side}");
        }
    }
}
