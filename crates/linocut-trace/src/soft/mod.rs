//! Soft shadows and glows: blurred copies of shapes under the shapes that cast them.
//!
//! A smooth falloff from what a shape covers to a backdrop of one color, along the line from that color to another, is
//! explained as the blurred silhouette of the shape, moved. Where that holds it is taken off the picture, the rest is
//! traced as if nobody had drawn a shadow, and the silhouette comes back under the shapes with a filter that blurs it.
#![expect(clippy::indexing_slicing, reason = "numeric kernels over cells that were counted out of the same grids")]

mod blurred;
mod caster;
mod cells;
mod clear;
mod falloff;
mod fit;
mod place;
mod silhouette;
mod spread;

use crate::color::Color;
use crate::grid::Grid;
use crate::options::{Preset, TraceOptions};
use crate::{layers, layers::Stacking, noise};
use caster::Casters;
use linocut_core::kurbo::Point;
use linocut_core::{Context, Drawing, Item, Result};
pub(crate) use place::topmost;
pub(crate) use silhouette::outlines;

/// What becomes of soft shadows and glows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shadows {
    /// One shape with a filter that blurs it, under the shape that casts it.
    #[default]
    Blurred,
    /// Gradients and bands: shapes that need no filter.
    Shaded,
}

/// What one kind of shadow is made of, in the space of the picture.
pub(crate) struct Shadow {
    /// The silhouettes, moved to where they fall.
    soft: Vec<Item>,
    /// What casts it in the color of the backdrop, if it shows that anywhere.
    casters: Vec<Item>,
    /// Standard deviation of the blur, in pixels.
    sigma: f64,
    /// The color that it falls on.
    backdrop: Color,
    /// The center of a pixel that shows nothing but the backdrop.
    at: Point,
    /// Some of the pixels on which it falls.
    falls: Vec<Point>,
    /// Some of the pixels of its casters that show the color of the backdrop.
    bare: Vec<Point>,
}

/// Most noise under which shadows are looked for, as a standard deviation in levels: noise hides how they fall off.
const MOST_NOISE: f32 = 0.5;
/// Most kinds of shadows in a picture.
const MOST_SHADOWS: usize = 3;

/// Whether shadows come back as blurred shapes: they have no outline that could be cut out, and no color of their own.
pub(crate) fn is_wanted(options: &TraceOptions) -> bool {
    let preset = matches!(options.preset, Preset::Logo | Preset::Icon);
    let stacked = options.stacking == Stacking::Stacked && layers::fills_shapes(options);
    options.shadows == Shadows::Blurred && preset && stacked
}

/// Takes the shadows off `field`.
///
/// # Errors
/// Those of the context.
pub(crate) fn lift(mut field: Grid<Color>, options: &TraceOptions, cx: &Context) -> Result<(Grid<Color>, Vec<Shadow>)> {
    let mut shadows = Vec::new();
    let backdrops = falloff::backdrops(&field);
    if backdrops.is_empty() || noise::deviation(&field) > MOST_NOISE {
        return Ok((field, shadows));
    }
    for backdrop in backdrops.into_iter().take(MOST_SHADOWS) {
        cx.check()?;
        if let Some((shadow, clean)) = lift_from(&field, backdrop, options, cx)? {
            shadows.push(shadow);
            field = clean;
        }
    }
    Ok((field, shadows))
}

/// The shadow on `backdrop`, and the picture without it.
fn lift_from(
    field: &Grid<Color>,
    backdrop: Color,
    options: &TraceOptions,
    cx: &Context,
) -> Result<Option<(Shadow, Grid<Color>)>> {
    let Some(falloff) = falloff::find(field, backdrop) else { return Ok(None) };
    cx.check()?;
    let Some(casters) = Casters::find(field, &falloff) else { return Ok(None) };
    let Some(cast) = fit::fit(&falloff, &casters, cx)? else { return Ok(None) };
    let casters = casters.shaped(field, &falloff, &cast);
    let clean = clear::clear(field, &falloff, &cast);
    let Some(at) = falloff.bare() else { return Ok(None) };
    let soft = silhouette::soft(&falloff, (&casters, &cast), options, cx)?;
    if soft.is_empty() {
        return Ok(None);
    }
    let bare = silhouette::bare(&clean, &falloff, &casters);
    let casters = if bare.is_empty() { Vec::new() } else { silhouette::plain(backdrop, &casters, options, cx)? };
    let shadow = Shadow { soft, casters, sigma: cast.throw.sigma, backdrop, at, falls: falloff.falls(), bare };
    Ok(Some((shadow, clean)))
}

impl Shadow {
    /// Puts it into `drawing`, right above the shape that it falls on and under what casts it.
    ///
    /// # Errors
    /// Those of `cx` and of the division of shapes.
    pub(crate) fn put(self, drawing: &mut Drawing, cx: &Context) -> Result<()> {
        place::put(self, drawing, cx)
    }
}
