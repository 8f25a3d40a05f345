//! Finds the ramp that explains most of an area: from several small patches, each grows over all that it explains.

use crate::color::distance;
use crate::fill::Ramp;
use crate::number::{float, narrow, whole};
use crate::palette::TEXTURE;
use crate::ramp::{self, Fit, Sample};
use crate::veil;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A ramp is good within this many levels (root mean square) beside noise; twice the error of rounding.
pub(crate) const GOOD: f32 = 1.0;
/// Pixels looked at for the ramp of an area.
pub(crate) const LOOK: usize = 2000;
/// Patches along the longer side of an area from which ramps grow.
const PATCHES: f32 = 7.0;
/// Patches that ramps grow from at a time in large and clean areas: more find larger ramps, at a cost linear in their
/// number. Elsewhere one does.
const SEEDS: usize = 4;
/// Areas of fewer samples are small.
const LARGE: usize = 3000;
/// Pixels looked at while a ramp grows.
const GROWING: usize = 800;
/// Most times a ramp is stretched, by half each time: from one pixel to across any picture. A patch without an extent, or
/// one whose ramp comes to fit nothing, would be stretched forever.
const STRETCHES: usize = 24;
/// Rounds in which a grown ramp is fitted to all that it explains.
const ROUNDS: usize = 4;

/// A cell of a coarse grid over the whole picture.
pub(crate) type Cell = (usize, usize);

/// Patches that were tried, and the best ramp that grew from them.
pub(crate) struct Grown {
    pub(crate) tried: Vec<Cell>,
    pub(crate) ramp: Option<Ramp>,
}

/// Grows ramps from the fullest patches that are not `barren` and keeps the one that explains most of `samples`; `None`
/// when there is no patch left.
pub(crate) fn largest(samples: &[Sample], barren: &BTreeSet<Cell>, sigma: f32) -> Option<Grown> {
    let mut patches = patches(samples, barren);
    let clear = sigma <= TEXTURE && samples.len() >= LARGE;
    patches.truncate(if clear { SEEDS } else { 1 });
    let tried: Vec<Cell> = patches.iter().map(|(cell, _)| *cell).collect();
    let grown: Vec<Option<Grower>> =
        patches.par_iter().map(|(_, patch)| Grower::new(samples, sigma).grow(patch)).collect();
    // The first of the largest, whatever the order of threads.
    let best = grown.into_iter().flatten().filter_map(|g| g.best).reduce(|a, b| if b.0 > a.0 { b } else { a });
    (!tried.is_empty()).then_some(Grown { tried, ramp: best.map(|(_, ramp)| ramp) })
}

/// The cells of a coarse grid that are not `barren`, and their samples, the fullest first.
fn patches(samples: &[Sample], barren: &BTreeSet<Cell>) -> Vec<(Cell, Vec<Sample>)> {
    let (low, high) = samples.iter().fold(([f32::MAX; 2], [f32::MIN; 2]), |(lo, hi), ([x, y], _)| {
        ([lo[0].min(*x), lo[1].min(*y)], [hi[0].max(*x), hi[1].max(*y)])
    });
    let side = ((high[0] - low[0]).max(high[1] - low[1]) / PATCHES).max(4.0);
    let mut cells: BTreeMap<Cell, Vec<Sample>> = BTreeMap::new();
    for &sample in samples {
        let [x, y] = sample.0;
        // Cells of the whole picture, so that barren ones keep their name.
        cells.entry((whole(f64::from(x / side)), whole(f64::from(y / side)))).or_default().push(sample);
    }
    let mut open: Vec<(Cell, Vec<Sample>)> = cells.into_iter().filter(|(at, _)| !barren.contains(at)).collect();
    open.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
    open
}

/// A ramp while it grows.
struct Grower<'a> {
    samples: &'a [Sample],
    sigma: f32,
    /// The best ramp so far and how many samples it explains.
    best: Option<(usize, Ramp)>,
}

