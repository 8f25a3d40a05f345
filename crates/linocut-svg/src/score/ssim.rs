//! Structural similarity.
#![expect(
    clippy::indexing_slicing,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "pixel kernel: indices come from the planes' own size"
)]

use super::plane::Plane;
use rayon::prelude::*;

/// Standard deviation of the Gaussian window, in pixels.
const SIGMA: f32 = 1.5;
/// Half width of the window, in pixels: 3.5 standard deviations, rounded.
const REACH: usize = 5;
const WINDOW: usize = 2 * REACH + 1;
/// Pictures with a shorter side are mirrored outward, since cropping would leave little or nothing.
const LEAST_SIDE: usize = 12;
/// Stabilizers of the quotients, (0.01 · 255)² and (0.03 · 255)².
const C1: f32 = 6.5025;
const C2: f32 = 58.5225;
/// Taken off every value, so that squares stay small and their differences exact enough in `f32`.
const MIDDLE: f32 = 128.0;

/// The four quantities whose local means make up the similarity: a, b, a² + b², a·b.
type Four = [Vec<f32>; 4];

/// Mean structural similarity of two planes of one size, `-1..=1`; a row costs about 90 multiplications a pixel.
///
/// Wang, Bovik, Sheikh, Simoncelli 2004, "Image quality assessment", equations 13-16, with a separable window.
/// Only windows that lie inside the picture count, which is the same as cropping the border of a filtered picture.
pub(super) fn ssim(a: &Plane, b: &Plane) -> f64 {
    if a.width.min(a.height) < LEAST_SIDE {
        return inside(&a.mirrored(REACH), &b.mirrored(REACH));
    }
    inside(a, b)
}

fn inside(a: &Plane, b: &Plane) -> f64 {
    let (weights, columns, rows) = (weights(), a.width - 2 * REACH, a.height - 2 * REACH);
    let shift = |plane: &Plane| plane.values.par_iter().map(|v| v - MIDDLE).collect::<Vec<f32>>();
    let (a_values, b_values) = (shift(a), shift(b));
    let pairs = || a_values.par_iter().zip(&b_values);
    let squares = pairs().map(|(x, y)| x * x + y * y).collect();
    let products = pairs().map(|(x, y)| x * y).collect();
    let four = [a_values, b_values, squares, products];
    let sums: Vec<f64> = (0..rows)
        .into_par_iter()
        .map_init(|| Rows::new(a.width), |rows, y| rows.similarity(&four, y, &weights))
        .collect();
    sums.iter().sum::<f64>() / (columns * rows) as f64
}

/// The window's weights along one axis; their sum is 1.
fn weights() -> [f32; WINDOW] {
    let offsets: [i16; WINDOW] = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5];
    let bell = offsets.map(|x| (-0.5 * (f64::from(x) / f64::from(SIGMA)).powi(2)).exp());
    let total: f64 = bell.iter().sum();
    bell.map(|w| (w / total) as f32)
}

/// Room for one row of the four quantities, filtered down and then across.
struct Rows {
    down: Four,
    across: Four,
}

impl Rows {
    fn new(width: usize) -> Self {
        let row = || vec![0.0; width];
        Self { down: [row(), row(), row(), row()], across: [row(), row(), row(), row()] }
    }

    /// Sum of the similarity over the windows whose topmost row is `y`.
    fn similarity(&mut self, planes: &Four, y: usize, weights: &[f32; WINDOW]) -> f64 {
        let width = self.down[0].len();
        let columns = width - 2 * REACH;
        for ((plane, down), across) in planes.iter().zip(&mut self.down).zip(&mut self.across) {
            filter(down, weights, |k| &plane[(y + k) * width..(y + k + 1) * width]);
            filter(&mut across[..columns], weights, |k| &down[k..k + columns]);
        }
        let [a, b, squares, products] = &self.across;
        let mut sum = 0.0;
        for x in 0..columns {
            sum += f64::from(one(a[x], b[x], squares[x], products[x]));
        }
        sum
    }
}

/// Writes the weighted sum of the window's rows; the window is symmetric, so rows are added in pairs first.
fn filter<'a>(out: &mut [f32], weights: &[f32; WINDOW], row: impl Fn(usize) -> &'a [f32]) {
    for (o, v) in out.iter_mut().zip(row(REACH)) {
        *o = weights[REACH] * v;
    }
    for (k, weight) in weights.iter().enumerate().take(REACH) {
        let (near, far) = (row(k), row(WINDOW - 1 - k));
        for ((o, n), f) in out.iter_mut().zip(near).zip(far) {
            *o += weight * (n + f);
        }
    }
}

/// Similarity from the local means of a, b (both less [`MIDDLE`]), of a² + b² and of a·b.
fn one(a: f32, b: f32, squares: f32, products: f32) -> f32 {
    let (variances, covariance) = (squares - a * a - b * b, products - a * b);
    let (a, b) = (a + MIDDLE, b + MIDDLE);
    ((2.0 * a * b + C1) * (2.0 * covariance + C2)) / ((a * a + b * b + C1) * (variances + C2))
}
