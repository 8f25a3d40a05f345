//! Glass: flat, half-transparent shapes over fills of several colors, or over a gradient.
//!
//! Where the outline of a fill goes on across the edge of another shape and all colors beyond that edge are the colors on
//! this side, mixed with one color by one share, somebody laid glass over them (X-junctions; Metelli 1974). The glass is
//! taken off, the rest is traced as if it had never been there, and the glass comes back as one shape with its opacity.

mod evidence;
mod extent;
mod lifted;
mod tint;

use crate::color::{Color, straight};
use crate::fill::Fill;
use crate::grid::Grid;
use crate::number::byte;
use crate::options::{Preset, TraceOptions};
use crate::regions::Regions;
use crate::soft::{outlines, topmost};
use crate::{layers, layers::Stacking};
use extent::Extent;
use linocut_core::kurbo::Point;
use linocut_core::{Context, Drawing, Item, Paint, Result, Shape};
use tint::Tint;

/// Most noise under which glass is looked for, as a standard deviation in levels: noise hides what colors have in common.
const MOST_NOISE: f32 = 0.5;
/// More regions are no drawing in which anybody would move glass about.
const MOST_REGIONS: usize = 3000;

/// One sheet of glass, and the picture without it.
pub(crate) struct Glass {
    tint: Tint,
    /// The share of each pixel that it covers.
    cover: Grid<f32>,
    /// The picture as if it were not there.
    pub(crate) clean: Grid<Color>,
    /// Some of the pixels that are seen through it.
    through: Vec<Point>,
    /// Some of the pixels of what lies on it.
    above: Vec<Point>,
}

/// Whether glass comes back as shapes: it overlaps what it lies on, and its mixes are not the colors somebody asked for.
pub(crate) fn is_wanted(options: &TraceOptions, sigma: f32) -> bool {
    let preset = matches!(options.preset, Preset::Logo | Preset::Icon);
    let stacked = options.stacking == Stacking::Stacked && layers::fills_shapes(options);
    let free = options.colors.is_none() && options.palette.is_empty();
    sigma <= MOST_NOISE && preset && stacked && free
}

/// The best explained sheet of glass over `regions` of `field`, if there is any.
///
/// # Errors
/// Those of the context.
pub(crate) fn find(field: &Grid<Color>, regions: &Regions, fills: &[Fill], cx: &Context) -> Result<Option<Glass>> {
    if !(3..=MOST_REGIONS).contains(&regions.area.len()) {
        return Ok(None);
    }
    let scene = evidence::Seen::new(regions, fills);
    for claim in evidence::claims(&scene, cx)? {
        cx.check()?;
        if let Some(extent) = Extent::grown(&scene, &claim) {
            let (clean, cover) = lifted::lift(field, &scene, &extent, cx)?;
            let (through, above) = extent.points(&scene);
            return Ok(Some(Glass { tint: extent.tint, cover, clean, through, above }));
        }
    }
    Ok(None)
}

impl Glass {
    /// Puts it into the `drawing` of what lies under and on it; `false` where the drawing has these in another order.
    ///
    /// # Errors
    /// Those of the context.
    pub(crate) fn put(self, drawing: &mut Drawing, options: &TraceOptions, cx: &Context) -> Result<bool> {
        let under = self.through.iter().filter_map(|p| topmost(&drawing.items, *p)).max().map_or(0, |k| k + 1);
        if self.above.iter().filter_map(|p| topmost(&drawing.items, *p)).any(|k| k < under) {
            return Ok(false);
        }
        let tint = self.tint.rounded();
        let mut color = straight(tint.color());
        color.a = byte(255.0 * tint.opacity());
        let sheets = outlines(&self.cover, options, cx)?;
        let tinted = |shape: Shape| Item::shape(Shape { fill: Some(Paint::Solid(color)), stroke: None, ..shape });
        let upper = drawing.items.split_off(under);
        drawing.items.extend(sheets.into_iter().map(tinted).chain(upper));
        Ok(true)
    }
}
