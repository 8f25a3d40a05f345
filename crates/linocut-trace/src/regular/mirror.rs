//! Loops that are their own mirror images but for noise.

use super::loops::{self, Loop};
use super::{Axis, align, near};
use linocut_core::kurbo::{CubicBez, Line, ParamCurve as _, ParamCurveNearest as _, PathSeg, Point, Vec2};

/// Loops of more segments are not looked at: the time of a look grows with their square.
const MOST_SEGMENTS: usize = 120;
/// A joint this near to the axis lies on it, in pixels.
const ON_AXIS: f64 = 0.25;
/// Parts into which each segment is cut to see where it crosses the axis.
const CUTS: u8 = 8;

/// Makes `part` exactly symmetric about the axes about which it nearly is; which of the two these are.
pub(super) fn symmetrize(part: &mut Loop, most: f64) -> [bool; 2] {
    Axis::BOTH.map(|axis| {
        let found = symmetric(part, axis, most);
        let is = found.is_some();
        *part = found.unwrap_or_else(|| std::mem::take(part));
        is
    })
}

fn symmetric(part: &Loop, axis: Axis, most: f64) -> Option<Loop> {
    if part.len() > MOST_SEGMENTS {
        return None;
    }
    let middle = align::nearest(&[], axis.of(near::centroid(part)), most);
    let mirror = axis.mirror(middle);
    // Twice the noise: the two sides may be off by as much as they like in opposite directions.
    if !near::same(part, &loops::mapped(part, mirror), 2.0 * most) {
        return None;
    }
    let [first, second] = crossings(part, axis, middle)?;
    let halves = [between(part, first, second), between(part, second, first)];
    let [one, other] = &halves;
    // Both halves know something of where they are, if they consist of the same segments.
    let [image, opposite] = [other, one].map(|half| loops::mapped(half, mirror));
    let between = [drawn_to(one, &image), drawn_to(other, &opposite)];
    let halves: Vec<Loop> = mean(one, &image).into_iter().chain(between).chain(halves).collect();
    let made = halves.iter().flat_map(|half| [Seam::One, Seam::Two].map(|seam| joined(half, (axis, middle), seam)));
    // A fit that is symmetric must not cost more than one segment.
    let fits = made.flatten().filter(|made| made.len() <= part.len() + 1 && near::same(made, part, most));
    fits.min_by_key(Vec::len)
}

/// A place on a loop: a segment and how far along it.
type Place = (usize, f64);

/// The two places at which a loop crosses the axis; `None` if there are more.
fn crossings(part: &Loop, axis: Axis, middle: f64) -> Option<[Place; 2]> {
    let side = |p: Point| axis.of(p) - middle;
    let mut found: Vec<Place> = Vec::new();
    for (k, segment) in part.iter().enumerate() {
        let at = |j: u8| side(segment.eval(f64::from(j) / f64::from(CUTS)));
        for j in 0..CUTS {
            if (at(j) < 0.0) == (at(j + 1) < 0.0) {
                continue;
            }
            let (mut low, mut high) = (f64::from(j) / f64::from(CUTS), f64::from(j + 1) / f64::from(CUTS));
            for _ in 0..40 {
                let half = f64::midpoint(low, high);
                if (side(segment.eval(half)) < 0.0) == (at(j) < 0.0) { low = half } else { high = half }
            }
            found.push((k, f64::midpoint(low, high)));
        }
    }
    let near_joint = |(k, t): Place| {
        let Some(segment) = part.get(k) else { return (k, t) };
        let p = segment.eval(t);
        let close = |q: Point| (q - p).hypot2() < ON_AXIS * ON_AXIS;
        if close(segment.start()) {
            (k, 0.0)
        } else if close(segment.end()) {
            ((k + 1) % part.len(), 0.0)
        } else {
            (k, t)
        }
    };
    match *found.as_slice() {
        [a, b] => Some([near_joint(a), near_joint(b)]),
        _ => None,
    }
}

/// The way along a loop from one place to another.
fn between(part: &Loop, (from, a): Place, (to, b): Place) -> Loop {
    let n = part.len();
    let mut way = Vec::new();
    let steps = if from == to && a < b { 0 } else { (to + n - from - 1) % n + 1 };
    for step in 0..=steps {
        let Some(segment) = part.get((from + step) % n) else { continue };
        let low = if step == 0 { a } else { 0.0 };
        let high = if step == steps { b } else { 1.0 };
        if high > low {
            way.push(segment.subsegment(low..high));
        }
    }
    way
}

/// The loop halfway between two of the same segments.
fn mean(a: &Loop, b: &Loop) -> Option<Loop> {
    let between = |(a, b): (&PathSeg, &PathSeg)| match (a, b) {
        (PathSeg::Line(a), PathSeg::Line(b)) => {
            Some(PathSeg::Line(Line::new(a.p0.midpoint(b.p0), a.p1.midpoint(b.p1))))
        }
        (PathSeg::Cubic(a), PathSeg::Cubic(b)) => Some(PathSeg::Cubic(CubicBez::new(
            a.p0.midpoint(b.p0),
            a.p1.midpoint(b.p1),
            a.p2.midpoint(b.p2),
            a.p3.midpoint(b.p3),
        ))),
        _ => None,
    };
    let alike = a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a.start() - b.start()).hypot2() < 1.0);
    alike.then(|| a.iter().zip(b).map(between).collect()).flatten()
}

