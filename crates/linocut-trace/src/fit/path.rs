//! Fits a whole boundary: corners first, then the smooth stretches between them.

use super::corner::{Chain, Corner, Cover, corners, stretch};
use super::section::{self, Stretch};
use super::{FitOptions, Piece, Sample, unit};
use linocut_core::kurbo::{Point, Vec2};

/// A fitted boundary: where it starts, and its pieces.
#[derive(Clone, Debug, Default)]
pub(crate) struct Fitted {
    pub(crate) start: Point,
    pub(crate) pieces: Vec<Piece>,
}

impl Fitted {
    pub(crate) fn end(&self) -> Point {
        self.pieces.last().map_or(self.start, |p| p.end())
    }
}

/// Fits a closed boundary; it ends where it starts.
pub(crate) fn closed(samples: Vec<Sample>, options: &FitOptions, cover: Cover) -> Fitted {
    let chain = Chain::new(samples, true);
    let found = corners(&chain, options, cover);
    let Some(&first) = found.first() else { return smooth_loop(&chain, options) };
    let mut fitted = Fitted { start: first.p, pieces: Vec::new() };
    for (k, &from) in found.iter().enumerate() {
        let to = found.get(k + 1).copied().unwrap_or(first);
        fitted.pieces.extend(between(&chain, from, to, options));
    }
    flatten(&mut fitted);
    if options.level {
        straighten(&mut fitted, true);
    }
    merge_lines(&mut fitted);
    fitted
}

/// Fits an open boundary from its first point to its last.
pub(crate) fn open(samples: Vec<Sample>, options: &FitOptions, cover: Cover) -> Fitted {
    let (Some(&first), Some(&last)) = (samples.first(), samples.last()) else { return Fitted::default() };
    let chain = Chain::new(samples, false);
    let end = Corner { at: chain.samples.len() - 1, p: last.p };
    let mut stops = corners(&chain, options, cover);
    stops.retain(|c| chain.between(0, c.at) > 1.2 && chain.between(c.at, end.at) > 1.2);
    stops.push(end);
    let mut fitted = Fitted { start: first.p, pieces: Vec::new() };
    let mut from = Corner { at: 0, p: first.p };
    for to in stops {
        fitted.pieces.extend(between(&chain, from, to, options));
        from = to;
    }
    flatten(&mut fitted);
    if options.level {
        straighten(&mut fitted, false);
    }
    merge_lines(&mut fitted);
    fitted
}

fn between(chain: &Chain, from: Corner, to: Corner, options: &FitOptions) -> Vec<Piece> {
    section::fit(&Stretch { samples: &stretch(chain, from, to), start: None, end: None }, options)
}

/// A loop without corners: fitted twice, the second time from a break point that the first fit chose.
fn smooth_loop(chain: &Chain, options: &FitOptions) -> Fitted {
    let n = chain.samples.len();
    let around = |first: usize| {
        let turned: Vec<Sample> = (0..=n).filter_map(|k| chain.samples.get((first + k) % n)).copied().collect();
        let near = chain.window(first, -3.0, 3.0);
        let start = chain.samples.get(first).map_or(Point::ZERO, |s| s.p);
        let tangent =
            section::quadratic(near.iter().map(|(a, s)| (*a, s.p, s.w))).map(|(_, v)| unit(v, Vec2::new(1.0, 0.0)));
        let pieces = section::fit(&Stretch { samples: &turned, start: tangent, end: tangent }, options);
        Fitted { start, pieces }
    };
    if n < 3 {
        return Fitted::default();
    }
    let first = around(0);
    let Some(joint) = first.pieces.first().map(|p| p.end()).filter(|_| first.pieces.len() > 2) else { return first };
    let nearest = (0..n).min_by(|&a, &b| {
        let d = |i: usize| chain.samples.get(i).map_or(f64::MAX, |s| (s.p - joint).hypot2());
        d(a).total_cmp(&d(b))
    });
    let second = around(nearest.unwrap_or(0));
    if second.pieces.len() < first.pieces.len() { second } else { first }
}

/// Curves whose handles lie this near to the line between their ends are lines, in pixels.
const FLAT: f64 = 0.09;

