//! Pixel art: every pixel edge is kept, one shape for each color.

use crate::grid::Grid;
use crate::options::{Background, TraceOptions};
use crate::{contour, hidden, regions};
use linocut_core::kurbo::{BezPath, Rect};
use linocut_core::{Context, Drawing, Error, FillRule, Item, Kind, Outline, Paint, Raster, Result, Rgba, Shape};
use std::collections::BTreeMap;

/// Traces `picture` into one shape for each of its colors, along the edges of its pixels.
///
/// # Errors
/// [`Kind::Input`] when colors are asked for; [`Kind::Limit`] when the picture has more than 65,536 colors; it is no pixel art then.
pub(crate) fn trace(picture: &Raster, options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    if options.colors.is_some() || !options.palette.is_empty() {
        return Err(
            Error::new(Kind::Input, "the pixel preset keeps every color").hinted("leave out --colors and --palette")
        );
    }
    let mut colors: BTreeMap<Rgba, u16> = BTreeMap::new();
    let mut cells = Vec::with_capacity(picture.pixels().len());
    for row in picture.rows() {
        cx.check()?;
        for &pixel in row {
            let color = if pixel.a == 0 { Rgba::TRANSPARENT } else { pixel };
            if let Some(&label) = colors.get(&color) {
                cells.push(label);
                continue;
            }
            let label = u16::try_from(colors.len()).map_err(|e| {
                Error::new(Kind::Limit, "picture has more than 65,536 colors")
                    .hinted("leave out --preset pixel")
                    .cause(e)
            })?;
            colors.insert(color, label);
            cells.push(label);
        }
    }
    let side = |n: u32| usize::try_from(n).unwrap_or(0);
    let labels = Grid { width: side(picture.width()), height: side(picture.height()), cells };
    let regions = regions::connect(&labels, 0, None);
    let mut paths: BTreeMap<u16, BezPath> = BTreeMap::new();
    for contour in contour::contours(&regions) {
        cx.check()?;
        let label = regions.fill.get(regions::cell(contour.region)).copied().unwrap_or_default();
        paths.entry(label).or_default().extend(hidden::polygon(&contour));
    }
    let by_label: BTreeMap<u16, Rgba> = colors.into_iter().map(|(color, label)| (label, color)).collect();
    let dropped = if options.background == Background::Drop { border_color(picture) } else { None };
    let shape = |(label, path): (u16, BezPath)| {
        let color = by_label.get(&label).copied().filter(|c| c.a > 0 && Some(*c) != dropped)?;
        let shape = Shape::filled(Outline::Path(path), Paint::Solid(color));
        Some(Item::shape(Shape { fill_rule: FillRule::EvenOdd, ..shape }))
    };
    let view = Rect::new(0.0, 0.0, f64::from(picture.width()), f64::from(picture.height()));
    Ok(Drawing::new(view, paths.into_iter().filter_map(shape).collect()))
}

/// The color of at least two thirds of the picture's border.
fn border_color(picture: &Raster) -> Option<Rgba> {
    let (w, h) = (picture.width(), picture.height());
    let edge = (0..w).flat_map(|x| [(x, 0), (x, h - 1)]).chain((0..h).flat_map(|y| [(0, y), (w - 1, y)]));
    let mut counts: BTreeMap<Rgba, u32> = BTreeMap::new();
    let mut all = 0;
    for color in edge.filter_map(|(x, y)| picture.get(x, y)) {
        *counts.entry(color).or_default() += 1;
        all += 1;
    }
    counts.into_iter().find(|(_, n)| 3 * n >= 2 * all).map(|(color, _)| color)
}
