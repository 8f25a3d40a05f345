//! Takes out what a cut-out picture kept of its former background.
//!
//! A shape drawn on a background and cut out along its edge has the background's color mixed into its half-transparent
//! pixels: blended with alpha again they show a fringe. With fill `F`, coverage `a` and matte `M` such a pixel shows
//! `F·a + M·(1 − a)` where it should show `F`.

use crate::color::{Color, distance, mix};
use crate::grid::Grid;
use crate::number::{self, narrow};
use linocut_core::{Raster, Rgba};

/// Fewest half-transparent pixels beside opaque ones that decide.
const MIN_EDGE: usize = 32;
/// How far a pixel may be from what the matte or its absence predicts, in levels: rounding, and fills that are shaded.
const NEAR: f32 = 10.0;
/// Share of the edge pixels that a matte must explain.
const MOST: f32 = 0.7;
/// A matte that shifts edge pixels by less than this on average is no fringe, in levels.
const VISIBLE: f32 = 12.0;

/// An edge pixel: its color, that of the opaque pixel beside it, and its coverage.
struct Edge {
    color: Color,
    fill: Color,
    cover: f32,
}

/// Takes the matte out of `field`, the premultiplied `picture`, if there is one.
pub(crate) fn undo(picture: &Raster, field: &mut Grid<Color>) {
    let Some(matte) = matte(&edges(picture, field)) else { return };
    for (slot, pixel) in field.cells.iter_mut().zip(picture.pixels()) {
        if (1..255).contains(&pixel.a) {
            let a = f32::from(pixel.a);
            let shown = straight(*pixel);
            let clean = |k: usize| {
                let (c, m) = (shown.get(k).copied().unwrap_or(0.0), matte.get(k).copied().unwrap_or(0.0));
                (c - m * (1.0 - a / 255.0)).clamp(0.0, a)
            };
            *slot = [clean(0), clean(1), clean(2), a];
        }
    }
}

/// Half-transparent pixels with an opaque one within two pixels.
fn edges(picture: &Raster, field: &Grid<Color>) -> Vec<Edge> {
    let mut found = Vec::new();
    for (at, pixel) in picture.pixels().iter().enumerate().filter(|(_, p)| (24..=231).contains(&p.a)) {
        let (x, y) = (at % field.width, at / field.width);
        let beside = [(1, 0), (-1, 0), (0, 1), (0, -1), (2, 0), (-2, 0), (0, 2), (0, -2)].into_iter();
        let opaque = beside
            .filter_map(|(dx, dy)| x.checked_add_signed(dx).zip(y.checked_add_signed(dy)))
            .filter(|(x, _)| *x < field.width)
            .filter_map(|(x, y)| field.cells.get(y * field.width + x))
            .find(|c| c[3] > 254.0);
        if let Some(&fill) = opaque {
            found.push(Edge { color: straight(*pixel), fill, cover: f32::from(pixel.a) / 255.0 });
        }
    }
    found
}

/// The matte that most edges show: least squares, then put to the test.
fn matte(edges: &[Edge]) -> Option<Color> {
    let share = |fits: &dyn Fn(&Edge) -> bool| {
        let n = edges.iter().filter(|e| fits(e)).count();
        float(n) / float(edges.len().max(1))
    };
    // Clean edges show their fill; the color of hardly covered pixels is rounded, so half of them is enough.
    if edges.len() < MIN_EDGE || share(&|e| distance(e.color, e.fill) <= NEAR) > 0.5 {
        return None;
    }
    let (mut sum, mut weight) = ([0.0_f32; 3], 0.0_f32);
    for e in edges {
        let clear = 1.0 - e.cover;
        for (s, (c, f)) in sum.iter_mut().zip(e.color.iter().zip(e.fill)) {
            *s += clear * (c - f * e.cover);
        }
        weight += clear * clear;
    }
    let [r, g, b] = sum.map(|s| (s / weight.max(1e-6)).clamp(0.0, 255.0));
    let matte = [r, g, b, 255.0];
    let shift = edges.iter().map(|e| (1.0 - e.cover) * distance(e.fill, matte)).sum::<f32>() / float(edges.len());
    let explained = share(&|e| distance(mix(matte, e.fill, e.cover), e.color) <= NEAR);
    (explained >= MOST && shift >= VISIBLE).then_some(matte)
}

/// The color of a pixel whatever its alpha.
fn straight(p: Rgba) -> Color {
    [f32::from(p.r), f32::from(p.g), f32::from(p.b), 255.0]
}

fn float(n: usize) -> f32 {
    narrow(number::float(n))
}
