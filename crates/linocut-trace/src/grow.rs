//! Parts a smooth area into ramps.
//!
//! Most areas are one ramp. Where two shaded shapes meet at equal colors, or something soft lies on a ramp, one area holds
//! several: a ramp is fitted to a patch and grows over all pixels that it explains, and the rest is looked at again.

use crate::color::{Color, distance};
use crate::fill::{Fill, Ramp};
use crate::flat::neighbors;
use crate::grid::Grid;
use crate::number::{center, float, narrow, whole};
use crate::palette::cell;
use crate::ramp::{self, Fit, Sample};
use crate::veil;
use linocut_core::{Context, Result};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// A ramp is good within this many levels (root mean square) beside noise; twice the error of rounding.
const GOOD: f32 = 1.0;
/// A ramp this near, beside noise, still looks better than bands would.
const FAIR: f32 = 2.5;
/// Parts smaller than this share of their area are left to others.
const MIN_SHARE: f64 = 0.03;
/// Fewest pixels of a connected stretch.
const MIN_PART: f64 = 48.0;
/// Distance of the pixels that decide where a border between two parts runs; farther ones smooth it more.
const AROUND: isize = 3;
/// Largest parts that are tried as what lies below a veil.
const BASES: usize = 3;
/// Most parts of an area; what is left then is no artwork of ramps.
const MAX_PARTS: usize = 12;
/// Seeds tried in vain before an area is given up.
const MAX_MISSES: usize = 3;
/// Pixels looked at for the ramp of an area.
const LOOK: usize = 2000;
/// Pixels looked at to find the patches from which ramps grow.
const SURVEY: usize = 6000;
/// Pixels looked at while a ramp grows.
const GROWING: usize = 800;
/// Patches along the longer side of an area from which ramps grow.
const PATCHES: f32 = 7.0;

/// Most times a ramp is stretched, by half each time: from one pixel to across any picture. A patch without an extent, or
/// one whose ramp comes to fit nothing, would be stretched forever.
const STRETCHES: usize = 24;

/// What became of an area.
#[derive(Default)]
pub(crate) struct Parts {
    /// Fills and the pixels they explain.
    pub(crate) fills: Vec<(Fill, Vec<u32>)>,
    /// Pixels that no fill explains.
    pub(crate) rest: Vec<u32>,
}

/// Parts the pixels `members` of `field`, whose noise has standard deviation `sigma`; ramps among `known` come first and are carried on
/// where they explain more than they did.
pub(crate) fn part(
    field: &Grid<Color>,
    members: &[u32],
    sigma: f32,
    known: &mut [Fill],
    cx: &Context,
) -> Result<Parts> {
    let one = |fill: Fill| Parts { fills: vec![(fill, members.to_vec())], rest: Vec::new() };
    let samples = thin(field, members, LOOK);
    let good = GOOD + 1.2 * sigma;
    for fill in known.iter_mut() {
        cx.check()?;
        if let Some(same) = carried_on(fill, &samples).filter(|same| error(&samples, same) <= good) {
            *fill = same.clone();
            return Ok(one(same));
        }
    }
    let whole = ramp::fit(&samples, sigma);
    if let Some(Fit { ramp, .. }) = whole.as_ref().filter(|fit| fit.error <= good) {
        return Ok(one(Fill::Ramp(ramp.clone())));
    }
    let mut split = split(field, members, sigma, cx)?;
    split.ramps.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
    let many = thin(field, members, SURVEY);
    if let Some(fill) = split.ramps.iter().take(BASES).find_map(|(ramp, _)| veiled(&many, ramp, sigma)) {
        return Ok(one(fill));
    }
    let fair = whole.filter(|fit| fit.error <= FAIR + 1.5 * sigma);
    Ok(match fair {
        Some(Fit { ramp, .. }) if split.rest.len() * 10 > members.len() => one(Fill::Ramp(ramp)),
        _ => {
            let fills = split.ramps.into_iter().map(|(ramp, members)| (Fill::Ramp(ramp), members)).collect();
            Parts { fills, rest: split.rest }
        }
    })
}

