//! The ways in which an outline may move without losing what makes it regular.
//!
//! Level lines stay level, smooth joints smooth, level tangents level; circles, ellipses and rectangles move as such.

use linocut_core::Outline;
use linocut_core::kurbo::{BezPath, PathEl, Point, Vec2};
use linocut_cover::{Move, moves, parameters, points, with_parameters, with_points};

/// Coordinates this near are the same, in pixels: rounding, not noise.
const SAME: f64 = 1e-9;
/// Directions this near to each other, in radians (1.1°), make a smooth joint.
const SMOOTH: f64 = 0.02;
/// Handles shorter than this have no direction, in pixels.
const SHORT: f64 = 1e-3;

/// An outline and its freedoms.
pub(crate) struct Freedom {
    outline: Outline,
    /// How control points move with each freedom, to first order.
    pub(crate) moves: Vec<Move>,
    /// How many freedoms there are.
    pub(crate) count: usize,
    handles: Vec<Handle>,
    /// For each control point that is a joint, its freedoms to the right and down.
    joints: Vec<Option<[usize; 2]>>,
}

/// An off-curve control point.
struct Handle {
    point: usize,
    /// The joint that it belongs to.
    joint: usize,
    /// Where it lies from there.
    offset: Vec2,
    kind: Bond,
}

/// How a handle may turn and stretch.
#[derive(Clone, Copy)]
enum Bond {
    /// As it likes: two freedoms.
    Free([usize; 2]),
    /// Its length, and a turn that it shares with the handle on the other side.
    Turn { length: usize, turn: usize },
    /// Its length only.
    Straight { length: usize },
    /// Its length; its direction follows the line from another joint.
    Follow { length: usize, from: usize },
}

/// What arrives at a joint or leaves it.
#[derive(Clone, Copy)]
struct Arm {
    /// The control point at its other end.
    to: usize,
    is_line: bool,
}

/// A joint: a control point on the curve (the same as another when a subpath ends where it starts), and its arms.
struct Node {
    points: Vec<usize>,
    before: Option<Arm>,
    after: Option<Arm>,
}

impl Freedom {
    /// The freedoms of `outline`.
    pub(crate) fn of(outline: &Outline) -> Self {
        match outline {
            Outline::Path(path) => of_path(outline, path),
            Outline::Rect(_) | Outline::Circle(_) | Outline::Ellipse(_) | Outline::Line(_) => {
                let values = parameters(outline);
                // Sharp corners stay sharp.
                let sharp =
                    |m: &Move| matches!(outline, Outline::Rect(_)) && m.parameter == 4 && values.get(4) == Some(&0.0);
                let mut moves = moves(outline);
                moves.retain(|m| !sharp(m));
                let (handles, joints) = (Vec::new(), Vec::new());
                Self { outline: outline.clone(), moves, count: values.len(), handles, joints }
            }
        }
    }

    /// The outline after a step of each freedom; `None` when it would fold over.
    pub(crate) fn moved(&self, step: &[f64]) -> Option<Outline> {
        let Outline::Path(path) = &self.outline else {
            let values: Vec<f64> = parameters(&self.outline).iter().zip(step).map(|(v, s)| v + s).collect();
            return with_parameters(&self.outline, &values);
        };
        let by = |k: usize| step.get(k).copied().unwrap_or(0.0);
        let old = points(path);
        let shift =
            |k: usize| self.joints.get(k).copied().flatten().map_or(Vec2::ZERO, |[x, y]| Vec2::new(by(x), by(y)));
        let mut new: Vec<Point> = old.iter().enumerate().map(|(k, p)| *p + shift(k)).collect();
        for handle in &self.handles {
            let joint = *new.get(handle.joint)?;
            let length = handle.offset.hypot2().sqrt();
            let longer = |k: usize| Some(1.0 + by(k) / length).filter(|s| *s > 0.2 && *s < 5.0);
            let offset = match handle.kind {
                Bond::Free([x, y]) => handle.offset + Vec2::new(by(x), by(y)),
                Bond::Straight { length } => handle.offset * longer(length)?,
                Bond::Turn { length, turn } => rotated(handle.offset, by(turn)) * longer(length)?,
                Bond::Follow { length: l, from } => {
                    let line = joint - *new.get(from)?;
                    // The far end may lie ahead or behind.
                    let was = *old.get(handle.joint)? - *old.get(from)?;
                    let sign = if was.dot(handle.offset) < 0.0 { -1.0 } else { 1.0 };
                    line * (sign * length * longer(l)? / line.hypot2().sqrt().max(SHORT))
                }
            };
            *new.get_mut(handle.point)? = joint + offset;
        }
        with_points(path, &new).map(Outline::Path)
    }
}

