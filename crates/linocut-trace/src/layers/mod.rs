//! What lies over what in a finished drawing: cut-outs, gap filler, groups and names.
//!
//! All of it works on the drawing and not on the picture, so that it serves every engine.

mod boundary;
mod curve;
mod cutout;
mod edges;
mod gap;
mod group;
mod hue;
mod map;
mod name;
mod occupied;
mod ring;
mod seam;
mod sheet;
mod trap;

use crate::options::TraceOptions;
pub(crate) use cutout::knock_out;
use cutout::{Cut, Cutouts};
pub use edges::DrawStyle;
pub use group::GroupBy;
pub(crate) use group::bounds;
use linocut_core::{Context, Drawing, Error, Item, Kind, Result};
use name::Names;
pub(crate) use occupied::Occupied;
use sheet::Sheet;
pub(crate) use sheet::{band, outline_path};

/// Whether shapes may overlap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stacking {
    /// Lower shapes go on under upper ones: they are whole, and no page shows between them.
    #[default]
    Stacked,
    /// No two opaque shapes overlap; neighbors share one curve. Lines that were found as such stay strokes and lie on top.
    Cutouts,
}

/// Width of the gap filler where none is given, in pixels: at half size, it still covers the diagonal of a pixel.
const FILLER: f64 = 2.0;
/// Widest gap filler, in pixels.
const WIDEST: f64 = 100.0;
/// Thinnest and widest lines of the styles that stroke, in pixels.
const LINES: std::ops::RangeInclusive<f64> = 0.01..=100.0;
/// Widest trap, in pixels.
const WIDEST_TRAP: f64 = 20.0;

/// Whether shapes are filled areas in the end.
pub(crate) fn fills_shapes(options: &TraceOptions) -> bool {
    edges::style(options) == DrawStyle::FillShapes
}

/// Passes if what is asked about layers makes sense together.
pub(crate) fn check(options: &TraceOptions) -> Result<()> {
    let wrong = |sentence: &str, hint: &str| Err(Error::new(Kind::Input, sentence).hinted(hint));
    if options.gap_filler.is_some_and(|w| !(0.0..=WIDEST).contains(&w)) {
        return wrong("gap filler is out of range", "--gap-filler takes 0 to 100 pixels, or off");
    }
    if !(0.0..=WIDEST_TRAP).contains(&options.trap) {
        return wrong("trap is out of range", "--trap takes 0 to 20 pixels");
    }
    if options.stacking == Stacking::Stacked && options.gap_filler.is_some_and(|w| w > 0.0) {
        return wrong("stacked shapes leave no gaps to fill", "add --stacking cutouts, or leave out --gap-filler");
    }
    if options.stacking == Stacking::Stacked && options.trap > 0.0 {
        return wrong("stacked shapes lie under each other already", "add --stacking cutouts, or leave out --trap");
    }
    let layered = options.stacking == Stacking::Cutouts || options.group_by != GroupBy::None;
    if edges::style(options) == DrawStyle::StrokeEdges && (layered || options.gap_filler.is_some()) {
        return wrong(
            "edges lie in no layers",
            "leave out --stacking, --trap, --gap-filler and --group-by, or add --draw-style fill-shapes",
        );
    }
    check_lines(options)
}

fn check_lines(options: &TraceOptions) -> Result<()> {
    let wrong = |sentence: &str, hint: &str| Err(Error::new(Kind::Input, sentence).hinted(hint));
    if options.line_width.is_some_and(|w| !LINES.contains(&w)) {
        return wrong("width of lines is out of range", "--line-width takes 0.01 to 100 pixels");
    }
    let filled = fills_shapes(options);
    if filled && (options.line_width.is_some() || options.line_color.is_some()) {
        return wrong("filled shapes have no lines", "add --draw-style stroke-shapes or stroke-edges");
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
    if (options.stacking, options.group_by) == (Stacking::Stacked, GroupBy::None) {
        return Ok(drawing);
    }
    let view = drawing.view_box;
    let mut sheets = sheet::sheets(std::mem::take(&mut drawing.items));
    if fills_shapes(options) {
        sheets = sheets.into_iter().map(Sheet::with_whole_line).collect();
    }
    let below = group::depths(sheets.iter().map(|s| &s.item), view);
    let Cutouts { fillers, items } = match options.stacking {
        Stacking::Stacked => Cutouts { fillers: Vec::new(), items: sheets.into_iter().map(|s| Some(s.item)).collect() },
        Stacking::Cutouts => {
            let usual = if options.trap > 0.0 { 0.0 } else { FILLER };
            let filler = options.gap_filler.unwrap_or(usual);
            cutout::cut(sheets, Cut { view, filler, trap: options.trap }, cx)?
        }
    };
    let items = items.into_iter().zip(below).filter_map(|(item, depth)| Some((depth, item?)));
    let apart = options.stacking == Stacking::Cutouts && options.trap <= 0.0;
    let mut names = Names::default();
    drawing.items = grouped_fillers(fillers, options.group_by, &mut names);
    drawing.items.extend(match options.group_by {
        GroupBy::None => items.map(|(_, item)| item).collect(),
        GroupBy::Color => group::by_color(items.map(|(_, item)| item).collect(), view, apart, &mut names),
        GroupBy::Layer => group::by_layer(items.collect(), view, &mut names),
    });
    Ok(drawing)
}

/// The strokes under the seams as one group, which a person can take out at once.
fn grouped_fillers(fillers: Vec<Item>, by: GroupBy, names: &mut Names) -> Vec<Item> {
    match by {
        _ if fillers.is_empty() => Vec::new(),
        GroupBy::None => vec![Item::group(fillers)],
        GroupBy::Color | GroupBy::Layer => vec![names.group("gap-filler", fillers, None)],
    }
}
