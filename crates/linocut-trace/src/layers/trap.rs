//! Cut-outs that spread a little under what lies above them, so that no page shows where a press or a cutter is off.

use super::curve::leaving;
use crate::fit::normal;
use linocut_core::kurbo::{CubicBez, Line, ParamCurve as _, PathSeg, Point};

/// Corners are mitered while the cosine between the sides' directions is above this, and flattened beyond.
const MITER: f64 = -0.5;

/// A ring with every stretch moved to its left by its distance, in pixels; stretches without one stay as they are.
///
/// What is moved is hidden, so an offset that keeps the number of curves is exact enough (Tiller and Hanson 1984,
/// "Offsets of two-dimensional profiles").
pub(super) fn spread(stretches: impl Iterator<Item = (Vec<PathSeg>, f64)>) -> Vec<PathSeg> {
    let pieces: Vec<(PathSeg, f64)> = stretches.flat_map(|(all, d)| all.into_iter().map(move |s| (s, d))).collect();
    if pieces.iter().all(|(_, d)| *d <= 0.0) {
        return pieces.into_iter().map(|(segment, _)| segment).collect();
    }
    let mut spread = Vec::with_capacity(pieces.len() + 4);
    for (k, &(segment, distance)) in pieces.iter().enumerate() {
        let Some(&(next, after)) = pieces.get((k + 1) % pieces.len()) else { continue };
        spread.push(moved(segment, distance));
        let (from, to) = (moved(segment, distance).end(), moved(next, after).start());
        let corner = miter((segment, distance), (next, after));
        let stops: Vec<Point> = [from].into_iter().chain(corner).chain([to]).collect();
        spread.extend(stops.windows(2).filter_map(|w| match w {
            &[a, b] if (b - a).hypot2() > 1e-12 => Some(PathSeg::Line(Line::new(a, b))),
            _ => None,
        }));
    }
    spread
}

/// The segment moved to its left.
fn moved(segment: PathSeg, distance: f64) -> PathSeg {
    if distance <= 0.0 {
        return segment;
    }
    let (a, b) = (-normal(leaving(segment)) * distance, normal(leaving(segment.reverse())) * distance);
    match segment {
        PathSeg::Line(line) => PathSeg::Line(Line::new(line.p0 + a, line.p1 + b)),
        PathSeg::Quad(_) | PathSeg::Cubic(_) => {
            let c = segment.to_cubic();
            let (start, end) = (c.p0 + a, c.p3 + b);
            let before = (c.p3 - c.p0).hypot2().max(1e-12);
            let scale = ((end - start).hypot2() / before).sqrt();
            PathSeg::Cubic(CubicBez::new(start, start + (c.p1 - c.p0) * scale, end + (c.p2 - c.p3) * scale, end))
        }
    }
}

/// Where the moved sides of a corner meet, if both are moved alike and the corner is not too sharp.
fn miter((segment, distance): (PathSeg, f64), (next, after): (PathSeg, f64)) -> Option<Point> {
    let (a, b) = (-leaving(segment.reverse()), leaving(next));
    if distance <= 0.0 || after <= 0.0 || a.dot(b) < MITER {
        return None;
    }
    let sum = normal(a) + normal(b);
    Some(segment.end() - sum * (distance.min(after) * 2.0 / sum.hypot2()))
}
