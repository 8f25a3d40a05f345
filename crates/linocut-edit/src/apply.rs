//! Changes made to a drawing.

use crate::badge::{badge, without_badge};
use crate::frame::Frame;
use crate::place::baked;
use crate::restyle::each_shape;
use crate::select::{check_name, each, is_called, strokes};
use crate::{Corners, Operation, Target, Width, corners, page, recolor, regularize, restyle};
use linocut_core::kurbo::Affine;
use linocut_core::{Body, Drawing, Error, Item, Kind, Result, Unit, Warned};

/// Narrowest and widest line, in user units.
const WIDTHS: (f64, f64) = (0.01, 1000.0);

/// Makes changes to a drawing, one after the other; `artwork` finds the drawing of a badge by its name.
///
/// - Ids, labels, title and description stay, the view box too unless a change is about it, or what is turned would be cut
///   off.
/// - Transforms move into coordinates where that is exact.
/// - A change that finds nothing to do is a warning; a name that nothing has is an error.
///
/// ```
/// use linocut_edit::{apply, parse, stock};
/// # let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="9" fill="none" stroke="currentColor" stroke-width="2"/></svg>"#;
/// let icon = linocut_svg::read(svg, &linocut_svg::Limits::default())?.value;
/// let edited = apply(&icon, &parse("make it red and thicker, add a plus badge")?, &stock)?;
/// assert_eq!(edited.value.items.len(), 2);
/// # Ok::<(), linocut_core::Error>(())
/// ```
///
/// # Errors
/// [`Kind::Missing`] for a part, color or badge that does not exist, [`Kind::Input`] for numbers out of range and for
/// drawings that paint nothing where paint is needed, and what `artwork` answers.
pub fn apply(
    drawing: &Drawing,
    operations: &[Operation],
    artwork: &dyn Fn(&str) -> Result<Drawing>,
) -> Result<Warned<Drawing>> {
    let mut out = Warned::clean(drawing.clone());
    for operation in operations {
        one(&mut out, operation, artwork)?;
    }
    Ok(out)
}

/// The artwork of stock badges, for [`apply`] where there is no other.
///
/// # Errors
/// [`Kind::Missing`] for names that are not among [`STOCK_BADGES`](crate::STOCK_BADGES).
pub fn stock(name: &str) -> Result<Drawing> {
    crate::stock_badge(name).ok_or_else(|| {
        Error::new(Kind::Missing, format!("no badge is named '{name}'"))
            .hinted(format!("there are {}, and any SVG file", crate::STOCK_BADGES.join(", ")))
    })
}

fn one(out: &mut Warned<Drawing>, operation: &Operation, artwork: &dyn Fn(&str) -> Result<Drawing>) -> Result<()> {
    let before = out.value.clone();
    let drawing = &mut out.value;
    match operation {
        Operation::Recolor { target, ink } => recolor::recolor(drawing, target, *ink)?,
        Operation::Replace { from, to } => recolor::replace(drawing, *from, *to)?,
        Operation::Swap { a, b } => recolor::swap(drawing, *a, *b)?,
        Operation::Palette(palette) => recolor::palette(drawing, palette),
        Operation::Tone(tone) => recolor::tone(drawing, *tone),
        Operation::Opacity { target, value } => opacity(drawing, target, *value)?,
        Operation::Width { target, width } => set_width(drawing, target, *width)?,
        Operation::Caps { target, cap } => strokes(drawing, target, &mut |stroke| stroke.cap = *cap)?,
        Operation::Joins { target, join } => strokes(drawing, target, &mut |stroke| stroke.join = *join)?,
        Operation::Corners(corners) => set_corners(drawing, *corners)?,
        Operation::Flip(axis) => page::turn(drawing, page::mirror(*axis)),
        Operation::Rotate(degrees) => {
            if page::rotate(drawing, within(*degrees, -1e6, 1e6, "angle")?) {
                out.warnings.push("the page grew, so that nothing is cut off".to_owned());
            }
        }
        Operation::Scale(factor) => page::turn(drawing, Affine::scale(within(*factor, 0.01, 100.0, "scale")?)),
        Operation::Pad(length) => page::pad(drawing, *length),
        Operation::Square => page::square(drawing),
        Operation::Trim => page::trim(drawing)?,
        Operation::Center => page::center(drawing)?,
        Operation::Background(ink) => drop(page::background(drawing, *ink)),
        Operation::Remove(name) => keep(drawing, name, false)?,
        Operation::Keep(name) => keep(drawing, name, true)?,
        Operation::Restyle(options) => {
            let restyled = restyle(drawing, options)?;
            *drawing = restyled.value;
            out.warnings.extend(restyled.warnings);
        }
        Operation::AddBadge { name, options } => *drawing = badge(drawing, &artwork(name)?, options)?,
        Operation::RemoveBadge => remove_badge(out),
        Operation::Regularize(options) => *drawing = regularize(drawing, options),
    }
    if out.value == before
        && let Some(what) = idle(operation)
    {
        out.warnings.push(what.to_owned());
    }
    Ok(())
}

