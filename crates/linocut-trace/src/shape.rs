//! From the fitted boundaries of a region to an item of the drawing.

use crate::color;
use crate::contour::Contour;
use crate::fill::{Axis, Fill};
use crate::order::Role;
use crate::outline::{Plan, Ring};
use crate::regions::cell;
use linocut_core::kurbo::{Affine, BezPath, Point, Rect, Shape as _};
use linocut_core::{FillRule, Gradient, GradientShape, Item, Outline, Paint, Shape, Spread, Stop, Unit};
use std::collections::BTreeMap;

/// Fitted shapes of less area than this show nothing, in square pixels: what is left of mixes where three fills meet.
const SPECK: f64 = 0.6;

/// The shape of one region.
pub(crate) fn shape(plan: &Plan, region: u32, contours: &BTreeMap<u32, Vec<&Contour>>) -> Option<Item> {
    if plan.order.role(region) == Role::Backdrop {
        return None;
    }
    let label = plan.scene.regions.fill.get(cell(region))?;
    let paint = paint(plan.scene.fills.get(usize::from(*label))?)?;
    if plan.spans_picture(region) {
        let (w, h) = (plan.scene.field.width, plan.scene.field.height);
        let whole = Outline::Rect(Rect::new(0.0, 0.0, float(w), float(h)).to_rounded_rect(0.0));
        return Some(Item::shape(Shape::filled(whole, paint)));
    }
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
    let several = rings.len() > 1;
    // A turned element turns its gradient with it, so such ones stay paths.
    let plain = matches!(paint, Paint::Solid(_));
    let (outline, transform) = match rings.as_slice() {
        [] => return None,
        [Ring::Primitive(found)] if plain || !found.is_turned() => found.outline(),
        _ => (Outline::Path(joined(&mut rings)), Affine::IDENTITY),
    };
    if matches!(&outline, Outline::Path(path) if path.area().abs() < SPECK) {
        return None;
    }
    let fill_rule = if several { FillRule::EvenOdd } else { FillRule::NonZero };
    let shape = Item::shape(Shape { outline, fill: Some(paint), fill_rule, stroke: None });
    Some(Item { transform, ..shape })
}

fn joined(rings: &mut Vec<Ring>) -> BezPath {
    let mut path = BezPath::new();
    for ring in rings.drain(..) {
        match ring {
            Ring::Path(p) => path.extend(p),
            Ring::Primitive(shape) => path.extend(shape.path()),
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
            let stop =
                |&(o, c): &(f32, color::Color)| Stop { offset: Unit::clamped(f64::from(o)), color: color::straight(c) };
            let stops = ramp.stops.iter().map(stop).collect();
            Some(Paint::Gradient(Gradient { shape, stops, spread: Spread::Pad, transform: Affine::IDENTITY }))
        }
    }
}

#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "sides are below 2^15")]
fn float(side: usize) -> f64 {
    side as f64
}
