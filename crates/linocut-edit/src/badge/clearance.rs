//! The room that a badge needs: all points within a distance of a convex hull.

use crate::track::{outline_path, samples, tracks};
use linocut_core::kurbo::{Arc, BezPath, Point, Vec2};
use linocut_core::{Body, Item, Outline};
use std::f64::consts::PI;

/// Points of each curve that the hull is made of.
const PER_CURVE: u8 = 12;
/// How far a corner may stand out of the hull and be left off, in 24ths of the view box: fewer corners make calmer cuts.
const FLATNESS: f64 = 0.12;
/// A hull that fills this share of the circle around it is round, and the circle is taken: a plus and a gear get round
/// clearance, a lock and a check mark do not.
const ROUND: f64 = 0.74;
/// How far the arcs of the outline may lie from true ones, in user units of a 24 grid.
const ARC_ERROR: f64 = 1e-3;

/// All points within `radius` of the convex polygon `hull`, which may be a segment or a point.
#[derive(Clone, Debug)]
pub(super) struct Clearance {
    hull: Vec<Point>,
    radius: f64,
}

impl Clearance {
    /// The room around `items`, `gap` wide; `None` when they have no geometry.
    pub(super) fn around(items: &[Item], gap: f64, unit: f64) -> Option<Self> {
        let mut discs = Vec::new();
        collect(items, &mut discs);
        // Lines of one width have their half width in the radius and sharp hulls; what mixes is sampled around.
        let least = discs.iter().map(|(_, r)| *r).fold(f64::INFINITY, f64::min);
        let points = discs.iter().flat_map(|(center, r)| rim(*center, r - least));
        let hull = simplified(convex_hull(points.collect()), FLATNESS * unit);
        let first = *hull.first()?;
        let tight = Self { hull, radius: least.max(0.0) };
        let center = tight.center();
        let reach = tight.hull.iter().map(|p| p.distance(center)).fold(0.0, f64::max) + tight.radius;
        let round = tight.area() >= ROUND * PI * reach * reach;
        Some(if round && tight.hull.len() > 2 {
            Self { hull: vec![center], radius: reach + gap }
        } else {
            debug_assert!(first.is_finite(), "hulls are finite");
            Self { radius: tight.radius + gap, ..tight }
        })
    }

    /// The middle of the hull's box.
    pub(super) fn center(&self) -> Point {
        let start = self.hull.first().copied().unwrap_or_default();
        let (low, high) = self.hull.iter().fold((start, start), |(low, high), p| {
            (Point::new(low.x.min(p.x), low.y.min(p.y)), Point::new(high.x.max(p.x), high.y.max(p.y)))
        });
        low.midpoint(high)
    }

    /// How far `p` lies outside the clearance grown by `extra`; negative inside.
    pub(super) fn distance(&self, p: Point, extra: f64) -> f64 {
        let sides = sides(&self.hull);
        let inside = self.hull.len() > 2 && sides.iter().all(|(a, b)| (*b - *a).cross(p - *a) >= 0.0);
        let nearest = sides.iter().map(|(a, b)| to_segment(p, *a, *b)).fold(f64::INFINITY, f64::min);
        if inside { -nearest - self.radius - extra } else { nearest - self.radius - extra }
    }

    /// Whether an outline may reach into the clearance grown by `extra`.
    pub(super) fn is_near(&self, outline: &Outline, extra: f64) -> bool {
        let reach = self.radius + extra;
        let bounds = outline.bounds().inflate(reach, reach);
        let start = self.hull.first().copied().unwrap_or_default();
        let hull = linocut_core::kurbo::Rect::from_points(start, start);
        let hull = self.hull.iter().fold(hull, |rect, p| rect.union_pt(*p));
        bounds.overlaps(hull)
    }

    /// The boundary of the clearance grown by `extra`, clockwise on screen: sides and arcs around the hull's corners.
    pub(super) fn outline(&self, extra: f64) -> BezPath {
        let radius = self.radius + extra;
        let mut path = BezPath::new();
        let count = self.hull.len();
        let corners = self.hull.iter().enumerate().map(|(i, p)| {
            let before = self.hull.get((i + count - 1) % count).copied().unwrap_or(*p);
            let after = self.hull.get((i + 1) % count).copied().unwrap_or(*p);
            (before, *p, after)
        });
        for (before, p, after) in corners {
            let start = outward(before, p);
            let sweep = if count == 1 { 2.0 * PI } else { turn(start, outward(p, after)) };
            let from = p + start * radius;
            if path.elements().is_empty() {
                path.move_to(from);
            } else {
                path.line_to(from);
            }
            let angle = libm::atan2(start.y, start.x);
            let arc = Arc::new(p, (radius, radius), angle, sweep, 0.0);
            arc.to_cubic_beziers(ARC_ERROR * radius, |a, b, to| path.curve_to(a, b, to));
        }
        path.close_path();
        path
    }

