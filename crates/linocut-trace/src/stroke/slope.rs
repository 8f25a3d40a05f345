//! How the pixels along a line change as it moves and widens.

use super::Line;
use super::ink::whole;
use crate::fit::{normal, unit};
use crate::refine::Freedom;
use linocut_core::kurbo::{PathEl, Point, Vec2};
use linocut_core::{Cap, Outline};
use linocut_cover::path;

/// How the covered share of one pixel changes with one freedom of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slope {
    /// Which pixel, row by row.
    pub(super) at: usize,
    /// Which freedom; the last is the width.
    pub(super) freedom: usize,
    pub(super) by: f64,
}

/// The freedoms of a line's outline.
pub(super) struct Freed {
    free: Freedom,
    /// For each control point, how it moves with each freedom.
    by_point: Vec<Vec<(usize, Vec2)>>,
}

impl Freed {
    pub(super) fn of(line: &Line) -> Self {
        let free = Freedom::of(&line.outline);
        let turn = line.transform.with_translation(Vec2::ZERO);
        let mut by_point: Vec<Vec<(usize, Vec2)>> = Vec::new();
        for m in &free.moves {
            if by_point.len() <= m.point {
                by_point.resize(m.point + 1, Vec::new());
            }
            if let Some(moves) = by_point.get_mut(m.point) {
                moves.push((m.parameter, (turn * m.by.to_point()).to_vec2()));
            }
        }
        Self { free, by_point }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.free.count
    }

    /// The outline after a step of each freedom.
    pub(super) fn moved(&self, step: &[f64]) -> Option<Outline> {
        self.free.moved(step)
    }
}

/// Distance between the places along a line that are looked at, in pixels.
const STEP: f64 = 0.6;
/// Turns smaller than this have no join worth looking at, in radians.
const STRAIGHT: f64 = 0.1;

/// A smooth piece of a line's middle: control points with their numbers.
struct Piece {
    points: Vec<(usize, Point)>,
}

/// A place on a piece.
#[derive(Clone, Copy)]
struct Place {
    p: Point,
    along: Vec2,
    weights: [f64; 4],
}

/// The slopes of all pixels on the edges of `line`, unsorted, several for one pixel and freedom.
///
/// An edge that moves outward by δ over a length dl covers δ · dl more. Each edge follows the middle at half the width,
/// so it moves as the middle does; that it also turns is left out.
pub(super) fn slopes(line: &Line, freed: &Freed, size: (usize, usize)) -> Vec<Slope> {
    let mut splat = Splat { line, freed, size, found: Vec::new() };
    let pieces = pieces(&(line.transform * path(&line.outline)));
    let mut before: Option<Place> = None;
    let mut first: Option<(Place, usize)> = None;
    let mut last: Option<(Place, usize)> = None;
    for piece in &pieces {
        let (Some(start), Some(end)) = (piece.points.first(), piece.points.last()) else { continue };
        let (at_start, at_end) = (piece.place(0.0), piece.place(1.0));
        if first.is_none() {
            first = Some((at_start, start.0));
        }
        if let Some(before) = before {
            splat.join(before.along, at_start, start.0);
        }
        splat.piece(piece);
        before = Some(at_end);
        last = Some((at_end, end.0));
    }
    let (Some((head, start)), Some((tail, end))) = (first, last) else { return splat.found };
    if (head.p - tail.p).hypot2() < 1e-12 && pieces.len() > 1 {
        splat.join(tail.along, head, start);
    } else {
        splat.cap(head.p, -head.along, start);
        splat.cap(tail.p, tail.along, end);
    }
    splat.found
}

/// The pieces of a path, without those of no length.
fn pieces(path: &linocut_core::kurbo::BezPath) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let (mut next, mut start, mut here) = (0_usize, (0_usize, Point::ZERO), (0_usize, Point::ZERO));
    for element in path.elements() {
        let mut points = vec![here];
        match *element {
            PathEl::MoveTo(p) => {
                start = (next, p);
                here = start;
                next += 1;
                continue;
            }
            PathEl::LineTo(p) => points.push((next, p)),
            PathEl::QuadTo(a, p) => points.extend([(next, a), (next + 1, p)]),
            PathEl::CurveTo(a, b, p) => points.extend([(next, a), (next + 1, b), (next + 2, p)]),
            PathEl::ClosePath => {
                points.push(start);
                next -= 1;
            }
        }
        next += points.len() - 1;
        here = points.last().copied().unwrap_or(here);
        let length: f64 =
            points.windows(2).map(|w| w.first().zip(w.last()).map_or(0.0, |(a, b)| (b.1 - a.1).hypot2())).sum();
        if length > 1e-9 {
            found.push(Piece { points });
        }
    }
    found
}

