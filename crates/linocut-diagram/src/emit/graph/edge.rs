//! The course of a line: clipped at what it joins, smooth, interrupted for its label.

use linocut_core::Outline;
use linocut_core::kurbo::{BezPath, CubicBez, Line, ParamCurve, ParamCurveArclen, Point, Rect, Shape as _, Vec2};

/// Exactness of lengths along curves, in user units; a hundredth is what is written.
const EXACT: f64 = 0.01;
/// Where a curve is looked at for its label's box.
const LOOKS: u32 = 24;

/// A course of cubics, each beginning where the last one ends.
#[derive(Clone, Debug, Default)]
pub(in crate::emit) struct Course {
    pieces: Vec<CubicBez>,
}

/// Where the line from `inside` towards `outside` leaves an outline; `inside` when it does not.
pub(in crate::emit) fn leaves(outline: &Outline, inside: Point, outside: Point) -> Point {
    let line = Line::new(inside, outside);
    let path = match outline {
        Outline::Path(path) => path.clone(),
        Outline::Rect(rect) => rect.to_path(0.05),
        Outline::Circle(circle) => circle.to_path(0.05),
        Outline::Ellipse(ellipse) => ellipse.to_path(0.05),
        Outline::Line(line) => line.to_path(0.05),
    };
    let hits = path.segments().flat_map(|segment| segment.intersect_line(line));
    let last = hits.map(|hit| hit.line_t).filter(|t| (0.0..=1.0).contains(t)).reduce(f64::max);
    last.map_or(inside, |t| line.eval(t))
}

impl Course {
    /// A smooth course from the first to the last point that is drawn towards the points between: a cubic B-spline.
    pub(in crate::emit) fn smooth(points: &[Point]) -> Self {
        let straight = matches!(points, [first, middle @ .., last]
            if middle.iter().all(|&point| away(*first, *last, point) < 0.75));
        if straight || points.len() < 3 {
            return match (points.first(), points.last()) {
                (Some(&first), Some(&last)) => Self { pieces: vec![flat(first, last)] },
                _ => Self::default(),
            };
        }
        let (Some(&first), Some(&last)) = (points.first(), points.last()) else { return Self::default() };
        // Doubled ends hold the curve there.
        let mut control = vec![first, first];
        control.extend_from_slice(points);
        control.extend([last, last]);
        let pieces = control.windows(4).filter_map(|window| {
            let &[a, b, c, d] = window else { return None };
            let third = |p: Point, q: Point| p.lerp(q, 1.0 / 3.0);
            let start = third(b, a).midpoint(third(b, c));
            let end = third(c, b).midpoint(third(c, d));
            Some(CubicBez::new(start, third(b, c), third(c, b), end))
        });
        Self { pieces: pieces.filter(|piece| piece.p0.distance(piece.p3) > 1e-6).collect() }
    }

    /// Straight lines with rounded corners.
    pub(in crate::emit) fn angular(points: &[Point], radius: f64) -> Self {
        let mut pieces = Vec::new();
        let Some(&first) = points.first() else { return Self::default() };
        let mut at = first;
        for window in points.windows(3) {
            let &[a, b, c] = window else { continue };
            let cut = radius.min(a.distance(b) / 2.0).min(b.distance(c) / 2.0);
            let (from, to) = (toward(b, a, cut), toward(b, c, cut));
            pieces.push(flat(at, from));
            pieces.push(CubicBez::new(from, from.lerp(b, 0.55), to.lerp(b, 0.55), to));
            at = to;
        }
        if let Some(&last) = points.last() {
            pieces.push(flat(at, last));
        }
        Self { pieces: pieces.into_iter().filter(|piece| piece.p0.distance(piece.p3) > 1e-6).collect() }
    }

    /// The course without `start` at its beginning and `end` at its end, in user units along it.
    pub(in crate::emit) fn trimmed(mut self, start: f64, end: f64) -> Self {
        self.pieces = shortened(self.pieces, end);
        self.reverse();
        self.pieces = shortened(self.pieces, start);
        self.reverse();
        self
    }

    fn reverse(&mut self) {
        self.pieces.reverse();
        for piece in &mut self.pieces {
            *piece = CubicBez::new(piece.p3, piece.p2, piece.p1, piece.p0);
        }
    }

    pub(in crate::emit) fn start(&self) -> Option<Point> {
        self.pieces.first().map(|piece| piece.p0)
    }

    pub(in crate::emit) fn end(&self) -> Option<Point> {
        self.pieces.last().map(|piece| piece.p3)
    }

    /// Its length, in user units.
    pub(in crate::emit) fn length(&self) -> f64 {
        self.pieces.iter().map(|piece| piece.arclen(EXACT)).sum()
    }

