//! Explains a shaded area as a ramp with veils over it, one over the other.
//!
//! Each veil is found on what those below it leave unexplained; then each layer is fitted again to the pixels with the
//! other layers taken off (backfitting, Friedman and Stuetzle 1981).

use crate::color::{Color, distance, over};
use crate::fill::{Fill, Ramp};
use crate::number::{float, narrow};
use crate::palette::TEXTURE;
use crate::ramp::{self, Sample};
use crate::veil::{self, stretched};

/// Most veils over one ramp. More would explain anything.
const MAX_VEILS: usize = 3;
/// Times that all layers are fitted again.
const ROUNDS: usize = 4;
/// Bases whose single veil is nearest, and which are followed up.
const FOLLOWED: usize = 4;
/// One more veil must leave less than this share of the error.
const WORTH: f32 = 0.7;
/// Least share of a lower layer that must show for a pixel to tell of it; less amplifies rounding.
const SHOWS: f32 = 0.6;
/// Fewest samples that a layer is fitted to.
const FEWEST: usize = 60;

/// A fill of several layers and how far the pixels are from it.
pub(crate) struct Glazed {
    pub(crate) fill: Fill,
    /// Root mean square of the largest channel difference, in levels.
    pub(crate) error: f32,
}

/// What a fill of several layers is to reach, in levels.
#[derive(Clone, Copy)]
pub(crate) struct Aim {
    /// The noise of the pixels.
    pub(crate) sigma: f32,
    /// No more veils are tried from here on.
    pub(crate) good: f32,
    /// Fills with one veil that are farther off are given up before they are fitted closely.
    pub(crate) most: f32,
}

/// Ramps over each other.
#[derive(Clone)]
struct Stack {
    below: Ramp,
    veils: Vec<Ramp>,
    error: f32,
}

/// The nearest of the fills that are one of `bases` under veils, for `samples`; no more veils than it takes.
pub(crate) fn fit(samples: &[Sample], bases: &[Ramp], Aim { sigma, good, most }: Aim) -> Option<Glazed> {
    let mut stacks: Vec<Stack> = bases
        .iter()
        .flat_map(|base| variants(base, sigma))
        .filter_map(|base| Stack::new(samples, stretched(&base, samples)).veiled(samples, sigma))
        .filter(|stack| stack.error <= most)
        .collect();
    stacks.sort_by(|a, b| a.error.total_cmp(&b.error));
    stacks.truncate(FOLLOWED);
    let mut best: Option<Stack> = None;
    for stack in stacks {
        let settled = stack.settled(samples, sigma);
        if best.as_ref().is_none_or(|b| settled.error < b.error) {
            best = Some(settled);
        }
        if best.as_ref().is_some_and(|b| b.error <= good) {
            break;
        }
    }
    let best = best?.finished(samples, sigma, good);
    Some(Glazed { error: best.error, fill: Fill::Veiled { below: best.below, veils: best.veils } })
}

/// `base`, and `base` without a stop at an end, which may show what lies over it already; in texture nobody can tell.
fn variants(base: &Ramp, sigma: f32) -> Vec<Ramp> {
    if sigma > TEXTURE {
        return vec![base.clone()];
    }
    let n = base.stops.len();
    let part = |from: usize, to: usize| {
        let stops = base.stops.get(from..to).map(<[_]>::to_vec).unwrap_or_default();
        Ramp { axis: base.axis, stops }
    };
    let ends = [part(0, n), part(0, n.saturating_sub(1)), part(1, n)];
    ends.into_iter().filter(|r| r.stops.len() >= 2).collect()
}

impl Stack {
    fn new(samples: &[Sample], below: Ramp) -> Self {
        let mut stack = Self { below, veils: Vec::new(), error: 0.0 };
        stack.error = stack.distance(samples);
        stack
    }

    /// With one more veil, if any can be seen.
    fn veiled(&self, samples: &[Sample], sigma: f32) -> Option<Self> {
        // What is itself transparent is one ramp with what fades into it.
        if self.below.stops.iter().any(|(_, c)| c[3] < 250.0) {
            return None;
        }
        let veil = veil::fit(samples, |p| self.at(p, usize::MAX), sigma)?;
        let mut more = self.clone();
        more.veils.push(veil);
        more.error = more.distance(samples);
        Some(more)
    }

    /// With as many more veils as it takes, all fitted together.
    fn finished(self, samples: &[Sample], sigma: f32, good: f32) -> Self {
        let mut best = self;
        while sigma <= TEXTURE && best.error > good && best.veils.len() < MAX_VEILS {
            let next = best.veiled(samples, sigma).map(|more| more.settled(samples, sigma));
            match next.filter(|next| next.error < WORTH * best.error) {
                Some(next) => best = next,
                None => break,
            }
        }
        best
    }

    /// With every layer fitted again to what the others leave of it.
    fn settled(mut self, samples: &[Sample], sigma: f32) -> Self {
        for _ in 0..if sigma > TEXTURE { 1 } else { ROUNDS } {
            let before = self.error;
            for layer in 0..=self.veils.len() {
                if let Some(next) = self.refitted(samples, sigma, layer).filter(|next| next.error < self.error) {
                    self = next;
                }
            }
            if self.error > 0.98 * before {
                break;
            }
        }
        self
    }

    /// With one layer, counted from below, fitted again.
    fn refitted(&self, samples: &[Sample], sigma: f32, layer: usize) -> Option<Self> {
        let bare: Vec<Sample> = samples.iter().filter_map(|s| self.bared(s, layer)).collect();
        if bare.len() < FEWEST {
            return None;
        }
        let mut next = self.clone();
        match layer.checked_sub(1) {
            None => next.below = stretched(&ramp::fit(&bare, sigma)?.ramp, samples),
            Some(own) => *next.veils.get_mut(own)? = veil::fit(&bare, |p| self.at(p, own), sigma)?,
        }
        next.error = next.distance(samples);
        Some(next)
    }

    /// The color of the lowest layer and the first `veils` over it.
    fn at(&self, [x, y]: [f32; 2], veils: usize) -> Color {
        self.veils.iter().take(veils).fold(self.below.at(x, y), |under, veil| over(veil.at(x, y), under))
    }

    /// A sample with the layers above `layer` taken off; `None` where they hide it.
    fn bared(&self, &([x, y], color): &Sample, layer: usize) -> Option<Sample> {
        let (mut bare, mut shows) = (color, 1.0);
        for veil in self.veils.iter().skip(layer).rev() {
            let [r, g, b, a] = veil.at(x, y);
            let clear = 1.0 - a / 255.0;
            shows *= clear;
            if shows < SHOWS {
                return None;
            }
            bare = [(bare[0] - r) / clear, (bare[1] - g) / clear, (bare[2] - b) / clear, 255.0];
        }
        Some(([x, y], bare.map(|c| c.clamp(-8.0, 263.0))))
    }

    fn distance(&self, samples: &[Sample]) -> f32 {
        let off = |&(p, c): &Sample| distance(self.at(p, usize::MAX), c).powi(2);
        (samples.iter().map(off).sum::<f32>() / narrow(float(samples.len().max(1)))).sqrt()
    }
}
