//! Whether two loops are one within a distance.

use super::loops::{Loop, bounds};
use linocut_core::kurbo::{ParamCurve, PathEl, Point, Vec2, flatten};

/// How far the lines that stand for a curve may leave it, in pixels.
const FLAT: f64 = 0.01;
/// How much farther than `most` single points may be off: a curve may stray by three times its points' error.
const TIP: f64 = 3.0;
/// Root mean square distance of loops that are one, as a share of `most`.
const RMS: f64 = 0.7;
/// Lines looked at after the first that is near a point.
const BEYOND: usize = 6;
/// Points at which each segment is compared.
const POINTS: u8 = 9;

/// Whether each loop lies within `most` of the other, but for tips: the sharper a corner, the less is known of where it
/// ends, and the farther from a located point, the less of a curve, so single points may be off by [`TIP`] times as much
/// while [`RMS`] of it is not exceeded root mean square.
pub(super) fn same(a: &Loop, b: &Loop, most: f64) -> bool {
    Flat::new(a).is(a, b, most)
}

/// The lines that stand for a loop.
pub(super) struct Flat(Vec<(Point, Point)>);

impl Flat {
    pub(super) fn new(part: &Loop) -> Self {
        Self(lines(part))
    }

    /// Whether `own`, the loop that these lines stand for, and `other` are the [`same`].
    pub(super) fn is(&self, own: &Loop, other: &Loop, most: f64) -> bool {
        follows(other, &self.0, most) && follows(own, &lines(other), most)
    }
}

/// Whether `a` lies within `most` of `lines`.
fn follows(a: &Loop, lines: &[(Point, Point)], most: f64) -> bool {
    let limit = (TIP * most).powi(2);
    let (mut at, mut squares, mut count) = (0, 0.0, 0.0);
    let points = a.iter().flat_map(|s| (0..POINTS).map(move |k| s.eval(f64::from(k) / f64::from(POINTS))));
    for p in points {
        // The nearest line is among the first that are near at all, or little beyond.
        let off = |k: usize| lines.get(k % lines.len().max(1)).map_or(f64::MAX, |l| square(l, p));
        let Some(found) = (at..at + lines.len()).find(|&k| off(k) < limit) else { return false };
        let (k, least) = (found..found + BEYOND)
            .map(|k| (k, off(k)))
            .fold((found, f64::MAX), |best, next| if next.1 < best.1 { next } else { best });
        at = k % lines.len().max(1);
        squares += least;
        count += 1.0;
    }
    squares <= (RMS * most).powi(2) * count
}

/// Whether a loop runs clockwise, as seen.
pub(super) fn turns_right(part: &Loop) -> bool {
    let about = part.first().map_or(Point::ZERO, ParamCurve::start);
    let corners = part.iter().map(|s| (s.start() - about, s.eval(0.5) - about, s.end() - about));
    corners.map(|(a, b, c)| a.cross(b) + b.cross(c)).sum::<f64>() > 0.0
}

/// The middle of the area inside a loop, which a misplaced corner hardly moves; that of its box where there is no area.
pub(super) fn centroid(part: &Loop) -> Point {
    let lines = lines(part);
    let about = lines.first().map_or(Point::ZERO, |l| l.0);
    let (mut area, mut moment) = (0.0, Vec2::ZERO);
    for (a, b) in lines {
        let (a, b) = (a - about, b - about);
        let twice = a.cross(b);
        area += 3.0 * twice;
        moment += (a + b) * twice;
    }
    if area.abs() > 1e-6 { about + moment / area } else { bounds(part).center() }
}

fn lines(part: &Loop) -> Vec<(Point, Point)> {
    let mut lines = Vec::new();
    let mut from = Point::ZERO;
    let path = super::loops::path(std::iter::once(part));
    flatten(path, FLAT, |element| match element {
        PathEl::MoveTo(p) => from = p,
        PathEl::LineTo(p) => {
            lines.push((from, p));
            from = p;
        }
        PathEl::QuadTo(..) | PathEl::CurveTo(..) | PathEl::ClosePath => {}
    });
    lines
}

fn square((a, b): &(Point, Point), p: Point) -> f64 {
    let d = *b - *a;
    let t = ((p - *a).dot(d) / d.hypot2().max(1e-18)).clamp(0.0, 1.0);
    (*a + d * t - p).hypot2()
}
