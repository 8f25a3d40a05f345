//! Areas added to and taken from each other, curves kept as curves.
//!
//! The sweep is that of the `linesweeper` crate, which works on Bézier curves without flattening them.

use crate::track::{Track, outline_path, path, tracks};
use linesweeper::{BinaryOp, FillRule as Rule};
use linocut_core::kurbo::{self, BezPath, ParamCurve as _, PathSeg, Point, Shape as _};
use linocut_core::segment::{ended, polygon_length, started};
use linocut_core::{Cap, Error, FillRule, Kind, Outline, Result, Stroke};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// How far results may lie from the exact ones, in user units: a thousandth is a fiftieth of a pixel at 512 pixels,
/// and larger values leave fewer splinters where curves touch.
const TOLERANCE: f64 = 1e-3;
/// Steps shorter than this are taken out of results, in user units; the sweep leaves some where curves meet.
const SPLINTER: f64 = 4e-3;

/// An area bounded by closed curves, right for both fill rules.
pub(crate) type Region = BezPath;

/// The area that `path` encloses under `rule`, without overlaps.
///
/// # Errors
/// [`Kind::Bug`] when the sweep gives up, [`Kind::Input`] for coordinates that are not finite.
pub(crate) fn filled(path: &BezPath, rule: FillRule) -> Result<Region> {
    let rule = match rule {
        FillRule::NonZero => Rule::NonZero,
        FillRule::EvenOdd => Rule::EvenOdd,
    };
    sweep(path, &BezPath::new(), rule, BinaryOp::Union)
}

/// What is in either area.
///
/// # Errors
/// As [`filled`].
pub(crate) fn union(a: &Region, b: &Region) -> Result<Region> {
    sweep(a, b, Rule::NonZero, BinaryOp::Union)
}

/// What is in `a` and not in `b`.
///
/// # Errors
/// As [`filled`].
pub(crate) fn difference(a: &Region, b: &Region) -> Result<Region> {
    sweep(a, b, Rule::NonZero, BinaryOp::Difference)
}

/// What is in both areas.
///
/// # Errors
/// As [`filled`].
pub(crate) fn intersection(a: &Region, b: &Region) -> Result<Region> {
    sweep(a, b, Rule::NonZero, BinaryOp::Intersection)
}

/// The area that a stroke along `path` paints.
///
/// # Errors
/// As [`filled`].
pub(crate) fn expanded(path: &BezPath, stroke: &Stroke) -> Result<Region> {
    let style = stroke.style();
    let options = kurbo::StrokeOpts::default();
    let mut all = BezPath::new();
    for track in tracks(path) {
        if track.is_dot() {
            all = union(&all, &dot(track.start, stroke))?;
            continue;
        }
        // One track at a time: the sweep is robust against what a stroke does to itself, and results stay small.
        let outline = kurbo::stroke(track.to_path(), &style, &options, TOLERANCE);
        all = union(&all, &filled(&outline, FillRule::NonZero)?)?;
    }
    Ok(all)
}

/// What a subpath without length paints: its caps, by SVG's rules.
fn dot(at: Point, stroke: &Stroke) -> Region {
    let radius = stroke.width / 2.0;
    match stroke.cap {
        Cap::Butt => BezPath::new(),
        Cap::Round => outline_path(&Outline::Circle(kurbo::Circle::new(at, radius))),
        Cap::Square => kurbo::Rect::from_center_size(at, (stroke.width, stroke.width)).to_path(TOLERANCE),
    }
}

fn sweep(a: &BezPath, b: &BezPath, rule: Rule, op: BinaryOp) -> Result<Region> {
    let (a, b) = (closed(a), closed(b));
    let finite = a.is_finite() && b.is_finite();
    if !finite {
        return Err(Error::new(Kind::Input, "a path has a coordinate that is not a number"));
    }
    // The sweep is young; a mistake in it must not end more than this edit.
    let swept = catch_unwind(AssertUnwindSafe(|| linesweeper::binary_op_with_eps(&a, &b, rule, op, TOLERANCE)))
        .map_err(|_| Error::new(Kind::Bug, "the areas of two paths could not be compared"))?
        .map_err(|e| Error::new(Kind::Bug, "the areas of two paths could not be compared").cause(e))?;
    let parts = swept.contours().flat_map(|contour| tracks(&contour.path));
    let whole: Vec<Track> =
        parts.map(without_splinters).filter(|part| part.to_path().area().abs() > SPLINTER).collect();
    Ok(path(&whole))
}

