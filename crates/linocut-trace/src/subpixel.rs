//! Linocut's own tracer, from pixels to shapes.

use crate::contour::{self, Contour};
use crate::fill::{Axis, Fill};
use crate::fit::FitOptions;
use crate::fit::primitive::Primitive;
use crate::locate::Scene;
use crate::options::{Background, Preset, TraceOptions};
use crate::outline::{Plan, Ring};
use crate::order::Role;
use crate::{color, noise, order, palette, regions, unmix};
use linocut_core::kurbo::{Affine, BezPath, Point, Rect, Shape as _};
use linocut_core::{
    Context, Drawing, FillRule, Gradient, GradientShape, Item, Outline, Paint, Raster, Result, Shape, Spread, Stop, Unit,
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Traces `picture` with sub-pixel boundaries.
pub(crate) fn trace(picture: &Raster, options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    let field = color::premultiply(picture);
    let sigma = noise::deviation(&field);
    cx.check()?;
    let mut palette = palette::find(&field, sigma, options.colors.is_none() && options.palette.is_empty());
    cx.check()?;
    let reach = if sigma > 1.0 { 4 } else { 2 };
    let labels = unmix::labels(&field, &mut palette, reach);
    cx.check()?;
    let regions = regions::connect(&labels, min_area(options, sigma));
    let contours = contour::contours(&regions);
    let order = order::order(&regions, &contours, &palette.fills);
    cx.check()?;
    let scene = Scene { field: &field, regions: &regions, fills: &palette.fills, reach: 3, sigma };
    let mut fit = FitOptions::default();
    if let Some(tolerance) = options.tolerance {
        fit = FitOptions { tolerance, sigma: tolerance / 3.0, ..fit };
    }
    let plan = Plan { scene: &scene, order: &order, options: fit };
    let mut by_region: BTreeMap<u32, Vec<&Contour>> = BTreeMap::new();
    for contour in &contours {
        by_region.entry(contour.region).or_default().push(contour);
    }
    let queue: Vec<u32> = order.regions();
    let items: Vec<Option<Item>> = queue
        .par_iter()
        .map(|r| {
            cx.check()?;
            Ok(shape(&plan, *r, &by_region, &palette.fills))
        })
        .collect::<Result<_>>()?;
    let mut items: Vec<Item> = items.into_iter().flatten().collect();
    if options.background == Background::Drop && !items.is_empty() {
        items.remove(0);
    }
    let view = Rect::new(0.0, 0.0, f64::from(picture.width()), f64::from(picture.height()));
    let mut drawing = Drawing::new(view, items);
    drawing.size = Some((view.width(), view.height()));
    Ok(drawing)
}

/// Regions smaller than this many pixels are specks.
fn min_area(options: &TraceOptions, sigma: f32) -> u32 {
    let preset = match options.preset {
        Preset::Logo | Preset::Lineart => 3.0,
        Preset::Icon | Preset::Pixel => 1.0,
        Preset::Photo => 12.0,
    };
    let area = options.min_area.unwrap_or(preset + 3.0 * f64::from(sigma));
    round(area)
}

#[expect(clippy::as_conversions, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
fn round(x: f64) -> u32 {
    x.clamp(0.0, 1e9).round() as u32
}

/// The shape of one region.
fn shape(plan: &Plan, region: u32, contours: &BTreeMap<u32, Vec<&Contour>>, fills: &[Fill]) -> Option<Item> {
    if plan.order.role(region) == Role::Backdrop {
        return None;
    }
    let label = plan.scene.regions.fill.get(regions::cell(region))?;
    let paint = paint(fills.get(usize::from(*label))?)?;
    let mut rings = Vec::new();
    for contour in contours.get(&region)? {
        if let Some(ring) = plan.ring(contour) {
            rings.push(ring);
        } else if contour.area < 0 {
            let gaps = plan.order.gaps(region, contour.cracks.iter().map(|c| c.other));
            let borders = gaps.iter().filter_map(|g| contours.get(g)).flatten().filter(|c| c.area > 0);
            rings.extend(borders.filter_map(|c| plan.exact(c)));
        }
    }
    let outline = match rings.as_slice() {
        [] => return None,
        [Ring::Primitive(Primitive::Circle(c))] => Outline::Circle(*c),
        [Ring::Primitive(Primitive::Ellipse(e))] => Outline::Ellipse(*e),
        _ => Outline::Path(joined(&mut rings)),
    };
    Some(Item::shape(Shape { outline, fill: Some(paint), fill_rule: FillRule::EvenOdd, stroke: None }))
}

fn joined(rings: &mut Vec<Ring>) -> BezPath {
    let mut path = BezPath::new();
    for ring in rings.drain(..) {
        match ring {
            Ring::Path(p) => path.extend(p),
            Ring::Primitive(Primitive::Circle(c)) => path.extend(c.path_elements(0.01)),
            Ring::Primitive(Primitive::Ellipse(e)) => path.extend(e.path_elements(0.01)),
        }
    }
    path
}

fn paint(fill: &Fill) -> Option<Paint> {
    match fill {
        Fill::Solid(c) => {
            let rgba = color::straight(*c);
            (rgba.a > 0).then_some(Paint::Solid(rgba))
        }
        Fill::Ramp(ramp) => {
            let point = |[x, y]: [f32; 2]| Point::new(f64::from(x), f64::from(y));
            let shape = match ramp.axis {
                Axis::Linear(a, b) => GradientShape::Linear { start: point(a), end: point(b) },
                Axis::Radial(c, r) => GradientShape::Radial { center: point(c), radius: f64::from(r), focus: point(c) },
            };
            let stop = |&(o, c): &(f32, color::Color)| Stop { offset: Unit::clamped(f64::from(o)), color: color::straight(c) };
            let stops = ramp.stops.iter().map(stop).collect();
            Some(Paint::Gradient(Gradient { shape, stops, spread: Spread::Pad, transform: Affine::IDENTITY }))
        }
    }
}
