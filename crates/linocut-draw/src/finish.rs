//! The last steps of every route: manner, lines, colors, grid, title, and as few bytes as it takes.

use crate::request::DrawRequest;
use linocut_core::kurbo::{Affine, Rect};
use linocut_core::{Drawing, Error, Item, Kind, Result, Warned};
use linocut_edit::{Operation, Palette, Part, RestyleOptions, Style as Manner, Target, Width, apply, stock};
use linocut_glyph::Style;
use linocut_svg::{Precision, TidyOptions, tidy};

/// Colors for [`Style::Color`] when none are asked for: dark lines, and areas that can be told apart by people who see
/// few colors.
const COLORS: &str = "#1e293b,#7dd3fc,#fcd34d,#fda4af,#86efac";

/// Makes a raw icon on the 24-unit grid, drawn in the style `from`, what `request` asks for.
pub(crate) fn finish(raw: &Drawing, from: Style, request: &DrawRequest) -> Result<Warned<Drawing>> {
    let mut operations: Vec<Operation> = restyled(from, request).into_iter().collect();
    let colored = operations.iter().any(|o| matches!(o, Operation::Restyle(r) if r.palette.is_some()));
    operations.extend(request.palette.clone().filter(|_| !colored).map(Operation::Palette));
    let sized = scaled(raw, request.unit());
    operations.extend(request.stroke.filter(|wanted| has_work(raw, &operations, wanted / request.unit())).map(width));
    let mut out = apply(&sized, &operations, &stock)?;
    out.value = tidy(&out.value, &TidyOptions { precision: Precision::new(2), ..TidyOptions::default() });
    Ok(out)
}

/// Reads an icon that a vocabulary spelled.
pub(crate) fn read(svg: &str) -> Result<Drawing> {
    let limits = linocut_svg::Limits::default();
    let read = linocut_svg::read(svg.as_bytes(), &limits);
    Ok(read.map_err(|e| Error::new(Kind::Bug, "an icon of our own cannot be read").cause(e))?.value)
}

/// The change of manner that leads from a style to the one that is wanted, if it takes one.
fn restyled(from: Style, request: &DrawRequest) -> Option<Operation> {
    let manner = match (request.look()?, from) {
        (Style::Line | Style::Mixed, Style::Line | Style::Mixed)
        | (Style::Outline, Style::Line | Style::Mixed | Style::Outline)
        | (Style::Solid, Style::Solid)
        | (Style::Duotone, Style::Duotone)
        | (Style::Color, Style::Color) => return None,
        (Style::Line | Style::Mixed | Style::Outline, _) => Manner::Outline,
        (Style::Solid, _) => Manner::Solid,
        (Style::Duotone, _) => Manner::Duotone,
        (Style::Color, _) => Manner::Color,
    };
    let usual = || (manner == Manner::Color).then(|| Palette::parse(COLORS).ok()).flatten();
    let palette = request.palette.clone().or_else(usual);
    Some(Operation::Restyle(RestyleOptions { style: manner, palette }))
}

fn width(width: f64) -> Operation {
    Operation::Width { target: Target { name: None, part: Part::Lines }, width: Width::Units(width) }
}

/// Whether there will be lines whose width is not `wanted`, in units of the raw icon.
fn has_work(raw: &Drawing, operations: &[Operation], wanted: f64) -> bool {
    let made = |operation: &Operation| matches!(operation, Operation::Restyle(r) if matches!(r.style, Manner::Outline | Manner::Duotone | Manner::Color));
    let differs = |width: f64| (width - wanted).abs() > 1e-9;
    raw.shapes().filter_map(|shape| shape.stroke.as_ref()).any(|stroke| differs(stroke.width))
        || operations.iter().any(made)
}

/// The drawing on another grid; its lines grow with it.
fn scaled(drawing: &Drawing, factor: f64) -> Drawing {
    let mut out = drawing.clone();
    if (factor - 1.0).abs() < f64::EPSILON {
        return out;
    }
    let mut group = Item::group(std::mem::take(&mut out.items));
    group.transform = Affine::scale(factor);
    out.items = vec![group];
    let Rect { x0, y0, x1, y1 } = out.view_box;
    out.view_box = Rect::new(x0 * factor, y0 * factor, x1 * factor, y1 * factor);
    out
}
