//! Contours: what a cutter follows without lifting its tool.

use linocut_core::kurbo::{BezPath, CubicBez, ParamCurve, PathEl, PathSeg, Point, flatten};

/// Positions along a cubic that are compared with a circle.
const SAMPLES: [f64; 4] = [0.2, 0.4, 0.6, 0.8];
/// How far a cubic may lie from the arc that replaces it, in units of precision.
const NEAR: f64 = 2.0;
/// A cubic that is drawn round the way every program does strays by this share of its radius.
const ROUND: f64 = 2.8e-4;

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

/// The contours of a path, y up; lengths under `precision` are nothing.
pub(super) fn contours(path: &BezPath, filled: bool, precision: f64) -> Vec<Contour> {
    subpaths(path).into_iter().filter_map(|(path, closed)| contour(path, closed || filled, precision)).collect()
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

fn contour(path: BezPath, closed: bool, precision: f64) -> Option<Contour> {
    let pieces: Vec<PathSeg> = path.segments().filter(|piece| !is_point(piece, precision)).collect();
    let first = pieces.first()?.start();
    let last = pieces.last()?.end();
    let meets = first.distance(last) <= precision;
    let corners: Option<Vec<Corner>> =
        pieces.iter().map(|piece| Some(Corner { at: piece.start(), bulge: bulge(piece, precision)? })).collect();
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
fn bulge(piece: &PathSeg, precision: f64) -> Option<f64> {
    let PathSeg::Line(_) = piece else { return arc(&piece.to_cubic(), precision) };
    Some(0.0)
}

fn arc(cubic: &CubicBez, precision: f64) -> Option<f64> {
    let chord = cubic.p3 - cubic.p0;
    let length = chord.hypot();
    if length < precision {
        return None;
    }
    // In the frame of the chord: the height of the middle over it, and over the circle through both.
    let height = chord.cross(cubic.eval(0.5) - cubic.p0) / length;
    let near = NEAR * precision;
    let off_line = |t: &f64| (chord.cross(cubic.eval(*t) - cubic.p0) / length).abs();
    if SAMPLES.iter().map(off_line).fold(height.abs(), f64::max) <= near / 4.0 {
        return Some(0.0);
    }
    let radius = (height * height + length * length / 4.0) / (2.0 * height.abs());
    let up = chord.turn_90() / length * height.signum();
    let center = cubic.p0 + chord / 2.0 + up * (height.abs() - radius);
    let tolerance = near.min(ROUND * radius).max(precision / 2.0);
    let on_circle = |t: &f64| (cubic.eval(*t).distance(center) - radius).abs() <= tolerance;
    // The sagitta over half the chord is the tangent of a quarter of the angle; left of the chord is clockwise.
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
    use super::{Contour, contours};
    use linocut_core::kurbo::BezPath;

    #[track_caller]
    fn check(path: &str, expected: &str) {
        let path = BezPath::from_svg(path).unwrap();
        let found: Vec<String> = contours(&path, false, 0.001)
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
    fn other_curves_stay_curves() {
        check("M0 0C0 2 4 2 4 3", "curve false");
        check("M0 0C0 2 4 2 4 3Z M9 9H8V7Z", "curve true; 0.000 0.000 0.000 true");
    }
}