impl Piece {
    fn place(&self, t: f64) -> Place {
        let s = 1.0 - t;
        let at = |k: usize| self.points.get(k).map_or(Vec2::ZERO, |(_, p)| p.to_vec2());
        let (weights, slope) = match self.points.len() {
            2 => ([s, t, 0.0, 0.0], at(1) - at(0)),
            3 => ([s * s, 2.0 * s * t, t * t, 0.0], (at(1) - at(0)) * s + (at(2) - at(1)) * t),
            _ => (
                [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t],
                (at(1) - at(0)) * (s * s) + (at(2) - at(1)) * (2.0 * s * t) + (at(3) - at(2)) * (t * t),
            ),
        };
        let p = weights.iter().enumerate().fold(Vec2::ZERO, |sum, (k, w)| sum + at(k) * *w).to_point();
        let chord = at(self.points.len().saturating_sub(1)) - at(0);
        Place { p, along: unit(slope, chord), weights }
    }

    fn length(&self) -> f64 {
        self.points.windows(2).map(|w| w.first().zip(w.last()).map_or(0.0, |(a, b)| (b.1 - a.1).hypot2().sqrt())).sum()
    }
}

/// Collects slopes.
struct Splat<'a> {
    line: &'a Line,
    freed: &'a Freed,
    size: (usize, usize),
    found: Vec<Slope>,
}

impl Splat<'_> {
    fn half(&self) -> f64 {
        0.5 * self.line.width
    }

    /// A bit of edge at `edge` with the outward normal `out`; `pulls` are control points and how much they move it.
    fn bit(&mut self, edge: Point, out: Vec2, pulls: &[(usize, f64)]) {
        let (x, y) = (usize::try_from(whole(edge.x.floor())), usize::try_from(whole(edge.y.floor())));
        let (Ok(x), Ok(y)) = (x, y) else { return };
        if x >= self.size.0 || y >= self.size.1 || edge.x < 0.0 || edge.y < 0.0 {
            return;
        }
        let at = y * self.size.0 + x;
        for &(point, weight) in pulls.iter().filter(|p| p.1 != 0.0) {
            for &(freedom, by) in self.freed.by_point.get(point).into_iter().flatten() {
                self.found.push(Slope { at, freedom, by: weight * by.dot(out) });
            }
        }
        self.found.push(Slope { at, freedom: self.freed.count(), by: 0.5 * out.hypot2().sqrt() });
    }

    /// Both edges along a piece; the length of a bit is that of its outward vector.
    fn piece(&mut self, piece: &Piece) {
        let count = (piece.length() / STEP).ceil().clamp(1.0, 4000.0);
        let h = self.half();
        let mut k = 0.0;
        let mut from = piece.place(0.0);
        while k < count {
            let (middle, to) = (piece.place((k + 0.5) / count), piece.place((k + 1.0) / count));
            for side in [1.0, -1.0] {
                let edge = |q: &Place| q.p + normal(q.along) * (side * h);
                let length = (edge(&to) - edge(&from)).dot(middle.along);
                if length > 0.0 {
                    let pulls: Vec<(usize, f64)> =
                        piece.points.iter().zip(middle.weights).map(|(p, w)| (p.0, w)).collect();
                    self.bit(edge(&middle), normal(middle.along) * (side * length), &pulls);
                }
            }
            from = to;
            k += 1.0;
        }
    }

    /// The cap at `p`, where the line leads along `out`.
    fn cap(&mut self, p: Point, out: Vec2, point: usize) {
        let h = self.half();
        match self.line.cap {
            Cap::Round => self.arc(p, (normal(out), std::f64::consts::PI), point, -1.0),
            Cap::Butt | Cap::Square => {
                let ahead = if self.line.cap == Cap::Square { h } else { 0.0 };
                let count = (2.0 * h / STEP).ceil().clamp(1.0, 200.0);
                let mut k = 0.5;
                while k < count {
                    let across = normal(out) * (h * (2.0 * k / count - 1.0));
                    self.bit(p + out * ahead + across, out * (2.0 * h / count), &[(point, 1.0)]);
                    k += 1.0;
                }
            }
        }
    }

    /// An arc of `angle` around `p` from the direction `from`, turning to `sign`.
    fn arc(&mut self, p: Point, (from, angle): (Vec2, f64), point: usize, sign: f64) {
        let h = self.half();
        let count = (h * angle / STEP).ceil().clamp(2.0, 400.0);
        let mut k = 0.5;
        while k < count {
            let phi = sign * angle * k / count;
            let (s, c) = (libm::sin(phi), libm::cos(phi));
            let ray = Vec2::new(c * from.x - s * from.y, s * from.x + c * from.y);
            self.bit(p + ray * h, ray * (h * angle / count), &[(point, 1.0)]);
            k += 1.0;
        }
    }

    /// The outer side of a corner, taken for a round one.
    fn join(&mut self, before: Vec2, after: Place, point: usize) {
        let angle = libm::atan2(before.cross(after.along), before.dot(after.along));
        if angle.abs() > STRAIGHT {
            let outer = if angle > 0.0 { -1.0 } else { 1.0 };
            self.arc(after.p, (normal(before) * outer, angle.abs()), point, angle.signum());
        }
    }
}
