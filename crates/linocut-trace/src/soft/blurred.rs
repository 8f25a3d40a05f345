//! Blurs a coarse picture of coverage by a Gaussian, moved.

use crate::grid::Grid;
use crate::number::{float, floor, narrow};

/// How far a Gaussian is followed, in standard deviations: what lies beyond adds less than a thousandth.
const FAR: f64 = 3.3;

/// `cover` moved right and down by `offset`, and blurred with standard deviation `sigma`, both in cells; outside of the
/// grid nothing is covered.
pub(super) fn thrown(cover: &Grid<f32>, [dx, dy]: [f64; 2], sigma: f64) -> Grid<f32> {
    let (w, h) = (cover.width, cover.height);
    let across = Kernel::new(dx, sigma);
    let mut rows = Grid::filled(w, h, 0.0_f32);
    let mut filled = Vec::with_capacity(h);
    for (from, to) in cover.cells.chunks(w.max(1)).zip(rows.cells.chunks_mut(w.max(1))) {
        // Most rows of most pictures are empty.
        filled.push(from.iter().any(|c| *c > 0.0));
        across.row(from, to);
    }
    let down = Kernel::new(dy, sigma);
    let mut out = Grid::filled(w, h, 0.0_f32);
    for y in 0..h {
        let (low, high) = down.sources(y, h);
        let row = &mut out.cells[y * w..(y + 1) * w];
        for source in (low..high).filter(|&source| filled[source]) {
            let weight = down.weight(y, source);
            let from = &rows.cells[source * w..(source + 1) * w];
            row.iter_mut().zip(from).for_each(|(o, f)| *o += weight * f);
        }
    }
    out
}

/// Weights of the cells around one, by their distance to the left or above.
struct Kernel {
    /// The distance of the first weight.
    first: i64,
    weights: Vec<f32>,
}

impl Kernel {
    /// A Gaussian that is moved by `offset` to the right or down.
    fn new(offset: f64, sigma: f64) -> Self {
        let reach = FAR * sigma + 1.0;
        let (first, last) = (i64::from(floor(offset - reach)), i64::from(floor(offset + reach + 1.0)));
        let mut weights: Vec<f64> = Vec::new();
        let mut at = float(usize::try_from(first.unsigned_abs()).unwrap_or(0)) * if first < 0 { -1.0 } else { 1.0 };
        for _ in first..=last {
            weights.push(libm::exp(-0.5 * ((at - offset) / sigma) * ((at - offset) / sigma)));
            at += 1.0;
        }
        let sum: f64 = weights.iter().sum();
        Self { first, weights: weights.into_iter().map(|w| narrow(w / sum.max(1e-12))).collect() }
    }

    /// The cells, of `n`, from which cell `to` takes anything.
    fn sources(&self, to: usize, n: usize) -> (usize, usize) {
        let (to, n) = (i64::try_from(to).unwrap_or(0), i64::try_from(n).unwrap_or(0));
        let count = i64::try_from(self.weights.len()).unwrap_or(0);
        let clamped = |x: i64| usize::try_from(x.clamp(0, n)).unwrap_or(0);
        (clamped(to - self.first - count + 1), clamped(to - self.first + 1))
    }

    fn weight(&self, to: usize, source: usize) -> f32 {
        let between = i64::try_from(to).unwrap_or(0) - i64::try_from(source).unwrap_or(0);
        usize::try_from(between - self.first).ok().and_then(|k| self.weights.get(k)).copied().unwrap_or(0.0)
    }

    /// Adds each cell's share to those around it: one pass over neighbors at a time, which compilers make wide.
    fn row(&self, from: &[f32], to: &mut [f32]) {
        for (source, f) in from.iter().enumerate().filter(|(_, f)| **f > 0.0) {
            let start = i64::try_from(source).unwrap_or(0) + self.first;
            let clamped = |x: i64| usize::try_from(x.max(0)).unwrap_or(usize::MAX);
            let reached = to.get_mut(clamped(start)..).unwrap_or_default();
            let weights = self.weights.get(clamped(-start)..).unwrap_or_default();
            reached.iter_mut().zip(weights).for_each(|(o, weight)| *o += weight * f);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::thrown;
    use crate::grid::Grid;

    #[test]
    fn moves_and_keeps_what_is_there() {
        let mut cover = Grid::filled(40, 30, 0.0_f32);
        cover.cells[12 * 40 + 15] = 1.0;
        let out = thrown(&cover, [2.5, -1.25], 2.0);
        let at = |i: usize| (f64::from(u16::try_from(i % 40).unwrap()), f64::from(u16::try_from(i / 40).unwrap()));
        let (mut sum, mut x, mut y) = (0.0, 0.0, 0.0);
        for (i, &c) in out.cells.iter().enumerate() {
            sum += f64::from(c);
            x += f64::from(c) * at(i).0;
            y += f64::from(c) * at(i).1;
        }
        assert!((sum - 1.0).abs() < 1e-3 && (x - 17.5).abs() < 0.01 && (y - 10.75).abs() < 0.01, "{sum} {x} {y}");
    }
}
