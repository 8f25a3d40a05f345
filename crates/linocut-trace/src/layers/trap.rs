//! Cut-outs that spread a little under what lies above them, so that no page shows where a press or a cutter is off.

use super::curve::leaving;
use crate::fit::{normal, unit};
use linocut_core::kurbo::{CubicBez, Line, ParamCurve as _, PathSeg, Point, Vec2};

/// Corners are mitered while the cosine between the sides' directions is above this, and flattened beyond.
const MITER: f64 = -0.5;

/// Lines that turn by less, as a sine, have no corner that can be told.
const PARALLEL: f64 = 1e-3;

/// A ring with every stretch moved to its left by its distance, in pixels; stretches without one stay as they are.
///
/// What is moved is hidden, so an offset that keeps the number of curves is exact enough (Tiller and Hanson 1984,
/// "Offsets of two-dimensional profiles").
pub(super) fn spread(stretches: impl Iterator<Item = (Vec<PathSeg>, f64)>) -> Vec<PathSeg> {
    let pieces: Vec<(PathSeg, f64)> = stretches.flat_map(|(all, d)| all.into_iter().map(move |s| (s, d))).collect();
    if pieces.iter().all(|(_, d)| *d <= 0.0) {
        return pieces.into_iter().map(|(segment, _)| segment).collect();
    }
    let pieces = without_swallowed(pieces);
    let mut spread = Vec::with_capacity(pieces.len() + 4);
    for k in 0..pieces.len() {
        let (Some(segment), Some(&own)) = (trimmed(&pieces, k), pieces.get(k)) else { continue };
        spread.push(segment);
        let Some(&next) = pieces.get((k + 1) % pieces.len()) else { continue };
        if crossing(own, next).is_some() {
            continue;
        }
        let (from, to) = (segment.end(), moved(next.0, next.1).start());
        let stops: Vec<Point> = [from].into_iter().chain(miter(own, next)).chain([to]).collect();
        spread.extend(stops.windows(2).filter_map(|w| match w {
            &[a, b] if (b - a).hypot2() > 1e-12 => Some(PathSeg::Line(Line::new(a, b))),
            _ => None,
        }));
    }
    spread
}

/// The ring without the lines that are gone once their neighbors have spread.
fn without_swallowed(pieces: Vec<(PathSeg, f64)>) -> Vec<(PathSeg, f64)> {
    let mut left = pieces;
    while left.len() > 3 {
        let is_gone = |k: &usize| {
            let Some(PathSeg::Line(now)) = trimmed(&left, *k) else { return false };
            let Some(&(PathSeg::Line(line), _)) = left.get(*k) else { return false };
            (now.p1 - now.p0).dot(line.p1 - line.p0) <= 1e-12 || closes(&left, *k)
        };
        match (0..left.len()).find(is_gone) {
            Some(k) => drop(left.remove(k)),
            None => break,
        }
    }
    left
}

/// Whether piece `k` and the next are the sides of a notch that is narrower than they move.
fn closes(pieces: &[(PathSeg, f64)], k: usize) -> bool {
    let next = pieces.get((k + 1) % pieces.len());
    let (Some(&(PathSeg::Line(a), here)), Some(&(PathSeg::Line(b), there))) = (pieces.get(k), next) else {
        return false;
    };
    let side = unit(a.p1 - a.p0, Vec2::ZERO);
    let back = unit(b.p1 - b.p0, Vec2::ZERO);
    let width = -normal(side).dot(b.p0 - a.p1);
    side.dot(back) < 0.0 && side.cross(back).abs() < PARALLEL && width > 0.0 && width < here + there
}

/// Piece `k` moved, and cut or drawn out to the corners with its neighbors.
fn trimmed(pieces: &[(PathSeg, f64)], k: usize) -> Option<PathSeg> {
    let at = |k: usize| pieces.get(k % pieces.len()).copied();
    let own = at(k)?;
    let PathSeg::Line(line) = moved(own.0, own.1) else { return Some(moved(own.0, own.1)) };
    let start = crossing(at(k + pieces.len() - 1)?, own).unwrap_or(line.p0);
    let end = crossing(own, at(k + 1)?).unwrap_or(line.p1);
    Some(PathSeg::Line(Line::new(start, end)))
}

/// Where two lines in a row meet once they are moved; nowhere when they are too nearly parallel or the corner between them
/// is too sharp to be drawn out.
fn crossing((segment, distance): (PathSeg, f64), (next, after): (PathSeg, f64)) -> Option<Point> {
    let (PathSeg::Line(from), PathSeg::Line(to)) = (moved(segment, distance), moved(next, after)) else { return None };
    let (a, b) = (unit(from.p1 - from.p0, Vec2::ZERO), unit(to.p1 - to.p0, Vec2::ZERO));
    let turn = a.cross(b);
    if turn.abs() < PARALLEL {
        return None;
    }
    let along = (to.p0 - from.p1).cross(b) / turn;
    (along <= 0.0 || a.dot(b) >= MITER).then(|| from.p1 + a * along)
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

#[cfg(test)]
mod tests {
    use super::spread;
    use linocut_core::kurbo::{BezPath, ParamCurve as _, PathSeg, Point};

    #[track_caller]
    fn check(ring: &str, distances: &[f64], expected: &str) {
        let sides: Vec<PathSeg> = BezPath::from_svg(ring).unwrap().segments().collect();
        let stretches = sides.into_iter().zip(distances.iter().cycle()).map(|(side, d)| (vec![side], *d));
        let wide: Vec<Point> = spread(stretches).iter().map(PathSeg::start).collect();
        let wanted: Vec<Point> = BezPath::from_svg(expected).unwrap().segments().map(|side| side.start()).collect();
        assert_eq!(wide, wanted);
    }

    #[test]
    fn corners_have_no_thorns() {
        // An L to the left of which is outside: at its inner corner the sides meet before their ends.
        let ring = "M0 0V20H20V10H10V0Z";
        check(ring, &[1.0], "M1 1V19H19V11H9V1Z");
        check("M0 0H10V10H20V20H0Z", &[1.0], "M-1 -1H11V9H21V21H-1Z");
        // One side only: its neighbors are drawn out or cut, and nothing runs back.
        check("M0 0H10V10H0Z", &[1.0, 0.0, 0.0, 0.0], "M0 -1H10V10H0Z");
    }

    #[test]
    fn notches_close_when_their_sides_meet() {
        check("M0 0H8V4H9V0H20V10H0Z", &[1.0], "M-1 -1H8H9H21V11H-1Z");
    }
}
