//! Puts curves together again that a sweep has cut.

use crate::fit::unit;
use linocut_core::kurbo::{BezPath, CubicBez, Line, ParamCurve as _, PathEl, PathSeg, Vec2};
use linocut_core::segment::{ended, polygon_length, started};

/// How far joining may move a curve, in pixels: what two decimals round away.
const SLACK: f64 = 0.005;
/// Segments shorter than this show nothing, in pixels; the sweep leaves some where curves meet.
const SPLINTER: f64 = 4e-3;

/// The segments with those joined that were one; a closed chain may start elsewhere.
pub(super) fn joined(segments: Vec<PathSeg>, closed: bool) -> Vec<PathSeg> {
    let mut kept: Vec<PathSeg> = Vec::with_capacity(segments.len());
    for segment in without_splinters(segments) {
        match kept.last().and_then(|last| whole(*last, segment)) {
            Some(one) => {
                kept.pop();
                kept.push(one);
            }
            None => kept.push(segment),
        }
    }
    if closed && kept.len() > 1 {
        let ends = kept.last().copied().zip(kept.first().copied());
        if let Some(one) = ends.and_then(|(last, first)| whole(last, first)) {
            kept.pop();
            if let Some(first) = kept.first_mut() {
                *first = one;
            }
        }
    }
    kept
}

/// The path along a chain; where a segment starts off the end of the one before, by rounding, it is drawn from there.
pub(super) fn path(segments: &[PathSeg]) -> BezPath {
    let mut path = BezPath::new();
    path.extend(segments.first().map(|s| PathEl::MoveTo(s.start())));
    path.extend(segments.iter().map(PathSeg::as_path_el));
    path
}

/// The segment that was cut into `a` and `b`, if one was.
fn whole(a: PathSeg, b: PathSeg) -> Option<PathSeg> {
    match (a, b) {
        (PathSeg::Line(a), PathSeg::Line(b)) => {
            let one = Line::new(a.p0, b.p1);
            let d = one.p1 - one.p0;
            let off = d.cross(a.p1 - a.p0).abs();
            let ahead = d.dot(a.p1 - a.p0) > 0.0 && d.dot(b.p1 - b.p0) > 0.0;
            (ahead && off <= SLACK * d.hypot2().sqrt()).then_some(PathSeg::Line(one))
        }
        (PathSeg::Cubic(a), PathSeg::Cubic(b)) => whole_cubic(a, b).map(PathSeg::Cubic),
        (PathSeg::Line(_) | PathSeg::Quad(_) | PathSeg::Cubic(_), _) => None,
    }
}

/// Undoes de Casteljau's division: where it was cut follows from the handles on both sides.
fn whole_cubic(a: CubicBez, b: CubicBez) -> Option<CubicBez> {
    let (before, after) = ((a.p3 - a.p2).hypot2().sqrt(), (b.p1 - b.p0).hypot2().sqrt());
    if before.min(after) < 1e-6 {
        return None;
    }
    let t = before / (before + after);
    let one = CubicBez::new(a.p0, a.p0 + (a.p1 - a.p0) / t, b.p3 - (b.p3 - b.p2) / (1.0 - t), b.p3);
    let same = |x: CubicBez, y: CubicBez| {
        [x.p1 - y.p1, x.p2 - y.p2, x.p3 - y.p3, x.p0 - y.p0].iter().all(|d| d.hypot2() <= SLACK * SLACK)
    };
    (same(one.subsegment(0.0..t), a) && same(one.subsegment(t..1.0), b)).then_some(one)
}

/// The chain without steps too short to see; what follows a dropped step starts where it started.
fn without_splinters(segments: Vec<PathSeg>) -> Vec<PathSeg> {
    if segments.iter().all(|s| is_short(*s)) {
        return segments;
    }
    let mut kept: Vec<PathSeg> = Vec::with_capacity(segments.len());
    let mut early = None;
    for segment in segments {
        if is_short(segment) {
            match kept.last_mut() {
                Some(last) => *last = ended(*last, segment.end()),
                None => early = early.or(Some(segment.start())),
            }
        } else {
            kept.push(early.take().map_or(segment, |start| started(segment, start)));
        }
    }
    kept
}

/// Whether a segment cannot be seen: its control polygon is hardly longer than a splinter.
fn is_short(segment: PathSeg) -> bool {
    polygon_length(segment) <= 2.0 * SPLINTER
}

/// The direction in which a segment leaves its start.
pub(super) fn leaving(segment: PathSeg) -> Vec2 {
    let c = segment.to_cubic();
    let far = [c.p1, c.p2, c.p3].into_iter().map(|p| p - c.p0).find(|d| d.hypot2() > 1e-12);
    unit(far.unwrap_or_default(), Vec2::new(1.0, 0.0))
}
