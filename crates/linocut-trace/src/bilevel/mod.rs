//! The bilevel engine: dark on light, as Potrace does, but with the grey of anti-aliased edges put to use.
//!
//! A threshold says which pixels are dark and a turn policy how they connect.
//! Boundaries of anti-aliased shapes are located to a fraction of a pixel and fitted like those of the sub-pixel
//! engine; boundaries of hard pixels become Potrace's optimal polygon, then curves.
//!
//! Learned from P. Selinger, "Potrace: a polygon-based tracing algorithm" (2003), whose parameters keep their names and
//! meaning, and N. Otsu, "A threshold selection method from gray-level histograms" (1979).

mod connect;
mod level;
mod locate;
mod outline;
mod polygon;
mod smooth;

use crate::{
    BilevelOptions,
    contour::{Contour, contours},
    grid::Grid,
    number::float,
    regions::{Regions, cell},
};
use linocut_core::{
    Context, Drawing, Error, Item, Kind, Outline, Paint, Raster, Result, Rgba, Shape,
    kurbo::{Affine, Point, Rect},
};
use outline::Ring;

/// Traces the dark parts of `picture`, one shape per connected part, holes included.
///
/// Transparency counts as light, or as dark when `options.invert` asks for the light parts.
///
/// # Errors
/// [`Kind::Input`] when an option is out of its range, and what `cx` gives.
pub(crate) fn trace(picture: &Raster, options: &BilevelOptions, cx: &Context) -> Result<Drawing> {
    check(options)?;
    let luma = level::luma(picture, options.invert);
    let threshold = level::threshold(&luma, options);
    let dark = Grid {
        width: luma.width,
        height: luma.height,
        cells: luma.cells.iter().map(|&l| u16::from(l < threshold)).collect(),
    };
    cx.check()?;
    let regions = connect::regions(&dark, options.turn_policy);
    cx.check()?;
    let fill = Paint::Solid(ink(picture, &dark));
    let shapes = group(&regions, contours(&regions), options.turd_size);
    let mut items = Vec::with_capacity(shapes.len());
    let total = u64::try_from(shapes.len()).unwrap_or(u64::MAX);
    for (contours, done) in shapes.into_iter().zip(0..) {
        cx.check()?;
        cx.note("curves", done, total);
        let edge = outline::Edge { luma: &luma, regions: &regions, threshold, options };
        let rings: Vec<Ring> = contours.iter().filter_map(|contour| edge.ring(contour)).collect();
        if let Some((outline, transform)) = shape(&rings) {
            items.push(Item { transform, ..Item::shape(Shape::filled(outline, fill.clone())) });
        }
    }
    Ok(Drawing::new(Rect::new(0.0, 0.0, picture.width().into(), picture.height().into()), items))
}

fn check(options: &BilevelOptions) -> Result<()> {
    let numbers = [
        ("turd_size", options.turd_size, f64::MAX),
        ("alpha_max", options.alpha_max, 1.334),
        ("opt_tolerance", options.opt_tolerance, 100.0),
    ];
    for (name, value, most) in numbers {
        if !(0.0..=most).contains(&value) {
            let sentence = format!("{name} is {value}, the bilevel engine takes 0 to {most}");
            return Err(Error::new(Kind::Input, sentence));
        }
    }
    Ok(())
}

/// The contours of each dark region that is larger than a speck, without holes that are specks; reading order.
fn group(regions: &Regions, contours: Vec<Contour>, speck: f64) -> Vec<Vec<Contour>> {
    let mut shapes: Vec<Vec<Contour>> = regions.fill.iter().map(|_| Vec::new()).collect();
    for contour in contours {
        let is_dark = regions.fill.get(cell(contour.region)) == Some(&1);
        let pixels = usize::try_from(contour.area.unsigned_abs()).map_or(f64::MAX, float);
        if let (true, Some(shape)) = (is_dark && pixels > speck, shapes.get_mut(cell(contour.region))) {
            shape.push(contour);
        }
    }
    // The outside comes first, and where it was a speck its holes go with it.
    shapes.retain_mut(|shape| {
        shape.sort_by_key(|contour| contour.area < 0);
        shape.first().is_some_and(|outside| outside.area > 0)
    });
    shapes
}

/// One outline from the outside and its holes, and how it is turned; a lone circle, ellipse or rectangle stays one.
fn shape(rings: &[Ring]) -> Option<(Outline, Affine)> {
    match rings {
        [] => None,
        [Ring::Primitive(found)] => Some(found.outline()),
        _ => {
            let hole = std::iter::once(false).chain(std::iter::repeat(true));
            let path = rings.iter().zip(hole).flat_map(|(ring, hole)| ring.path(hole)).collect();
            Some((Outline::Path(path), Affine::IDENTITY))
        }
    }
}

/// The color of the dark parts if they are of one color, else black.
fn ink(picture: &Raster, dark: &Grid<u16>) -> Rgba {
    let is_dark = |x: usize, y: usize| dark.cells.get(y * dark.width + x) == Some(&1);
    // Only pixels surrounded by dark ones are free of anti-aliasing; thin lines have none, all must do there.
    let inner = |i: usize| {
        let (x, y) = (i % dark.width, i / dark.width);
        let beside = x > 0 && is_dark(x - 1, y) && is_dark(x + 1, y);
        beside && y > 0 && is_dark(x, y - 1) && is_dark(x, y + 1)
    };
    let colors = |inner_only: bool| -> Vec<Rgba> {
        let chosen = dark.cells.iter().enumerate().filter(|&(i, &d)| d == 1 && (!inner_only || inner(i)));
        chosen.filter_map(|(i, _)| picture.pixels().get(i)).filter(|p| p.a >= 128).copied().collect()
    };
    let mut found = colors(true);
    if found.is_empty() {
        found = colors(false);
    }
    let middle = |channel: fn(&Rgba) -> u8| {
        let mut levels: Vec<u8> = found.iter().map(channel).collect();
        let half = levels.len() / 2;
        if half < levels.len() { *levels.select_nth_unstable(half).1 } else { 0 }
    };
    let color = Rgba::opaque(middle(|p| p.r), middle(|p| p.g), middle(|p| p.b));
    // 12 levels allow for noise and lossy compression; nine in ten pixels for a logo with a small second color.
    let near = |p: &&Rgba| p.r.abs_diff(color.r).max(p.g.abs_diff(color.g)).max(p.b.abs_diff(color.b)) <= 12;
    if found.iter().filter(near).count() * 10 >= found.len() * 9 { color } else { Rgba::BLACK }
}

/// The corner where a crack starts.
fn corner(crack: &crate::contour::Crack) -> Point {
    Point::new(crack.x.into(), crack.y.into())
}
