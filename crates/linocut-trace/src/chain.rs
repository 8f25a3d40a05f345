//! Turns cracks into located boundary points.

use crate::contour::{Contour, Crack};
use crate::fit::{Sample, WEIGHTLESS};
use crate::locate::{Scene, is_vertical, midpoint};
use crate::number::floor;
use linocut_core::kurbo::{Point, Vec2};
use std::collections::BTreeMap;

/// Points this near to where three regions meet are mixes of three fills and say little, in pixels.
const NODE_REACH: f64 = 1.3;

/// The weight of a point that is only known to the pixel: a quarter pixel off where located points are .03 off.
pub(crate) const CRACK_TRUST: f64 = 0.02;

/// A stretch of one contour: cracks `from..from + len`, wrapping around.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) from: usize,
    pub(crate) len: usize,
    /// Whether it is the whole contour.
    pub(crate) closed: bool,
}

/// The located points along `run`.
///
/// A crack across the boundary's local direction is skipped: its row of pixels runs along the edge and locates nothing.
pub(crate) fn samples(scene: &Scene, contour: &Contour, run: Run) -> Vec<Sample> {
    let n = contour.cracks.len();
    let crack = |k: usize| contour.cracks.get((run.from + k) % n.max(1));
    let middle = |k: usize| crack(k).map_or(Point::ZERO, |c| point(midpoint(c)));
    let mut found = Vec::with_capacity(run.len);
    let mut silent = 0;
    for k in 0..run.len {
        let Some(this) = crack(k) else { continue };
        let (back, ahead) = if run.closed {
            (middle(k + n - 2.min(n)), middle(k + 2))
        } else {
            (middle(k.saturating_sub(2)), middle((k + 2).min(run.len - 1)))
        };
        let direction = ahead - back;
        if !crosses(this, direction) {
            continue;
        }
        if let Some(located) = scene.locate(contour.region, this) {
            found.push(Sample { p: Point::new(located.x, located.y), w: located.trust });
            silent = 0;
        } else {
            silent += 1;
            // A corner silences two or three pixels; where more say nothing, the cracks must do.
            if silent > 3 {
                found.push(Sample { p: middle(k), w: CRACK_TRUST });
            }
        }
    }
    drop_mixed(contour, run, &mut found);
    if found.len() < if run.closed { 3 } else { 2 } {
        found = (0..run.len).map(|k| Sample { p: middle(k), w: 0.1 }).collect();
    }
    found
}

/// Whether the pixels on both sides of `crack` lie across a boundary that runs along `direction`.
fn crosses(crack: &Crack, direction: Vec2) -> bool {
    let (dx, dy) = (direction.x.abs(), direction.y.abs());
    // Slightly generous, so that a boundary at 45° keeps both kinds of points.
    if is_vertical(crack.heading) { dy >= 0.9 * dx } else { dx >= 0.9 * dy }
}

/// Replaces points near a place where the region on the other side changes by that place, which keeps the order of the
/// chain but weighs nothing.
fn drop_mixed(contour: &Contour, run: Run, samples: &mut Vec<Sample>) {
    let nodes = nodes(contour, run);
    let cell = |p: Point| (floor(p.x / NODE_REACH), floor(p.y / NODE_REACH));
    let mut by_cell: BTreeMap<(i32, i32), Vec<usize>> = BTreeMap::new();
    for (k, node) in nodes.iter().enumerate() {
        by_cell.entry(cell(*node)).or_default().push(k);
    }
    let near = |s: &Sample| {
        let (x, y) = cell(s.p);
        let beside = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (x + dx, y + dy)));
        let numbers = beside.filter_map(|c| by_cell.get(&c)).flatten().copied();
        let within = |k: &usize| nodes.get(*k).is_some_and(|n| (s.p - *n).hypot2() < NODE_REACH * NODE_REACH);
        numbers.filter(within).min().and_then(|k| nodes.get(k)).copied()
    };
    if samples.iter().filter(|s| near(s).is_none()).count() < 4 {
        return;
    }
    for s in samples.iter_mut() {
        if let Some(node) = near(s) {
            *s = Sample { p: node, w: WEIGHTLESS };
        }
    }
    samples.dedup_by(|a, b| a.w <= WEIGHTLESS && b.w <= WEIGHTLESS && a.p == b.p);
}

/// The corners inside `run` (and at its ends) where the region on the other side changes.
fn nodes(contour: &Contour, run: Run) -> Vec<Point> {
    let n = contour.cracks.len();
    let crack = |k: usize| contour.cracks.get((run.from + k) % n.max(1));
    let mut found = Vec::new();
    for k in 0..=run.len {
        let (Some(before), Some(after)) = (crack(k + n - 1), crack(k)) else { continue };
        if before.other != after.other {
            found.push(Point::new(f64::from(after.x), f64::from(after.y)));
        }
    }
    found
}

fn point(l: crate::locate::Located) -> Point {
    Point::new(l.x, l.y)
}
