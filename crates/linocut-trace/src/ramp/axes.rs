//! First guesses at the geometry of a ramp: color changes across its iso-lines, so local gradients are their normals.
#![expect(clippy::indexing_slicing, reason = "a numeric kernel over small fixed arrays")]

use super::Sample;
use super::geometry::Geometry;
use crate::number::{float, whole};
use std::collections::BTreeMap;

/// Cells along the longer side of the area; more follow tighter curves, fewer average more noise out.
const CELLS: f32 = 10.0;

/// The color gradient at a place, of the channel that changes most there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slope {
    /// The middle of the pixels it was measured on.
    at: [f64; 2],
    /// Change in levels per pixel.
    by: [f64; 2],
    /// How many pixels it was measured on.
    weight: f64,
}

/// The color gradients in cells of a coarse grid over the area, by a plane in each cell.
pub(super) fn local_gradients(samples: &[Sample]) -> Vec<Slope> {
    let (low, high) = bounds(samples);
    let side = ((high[0] - low[0]).max(high[1] - low[1]) / CELLS).max(3.0);
    let mut cells: BTreeMap<(usize, usize), Vec<Sample>> = BTreeMap::new();
    for &sample in samples {
        let [x, y] = sample.0;
        cells
            .entry((whole(((x - low[0]) / side).into()), whole(((y - low[1]) / side).into())))
            .or_default()
            .push(sample);
    }
    cells.values().filter(|cell| cell.len() >= 5).filter_map(|cell| slope(cell)).collect()
}

/// The steepest channel of the least-squares planes through `cell`.
fn slope(cell: &[Sample]) -> Option<Slope> {
    let n = float(cell.len());
    let sum = |f: &dyn Fn(&Sample) -> f64| cell.iter().map(f).sum::<f64>();
    let (mx, my) = (sum(&|s| f64::from(s.0[0])) / n, sum(&|s| f64::from(s.0[1])) / n);
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    let mut by = [[0.0_f64; 2]; 4];
    for ([x, y], color) in cell {
        let (dx, dy) = (f64::from(*x) - mx, f64::from(*y) - my);
        xx += dx * dx;
        xy += dx * dy;
        yy += dy * dy;
        for (sums, c) in by.iter_mut().zip(color) {
            sums[0] += f64::from(*c) * dx;
            sums[1] += f64::from(*c) * dy;
        }
    }
    let det = xx * yy - xy * xy;
    // A row of pixels says nothing about the other direction.
    if det <= 0.02 * (xx + yy) * (xx + yy) {
        return None;
    }
    let solved = by.map(|[cx, cy]| [(cx * yy - cy * xy) / det, (cy * xx - cx * xy) / det]);
    let steepest = solved.into_iter().max_by(|a, b| norm2(*a).total_cmp(&norm2(*b)))?;
    Some(Slope { at: [mx, my], by: steepest, weight: n })
}

/// The direction that most gradients share, up to sign.
pub(super) fn line(slopes: &[Slope]) -> Option<Geometry> {
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for Slope { by: [x, y], weight, .. } in slopes {
        xx += weight * x * x;
        xy += weight * x * y;
        yy += weight * y * y;
    }
    (xx + yy > 1e-9).then(|| Geometry::Line { angle: libm::atan2(2.0 * xy, xx - yy) / 2.0 })
}

/// The point where the gradients meet (least squares).
pub(super) fn circle(slopes: &[Slope]) -> Option<Geometry> {
    let (mut a, mut b, mut d, mut e, mut f) = (0.0_f64, 0.0, 0.0, 0.0, 0.0);
    for Slope { at: [x, y], by: [gx, gy], weight } in slopes {
        let along = -gy * x + gx * y;
        a += weight * gy * gy;
        b -= weight * gy * gx;
        d += weight * gx * gx;
        e -= weight * gy * along;
        f += weight * gx * along;
    }
    let det = a * d - b * b;
    let flat = det < 1e-5 * (a + d) * (a + d);
    (!flat).then(|| Geometry::Circle { center: [(e * d - f * b) / det, (f * a - e * b) / det] })
}

/// The ellipses `|S·(p − c)|` whose normals the gradients are.
///
/// With `Q = S²` the normal at `p` is `Q·(p − c)`, so `g × (Q·p − q) = 0` with `q = Q·c`: linear in `Q` and `q`, solved
/// for the unit vector of least error.
pub(super) fn ellipse(slopes: &[Slope]) -> Option<Geometry> {
    let weight: f64 = slopes.iter().map(|s| s.weight).sum();
    let mean = |k: usize| slopes.iter().map(|s| s.weight * s.at[k]).sum::<f64>() / weight.max(1e-9);
    let (mx, my) = (mean(0), mean(1));
    let spread = slopes.iter().map(|s| s.weight * norm2([s.at[0] - mx, s.at[1] - my])).sum::<f64>() / weight.max(1e-9);
    let scale = spread.sqrt().max(1.0);
    let mut normal = [[0.0_f64; 5]; 5];
    for Slope { at, by: [gx, gy], weight } in slopes {
        let (x, y) = ((at[0] - mx) / scale, (at[1] - my) / scale);
        // Unknowns: Q = [[a, b], [b, d]] and q.
        let row = [-gy * x, gx * x - gy * y, gx * y, *gy, -gx];
        for (i, r) in row.iter().enumerate() {
            for (j, s) in row.iter().enumerate() {
                normal[i][j] += weight * r * s;
            }
        }
    }
    let [a, b, d, qx, qy] = least(&normal)?;
    let sign = if a + d < 0.0 { -1.0 } else { 1.0 };
    let (a, b, d, qx, qy) = (sign * a, sign * b, sign * d, sign * qx, sign * qy);
    let det = a * d - b * b;
    if det <= 1e-4 * (a + d) * (a + d) {
        return None;
    }
    let center = [mx + scale * (qx * d - qy * b) / det, my + scale * (qy * a - qx * b) / det];
    // The root of Q is (Q + √det) / √(trace + 2√det); only its ratio of parts matters.
    let root = det.sqrt();
    let half = f64::midpoint(a, d) + root;
    Some(Geometry::Ellipse { center, stretch: [(a - d) / 2.0 / half, b / half] })
}

/// The unit vector that a symmetric matrix shortens most, by inverse iteration.
fn least(matrix: &[[f64; 5]; 5]) -> Option<[f64; 5]> {
    let trace: f64 = (0..5).map(|i| matrix[i][i]).sum();
    if trace <= 0.0 {
        return None;
    }
    let mut shifted = *matrix;
    for (i, row) in shifted.iter_mut().enumerate() {
        row[i] += 1e-9 * trace;
    }
    let mut v = [1.0, 0.1, 1.0, 0.3, 0.2];
    for _ in 0..12 {
        v = super::polish::solve(shifted, v)?;
        let length = v.iter().map(|x| x * x).sum::<f64>().sqrt().max(1e-300);
        v = v.map(|x| x / length);
    }
    Some(v)
}

fn bounds(samples: &[Sample]) -> ([f32; 2], [f32; 2]) {
    samples.iter().fold(([f32::MAX; 2], [f32::MIN; 2]), |(lo, hi), ([x, y], _)| {
        ([lo[0].min(*x), lo[1].min(*y)], [hi[0].max(*x), hi[1].max(*y)])
    })
}

fn norm2([x, y]: [f64; 2]) -> f64 {
    x * x + y * y
}
