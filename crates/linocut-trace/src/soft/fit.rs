//! Fits the throw of a shadow: how far the silhouette is moved and grown, how much it is blurred, and how dark it is.
//!
//! Darkness is linear and solved exactly for each throw (variable projection), the rest by damped Gauss–Newton.

use super::caster::{Casters, is_inner};
use super::cells::{Cells, Throw, Try};
use super::falloff::{Falloff, SEEN};
use super::spread::Spread;
use crate::grid::Grid;
use crate::number::{float, narrow, whole};
use linocut_core::{Context, Result};

/// Cells in which a first guess is made, about, where the blur allows.
const COARSE: f64 = 8_000.0;
/// Cells in which the throw is fitted, about, where the blur allows.
const FINE: f64 = 40_000.0;
/// Blurs that are tried first, as shares of the strength of a falloff over its steepest slope: 0.4 where the silhouette is
/// moved far, 0.8 where it is not.
const BLURS: [f64; 3] = [0.4, 0.65, 1.0];
/// Offsets that are tried first, in standard deviations.
const OFFSETS: [[f64; 2]; 4] = [[0.0, 0.0], [0.0, 0.8], [0.0, 1.6], [1.0, 1.0]];
/// Rounds of Gauss–Newton.
const ROUNDS: usize = 10;
/// Least blur of a shadow, in pixels: less is anti-aliasing of an outline.
const LEAST_BLUR: f64 = 0.8;
/// Root mean square error up to which a falloff is a shadow, in levels: rounding, and that renderers blur by boxes.
const CLOSE: f64 = 0.8;
/// What a strong shadow may be off beside that, as a share of its strength.
const CLOSE_SHARE: f64 = 0.02;
/// What is closer is not spread, in levels.
const GOOD: f64 = 0.4;
/// How many times nearer a closer look and a spread may bring a shadow.
const HOPE: f64 = 4.0;
/// Widest blur, as a share of the side of the picture.
const MOST_BLUR: f64 = 0.15;
/// A spread must leave less than this share of the error.
const WORTH: f64 = 0.8;

/// A shadow as fitted.
pub(super) struct Cast {
    pub(super) throw: Throw,
    /// Levels of the falloff where the shadow is full.
    pub(super) full: f64,
    side: usize,
    shade: Grid<f32>,
}

impl Cast {
    /// Levels of the shadow at the center of pixel `(x, y)`.
    pub(super) fn level(&self, x: usize, y: usize) -> f32 {
        let cell = |p: usize| ((float(p) + 0.5) / float(self.side) - 0.5).max(0.0);
        let (u, v) = (cell(x), cell(y));
        let (x0, y0) = (whole(u), whole(v));
        let (tx, ty) = (u - float(x0), v - float(y0));
        let at = |x: usize, y: usize| {
            let (x, y) = (x.min(self.shade.width - 1), y.min(self.shade.height - 1));
            self.shade.cells.get(y * self.shade.width + x).map_or(0.0, |s| f64::from(*s))
        };
        let upper = at(x0, y0) * (1.0 - tx) + at(x0 + 1, y0) * tx;
        let lower = at(x0, y0 + 1) * (1.0 - tx) + at(x0 + 1, y0 + 1) * tx;
        narrow(self.full * (upper * (1.0 - ty) + lower * ty))
    }
}

/// The shadow of `casters` that explains `falloff`; `None` where none does.
///
/// # Errors
/// Those of the context.
pub(super) fn fit(falloff: &Falloff, casters: &Casters, cx: &Context) -> Result<Option<Cast>> {
    let pixels = float(falloff.level.cells.len());
    let spread = Spread::new(&casters.cover);
    let blur = f64::from(falloff.most / steepest(falloff).max(0.1));
    let side = |cells: f64, fine: f64| whole((pixels / cells).sqrt()).min(whole(fine * blur)).max(1);
    cx.check()?;
    // Twelve throws are tried: never in single pixels.
    let coarse = Cells::new(falloff, &spread, side(COARSE, 0.4).max(2));
    let starts = BLURS.iter().flat_map(|share| OFFSETS.map(|offset| (share * blur, offset)));
    let tries = starts.map(|(sigma, offset)| {
        coarse.judged(Throw { offset: offset.map(|o| o * sigma), sigma: sigma.max(0.7), spread: 0.0 })
    });
    let Some(guess) = tries.min_by(|a, b| a.error.total_cmp(&b.error)) else { return Ok(None) };
    if guess.error > 3.0 * HOPE * (CLOSE + CLOSE_SHARE * f64::from(falloff.most)) {
        return Ok(None);
    }
    let guess = settled(&coarse, guess, 3, cx)?;
    let hopeless = guess.error > HOPE * (CLOSE + CLOSE_SHARE * f64::from(falloff.most));
    if hopeless || guess.throw.sigma > MOST_BLUR * pixels.sqrt() {
        return Ok(None);
    }
    let fine = side(FINE, 0.25).min(side(COARSE, 0.4));
    let cells = Cells::new(falloff, &spread, fine);
    let mut best = settled(&cells, cells.judged(guess.throw), 3, cx)?;
    if best.error > GOOD {
        let grown = settled(&cells, best, 4, cx)?;
        if grown.error < WORTH * best.error {
            best = grown;
        }
    }
    let found = best.throw.sigma >= LEAST_BLUR && best.full > f64::from(SEEN) && is_close(&best, falloff);
    Ok(found.then(|| Cast { throw: best.throw, full: best.full, side: fine, shade: cells.shade(best.throw) }))
}

fn is_close(found: &Try, falloff: &Falloff) -> bool {
    found.error <= CLOSE + CLOSE_SHARE * f64::from(falloff.most)
}

/// The slope of the steepest parts of a falloff, in levels a pixel.
fn steepest(falloff: &Falloff) -> f32 {
    let level = |at: usize| falloff.level.cells.get(at).copied().unwrap_or(f32::NAN);
    let width = falloff.level.width;
    let inner = (0..falloff.level.cells.len()).filter(|&at| level(at) > SEEN && is_inner(falloff, at, true));
    let slope = |at: usize| (level(at + 1) - level(at)).abs().max((level(at + width) - level(at)).abs());
    let mut slopes: Vec<f32> = inner.map(slope).filter(|s| !s.is_nan()).collect();
    let Some(last) = slopes.len().checked_sub(1) else { return 0.0 };
    *slopes.select_nth_unstable_by(last - last / 20, f32::total_cmp).1
}

/// `from` moved to where the error is least; the first `free` of offset, blur and spread may change.
fn settled(cells: &Cells, from: Try, free: usize, cx: &Context) -> Result<Try> {
    let (mut best, mut damping) = (from, 1e-3_f64);
    for _ in 0..ROUNDS {
        cx.check()?;
        let Some(next) = cells.stepped(&best, damping, free) else { break };
        let gain = best.error - next.error;
        if gain <= 0.0 {
            damping *= 10.0;
            if damping > 10.0 {
                break;
            }
            continue;
        }
        let done = gain < 2e-3 * best.error;
        best = next;
        damping = (damping * 0.2).max(1e-6);
        if done {
            break;
        }
    }
    Ok(best)
}