/// What to say of a change that changed nothing; of most there is nothing to say, they were asked for what is so.
fn idle(operation: &Operation) -> Option<&'static str> {
    if matches!(operation, Operation::Tone(_)) {
        Some("no color changed: the drawing has only the color of its surroundings, or it was so already")
    } else if matches!(operation, Operation::Width { .. } | Operation::Caps { .. } | Operation::Joins { .. }) {
        Some("no line changed: the drawing has none, or they were so already")
    } else if matches!(operation, Operation::Corners(_)) {
        Some("no corner changed")
    } else if matches!(operation, Operation::Background(None)) {
        Some("there is no background to remove")
    } else if matches!(operation, Operation::RemoveBadge) {
        Some("there is no badge to remove")
    } else {
        None
    }
}

fn opacity(drawing: &mut Drawing, target: &Target, value: Unit) -> Result<()> {
    each(&mut drawing.items, target, &mut |item| item.opacity = value)
}

fn set_width(drawing: &mut Drawing, target: &Target, width: Width) -> Result<()> {
    baked(drawing);
    let fits = |width: f64| within(width, WIDTHS.0, WIDTHS.1, "width of lines");
    match width {
        Width::Units(units) => {
            fits(units)?;
        }
        Width::Times(times) => {
            within(times, 0.05, 20.0, "change of width")?;
        }
    }
    strokes(drawing, target, &mut |stroke| {
        let new = match width {
            Width::Units(units) => units,
            Width::Times(times) => (stroke.width * times).clamp(WIDTHS.0, WIDTHS.1),
        };
        let share = new / stroke.width.max(f64::MIN_POSITIVE);
        if !stroke.dashes.is_empty() && share.is_finite() {
            stroke.dashes.iter_mut().for_each(|dash| *dash *= share);
        }
        stroke.width = new;
    })
}

fn set_corners(drawing: &mut Drawing, corners: Corners) -> Result<()> {
    if let Corners::Round(radius) = corners {
        within(radius, 0.01, 12.0, "radius of corners")?;
    }
    baked(drawing);
    let unit = Frame::of(drawing).map_or(1.0, |frame| frame.unit);
    each_shape(&mut drawing.items, &mut |shape| corners::change(shape, corners, unit));
    Ok(())
}

/// Keeps the items of a name, or all others.
fn keep(drawing: &mut Drawing, name: &str, wanted: bool) -> Result<()> {
    check_name(&drawing.items, name)?;
    drawing.items = kept(std::mem::take(&mut drawing.items), name, wanted);
    Ok(())
}

fn kept(items: Vec<Item>, name: &str, wanted: bool) -> Vec<Item> {
    let mut out = Vec::with_capacity(items.len());
    for mut item in items {
        if is_called(&item, name) {
            out.extend(wanted.then_some(item));
            continue;
        }
        match &mut item.body {
            Body::Group(inner) => {
                *inner = kept(std::mem::take(inner), name, wanted);
                out.extend((!inner.is_empty()).then_some(item));
            }
            Body::Shape(_) | Body::Words(_) | Body::Opaque(_) => out.extend((!wanted).then_some(item)),
        }
    }
    out
}

fn remove_badge(out: &mut Warned<Drawing>) {
    let (rest, found) = without_badge(&out.value);
    if found > 0 {
        out.value = rest;
        out.warnings.push("the gap that was cut for the badge stays; the drawing from before has none".to_owned());
    }
}

fn within(value: f64, low: f64, high: f64, what: &str) -> Result<f64> {
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    Err(Error::new(Kind::Input, format!("{what} is {value}, it goes from {low} to {high}")))
}
