//! From the fitted boundaries of a region to an item of the drawing.

use crate::color;
use crate::contour::Contour;
use crate::fill::{Axis, Disk, Fill, Ramp};
use crate::number::{byte, float};
use crate::order::Role;
use crate::outline::{Plan, Ring};
use crate::regions::cell;
use linocut_core::kurbo::{Affine, BezPath, Point, Rect, Shape as _};
use linocut_core::{FillRule, Gradient, GradientShape, Item, Outline, Paint, Rgba, Shape, Spread, Stop, Unit};
use std::collections::BTreeMap;

/// Fitted shapes of less area than this show nothing, in square pixels: what is left of mixes where three fills meet.
const SPECK: f64 = 0.6;

/// The shape of one region.
pub(crate) fn shape(plan: &Plan, region: u32, contours: &BTreeMap<u32, Vec<&Contour>>) -> Option<Item> {
    if plan.order.role(region) == Role::Backdrop {
        return None;
    }
    let label = plan.scene.regions.fill.get(cell(region))?;
    let paints = paints(plan.scene.fills.get(usize::from(*label))?);
    if paints.is_empty() {
        return None;
    }
    if plan.spans_picture(region) {
        let (w, h) = (plan.scene.field.width, plan.scene.field.height);
        let whole = Outline::Rect(Rect::new(0.0, 0.0, float(w), float(h)).to_rounded_rect(0.0));
        return painted(&whole, FillRule::NonZero, paints);
    }
    let own = contours.get(&region)?;
    let (mut rings, replaced) = plan.across_gaps(own);
    for (_, contour) in own.iter().enumerate().filter(|(k, _)| !replaced.contains(k)) {
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
    let plain = paints.iter().all(|p| matches!(p, Paint::Solid(_)));
    let (outline, transform) = match rings.as_slice() {
        [] => return None,
        [Ring::Primitive(found)] if plain || !found.is_turned() => found.outline(),
        _ => (Outline::Path(joined(&mut rings)), Affine::IDENTITY),
    };
    if matches!(&outline, Outline::Path(path) if path.area().abs() < SPECK) {
        return None;
    }
    let fill_rule = if several { FillRule::EvenOdd } else { FillRule::NonZero };
    let item = painted(&outline, fill_rule, paints)?;
    Some(Item { transform, ..item })
}

/// The rings as one path.
pub(crate) fn joined(rings: &mut Vec<Ring>) -> BezPath {
    let mut path = BezPath::new();
    for ring in rings.drain(..) {
        match ring {
            Ring::Path(p) => path.extend(p),
            Ring::Primitive(shape) => path.extend(shape.path()),
        }
    }
    path
}

/// What paints a fill, from the bottom up; empty for what is transparent.
fn paints(fill: &Fill) -> Vec<Paint> {
    match fill {
        Fill::Solid(c) => {
            let rgba = color::straight(*c);
            if rgba.a > 0 { vec![Paint::Solid(rgba)] } else { Vec::new() }
        }
        Fill::Ramp(ramp) => vec![gradient(ramp)],
        Fill::Veiled { below, veils } => [below].into_iter().chain(veils).map(gradient).collect(),
    }
}

fn gradient(ramp: &Ramp) -> Paint {
    let (shape, transform) = geometry(&ramp.axis);
    let stop = |&(offset, [r, g, b, a]): &(f32, color::Color)| Stop {
        offset: Unit::clamped(f64::from(offset)),
        color: Rgba { a: byte(a), ..color::straight([r, g, b, 255.0]) },
    };
    let stops = ramp.stops.iter().map(stop).collect();
    Paint::Gradient(Gradient { shape, stops, spread: Spread::Pad, transform })
}

/// A shape for each paint; several make a group.
fn painted(outline: &Outline, fill_rule: FillRule, paints: Vec<Paint>) -> Option<Item> {
    let shape = |paint| Item::shape(Shape { fill_rule, ..Shape::filled(outline.clone(), paint) });
    let mut items: Vec<Item> = paints.into_iter().map(shape).collect();
    if items.len() > 1 { Some(Item::group(items)) } else { items.pop() }
}

/// The geometry of a gradient; circles need no transform, ellipses are the unit circle under one.
fn geometry(axis: &Axis) -> (GradientShape, Affine) {
    let point = |[x, y]: [f32; 2]| Point::new(f64::from(x), f64::from(y));
    match axis {
        Axis::Linear(a, b) => (GradientShape::Linear { start: point(*a), end: point(*b) }, Affine::IDENTITY),
        Axis::Radial(Disk { center, shape: [a, b, d] }) => {
            let center = point(*center);
            let circle = |center, radius| GradientShape::Radial { center, radius, focus: center };
            let [a, b, d] = [a, b, d].map(|x| f64::from(*x));
            if (a - d).abs() + b.abs() < 1e-9 {
                return (circle(center, 1.0 / a), Affine::IDENTITY);
            }
            let inside = Affine::new([a, b, b, d, 0.0, 0.0]);
            (circle(Point::ZERO, 1.0), Affine::translate(center.to_vec2()) * inside.inverse())
        }
    }
}
