//! What speaks for glass: crossings of edges, and gradients that go on under it.

use super::tint::Tint;
use crate::color::Color;
use crate::fill::Fill;
use crate::grid::Grid;
use crate::number::{center, float, narrow};
use crate::regions::{Regions, cell};
use linocut_core::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Half the side of the square around which a crossing is looked at, in pixels.
const AROUND: isize = 4;
/// Pixels of each region at which its fill is looked at.
const PROBES: usize = 48;
/// Neighbors touch along this many pixel edges at least.
const TOUCHING: usize = 4;
/// A gradient is seen through glass along this many pixel edges at least.
const LONG: usize = 12;
/// Most claims that are followed up.
const MOST_CLAIMS: usize = 24;

/// The regions with what is asked of them again and again.
pub(super) struct Seen<'a> {
    pub(super) of: &'a Grid<u32>,
    pub(super) area: &'a [u32],
    labels: &'a [u16],
    fills: &'a [Fill],
    /// Pixel edges that two regions share, each pair in both orders.
    pub(super) borders: BTreeMap<(u32, u32), usize>,
    /// Some pixels of each region.
    probes: Vec<Vec<[f32; 2]>>,
}

/// Two regions that a tint turns into what is seen: `[over, under]`.
pub(super) struct Claim {
    pub(super) tint: Tint,
    pub(super) pairs: Vec<[u32; 2]>,
}

impl<'a> Seen<'a> {
    pub(super) fn new(regions: &'a Regions, fills: &'a [Fill]) -> Self {
        let of = &regions.of;
        let mut borders: BTreeMap<(u32, u32), usize> = BTreeMap::new();
        let steps: Vec<usize> = regions.area.iter().map(|a| cell(*a).div_ceil(PROBES).max(1)).collect();
        let mut met = vec![0_usize; regions.area.len()];
        let mut probes = vec![Vec::new(); regions.area.len()];
        for (at, &region) in of.cells.iter().enumerate() {
            let (x, y) = (at % of.width, at / of.width);
            let right = (x + 1 < of.width).then_some(at + 1);
            for other in [right, Some(at + of.width)].into_iter().flatten().filter_map(|to| of.cells.get(to)) {
                if *other != region {
                    *borders.entry((region.min(*other), region.max(*other))).or_default() += 1;
                }
            }
            let r = cell(region);
            let (Some(met), Some(step), Some(probes)) = (met.get_mut(r), steps.get(r), probes.get_mut(r)) else {
                continue;
            };
            if met.is_multiple_of(*step) {
                probes.push(center(x, y));
            }
            *met += 1;
        }
        let mirrored: Vec<_> = borders.iter().map(|(&(a, b), &n)| ((b, a), n)).collect();
        borders.extend(mirrored);
        Self { of, area: &regions.area, labels: &regions.fill, fills, borders, probes }
    }

    /// What `region` is filled with.
    pub(super) fn fill(&self, region: u32) -> Option<&'a Fill> {
        self.fills.get(usize::from(*self.labels.get(cell(region))?))
    }

    /// The color of `region`'s fill at a point, wherever that is.
    pub(super) fn color(&self, region: u32, [x, y]: [f32; 2]) -> Color {
        self.fill(region).map_or([0.0; 4], |fill| fill.at_point(x, y))
    }

    /// Some pixels of `region`.
    pub(super) fn probes(&self, region: u32) -> &[[f32; 2]] {
        self.probes.get(cell(region)).map_or(&[], Vec::as_slice)
    }

    /// The colors under and in `over` at some of its pixels, if `under` lay below it.
    pub(super) fn pairs(&self, [over, under]: [u32; 2]) -> Vec<(Color, Color)> {
        self.probes(over).iter().map(|p| (self.color(under, *p), self.color(over, *p))).collect()
    }
}