/// The path with every subpath closed, as a fill sees it.
fn closed(path: &BezPath) -> BezPath {
    let mut parts = tracks(path);
    parts.retain(|part| !part.segments.is_empty());
    for part in &mut parts {
        if part.end() != part.start {
            part.segments.push(PathSeg::Line(kurbo::Line::new(part.end(), part.start)));
        }
        part.closed = true;
    }
    crate::track::path(&parts)
}

/// The track without steps that are too short to see; what follows a dropped step begins where it began.
fn without_splinters(track: Track) -> Track {
    let mut kept: Vec<PathSeg> = Vec::with_capacity(track.segments.len());
    for segment in track.segments {
        let short = is_short(segment);
        match kept.last_mut() {
            _ if !short => {
                let start = kept.last().map_or(segment.start(), PathSeg::end);
                kept.push(started(segment, start));
            }
            Some(last) => *last = ended(*last, segment.end()),
            None => {}
        }
    }
    let start = kept.first().map_or(track.start, PathSeg::start);
    if let Some(last) = kept.last_mut() {
        *last = ended(*last, start);
    }
    Track { start, segments: joined(kept), closed: track.closed }
}

/// Lines that go on in the same direction become one.
fn joined(segments: Vec<PathSeg>) -> Vec<PathSeg> {
    let mut kept: Vec<PathSeg> = Vec::with_capacity(segments.len());
    for segment in segments {
        if let (Some(PathSeg::Line(last)), PathSeg::Line(next)) = (kept.last_mut(), segment) {
            let (a, b) = (last.p1 - last.p0, next.p1 - last.p0);
            if a.cross(b).abs() <= SPLINTER * b.hypot() / 4.0 && a.dot(b) > 0.0 {
                last.p1 = next.p1;
                continue;
            }
        }
        kept.push(segment);
    }
    kept
}

/// Whether a segment cannot be seen: its control polygon is hardly longer than a splinter.
fn is_short(segment: PathSeg) -> bool {
    let cubic = segment.to_cubic();
    cubic.p0.distance(cubic.p3) < SPLINTER && polygon_length(segment) <= 2.0 * SPLINTER
}

#[cfg(test)]
mod tests {
    use super::{difference, expanded, filled};
    use linocut_core::kurbo::{BezPath, Circle, PathEl, Rect, Shape as _};
    use linocut_core::{Cap, FillRule, Paint, Stroke};

    fn curves(path: &BezPath) -> usize {
        path.elements().iter().filter(|e| matches!(e, PathEl::CurveTo(..))).count()
    }

    #[test]
    fn a_bite_keeps_curves_and_stays_small() {
        let square = Rect::new(0.0, 0.0, 10.0, 10.0).to_path(0.01);
        let bite = Circle::new((10.0, 10.0), 4.0).to_path(0.001);
        let rest = difference(&square, &bite).unwrap();
        assert!((rest.area().abs() - (100.0 - std::f64::consts::PI * 4.0)).abs() < 0.01);
        assert!(curves(&rest) <= 2 && rest.elements().len() <= 9, "{}", rest.to_svg());
    }

    #[test]
    fn a_cross_of_strokes_is_one_area() {
        let cross = BezPath::from_svg("M5 0V10M0 5H10").unwrap();
        let mut stroke = Stroke::new(Paint::CurrentColor, 2.0);
        stroke.cap = Cap::Round;
        let area = expanded(&cross, &stroke).unwrap();
        assert_eq!(area.elements().iter().filter(|e| matches!(e, PathEl::MoveTo(_))).count(), 1);
        assert!((area.area().abs() - (36.0 + 2.0 * std::f64::consts::PI)).abs() < 0.02, "{}", area.to_svg());
    }

    #[test]
    fn even_odd_holes_stay_holes() {
        let ring = BezPath::from_svg("M0 0H9V9H0ZM3 3H6V6H3Z").unwrap();
        assert!((filled(&ring, FillRule::EvenOdd).unwrap().area().abs() - 72.0).abs() < 0.01);
        assert!((filled(&ring, FillRule::NonZero).unwrap().area().abs() - 81.0).abs() < 0.01);
    }
}