impl<'a> Grower<'a> {
    fn new(samples: &'a [Sample], sigma: f32) -> Self {
        Self { samples, sigma, best: None }
    }

    /// Stretches the ramp of `patch` over all around it, then over all that it explains.
    fn grow(mut self, patch: &[Sample]) -> Option<Self> {
        let n = narrow(float(patch.len().max(1)));
        let middle = [0, 1].map(|k| patch.iter().filter_map(|s| s.0.get(k)).sum::<f32>() / n);
        let away = |s: &Sample| {
            let (dx, dy) = (s.0[0] - middle[0], s.0[1] - middle[1]);
            (dx * dx + dy * dy).sqrt()
        };
        let far = self.samples.iter().map(away).fold(0.0, f32::max);
        let mut radius = patch.iter().map(away).fold(0.0, f32::max);
        let mut fit = ramp::fit(patch, self.sigma)?;
        let mut inside = patch.len();
        for _ in 0..STRETCHES {
            let near = self.explained(&fit.ramp, 4.0 + 3.0 * self.sigma, |s| away(s) <= radius);
            let last = radius >= far;
            let stalled = near.len() * 20 <= inside * 21;
            inside = near.len();
            fit = ramp::fit(&few(&near, if last { LOOK } else { GROWING }), self.sigma)?;
            self.keep(&fit);
            if last && stalled {
                break;
            }
            radius = (radius * 1.5).min(far * 1.01);
        }
        if self.sigma <= TEXTURE && self.samples.len() >= LARGE {
            self.settle();
        }
        self.best.is_some().then_some(self)
    }

    /// Fits the best ramp to all samples near it until that explains no more, then to those that it explains closely: what
    /// is a little off may show something on top.
    fn settle(&mut self) {
        for _ in 0..ROUNDS {
            let Some((before, ramp)) = self.best.clone() else { return };
            let near = self.explained(&ramp, 4.0 + 3.0 * self.sigma, |_| true);
            let Some(fit) = ramp::fit(&few(&near, LOOK), self.sigma) else { return };
            self.keep(&fit);
            if self.best.as_ref().is_none_or(|(after, _)| *after <= before) {
                break;
            }
        }
        let Some((before, ramp)) = self.best.clone() else { return };
        let own = self.explained(&ramp, 1.2 + 3.0 * self.sigma, |_| true);
        if let Some(fit) = ramp::fit(&few(&own, LOOK), self.sigma) {
            let explains = self.explained(&fit.ramp, self.tolerance(), |_| true).len();
            if explains * 50 >= before * 49 {
                self.best = Some((explains, fit.ramp));
            }
        }
    }

    /// Remembers a good ramp that explains more than those before it.
    fn keep(&mut self, fit: &Fit) {
        if fit.error > GOOD + 1.2 * self.sigma {
            return;
        }
        let explains = self.explained(&fit.ramp, self.tolerance(), |_| true).len();
        if self.best.as_ref().is_none_or(|(most, _)| explains > *most) {
            self.best = Some((explains, fit.ramp.clone()));
        }
    }

    /// The samples of a kind within `tolerance` levels of `ramp`: shading goes on beyond what has been seen of it, or it
    /// ends there.
    fn explained(&self, ramp: &Ramp, tolerance: f32, of: impl Fn(&Sample) -> bool) -> Vec<Sample> {
        let on = veil::stretched(ramp, self.samples);
        let off = |ramp: &Ramp, s: &Sample| distance(ramp.at(s.0[0], s.0[1]), s.1);
        let fits = |s: &&Sample| of(s) && (off(&on, s) <= tolerance || off(ramp, s) <= tolerance);
        self.samples.iter().filter(fits).copied().collect()
    }

    fn tolerance(&self) -> f32 {
        2.0 + 3.0 * self.sigma
    }
}

/// About `most` of `samples`.
fn few(samples: &[Sample], most: usize) -> Vec<Sample> {
    samples.iter().copied().step_by(samples.len().div_ceil(most).max(1)).collect()
}
