//! Least squares over a few parameters (Gauss–Newton with measured derivatives).

use super::Sample;
use linocut_core::kurbo::Point;

/// Where a fit ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Solution<const N: usize> {
    pub(crate) parameters: [f64; N],
    /// Weighted mean of the squared distances, in square pixels.
    pub(crate) mean_square: f64,
    /// Standard deviation of each parameter where points are off by 1 pixel; 0 where it was not free.
    pub(crate) spread: [f64; N],
}

/// Rounds of linearizing and solving; shapes that start within a few pixels settle in four.
const ROUNDS: usize = 10;
/// Step over which a derivative is measured, in pixels: far above rounding, far below any curvature.
const STEP: f64 = 1e-4;
/// Steps below this end the fit, in pixels.
const SETTLED: f64 = 1e-6;

/// Where a fit starts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start<const N: usize> {
    /// Parameters in pixels.
    pub(crate) at: [f64; N],
    /// Which of them may change.
    pub(crate) free: [bool; N],
}

/// The parameters near `start` that bring the sum of weighted squares of `distance` to a minimum.
///
/// `None` where the samples leave a parameter open.
pub(crate) fn fit<const N: usize>(
    start: Start<N>,
    samples: &[Sample],
    distance: impl Fn(&[f64; N], Point) -> f64,
) -> Option<Solution<N>> {
    let weight: f64 = samples.iter().map(|s| s.w).sum();
    let squares = |p: &[f64; N]| samples.iter().map(|s| s.w * distance(p, s.p).powi(2)).sum::<f64>();
    let mut at = start.at;
    let mut least = squares(&at);
    let mut inverse = [[0.0; N]; N];
    for _ in 0..ROUNDS {
        let (matrix, slope) = normal_equations(&Start { at, ..start }, samples, &distance);
        inverse = invert(matrix)?;
        let mut step = inverse.map(|row| -row.iter().zip(slope).map(|(m, s)| m * s).sum::<f64>());
        let mut moved = None;
        for _ in 0..4 {
            let mut next = at;
            next.iter_mut().zip(step).for_each(|(x, s)| *x += s);
            let found = squares(&next);
            if found <= least {
                moved = Some((next, found));
                break;
            }
            step = step.map(|s| 0.3 * s);
        }
        let Some((next, found)) = moved else { break };
        (at, least) = (next, found);
        if step.iter().all(|s| s.abs() < SETTLED) {
            break;
        }
    }
    let mut spread = [0.0; N];
    for (k, ((slot, row), free)) in spread.iter_mut().zip(inverse).zip(start.free).enumerate() {
        *slot = if free { row.get(k).copied().unwrap_or(f64::MAX).max(0.0).sqrt() } else { 0.0 };
    }
    at.iter().all(|x| x.is_finite()).then_some(Solution { parameters: at, mean_square: least / weight, spread })
}

/// The matrix `JᵀWJ` and the vector `JᵀWr` of the distances; parameters that are not free have a unit row.
#[expect(clippy::indexing_slicing, reason = "N × N arrays and indices below N")]
fn normal_equations<const N: usize>(
    start: &Start<N>,
    samples: &[Sample],
    distance: &impl Fn(&[f64; N], Point) -> f64,
) -> ([[f64; N]; N], [f64; N]) {
    let (mut matrix, mut slope) = ([[0.0; N]; N], [0.0; N]);
    for (k, _) in start.free.iter().enumerate().filter(|(_, free)| !**free) {
        matrix[k][k] = 1.0;
    }
    for s in samples {
        let here = distance(&start.at, s.p);
        let mut row = [0.0; N];
        for (k, d) in row.iter_mut().enumerate().filter(|(k, _)| start.free[*k]) {
            let mut ahead = start.at;
            ahead[k] += STEP;
            *d = (distance(&ahead, s.p) - here) / STEP;
        }
        for i in 0..N {
            slope[i] += s.w * row[i] * here;
            for j in 0..N {
                matrix[i][j] += s.w * row[i] * row[j];
            }
        }
    }
    (matrix, slope)
}

/// The inverse of a symmetric matrix by elimination with pivots; `None` where it has none to speak of.
#[expect(clippy::indexing_slicing, reason = "N × N arrays and indices below N")]
pub(crate) fn invert<const N: usize>(mut m: [[f64; N]; N]) -> Option<[[f64; N]; N]> {
    let mut inverse = [[0.0; N]; N];
    for (k, row) in inverse.iter_mut().enumerate() {
        row[k] = 1.0;
    }
    let size = m.iter().flatten().fold(0.0_f64, |a, b| a.max(b.abs()));
    for k in 0..N {
        let pivot = (k..N).max_by(|&a, &b| m[a][k].abs().total_cmp(&m[b][k].abs()))?;
        m.swap(k, pivot);
        inverse.swap(k, pivot);
        let scale = m[k][k];
        if scale.is_nan() || scale.abs() <= 1e-9 * size {
            return None;
        }
        for j in 0..N {
            m[k][j] /= scale;
            inverse[k][j] /= scale;
        }
        let (lead, lead_inverse) = (m[k], inverse[k]);
        for i in (0..N).filter(|&i| i != k) {
            let factor = m[i][k];
            for j in 0..N {
                m[i][j] -= factor * lead[j];
                inverse[i][j] -= factor * lead_inverse[j];
            }
        }
    }
    Some(inverse)
}
