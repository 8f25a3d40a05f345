//! Corners of outlines made round or sharp.

use crate::Corners;
use crate::track::{Track, path, tracks};
use linocut_core::kurbo::{BezPath, CubicBez, Line, ParamCurve as _, PathSeg, Point, RoundedRect, Vec2};
use linocut_core::{Join, Outline, Shape};

/// Two sides that turn by less than this are one, in radians: 10 degrees.
const STRAIGHT: f64 = 0.17;
/// Share of a side that one of its corners may take; two corners share a side.
const SHARE: f64 = 0.5;

/// Changes the corners of a shape; `unit` is a 24th of the view box.
pub(crate) fn change(shape: &mut Shape, corners: Corners, unit: f64) {
    match corners {
        Corners::Sharp => sharpen(shape),
        Corners::Round(radius) => round(shape, radius * unit),
    }
}

fn sharpen(shape: &mut Shape) {
    if let Some(stroke) = &mut shape.stroke {
        stroke.join = Join::Miter;
        stroke.miter_limit = stroke.miter_limit.max(10.0);
    }
    if let Outline::Rect(rect) = &mut shape.outline {
        *rect = RoundedRect::from_rect(rect.rect(), 0.0);
    }
}

fn round(shape: &mut Shape, radius: f64) {
    if let Some(stroke) = &mut shape.stroke {
        stroke.join = Join::Round;
    }
    match &mut shape.outline {
        Outline::Rect(rect) => {
            let most = rect.rect().size().min_side() * SHARE;
            let own = rect.radii().as_single_radius().unwrap_or_default();
            *rect = RoundedRect::from_rect(rect.rect(), radius.max(own).min(most));
        }
        Outline::Path(outline) => *outline = rounded(outline, radius),
        Outline::Circle(_) | Outline::Ellipse(_) | Outline::Line(_) => {}
    }
}

/// The path with every corner between two straight sides replaced by an arc.
fn rounded(outline: &BezPath, radius: f64) -> BezPath {
    let parts: Vec<Track> = tracks(outline).iter().map(|track| rounded_track(track, radius)).collect();
    path(&parts)
}

fn rounded_track(track: &Track, radius: f64) -> Track {
    let count = track.segments.len();
    let mut arcs: Vec<Option<CubicBez>> = Vec::with_capacity(count);
    for (index, segment) in track.segments.iter().enumerate() {
        let last = index + 1 == count;
        let next = if last && !track.closed { None } else { track.segments.get((index + 1) % count.max(1)) };
        arcs.push(match (segment, next) {
            (PathSeg::Line(a), Some(PathSeg::Line(b))) => arc(*a, *b, radius),
            _ => None,
        });
    }
    let mut segments = Vec::with_capacity(2 * count);
    for (index, segment) in track.segments.iter().enumerate() {
        let before = arcs.get((index + count - 1) % count).copied().flatten().map(|arc| arc.p3);
        let after = arcs.get(index).copied().flatten();
        match segment {
            PathSeg::Line(line) => {
                let line = Line::new(before.unwrap_or(line.p0), after.map_or(line.p1, |arc| arc.p0));
                segments.extend((line.p0.distance(line.p1) > 1e-9).then_some(PathSeg::Line(line)));
            }
            PathSeg::Quad(_) | PathSeg::Cubic(_) => segments.push(*segment),
        }
        segments.extend(after.map(PathSeg::Cubic));
    }
    let start = segments.first().map_or(track.start, |segment: &PathSeg| segment.start());
    Track { start, segments, closed: track.closed }
}

/// The arc that rounds the corner where `a` meets `b`; `None` where they go on straight.
fn arc(a: Line, b: Line, radius: f64) -> Option<CubicBez> {
    let (corner, into, out) = (a.p1, unit(a.p1 - a.p0)?, unit(b.p1 - b.p0)?);
    let turn = libm::acos(into.dot(out).clamp(-1.0, 1.0));
    if !(STRAIGHT..=std::f64::consts::PI - 1e-3).contains(&turn) {
        return None;
    }
    let room = SHARE * a.p0.distance(a.p1).min(b.p0.distance(b.p1));
    let reach = (radius * libm::tan(turn / 2.0)).min(room);
    let radius = reach / libm::tan(turn / 2.0);
    // The arm of a cubic that follows an arc: 4/3 tan(angle / 4) radii, exact in the middle.
    let arm = 4.0 / 3.0 * libm::tan(turn / 4.0) * radius;
    let (from, to): (Point, Point) = (corner - into * reach, corner + out * reach);
    Some(CubicBez::new(from, from + into * arm, to - out * arm, to))
}

fn unit(v: Vec2) -> Option<Vec2> {
    let length = v.hypot();
    (length > 1e-9).then(|| v / length)
}
