//! Contours: what a cutter follows without lifting its tool.

use linocut_core::kurbo::{BezPath, CubicBez, ParamCurve, PathEl, PathSeg, Point, flatten};
use std::f64::consts::FRAC_PI_2;

/// Positions along a cubic that are compared with a circle.
const SAMPLES: [f64; 4] = [0.2, 0.4, 0.6, 0.8];
/// A cubic that is drawn as a quarter of a circle, the way every program does, strays by this share of its radius; one
/// over a smaller angle by the sixth power of its share of the quarter (Goldapp 1991).
const ROUND: f64 = 2.8e-4;

/// What is too small to matter, in units of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fineness {
    /// One unit of the last digit that is written.
    pub(super) written: f64,
    /// What nobody sees at the size of the page, and to what drawings are rounded when they are kept as SVG.
    pub(super) seen: f64,
}

/// One contour.
pub(super) enum Contour {
    /// Lines and circular arcs.
    Polyline {
        /// The corners in order.
        corners: Vec<Corner>,
        /// Whether it goes on to the first corner.
        closed: bool,
    },
    /// Something rounder: one subpath without its closing.
    Curve {
        /// A move, then lines and curves.
        path: BezPath,
        /// Whether it ends where it began.
        closed: bool,
    },
}

/// A corner and the way to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Corner {
    pub(super) at: Point,
    /// Tangent of a quarter of the angle of the arc to the next corner, above 0 counterclockwise; 0 for a line.
    pub(super) bulge: f64,
}

/// The contours of a path, y up; lengths under what is written are nothing.
pub(super) fn contours(path: &BezPath, filled: bool, fineness: Fineness) -> Vec<Contour> {
    subpaths(path).into_iter().filter_map(|(path, closed)| contour(path, closed || filled, fineness)).collect()
}

/// The subpaths without their closings, and whether they had one.
fn subpaths(path: &BezPath) -> Vec<(BezPath, bool)> {
    let mut all: Vec<(BezPath, bool)> = Vec::new();
    let mut start = Point::ORIGIN;
    for element in path.elements() {
        match *element {
            PathEl::MoveTo(p) => {
                start = p;
                all.push((BezPath::from_vec(vec![*element]), false));
            }
            PathEl::ClosePath => {
                if let Some((_, closed)) = all.last_mut() {
                    *closed = true;
                }
            }
            PathEl::LineTo(_) | PathEl::QuadTo(..) | PathEl::CurveTo(..) => {
                if all.last().is_none_or(|(_, closed)| *closed) {
                    all.push((BezPath::from_vec(vec![PathEl::MoveTo(start)]), false));
                }
                if let Some((path, _)) = all.last_mut() {
                    path.push(*element);
                }
            }
        }
    }
    all
}

fn contour(path: BezPath, closed: bool, fineness: Fineness) -> Option<Contour> {
    let precision = fineness.written;
    let pieces: Vec<PathSeg> = path.segments().filter(|piece| !is_point(piece, precision)).collect();
    let first = pieces.first()?.start();
    let last = pieces.last()?.end();
    let meets = first.distance(last) <= precision;
    let corners: Option<Vec<Corner>> =
        pieces.iter().map(|piece| Some(Corner { at: piece.start(), bulge: bulge(piece, fineness)? })).collect();
    let Some(mut corners) = corners else { return Some(Contour::Curve { path, closed: closed || meets }) };
    if !meets {
        corners.push(Corner { at: last, bulge: 0.0 });
    }
    Some(Contour::Polyline { corners, closed: closed || meets })
}

fn is_point(piece: &PathSeg, precision: f64) -> bool {
    let cubic = piece.to_cubic();
    [cubic.p1, cubic.p2, cubic.p3].iter().all(|p| p.distance(cubic.p0) < precision / 2.0)
}

/// The bulge of a piece that is a line or a circular arc.
fn bulge(piece: &PathSeg, fineness: Fineness) -> Option<f64> {
    let PathSeg::Line(_) = piece else { return arc(&piece.to_cubic(), fineness) };
    Some(0.0)
}

