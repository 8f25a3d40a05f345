//! Where two opaque shapes share an edge.

use super::boundary::Boundary;
use super::ring::Side;
use super::sheet::Sheet;
use linocut_core::kurbo::{ParamCurveArclen as _, ParamCurveArea};

/// How far what is put under a shape may reach into it, as a share of its mean width.
const REACH: f64 = 0.7;
/// How exactly lengths are measured, in pixels.
const LENGTH: f64 = 0.05;

/// The boundaries and what lies along them.
pub(super) struct Seams<'a> {
    pub(super) boundaries: &'a [Boundary],
    sheets: &'a [Sheet],
    /// The mean width of what can be seen of each sheet, in pixels.
    widths: Vec<f64>,
}

/// The two opaque sheets along a seam.
pub(super) struct Seam {
    pub(super) lower: u32,
    pub(super) upper: u32,
}

impl<'a> Seams<'a> {
    pub(super) fn new(boundaries: &'a [Boundary], sheets: &'a [Sheet]) -> Self {
        Self { boundaries, sheets, widths: widths(boundaries, sheets.len()) }
    }

    pub(super) fn sheet(&self, number: u32) -> Option<&Sheet> {
        self.sheets.get(usize::try_from(number).ok()?)
    }

    /// The opaque one of the sheets that can be seen at a place.
    pub(super) fn opaque(&self, seen: &[u32]) -> Option<u32> {
        seen.iter().copied().find(|n| self.sheet(*n).is_some_and(|s| s.opaque))
    }

    /// The seam along boundary `k`, if both sides are opaque.
    pub(super) fn of(&self, k: usize) -> Option<Seam> {
        let boundary = self.boundaries.get(k)?;
        let (right, left) = (self.opaque(&boundary.right)?, self.opaque(&boundary.left)?);
        (right != left).then_some(Seam { lower: right.min(left), upper: right.max(left) })
    }

    /// How far something may reach to both sides of boundary `k` without coming out behind a thin shape, in pixels.
    pub(super) fn room(&self, k: usize) -> f64 {
        let seen = self.boundaries.get(k).into_iter().flat_map(|b| b.right.iter().chain(&b.left));
        seen.map(|n| REACH * self.width(*n)).fold(f64::INFINITY, f64::min)
    }

    /// How far the sheet `own` spreads across `side`, at most `trap`: under what lies above it, and nowhere else.
    pub(super) fn reach(&self, side: Side, own: u32, trap: f64) -> f64 {
        match self.of(side.0) {
            Some(Seam { lower, upper }) if lower == own => trap.min(REACH * self.width(upper)),
            Some(_) | None => 0.0,
        }
    }

    fn width(&self, number: u32) -> f64 {
        usize::try_from(number).ok().and_then(|n| self.widths.get(n)).copied().unwrap_or(0.0)
    }
}

/// The mean width of what can be seen of each sheet, in pixels.
fn widths(boundaries: &[Boundary], count: usize) -> Vec<f64> {
    let mut sums = vec![(0.0_f64, 0.0_f64); count];
    for b in boundaries {
        let length: f64 = b.segments.iter().map(|s| s.arclen(LENGTH)).sum();
        // Green's theorem, one boundary at a time.
        let area: f64 = b.segments.iter().map(ParamCurveArea::signed_area).sum();
        for (seen, other, sign) in [(&b.right, &b.left, 1.0), (&b.left, &b.right, -1.0)] {
            for number in seen.iter().filter(|n| !other.contains(n)) {
                if let Some(sum) = usize::try_from(*number).ok().and_then(|n| sums.get_mut(n)) {
                    *sum = (sum.0 + sign * area, sum.1 + length);
                }
            }
        }
    }
    sums.into_iter().map(|(area, length)| 2.0 * area.abs() / length.max(1e-9)).collect()
}
