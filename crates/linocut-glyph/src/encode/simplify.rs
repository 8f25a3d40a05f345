//! Fewer and plainer segments for the same picture. All lengths are in units of the 24-unit grid.

use super::segment::{Arc, Segment, Subpath, angle};
use linocut_core::kurbo::{CubicBez, ParamCurve as _, Point};
use std::f64::consts::TAU;

/// How far a cubic may be from the arc that takes its place: a fifth of a grid step.
const ARC_TOLERANCE: f64 = 0.025;
/// Radii of arcs that cubics may become: what number tokens can say.
const ARC_RADII: std::ops::RangeInclusive<f64> = 0.12..=25.0;
/// The largest turn of one cubic that counts as an arc: a little over half a turn.
const CUBIC_TURN: f64 = 3.4;
/// Largest radius of an arc token with room for its rounding; wider arcs stay cubics.
const WIDEST: f64 = 24.9;
/// How far the control points of a straight cubic may be from its chord.
const STRAIGHT: f64 = 0.03;
/// How far they may overshoot its ends, as a share of the chord.
const OVERSHOOT: f64 = 0.05;
/// An arc that bends less than this is a line: a third of a grid step.
const FAINT_HEIGHT: f64 = 0.045;
/// But only when it turns less than this, in radians: small round corners stay round.
const FAINT_TURN: f64 = 1.0;
/// How far centers and radii of arcs in a row may differ to be one arc.
const SAME_CIRCLE: f64 = 0.08;
/// The same for the pieces of one arc that was spelled as cubics.
const SPELLED: f64 = 1e-3;
/// How far a point may be from the line that skips it.
const COLLINEAR: f64 = 0.02;
/// Shorter lines are nothing.
const NOTHING: f64 = 1e-4;

/// Cubics that spell an arc become that arc, and nothing else changes.
pub(super) fn exact(subpath: &Subpath) -> Subpath {
    let plain = subpath.walk().map(|(from, segment)| arc_or_same(from, *segment, arc_error));
    let merged = with_segments(subpath, join_arcs(plain.collect(), SPELLED));
    let narrow: Vec<Segment> = merged.walk().flat_map(|(from, segment)| narrow(from, *segment)).collect();
    with_segments(subpath, narrow)
}

/// Cubics become arcs or lines where they follow one; runs of one arc or line become one segment.
pub(super) fn simplify(subpath: &Subpath) -> Subpath {
    let plain: Vec<Segment> = subpath.walk().map(|(from, segment)| plainer(from, *segment)).collect();
    let merged = with_segments(subpath, join_arcs(plain, SAME_CIRCLE));
    let straight: Vec<Segment> = merged.walk().flat_map(|(from, segment)| straighten(from, *segment)).collect();
    with_segments(subpath, join_lines(subpath.start, &straight))
}

fn with_segments(subpath: &Subpath, segments: Vec<Segment>) -> Subpath {
    Subpath { start: subpath.start, segments, closed: subpath.closed }
}

/// A cubic as the line or arc that it follows.
fn plainer(from: Point, segment: Segment) -> Segment {
    let Segment::Cubic(a, b, to) = segment else { return segment };
    if is_straight(from, a, b, to) {
        return Segment::Line(to);
    }
    arc_or_same(from, segment, |_| ARC_TOLERANCE)
}

/// How far the usual cubics in place of an arc are from it: for a quarter turn, 0.00028 of the radius.
fn arc_error(radius: f64) -> f64 {
    0.0003 * radius + 1e-5
}

/// A cubic as the arc that it follows to within `tolerance`, a function of the radius.
fn arc_or_same(from: Point, segment: Segment, tolerance: fn(f64) -> f64) -> Segment {
    let Segment::Cubic(a, b, to) = segment else { return segment };
    arc(CubicBez::new(from, a, b, to), tolerance).map_or(segment, Segment::Arc)
}

fn is_straight(from: Point, a: Point, b: Point, to: Point) -> bool {
    let chord = to - from;
    let length = chord.hypot();
    [a, b].into_iter().all(|control| {
        let off = if length < 1e-9 { control.distance(from) } else { chord.cross(control - from).abs() / length };
        let along = chord.dot(control - from) / chord.hypot2().max(1e-12);
        off < STRAIGHT && (-OVERSHOOT..=1.0 + OVERSHOOT).contains(&along)
    })
}

