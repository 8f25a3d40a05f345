//! Finds the parts of one shape that something on top separates.
//!
//! Two parts of one fill are one shape where their boundaries go on in each other, on one line or circle, under what
//! hides the way between them, and where every hidden boundary of theirs does.

mod course;
mod rings;
mod stretch;

pub(crate) use rings::rings;

use crate::contour::Contour;
use crate::hidden;
use crate::number::{float, floor};
use crate::order::Role;
use crate::outline::Plan;
use crate::regions::{OUTSIDE, Regions, cell};
use linocut_core::kurbo::Point;
use std::collections::{BTreeMap, BTreeSet};
use stretch::{Stretch, stretches};

/// How far a hidden boundary must stay inside what hides it, in pixels.
const INSET: f64 = 1.1;
/// How near to where it goes into hiding a boundary may be seen through anti-aliased pixels, in pixels.
const EMERGING: f64 = 2.8;
/// A gap may be this many times as long as what is seen on both its sides: more leaves too much to chance.
const LONGEST: f64 = 2.0;
/// Most stretches of one fill that are compared, each with each; texture has more, and nothing to join.
const MOST: usize = 600;

/// Where a stretch goes on, and the points on the hidden way there.
#[derive(Clone)]
struct Bridge {
    to: usize,
    way: Vec<Point>,
}

/// The region that each region becomes part of; most stay themselves.
pub(crate) fn joined(plan: &Plan, contours: &[Contour]) -> Vec<u32> {
    let regions = plan.scene.regions;
    let mut by_fill: BTreeMap<u16, Vec<&Contour>> = BTreeMap::new();
    for contour in contours.iter().filter(|c| plan.order.role(c.region) == Role::Opaque) {
        if let Some(&fill) = regions.fill.get(cell(contour.region)) {
            by_fill.entry(fill).or_default().push(contour);
        }
    }
    let mut home: Vec<u32> = (0..u32::try_from(regions.area.len()).unwrap_or(0)).collect();
    for contours in by_fill.values().filter(|c| c.iter().any(|a| a.region != c.first().map_or(OUTSIDE, |f| f.region))) {
        let stretches = stretches(plan, contours.iter().copied());
        for (a, bridge) in stretches.iter().zip(bridges(plan, &stretches)) {
            if let Some(b) = bridge.and_then(|b| stretches.get(b.to)) {
                unite(&mut home, a.contour.region, b.contour.region);
            }
        }
    }
    (0..home.len()).map(|r| root(&home, u32::try_from(r).unwrap_or(0))).collect()
}

/// The regions and contours after every region became part of `home`.
pub(crate) fn merge(regions: &mut Regions, contours: &mut [Contour], home: &[u32]) {
    let to = |r: u32| home.get(cell(r)).copied().unwrap_or(r);
    for region in &mut regions.of.cells {
        *region = to(*region);
    }
    let areas = std::mem::replace(&mut regions.area, vec![0; home.len()]);
    for (area, &home) in areas.iter().zip(home) {
        if let Some(sum) = regions.area.get_mut(cell(home)) {
            *sum += area;
        }
    }
    for contour in contours {
        contour.region = to(contour.region);
        for crack in &mut contour.cracks {
            crack.other = to(crack.other);
        }
    }
}

fn root(home: &[u32], mut region: u32) -> u32 {
    while let Some(&up) = home.get(cell(region)).filter(|up| **up != region) {
        region = up;
    }
    region
}

fn unite(home: &mut [u32], a: u32, b: u32) {
    let (a, b) = (root(home, a), root(home, b));
    if let Some(slot) = home.get_mut(cell(a.max(b))) {
        *slot = a.min(b);
    }
}

/// Where each stretch goes on; `None` where it does not, as far as can be told.
fn bridges(plan: &Plan, stretches: &[Stretch]) -> Vec<Option<Bridge>> {
    let mut bridges = matches(plan, stretches);
    loop {
        prune(stretches, &mut bridges);
        let bad = uncovered(plan, stretches, &bridges);
        if bad.is_empty() {
            return bridges;
        }
        for at in bad {
            if let Some(bridge) = bridges.get_mut(at) {
                *bridge = None;
            }
        }
    }
}

