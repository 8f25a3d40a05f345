//! One direction for sides that are parallel, or square to each other, but for noise.

use super::loops::{self, Loop};
use super::near;
use crate::fit::section::crossing_of;
use crate::fit::unit;
use linocut_core::kurbo::{CubicBez, Line, ParamCurve as _, PathSeg, Point, Vec2};
use std::collections::BTreeMap;
use std::f64::consts::FRAC_PI_2;

/// Sides shorter than this say too little of their direction, in pixels.
const SHORTEST: f64 = 8.0;
/// Least share of an outline that must be straight: between curves lines that seem parallel mostly are not.
const STRAIGHT: f64 = 0.6;
/// How far an end of a side of one pixel is off across it, in standard deviations of a point: two thirds of what a line
/// through two points would be, and less by the root of the length for longer ones.
const POINT: f64 = 0.08;
/// What rasterizers differ by, in pixels.
const FLOOR: f64 = 0.015;
/// Standard deviations of their difference within which directions agree.
const AGREE: f64 = 2.0;
/// Handles that leave a side along it turn with it: the sine of what they may be off.
const ALONG: f64 = 0.03;

/// A straight side that is not level.
struct Side {
    /// Which segment of its loop it is.
    place: usize,
    direction: Vec2,
    /// Its angle within a quarter turn, in radians.
    angle: f64,
    /// Standard deviation of the angle.
    sigma: f64,
    length: f64,
}

impl Side {
    fn of(place: usize, segment: &PathSeg) -> Option<Self> {
        let PathSeg::Line(line) = segment else { return None };
        let way = line.p1 - line.p0;
        let length = way.hypot2().sqrt();
        if length < SHORTEST || way.x.abs() < 1e-9 || way.y.abs() < 1e-9 {
            return None;
        }
        let angle = libm::atan2(way.y, way.x).rem_euclid(FRAC_PI_2);
        // The slope of a line through evenly spread points, with the root of twelve rounded.
        let sigma = 3.5 * (FLOOR + POINT / length.sqrt()) / length;
        Some(Self { place, direction: way / length, angle, sigma, length })
    }

    /// The direction at `angle`, or a whole number of quarter turns from it, that is nearest to its own.
    fn at(&self, angle: f64) -> Vec2 {
        let (sin, cos) = libm::sincos(angle);
        let turns = [Vec2::new(cos, sin), Vec2::new(-sin, cos), Vec2::new(-cos, -sin), Vec2::new(sin, -cos)];
        let near = |v: &Vec2| v.dot(self.direction);
        turns.into_iter().max_by(|a, b| near(a).total_cmp(&near(b))).unwrap_or(self.direction)
    }
}

/// Turns straight sides of a loop so that those that agree in direction, or are square to each other, do so exactly.
pub(super) fn align(part: &mut Loop, most: f64) {
    let length = |s: &PathSeg| (s.end() - s.start()).hypot2().sqrt();
    let straight: f64 = part.iter().filter(|s| loops::is_line(s)).map(length).sum();
    if straight < STRAIGHT * part.iter().map(length).sum::<f64>() {
        return;
    }
    let sides = part.iter().enumerate().filter_map(|(k, s)| Side::of(k, s)).collect();
    let directions = joined(sides, most);
    if directions.is_empty() {
        return;
    }
    let made = turned(part, &directions);
    if near::same(&made, part, most / 2.0) {
        *part = made;
    }
}

/// The directions of sides that agree with others.
fn joined(mut sides: Vec<Side>, most: f64) -> BTreeMap<usize, Vec2> {
    sides.sort_by(|a, b| a.angle.total_cmp(&b.angle).then(a.place.cmp(&b.place)));
    let mut found = BTreeMap::new();
    let mut rest = sides.as_slice();
    while let Some(first) = rest.first() {
        let (mut sum, mut weight, mut count) = (0.0, 0.0, 0);
        for side in rest {
            let square = side.sigma * side.sigma;
            let off = if weight > 0.0 { side.angle - sum / weight } else { 0.0 };
            let spread = if weight > 0.0 { (1.0 / weight + square).sqrt() } else { 0.0 };
            // Nor may the ends of any side move farther than noise moves them.
            let longest = side.length.max(first.length);
            if off > AGREE * spread || off * longest > 2.0 * most {
                break;
            }
            sum += side.angle / square;
            weight += 1.0 / square;
            count += 1;
        }
        let (group, after) = rest.split_at(count.max(1));
        if group.len() > 1 {
            found.extend(group.iter().map(|side| (side.place, side.at(sum / weight))));
        }
        rest = after;
    }
    found
}

/// `part` with the segments of `directions` turned around their middles; what they touch follows.
fn turned(part: &Loop, directions: &BTreeMap<usize, Vec2>) -> Loop {
    let n = part.len();
    let line = |k: usize| match part.get(k) {
        Some(PathSeg::Line(l)) => {
            let own = unit(l.p1 - l.p0, Vec2::ZERO);
            Some((l.p0.midpoint(l.p1), directions.get(&k).copied().unwrap_or(own)))
        }
        Some(PathSeg::Quad(_) | PathSeg::Cubic(_)) | None => None,
    };
    let joint = |k: usize| -> Point {
        let (before, k) = ((k + n - 1) % n, k % n);
        let p = part.get(k).map_or(Point::ZERO, PathSeg::start);
        let moves = |k: usize| line(k).filter(|_| directions.contains_key(&k));
        let onto = |(middle, along): (Point, Vec2)| middle + along * (p - middle).dot(along);
        match (line(before), line(k)) {
            _ if moves(before).is_none() && moves(k).is_none() => p,
            (Some(a), Some(b)) => crossing_of(a, b).unwrap_or(p),
            (Some(one), None) | (None, Some(one)) => onto(one),
            (None, None) => p,
        }
    };
    let handle = |handle: Vec2, beside: usize| -> Vec2 {
        let (Some(PathSeg::Line(l)), Some(to)) = (part.get(beside), directions.get(&beside)) else { return handle };
        let (along, length) = (unit(l.p1 - l.p0, Vec2::ZERO), handle.hypot2().sqrt());
        if along.cross(handle).abs() > ALONG * length {
            return handle;
        }
        *to * if along.dot(handle) < 0.0 { -length } else { length }
    };
    let segment = |(k, s): (usize, &PathSeg)| {
        let (from, to) = (joint(k), joint(k + 1));
        match *s {
            PathSeg::Line(_) | PathSeg::Quad(_) => PathSeg::Line(Line::new(from, to)),
            PathSeg::Cubic(c) => {
                let (out, back) = (handle(c.p1 - c.p0, (k + n - 1) % n), handle(c.p2 - c.p3, (k + 1) % n));
                PathSeg::Cubic(CubicBez::new(from, from + out, to + back, to))
            }
        }
    };
    part.iter().enumerate().map(segment).collect()
}