/// A shaded fill with its slopes carried on over `samples`.
fn carried_on(fill: &Fill, samples: &[Sample]) -> Option<Fill> {
    match fill {
        Fill::Solid(_) => None,
        Fill::Ramp(ramp) => Some(Fill::Ramp(veil::stretched(ramp, samples))),
        Fill::Veiled { .. } => Some(fill.clone()),
    }
}

/// The ramp `below` under a veil, if both together explain `samples`.
fn veiled(samples: &[Sample], below: &Ramp, sigma: f32) -> Option<Fill> {
    let below = veil::stretched(below, samples);
    let (veil, error) = veil::fit(samples, &below, sigma)?;
    (error <= 1.3 * GOOD + 1.2 * sigma).then_some(Fill::Veiled { below, veil })
}

/// Root mean square of the largest channel difference between `samples` and `fill`, in levels.
fn error(samples: &[Sample], fill: &Fill) -> f32 {
    let squares: f32 = samples.iter().map(|&([x, y], c)| distance(fill.at_point(x, y), c).powi(2)).sum();
    (squares / narrow(float(samples.len().max(1)))).sqrt()
}

/// The ramps of an area, and the pixels that none explains.
struct Split {
    ramps: Vec<(Ramp, Vec<u32>)>,
    rest: Vec<u32>,
}

/// Takes ramps out of `members` one after the other, the one with the largest patch first.
fn split(field: &Grid<Color>, members: &[u32], sigma: f32, cx: &Context) -> Result<Split> {
    let mut parts = Split { ramps: Vec::new(), rest: members.to_vec() };
    let mut barren: BTreeSet<(usize, usize)> = BTreeSet::new();
    let least = (float(members.len()) * MIN_SHARE).max(MIN_PART);
    let tolerance = 2.5 + 3.0 * sigma;
    let mut misses = 0;
    while parts.ramps.len() < MAX_PARTS && misses < MAX_MISSES && float(parts.rest.len()) >= least {
        cx.check()?;
        let samples = thin(field, &parts.rest, SURVEY);
        let Some((seed, patch)) = patch(&samples, &barren) else { break };
        let grown = grow(&samples, &patch, sigma).map(|ramp| {
            let (inside, outside) = stretches(field, &parts.rest, &ramp, tolerance);
            (ramp, inside, outside)
        });
        match grown {
            Some((ramp, inside, outside)) if float(inside.len()) >= least => {
                parts.ramps.push((ramp, inside));
                parts.rest = outside;
                misses = 0;
            }
            _ => {
                barren.insert(seed);
                misses += 1;
            }
        }
    }
    // Crumbs may stray farther: as shapes of their own they would show more.
    let crumbs = float(parts.rest.len()) < least;
    settle(field, &mut parts, if crumbs { 4.0 } else { 2.0 } * tolerance);
    straighten(field, &mut parts.ramps, tolerance);
    Ok(parts)
}

/// Gives pixels that no ramp took to the nearest one, if it is within `tolerance` levels.
fn settle(field: &Grid<Color>, parts: &mut Split, tolerance: f32) {
    let Split { ramps, rest } = parts;
    rest.retain(|&i| {
        let Some(&color) = field.cells.get(cell(i)) else { return false };
        let [x, y] = place(cell(i), field.width);
        let off = |(ramp, _): &(Ramp, Vec<u32>)| distance(ramp.at(x, y), color);
        let nearest = ramps.iter_mut().map(|part| (off(part), part)).min_by(|a, b| a.0.total_cmp(&b.0));
        match nearest {
            Some((off, part)) if off <= tolerance => part.1.push(i),
            _ => return true,
        }
        false
    });
}

/// Moves borders between parts to where the pixels around say: two ramps often agree far beyond where they cross.
fn straighten(field: &Grid<Color>, parts: &mut [(Ramp, Vec<u32>)], tolerance: f32) {
    if parts.len() < 2 {
        return;
    }
    let ramps: Vec<Ramp> = parts.iter().map(|(ramp, _)| ramp.clone()).collect();
    let inside = Mask::of(parts.iter().flat_map(|(_, members)| members.iter().copied()));
    let view = View { field, inside: &inside };
    let moved: Vec<(usize, u32)> = parts
        .par_iter()
        .enumerate()
        .flat_map_iter(|(own, (_, members))| members.iter().map(move |&i| (own, i)))
        .map(|(own, i)| (view.best(&ramps, own, i, tolerance), i))
        .collect();
    for (_, members) in parts.iter_mut() {
        members.clear();
    }
    for (part, i) in moved {
        parts.get_mut(part).into_iter().for_each(|(_, members)| members.push(i));
    }
}

