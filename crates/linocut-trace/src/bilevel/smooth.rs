//! From a polygon to lines and curves (Selinger 2003, sections 2.3.3 and 2.4).
//!
//! Joining curves is ours: a least-squares cubic through points of the curves it replaces, instead of Potrace's closed
//! form, accepted by the same tolerance.
#![expect(clippy::indexing_slicing, reason = "indices stay below the number of vertices or curves")]

use crate::{
    BilevelOptions,
    fit::{Sample, cubic, unit},
};
use linocut_core::kurbo::{BezPath, CubicBez, ParamCurve, Point, Vec2};

/// Least and most that a curve leans toward its vertex: less is a needless flat spot, more a bulge.
const LEAN: (f64, f64) = (0.55, 1.0);

/// Turn of a vertex, in radians (70°), from which it is no part of a round shape however small: a hexagon may be a disc
/// of three pixels, a square is a square.
const SHARP: f64 = 1.22;

/// Farthest that a side may move outward, in pixels.
const FARTHEST: f64 = 0.4;

/// Most curves that one may replace; longer joins would turn too far to fit.
const MOST: usize = 24;

/// Points taken from each curve to judge a join.
const POINTS: u32 = 5;

/// The largest turn of one joined curve, in radians: just under half a turn, beyond which cubics turn into loops.
const HALF_TURN: f64 = 3.12;

/// What stands at one vertex.
#[derive(Clone, Copy, Debug)]
enum Node {
    /// Two lines meet here.
    Corner(Point),
    /// A curve passes between the middles of the two sides.
    Curve(CubicBez),
}

/// The closed outline with the given polygon; `None` when it has fewer than three vertices.
pub(super) fn curves(vertices: &[Point], options: &BilevelOptions) -> Option<BezPath> {
    let n = vertices.len();
    if n < 3 {
        return None;
    }
    let corners: Vec<Node> = (0..n).map(|k| node(vertices, k, options.alpha_max)).collect();
    let round = rounded(vertices, &corners);
    let curve = |k: usize| match corners[k] {
        Node::Corner(p) => Node::Corner(p),
        Node::Curve(_) => node(&round, k, f64::MAX),
    };
    let mut nodes: Vec<Node> = (0..n).map(curve).collect();
    // Begin at a corner, so that no run of curves is cut.
    let corner = nodes.iter().position(|node| matches!(node, Node::Corner(_)));
    nodes.rotate_left(corner.unwrap_or(0));
    let mut path = BezPath::new();
    let mut run = Vec::new();
    let mut last = None;
    for (k, node) in nodes.iter().chain(nodes.first().filter(|_| corner.is_some())).enumerate() {
        match *node {
            Node::Curve(curve) => run.push(curve),
            Node::Corner(p) => {
                if last.is_none_or(|last| !is_straight(last, &run, p, options.opt_tolerance)) {
                    draw(&mut path, &run, options.opt_tolerance);
                }
                run.clear();
                // The second time around, closing the path leads there.
                if k < n {
                    go(&mut path, p);
                }
                last = Some(p);
            }
        }
    }
    draw(&mut path, &run, options.opt_tolerance);
    path.close_path();
    Some(path)
}

/// Whether the curves between two corners stray from the line between these by no more than `tolerance`.
fn is_straight(from: Point, run: &[CubicBez], to: Point, tolerance: f64) -> bool {
    let across = unit(to - from, Vec2::ZERO);
    let strays = |p: Point| (p - from).cross(across).abs() > tolerance;
    across != Vec2::ZERO && run.iter().all(|curve| !strays(curve.p0) && !strays(curve.eval(0.5)) && !strays(curve.p3))
}

/// Draws a line to `p`, or begins there.
fn go(path: &mut BezPath, p: Point) {
    if path.elements().is_empty() { path.move_to(p) } else { path.line_to(p) }
}

/// Corner or curve: how far the vertex lies from the line through its neighbors, against the unit square around it.
fn node(vertices: &[Point], k: usize, alpha_max: f64) -> Node {
    let n = vertices.len();
    let (before, here, after) = (vertices[(k + n - 1) % n], vertices[k], vertices[(k + 1) % n]);
    let across = after - before;
    let square = across.x.abs() + across.y.abs();
    let distance = (here - before).cross(across).abs();
    let alpha = if distance > square { (1.0 - square / distance) * 4.0 / 3.0 } else { 0.0 };
    if alpha >= alpha_max {
        return Node::Corner(here);
    }
    let lean = alpha.clamp(LEAN.0, LEAN.1);
    let (start, end) = (before.midpoint(here), here.midpoint(after));
    Node::Curve(CubicBez::new(start, start.lerp(here, lean), end.lerp(here, lean), end))
}

