//! Puts shadows back into a drawing, under what casts them.

use super::Shadow;
use crate::color::{self, distance};
use crate::layers;
use linocut_core::kurbo::{Point, Shape as _};
use linocut_core::{Body, Context, Drawing, FillRule, Id, Item, Opaque, Outline, Paint, Result, Rgba, Shape};

/// How far a blur reaches, in standard deviations; three boxes, as most renderers blur, reach about as far.
const REACH: f64 = 3.0;
/// Colors this near are one, in levels.
const SAME: f32 = 3.0;

/// Adds `shadow` right above the shape that it falls on.
///
/// Shapes above it that only show the backdrop again become holes, and casters that show it become shapes of their own.
///
/// # Errors
/// Those of `cx` and of the division of shapes.
pub(super) fn put(shadow: Shadow, drawing: &mut Drawing, cx: &Context) -> Result<()> {
    let Shadow { mut soft, casters, sigma, backdrop, at, falls, bare } = shadow;
    let shows = |item: &Item| color_at(item, at).is_some_and(|c| distance(color::premultiplied(c), backdrop) <= SAME);
    let above = if backdrop[3] < 0.5 { 0 } else { drawing.items.iter().rposition(shows).map_or(0, |k| k + 1) };
    let mut upper = drawing.items.split_off(above);
    let mut holes = vec![false; upper.len()];
    for k in falls.iter().filter_map(|p| topmost(&upper, *p)) {
        holes.get_mut(k).into_iter().for_each(|hole| *hole = true);
    }
    if holes.contains(&true) {
        upper = layers::knock_out(upper, &holes, cx)?;
    }
    let open: Vec<Point> = bare.into_iter().filter(|p| topmost(&upper, *p).is_none()).collect();
    let hiding = casters.into_iter().filter(|caster| open.iter().any(|p| color_at(caster, *p).is_some()));
    let Some(id) = Id::new(&format!("blur-{}", drawing.defs.len() + 1)) else { return Ok(()) };
    drawing.defs.push(Opaque { markup: filter(&id, sigma, &soft) });
    for item in &mut soft {
        item.filter = Some(id.clone());
    }
    drawing.items.extend(soft.into_iter().chain(hiding).chain(upper));
    Ok(())
}

/// The uppermost of `items` at `point`.
pub(crate) fn topmost(items: &[Item], point: Point) -> Option<usize> {
    items.iter().rposition(|item| holds(item, point))
}

/// The one color that `item` shows at `point`; `None` where it shows none, or several.
fn color_at(item: &Item, point: Point) -> Option<Rgba> {
    match &item.body {
        Body::Shape(Shape { fill: Some(Paint::Solid(color)), .. }) if holds(item, point) => Some(*color),
        Body::Shape(_) | Body::Group(_) | Body::Words(_) | Body::Opaque(_) => None,
    }
}

/// Whether `point` lies in the fill of `item`.
fn holds(item: &Item, point: Point) -> bool {
    let Body::Shape(Shape { outline, fill: Some(_), fill_rule, .. }) = &item.body else { return false };
    if !outline.bounds().contains(point) {
        return false;
    }
    let winding = match outline {
        Outline::Path(path) => path.winding(point),
        Outline::Rect(rect) => rect.winding(point),
        Outline::Circle(circle) => circle.winding(point),
        Outline::Ellipse(ellipse) => ellipse.winding(point),
        Outline::Line(_) => 0,
    };
    match fill_rule {
        FillRule::NonZero => winding != 0,
        FillRule::EvenOdd => winding % 2 != 0,
    }
}

/// A filter that blurs, with room for the blur around the smallest of `items`.
fn filter(id: &Id, sigma: f64, items: &[Item]) -> String {
    let margin = |length: f64| REACH * sigma / length.max(1.0);
    let (mut across, mut down) = (0.0_f64, 0.0_f64);
    for item in items {
        let Body::Shape(shape) = &item.body else { continue };
        let rect = shape.outline.bounds();
        across = across.max(margin(rect.width()));
        down = down.max(margin(rect.height()));
    }
    // In hundredths, so that nothing is written that no viewer can tell.
    let up = |x: f64| (100.0 * x).ceil() / 100.0;
    let (across, down) = (up(across), up(down));
    let deviation = (100.0 * sigma).round() / 100.0;
    format!(
        "<filter id=\"{id}\" color-interpolation-filters=\"sRGB\" height=\"{}\" width=\"{}\" x=\"{}\" y=\"{}\">\
         <feGaussianBlur stdDeviation=\"{deviation}\"/></filter>",
        up(1.0 + 2.0 * down),
        up(1.0 + 2.0 * across),
        -across,
        -down,
    )
}
