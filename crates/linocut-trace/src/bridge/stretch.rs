//! The visible stretches of partly hidden boundaries.

use crate::chain::{self, Run};
use crate::contour::Contour;
use crate::fit::{Sample, WEIGHTLESS};
use crate::outline::{self, Plan};
use crate::regions::OUTSIDE;
use linocut_core::kurbo::Point;

/// Cracks looked at on either end of a visible stretch.
const LOOK: usize = 32;

/// A visible stretch between two hidden ones.
pub(super) struct Stretch<'a> {
    pub(super) contour: &'a Contour,
    pub(super) run: Run,
    /// The stretch of the same contour that follows behind the hidden one.
    pub(super) next: usize,
    /// Located points at its start, in order.
    pub(super) head: Vec<Sample>,
    /// Located points at its end, in order.
    pub(super) tail: Vec<Sample>,
}

impl Stretch<'_> {
    /// The corner before crack `k` of the stretch.
    pub(super) fn corner(&self, k: usize) -> Option<Point> {
        let n = self.contour.cracks.len().max(1);
        self.contour.cracks.get((self.run.from + k) % n).map(|c| Point::new(f64::from(c.x), f64::from(c.y)))
    }
}

/// The visible stretches of `contours`, those of a contour in order; none of a contour that is not partly hidden.
pub(super) fn stretches<'a>(plan: &Plan, contours: impl Iterator<Item = &'a Contour>) -> Vec<Stretch<'a>> {
    let mut found = Vec::new();
    for contour in contours {
        let hard = plan.hard(contour);
        if !hard.contains(&true) || !hard.contains(&false) {
            continue;
        }
        let first = found.len();
        let runs = outline::runs(&hard);
        for (k, &run) in runs.iter().enumerate() {
            let n = contour.cracks.len();
            let len = run.len.min(LOOK);
            let outside = |at: usize| contour.cracks.get(at % n).is_some_and(|c| c.other == OUTSIDE);
            let look = |from: usize| {
                let samples = chain::samples(plan.scene, contour, Run { from: from % n, len, closed: false });
                samples.into_iter().filter(|s| s.w > 10.0 * WEIGHTLESS).collect()
            };
            let head = if outside(run.from + n - 1) { Vec::new() } else { look(run.from) };
            let tail = if outside(run.from + run.len) { Vec::new() } else { look(run.from + run.len - len) };
            found.push(Stretch { contour, run, next: first + (k + 1) % runs.len(), head, tail });
        }
    }
    found
}
