//! Pixel art: one shape for each color, along the edges of the pixels or smooth.

pub(crate) mod block;
mod kin;
mod labels;
mod smooth;

use crate::inks::Ink;
use crate::options::{Background, PixelEdges, TraceOptions};
use crate::specks::Least;
use crate::{contour, hidden, regions};
use labels::Labels;
use linocut_core::kurbo::{Affine, BezPath, Rect};
use linocut_core::{Context, Drawing, FillRule, Item, Outline, Paint, Raster, Result, Shape};
use std::collections::BTreeMap;

/// Traces `picture` into one shape for each of its colors.
///
/// A picture whose pixels were enlarged to equal squares is traced in its own, small pixels.
///
/// # Errors
/// [`Kind::Limit`](linocut_core::Kind::Limit) when the picture has more than 65,536 colors; it is no pixel art then.
pub(crate) fn trace(picture: &Raster, options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    let block = block::side(picture);
    let small = block::shrunk(picture, block)?;
    let labels = labels::labels(&small, options, cx)?;
    let paths = match options.pixel_edges {
        PixelEdges::Exact => edges(&labels, cx)?,
        PixelEdges::Smooth => smooth::outlines(&labels, cx)?,
    };
    let items = items(&labels, paths, f64::from(block), options.background);
    let view = Rect::new(0.0, 0.0, f64::from(picture.width()), f64::from(picture.height()));
    Ok(Drawing::new(view, items))
}

/// The outlines of each label along the edges of its pixels.
fn edges(labels: &Labels, cx: &Context) -> Result<Vec<(u16, BezPath)>> {
    let regions = regions::connect(&labels.of, Least::even(0), None, cx)?;
    let mut paths: BTreeMap<u16, BezPath> = BTreeMap::new();
    for contour in contour::contours(&regions) {
        cx.check()?;
        let label = regions.fill.get(regions::cell(contour.region)).copied().unwrap_or_default();
        paths.entry(label).or_default().extend(hidden::polygon(&contour));
    }
    Ok(paths.into_iter().collect())
}

/// The shapes of the labels that show, `scale` times as large as their outlines.
fn items(labels: &Labels, paths: Vec<(u16, BezPath)>, scale: f64, background: Background) -> Vec<Item> {
    let dropped = if background == Background::Drop { labels.border() } else { None };
    let shape = |(label, path): (u16, BezPath)| {
        let Ink { color, name } = labels.inks.get(usize::from(label)).filter(|ink| ink.color.a > 0)?;
        let outline = Outline::Path(Affine::scale(scale) * path);
        let shape = Shape { fill_rule: FillRule::EvenOdd, ..Shape::filled(outline, Paint::Solid(*color)) };
        Some(Item { label: name.clone(), ..Item::shape(shape) }).filter(|_| Some(label) != dropped)
    };
    paths.into_iter().filter_map(shape).collect()
}
