//! What an icon says about its own measures: the unit of its grid, the width of its lines, its color.

use crate::place::ink_box;
use crate::recolor::salience;
use crate::track::outline_path;
use linocut_core::kurbo::{Rect, Shape as _};
use linocut_core::{Body, Cap, Drawing, Item, Join, Paint, Shape, Stroke};

/// How exactly lengths are measured, in user units; they are only compared.
const LENGTH_ERROR: f64 = 0.1;

/// How much the color of the text counts against other colors: as much as a lively one.
const INK: f64 = 0.15;

/// The measures of an icon.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// The view box, in user units.
    pub(crate) view: Rect,
    /// A 24th of its shorter side.
    pub(crate) unit: f64,
    /// Whether it has lines.
    pub(crate) lined: bool,
    /// The width of most of its lines, or of the filled shapes that stand for lines; two units when it has neither.
    pub(crate) width: f64,
    /// The ends of its lines.
    pub(crate) cap: Cap,
    /// The corners of its lines.
    pub(crate) join: Join,
    /// What most of it is painted with.
    pub(crate) paint: Paint,
}

impl Frame {
    /// The measures of a drawing whose transforms are in its coordinates; `None` when it paints nothing.
    pub(crate) fn of(drawing: &Drawing) -> Option<Self> {
        let view = drawing.view_box.abs();
        let side = view.width().min(view.height());
        ink_box(&drawing.items)?;
        if !(side > 0.0 && side.is_finite()) {
            return None;
        }
        let unit = side / 24.0;
        let line = main_stroke(drawing);
        Some(Self {
            view,
            unit,
            lined: line.is_some(),
            width: line.map_or_else(|| strip_width(drawing, unit), |stroke| stroke.width),
            cap: line.map_or(Cap::Round, |stroke| stroke.cap),
            join: line.map_or(Join::Round, |stroke| stroke.join),
            paint: line.map(|stroke| &stroke.paint).or(main_paint(drawing)).cloned().unwrap_or(Paint::CurrentColor),
        })
    }
}

/// The width of lines that are drawn as filled shapes: a strip has twice its area over its perimeter.
/// Two units where shapes are too stout to be strips, at least one and a half, because digits and dots in the drawing make
/// the mean smaller.
fn strip_width(drawing: &Drawing, unit: f64) -> f64 {
    let (mut area, mut around) = (0.0, 0.0);
    measure(&drawing.items, &mut area, &mut around);
    let width = if around > 0.0 { 2.0 * area / (around * unit) } else { 2.0 };
    // A quarter of a unit is the step in which sets choose widths.
    let width = libm::round(width * 4.0) / 4.0;
    unit * if (0.75..=2.5).contains(&width) { width.max(1.5) } else { 2.0 }
}

/// Adds up areas and perimeters of opaque fills; tints under lines say nothing about the lines.
fn measure(items: &[Item], area: &mut f64, around: &mut f64) {
    for item in items.iter().filter(|item| item.opacity.get() > 0.9) {
        match &item.body {
            Body::Group(inner) => measure(inner, area, around),
            Body::Shape(shape) if shape.fill.is_some() => {
                let path = outline_path(&shape.outline);
                *area += path.area().abs();
                *around += path.perimeter(LENGTH_ERROR);
            }
            Body::Shape(_) | Body::Words(_) | Body::Opaque(_) => {}
        }
    }
}

/// The stroke whose width most of the length of all lines has.
pub(crate) fn main_stroke(drawing: &Drawing) -> Option<&Stroke> {
    let mut found: Vec<(&Stroke, f64)> = Vec::new();
    for shape in drawing.shapes() {
        let Some(stroke) = shape.stroke.as_ref().filter(|stroke| stroke.width > 0.0) else { continue };
        let length = outline_path(&shape.outline).perimeter(LENGTH_ERROR);
        match found.iter_mut().find(|(known, _)| known.width.to_bits() == stroke.width.to_bits()) {
            Some((_, sum)) => *sum += length,
            None => found.push((stroke, length)),
        }
    }
    found.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(stroke, _)| stroke)
}

/// The paint that covers most, colorful ones before grays.
pub(crate) fn main_paint(drawing: &Drawing) -> Option<&Paint> {
    let mut found: Vec<(&Paint, f64)> = Vec::new();
    for (paint, area) in drawing.shapes().flat_map(painted) {
        let area = match paint {
            Paint::Solid(color) => area * salience(*color),
            Paint::CurrentColor => area * INK,
            Paint::Gradient(_) => area * 1e-3,
        };
        match found.iter_mut().find(|(known, _)| *known == paint) {
            Some((_, sum)) => *sum += area,
            None => found.push((paint, area)),
        }
    }
    found.into_iter().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(paint, _)| paint)
}

/// The paints of a shape, each with the area it covers.
pub(crate) fn painted(shape: &Shape) -> Vec<(&Paint, f64)> {
    let path = outline_path(&shape.outline);
    let fill = shape.fill.as_ref().map(|paint| (paint, path.area().abs()));
    let line = shape.stroke.as_ref().map(|stroke| (&stroke.paint, stroke.width * path.perimeter(LENGTH_ERROR)));
    fill.into_iter().chain(line).collect()
}