fn rotated(v: Vec2, angle: f64) -> Vec2 {
    let (s, c) = (libm::sin(angle), libm::cos(angle));
    Vec2::new(c * v.x - s * v.y, s * v.x + c * v.y)
}

fn of_path(outline: &Outline, path: &BezPath) -> Freedom {
    let all = points(path);
    let at = |k: usize| all.get(k).copied().unwrap_or(Point::ZERO);
    let nodes = nodes(path, &all);
    let mut count = 0;
    let mut joints = vec![None; all.len()];
    for (node, axes) in nodes.iter().zip(axes(&nodes, &at, &mut count)) {
        for &point in &node.points {
            if let Some(joint) = joints.get_mut(point) {
                *joint = Some(axes);
            }
        }
    }
    let mut handles = Vec::new();
    for node in &nodes {
        bind(node, &at, &mut count, &mut handles);
    }
    let mut free = Freedom { outline: outline.clone(), moves: Vec::new(), count, handles, joints };
    free.moves = tangents(&free, &at);
    free
}

/// The joints of a path, subpath by subpath.
fn nodes(path: &BezPath, all: &[Point]) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let (mut first, mut next) = (0, 0);
    for element in path.elements() {
        let arm = |to: usize, is_line: bool| Some(Arm { to, is_line });
        let (handles, end) = match element {
            PathEl::MoveTo(_) => {
                first = nodes.len();
                nodes.push(Node { points: vec![next], before: None, after: None });
                next += 1;
                continue;
            }
            PathEl::LineTo(_) => (None, next),
            PathEl::QuadTo(..) => (Some((next, next)), next + 1),
            PathEl::CurveTo(..) => (Some((next, next + 1)), next + 2),
            PathEl::ClosePath => {
                close(&mut nodes, first, all);
                continue;
            }
        };
        let here = nodes.last().and_then(|n| n.points.first().copied()).unwrap_or(0);
        if let Some(node) = nodes.last_mut() {
            node.after = handles.map_or(arm(end, true), |(a, _)| arm(a, false));
        }
        let before = handles.map_or(arm(here, true), |(_, b)| arm(b, false));
        nodes.push(Node { points: vec![end], before, after: None });
        next = end + 1;
    }
    nodes
}

/// Joins the end of a subpath with its start.
fn close(nodes: &mut Vec<Node>, first: usize, all: &[Point]) {
    if nodes.len() < first + 2 {
        return;
    }
    let point = |n: Option<&Node>| n.and_then(|n| n.points.first()).copied();
    let (Some(start), Some(end)) = (point(nodes.get(first)), point(nodes.last())) else { return };
    let meet = all.get(start).zip(all.get(end)).is_some_and(|(a, b)| (*a - *b).hypot2() < SAME * SAME);
    if meet && let Some(last) = nodes.pop() {
        if let Some(node) = nodes.get_mut(first) {
            node.points.extend(last.points);
            node.before = last.before;
        }
        return;
    }
    if let Some(node) = nodes.last_mut() {
        node.after = Some(Arm { to: start, is_line: true });
    }
    if let Some(node) = nodes.get_mut(first) {
        node.before = Some(Arm { to: end, is_line: true });
    }
}

/// The freedoms of each joint, those at the two ends of a level line being one.
fn axes(nodes: &[Node], at: &impl Fn(usize) -> Point, count: &mut usize) -> Vec<[usize; 2]> {
    let own = |n: &Node| n.points.first().copied().unwrap_or(0);
    let mut root: Vec<usize> = (0..2 * nodes.len()).collect();
    let find = |root: &[usize], mut k: usize| {
        while let Some(&up) = root.get(k).filter(|&&up| up != k) {
            k = up;
        }
        k
    };
    let owner = |p: usize| nodes.iter().position(|n| n.points.contains(&p));
    for (k, node) in nodes.iter().enumerate() {
        let Some(to) = node.after.filter(|a| a.is_line).and_then(|a| owner(a.to)) else { continue };
        let d = nodes.get(to).map_or(Vec2::ZERO, |n| at(own(n)) - at(own(node)));
        for (axis, off) in [(0, d.x), (1, d.y)] {
            if off.abs() < SAME {
                let (a, b) = (find(&root, 2 * k + axis), find(&root, 2 * to + axis));
                if let Some(up) = root.get_mut(a.max(b)) {
                    *up = a.min(b);
                }
            }
        }
    }
    let mut freedom = vec![usize::MAX; root.len()];
    for k in 0..root.len() {
        let top = find(&root, k);
        if top == k {
            if let Some(f) = freedom.get_mut(k) {
                *f = *count;
            }
            *count += 1;
        } else if let Some(shared) = freedom.get(top).copied()
            && let Some(f) = freedom.get_mut(k)
        {
            *f = shared;
        }
    }
    freedom.as_chunks::<2>().0.to_vec()
}

