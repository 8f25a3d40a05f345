//! The boundaries around what can be seen of each sheet, chained to closed rings.

use super::boundary::{Boundary, Node, node};
use super::curve::leaving;
use linocut_core::kurbo::{ParamCurve as _, PathSeg, Vec2};
use std::collections::BTreeMap;

/// A boundary as a sheet sees it: its number, and whether the sheet lies to its right.
pub(super) type Side = (usize, bool);

/// The boundaries of what can be seen of each of `count` sheets.
pub(super) fn around(boundaries: &[Boundary], count: usize) -> Vec<Vec<Side>> {
    let mut around = vec![Vec::new(); count];
    for (k, b) in boundaries.iter().enumerate() {
        for (own, other, forward) in [(&b.right, &b.left, true), (&b.left, &b.right, false)] {
            for number in own.iter().filter(|n| !other.contains(n)) {
                if let Some(list) = usize::try_from(*number).ok().and_then(|n| around.get_mut(n)) {
                    list.push((k, forward));
                }
            }
        }
    }
    around
}

/// The closed rings around a sheet, from the boundaries `around` it.
pub(super) fn rings(boundaries: &[Boundary], around: &[Side]) -> Vec<Vec<Side>> {
    let mut from: BTreeMap<Node, Vec<Side>> = BTreeMap::new();
    let mut rings = Vec::new();
    for &(k, forward) in around {
        let Some(b) = boundaries.get(k) else { continue };
        if b.closed {
            rings.push(vec![(k, forward)]);
        } else {
            from.entry(node(if forward { b.start() } else { b.end() })).or_default().push((k, forward));
        }
    }
    while let Some(mut entry) = from.first_entry() {
        match entry.get_mut().pop() {
            Some(first) => rings.push(ring(boundaries, first, &mut from)),
            None => drop(entry.remove()),
        }
    }
    rings
}

/// The segments of a boundary in the direction that has the sheet to its right.
pub(super) fn walked(boundaries: &[Boundary], (k, forward): Side) -> Vec<PathSeg> {
    let segments = boundaries.get(k).map(|b| b.segments.as_slice()).unwrap_or_default();
    if forward { segments.to_vec() } else { segments.iter().rev().map(PathSeg::reverse).collect() }
}

/// The ring that begins with `first`; takes what it walks out of `from`.
fn ring(boundaries: &[Boundary], first: Side, from: &mut BTreeMap<Node, Vec<Side>>) -> Vec<Side> {
    let mut sides = vec![first];
    let start = |side: Side| walked(boundaries, side).first().copied();
    let Some(home) = start(first) else { return sides };
    while let Some(last) = sides.last().and_then(|side| walked(boundaries, *side).last().copied()) {
        let back = leaving(last.reverse());
        let here = node(last.end());
        let turn = |side: Side| start(side).map_or(f64::MAX, |s| sweep(back, leaving(s)));
        let choices = from.get(&here).into_iter().flatten().enumerate();
        let next = choices.map(|(i, side)| (turn(*side), i)).min_by(|a, b| a.0.total_cmp(&b.0));
        // Home, and no branch lies between.
        let limit = if here == node(home.start()) { sweep(back, leaving(home)) } else { f64::INFINITY };
        let next = next.filter(|(turn, _)| *turn < limit);
        let Some(side) = next.and_then(|(_, i)| take(from, here, i)) else { break };
        sides.push(side);
    }
    sides
}

fn take(from: &mut BTreeMap<Node, Vec<Side>>, here: Node, index: usize) -> Option<Side> {
    let choices = from.get_mut(&here)?;
    let side = (index < choices.len()).then(|| choices.remove(index));
    if choices.is_empty() {
        from.remove(&here);
    }
    side
}

/// The angle from `a` to `b` through the inside, in `0..2π`.
fn sweep(a: Vec2, b: Vec2) -> f64 {
    let angle = libm::atan2(a.cross(b), a.dot(b));
    if angle <= 1e-9 { angle + std::f64::consts::TAU } else { angle }
}