/// A corner turns by more than this, in radians, and its other half's lies within [`CORNER_REACH`].
const CORNER: f64 = 0.35;
/// How far apart the two halves may put one corner, in pixels.
const CORNER_REACH: f64 = 1.0;

/// `a` with its joints moved halfway to `b`, which runs along it: corners to corners, other joints to what is nearest.
fn drawn_to(a: &Loop, b: &Loop) -> Loop {
    let corners = |part: &Loop| -> Vec<Point> {
        let turns = |(s, next): &(&PathSeg, &PathSeg)| {
            let (into, out) = (tangents(s).1, tangents(next).0);
            libm::atan2(into.cross(out).abs(), into.dot(out)) > CORNER
        };
        part.iter().zip(part.iter().skip(1)).filter(turns).map(|(s, _)| s.end()).collect()
    };
    let (own, others) = (corners(a), corners(b));
    let nearest = |p: Point| {
        let feet = b.iter().map(|s| {
            let foot = s.nearest(p, 1e-4);
            (foot.distance_sq, s.eval(foot.t))
        });
        feet.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(p, |(_, q)| q)
    };
    let moved = |p: Point| {
        let reach = CORNER_REACH * CORNER_REACH;
        let same = others.iter().filter(|q| own.contains(&p) && (**q - p).hypot2() < reach);
        let corner = same.min_by(|a, b| (**a - p).hypot2().total_cmp(&(**b - p).hypot2())).copied();
        p.midpoint(corner.unwrap_or_else(|| nearest(p)))
    };
    a.iter().map(|s| with_ends(*s, moved(s.start()), moved(s.end()))).collect()
}

/// The directions in which a segment leaves its start and reaches its end.
fn tangents(segment: &PathSeg) -> (Vec2, Vec2) {
    match segment {
        PathSeg::Line(l) => (l.p1 - l.p0, l.p1 - l.p0),
        PathSeg::Quad(q) => (q.p1 - q.p0, q.p2 - q.p1),
        PathSeg::Cubic(c) => (c.p1 - c.p0, c.p3 - c.p2),
    }
}

/// How many segments cross the axis where a half meets its mirror image.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seam {
    One,
    Two,
}

/// A half and its mirror image as one loop.
fn joined(half: &Loop, (axis, middle): (Axis, f64), seam: Seam) -> Option<Loop> {
    let mut half = half.clone();
    let on_axis = |p: Point| match axis {
        Axis::X => Point::new(middle, p.y),
        Axis::Y => Point::new(p.x, middle),
    };
    let (first, last) = (half.first()?.start(), half.last()?.end());
    let (first, last) = (on_axis(first), on_axis(last));
    if let Some(segment) = half.first_mut() {
        *segment = with_ends(*segment, first, segment.end());
    }
    if let Some(segment) = half.last_mut() {
        *segment = with_ends(*segment, segment.start(), last);
    }
    let mut image = loops::mapped(&half, axis.mirror(middle));
    merge((&mut half, &mut image), axis, seam);
    merge((&mut image, &mut half), axis, seam);
    half.extend(image);
    (half.len() > 1).then_some(half)
}

fn with_ends(segment: PathSeg, from: Point, to: Point) -> PathSeg {
    match segment {
        PathSeg::Line(_) => PathSeg::Line(Line::new(from, to)),
        PathSeg::Quad(q) => PathSeg::Cubic(CubicBez { p0: from, p3: to, ..q.raise() }),
        PathSeg::Cubic(c) => {
            let (a, b) = (c.p1 + (from - c.p0), c.p2 + (to - c.p3));
            PathSeg::Cubic(CubicBez::new(from, a, b, to))
        }
    }
}

/// Joins the last segment of `before` with the first of `after`, its mirror image, where one can do what two do.
fn merge((before, after): (&mut Loop, &mut Loop), axis: Axis, seam: Seam) {
    if before.len() + after.len() < 4 {
        return;
    }
    let one = match (before.last(), after.first()) {
        (Some(PathSeg::Line(a)), Some(PathSeg::Line(b))) => {
            let whole = Line::new(a.p0, b.p1);
            let off = (whole.p1 - whole.p0).cross(a.p1 - a.p0) / (whole.p1 - whole.p0).hypot2().sqrt().max(1e-9);
            (off.abs() < 0.03).then_some(PathSeg::Line(whole))
        }
        (Some(PathSeg::Cubic(a)), Some(PathSeg::Cubic(b))) if seam == Seam::One => {
            whole(a, b, axis).map(PathSeg::Cubic)
        }
        _ => None,
    };
    if let Some(one) = one {
        before.pop();
        after.remove(0);
        before.push(one);
    }
}

/// The cubic from the start of `a` to the end of its mirror image `b` that leaves along `a` and meets it on the axis.
fn whole(a: &CubicBez, b: &CubicBez, axis: Axis) -> Option<CubicBez> {
    let along = |v: Vec2| match axis {
        Axis::X => v.y,
        Axis::Y => v.x,
    };
    // The middle of a symmetric cubic lies three quarters of the way to its handles.
    let (rise, handle) = (along(a.p3 - a.p0), along(a.p1 - a.p0));
    let grown = rise / (0.75 * handle);
    // Halving a curve in the middle halves its handles; cuts a little off it change them a little.
    let grown = if handle.abs() < 0.01 { 2.0 } else { grown };
    (1.1..4.0)
        .contains(&grown)
        .then(|| CubicBez::new(a.p0, a.p0 + (a.p1 - a.p0) * grown, b.p3 + (b.p2 - b.p3) * grown, b.p3))
}
