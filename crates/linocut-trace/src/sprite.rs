//! Small pictures of few exact colors, whose pixels are all they show: sprites.

use crate::pixel::block;
use linocut_core::{Drawing, Paint, Raster, Rgba};

/// Most colors of a sprite; where edges are anti-aliased there are more.
const COLORS: usize = 16;
/// Longest side of a sprite in its own pixels.
const SIDE: u32 = 64;
/// A color that fills this share of a sprite is no mix along an edge.
const SHARE: f64 = 1.0 / 16.0;

/// Whether a picture is small, or was enlarged from one, and its few colors are exact.
pub(crate) fn is_sprite(picture: &Raster) -> bool {
    let longer = picture.width().max(picture.height());
    (longer <= SIDE || (8..=SIDE).contains(&(longer / block::side(picture)))) && colors(picture).is_some()
}

/// Whether `drawing` shows one color of a sprite that has several.
pub(crate) fn is_lost(picture: &Raster, drawing: &Drawing) -> bool {
    let mut shown: Vec<&Paint> = Vec::new();
    for shape in drawing.shapes() {
        let paints = [shape.fill.as_ref(), shape.stroke.as_ref().map(|stroke| &stroke.paint)];
        shown.extend(paints.into_iter().flatten());
    }
    let one = shown.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    one && is_sprite(picture) && {
        let all = crate::number::float(picture.pixels().len());
        let large = |count: usize| crate::number::float(count) >= SHARE * all;
        let colors = colors(picture).unwrap_or_default();
        let opaque = colors.iter().filter(|(color, count)| color.a > 0 && large(*count)).count();
        opaque > 1
    }
}

/// The colors of a picture and how many pixels have each; `None` for more than a sprite has.
fn colors(picture: &Raster) -> Option<Vec<(Rgba, usize)>> {
    let mut seen: Vec<(Rgba, usize)> = Vec::new();
    for &pixel in picture.pixels() {
        if let Some((_, count)) = seen.iter_mut().find(|(color, _)| *color == pixel) {
            *count += 1;
        } else if seen.len() < COLORS {
            seen.push((pixel, 1));
        } else {
            return None;
        }
    }
    Some(seen)
}
