//! Closed outlines as lists of segments.

use super::Axis;
use linocut_core::kurbo::{Affine, BezPath, ParamCurve as _, PathEl, PathSeg, Rect, Shape as _, Vec2};

/// A closed outline; each segment starts where the one before ends, the first where the last ends.
pub(super) type Loop = Vec<PathSeg>;

/// The loops of `path`; `None` if a part is open, empty, or of other segments than lines and cubics.
pub(super) fn split(path: &BezPath) -> Option<Vec<Loop>> {
    let closed = path.elements().iter().filter(|e| matches!(e, PathEl::ClosePath)).count();
    let mut loops: Vec<Loop> = Vec::new();
    let mut parts: Vec<BezPath> = Vec::new();
    for &element in path.elements() {
        if matches!(element, PathEl::MoveTo(_)) {
            parts.push(BezPath::new());
        }
        parts.last_mut()?.push(element);
    }
    for part in &parts {
        let segments: Loop =
            part.segments().filter(|s| (s.end() - s.start()).hypot2() > 1e-18 || !is_line(s)).collect();
        loops.push(segments);
    }
    let fine = |l: &Loop| l.len() > 1 && l.iter().all(|s| !matches!(s, PathSeg::Quad(_)));
    (closed == parts.len() && loops.iter().all(fine)).then_some(loops)
}

/// One path of closed `loops`.
pub(super) fn path<'a>(loops: impl Iterator<Item = &'a Loop>) -> BezPath {
    let mut path = BezPath::new();
    for part in loops {
        let Some(first) = part.first() else { continue };
        path.move_to(first.start());
        for segment in part {
            path.push(segment.as_path_el());
        }
        path.close_path();
    }
    path
}

pub(super) fn is_line(segment: &PathSeg) -> bool {
    matches!(segment, PathSeg::Line(_))
}

pub(super) fn bounds(part: &Loop) -> Rect {
    let boxes = part.iter().map(PathSeg::bounding_box);
    boxes.reduce(|a, b| a.union(b)).unwrap_or_default()
}

/// The image of a loop, turned around where `map` mirrors, so that it keeps its direction.
pub(super) fn mapped(part: &Loop, map: Affine) -> Loop {
    let image = part.iter().map(|s| map * *s);
    if map.determinant() < 0.0 { image.rev().map(|s| s.reverse()).collect() } else { image.collect() }
}

/// Moves segment `k` by `shift`; the ends of its neighbors and their handles go with it.
pub(super) fn shift(part: &mut Loop, k: usize, shift: Vec2) {
    let n = part.len();
    if let Some(segment) = part.get_mut(k) {
        *segment = Affine::translate(shift) * *segment;
    }
    match part.get_mut((k + n - 1) % n) {
        Some(PathSeg::Line(l)) => l.p1 += shift,
        Some(PathSeg::Cubic(c)) => {
            c.p2 += shift;
            c.p3 += shift;
        }
        Some(PathSeg::Quad(_)) | None => {}
    }
    match part.get_mut((k + 1) % n) {
        Some(PathSeg::Line(l)) => l.p0 += shift,
        Some(PathSeg::Cubic(c)) => {
            c.p0 += shift;
            c.p1 += shift;
        }
        Some(PathSeg::Quad(_)) | None => {}
    }
}

/// The length of a line exactly across `axis`, at least a pixel long.
pub(super) fn across(segment: &PathSeg, axis: Axis) -> Option<f64> {
    let PathSeg::Line(l) = segment else { return None };
    let d = l.p1 - l.p0;
    let (along, length) = match axis {
        Axis::X => (d.x, d.y),
        Axis::Y => (d.y, d.x),
    };
    (along.abs() < 1e-9 && length.abs() > 1.0).then_some(length.abs())
}
