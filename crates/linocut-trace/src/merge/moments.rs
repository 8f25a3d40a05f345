//! Sums over the pixels of a region that tell how far one color, or shading along a line, strays from them.
#![expect(clippy::indexing_slicing, reason = "a numeric kernel over small fixed arrays")]

use crate::color::Color;
use crate::number::float;

/// How much each channel of the error counts: about how bright it is, but blue skies need their share.
const WEIGHTS: [f64; 4] = [0.9, 1.5, 0.6, 1.5];

/// Sums over the pixels of a region.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Moments {
    n: f64,
    /// Of the columns and rows.
    at: [f64; 2],
    /// Of their squares and product: `[xx, xy, yy]`.
    spread: [f64; 3],
    colors: [f64; 4],
    /// Of color times column and row.
    tilt: [[f64; 2]; 4],
    squares: [f64; 4],
}

/// What a slope explains, its unit direction, and the centered sums: of positions, and of colors times positions.
type Slope = (f64, [f64; 2], [f64; 3], [[f64; 2]; 4]);

/// Shading along a line: the mean color at `middle`, and its change `by` each pixel along `direction`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shading {
    pub(crate) middle: [f64; 2],
    pub(crate) direction: [f64; 2],
    pub(crate) mean: [f64; 4],
    pub(crate) by: [f64; 4],
}

impl Moments {
    /// Counts the pixel in column `x`, row `y`.
    pub(crate) fn add(&mut self, (x, y): (usize, usize), color: Color) {
        let (x, y) = (float(x) + 0.5, float(y) + 0.5);
        self.n += 1.0;
        self.at = [self.at[0] + x, self.at[1] + y];
        self.spread = [self.spread[0] + x * x, self.spread[1] + x * y, self.spread[2] + y * y];
        for (k, c) in color.map(f64::from).into_iter().enumerate() {
            self.colors[k] += c;
            self.tilt[k] = [self.tilt[k][0] + c * x, self.tilt[k][1] + c * y];
            self.squares[k] += c * c;
        }
    }

    /// The sums over both regions.
    pub(crate) fn plus(&self, other: &Self) -> Self {
        let mut sum = *self;
        sum.n += other.n;
        for k in 0..2 {
            sum.at[k] += other.at[k];
        }
        for k in 0..3 {
            sum.spread[k] += other.spread[k];
        }
        for k in 0..4 {
            sum.colors[k] += other.colors[k];
            sum.squares[k] += other.squares[k];
            sum.tilt[k] = [sum.tilt[k][0] + other.tilt[k][0], sum.tilt[k][1] + other.tilt[k][1]];
        }
        sum
    }

    /// The number of pixels.
    pub(crate) fn pixels(&self) -> f64 {
        self.n
    }

    /// The mean color.
    pub(crate) fn mean(&self) -> [f64; 4] {
        self.colors.map(|c| c / self.n.max(1.0))
    }

    /// The squared error of what describes the region best: its mean color, or, at the price of `shading`, a slope.
    pub(crate) fn error(&self, shading: f64) -> f64 {
        let flat = self.flat_error();
        if flat <= shading {
            return flat;
        }
        let sloped = flat - self.spent().map_or(0.0, |(explained, ..)| explained) + shading;
        flat.min(sloped.max(0.0))
    }

    /// The squared error of the mean color, in levels squared.
    fn flat_error(&self) -> f64 {
        let n = self.n.max(1.0);
        (0..4).map(|k| WEIGHTS[k] * (self.squares[k] - self.colors[k] * self.colors[k] / n).max(0.0)).sum()
    }

    /// The slope that explains most, if it spares more than `price` of the squared error.
    pub(crate) fn shading(&self, price: f64) -> Option<Shading> {
        let (explained, direction, s, c) = self.spent()?;
        if explained <= price {
            return None;
        }
        let [x, y] = direction;
        let length = s[0] * x * x + 2.0 * s[1] * x * y + s[2] * y * y;
        let by = c.map(|[cx, cy]| (cx * x + cy * y) / length.max(1e-9));
        Some(Shading { middle: self.at.map(|v| v / self.n), direction, mean: self.mean(), by })
    }

    /// What the best slope explains of the squared error, its unit direction, and the centered sums it follows from.
    ///
    /// All channels change along one direction u; the explained part Σ (u·C)² / uSu is largest for the first generalized
    /// eigenvector of `ΣCCᵀ` and S.
    fn spent(&self) -> Option<Slope> {
        let (n, [x, y]) = (self.n, self.at);
        let s = [self.spread[0] - x * x / n, self.spread[1] - x * y / n, self.spread[2] - y * y / n];
        let det = s[0] * s[2] - s[1] * s[1];
        // A row of pixels has no direction but its own.
        if n < 6.0 || det <= 1e-3 * (s[0] + s[2]) * (s[0] + s[2]) {
            return None;
        }
        let mut c = [[0.0; 2]; 4];
        let mut m = [0.0; 3];
        for k in 0..4 {
            let [cx, cy] = [self.tilt[k][0] - x * self.colors[k] / n, self.tilt[k][1] - y * self.colors[k] / n];
            c[k] = [cx, cy];
            m = [m[0] + WEIGHTS[k] * cx * cx, m[1] + WEIGHTS[k] * cx * cy, m[2] + WEIGHTS[k] * cy * cy];
        }
        let half = 0.5 * (s[2] * m[0] - 2.0 * s[1] * m[1] + s[0] * m[2]) / det;
        let explained = half + (half * half - (m[0] * m[2] - m[1] * m[1]) / det).max(0.0).sqrt();
        let rows =
            [[m[0] - explained * s[0], m[1] - explained * s[1]], [m[1] - explained * s[1], m[2] - explained * s[2]]];
        let norm = |[a, b]: [f64; 2]| (a * a + b * b).sqrt();
        let row = if norm(rows[0]) > norm(rows[1]) { rows[0] } else { rows[1] };
        let length = norm(row);
        (length > 1e-9).then(|| (explained, [-row[1] / length, row[0] / length], s, c))
    }
}