/// The arc through start, middle and end of a cubic that follows it.
fn arc(cubic: CubicBez, tolerance: fn(f64) -> f64) -> Option<Arc> {
    let (from, middle, to) = (cubic.p0, cubic.eval(0.5), cubic.p3);
    let center = circumcenter(from, middle, to)?;
    let radius = center.distance(from);
    let follows = |t: f64| (cubic.eval(t).distance(center) - radius).abs() <= tolerance(radius);
    if !ARC_RADII.contains(&radius) || ![0.125, 0.25, 0.375, 0.625, 0.75, 0.875].into_iter().all(follows) {
        return None;
    }
    let clockwise = (from - center).cross(middle - center) > 0.0;
    let angle = angle(center, from, to, clockwise);
    (angle <= CUBIC_TURN).then_some(Arc { center, radius, clockwise, angle, to })
}

fn circumcenter(a: Point, b: Point, c: Point) -> Option<Point> {
    let (ab, ac) = (b - a, c - a);
    let twice = 2.0 * ab.cross(ac);
    if twice.abs() < 1e-6 {
        return None;
    }
    let (b2, c2) = (ab.hypot2(), ac.hypot2());
    Some(Point::new(a.x + (ac.y * b2 - ab.y * c2) / twice, a.y + (ab.x * c2 - ac.x * b2) / twice))
}

/// Arcs of one circle in a row become one arc.
fn join_arcs(segments: Vec<Segment>, slack: f64) -> Vec<Segment> {
    let mut joined: Vec<Segment> = Vec::with_capacity(segments.len());
    for segment in segments {
        if let (Some(Segment::Arc(last)), Segment::Arc(next)) = (joined.last_mut(), segment)
            && let Some(both) = one_arc(last, &next, slack)
        {
            *last = both;
        } else {
            joined.push(segment);
        }
    }
    joined
}

fn one_arc(last: &Arc, next: &Arc, slack: f64) -> Option<Arc> {
    let angle = last.angle + next.angle;
    let same = last.clockwise == next.clockwise
        && last.center.distance(next.center) < slack
        && (last.radius - next.radius).abs() < slack;
    if !same || angle > TAU + 0.01 {
        return None;
    }
    let share = next.angle / angle;
    Some(Arc {
        center: last.center.lerp(next.center, share),
        radius: last.radius + (next.radius - last.radius) * share,
        angle,
        to: next.to,
        clockwise: last.clockwise,
    })
}

/// Faint arcs become lines.
fn straighten(from: Point, segment: Segment) -> Vec<Segment> {
    match segment {
        Segment::Arc(arc) if arc.height() < FAINT_HEIGHT && arc.angle < FAINT_TURN => vec![Segment::Line(arc.to)],
        Segment::Arc(_) | Segment::Line(_) | Segment::Cubic(..) => narrow(from, segment),
    }
}

/// Arcs too wide for a token become cubics.
fn narrow(from: Point, segment: Segment) -> Vec<Segment> {
    match segment {
        Segment::Arc(arc) if arc.radius > WIDEST => arc.cubics(from),
        Segment::Arc(_) | Segment::Line(_) | Segment::Cubic(..) => vec![segment],
    }
}

/// Lines that go on in one direction become one line; lines of no length go, unless there is nothing else.
fn join_lines(start: Point, segments: &[Segment]) -> Vec<Segment> {
    let mut joined: Vec<Segment> = Vec::with_capacity(segments.len());
    let mut at = start;
    // Where the last line starts, and the points that it skips.
    let (mut from, mut skipped) = (start, Vec::new());
    for segment in segments {
        let to = segment.end();
        let is_line = matches!(segment, Segment::Line(_));
        if is_line && to.distance(at) < NOTHING && segments.len() > 1 {
            continue;
        }
        if is_line
            && let Some(Segment::Line(last)) = joined.last_mut()
            && goes_on(from, *last, to, &skipped)
        {
            skipped.push(*last);
            *last = to;
        } else {
            (from, skipped) = (at, Vec::new());
            joined.push(*segment);
        }
        at = to;
    }
    joined
}

fn goes_on(from: Point, last: Point, to: Point, skipped: &[Point]) -> bool {
    let (before, after) = (last - from, to - last);
    let (chord, length) = (to - from, before.hypot() + after.hypot());
    let near = |point: &Point| chord.cross(*point - from).abs() < COLLINEAR * length;
    before.dot(after) > 0.0 && near(&last) && skipped.iter().all(near)
}
