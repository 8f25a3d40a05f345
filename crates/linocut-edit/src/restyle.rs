//! The same drawing in another manner: lines, areas, two tones, colors.

use crate::frame::{Frame, main_paint};
use crate::loops::{Area, areas};
use crate::place::{around, baked, ink_box, placed};
use crate::region::{expanded, filled, union};
use crate::select::each;
use crate::track::outline_path;
use crate::{Ink, Palette, Target, recolor, solid};
use linocut_core::kurbo::{Affine, BezPath};
use linocut_core::{Body, Cap, Drawing, FillRule, Item, Join, Outline, Paint, Result, Shape, Stroke, Unit, Warned};

/// Opacity of the second tone of two, a fifth to a quarter being what icon sets use: enough to see, not enough to hide
/// the lines.
const TINT: f64 = 0.22;

/// How [`restyle`] redraws.
#[derive(Clone, Debug, PartialEq)]
pub struct RestyleOptions {
    /// The manner.
    pub style: Style,
    /// The colors: the first one for lines, the next ones for areas, the largest first. Default: none, the drawing's own.
    pub palette: Option<Palette>,
}

/// A manner of drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// Lines: filled shapes become their outlines, two 24ths of the view box wide where there are no lines yet.
    Outline,
    /// Areas: closed lines are filled, and lines inside them are cut out.
    Solid,
    /// Lines over a tint of 22 % opacity.
    Duotone,
    /// Lines over areas in the palette's colors; filled drawings take the palette as it is.
    Color,
    /// Lines as the areas that they paint.
    Expanded,
}

/// Redraws a drawing in another manner, as far as that can be done by rules; warnings say what could not.
///
/// - What lines enclose is found across shapes: subpaths that meet end to end count as closed, and so do those that stand
///   open on one straight side.
/// - A drawing without lines gets outlines inside its old extent.
/// - Texts, pictures and opaque markup stay as they are.
///
/// # Errors
/// [`Kind::Bug`](linocut_core::Kind::Bug) when areas cannot be combined.
pub fn restyle(drawing: &Drawing, options: &RestyleOptions) -> Result<Warned<Drawing>> {
    let mut out = drawing.clone();
    baked(&mut out);
    let mut warnings = unconverted(&out);
    match options.style {
        Style::Outline => outlined(&mut out),
        Style::Expanded => expand(&mut out)?,
        Style::Solid if !solid::fill(&mut out)? => {
            warnings.push("no lines enclose an area that could be filled".to_owned());
        }
        Style::Solid => {}
        Style::Duotone => tint(&mut out, options.palette.as_ref(), &mut warnings)?,
        Style::Color => color(&mut out, options.palette.as_ref())?,
    }
    if let (Some(palette), Style::Outline | Style::Solid | Style::Expanded) = (&options.palette, options.style) {
        recolor::palette(&mut out, palette);
    }
    Ok(Warned { value: out, warnings })
}

/// What is neither fill nor line.
fn unconverted(drawing: &Drawing) -> Vec<String> {
    let mut copy = drawing.items.clone();
    let mut count = 0_usize;
    // All items are chosen, so nothing can be missing.
    let _ = each(&mut copy, &Target::all(), &mut |item| {
        count += usize::from(matches!(item.body, Body::Words(_) | Body::Opaque(_)));
    });
    let what = if count == 1 { "1 text or picture".to_owned() } else { format!("{count} texts or pictures") };
    if count == 0 { Vec::new() } else { vec![format!("{what} could not be redrawn and stayed as before")] }
}

/// Calls `change` for every shape, in painting order.
pub(crate) fn each_shape(items: &mut [Item], change: &mut dyn FnMut(&mut Shape)) {
    // All items are chosen, so nothing can be missing.
    let _ = each(items, &Target::all(), &mut |item| {
        if let Body::Shape(shape) = &mut item.body {
            change(shape);
        }
    });
}

/// Fills become lines.
fn outlined(drawing: &mut Drawing) {
    let Some(frame) = Frame::of(drawing) else { return };
    if let Some(ink) = ink_box(&drawing.items).filter(|_| !frame.lined) {
        // The lines reach half their width outward; the shapes give way, so that the extent stays.
        let side = ink.size().max_side();
        let scale = ((side - frame.width) / side.max(f64::MIN_POSITIVE)).max(0.5);
        drawing.items = placed(std::mem::take(&mut drawing.items), around(Affine::scale(scale), ink.center()));
    }
    // A tint under lines has no outline of its own.
    drawing.items.retain(|item| !frame.lined || item.opacity.get() > 0.5 || !is_fill(item));
    each_shape(&mut drawing.items, &mut |shape| {
        let Some(paint) = shape.fill.take() else { return };
        let line = Stroke { cap: Cap::Round, join: Join::Round, ..Stroke::new(paint, frame.width) };
        shape.stroke.get_or_insert(line);
    });
}

