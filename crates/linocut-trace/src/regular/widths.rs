//! One width for strokes whose widths agree.

use super::align::{self, Known};
use linocut_core::{Body, Item, Stroke};

/// How well the width of a stroke is known, in pixels.
const WIDTH: f64 = 0.03;

/// Makes the widths of strokes equal that agree.
pub(super) fn equalize(items: &mut [Item], most: f64) {
    let mut known = Vec::new();
    each(items, &mut |stroke| known.push(Known { value: stroke.width, sigma: WIDTH }));
    let mut wanted = align::agreed(&known, most).into_iter();
    each(items, &mut |stroke| stroke.width = wanted.next().unwrap_or(stroke.width));
}

/// Visits the strokes whose widths are in the drawing's own units, always in the same order.
fn each(items: &mut [Item], visit: &mut dyn FnMut(&mut Stroke)) {
    for item in items {
        let [a, b, c, d, ..] = item.transform.as_coeffs();
        // Turned, perhaps, but neither scaled nor skewed.
        if (a * d - b * c).abs() - 1.0 > 1e-9 || (a * a + b * b - 1.0).abs() > 1e-9 {
            continue;
        }
        match &mut item.body {
            Body::Group(inner) => each(inner, visit),
            Body::Shape(shape) => shape.stroke.iter_mut().for_each(&mut *visit),
            Body::Words(_) | Body::Opaque(_) => {}
        }
    }
}