/// Adds the handles of one joint.
fn bind(node: &Node, at: &impl Fn(usize) -> Point, count: &mut usize, handles: &mut Vec<Handle>) {
    let joint = node.points.first().copied().unwrap_or(0);
    let arms = [node.before, node.after];
    let offset = |arm: &Option<Arm>| arm.map_or(Vec2::ZERO, |a| at(a.to) - at(joint));
    let [u, v] = [offset(&arms[0]), offset(&arms[1])];
    let long = u.hypot2().min(v.hypot2()) > SHORT * SHORT;
    let smooth = long && u.cross(v).abs() < SMOOTH * (u.hypot2() * v.hypot2()).sqrt() && u.dot(v) < 0.0;
    let exact = long && u.cross(v).abs() < 1e-6 * (u.hypot2() * v.hypot2()).sqrt();
    let mut fresh = || {
        *count += 1;
        *count - 1
    };
    let level = |w: Vec2| w.x.abs().min(w.y.abs()) < SAME;
    let mut shared = None;
    for (arm, other) in [(arms[0], arms[1]), (arms[1], arms[0])] {
        let Some(arm) = arm.filter(|a| !a.is_line) else { continue };
        let offset = at(arm.to) - at(joint);
        let kind = match other {
            Some(line) if smooth && exact && line.is_line => Bond::Follow { length: fresh(), from: line.to },
            Some(other) if smooth && !other.is_line => {
                if level(offset) {
                    Bond::Straight { length: fresh() }
                } else {
                    let turn = *shared.get_or_insert_with(&mut fresh);
                    Bond::Turn { length: fresh(), turn }
                }
            }
            _ if offset.hypot2() < SHORT * SHORT => continue,
            _ => Bond::Free([fresh(), fresh()]),
        };
        handles.push(Handle { point: arm.to, joint, offset, kind });
    }
}

/// How control points move with each freedom, to first order.
fn tangents(free: &Freedom, at: &impl Fn(usize) -> Point) -> Vec<Move> {
    let axes = [Vec2::new(1.0, 0.0), Vec2::new(0.0, 1.0)];
    let mut found = Vec::new();
    let joint = |k: usize| free.joints.get(k).copied().flatten();
    let mut push = |point: usize, parameter: usize, by: Vec2| found.push(Move { point, parameter, by });
    let mut loose: Vec<bool> = free.joints.iter().map(Option::is_none).collect();
    for (point, &own) in free.joints.iter().enumerate() {
        for (parameter, axis) in own.iter().flatten().zip(axes) {
            push(point, *parameter, axis);
        }
    }
    for handle in &free.handles {
        if let Some(flag) = loose.get_mut(handle.point) {
            *flag = false;
        }
        let along = handle.offset / handle.offset.hypot2().sqrt();
        let across = Vec2::new(-handle.offset.y, handle.offset.x);
        for (parameter, axis) in joint(handle.joint).iter().flatten().zip(axes) {
            push(handle.point, *parameter, axis);
        }
        match handle.kind {
            Bond::Free(own) => own.into_iter().zip(axes).for_each(|(k, axis)| push(handle.point, k, axis)),
            Bond::Straight { length } => push(handle.point, length, along),
            Bond::Turn { length, turn } => {
                push(handle.point, length, along);
                push(handle.point, turn, across);
            }
            Bond::Follow { length, from } => {
                push(handle.point, length, along);
                let line = at(handle.joint) - at(from);
                let normal = Vec2::new(-line.y, line.x) / line.hypot2().max(SHORT * SHORT);
                for (ends, sign) in [(joint(handle.joint), 1.0), (joint(from), -1.0)] {
                    for (parameter, axis) in ends.iter().flatten().zip(axes) {
                        push(handle.point, *parameter, across * (sign * normal.dot(axis)));
                    }
                }
            }
        }
    }
    found
}
