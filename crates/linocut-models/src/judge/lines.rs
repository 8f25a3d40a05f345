//! Measures of how lines meet: crossings, lines drawn twice, ends that almost touch.

use super::ink::{Layer, Subpath};
use linocut_core::kurbo::{Point, Vec2};

/// How far apart samples along a line lie, in units.
const STEP: f64 = 0.25;
/// Sine of the angle up to which two lines run side by side: 12 degrees.
const PARALLEL: f64 = 0.2;
/// Distance as a share of the stroke width under which lines side by side melt into one.
const MELTS: f64 = 0.6;
/// Distance in units up to which two lines are the same line, whose second copy is hidden rather than in the way.
const SAME: f64 = 0.05;
/// Distance in units up to which an end counts as touching; one step of the number grid, rounded both ways.
const TOUCHES: f64 = 0.19;
/// Distance as a share of the stroke width under which an end that does not touch should have.
const ALMOST: f64 = 0.45;

/// How lines meet.
#[derive(Default)]
pub(super) struct Meetings {
    /// How often outlines cross themselves.
    pub(super) crossings: f64,
    /// Share of the stroked length that runs along another line under the same ink.
    pub(super) doubled: f64,
    /// Ends of lines that stop a hair before another line.
    pub(super) gaps: f64,
}

/// A stroked line.
struct Wire<'a> {
    path: &'a Subpath,
    width: f64,
}

pub(super) fn meetings(layers: &[Layer]) -> Meetings {
    let stroked = layers.iter().filter_map(|layer| layer.stroke.map(|stroke| (layer, stroke.width)));
    let wires: Vec<Wire<'_>> =
        stroked.flat_map(|(layer, width)| layer.subpaths.iter().map(move |path| Wire { path, width })).collect();
    let total: f64 = wires.iter().map(|wire| wire.path.length()).sum();
    let doubled: f64 = wires.iter().enumerate().map(|(index, wire)| doubled(index, wire, &wires)).sum();
    let all = layers.iter().flat_map(|layer| &layer.subpaths);
    Meetings {
        crossings: all.map(crossings).sum(),
        doubled: if total > 0.0 { doubled / total } else { 0.0 },
        gaps: wires.iter().enumerate().map(|(index, wire)| gaps(index, wire, &wires)).sum(),
    }
}

/// How often a subpath crosses itself.
fn crossings(path: &Subpath) -> f64 {
    if path.segments.is_empty() {
        return 0.0;
    }
    let edges: Vec<(Point, Point)> = path.edges().collect();
    let mut count = 0.0;
    for (index, &edge) in edges.iter().enumerate() {
        let others = edges.iter().skip(index + 2);
        count += others.filter(|&&other| cross(edge, other)).fold(0.0, |n, _| n + 1.0);
    }
    count
}

/// Whether two edges cross, each inside the other's length.
fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let (along, across, between) = (b - a, d - c, c - a);
    let turn = along.cross(across);
    if turn.abs() < 1e-9 {
        return false;
    }
    let (t, u) = (between.cross(across) / turn, between.cross(along) / turn);
    let within = |v: f64, length: f64| v * length > 0.02 && (1.0 - v) * length > 0.02;
    within(t, along.hypot()) && within(u, across.hypot())
}

/// Length of `wire` that runs side by side with another one.
fn doubled(index: usize, wire: &Wire<'_>, wires: &[Wire<'_>]) -> f64 {
    let others: Vec<&Wire<'_>> =
        wires.iter().enumerate().filter(|(other, _)| *other != index).map(|(_, wire)| wire).collect();
    let mut length = 0.0;
    for (a, b) in wire.path.edges() {
        let long = a.distance(b);
        let steps = (long / STEP).ceil().max(1.0);
        let mut step = 0.5;
        while step < steps {
            let at = a.lerp(b, step / steps);
            if others.iter().any(|other| runs_along(at, (b - a) / long.max(1e-9), wire.width, other)) {
                length += long / steps;
            }
            step += 1.0;
        }
    }
    length
}

/// Whether `other` passes `at` in the same direction, closer than the ink is wide, and goes on at both sides.
fn runs_along(at: Point, direction: Vec2, width: f64, other: &Wire<'_>) -> bool {
    let near = MELTS * width.min(other.width);
    other.path.edges().any(|(c, d)| {
        let edge = d - c;
        let long = edge.hypot();
        let t = (at - c).dot(edge) / long.powi(2).max(1e-12);
        (0.0..=1.0).contains(&t)
            && (SAME..near).contains(&c.lerp(d, t).distance(at))
            && (direction.cross(edge) / long.max(1e-9)).abs() < PARALLEL
            && (other.path.closed || ends(other.path).all(|end| end.distance(at) > width / 2.0))
    })
}

/// Ends of `wire` that stop just before another line.
fn gaps(index: usize, wire: &Wire<'_>, wires: &[Wire<'_>]) -> f64 {
    if wire.path.closed || wire.path.length() < wire.width {
        return 0.0;
    }
    let misses = |end: Point| {
        let others = wires.iter().enumerate().filter(|(other, _)| *other != index);
        let nearest = others.map(|(_, other)| distance(end, other.path)).fold(f64::INFINITY, f64::min);
        nearest > TOUCHES && nearest < ALMOST * wire.width
    };
    ends(wire.path).filter(|&end| misses(end)).fold(0.0, |n, _| n + 1.0)
}

fn ends(path: &Subpath) -> impl Iterator<Item = Point> + '_ {
    [path.points.first(), path.points.last()].into_iter().flatten().copied()
}

/// Distance of a point from a polyline, in units.
fn distance(at: Point, path: &Subpath) -> f64 {
    let from_edge = |(a, b): (Point, Point)| {
        let edge = b - a;
        let t = ((at - a).dot(edge) / edge.hypot2().max(1e-12)).clamp(0.0, 1.0);
        a.lerp(b, t).distance(at)
    };
    path.edges().map(from_edge).fold(f64::INFINITY, f64::min)
}
