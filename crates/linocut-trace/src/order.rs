//! Which regions lie on top of which.

use crate::contour::Contour;
use crate::fill::Fill;
use crate::regions::{OUTSIDE, Regions, cell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The order in which regions are painted.
pub(crate) struct Order {
    /// Position of each region, 0 at the bottom.
    pub(crate) rank: Vec<u32>,
    /// Whether each region lets what is below show through; nothing may be painted under it.
    pub(crate) see_through: Vec<bool>,
}

impl Order {
    /// Whether a shape for `region` may extend under `other`.
    pub(crate) fn covers(&self, other: u32, region: u32) -> bool {
        if other == OUTSIDE {
            return true;
        }
        let rank = |r: u32| self.rank.get(cell(r)).copied().unwrap_or(0);
        !self.is_see_through(other) && rank(other) > rank(region)
    }

    /// Whether what is below `region` shows through it.
    pub(crate) fn is_see_through(&self, region: u32) -> bool {
        self.see_through.get(cell(region)).copied().unwrap_or(false)
    }

    /// The regions from the bottom up.
    pub(crate) fn regions(&self) -> Vec<u32> {
        let mut regions: Vec<u32> = (0..u32::try_from(self.rank.len()).unwrap_or(0)).collect();
        regions.sort_by_key(|&r| self.rank.get(cell(r)).copied());
        regions
    }
}

/// Orders regions by how many borders lie between them and the outside, then by size.
///
/// Whatever a region encloses is farther from the outside than itself, so it is painted later.
pub(crate) fn order(regions: &Regions, contours: &[Contour], fills: &[Fill]) -> Order {
    let see_through: Vec<bool> =
        regions.fill.iter().map(|&l| fills.get(usize::from(l)).is_some_and(Fill::see_through)).collect();
    let touching = adjacency(contours);
    let depth = depths(&touching, regions.area.len());
    let mut by_order: Vec<usize> = (0..regions.area.len()).collect();
    by_order.sort_by_key(|&r| (depth.get(r).copied(), regions.area.get(r).copied().map(std::cmp::Reverse), r));
    let mut rank = vec![0; regions.area.len()];
    for (position, region) in by_order.into_iter().enumerate() {
        if let Some(slot) = rank.get_mut(region) {
            *slot = u32::try_from(position).unwrap_or(u32::MAX);
        }
    }
    Order { rank, see_through }
}

/// The regions that touch each region.
pub(crate) fn adjacency(contours: &[Contour]) -> BTreeMap<u32, BTreeSet<u32>> {
    let mut touching: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    for contour in contours {
        let mut before = None;
        for crack in contour.cracks.iter().filter(|c| before.replace(c.other) != Some(c.other)) {
            touching.entry(contour.region).or_default().insert(crack.other);
            touching.entry(crack.other).or_default().insert(contour.region);
        }
    }
    touching
}

/// Borders between each region and the outside.
fn depths(touching: &BTreeMap<u32, BTreeSet<u32>>, count: usize) -> Vec<u32> {
    let mut depth = vec![u32::MAX; count];
    let mut queue = VecDeque::from([(OUTSIDE, 0)]);
    while let Some((region, borders)) = queue.pop_front() {
        for &other in touching.get(&region).into_iter().flatten() {
            if let Some(slot) = depth.get_mut(cell(other)).filter(|d| **d == u32::MAX) {
                *slot = borders + 1;
                queue.push_back((other, borders + 1));
            }
        }
    }
    depth
}