/// What may be glass, the best supported first.
///
/// # Errors
/// Those of the context.
pub(super) fn claims(seen: &Seen, cx: &Context) -> Result<Vec<Claim>> {
    let mut claims = Vec::new();
    for (ring, at) in crossings(seen, cx)? {
        for turn in 0..4 {
            let [a, b, c, d] = [0, 1, 2, 3].map(|k| ring.get((k + turn) % 4).copied().unwrap_or_default());
            // Under the glass lie a and d; beyond its edge they show as b and c.
            let color = |region: u32| seen.color(region, at);
            if let Some(tint) = Tint::of(&[(color(a), color(b)), (color(d), color(c))]) {
                claims.push(Claim { tint, pairs: vec![[b, a], [c, d]] });
            }
        }
    }
    cx.check()?;
    for (&(over, under), &length) in &seen.borders {
        let shaded = !matches!(seen.fill(under), Some(Fill::Solid(_)) | None);
        if shaded && length >= LONG && seen.probes(over).len() >= TOUCHING {
            let tint = Tint::of(&seen.pairs([over, under]));
            claims.extend(tint.map(|tint| Claim { tint, pairs: vec![[over, under]] }));
        }
    }
    let support = |claim: &Claim| -> usize {
        let near: BTreeSet<&[u32; 2]> =
            claims.iter().filter(|c| c.tint.is_near(&claim.tint)).flat_map(|c| &c.pairs).collect();
        near.len()
    };
    let mut ranked: Vec<(usize, usize)> = claims.iter().map(support).zip(0..).collect();
    ranked.sort_by_key(|(support, k)| (std::cmp::Reverse(*support), *k));
    let order: BTreeMap<usize, usize> = ranked.into_iter().take(MOST_CLAIMS).map(|(_, k)| k).zip(0..).collect();
    let mut kept: Vec<(usize, Claim)> =
        claims.into_iter().zip(0..).filter_map(|(claim, k)| Some((*order.get(&k)?, claim))).collect();
    kept.sort_by_key(|(rank, _)| *rank);
    Ok(kept.into_iter().map(|(_, claim)| claim).collect())
}

/// Where exactly four regions meet, in the order around the place.
fn crossings(seen: &Seen, cx: &Context) -> Result<Vec<(Vec<u32>, [f32; 2])>> {
    let (w, h) = (seen.of.width, seen.of.height);
    let mut found: BTreeMap<Vec<u32>, [f32; 2]> = BTreeMap::new();
    for y in 1..h {
        cx.check()?;
        for x in 1..w {
            let at = |dx: usize, dy: usize| seen.of.cells.get((y - dy) * w + x - dx);
            let [a, b, c, d] = [at(1, 1), at(0, 1), at(1, 0), at(0, 0)];
            // Three regions at least; nearly all pixels have one around them.
            if (a == b && c == d) || (a == c && b == d) || (a == d && (b == a || c == a)) {
                continue;
            }
            let Some(ring) = ring(seen, (x, y)) else { continue };
            found.entry(ring).or_insert([narrow(float(x)), narrow(float(y))]);
        }
    }
    Ok(found.into_iter().collect())
}

/// The four regions around a corner of pixels; `None` where there are more, fewer, or one twice.
fn ring(seen: &Seen, (x, y): (usize, usize)) -> Option<Vec<u32>> {
    let (x, y) = (isize::try_from(x).ok()?, isize::try_from(y).ok()?);
    let side = 2 * AROUND;
    let top = (0..side).map(|k| (x - AROUND + k, y - AROUND));
    let right = (0..side).map(|k| (x + AROUND - 1, y - AROUND + k));
    let bottom = (0..side).map(|k| (x + AROUND - 1 - k, y + AROUND - 1));
    let left = (0..side).map(|k| (x - AROUND, y + AROUND - 1 - k));
    let mut regions = Vec::new();
    for (x, y) in top.chain(right).chain(bottom).chain(left) {
        let region = seen.of.get(x, y)?;
        if regions.last() != Some(&region) {
            regions.push(region);
        }
    }
    if regions.len() > 1 && regions.first() == regions.last() {
        regions.pop();
    }
    let different = regions.iter().collect::<BTreeSet<_>>().len();
    if regions.len() != 4 || different != 4 {
        return None;
    }
    let smallest = regions.iter().enumerate().min_by_key(|(_, r)| **r).map_or(0, |(k, _)| k);
    regions.rotate_left(smallest);
    Some(regions)
}

/// Whether regions touch along more than a corner.
pub(super) fn touch(seen: &Seen, a: u32, b: u32) -> bool {
    seen.borders.get(&(a, b)).is_some_and(|n| *n >= TOUCHING)
}
