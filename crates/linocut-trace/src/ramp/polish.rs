//! Mends the geometry of a ramp so that colors vary least along its iso-lines.
#![expect(clippy::indexing_slicing, clippy::needless_range_loop, reason = "a numeric kernel over small arrays")]

use super::Sample;
use super::geometry::{FREEDOM, Geometry};
use super::stops::{BINS, Curve};
use crate::number::float;

/// Steps at most; most areas need three.
const STEPS: usize = 8;
/// A step that gains less than this share of the error is the last.
const ENOUGH: f64 = 0.002;

/// The geometry near `start` along which colors are most alike, by Gauss–Newton with free colors.
pub(super) fn polish(samples: &[Sample], start: Geometry) -> Geometry {
    let mut best = start;
    let Some(mut curve) = Curve::of(samples, best) else { return best };
    let mut least = curve.error(samples);
    let mut damping = 1e-3;
    for _ in 0..STEPS {
        let Some(step) = step(samples, best.freedom(), &curve, damping) else { break };
        let Some(next) = best.moved(step) else { break };
        let better = Curve::of(samples, next).map(|c| (c.error(samples), c)).filter(|(error, _)| *error < least);
        let Some((error, along)) = better else {
            damping *= 30.0;
            continue;
        };
        let done = error > (1.0 - ENOUGH) * least;
        (best, curve, least) = (next, along, error);
        damping = (damping * 0.3).max(1e-6);
        if done {
            break;
        }
    }
    best
}

/// The change of the parameters that the colors ask for.
fn step(samples: &[Sample], free: usize, curve: &Curve, damping: f64) -> Option<[f64; FREEDOM]> {
    let mut mean = [([0.0_f64; FREEDOM], 0.0_f64); BINS];
    for &(s, by) in &curve.along {
        let (sum, n) = &mut mean[curve.bin(s)];
        for (a, b) in sum.iter_mut().zip(by) {
            *a += b;
        }
        *n += 1.0;
    }
    let mut normal = [[0.0_f64; FREEDOM]; FREEDOM];
    let mut right = [0.0_f64; FREEDOM];
    for ((_, color), &(s, by)) in samples.iter().zip(&curve.along) {
        let (sum, n) = &mean[curve.bin(s)];
        let (value, slope) = curve.at(s);
        // What all pixels of a bin share, its color takes up.
        let by: [f64; FREEDOM] = std::array::from_fn(|k| by[k] - sum[k] / n.max(1.0));
        let steep: f64 = slope.iter().map(|x| x * x).sum();
        let pull: f64 = (0..4).map(|c| slope[c] * (f64::from(color[c]) - value[c])).sum();
        for i in 0..free {
            right[i] += by[i] * pull;
            for j in 0..free {
                normal[i][j] += by[i] * by[j] * steep;
            }
        }
    }
    for (i, row) in normal.iter_mut().enumerate() {
        row[i] = if i < free { row[i] * (1.0 + damping) + 1e-9 * float(samples.len()) } else { 1.0 };
    }
    solve(normal, right)
}

/// Solves a small system by elimination with row exchange; `None` if it is singular.
pub(crate) fn solve<const N: usize>(mut a: [[f64; N]; N], mut b: [f64; N]) -> Option<[f64; N]> {
    for k in 0..N {
        let pivot = (k..N).max_by(|&i, &j| a[i][k].abs().total_cmp(&a[j][k].abs()))?;
        if a[pivot][k].abs() < 1e-300 {
            return None;
        }
        a.swap(k, pivot);
        b.swap(k, pivot);
        for i in k + 1..N {
            let f = a[i][k] / a[k][k];
            for j in k..N {
                a[i][j] -= f * a[k][j];
            }
            b[i] -= f * b[k];
        }
    }
    for k in (0..N).rev() {
        let known: f64 = (k + 1..N).map(|j| a[k][j] * b[j]).sum();
        b[k] = (b[k] - known) / a[k][k];
    }
    b.iter().all(|x| x.is_finite()).then_some(b)
}