/// Makes lines of curves that are straight but for noise.
fn flatten(fitted: &mut Fitted) {
    let mut start = fitted.start;
    for piece in &mut fitted.pieces {
        if let Piece::Cubic(a, b, end) = *piece {
            let chord = end - start;
            let along = unit(chord, Vec2::ZERO);
            let off = |p: Point| along.cross(p - start).abs();
            let within = |p: Point| (0.0..=chord.dot(along)).contains(&(p - start).dot(along));
            if within(a) && within(b) && off(a).max(off(b)) < FLAT {
                *piece = Piece::Line(end);
            }
        }
        start = piece.end();
    }
}

/// Lines that are this close to horizontal or vertical become so, as a share of their length (0.6°).
const LEVEL: f64 = 0.0105;

/// Makes almost horizontal and vertical lines exactly so, where that moves no end by more than a tenth of a pixel.
pub(crate) fn straighten(fitted: &mut Fitted, closed: bool) {
    let n = fitted.pieces.len();
    for k in 0..n {
        let start = if k == 0 { fitted.start } else { fitted.pieces.get(k - 1).map_or(fitted.start, |p| p.end()) };
        let Some(&Piece::Line(end)) = fitted.pieces.get(k) else { continue };
        let d = end - start;
        let middle = start.midpoint(end);
        let limit = |length: f64| (LEVEL * length).min(0.12);
        let (a, b) = if d.y.abs() <= limit(d.x.abs()) && d.x != 0.0 {
            (Point::new(start.x, middle.y), Point::new(end.x, middle.y))
        } else if d.x.abs() <= limit(d.y.abs()) && d.y != 0.0 {
            (Point::new(middle.x, start.y), Point::new(middle.x, end.y))
        } else {
            continue;
        };
        move_joint(fitted, k, a, closed);
        move_joint(fitted, k + 1, b, closed);
    }
}

/// Joints of two lines that are this near to one line through both are not needed, in pixels.
const IN_LINE: f64 = 0.04;
/// Nor are joints this near if the lines hardly turn there, in radians (0.9°): rasterizers bend long sides by as much.
const NEARLY: (f64, f64) = (0.1, 0.015);

/// Makes one line of two that go on straight.
fn merge_lines(fitted: &mut Fitted) {
    let mut kept: Vec<Piece> = Vec::with_capacity(fitted.pieces.len());
    let mut start = fitted.start;
    for &piece in &fitted.pieces {
        if let (Some(&Piece::Line(joint)), Piece::Line(end)) = (kept.last(), piece) {
            let chord = end - start;
            let along = (joint - start).dot(chord);
            let off = unit(chord, Vec2::ZERO).cross(joint - start).abs();
            let turn = unit(joint - start, Vec2::ZERO).cross(unit(end - joint, Vec2::ZERO)).abs();
            let in_line = off < IN_LINE || off < NEARLY.0 && turn < NEARLY.1;
            if along >= 0.0 && along <= chord.hypot2() && in_line {
                kept.pop();
                kept.push(piece);
                continue;
            }
        }
        start = kept.last().map_or(fitted.start, |p| p.end());
        kept.push(piece);
    }
    fitted.pieces = kept;
}

/// Moves the joint before piece `k`, which is also the end of a closed boundary when `k` is 0; handles move with it.
fn move_joint(fitted: &mut Fitted, k: usize, to: Point, closed: bool) {
    let n = fitted.pieces.len();
    let (before, after) = match k {
        0 => (closed.then(|| n.saturating_sub(1)), 0),
        k if k == n => (Some(n - 1), if closed { 0 } else { n }),
        k => (Some(k - 1), k),
    };
    let old = if after == 0 { fitted.start } else { fitted.pieces.get(after - 1).map_or(to, |p| p.end()) };
    let shift = to - old;
    if after == 0 {
        fitted.start = to;
    }
    match before.and_then(|i| fitted.pieces.get_mut(i)) {
        Some(Piece::Line(p)) => *p = to,
        Some(Piece::Cubic(_, c, p)) => {
            *c += shift;
            *p = to;
        }
        None => {}
    }
    if let Some(Piece::Cubic(c, _, _)) = fitted.pieces.get_mut(after) {
        *c += shift;
    }
}
