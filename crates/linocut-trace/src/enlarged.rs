//! Pictures whose pixels were enlarged to squares after they had been drawn with soft edges.
//!
//! Their stairs belong to nobody's drawing: the picture is traced in its own, small pixels, and the drawing is enlarged.

use crate::color::{self, Color, distance, unmix};
use crate::grid::Grid;
use crate::number::{byte, float};
use crate::options::TraceOptions;
use crate::pixel::block;
use crate::soft::Shadows;
use linocut_core::kurbo::{Affine, Circle, RoundedRect};
use linocut_core::{Body, Drawing, GradientShape, Item, Outline, Paint, Raster, Result, Shape};
use std::collections::BTreeSet;

/// Least difference of a step that counts, in levels.
const STEP: f32 = 32.0;
/// How far a mix may stray from the line between its neighbors, in levels: rounding, and little more.
const STRAY: f32 = 2.5;
/// Least share of the steps that go through a mix.
const LEAST_SHARE: f64 = 0.2;
/// Least number of different mixes: pixel artists soften edges, too, but with the few colors they have.
const LEAST_MIXES: usize = 12;

/// The picture in its own pixels, and how many pixels a side each of them was enlarged to.
///
/// `None` where it was not enlarged, or where its edges are those of squares on purpose.
///
/// # Errors
/// Those of [`Raster::new`], which it cannot have.
pub(crate) fn original(picture: &Raster) -> Result<Option<(Raster, u32)>> {
    let side = block::side(picture);
    if side < 2 {
        return Ok(None);
    }
    let small = block::shrunk(picture, side)?;
    Ok(is_soft(&color::premultiply(&small)).then_some((small, side)))
}

/// Whether edges go from color to color through their mixes.
fn is_soft(field: &Grid<Color>) -> bool {
    let rows: Vec<&[Color]> = field.cells.chunks(field.width.max(1)).collect();
    let across = rows.iter().flat_map(|row| row.windows(3)).filter_map(|three| <[Color; 3]>::try_from(three).ok());
    let down = rows.windows(3).filter_map(|three| <[&[Color]; 3]>::try_from(three).ok());
    let down = down.flat_map(|[above, here, below]| above.iter().zip(here).zip(below).map(|((a, h), b)| [*a, *h, *b]));
    let (mut steps, mut soft) = (0_usize, 0_usize);
    let mut mixes = BTreeSet::new();
    for [before, here, after] in across.chain(down) {
        steps += usize::from(distance(before, here) >= STEP);
        if is_mix(here, before, after) {
            soft += 1;
            mixes.insert(here.map(byte));
        }
    }
    mixes.len() >= LEAST_MIXES && float(soft) >= LEAST_SHARE * float(steps)
}

/// Whether `here` lies between two colors that a step parts.
fn is_mix(here: Color, before: Color, after: Color) -> bool {
    let (share, stray) = unmix(here, before, after);
    distance(before, after) >= STEP && (0.06..0.94).contains(&share) && stray <= STRAY
}

/// `options` for the picture in its own pixels, `side` times as small.
pub(crate) fn options(options: &TraceOptions, side: u32) -> TraceOptions {
    let side = f64::from(side);
    TraceOptions {
        min_area: options.min_area.map(|area| area / (side * side)),
        tolerance: options.tolerance.map(|far| far / side),
        // A filter does not grow with what it blurs.
        shadows: Shadows::Shaded,
        ..options.clone()
    }
}

/// The drawing of the small picture at the size of the large one: everything `side` times as long.
pub(crate) fn enlarge(drawing: &mut Drawing, side: u32) {
    let side = f64::from(side);
    drawing.view_box = drawing.view_box.scale_from_origin(side);
    drawing.items.iter_mut().for_each(|item| enlarge_item(item, side));
}

fn enlarge_item(item: &mut Item, side: f64) {
    item.transform = carried(item.transform, side);
    match &mut item.body {
        Body::Group(items) => items.iter_mut().for_each(|item| enlarge_item(item, side)),
        Body::Shape(shape) => enlarge_shape(shape, side),
        // The tracer makes none.
        Body::Words(_) | Body::Opaque(_) => {}
    }
}

fn enlarge_shape(shape: &mut Shape, side: f64) {
    let scale = Affine::scale(side);
    match &mut shape.outline {
        Outline::Path(path) => path.apply_affine(scale),
        Outline::Rect(rect) => {
            let radius = rect.radii().as_single_radius().unwrap_or_default();
            *rect = RoundedRect::from_rect(rect.rect().scale_from_origin(side), radius * side);
        }
        Outline::Circle(circle) => {
            *circle = Circle::new(scale * circle.center, side * circle.radius);
        }
        Outline::Ellipse(ellipse) => *ellipse = scale * *ellipse,
        Outline::Line(line) => *line = scale * *line,
    }
    shape.fill.iter_mut().for_each(|paint| enlarge_paint(paint, side));
    if let Some(stroke) = &mut shape.stroke {
        enlarge_paint(&mut stroke.paint, side);
        stroke.width *= side;
        stroke.dashes.iter_mut().for_each(|dash| *dash *= side);
        stroke.dash_offset *= side;
    }
}

fn enlarge_paint(paint: &mut Paint, side: f64) {
    let Paint::Gradient(gradient) = paint else { return };
    let scale = Affine::scale(side);
    gradient.transform = carried(gradient.transform, side);
    gradient.shape = match gradient.shape {
        GradientShape::Linear { start, end } => GradientShape::Linear { start: scale * start, end: scale * end },
        GradientShape::Radial { center, radius, focus } => {
            GradientShape::Radial { center: scale * center, radius: side * radius, focus: scale * focus }
        }
    };
}

/// A transform of small coordinates as one of large ones.
fn carried(transform: Affine, side: f64) -> Affine {
    transform.with_translation(side * transform.translation())
}
