//! Pieces of paths with other ends.

use kurbo::{PathSeg, Point};

/// The segment with another start; the handle there moves along.
///
/// ```
/// use linocut_core::{kurbo::{Line, PathSeg}, segment::started};
///
/// let line = PathSeg::Line(Line::new((0.0, 0.0), (4.0, 0.0)));
/// assert_eq!(started(line, (1.0, 1.0).into()), PathSeg::Line(Line::new((1.0, 1.0), (4.0, 0.0))));
/// ```
#[must_use]
pub fn started(segment: PathSeg, start: Point) -> PathSeg {
    match segment {
        PathSeg::Line(mut line) => {
            line.p0 = start;
            PathSeg::Line(line)
        }
        PathSeg::Quad(mut quad) => {
            quad.p0 = start;
            PathSeg::Quad(quad)
        }
        PathSeg::Cubic(mut cubic) => {
            cubic.p1 += start - cubic.p0;
            cubic.p0 = start;
            PathSeg::Cubic(cubic)
        }
    }
}

/// The segment with another end; the handle there moves along.
#[must_use]
pub fn ended(segment: PathSeg, end: Point) -> PathSeg {
    started(segment.reverse(), end).reverse()
}

/// The length of a segment's control polygon: at least its own length, and cheap.
#[must_use]
pub fn polygon_length(segment: PathSeg) -> f64 {
    let c = segment.to_cubic();
    c.p0.distance(c.p1) + c.p1.distance(c.p2) + c.p2.distance(c.p3)
}
