//! Takes a shadow off a picture.

use super::caster::{Mean, is_inner, square};
use super::falloff::Falloff;
use super::fit::Cast;
use crate::color::{Color, distance, mix, unmix};
use crate::grid::Grid;

/// How far from the backdrop mixes with it are, in pixels.
const EDGE: usize = 2;
/// Colors nearer than this do not tell how much of a pixel is covered, in levels.
const APART: f32 = 8.0;

/// `field` as if nothing soft had lain on the backdrop.
pub(super) fn clear(field: &Grid<Color>, falloff: &Falloff, cast: &Cast) -> Grid<Color> {
    let w = field.width;
    field.map_at(|x, y| {
        let at = y * w + x;
        let color = field.cells[at];
        if falloff.shows(at) && is_inner(falloff, at, true) {
            return falloff.backdrop;
        }
        let level = cast.level(x, y);
        if level < 0.5 {
            return color;
        }
        if falloff.shows(at) || square(falloff, at, EDGE).any(|to| falloff.shows(to)) {
            uncovered(field, falloff, at, level)
        } else {
            color
        }
    })
}

/// A mix of a shape and the shaded backdrop as the same mix of the shape and the bare one.
fn uncovered(field: &Grid<Color>, falloff: &Falloff, at: usize, level: f32) -> Color {
    let (color, shaded) = (field.cells[at], falloff.shaded(level));
    let mut inner = Mean::default();
    let mut far = (0.0_f32, color);
    for to in square(falloff, at, EDGE).filter(|&to| !falloff.shows(to)) {
        let off = distance(field.cells[to], shaded);
        if is_inner(falloff, to, false) {
            inner.add(field.cells[to]);
        }
        if off > far.0 {
            far = (off, field.cells[to]);
        }
    }
    // Where a shape is too thin to show its color, the pixel that is farthest from the backdrop comes nearest to it.
    let shape = inner.color().unwrap_or(far.1);
    if distance(shape, shaded) < APART {
        return if falloff.shows(at) { falloff.backdrop } else { shape };
    }
    mix(falloff.backdrop, shape, unmix(color, shaded, shape).0)
}