    /// The point `along` user units from its beginning, and the direction there.
    pub(in crate::emit) fn at(&self, along: f64) -> Option<(Point, Vec2)> {
        let mut left = along;
        for piece in &self.pieces {
            let length = piece.arclen(EXACT);
            if left <= length {
                let t = piece.inv_arclen(left.max(0.0), EXACT);
                return Some((piece.eval(t), direction(piece, t)));
            }
            left -= length;
        }
        let last = self.pieces.last()?;
        Some((last.p3, direction(last, 1.0)))
    }

    /// As a path, left out inside `gaps`.
    pub(in crate::emit) fn path(&self, gaps: &[Rect]) -> BezPath {
        let mut path = BezPath::new();
        let mut at = None;
        for piece in &self.pieces {
            for (from, to) in outside(piece, gaps) {
                let part = if (from, to) == (0.0, 1.0) { *piece } else { piece.subsegment(from..to) };
                if at.is_none_or(|at: Point| at.distance(part.p0) > 1e-3) {
                    path.move_to(part.p0);
                }
                if is_flat(&part) {
                    path.line_to(part.p3);
                } else {
                    path.curve_to(part.p1, part.p2, part.p3);
                }
                at = Some(part.p3);
            }
        }
        path
    }
}

/// The parts of `piece` that lie outside all `gaps`, as parameters.
fn outside(piece: &CubicBez, gaps: &[Rect]) -> Vec<(f64, f64)> {
    let near = piece.bounding_box();
    let gaps: Vec<Rect> = gaps.iter().copied().filter(|gap| gap.overlaps(near)).collect();
    if gaps.is_empty() {
        return vec![(0.0, 1.0)];
    }
    let hidden = |t: f64| gaps.iter().any(|gap| gap.contains(piece.eval(t)));
    let (mut parts, mut from) = (Vec::new(), (!hidden(0.0)).then_some(0.0));
    for look in 0..LOOKS {
        let (a, b) = (f64::from(look) / f64::from(LOOKS), f64::from(look + 1) / f64::from(LOOKS));
        match (hidden(a), hidden(b)) {
            (false, true) => parts.extend(from.take().map(|start| (start, boundary(a, b, &hidden)))),
            (true, false) => from = Some(boundary(b, a, &hidden)),
            (false, false) | (true, true) => {}
        }
    }
    parts.extend(from.map(|start| (start, 1.0)));
    parts
}

/// The parameter between one that is seen and one that is hidden where it changes.
fn boundary(mut seen: f64, mut hidden: f64, is_hidden: &dyn Fn(f64) -> bool) -> f64 {
    for _ in 0..12 {
        let middle = f64::midpoint(seen, hidden);
        if is_hidden(middle) { hidden = middle } else { seen = middle }
    }
    seen
}

fn shortened(mut pieces: Vec<CubicBez>, mut by: f64) -> Vec<CubicBez> {
    while by > 0.0 && pieces.len() > 1 {
        let Some(length) = pieces.last().map(|piece| piece.arclen(EXACT)) else { break };
        if length > by {
            break;
        }
        by -= length;
        pieces.pop();
    }
    if let Some(last) = pieces.last_mut().filter(|_| by > 0.0) {
        let length = last.arclen(EXACT);
        // A line that is shorter than its heads keeps a little of itself.
        let kept = (length - by).max(length * 0.05);
        *last = last.subsegment(0.0..last.inv_arclen(kept, EXACT));
    }
    pieces
}

fn direction(piece: &CubicBez, t: f64) -> Vec2 {
    let (a, b) = (piece.eval((t - 0.02).max(0.0)), piece.eval((t + 0.02).min(1.0)));
    unit(b - a)
}

/// A vector of length 1 in the direction of `vector`; downward when it has none.
pub(in crate::emit) fn unit(vector: Vec2) -> Vec2 {
    let length = vector.hypot();
    if length > 1e-9 { vector / length } else { Vec2::new(0.0, 1.0) }
}

fn toward(from: Point, to: Point, by: f64) -> Point {
    from + unit(to - from) * by
}

fn flat(from: Point, to: Point) -> CubicBez {
    CubicBez::new(from, from.lerp(to, 1.0 / 3.0), from.lerp(to, 2.0 / 3.0), to)
}

fn is_flat(piece: &CubicBez) -> bool {
    away(piece.p0, piece.p3, piece.p1) < 0.02 && away(piece.p0, piece.p3, piece.p2) < 0.02
}

/// How far `point` lies from the line through two others.
fn away(from: Point, to: Point, point: Point) -> f64 {
    let along = to - from;
    let length = along.hypot();
    if length < 1e-9 { from.distance(point) } else { along.cross(point - from).abs() / length }
}