fn is_fill(item: &Item) -> bool {
    matches!(&item.body, Body::Shape(shape) if shape.fill.is_some() && shape.stroke.is_none())
}

/// Lines become areas.
fn expand(drawing: &mut Drawing) -> Result<()> {
    let mut failed = None;
    each_shape(&mut drawing.items, &mut |shape| {
        if let Err(error) = expand_shape(shape) {
            failed = Some(error);
        }
    });
    failed.map_or(Ok(()), Err)
}

fn expand_shape(shape: &mut Shape) -> Result<()> {
    let Some(stroke) = &shape.stroke else { return Ok(()) };
    // A fill of another color under the line cannot be one area with it.
    if shape.fill.as_ref().is_some_and(|fill| *fill != stroke.paint) {
        return Ok(());
    }
    let path = outline_path(&shape.outline);
    let mut area = expanded(&path, stroke)?;
    if shape.fill.is_some() {
        area = union(&area, &filled(&path, shape.fill_rule)?)?;
    }
    let fill = Some(stroke.paint.clone());
    *shape = Shape { outline: Outline::Path(area), fill, fill_rule: FillRule::NonZero, stroke: None };
    Ok(())
}

/// A tint under lines.
fn tint(drawing: &mut Drawing, palette: Option<&Palette>, warnings: &mut Vec<String>) -> Result<()> {
    if !Frame::of(drawing).is_some_and(|frame| frame.lined) {
        outlined(drawing);
    }
    let outer: Vec<Area> = all_areas(drawing)?.into_iter().filter(|area| !area.inner).collect();
    if outer.is_empty() {
        warnings.push("no lines enclose an area that could be tinted".to_owned());
    }
    let mut all = BezPath::new();
    for area in &outer {
        all = union(&all, &area.inside)?;
    }
    let lines =
        palette.map_or_else(|| main_paint(drawing).cloned().unwrap_or(Paint::CurrentColor), |p| p.at(0).paint());
    if palette.is_some() {
        recolor_lines(drawing, &lines);
    }
    let second = palette.filter(|palette| palette.inks().len() > 1).map_or(lines, |palette| palette.at(1).paint());
    if !outer.is_empty() {
        let outline = single(&outer).unwrap_or(Outline::Path(all));
        let mut item = Item::shape(Shape::filled(outline, second));
        item.opacity = Unit::clamped(TINT);
        drawing.items.insert(0, item);
    }
    Ok(())
}

/// The outline of one area, as it is, so that curves stay the ones that were drawn.
fn single(areas: &[Area]) -> Option<Outline> {
    if let [area] = areas { Some(Outline::Path(area.outline.clone())) } else { None }
}

/// Areas in colors under lines.
fn color(drawing: &mut Drawing, palette: Option<&Palette>) -> Result<()> {
    let Some(palette) = palette else { return Ok(()) };
    let areas = all_areas(drawing)?;
    if !Frame::of(drawing).is_some_and(|frame| frame.lined) || palette.inks().len() < 2 {
        recolor::palette(drawing, palette);
        return Ok(());
    }
    recolor_lines(drawing, &palette.at(0).paint());
    let fills: Vec<Ink> = palette.inks().iter().skip(1).copied().collect();
    let under = areas.iter().zip(fills.iter().cycle());
    let under = under.map(|(area, ink)| Item::shape(Shape::filled(Outline::Path(area.outline.clone()), ink.paint())));
    drawing.items.splice(0..0, under.collect::<Vec<_>>());
    Ok(())
}

fn recolor_lines(drawing: &mut Drawing, paint: &Paint) {
    each_shape(&mut drawing.items, &mut |shape| {
        if let Some(stroke) = &mut shape.stroke {
            stroke.paint = paint.clone();
        }
        if let Some(fill) = &mut shape.fill {
            *fill = paint.clone();
        }
    });
}

fn all_areas(drawing: &Drawing) -> Result<Vec<Area>> {
    areas(&drawing.shapes().cloned().collect::<Vec<_>>())
}
