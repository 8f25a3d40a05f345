//! Pictures whose edges were blended in linear light, as some renderers and all cameras do.
//!
//! There an edge pixel does not lie on the segment between the bytes of its two sides but on a bent line. Where that line
//! explains the edges clearly better, their pixels are replaced by what blending bytes would have given.

use crate::color::{Color, distance, mix, unmix};
use crate::grid::Grid;
use crate::palette::{MIXED, Palette};
use crate::unmix::nearby;

/// Edges of less contrast look alike in both, in levels.
const MIN_CONTRAST: f32 = 40.0;
/// Fewest edge pixels that decide.
const MIN_VOTES: u32 = 48;
/// Bytes must miss by this many levels on average, and linear light by less than [`BETTER`] of that.
const CLEARLY: f64 = 1.2;
/// See [`CLEARLY`].
const BETTER: f64 = 0.5;

/// `field` as a renderer that blends bytes would have drawn it; `None` if one did.
///
/// Edges between grays look the same blended either way, so they alone decide nothing.
pub(crate) fn as_bytes(field: &Grid<Color>, palette: &Palette, reach: usize) -> Option<Grid<Color>> {
    let (mut votes, mut bytes, mut linear) = (0_u32, 0.0_f64, 0.0_f64);
    for (at, &color) in mixed(field, palette).step_by(3) {
        let Some((a, b)) = sides(field, palette, at, reach) else { continue };
        votes += 1;
        bytes += f64::from(unmix(color, a, b).1);
        linear += f64::from(unmix_light(color, a, b).1);
    }
    if !is_linear(votes, bytes, linear) {
        return None;
    }
    let mut mended = field.clone();
    for (at, &color) in mixed(field, palette) {
        if let (Some((a, b)), Some(slot)) = (sides(field, palette, at, reach), mended.cells.get_mut(at)) {
            *slot = mix(a, b, unmix_light(color, a, b).0);
        }
    }
    Some(mended)
}

/// Whether so many edge pixels, which `bytes` and `linear` light miss by so many levels in all, say linear light.
fn is_linear(votes: u32, bytes: f64, linear: f64) -> bool {
    votes >= MIN_VOTES && bytes >= CLEARLY * f64::from(votes) && linear <= BETTER * bytes
}

/// The pixels that show no fill by itself.
fn mixed<'a>(field: &'a Grid<Color>, palette: &'a Palette) -> impl Iterator<Item = (usize, &'a Color)> {
    field.cells.iter().enumerate().filter(|(at, _)| palette.pure.cells.get(*at) == Some(&MIXED))
}

/// The colors of the only two fills near a pixel, if they are opaque and far enough apart.
fn sides(field: &Grid<Color>, palette: &Palette, at: usize, reach: usize) -> Option<(Color, Color)> {
    let (x, y) = (at % field.width, at / field.width);
    let near = nearby(&palette.pure, x, y, reach);
    let &[a, b] = near.as_slice() else { return None };
    let color = |label: u16| palette.fills.get(usize::from(label)).map(|f| f.at(x, y));
    let (a, b) = (color(a)?, color(b)?);
    (a[3] > 254.0 && b[3] > 254.0 && distance(a, b) >= MIN_CONTRAST).then_some((a, b))
}

/// How much of `b` is mixed into `a` in linear light to give `color`, and how many levels that misses by.
fn unmix_light(color: Color, a: Color, b: Color) -> (f32, f32) {
    let (la, lb) = (a.map(decoded), b.map(decoded));
    let share = unmix(color.map(decoded), la, lb).0;
    (share, distance(color, mix(la, lb, share).map(encoded)))
}

/// A level of sRGB (IEC 61966-2-1) as linear light, white again 255.
fn decoded(level: f32) -> f32 {
    let v = level / 255.0;
    255.0 * if v <= 0.04045 { v / 12.92 } else { libm::powf((v + 0.055) / 1.055, 2.4) }
}

/// Linear light as a level of sRGB.
fn encoded(light: f32) -> f32 {
    let l = light / 255.0;
    255.0 * if l <= 0.003_130_8 { l * 12.92 } else { 1.055 * libm::powf(l, 1.0 / 2.4) - 0.055 }
}

#[cfg(test)]
mod tests {
    use super::is_linear;

    #[test]
    fn large_pictures_vote_like_small_ones() {
        assert!(is_linear(1000, 2000.0, 500.0) && is_linear(1_000_000, 2_000_000.0, 500_000.0));
        assert!(!is_linear(1000, 500.0, 100.0) && !is_linear(1_000_000, 500_000.0, 100_000.0));
    }
}
