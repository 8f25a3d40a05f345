//! Circular arcs among the cubics of a path.

use super::number::Grid;
use linocut_core::kurbo::{Arc, BezPath, CubicBez, ParamCurve, PathEl, Point, SvgArc, Vec2};

/// How far a cubic may lie from the circle that replaces it, as a share of the radius or of the longest cubic's chord,
/// whichever is less: what a quarter circle drawn as one cubic, the way every drawing program does it, strays from its
/// circle (2.73e-4). The chord keeps nearly straight lines, whose circles are huge, from being bent.
const SHARE: f64 = 2.8e-4;
/// The most cubics one arc replaces. A circle needs four; the bound keeps long runs of short pieces cheap.
const MOST_CUBICS: usize = 12;
/// A radius over this many chords is a line to the eye, and its center is not known well.
const MOST_CHORDS: f64 = 100.0;
/// Positions along each cubic that are compared with the circle.
const SAMPLES: [f64; 5] = [0.125, 0.375, 0.5, 0.75, 1.0];

/// One step of a path as it will be written.
pub(super) enum Step {
    /// An element as it is.
    Draw(PathEl),
    /// A circular arc in place of `cubics`.
    Arc(ArcTo, Vec<PathEl>),
}

/// A circular arc from the current point.
#[derive(Clone, Copy, Debug)]
pub(super) struct ArcTo {
    pub(super) radius: f64,
    pub(super) large: bool,
    /// Whether it turns clockwise as seen, y pointing down.
    pub(super) sweep: bool,
    pub(super) to: Point,
}

/// The elements of `path`, runs of cubics that lie on one circle replaced by arcs that are as close to them as the grid
/// and [`SHARE`] allow.
pub(super) fn steps(path: &BezPath, grid: Grid) -> Vec<Step> {
    let elements = path.elements();
    let (mut steps, mut from, mut start) = (Vec::new(), Point::ORIGIN, Point::ORIGIN);
    let mut rest = elements;
    while let Some((&element, after)) = rest.split_first() {
        if let Some((arc, cubics)) = longest(from, rest, grid) {
            steps.push(Step::Arc(arc, cubics.to_vec()));
            from = cubics.last().and_then(PathEl::end_point).unwrap_or(from);
            rest = rest.get(cubics.len()..).unwrap_or_default();
            continue;
        }
        match element {
            PathEl::MoveTo(p) => (from, start) = (p, p),
            PathEl::ClosePath => from = start,
            PathEl::LineTo(p) | PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => from = p,
        }
        steps.push(Step::Draw(element));
        rest = after;
    }
    steps
}

/// The longest run at the beginning of `elements` that is one arc.
fn longest(from: Point, elements: &[PathEl], grid: Grid) -> Option<(ArcTo, &[PathEl])> {
    let (mut curves, mut at, mut found) = (Vec::new(), from, None);
    for (index, element) in elements.iter().take(MOST_CUBICS).enumerate() {
        let &PathEl::CurveTo(a, b, p) = element else { break };
        curves.push(CubicBez::new(at, a, b, p));
        at = p;
        match arc_of(&curves, grid) {
            Some(arc) => found = Some((arc, elements.get(..=index)?)),
            None if found.is_some() || index > 0 => break,
            None => return None,
        }
    }
    found
}

/// The arc from the first to the last point of `curves`, if they lie on one.
fn arc_of(curves: &[CubicBez], grid: Grid) -> Option<ArcTo> {
    let (first, last) = (curves.first()?, curves.last()?);
    let middle = match curves.get(curves.len() / 2) {
        Some(curve) if curves.len() % 2 == 1 => curve.eval(0.5),
        other => other?.p0,
    };
    let (from, to) = (on_grid(first.p0, grid), on_grid(last.p3, grid));
    let center = circumcenter(first.p0, middle, last.p3)?;
    let radius = center.distance(middle);
    let chord = from.distance(to);
    if chord < grid.value(1) || radius > MOST_CHORDS * chord {
        return None;
    }
    let halfway = first.p0.midpoint(last.p3);
    let large = (middle - halfway).dot(center - halfway) > 0.0;
    let sweep = (middle - first.p0).cross(last.p3 - middle) > 0.0;
    let arc = ArcTo { radius: grid.round(radius), large, sweep, to };
    let longest = curves.iter().map(|curve| curve.p0.distance(curve.p3)).fold(0.0, f64::max);
    let tolerance = grid.value(1) / 2.0 + SHARE * radius.min(longest);
    follows(curves, &arc_from(from, arc)?, tolerance).then_some(arc)
}

fn arc_from(from: Point, arc: ArcTo) -> Option<Arc> {
    let radii = Vec2::new(arc.radius, arc.radius);
    Arc::from_svg_arc(&SvgArc { from, to: arc.to, radii, x_rotation: 0.0, large_arc: arc.large, sweep: arc.sweep })
}

/// Whether the curves stay on the arc's circle and go around it in its direction all the way.
fn follows(curves: &[CubicBez], arc: &Arc, tolerance: f64) -> bool {
    let direction = arc.sweep_angle.signum();
    let mut last = curves.first().map_or(Point::ORIGIN, |c| c.p0) - arc.center;
    let mut turned = 0.0;
    for curve in curves {
        for t in SAMPLES {
            let spoke = curve.eval(t) - arc.center;
            let turn = last.cross(spoke).atan2(last.dot(spoke)) * direction;
            if turn <= 0.0 || (spoke.hypot() - arc.radii.x).abs() > tolerance {
                return false;
            }
            turned += turn;
            last = spoke;
        }
    }
    // An end that the grid moved turns the arc by at most a little; a whole turn more or less is another arc.
    (turned - arc.sweep_angle.abs()).abs() < 0.5
}

fn on_grid(point: Point, grid: Grid) -> Point {
    Point::new(grid.round(point.x), grid.round(point.y))
}

/// The center of the circle through three points; `None` when they lie on a line.
fn circumcenter(a: Point, b: Point, c: Point) -> Option<Point> {
    let (u, v) = (b - a, c - a);
    let twice = 2.0 * u.cross(v);
    let (uu, vv) = (u.hypot2(), v.hypot2());
    let offset = Vec2::new(v.y * uu - u.y * vv, u.x * vv - v.x * uu) / twice;
    (offset.x.is_finite() && offset.y.is_finite()).then(|| a + offset)
}
