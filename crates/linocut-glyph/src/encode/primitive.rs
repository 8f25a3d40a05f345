//! Subpaths that are circles, rectangles or lines. All lengths are in units of the 24-unit grid.

use super::segment::{Arc, Segment, Subpath};
use linocut_core::kurbo::{Circle, Point, Rect, RoundedRect};
use std::f64::consts::{FRAC_PI_2, PI};

/// How far centers and radii of arcs around one circle may differ.
const SAME_CIRCLE: f64 = 0.1;
/// The least turn, in radians, that counts as all the way round.
const WHOLE_TURN: f64 = 6.2;
/// How far a circle's end may be from its start.
const GAP: f64 = 0.06;
/// Shorter lines are nothing; more slanted lines are not upright.
const SLANT: f64 = 0.02;
/// How far corners may be from where an upright rectangle has them.
const CORNER: f64 = 0.06;
/// How far the centers of corner arcs may be.
const CORNER_CENTER: f64 = 0.08;
/// The least side of a rectangle.
const LEAST_SIDE: f64 = 0.2;
/// How far quarter and half turns of corners may be off, in radians.
const TURN: f64 = 0.05;

/// The circle that arcs go all the way round.
pub(super) fn circle(subpath: &Subpath) -> Option<Circle> {
    let mut first: Option<&Arc> = None;
    let mut turned = 0.0;
    for (from, segment) in subpath.walk() {
        match segment {
            Segment::Arc(arc) if first.is_none_or(|first| is_same(first, arc)) => {
                first = first.or(Some(arc));
                turned += arc.angle;
            }
            Segment::Line(to) if to.distance(from) < SLANT => {}
            Segment::Arc(_) | Segment::Line(_) | Segment::Cubic(..) => return None,
        }
    }
    let is_whole = turned > WHOLE_TURN && subpath.end().distance(subpath.start) < GAP;
    first.filter(|_| is_whole).map(|arc| Circle::new(arc.center, arc.radius))
}

fn is_same(a: &Arc, b: &Arc) -> bool {
    a.clockwise == b.clockwise
        && a.center.distance(b.center) <= SAME_CIRCLE
        && (a.radius - b.radius).abs() <= SAME_CIRCLE
}

/// What the segments of a rectangle add up to.
#[derive(Default)]
struct Corners {
    lines: usize,
    quarters: usize,
    halves: usize,
    radius: f64,
}

/// The upright rectangle with equal round corners that a closed subpath is.
pub(super) fn rect(subpath: &Subpath) -> Option<RoundedRect> {
    if !subpath.closed && subpath.end().distance(subpath.start) > SLANT {
        return None;
    }
    let corners = corners(subpath)?;
    let extent = extent(subpath);
    let (radius, half) = (corners.radius, extent.width().min(extent.height()) / 2.0);
    if extent.width() < LEAST_SIDE || extent.height() < LEAST_SIDE || radius > half + TURN {
        return None;
    }
    let fits = match (corners.quarters, corners.halves) {
        (0, 0) => (3..=4).contains(&corners.lines),
        (4, 0) => true,
        (0, 2) => (radius - half).abs() <= TURN,
        _ => false,
    };
    let is_corner = |point: Point| {
        let inset = inset(extent, point);
        let (across, along) = (inset.x, inset.y);
        (across.abs() < TURN && (along - radius).abs() < CORNER)
            || (along.abs() < TURN && (across - radius).abs() < CORNER)
    };
    let is_center = |center: Point| {
        let inset = inset(extent, center);
        (inset.x - radius).abs() <= CORNER_CENTER && (inset.y - radius).abs() <= CORNER_CENTER
    };
    let lies_right = is_corner(subpath.start)
        && subpath
            .segments
            .iter()
            .all(|segment| is_corner(segment.end()) && !matches!(segment, Segment::Arc(arc) if !is_center(arc.center)));
    // Doubling back would pass the tests so far.
    let is_full = super::ink::area(&subpath.points()).abs() > 0.75 * extent.area();
    (fits && lies_right && is_full).then(|| RoundedRect::from_rect(extent, radius))
}

/// Counts sides and corners; `None` when a segment can be neither.
fn corners(subpath: &Subpath) -> Option<Corners> {
    let mut corners = Corners::default();
    for (from, segment) in subpath.walk() {
        match segment {
            Segment::Line(to) => {
                let side = *to - from;
                if side.x.abs() > SLANT && side.y.abs() > SLANT {
                    return None;
                }
                corners.lines += usize::from(side.hypot() > 0.01);
            }
            Segment::Arc(arc) => {
                if corners.quarters + corners.halves > 0 && (corners.radius - arc.radius).abs() > CORNER {
                    return None;
                }
                corners.radius = arc.radius;
                let quarter = (arc.angle - FRAC_PI_2).abs() <= TURN;
                let half = (arc.angle - PI).abs() < TURN;
                if !quarter && !half {
                    return None;
                }
                corners.quarters += usize::from(quarter);
                corners.halves += usize::from(half);
            }
            Segment::Cubic(..) => return None,
        }
    }
    Some(corners)
}

/// A box around vertices and the middles of half turns.
fn extent(subpath: &Subpath) -> Rect {
    let point = Rect::from_points(subpath.start, subpath.start);
    subpath.walk().fold(point, |extent, (from, segment)| {
        let extent = extent.union_pt(segment.end());
        match segment {
            Segment::Arc(arc) if arc.angle > 3.0 => extent.union_pt(arc.point(from, 0.5)),
            Segment::Arc(_) | Segment::Line(_) | Segment::Cubic(..) => extent,
        }
    })
}

/// How far `point` is inside the nearest sides, in x and y.
fn inset(extent: Rect, point: Point) -> Point {
    Point::new((point.x - extent.x0).min(extent.x1 - point.x), (point.y - extent.y0).min(extent.y1 - point.y))
}
