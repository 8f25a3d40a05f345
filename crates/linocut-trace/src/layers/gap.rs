//! Strokes under the seams of cut-outs.
//!
//! Where two shapes share an edge, a renderer blends each of them with what lies below, so that the page shines through.
//! A stroke along the edge, in the color of the lower shape and below all shapes, is what lies there in a stacked drawing,
//! and gives the same pixels.

use super::boundary::{Boundary, Node, node};
use super::curve::leaving;
use super::sheet::Sheet;
use linocut_core::kurbo::{BezPath, ParamCurve as _, ParamCurveArclen as _, PathSeg, Point, Rect, Vec2};
use linocut_core::{Cap, Item, Join, Outline, Paint, Rgba, Shape, Stroke};
use std::collections::BTreeMap;

/// How the seams are filled.
pub(super) struct Filler {
    /// Width of the strokes, in pixels; 0 for none.
    pub(super) width: f64,
    /// The part of the plane that is shown.
    pub(super) view: Rect,
}

/// Thin shapes get strokes that reach this far into them, as a share of their mean width.
const REACH: f64 = 0.7;
/// How much of what would stick out over an open edge is cut off: all of it would leave the end of the seam open.
const SHORTER: f64 = 0.5;
/// Strokes thinner than this cover nothing, in pixels.
const THINNEST: f64 = 0.2;
/// How exactly lengths are measured, in pixels.
const LENGTH: f64 = 0.05;

/// One group with the strokes; none where nothing is divided.
pub(super) fn fillers(boundaries: &[Boundary], sheets: &[Sheet], filler: &Filler) -> Vec<Item> {
    if filler.width <= 0.0 {
        return Vec::new();
    }
    let opaque = |seen: &[u32]| seen.iter().copied().find(|n| sheet(sheets, *n).is_some_and(|s| s.opaque));
    let seams: Vec<(u32, &Boundary)> = boundaries
        .iter()
        .filter_map(|b| {
            let (right, left) = (opaque(&b.right)?, opaque(&b.left)?);
            (right != left).then_some((right.min(left), b))
        })
        .collect();
    let ends = Ends { open: open_ends(boundaries, &opaque), filler };
    let widths = widths(boundaries, sheets.len());
    let mut strokes: Vec<(u32, f64, BezPath)> = Vec::new();
    let mut place: BTreeMap<(Ink, u64), usize> = BTreeMap::new();
    let mut order = seams;
    order.sort_by_key(|(lower, _)| *lower);
    for (lower, seam) in order {
        let thin = seam.right.iter().chain(&seam.left).filter_map(|n| widths.get(usize::try_from(*n).ok()?));
        let width = thin.fold(filler.width, |w, t| w.min(2.0 * REACH * t));
        let width = (width * 4.0).ceil() / 4.0;
        let Some(path) = ends.trimmed(seam, width).filter(|_| width >= THINNEST) else { continue };
        let slot = *place.entry((ink(sheets, lower), width.to_bits())).or_insert(strokes.len());
        match strokes.get_mut(slot) {
            Some((_, _, all)) => all.extend(path),
            None => strokes.push((lower, width, path)),
        }
    }
    let items: Vec<Item> =
        strokes.into_iter().filter_map(|(lower, width, path)| stroke(sheets, lower, width, path)).collect();
    if items.is_empty() { Vec::new() } else { vec![Item::group(items)] }
}

fn sheet(sheets: &[Sheet], number: u32) -> Option<&Sheet> {
    sheets.get(usize::try_from(number).ok()?)
}

/// What strokes may share a path by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ink {
    Color(Rgba),
    /// The paint of one sheet.
    Own(u32),
}

fn ink(sheets: &[Sheet], number: u32) -> Ink {
    match sheet(sheets, number).and_then(|s| s.paint.as_ref()) {
        Some(Paint::Solid(color)) => Ink::Color(*color),
        Some(Paint::Gradient(_) | Paint::CurrentColor) | None => Ink::Own(number),
    }
}

fn stroke(sheets: &[Sheet], lower: u32, width: f64, path: BezPath) -> Option<Item> {
    let paint = sheet(sheets, lower)?.paint.clone()?;
    let mut stroke = Stroke::new(paint, width);
    (stroke.cap, stroke.join) = (Cap::Butt, Join::Round);
    Some(Item::shape(Shape::stroked(Outline::Path(path), stroke)))
}

/// The mean width of what can be seen of each sheet, in pixels.
fn widths(boundaries: &[Boundary], count: usize) -> Vec<f64> {
    let mut sums = vec![(0.0_f64, 0.0_f64); count];
    for b in boundaries {
        let length: f64 = b.segments.iter().map(|s| s.arclen(LENGTH)).sum();
        // Green's theorem, one boundary at a time.
        let area: f64 = b.segments.iter().map(kurbo_area).sum();
        for (seen, other, sign) in [(&b.right, &b.left, 1.0), (&b.left, &b.right, -1.0)] {
            for number in seen.iter().filter(|n| !other.contains(n)) {
                if let Some(sum) = usize::try_from(*number).ok().and_then(|n| sums.get_mut(n)) {
                    *sum = (sum.0 + sign * area, sum.1 + length);
                }
            }
        }
    }
    sums.into_iter().map(|(area, length)| 2.0 * area.abs() / length.max(1e-9)).collect()
}

fn kurbo_area(segment: &PathSeg) -> f64 {
    use linocut_core::kurbo::ParamCurveArea as _;
    segment.signed_area()
}

/// The junctions with what lies open, each with the directions of the edges of what is painted there.
fn open_ends(boundaries: &[Boundary], opaque: &dyn Fn(&[u32]) -> Option<u32>) -> BTreeMap<Node, Vec<Vec2>> {
    let mut open: BTreeMap<Node, Vec<Vec2>> = BTreeMap::new();
    for b in boundaries.iter().filter(|b| opaque(&b.right).is_none() || opaque(&b.left).is_none()) {
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
    /// The path of a stroke of `width` along `seam`, shortened where it would stick out of what is painted.
    fn trimmed(&self, seam: &Boundary, width: f64) -> Option<BezPath> {
        let mut segments = seam.segments.clone();
        if !seam.closed {
            segments = self.short(segments, width)?;
            segments = segments.iter().rev().map(PathSeg::reverse).collect();
            segments = self.short(segments, width)?;
            segments = segments.iter().rev().map(PathSeg::reverse).collect();
        }
        let mut path = BezPath::from_path_segments(segments.into_iter());
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

/// Whether `p` lies inside `view` and not on its border, where strokes are cut anyway.
fn is_within(view: Rect, p: Point) -> bool {
    view.inset(-0.01).contains(p)
}