    /// Its area.
    fn area(&self) -> f64 {
        let sides = sides(&self.hull);
        let polygon: f64 = sides.iter().map(|(a, b)| a.to_vec2().cross(b.to_vec2())).sum::<f64>() / 2.0;
        let around: f64 = sides.iter().map(|(a, b)| a.distance(*b)).sum();
        polygon.abs() + around * self.radius + PI * self.radius * self.radius
    }
}

/// The centers of everything painted, each with half the width of its line.
fn collect(items: &[Item], discs: &mut Vec<(Point, f64)>) {
    for item in items {
        match &item.body {
            Body::Group(inner) => collect(inner, discs),
            Body::Shape(shape) => {
                let half = shape.stroke.as_ref().map_or(0.0, |stroke| stroke.width / 2.0);
                let tracks = tracks(&outline_path(&shape.outline));
                discs.extend(tracks.iter().flat_map(|track| samples(track, PER_CURVE)).map(|p| (p, half)));
            }
            Body::Words(_) | Body::Opaque(_) => {}
        }
    }
}

/// Points around a circle, or its center when it has no radius.
fn rim(center: Point, radius: f64) -> Vec<Point> {
    if radius <= 0.0 {
        return vec![center];
    }
    let angle = |i: u8| f64::from(i) * PI / 8.0;
    (0..16).map(|i| center + Vec2::new(libm::cos(angle(i)), libm::sin(angle(i))) * radius).collect()
}

/// The convex hull, clockwise on screen (Andrew 1979, "Another efficient algorithm for convex hulls in two dimensions").
fn convex_hull(mut points: Vec<Point>) -> Vec<Point> {
    points.retain(|p| p.is_finite());
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
    points.dedup_by(|a, b| a.distance(*b) < 1e-9);
    if points.len() < 3 {
        return points;
    }
    let mut hull = half(points.iter());
    hull.pop();
    let mut back = half(points.iter().rev());
    back.pop();
    hull.append(&mut back);
    hull
}

fn half<'a>(points: impl Iterator<Item = &'a Point>) -> Vec<Point> {
    let mut chain: Vec<Point> = Vec::new();
    for p in points {
        while let [.., a, b] = chain.as_slice() {
            if (*b - *a).cross(*p - *a) > 1e-12 {
                break;
            }
            chain.pop();
        }
        chain.push(*p);
    }
    chain
}

/// The polygon without corners that stand out less than `flatness`, the flattest first.
fn simplified(mut hull: Vec<Point>, flatness: f64) -> Vec<Point> {
    while hull.len() > 3 {
        let count = hull.len();
        let heights = hull.iter().enumerate().filter_map(|(i, p)| {
            let (a, b) = (hull.get((i + count - 1) % count)?, hull.get((i + 1) % count)?);
            Some((i, to_segment(*p, *a, *b)))
        });
        match heights.min_by(|a, b| a.1.total_cmp(&b.1)) {
            Some((index, height)) if height < flatness => drop(hull.remove(index)),
            _ => break,
        }
    }
    hull
}

fn sides(hull: &[Point]) -> Vec<(Point, Point)> {
    let next = hull.iter().cycle().skip(1);
    hull.iter().zip(next).map(|(a, b)| (*a, *b)).collect()
}

fn to_segment(p: Point, a: Point, b: Point) -> f64 {
    let along = b - a;
    let length = along.hypot2();
    let t = if length > 0.0 { ((p - a).dot(along) / length).clamp(0.0, 1.0) } else { 0.0 };
    p.distance(a + along * t)
}

/// The unit vector that points out of a hull that runs from `a` to `b`.
fn outward(a: Point, b: Point) -> Vec2 {
    let along = b - a;
    let length = along.hypot();
    if length > 0.0 { Vec2::new(along.y, -along.x) / length } else { Vec2::new(0.0, -1.0) }
}

/// The angle from `a` to `b`, in `0..2π`.
fn turn(a: Vec2, b: Vec2) -> f64 {
    let angle = libm::atan2(a.cross(b), a.dot(b));
    if angle < -1e-9 { angle + 2.0 * PI } else { angle.max(0.0) }
}
