//! Shapes that do not overlap, from shapes that do.

use super::boundary::{Boundary, Node, boundaries, node};
use super::curve::{joined, leaving};
use super::sheet::{Sheet, sheets};
use super::{gap, map};
use linocut_core::kurbo::{Affine, BezPath, ParamCurve as _, PathSeg, Rect, Shape as _, Vec2};
use linocut_core::{Body, Context, FillRule, Item, Outline, Result, Shape};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Parts of less area than this are left out, in square pixels: what is left where three curves almost meet.
const SPECK: f64 = 0.02;

/// Cuts from every item what opaque items above hide, and puts strokes of `filler` pixels under the seams.
pub(super) fn cut(items: Vec<Item>, view: Rect, filler: f64, cx: &Context) -> Result<Vec<Item>> {
    let sheets = sheets(items);
    cx.check()?;
    let map = map::map(&sheets)?;
    cx.check()?;
    let boundaries = boundaries(&map.edges);
    let around = around(&boundaries, sheets.len());
    let areas: Vec<Option<BezPath>> = around
        .par_iter()
        .zip(&map.covered)
        .map(|(around, covered)| covered.then(|| area(&boundaries, around)))
        .collect();
    cx.check()?;
    let mut found = gap::fillers(&boundaries, &sheets, &gap::Filler { width: filler, view });
    for (sheet, area) in sheets.into_iter().zip(areas) {
        match area {
            None => found.push(sheet.item),
            Some(area) if area.elements().is_empty() => {}
            Some(area) => found.push(cut_item(sheet, area)),
        }
    }
    Ok(found)
}

/// The item of `sheet` with what is left of its area, in user space.
fn cut_item(sheet: Sheet, area: BezPath) -> Item {
    let Sheet { mut item, paint, .. } = sheet;
    item.transform = Affine::IDENTITY;
    item.body =
        Body::Shape(Shape { outline: Outline::Path(area), fill: paint, fill_rule: FillRule::NonZero, stroke: None });
    item
}

/// A boundary as a sheet sees it: its number, and whether the sheet lies to its right.
type Side = (usize, bool);

/// The boundaries of what can be seen of each of `count` sheets.
fn around(boundaries: &[Boundary], count: usize) -> Vec<Vec<Side>> {
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

/// The area inside the boundaries `around` it.
fn area(boundaries: &[Boundary], around: &[Side]) -> BezPath {
    let mut from: BTreeMap<Node, Vec<Side>> = BTreeMap::new();
    let mut path = BezPath::new();
    for &(k, forward) in around {
        let Some(b) = boundaries.get(k) else { continue };
        if b.closed {
            add(&mut path, walked(boundaries, (k, forward)));
        } else {
            from.entry(node(if forward { b.start() } else { b.end() })).or_default().push((k, forward));
        }
    }
    while let Some(mut entry) = from.first_entry() {
        let Some(first) = entry.get_mut().pop() else {
            entry.remove();
            continue;
        };
        add(&mut path, contour(boundaries, first, &mut from));
    }
    path
}

/// The segments of a boundary in the direction that has the sheet to its right.
fn walked(boundaries: &[Boundary], (k, forward): Side) -> Vec<PathSeg> {
    let segments = boundaries.get(k).map(|b| b.segments.as_slice()).unwrap_or_default();
    if forward { segments.to_vec() } else { segments.iter().rev().map(PathSeg::reverse).collect() }
}

/// The contour that begins with `first`; takes what it walks out of `from`.
fn contour(boundaries: &[Boundary], first: Side, from: &mut BTreeMap<Node, Vec<Side>>) -> Vec<PathSeg> {
    let mut segments = walked(boundaries, first);
    let Some(start) = segments.first().copied() else { return segments };
    while let Some(last) = segments.last().copied() {
        let back = leaving(last.reverse());
        let here = node(last.end());
        let home = (here == node(start.start())).then(|| sweep(back, leaving(start)));
        let turn = |side: &Side| walked(boundaries, *side).first().map_or(f64::MAX, |s| sweep(back, leaving(*s)));
        let choices = from.get(&here).into_iter().flatten().enumerate();
        let next = choices.map(|(i, side)| (turn(side), i)).min_by(|a, b| a.0.total_cmp(&b.0));
        // Home, and no branch lies between.
        let next = next.filter(|(turn, _)| home.is_none_or(|home| *turn < home));
        let Some(side) = next.and_then(|(_, i)| take(from, here, i)) else { break };
        segments.extend(walked(boundaries, side));
    }
    segments
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

/// Adds a closed contour to `path`, unless it is a speck.
fn add(path: &mut BezPath, segments: Vec<PathSeg>) {
    let mut segments = joined(segments, true);
    // Closing draws it.
    segments.pop_if(|last| matches!(last, PathSeg::Line(_)));
    let mut contour = BezPath::from_path_segments(segments.into_iter());
    contour.close_path();
    if contour.area().abs() >= SPECK {
        path.extend(contour);
    }
}
