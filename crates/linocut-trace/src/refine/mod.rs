//! Moves outlines until the drawing, painted exactly, looks like the picture: effort Best.
//!
//! Damped least squares (Levenberg 1944, Marquardt 1963) for one shape at a time over the pixels around its boundary.
//! How a pixel changes with a shape is known in closed form (`linocut_cover::touches`), so a step costs about as much as
//! painting the shape. A step counts only if the picture gets closer.

mod joints;
mod merge;
mod scene;
mod solve;
mod step;

pub(crate) use joints::Freedom;
pub(crate) use solve::Equations;

use crate::color::Color;
use crate::grid::Grid;
use linocut_core::{Body, Context, Drawing, Item, Kind, Result, Shape};
use scene::Scene;
use step::View;

/// Rounds over all shapes: the first settles nearly everything, the second what neighbors moved.
const ROUNDS: usize = 2;

/// Moves the outlines of `drawing`, made from `field` with noise of `sigma` levels, closer to it.
///
/// Stops with what it has when the time is up. A drawing of more than shapes stays as it is.
///
/// # Errors
/// [`Kind::Cancelled`] from `cx`.
pub(crate) fn refine(drawing: &mut Drawing, field: &Grid<Color>, sigma: f32, cx: &Context) -> Result<()> {
    let mut shapes = Vec::new();
    if !drawing.items.iter_mut().all(|item| collect(item, &mut shapes)) {
        return Ok(());
    }
    let mut scene = Scene::new(&shapes, field, sigma);
    let total = u64::try_from(ROUNDS * shapes.len()).unwrap_or(u64::MAX);
    let mut done = 0;
    for round in 0..ROUNDS {
        for (layer, shape) in shapes.iter_mut().enumerate() {
            if time_is_up(cx)? {
                return Ok(());
            }
            cx.note("refine", done, total);
            done += 1;
            improve(&mut scene, layer, shape, round > 0);
        }
    }
    Ok(())
}

/// Moves `shape`, which is layer `layer` of `scene`, closer to the picture, and leaves out joints if `simpler`.
fn improve(scene: &mut Scene, layer: usize, shape: &mut Shape, simpler: bool) {
    let view = View::around(scene, layer, shape);
    let Some(mut best) = view.settle(shape.outline.clone()) else { return };
    if simpler {
        best = merge::simplified(&view, best);
    }
    let spots = view.spots;
    scene.replace(layer, &spots, &best.shares);
    shape.outline = best.outline;
}

/// Notes the shapes of `item` in painting order; whether there is nothing else in it.
fn collect<'a>(item: &'a mut Item, shapes: &mut Vec<&'a mut Shape>) -> bool {
    let plain = item.transform == linocut_core::kurbo::Affine::IDENTITY
        && item.opacity.get() >= 1.0
        && item.clip.is_none()
        && item.mask.is_none()
        && item.filter.is_none();
    plain
        && match &mut item.body {
            Body::Shape(shape) => {
                let filled = shape.fill.is_some() && shape.stroke.is_none();
                shapes.push(shape);
                filled
            }
            Body::Group(items) => items.iter_mut().all(|item| collect(item, shapes)),
            Body::Words(_) | Body::Opaque(_) => false,
        }
}

/// Whether the deadline has passed.
pub(crate) fn time_is_up(cx: &Context) -> Result<bool> {
    match cx.check() {
        Ok(()) => Ok(false),
        Err(late) if late.kind() == Kind::Limit => Ok(true),
        Err(stopped) => Err(stopped),
    }
}