/// The pixels of an area.
struct View<'a> {
    field: &'a Grid<Color>,
    inside: &'a Mask,
}

impl View<'_> {
    /// The ramp that explains pixel `i` and those around it best, among `own` and all within `tolerance` levels at it.
    fn best(&self, ramps: &[Ramp], own: usize, i: u32, tolerance: f32) -> usize {
        let fits = |ramp: &Ramp| self.off(ramp, cell(i)).is_some_and(|off| off <= tolerance);
        let rivals = ramps.iter().enumerate().filter(|(k, ramp)| *k != own && fits(ramp)).map(|(k, _)| k);
        let mut candidates: Vec<usize> = rivals.collect();
        if candidates.is_empty() {
            return own;
        }
        candidates.push(own);
        let scored = candidates.into_iter().filter_map(|k| Some((self.around(ramps.get(k)?, cell(i)), k)));
        scored.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(own, |(_, k)| k)
    }

    /// Squared distances of `ramp` from pixels in a square around pixel `at`, summed.
    fn around(&self, ramp: &Ramp, at: usize) -> f32 {
        let steps = [-2, -1, 0, 1, 2].map(|k: isize| k * AROUND);
        let (x, y) = (at % self.field.width, at / self.field.width);
        let mut sum = 0.0;
        for (dy, dx) in steps.iter().flat_map(|dy| steps.iter().map(move |dx| (*dy, *dx))) {
            let place = x.checked_add_signed(dx).zip(y.checked_add_signed(dy)).filter(|(x, _)| *x < self.field.width);
            let at = place.map(|(x, y)| y * self.field.width + x).filter(|&at| self.inside.has(at));
            // 8 levels off or more is another part; how much more says nothing.
            sum += at.and_then(|at| self.off(ramp, at)).map_or(0.0, |off| off.min(8.0).powi(2));
        }
        sum
    }

    fn off(&self, ramp: &Ramp, at: usize) -> Option<f32> {
        let [x, y] = place(at, self.field.width);
        self.field.cells.get(at).map(|c| distance(ramp.at(x, y), *c))
    }
}

/// The fullest cell of a coarse grid that is not `barren`, and its samples.
fn patch(samples: &[Sample], barren: &BTreeSet<(usize, usize)>) -> Option<((usize, usize), Vec<Sample>)> {
    let (low, high) = samples.iter().fold(([f32::MAX; 2], [f32::MIN; 2]), |(lo, hi), ([x, y], _)| {
        ([lo[0].min(*x), lo[1].min(*y)], [hi[0].max(*x), hi[1].max(*y)])
    });
    let side = ((high[0] - low[0]).max(high[1] - low[1]) / PATCHES).max(4.0);
    let mut cells: std::collections::BTreeMap<(usize, usize), Vec<Sample>> = std::collections::BTreeMap::new();
    for &sample in samples {
        let [x, y] = sample.0;
        // Cells of the whole picture, so that barren ones keep their name.
        cells.entry((whole((x / side).into()), whole((y / side).into()))).or_default().push(sample);
    }
    cells.into_iter().filter(|(at, _)| !barren.contains(at)).max_by_key(|(_, members)| members.len())
}