/// Ends matched with the nearest starts they go on in.
fn matches(plan: &Plan, stretches: &[Stretch]) -> Vec<Option<Bridge>> {
    let mut found = vec![None; stretches.len()];
    if stretches.len() < 2 || stretches.len() > MOST {
        return found;
    }
    let mut candidates = Vec::new();
    for (i, a) in stretches.iter().enumerate().filter(|(_, a)| !a.tail.is_empty()) {
        for (j, b) in stretches.iter().enumerate().filter(|(j, b)| *j != a.next && !b.head.is_empty()) {
            let Some((from, to)) = a.tail.last().zip(b.head.first()) else { continue };
            let gap = (to.p - from.p).hypot2().sqrt();
            if gap > LONGEST * float(a.run.len + b.run.len) {
                continue;
            }
            let way = course::course(&a.tail, &b.head, &plan.options);
            if let Some(way) = way.filter(|way| is_hidden(plan, way, [a, b])) {
                candidates.push((gap, i, j, way));
            }
        }
    }
    candidates.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken = BTreeSet::new();
    for (_, i, to, way) in candidates {
        if let Some(slot) = found.get_mut(i).filter(|slot| slot.is_none())
            && taken.insert(to)
        {
            *slot = Some(Bridge { to, way });
        }
    }
    found
}

/// Whether a way between two stretches lies under what hides both.
fn is_hidden(plan: &Plan, way: &[Point], [a, b]: [&Stretch; 2]) -> bool {
    let (Some(from), Some(to)) = (a.corner(a.run.len), b.corner(0)) else { return false };
    let fill = |r: u32| plan.scene.regions.fill.get(cell(r));
    let own = fill(a.contour.region);
    let covered = |p: Point| {
        let other = plan.scene.region(floor(p.x), floor(p.y));
        fill(other) != own && other != OUTSIDE && [a, b].iter().all(|s| plan.order.covers(other, s.contour.region))
    };
    let sides = [(INSET, 0.0), (-INSET, 0.0), (0.0, INSET), (0.0, -INSET)];
    way.iter().all(|p| {
        let near = [from, to].iter().any(|end| (*end - *p).hypot2() < EMERGING * EMERGING);
        near || sides.iter().all(|&d| covered(*p + d))
    })
}

/// Drops bridges until of every hidden stretch both ends are bridged or none.
fn prune(stretches: &[Stretch], bridges: &mut [Option<Bridge>]) {
    loop {
        let reached: BTreeMap<usize, usize> =
            bridges.iter().enumerate().filter_map(|(i, b)| Some((b.as_ref()?.to, i))).collect();
        let mut dropped = false;
        for (i, stretch) in stretches.iter().enumerate() {
            let leaves = bridges.get(i).is_some_and(Option::is_some);
            let back = reached.get(&stretch.next).copied();
            let lone = match (leaves, back) {
                (true, None) => i,
                (false, Some(from)) => from,
                (true, Some(_)) | (false, None) => continue,
            };
            dropped |= bridges.get_mut(lone).is_some_and(|b| b.take().is_some());
        }
        if !dropped {
            return;
        }
    }
}

/// The bridges of shapes that would paint over something that is seen.
fn uncovered(plan: &Plan, stretches: &[Stretch], bridges: &[Option<Bridge>]) -> Vec<usize> {
    let mut shape: Vec<u32> = (0..u32::try_from(stretches.len()).unwrap_or(0)).collect();
    for (i, stretch) in stretches.iter().enumerate() {
        let i = u32::try_from(i).unwrap_or(0);
        for to in [Some(stretch.next), bridges.get(cell(i)).and_then(|b| Some(b.as_ref()?.to))].into_iter().flatten() {
            unite(&mut shape, i, u32::try_from(to).unwrap_or(0));
        }
    }
    let mut members: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for i in (0..stretches.len()).filter(|&i| bridges.get(i).is_some_and(Option::is_some)) {
        members.entry(root(&shape, u32::try_from(i).unwrap_or(0))).or_default().push(i);
    }
    let all = |shape_of: u32| -> Vec<usize> {
        (0..stretches.len()).filter(|&i| root(&shape, u32::try_from(i).unwrap_or(0)) == shape_of).collect()
    };
    let bad = members.into_iter().filter(|(root, _)| !covers_only_hidden(plan, stretches, bridges, &all(*root)));
    bad.flat_map(|(_, members)| members).collect()
}

/// Whether all that the shape of some stretches adds to its parts is hidden.
fn covers_only_hidden(plan: &Plan, stretches: &[Stretch], bridges: &[Option<Bridge>], members: &[usize]) -> bool {
    let parts: BTreeSet<u32> = members.iter().filter_map(|&i| Some(stretches.get(i)?.contour.region)).collect();
    let rings = rings::polygons(stretches, bridges, members);
    hidden::spans(&rings).all(|(y, from, to)| {
        (from..to).all(|x| {
            let other = plan.scene.region(x, y);
            parts.contains(&other) || parts.iter().any(|&part| plan.order.covers(other, part))
        })
    })
}
