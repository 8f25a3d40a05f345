//! What lies over what in a finished drawing: cut-outs, gap filler, groups and names.
//!
//! All of it works on the drawing and not on the picture, so that it serves every engine.

mod boundary;
mod curve;
mod cutout;
mod edges;
mod gap;
mod map;
mod sheet;

use crate::options::TraceOptions;
pub use edges::DrawStyle;
use linocut_core::{Context, Drawing, Error, Kind, Result};

/// Whether shapes may overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stacking {
    /// Lower shapes go on under upper ones: they are whole, and no page shows between them.
    #[default]
    Stacked,
    /// No two opaque shapes overlap; neighbors share one curve.
    Cutouts,
}

/// Width of the gap filler where none is given, in pixels: at half size, it still covers the diagonal of a pixel.
const FILLER: f64 = 2.0;
/// Widest gap filler and trap, in pixels.
const WIDEST: f64 = 100.0;
/// Thinnest and widest lines of the styles that stroke, in pixels.
const LINES: std::ops::RangeInclusive<f64> = 0.01..=100.0;

/// Passes if what is asked about layers makes sense together.
pub(crate) fn check(options: &TraceOptions) -> Result<()> {
    let wrong = |sentence: &str, hint: &str| Err(Error::new(Kind::Input, sentence).hinted(hint));
    if options.gap_filler.is_some_and(|w| !(0.0..=WIDEST).contains(&w)) {
        return wrong("gap filler is out of range", "--gap-filler takes 0 to 100 pixels, or off");
    }
    if options.line_width.is_some_and(|w| !LINES.contains(&w)) {
        return wrong("width of lines is out of range", "--line-width takes 0.01 to 100 pixels");
    }
    let filled = edges::style(options) == DrawStyle::FillShapes;
    if filled && (options.line_width.is_some() || options.line_color.is_some()) {
        return wrong("filled shapes have no lines", "add --draw-style stroke-shapes or stroke-edges");
    }
    if options.stacking == Stacking::Stacked && options.gap_filler.is_some_and(|w| w > 0.0) {
        return wrong("stacked shapes leave no gaps to fill", "add --stacking cutouts, or leave out --gap-filler");
    }
    Ok(())
}

/// Brings a drawing of stacked shapes into the layers that `options` ask for.
///
/// # Errors
/// Those of `cx`; [`Kind::Bug`] when the areas of two shapes cannot be compared.
pub(crate) fn arrange(mut drawing: Drawing, options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    match edges::style(options) {
        DrawStyle::FillShapes => {}
        DrawStyle::StrokeShapes => edges::outlines(&mut drawing, options),
        DrawStyle::StrokeEdges => {
            edges::edges(&mut drawing, options, cx)?;
            return Ok(drawing);
        }
    }
    match options.stacking {
        Stacking::Stacked => {}
        Stacking::Cutouts => {
            let width = options.gap_filler.unwrap_or(FILLER);
            drawing.items = cutout::cut(drawing.items, drawing.view_box, width, cx)?;
        }
    }
    Ok(drawing)
}
