//! Which regions lie on top of which.

use crate::contour::Contour;
use crate::fill::Fill;
use crate::junction::Votes;
use crate::regions::{OUTSIDE, Regions, cell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The order in which regions are painted.
pub(crate) struct Order {
    /// Position of each region, 0 at the bottom.
    pub(crate) rank: Vec<u32>,
    /// How each region is painted.
    pub(crate) role: Vec<Role>,
    /// The regions that touch each region.
    pub(crate) touching: BTreeMap<u32, BTreeSet<u32>>,
}

/// How a region is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Over whatever lies below.
    Opaque,
    /// What lies below shows through, so nothing may be painted under it.
    SeeThrough,
    /// Not at all: the lowest region shows there through gaps between others.
    Backdrop,
}

impl Order {
    /// Whether a shape for `region` may extend under `other`.
    pub(crate) fn covers(&self, other: u32, region: u32) -> bool {
        if other == OUTSIDE {
            return true;
        }
        let rank = |r: u32| self.rank.get(cell(r)).copied().unwrap_or(0);
        if self.role(other) == Role::Backdrop {
            return rank(region) == 0;
        }
        self.role(other) == Role::Opaque && rank(other) > rank(region)
    }

    pub(crate) fn role(&self, region: u32) -> Role {
        self.role.get(cell(region)).copied().unwrap_or(Role::Opaque)
    }

    /// The regions that nothing may be painted under, among those reached from `from` without crossing `wall`.
    pub(crate) fn gaps(&self, wall: u32, from: impl Iterator<Item = u32>) -> Vec<u32> {
        let bottom = self.rank.get(cell(wall)) == Some(&0);
        let shows = |r: &u32| match self.role(*r) {
            Role::Opaque => false,
            Role::SeeThrough => true,
            Role::Backdrop => !bottom,
        };
        let mut seen: BTreeSet<u32> = from.collect();
        // What lies behind a gap is inside its border already.
        let mut open: Vec<u32> = seen.iter().copied().filter(|r| !shows(r)).collect();
        while let Some(region) = open.pop() {
            for &next in self.touching.get(&region).into_iter().flatten() {
                if next != wall && next != OUTSIDE && seen.insert(next) && !shows(&next) {
                    open.push(next);
                }
            }
        }
        seen.into_iter().filter(shows).collect()
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
///
/// Where `votes` say clearly that a region lies above another, it is painted after it, whatever their size.
pub(crate) fn order(regions: &Regions, contours: &[Contour], fills: &[Fill], votes: &Votes) -> Order {
    let touching = adjacency(contours);
    let depth = depths(&touching, regions.area.len());
    let mut by_order: Vec<usize> = (0..regions.area.len()).collect();
    by_order.sort_by_key(|&r| (depth.get(r).copied(), regions.area.get(r).copied().map(std::cmp::Reverse), r));
    let bottom = by_order.first().and_then(|&r| regions.fill.get(r)).copied();
    let see_through = |l: u16| fills.get(usize::from(l)).is_some_and(Fill::see_through);
    let opaque = regions.fill.iter().all(|&l| !see_through(l));
    let backdrop = |r: usize| {
        let beside = u32::try_from(r).ok().and_then(|r| touching.get(&r)).map_or(0, BTreeSet::len);
        let whole = u32::try_from(r).is_ok_and(|r| votes.whole.contains(&r));
        opaque && !whole && by_order.first() != Some(&r) && regions.fill.get(r).copied() == bottom && beside > 1
    };
    let role = |(r, &l): (usize, &u16)| match () {
        () if see_through(l) => Role::SeeThrough,
        () if backdrop(r) => Role::Backdrop,
        () => Role::Opaque,
    };
    let role: Vec<Role> = regions.fill.iter().enumerate().map(role).collect();
    let layered = Layered { depth: &depth, by_order: &by_order, role: &role };
    let by_order = layered.settle(votes);
    let mut rank = vec![0; regions.area.len()];
    for (position, &region) in by_order.iter().enumerate() {
        if let Some(slot) = rank.get_mut(region) {
            *slot = u32::try_from(position).unwrap_or(u32::MAX);
        }
    }
    Order { rank, role, touching }
}

/// At least this much must all junctions of two regions say together: two clear ones, or more that are less so.
const CLEAR: f64 = 1.2;
/// What speaks against a vote must be this many times weaker.
const AGAINST: f64 = 4.0;

/// An order that junctions may change.
struct Layered<'a> {
    depth: &'a [u32],
    /// The regions from the bottom up.
    by_order: &'a [usize],
    role: &'a [Role],
}

impl Layered<'_> {
    /// The order with each region after those that `votes` say it lies above, and else as it was.
    fn settle(&self, votes: &Votes) -> Vec<usize> {
        let mut place = vec![0; self.by_order.len()];
        for (position, &region) in self.by_order.iter().enumerate() {
            if let Some(slot) = place.get_mut(region) {
                *slot = position;
            }
        }
        let mut above: BTreeMap<(usize, usize), f64> = self.clear(votes);
        let mut below: BTreeMap<usize, usize> = BTreeMap::new();
        for &(top, _) in above.keys() {
            *below.entry(top).or_default() += 1;
        }
        let mut ready: BTreeSet<usize> =
            (0..place.len()).filter(|p| self.by_order.get(*p).is_some_and(|r| !below.contains_key(r))).collect();
        let mut settled = Vec::with_capacity(place.len());
        while settled.len() < place.len() {
            let Some(next) = ready.pop_first().and_then(|p| self.by_order.get(p)).copied() else {
                // A circle: what is least sure is not so.
                let Some(weakest) = above.iter().min_by(|a, b| a.1.total_cmp(b.1)).map(|(pair, _)| *pair) else {
                    break;
                };
                above.remove(&weakest);
                release(weakest.0, &mut below, &place, &mut ready);
                continue;
            };
            settled.push(next);
            let tops: Vec<usize> = above.keys().filter(|(_, under)| *under == next).map(|(top, _)| *top).collect();
            for top in tops {
                above.remove(&(top, next));
                release(top, &mut below, &place, &mut ready);
            }
        }
        settled
    }

    /// The votes that are clear, by the numbers of their regions.
    fn clear(&self, votes: &Votes) -> BTreeMap<(usize, usize), f64> {
        let against = |a: u32, b: u32| votes.above.get(&(b, a)).copied().unwrap_or(0.0);
        let depth = |r: u32| self.depth.get(cell(r)).copied();
        let opaque = |r: u32| self.role.get(cell(r)) == Some(&Role::Opaque);
        let bottom = |r: u32| self.by_order.first() == Some(&cell(r));
        let clear = votes.above.iter().filter(|&(&(top, under), &vote)| {
            vote >= CLEAR
                && vote >= AGAINST * against(top, under)
                && depth(top) >= depth(under)
                && opaque(top)
                && opaque(under)
                && !bottom(top)
        });
        clear.map(|(&(top, under), &vote)| ((cell(top), cell(under)), vote)).collect()
    }
}

/// Takes one of those that lie below `top` as done.
fn release(top: usize, below: &mut BTreeMap<usize, usize>, place: &[usize], ready: &mut BTreeSet<usize>) {
    let Some(count) = below.get_mut(&top) else { return };
    *count -= 1;
    if *count == 0 {
        below.remove(&top);
        ready.extend(place.get(top));
    }
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
