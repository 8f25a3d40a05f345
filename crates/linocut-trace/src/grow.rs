//! Parts a smooth area into ramps.
//!
//! Most areas are one ramp. Where two shaded shapes meet at equal colors, or something soft lies on a ramp, one area holds
//! several: a ramp is fitted to a patch and grows over all pixels that it explains, and the rest is looked at again.

use crate::color::{Color, distance};
use crate::fill::{Fill, Ramp};
use crate::flat::neighbors;
use crate::glaze::{self, Aim, Glazed};
use crate::grid::Grid;
use crate::number::{center, float, narrow};
use crate::palette::{MIN_RAMP_RANGE, cell};
use crate::ramp::{self, Fit, Sample};
use crate::seed::{self, GOOD, LOOK};
use crate::veil;
use linocut_core::{Context, Result};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// What one more veil must spare of the mean squared error of an area: it is a shape more, but no border.
const VEIL: f32 = 0.3;
/// What one more part must spare: borders between parts run where two ramps are alike, and show.
const PART: f32 = 2.0;
/// The mean squared error of bands.
const BANDED: f32 = 16.0;
/// How many times nearer fitting all layers of a fill together may bring it.
const HOPE: f32 = 2.5;
/// Parts smaller than this share of their area are left to others.
const MIN_SHARE: f64 = 0.03;
/// Fewest pixels of a connected stretch.
const MIN_PART: f64 = 48.0;
/// Distance of the pixels that decide where a border between two parts runs; farther ones smooth it more.
const AROUND: isize = 3;
/// Pixels looked at for veils over a ramp; smaller areas are worth none.
const GLAZED: usize = 2000;
/// Largest parts that are tried as what lies below a veil.
const BASES: usize = 3;
/// Most parts of an area; what is left then is no artwork of ramps.
const MAX_PARTS: usize = 12;
/// Seeds tried in vain before an area is given up.
const MAX_MISSES: usize = 2;
/// Pixels looked at to find the patches from which ramps grow.
const SURVEY: usize = 6000;
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
    let many = thin(field, members, GLAZED);
    let bases: Vec<Ramp> = split.ramps.iter().take(BASES).map(|(ramp, _)| ramp.clone()).collect();
    let limit = 1.3 * GOOD + 1.2 * sigma;
    let plain = |ramp: Ramp| {
        let fill = Fill::Ramp(ramp);
        Glazed { error: error(&many, &fill), fill }
    };
    let ramps = whole.map(|fit| fit.ramp).into_iter().chain(bases.iter().cloned());
    let mut fills: Vec<Glazed> = ramps.map(plain).collect();
    let apart = split.price(field, sigma);
    let bases = if members.len() < GLAZED { &[] } else { bases.as_slice() };
    fills.extend(glaze::fit(&many, bases, Aim { sigma, good: limit, most: HOPE * apart.sqrt() }));
    let best = fills.into_iter().map(|g| (price(&g), g)).reduce(|a, b| if b.0 < a.0 { b } else { a });
    Ok(match best {
        Some((price, Glazed { fill, .. })) if price <= apart => one(fill),
        _ => {
            let fills = split.ramps.into_iter().map(|(ramp, members)| (Fill::Ramp(ramp), members)).collect();
            Parts { fills, rest: split.rest }
        }
    })
}

/// What one fill for an area costs: its mean squared error, and its shapes.
fn price(one: &Glazed) -> f32 {
    let veils = match &one.fill {
        Fill::Solid(_) | Fill::Ramp(_) => 0,
        Fill::Veiled { veils, .. } => veils.len(),
    };
    one.error * one.error + VEIL * narrow(float(veils))
}

/// A shaded fill with its slopes carried on over `samples`.
fn carried_on(fill: &Fill, samples: &[Sample]) -> Option<Fill> {
    match fill {
        Fill::Solid(_) => None,
        Fill::Ramp(ramp) => Some(Fill::Ramp(veil::stretched(ramp, samples))),
        Fill::Veiled { .. } => Some(fill.clone()),
    }
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

impl Split {
    /// What the parts cost, as [`price`] counts it, with the rest in bands.
    fn price(&self, field: &Grid<Color>, sigma: f32) -> f32 {
        let squares = |(ramp, members): &(Ramp, Vec<u32>)| {
            let samples = thin(field, members, LOOK);
            ramp::error(&samples, ramp).powi(2) * narrow(float(members.len()))
        };
        let all = self.ramps.iter().map(|(_, m)| m.len()).sum::<usize>() + self.rest.len();
        let rest = narrow(float(self.rest.len()));
        let bands = (BANDED + 2.0 * sigma * sigma) * rest + self.ramps.iter().map(squares).sum::<f32>();
        let shaded = self.ramps.iter().filter(|(ramp, _)| ramp.range() >= MIN_RAMP_RANGE).count();
        let parts = shaded + usize::from(rest > 0.03 * narrow(float(all)));
        bands / narrow(float(all.max(1))) + (PART + sigma * sigma) * narrow(float(parts.max(1) - 1))
    }
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
        let Some(grown) = seed::largest(&samples, &barren, sigma) else { break };
        let taken = grown.ramp.map(|ramp| {
            let (inside, outside) = stretches(field, &parts.rest, &ramp, tolerance);
            (ramp, inside, outside)
        });
        match taken {
            Some((ramp, inside, outside)) if float(inside.len()) >= least => {
                parts.ramps.push((ramp, inside));
                parts.rest = outside;
                misses = 0;
            }
            _ => {
                barren.extend(grown.tried);
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
