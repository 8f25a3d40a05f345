//! What baseline JPEG does to a picture, without the file: color conversion, halved chroma, the cosine transform of
//! 8 × 8 blocks and its rounding (ITU-T T.81). Entropy coding loses nothing and is left out.

#![expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_wrap,
    clippy::indexing_slicing,
    reason = "fixed 8 × 8 blocks; block numbers are small"
)]

use crate::plane::Plane;
use std::f32::consts::{FRAC_1_SQRT_2, PI};

/// Quantization of luma, T.81 Annex K, table K.1.
const LUMA: [u8; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,
    87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
];

/// Quantization of chroma, T.81 Annex K, table K.2.
const CHROMA: [u8; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99,
];

/// Red, green and blue as they come back from a JPEG of `quality`, `1..=100`, with 4:2:0 chroma.
pub(crate) fn compressed([red, green, blue]: &[Plane; 3], quality: u8) -> [Plane; 3] {
    let (width, height) = (red.width, red.height);
    let mixed = |kr: f32, kg: f32, kb: f32, shift: f32| {
        Plane::build(width, height, |x, y| kr * red.at(x, y) + kg * green.at(x, y) + kb * blue.at(x, y) + shift - 128.0)
    };
    let luma = quantized(&mixed(0.299, 0.587, 0.114, 0.0), &table(&LUMA, quality));
    let halved = |p: &Plane| p.resized(width.div_ceil(2), height.div_ceil(2));
    let chroma = |p: &Plane| quantized(&halved(p), &table(&CHROMA, quality)).resized(width, height);
    let cb = chroma(&mixed(-0.168_736, -0.331_264, 0.5, 128.0));
    let cr = chroma(&mixed(0.5, -0.418_688, -0.081_312, 128.0));
    [(0.0, 1.402), (-0.344_136, -0.714_136), (1.772, 0.0)]
        .map(|(kb, kr)| Plane::build(width, height, |x, y| luma.at(x, y) + 128.0 + kb * cb.at(x, y) + kr * cr.at(x, y)))
}

/// The table scaled to a quality as the Independent JPEG Group's library scales it.
fn table(base: &[u8; 64], quality: u8) -> [f32; 64] {
    let quality = f32::from(quality);
    let scale = if quality < 50.0 { 5000.0 / quality } else { 200.0 - 2.0 * quality };
    base.map(|step| ((f32::from(step) * scale + 50.0) / 100.0).floor().clamp(1.0, 255.0))
}

fn quantized(plane: &Plane, table: &[f32; 64]) -> Plane {
    let across = plane.width.div_ceil(8);
    let waves = waves();
    let blocks: Vec<[f32; 64]> = (0..across * plane.height.div_ceil(8))
        .map(|n| {
            let (left, top) = ((n % across * 8) as isize, (n / across * 8) as isize);
            let block = std::array::from_fn(|i| plane.at(left + (i % 8) as isize, top + (i / 8) as isize));
            let spectrum = transformed(&block, &waves, false);
            let rounded = std::array::from_fn(|i| (spectrum[i] / table[i]).round() * table[i]);
            transformed(&rounded, &waves, true)
        })
        .collect();
    Plane::build(plane.width, plane.height, |x, y| {
        let (x, y) = (x.unsigned_abs(), y.unsigned_abs());
        blocks[y / 8 * across + x / 8][y % 8 * 8 + x % 8]
    })
}

/// `waves[u * 8 + x]`: the orthonormal cosine of frequency u at sample x.
fn waves() -> [f32; 64] {
    std::array::from_fn(|i| {
        let (u, x) = ((i / 8) as f32, (i % 8) as f32);
        let weight = if i < 8 { FRAC_1_SQRT_2 } else { 1.0 };
        weight * 0.5 * ((2.0 * x + 1.0) * u * PI / 16.0).cos()
    })
}

/// The two-dimensional cosine transform of a block, or its inverse.
fn transformed(block: &[f32; 64], waves: &[f32; 64], inverse: bool) -> [f32; 64] {
    let wave = |out: usize, at: usize| if inverse { waves[at * 8 + out] } else { waves[out * 8 + at] };
    let rows: [f32; 64] = std::array::from_fn(|i| (0..8).map(|k| block[i / 8 * 8 + k] * wave(i % 8, k)).sum());
    std::array::from_fn(|i| (0..8).map(|k| rows[k * 8 + i % 8] * wave(i / 8, k)).sum())
}

#[cfg(test)]
mod tests {
    use super::{transformed, waves};

    #[test]
    fn the_transform_is_its_own_way_back() {
        let block = std::array::from_fn(|i| if i % 7 == 3 { 90.0 } else { -20.0 });
        let waves = waves();
        let back = transformed(&transformed(&block, &waves, false), &waves, true);
        assert!(back.iter().zip(&block).all(|(a, b)| (a - b).abs() < 0.001));
    }

    #[test]
    fn a_flat_block_has_one_coefficient() {
        let spectrum = transformed(&[16.0; 64], &waves(), false);
        assert!((spectrum[0] - 128.0).abs() < 0.001);
        assert!(spectrum[1..].iter().all(|v| v.abs() < 0.001));
    }
}
