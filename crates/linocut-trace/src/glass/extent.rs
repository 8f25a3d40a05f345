//! How far a sheet of glass goes.

use super::evidence::{Claim, Seen, touch};
use super::tint::Tint;
use crate::color::distance;
use crate::fill::Fill;
use crate::number::{float, narrow};
use crate::regions::cell;
use linocut_core::kurbo::Point;
use std::collections::{BTreeMap, BTreeSet};

/// Levels that a fill may be off what is seen through the glass: its tint is known from few colors at first.
const NEAR: f32 = 3.0;
/// Smallest sheet, in pixels.
const SMALLEST: u32 = 64;
/// Least share of the edge of a sheet along which the same fill goes on beyond it.
const EDGES: f64 = 0.5;
/// Points that are looked at to see what lies over what, in each region.
const POINTS: usize = 8;

/// A sheet of glass in regions.
pub(super) struct Extent {
    pub(super) tint: Tint,
    /// For each region of it, the region whose fill shows through.
    pub(super) under: BTreeMap<u32, u32>,
    /// Regions of which something lies under it.
    pub(super) bare: BTreeSet<u32>,
    /// Regions beside it that lie on it.
    pub(super) above: BTreeSet<u32>,
}

impl Extent {
    /// All regions that are seen through the glass of `claim`; `None` where they make no sheet.
    pub(super) fn grown(seen: &Seen, claim: &Claim) -> Option<Self> {
        let mut under: BTreeMap<u32, u32> = claim.pairs.iter().map(|[over, under]| (*over, *under)).collect();
        let mut bare: BTreeSet<u32> = under.values().copied().collect();
        if under.keys().any(|r| bare.contains(r)) || !claim.pairs.iter().all(|p| shows(seen, claim.tint, *p)) {
            return None;
        }
        let mut open: Vec<u32> = under.keys().copied().collect();
        while let Some(region) = open.pop() {
            let beside: Vec<u32> = neighbors(seen, region).filter(|b| !under.contains_key(b)).collect();
            for over in beside.into_iter().filter(|b| touch(seen, region, *b)) {
                let fit = |below: &u32| !under.contains_key(below) && shows(seen, claim.tint, [over, *below]);
                let below = neighbors(seen, over).filter(fit).max_by_key(|below| seen.borders.get(&(over, *below)));
                if let Some(below) = below.filter(|_| !bare.contains(&over)) {
                    under.insert(over, below);
                    bare.insert(below);
                    open.push(over);
                }
            }
        }
        // A sheet cuts what is under it in two: the same goes on at its other edge.
        let goes_on = |over: &u32| {
            let beside = neighbors(seen, *over).filter(|b| !under.contains_key(b));
            beside.filter(|b| shows(seen, claim.tint, [*over, *b])).collect::<Vec<_>>()
        };
        bare.extend(under.keys().flat_map(goes_on).collect::<Vec<_>>());
        let tint = Tint::of(&under.iter().flat_map(|(over, below)| seen.pairs([*over, *below])).collect::<Vec<_>>());
        let mut extent = Self { tint: tint.unwrap_or(claim.tint), under, bare, above: BTreeSet::new() };
        extent.above = extent.beside(seen);
        extent.is_sheet(seen).then_some(extent)
    }

    /// What touches the glass and is not seen through it.
    fn beside(&self, seen: &Seen) -> BTreeSet<u32> {
        let beside = self.under.keys().flat_map(|r| neighbors(seen, *r).filter(|b| touch(seen, *r, *b)));
        beside.filter(|r| !self.under.contains_key(r) && !self.bare.contains(r)).collect()
    }

    /// Whether this is more than a chance of colors: large enough, over several fills or shading, and its edge goes through them.
    fn is_sheet(&self, seen: &Seen) -> bool {
        let area: u32 = self.under.keys().filter_map(|r| seen.area.get(cell(*r))).sum();
        let shaded = |r: &u32| !matches!(seen.fill(*r), Some(Fill::Solid(_)) | None);
        let below: BTreeSet<u32> = self.under.values().copied().collect();
        let several = below.len() >= 2 || below.iter().any(shaded);
        let (mut own, mut all) = (0_usize, 0_usize);
        for over in self.under.keys() {
            for beside in neighbors(seen, *over).filter(|b| !self.under.contains_key(b)) {
                let length = seen.borders.get(&(*over, beside)).copied().unwrap_or_default();
                all += length;
                own += if self.bare.contains(&beside) { length } else { 0 };
            }
        }
        area >= SMALLEST && several && float(own) >= EDGES * float(all)
    }

    /// Some pixels that are seen through it, and some of what lies on it.
    pub(super) fn points(&self, seen: &Seen) -> (Vec<Point>, Vec<Point>) {
        let of = |region: &u32| {
            let probes = seen.probes(*region);
            let step = probes.len().div_ceil(POINTS).max(1);
            probes.iter().step_by(step).map(|[x, y]| Point::new(f64::from(*x), f64::from(*y))).collect::<Vec<_>>()
        };
        (self.under.keys().flat_map(of).collect(), self.above.iter().flat_map(of).collect())
    }
}

fn neighbors<'a>(seen: &'a Seen, region: u32) -> impl Iterator<Item = u32> + 'a {
    seen.borders.range((region, 0)..=(region, u32::MAX)).map(|((_, other), _)| *other)
}

/// Whether the second region's fill is seen through `tint` all over the first.
fn shows(seen: &Seen, tint: Tint, pair: [u32; 2]) -> bool {
    let pairs = seen.pairs(pair);
    let off = pairs.iter().map(|(under, over)| distance(tint.through(*under), *over));
    let (worst, sum) = off.fold((0.0_f32, 0.0_f32), |(worst, sum), d| (worst.max(d), sum + d));
    !pairs.is_empty() && worst <= 2.0 * NEAR && sum <= NEAR * narrow(float(pairs.len()))
}
