//! How far boundaries have moved.
#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "pixel kernel: indices come from the picture's own size"
)]

use super::plane::widen;
use linocut_core::{Raster, Rgba};
use rayon::prelude::*;

/// Luma step per pixel from which on a pixel of the reference is an edge.
const EDGE_STEP: f32 = 14.0;
/// How far the edge band reaches, in rendered pixels.
const REACH: usize = 4;
/// How many rendered pixels make one input pixel.
const SCALE: f64 = 3.0;

/// Mean displacement of boundaries, in input pixels: the `delta` of the benchmark.
///
/// Both pictures are drawings rendered at three times the size of the input, laid over white.
/// Near the edges of the reference, the sum of luma differences over the sum of luma steps is how far an edge of the
/// same contrast would have to move to explain the difference; a reference without edges gives 0.
/// Where `candidate` is smaller than `reference` it counts as white, where it is larger it is cut off.
#[must_use]
pub fn displacement(reference_3x: &Raster, candidate_3x: &Raster) -> f64 {
    let (w, h) = (reference_3x.width() as usize, reference_3x.height() as usize);
    let reference = luma(reference_3x);
    let candidate = fitted(&luma(candidate_3x), candidate_3x.width() as usize, (w, h));
    let steps: Vec<f32> = (0..w * h)
        .into_par_iter()
        .map(|i| {
            let here = f32::from(reference[i]);
            let dx = if i % w + 1 < w { f32::from(reference[i + 1]) - here } else { 0.0 };
            let dy = if i / w + 1 < h { f32::from(reference[i + w]) - here } else { 0.0 };
            (dx * dx + dy * dy).sqrt()
        })
        .collect();
    let edges: Vec<bool> = steps.iter().map(|&step| step > EDGE_STEP).collect();
    let band = widen(&edges, w, REACH);
    let (mut moved, mut total) = (0_u64, 0.0);
    for i in (0..w * h).filter(|&i| band[i]) {
        moved += u64::from(reference[i].abs_diff(candidate[i]));
        total += f64::from(steps[i]);
    }
    moved as f64 / total.max(1.0) / SCALE
}

/// Luma of Rec. 601 over white, rounded as Pillow does (16 fractional bits).
fn luma(picture: &Raster) -> Vec<u8> {
    let luma = |p: &Rgba| {
        let sum = 19_595 * u32::from(p.r) + 38_470 * u32::from(p.g) + 7_471 * u32::from(p.b) + 0x8000;
        u8::try_from(sum >> 16).unwrap_or(u8::MAX)
    };
    if picture.is_opaque() {
        return picture.pixels().par_iter().map(luma).collect();
    }
    picture.over(Rgba::WHITE).pixels().par_iter().map(luma).collect()
}

/// `values` of a picture `width` wide, cut or filled up with white to `target`.
fn fitted(values: &[u8], width: usize, target: (usize, usize)) -> Vec<u8> {
    let (w, h) = target;
    let mut out = vec![u8::MAX; w * h];
    for (to, from) in out.chunks_mut(w).zip(values.chunks(width)) {
        let shared = w.min(width);
        to[..shared].copy_from_slice(&from[..shared]);
    }
    out
}
