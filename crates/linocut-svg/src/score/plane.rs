//! One number per pixel, and where the edges are.
#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    reason = "pixel kernel: indices come from the picture's own size"
)]

use linocut_core::{Raster, Rgba};
use rayon::prelude::*;

/// One number per pixel, row by row.
pub(super) struct Plane {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) values: Vec<f32>,
}

impl Plane {
    /// Luma of Rec. 601, in 0..=255.
    pub(super) fn luma(picture: &Raster) -> Self {
        Self::of(picture, |p| (0.299 * f64::from(p.r) + 0.587 * f64::from(p.g) + 0.114 * f64::from(p.b)) as f32)
    }

    /// One channel, in 0..=255.
    pub(super) fn channel(picture: &Raster, channel: impl Fn(Rgba) -> u8 + Sync) -> Self {
        Self::of(picture, |p| f32::from(channel(p)))
    }

    fn of(picture: &Raster, value: impl Fn(Rgba) -> f32 + Sync) -> Self {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        Self { width, height, values: picture.pixels().par_iter().map(|&p| value(p)).collect() }
    }

    /// The plane with `margin` more pixels on each side, mirrored so that the outermost pixel repeats (`c b a | a b c`).
    pub(super) fn mirrored(&self, margin: usize) -> Self {
        let (width, height) = (self.width + 2 * margin, self.height + 2 * margin);
        let values = (0..height)
            .flat_map(|y| (0..width).map(move |x| (x, y)))
            .map(|(x, y)| self.values[mirror(y, margin, self.height) * self.width + mirror(x, margin, self.width)])
            .collect();
        Self { width, height, values }
    }
}

/// Which of `size` pixels the padded position `at` shows.
fn mirror(at: usize, margin: usize, size: usize) -> usize {
    let period = 2 * size;
    let folded = (at + period * margin.div_ceil(period) - margin) % period;
    folded.min(period - 1 - folded)
}

/// For each pixel, whether one within `reach` pixels (sideways and up or down) has a mean color step over `least`.
pub(super) fn edge_band(picture: &Raster, least: f32, reach: usize) -> Vec<bool> {
    let (w, h) = (picture.width() as usize, picture.height() as usize);
    let p = picture.pixels();
    let edges: Vec<bool> = (0..w * h)
        .into_par_iter()
        .map(|i| {
            let right = if i % w + 1 < w { p[i + 1] } else { p[i] };
            let below = if i / w + 1 < h { p[i + w] } else { p[i] };
            let step = |channel: fn(Rgba) -> u8| {
                let here = f32::from(channel(p[i]));
                let (dx, dy) = (f32::from(channel(right)) - here, f32::from(channel(below)) - here);
                (dx * dx + dy * dy).sqrt()
            };
            (step(|c| c.r) + step(|c| c.g) + step(|c| c.b)) / 3.0 > least
        })
        .collect();
    widen(&edges, w, reach)
}

/// Sets every cell that has a set cell within `reach` rows and columns.
pub(super) fn widen(cells: &[bool], width: usize, reach: usize) -> Vec<bool> {
    let mut across = vec![false; cells.len()];
    across.par_chunks_mut(width).zip(cells.par_chunks(width)).for_each(|(out, row)| {
        for x in row.iter().enumerate().filter_map(|(x, &set)| set.then_some(x)) {
            out[x.saturating_sub(reach)..(x + reach + 1).min(width)].fill(true);
        }
    });
    let height = cells.len() / width;
    let mut band = vec![false; cells.len()];
    band.par_chunks_mut(width).enumerate().for_each(|(y, out)| {
        for near in y.saturating_sub(reach)..(y + reach + 1).min(height) {
            let row = &across[near * width..(near + 1) * width];
            out.iter_mut().zip(row).for_each(|(cell, &set)| *cell |= set);
        }
    });
    band
}
