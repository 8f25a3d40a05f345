//! Paths as straight chords that remember where they come from.

use crate::number::{count, float};
use linocut_core::kurbo::{BezPath, PathEl, Point};

/// Farthest that a chord strays from its curve, in pixels; coverage is off by at most two thirds of it.
///
/// Half of it would take 1.4 times as many chords.
const FLATNESS: f64 = 0.004;

/// Most chords of one curve: what keeps a curve of absurd size from taking the day.
const MOST: usize = 4096;

/// A straight piece of a path.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chord {
    pub(crate) from: Point,
    pub(crate) to: Point,
    /// How far each control point moves the two ends.
    pub(crate) pull: [Pull; 4],
}

/// A control point, and how far it moves the start and the end of a chord.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Pull {
    pub(crate) point: usize,
    pub(crate) from: f64,
    pub(crate) to: f64,
}

/// One element of a path with the indices of its control points; unused ones repeat the last.
struct Curve {
    points: [(usize, Point); 4],
    degree: usize,
}

/// Calls `each` with every chord of `path`, closing open subpaths.
///
/// Control points are counted along the path: one for each move and line, two or three for each curve.
pub(crate) fn chords(path: &BezPath, mut each: impl FnMut(&Chord)) {
    let (mut start, mut here, mut next) = ((0, Point::ZERO), (0, Point::ZERO), 0);
    let mut open = false;
    for element in path.elements() {
        let first = next;
        let mut curve = |points: [(usize, Point); 4], degree: usize| flatten(&Curve { points, degree }, &mut each);
        match *element {
            PathEl::MoveTo(p) => {
                if open {
                    curve([here, start, start, start], 1);
                }
                start = (first, p);
                here = start;
                next = first + 1;
            }
            PathEl::LineTo(p) => {
                let end = (first, p);
                curve([here, end, end, end], 1);
                here = end;
                next = first + 1;
            }
            PathEl::QuadTo(a, p) => {
                let end = (first + 1, p);
                curve([here, (first, a), end, end], 2);
                here = end;
                next = first + 2;
            }
            PathEl::CurveTo(a, b, p) => {
                let end = (first + 2, p);
                curve([here, (first, a), (first + 1, b), end], 3);
                here = end;
                next = first + 3;
            }
            PathEl::ClosePath => {
                curve([here, start, start, start], 1);
                here = start;
            }
        }
        open = !matches!(element, PathEl::ClosePath);
    }
    if open {
        flatten(&Curve { points: [here, start, start, start], degree: 1 }, &mut each);
    }
}

fn flatten(curve: &Curve, each: &mut impl FnMut(&Chord)) {
    let [p0, p1, p2, p3] = curve.points.map(|(_, p)| p.to_vec2());
    if curve.points.iter().any(|(_, p)| !p.is_finite()) {
        return;
    }
    // Second differences bound how far a curve of degree d strays from n chords: d (d − 1) / 8 times them over n².
    let bend = match curve.degree {
        1 => 0.0,
        2 => 0.25 * (p0 - 2.0 * p1 + p2).hypot2().sqrt(),
        _ => 0.75 * (p0 - 2.0 * p1 + p2).hypot2().max((p1 - 2.0 * p2 + p3).hypot2()).sqrt(),
    };
    let n = count((bend / FLATNESS).sqrt().ceil()).clamp(1, MOST);
    let mut before = basis(curve.degree, 0.0);
    let mut from = curve.points[0].1;
    for k in 1..=n {
        let after = basis(curve.degree, float(k) / float(n));
        let [b0, b1, b2, b3] = after;
        let to = (p0 * b0 + p1 * b1 + p2 * b2 + p3 * b3).to_point();
        let mut pull = [Pull::default(); 4];
        for ((pull, (point, _)), (from, to)) in pull.iter_mut().zip(curve.points).zip(before.iter().zip(after)) {
            *pull = Pull { point, from: *from, to };
        }
        each(&Chord { from, to, pull });
        (before, from) = (after, to);
    }
}

/// Bernstein polynomials of `degree` at `t`.
fn basis(degree: usize, t: f64) -> [f64; 4] {
    let s = 1.0 - t;
    match degree {
        1 => [s, t, 0.0, 0.0],
        2 => [s * s, 2.0 * s * t, t * t, 0.0],
        _ => [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t],
    }
}
