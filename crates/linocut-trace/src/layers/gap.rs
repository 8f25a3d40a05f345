//! Strokes under the seams of cut-outs.
//!
//! Where two shapes share an edge, a renderer blends each of them with what lies below, so that the page shines through.
//! A stroke along the edge, in the color of the lower shape and below all shapes, is what lies there in a stacked drawing,
//! and gives the same pixels.

use super::boundary::{Boundary, Node, node};
use super::curve::{leaving, path};
use super::seam::Seams;
use linocut_core::kurbo::{BezPath, Line, ParamCurve as _, ParamCurveArclen as _, PathSeg, Point, Rect, Vec2};
use linocut_core::{Cap, Item, Join, Outline, Paint, Rgba, Shape, Stroke};
use std::collections::BTreeMap;

/// How the seams are filled.
pub(super) struct Filler {
    /// Width of the strokes, in pixels; 0 for none.
    pub(super) width: f64,
    /// The part of the plane that is shown.
    pub(super) view: Rect,
}

/// How much of what would stick out over an open edge is cut off: all of it would leave the end of the seam open.
const SHORTER: f64 = 0.5;
/// Strokes thinner than this cover nothing, in pixels.
const THINNEST: f64 = 0.2;
/// How exactly lengths are measured, in pixels.
const LENGTH: f64 = 0.05;

/// The strokes, the lowest first; none where nothing is divided.
pub(super) fn fillers(seams: &Seams, filler: &Filler) -> Vec<Item> {
    if filler.width <= 0.0 {
        return Vec::new();
    }
    let ends = Ends { open: open_ends(seams), filler };
    let mut order: Vec<(u32, usize)> =
        (0..seams.boundaries.len()).filter_map(|k| Some((seams.of(k)?.lower, k))).collect();
    order.sort_unstable();
    let mut strokes: Vec<(u32, f64, BezPath)> = Vec::new();
    let mut place: BTreeMap<(Ink, u64), usize> = BTreeMap::new();
    for (lower, k) in order {
        let Some(boundary) = seams.boundaries.get(k) else { continue };
        let most = 2.0 * seams.room(k);
        let width = if most < filler.width { (most * 4.0).ceil() / 4.0 } else { filler.width };
        let Some(path) = ends.trimmed(boundary, width).filter(|_| width >= THINNEST) else { continue };
        let slot = *place.entry((ink(seams, lower), width.to_bits())).or_insert(strokes.len());
        match strokes.get_mut(slot) {
            Some((_, _, all)) => all.extend(path),
            None => strokes.push((lower, width, path)),
        }
    }
    strokes.into_iter().filter_map(|(lower, width, path)| stroke(seams, lower, width, path)).collect()
}

/// What strokes may share a path by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ink {
    Color(Rgba),
    /// The paint of one sheet.
    Own(u32),
}

fn ink(seams: &Seams, number: u32) -> Ink {
    match seams.sheet(number).and_then(|s| s.paint.as_ref()) {
        Some(Paint::Solid(color)) => Ink::Color(*color),
        Some(Paint::Gradient(_) | Paint::CurrentColor) | None => Ink::Own(number),
    }
}

fn stroke(seams: &Seams, lower: u32, width: f64, path: BezPath) -> Option<Item> {
    let paint = seams.sheet(lower)?.paint.clone()?;
    let mut stroke = Stroke::new(paint, width);
    (stroke.cap, stroke.join) = (Cap::Butt, Join::Round);
    Some(Item::shape(Shape::stroked(Outline::Path(path), stroke)))
}

/// The junctions with what lies open, each with the directions of the edges of what is painted there.
fn open_ends(seams: &Seams) -> BTreeMap<Node, Vec<Vec2>> {
    let mut open: BTreeMap<Node, Vec<Vec2>> = BTreeMap::new();
    let is_open = |b: &&Boundary| seams.opaque(&b.right).is_none() || seams.opaque(&b.left).is_none();
    for b in seams.boundaries.iter().filter(is_open) {
        let (Some(first), Some(last)) = (b.segments.first(), b.segments.last()) else { continue };
        open.entry(node(b.start())).or_default().push(leaving(*first));
        open.entry(node(b.end())).or_default().push(leaving(last.reverse()));
    }
    open
}

struct Ends<'a> {
    open: BTreeMap<Node, Vec<Vec2>>,
    filler: &'a Filler,
}

impl Ends<'_> {
    /// The path of a stroke of `width` along `seam`, shortened where it would stick out of what is painted, and carried on
    /// where shapes meet: between the ends of strokes the page would shine through.
    fn trimmed(&self, seam: &Boundary, width: f64) -> Option<BezPath> {
        let mut segments = seam.segments.clone();
        if !seam.closed {
            for _ in 0..2 {
                let met = segments.first().is_some_and(|s| !self.open.contains_key(&node(s.start())));
                segments = self.short(segments, width)?;
                if met {
                    carry_on(&mut segments, width / 2.0);
                }
                segments = segments.iter().rev().map(PathSeg::reverse).collect();
            }
        }
        let mut path = path(&segments);
        if seam.closed {
            path.close_path();
        }
        Some(path)
    }

    /// The segments without what sticks out at their start.
    fn short(&self, mut segments: Vec<PathSeg>, width: f64) -> Option<Vec<PathSeg>> {
        let mut over = self.over(*segments.first()?, width);
        while let Some(first) = segments.first_mut().filter(|_| over > 0.0) {
            let length = first.arclen(LENGTH);
            if length > over {
                *first = first.subsegment(first.inv_arclen(over, LENGTH)..1.0);
                break;
            }
            over -= length;
            segments.remove(0);
        }
        (!segments.is_empty()).then_some(segments)
    }

    /// How far a stroke that begins with `first` reaches beyond an open edge, along the stroke.
    fn over(&self, first: PathSeg, width: f64) -> f64 {
        let at = first.start();
        if !is_within(self.filler.view, at) {
            return 0.0;
        }
        let along = leaving(first);
        let beyond = |edge: &Vec2| {
            let (cos, sin) = (along.dot(*edge), along.cross(*edge).abs());
            (SHORTER * width / 2.0 * cos / sin.max(0.2)).max(0.0)
        };
        self.open.get(&node(at)).into_iter().flatten().map(beyond).fold(0.0, f64::max)
    }
}

/// Carries segments on before their start.
fn carry_on(segments: &mut Vec<PathSeg>, length: f64) {
    if let Some(first) = segments.first() {
        let (at, along) = (first.start(), leaving(*first));
        segments.insert(0, PathSeg::Line(Line::new(at - along * length, at)));
    }
}

/// Whether `p` lies inside `view` and not on its border, where strokes are cut anyway.
fn is_within(view: Rect, p: Point) -> bool {
    view.inset(-0.01).contains(p)
}