/// The polygon with its sides moved outward where it follows a round shape.
///
/// The least-squares side of an arc lies a third of its sagitta inside, and with Potrace's curves round shapes shrink by
/// that. Length and turn of the sides tell the sagitta: length × turn / 8.
fn rounded(vertices: &[Point], nodes: &[Node]) -> Vec<Point> {
    let n = vertices.len();
    let side = |k: usize| vertices[(k + 1) % n] - vertices[k % n];
    let turn = |k: usize| {
        let (a, b) = (side(k + n - 1), side(k));
        libm::atan2(a.cross(b), a.dot(b))
    };
    let shift = |k: usize| {
        let (a, b) = (turn(k % n), turn((k + 1) % n));
        let curved = [k % n, (k + 1) % n].iter().all(|&k| matches!(nodes[k], Node::Curve(_)));
        let round = curved && a * b > 0.0 && a.abs().max(b.abs()) < SHARP;
        let length = side(k).hypot2().sqrt();
        // Positive turns bulge to the left of the way, where this normal points.
        if round { (length * (a + b) / 48.0).clamp(-FARTHEST, FARTHEST) } else { 0.0 }
    };
    let moved = |k: usize| {
        let (before, after) = (shift(k + n - 1), shift(k));
        let normal = |k: usize| {
            let d = unit(side(k), Vec2::new(1.0, 0.0));
            Vec2::new(d.y, -d.x)
        };
        let (a, b) = (normal(k + n - 1), normal(k));
        // The point that lies `before` off one side and `after` off the other.
        let det = a.cross(b);
        let crossing = Vec2::new(before * b.y - after * a.y, after * a.x - before * b.x) / det;
        vertices[k] + if det.abs() > 0.1 { crossing } else { (a * before + b * after) / 2.0 }
    };
    (0..n).map(moved).collect()
}

/// Draws consecutive curves with as few as possible, then as close as possible.
fn draw(path: &mut BezPath, run: &[CubicBez], tolerance: f64) {
    let Some(first) = run.first() else { return };
    // The run begins in the middle of a side that begins at a corner, or begins the path.
    go(path, first.p0);
    let mut best: Vec<(usize, f64, usize, Option<CubicBez>)> = vec![(0, 0.0, 0, None)];
    for j in 1..=run.len() {
        let before = best[j - 1];
        let mut choice = (before.0 + 1, before.1, j - 1, Some(run[j - 1]));
        for i in (j.saturating_sub(MOST)..j - 1).rev() {
            let (count, squares, ..) = best[i];
            if tolerance <= 0.0 || count >= choice.0 {
                continue;
            }
            let Some((curve, error)) = join(&run[i..j], tolerance) else { continue };
            if (count + 1, squares + error) < (choice.0, choice.1) {
                choice = (count + 1, squares + error, i, Some(curve));
            }
        }
        best.push(choice);
    }
    let mut chosen = Vec::new();
    let mut at = run.len();
    while at > 0 {
        chosen.extend(best[at].3);
        at = best[at].2;
    }
    for curve in chosen.into_iter().rev() {
        path.curve_to(curve.p1, curve.p2, curve.p3);
    }
}

/// One cubic instead of several that bend the same way, and its squared error; `None` when it strays too far.
fn join(curves: &[CubicBez], tolerance: f64) -> Option<(CubicBez, f64)> {
    let (first, last) = (curves.first()?, curves.last()?);
    let forward = |a: Point, b: Point| unit(b - a, Vec2::new(1.0, 0.0));
    let (start, end) = (forward(first.p0, first.p1), forward(last.p2, last.p3));
    let bend = |c: &CubicBez| (c.p1 - c.p0).cross(c.p3 - c.p2);
    let mut turn = 0.0;
    for curve in curves {
        if bend(curve) * bend(first) <= 0.0 {
            return None;
        }
        let cosine = forward(curve.p0, curve.p1).dot(forward(curve.p2, curve.p3)).clamp(-1.0, 1.0);
        turn += libm::acos(cosine);
    }
    if turn > HALF_TURN {
        return None;
    }
    let samples: Vec<Sample> = curves
        .iter()
        .flat_map(|c| (0..POINTS).map(|k| c.eval((f64::from(k) + 0.5) / f64::from(POINTS))))
        .map(|p| Sample { p, w: 1.0 })
        .collect();
    let found = cubic::fit(&samples, (first.p0, start), (last.p3, -end));
    (found.worst <= tolerance).then_some((found.curve, found.squares))
}
