//! Lines along outlines, for formats whose lines have no transform.

use crate::content::dashes;
use crate::geometry::{path, similarity};
use linocut_core::Stroke;
use linocut_core::kurbo::{self, BezPath};
use linocut_core::segment::polygon_length;
use linocut_svg::Stamp;

/// How far the outline of a line may lie from it, as a share of its width.
const NEAR: f64 = 1e-3;

/// Most dashes along one outline that are drawn one by one; with more the line is whole.
const MOST_DASHES: f64 = 10_000.0;

/// A line on the page.
pub(crate) enum Line {
    /// An outline to follow with this width.
    Stroke(BezPath, f64),
    /// The area that the line covers, to be filled.
    Area(BezPath),
}

/// The line along a shape without its dashes; wider in one direction than in another it is an area, dashes and all.
pub(crate) fn line(stamp: &Stamp, stroke: &Stroke) -> Line {
    let outline = path(&stamp.shape.outline);
    if let Some(scale) = similarity(stamp.transform) {
        return Line::Stroke(stamp.transform * outline, stroke.width * scale);
    }
    Line::Area(stamp.transform * area(&outline, stroke))
}

/// The same with its dashes as pieces of their own.
pub(crate) fn dashed(stamp: &Stamp, stroke: &Stroke) -> Line {
    let outline = path(&stamp.shape.outline);
    let dashes = few_dashes(&outline, stroke);
    match line(stamp, stroke) {
        Line::Stroke(_, width) if !dashes.is_empty() => {
            let pieces: BezPath = kurbo::dash(outline.iter(), stroke.dash_offset, &dashes).collect();
            Line::Stroke(stamp.transform * pieces, width)
        }
        whole @ (Line::Stroke(..) | Line::Area(_)) => whole,
    }
}

/// The dashes of a stroke, if there are not too many of them along an outline.
fn few_dashes(outline: &BezPath, stroke: &Stroke) -> Vec<f64> {
    let dashes = dashes(stroke);
    let count = |dash: f64| dash * f64::from(u32::try_from(dashes.len()).unwrap_or(u32::MAX));
    let round = dashes.iter().sum::<f64>();
    let fine = stroke.dash_offset.is_finite() && count(length(outline) / round) <= MOST_DASHES;
    if fine { dashes } else { Vec::new() }
}

/// How long an outline is at most: that of its control polygon.
fn length(outline: &BezPath) -> f64 {
    outline.segments().map(polygon_length).sum()
}

fn area(outline: &BezPath, stroke: &Stroke) -> BezPath {
    let style = stroke.style().with_dashes(stroke.dash_offset, few_dashes(outline, stroke));
    kurbo::stroke(outline.iter(), &style, &kurbo::StrokeOpts::default(), NEAR * stroke.width)
}
