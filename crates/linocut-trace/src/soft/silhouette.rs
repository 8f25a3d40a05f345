//! The outlines of what casts a shadow, traced from how much of each pixel it covers.

use super::Shadows;
use super::caster::Casters;
use super::cells::Throw;
use super::falloff::Falloff;
use super::fit::Cast;
use super::spread::Spread;

use crate::color::{Color, distance, straight};
use crate::grid::Grid;
use crate::layers::Stacking;
use crate::number::{byte, narrow};
use crate::options::{Background, TraceOptions};
use crate::subpixel::{self, Rings};
use linocut_core::kurbo::{Affine, Circle, Point, Vec2};
use linocut_core::{Body, Context, Item, Outline, Paint, Result, Rgba, Shape};

/// Cells of a caster that show the color of the backdrop, in pixels: from so many on the caster hides the shadow there.
const HIDES: usize = 24;
/// Silhouettes that grow by less than this are those of the casters, in pixels.
const LEAST_SPREAD: f64 = 0.1;
/// Most pixels that are looked at to see what casters hide.
const POINTS: usize = 300;
/// Colors this near are one, in levels.
const SAME: f32 = 2.0;

/// The silhouettes where they fall, in the color of the shadow.
///
/// # Errors
/// Those of the context.
pub(super) fn soft(
    falloff: &Falloff,
    (casters, cast): (&Casters, &Cast),
    options: &TraceOptions,
    cx: &Context,
) -> Result<Vec<Item>> {
    let Throw { offset: [x, y], spread, .. } = cast.throw;
    let ink = ink(falloff, cast);
    let outlines = if spread.abs() < LEAST_SPREAD {
        outlines(&casters.cover, options, cx)?
    } else {
        outlines(&Spread::new(&casters.cover).grown(spread), options, cx)?
    };
    Ok(outlines.iter().map(|shape| filled(shape, ink, Vec2::new(x, y))).collect())
}

/// The casters in the color of the `backdrop`.
///
/// # Errors
/// Those of the context.
pub(super) fn plain(backdrop: Color, casters: &Casters, options: &TraceOptions, cx: &Context) -> Result<Vec<Item>> {
    let color = straight(backdrop);
    Ok(outlines(&casters.cover, options, cx)?.iter().map(|shape| filled(shape, color, Vec2::ZERO)).collect())
}

/// Some of the pixels of casters that show the color of an opaque backdrop; none where hardly any do.
pub(super) fn bare(clean: &Grid<Color>, falloff: &Falloff, casters: &Casters) -> Vec<Point> {
    let shows = |at: &usize| distance(clean.cells[*at], falloff.backdrop) <= SAME;
    let found: Vec<usize> = casters.core.iter().copied().filter(shows).collect();
    if falloff.backdrop[3] < 254.5 || found.len() < HIDES {
        return Vec::new();
    }
    found.iter().step_by(found.len().div_ceil(POINTS)).map(|&at| falloff.point(at)).collect()
}

/// The shapes of what covers that much of each pixel.
///
/// # Errors
/// Those of the context.
pub(crate) fn outlines(cover: &Grid<f32>, options: &TraceOptions, cx: &Context) -> Result<Vec<Shape>> {
    let field = Grid {
        width: cover.width,
        height: cover.height,
        cells: cover.cells.iter().map(|&share| [0.0, 0.0, 0.0, 255.0 * share]).collect(),
    };
    let options = TraceOptions {
        shadows: Shadows::Shaded,
        // What is stacked may become lines; here areas are wanted.
        stacking: Stacking::Cutouts,
        background: Background::Keep,
        palette: Vec::new(),
        colors: None,
        ..options.clone()
    };
    let drawing = subpixel::drawn((&field, Rings::default()), None, &options, cx)?;
    let solid = |item: Item| match item.body {
        Body::Shape(shape) if matches!(shape.fill, Some(Paint::Solid(c)) if c.a > 127) => Some(shape),
        Body::Shape(_) | Body::Group(_) | Body::Words(_) | Body::Opaque(_) => None,
    };
    Ok(drawing.items.into_iter().filter_map(solid).collect())
}

/// `shape` moved and filled with `color`.
fn filled(shape: &Shape, color: Rgba, offset: Vec2) -> Item {
    let outline = match &shape.outline {
        Outline::Path(path) => Outline::Path(Affine::translate(offset) * path.clone()),
        Outline::Rect(rect) => Outline::Rect(*rect + offset),
        Outline::Circle(Circle { center, radius }) => Outline::Circle(Circle::new(*center + offset, *radius)),
        Outline::Ellipse(ellipse) => Outline::Ellipse(*ellipse + offset),
        Outline::Line(line) => Outline::Line(*line + offset),
    };
    let fill = Some(Paint::Solid(color));
    Item::shape(Shape { outline, fill, stroke: None, ..shape.clone() })
}

/// The color of the shadow where it is full: as far from the backdrop as colors go, so that it takes the least opacity.
fn ink(falloff: &Falloff, cast: &Cast) -> Rgba {
    let (full, room) = (narrow(cast.full), falloff.room());
    if falloff.backdrop[3] < 0.5 {
        return straight(falloff.step.map(|s| (s * full).clamp(0.0, 255.0)));
    }
    let [r, g, b, _] = falloff.shaded(room).map(|c| byte(c.clamp(0.0, 255.0)));
    Rgba { r, g, b, a: byte(255.0 * (full / room).min(1.0)) }
}