/// The ramp that explains the patch and all around it that it can be stretched over.
fn grow(samples: &[Sample], patch: &[Sample], sigma: f32) -> Option<Ramp> {
    let good = GOOD + 1.2 * sigma;
    let mut fit = ramp::fit(patch, sigma)?;
    let few = |samples: &[Sample], most: usize| -> Vec<Sample> {
        samples.iter().copied().step_by(samples.len().div_ceil(most).max(1)).collect()
    };
    let n = narrow(float(patch.len().max(1)));
    let middle = [0, 1].map(|k| patch.iter().filter_map(|s| s.0.get(k)).sum::<f32>() / n);
    let away = |s: &Sample| {
        let (dx, dy) = (s.0[0] - middle[0], s.0[1] - middle[1]);
        (dx * dx + dy * dy).sqrt()
    };
    let far = samples.iter().map(away).fold(0.0, f32::max);
    let mut radius = patch.iter().map(away).fold(0.0, f32::max);
    let mut inside = patch.len();
    let mut kept = None;
    for _ in 0..STRETCHES {
        // Shading goes on beyond what has been seen of it, or it ends there.
        let on = veil::stretched(&fit.ramp, samples);
        let within = |s: &&Sample| {
            let off = |ramp: &Ramp| distance(ramp.at(s.0[0], s.0[1]), s.1);
            away(s) <= radius && off(&on).min(off(&fit.ramp)) <= 4.0 + 3.0 * sigma
        };
        let near: Vec<Sample> = samples.iter().filter(within).copied().collect();
        let last = radius >= far;
        let again = ramp::fit(&few(&near, if last { LOOK } else { GROWING }), sigma)?;
        let stalled = near.len() * 20 <= inside * 21;
        inside = near.len();
        // Where something lies on it farther out, what was clear of that is the better judge.
        let before = std::mem::replace(&mut fit, again);
        if before.error <= good {
            kept = Some(before);
        }
        if last && stalled {
            break;
        }
        radius = (radius * 1.5).min(far * 1.01);
    }
    [Some(fit), kept].into_iter().flatten().find(|fit| fit.error <= good).map(|fit| fit.ramp)
}

/// Parts `members` into the connected stretches within `tolerance` levels of `ramp`, and all others.
fn stretches(field: &Grid<Color>, members: &[u32], ramp: &Ramp, tolerance: f32) -> (Vec<u32>, Vec<u32>) {
    let fits = |i: u32| {
        let [x, y] = place(cell(i), field.width);
        field.cells.get(cell(i)).is_some_and(|c| distance(ramp.at(x, y), *c) <= tolerance)
    };
    let mut open = Mask::of(members.iter().copied().filter(|&i| fits(i)));
    let mut inside = Vec::new();
    for &start in members {
        if !open.take(start) {
            continue;
        }
        let mut found = vec![start];
        let mut next = 0;
        while let Some(&at) = found.get(next) {
            next += 1;
            let beside = neighbors(cell(at), field.width, field.height).into_iter().flatten();
            found.extend(beside.map(crate::flat::index).filter(|&to| open.take(to)));
        }
        // Crumbs match by chance, where another ramp passes through the same color.
        if float(found.len()) >= MIN_PART {
            inside.append(&mut found);
        }
    }
    let mut taken = Mask::of(inside.iter().copied());
    let rest = members.iter().copied().filter(|&i| !taken.take(i)).collect();
    (inside, rest)
}

/// A set of pixels, as a bit for each pixel from the first to the last.
struct Mask {
    first: usize,
    bits: Vec<bool>,
}

impl Mask {
    fn of(pixels: impl Iterator<Item = u32> + Clone) -> Self {
        let (low, high) = pixels.clone().map(cell).fold((usize::MAX, 0), |(lo, hi), i| (lo.min(i), hi.max(i)));
        let mut mask = Self { first: low, bits: vec![false; (high + 1).saturating_sub(low)] };
        for i in pixels {
            if let Some(bit) = cell(i).checked_sub(low).and_then(|k| mask.bits.get_mut(k)) {
                *bit = true;
            }
        }
        mask
    }

    fn has(&self, at: usize) -> bool {
        at.checked_sub(self.first).and_then(|k| self.bits.get(k)).copied().unwrap_or(false)
    }

    /// Removes a pixel; whether it was there.
    fn take(&mut self, pixel: u32) -> bool {
        let bit = cell(pixel).checked_sub(self.first).and_then(|k| self.bits.get_mut(k));
        bit.is_some_and(std::mem::take)
    }
}

/// About `most` of the pixels `members`.
fn thin(field: &Grid<Color>, members: &[u32], most: usize) -> Vec<Sample> {
    let step = members.len().div_ceil(most).max(1);
    let sample = |&i: &u32| Some((place(cell(i), field.width), *field.cells.get(cell(i))?));
    members.iter().step_by(step).filter_map(sample).collect()
}

/// The center of pixel number `at`.
fn place(at: usize, width: usize) -> [f32; 2] {
    center(at % width, at / width)
}