fn arc(cubic: &CubicBez, fineness: Fineness) -> Option<f64> {
    let precision = fineness.written;
    let chord = cubic.p3 - cubic.p0;
    let length = chord.hypot();
    if length < precision {
        return None;
    }
    // In the frame of the chord: the height of the middle over it, and over the circle through both.
    let height = chord.cross(cubic.eval(0.5) - cubic.p0) / length;
    let off_line = |t: &f64| (chord.cross(cubic.eval(*t) - cubic.p0) / length).abs();
    if SAMPLES.iter().map(off_line).fold(height.abs(), f64::max) <= precision / 2.0 {
        return Some(0.0);
    }
    let radius = (height * height + length * length / 4.0) / (2.0 * height.abs());
    let up = chord.turn_90() / length * height.signum();
    let center = cubic.p0 + chord / 2.0 + up * (height.abs() - radius);
    // The sagitta over half the chord is the tangent of a quarter of the angle.
    let quarters = libm::atan(2.0 * height.abs() / length) * 4.0 / FRAC_PI_2;
    let round = ROUND * radius * quarters.min(1.0).powi(6);
    let tolerance = round.max(fineness.seen).max(precision / 2.0);
    let on_circle = |t: &f64| (cubic.eval(*t).distance(center) - radius).abs() <= tolerance;
    // Left of the chord is clockwise.
    SAMPLES.iter().all(on_circle).then(|| -2.0 * height / length)
}

/// A curve as short lines that stay within `precision` of it.
pub(super) fn flattened(path: &BezPath, closed: bool, precision: f64) -> Contour {
    let mut corners: Vec<Corner> = Vec::new();
    flatten(path, precision * 5.0, |element| {
        corners.extend(element.end_point().map(|at| Corner { at, bulge: 0.0 }));
    });
    if closed
        && corners.len() > 1
        && corners.first().zip(corners.last()).is_some_and(|(a, b)| a.at.distance(b.at) <= precision)
    {
        corners.pop();
    }
    Contour::Polyline { corners, closed }
}

/// The control points of the cubics of a subpath, ends shared; a closed one goes back to its start.
pub(super) fn control_points(path: &BezPath, closed: bool) -> Vec<Point> {
    let mut points = Vec::new();
    for piece in path.segments() {
        let cubic = piece.to_cubic();
        if points.is_empty() {
            points.push(cubic.p0);
        }
        points.extend([cubic.p1, cubic.p2, cubic.p3]);
    }
    if let (true, Some(&first), Some(&last)) = (closed, points.first(), points.last())
        && first != last
    {
        points.extend([last.lerp(first, 1.0 / 3.0), last.lerp(first, 2.0 / 3.0), first]);
    }
    points
}

#[cfg(test)]
mod tests {
    use super::{Contour, Fineness, contours};
    use linocut_core::kurbo::BezPath;

    #[track_caller]
    fn check(path: &str, expected: &str) {
        let path = BezPath::from_svg(path).unwrap();
        let fineness = Fineness { written: 1e-4, seen: 1e-3 };
        let found: Vec<String> = contours(&path, false, fineness)
            .iter()
            .map(|contour| match contour {
                Contour::Curve { closed, .. } => format!("curve {closed}"),
                Contour::Polyline { corners, closed } => {
                    let bulges: Vec<String> = corners.iter().map(|corner| format!("{:.3}", corner.bulge)).collect();
                    format!("{} {closed}", bulges.join(" "))
                }
            })
            .collect();
        assert_eq!(found.join("; "), expected);
    }

    #[test]
    fn lines_and_arcs_are_polylines() {
        check("M0 0H4V3", "0.000 0.000 0.000 false");
        check("M0 0H4V3Z", "0.000 0.000 0.000 true");
        check("M0 0H4V3L0 0", "0.000 0.000 0.000 true");
        // A quarter of a circle counterclockwise: the tangent of an eighth of a right angle's double.
        check("M1 0C1 .552285 .552285 1 0 1", "0.414 0.000 false");
        check("M0 1C.552285 1 1 .552285 1 0", "-0.414 0.000 false");
    }

    #[test]
    fn arcs_are_arcs_at_any_radius() {
        // A quarter strays by ten times what is seen; a shallow curve must come closer.
        check("M40 0C40 22.0914 22.0914 40 0 40", "0.414 0.000 false");
        check("M0 0C10 2.1 30 2.1 40 0", "curve false");
        check("M0 0C10 3 31 3 40 0", "curve false");
    }

    #[test]
    fn other_curves_stay_curves() {
        check("M0 0C0 2 4 2 4 3", "curve false");
        check("M0 0C0 2 4 2 4 3Z M9 9H8V7Z", "curve true; 0.000 0.000 0.000 true");
    }
}
