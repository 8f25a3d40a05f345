//! Sums over runs of points in constant time.

use super::{Sample, normal, unit};
use linocut_core::kurbo::{Point, Vec2};

/// Prefix sums of weights, positions and their products, about the first point.
pub(crate) struct Moments {
    origin: Point,
    sums: Vec<[f64; 6]>,
}

/// A line through points: a point on it, its direction, and the weighted sum of squared distances.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineFit {
    pub(crate) center: Point,
    pub(crate) direction: Vec2,
    pub(crate) squares: f64,
}

impl Moments {
    pub(crate) fn new(samples: &[Sample]) -> Self {
        let origin = samples.first().map_or(Point::ZERO, |s| s.p);
        let mut sums = Vec::with_capacity(samples.len() + 1);
        let mut total = [0.0; 6];
        sums.push(total);
        for s in samples {
            let (x, y) = (s.p.x - origin.x, s.p.y - origin.y);
            for (sum, term) in total.iter_mut().zip([1.0, x, y, x * x, x * y, y * y]) {
                *sum += s.w * term;
            }
            sums.push(total);
        }
        Self { origin, sums }
    }

    fn between(&self, from: usize, to: usize) -> [f64; 6] {
        let at = |i: usize| self.sums.get(i).copied().unwrap_or_default();
        let (a, b) = (at(from), at(to + 1));
        [b[0] - a[0], b[1] - a[1], b[2] - a[2], b[3] - a[3], b[4] - a[4], b[5] - a[5]]
    }

    /// Weighted sum of squared distances of the points `from..=to` from the line through `p` along the unit vector `d`.
    pub(crate) fn squares(&self, from: usize, to: usize, p: Point, d: Vec2) -> f64 {
        let [w, x, y, xx, xy, yy] = self.between(from, to);
        let n = normal(d);
        let c = n.dot(p - self.origin);
        let sum = n.x * n.x * xx + 2.0 * n.x * n.y * xy + n.y * n.y * yy - 2.0 * c * (n.x * x + n.y * y) + c * c * w;
        sum.max(0.0)
    }

    /// The way from the mean of the first half of the points `from..=to` to that of the second half.
    pub(crate) fn progress(&self, from: usize, to: usize) -> Vec2 {
        let middle = usize::midpoint(from, to);
        let mean = |a: usize, b: usize| {
            let [w, x, y, ..] = self.between(a, b);
            Vec2::new(x, y) / w.max(1e-12)
        };
        mean(middle + 1, to) - mean(from, middle)
    }

    /// The total least squares line through the points `from..=to`.
    pub(crate) fn line(&self, from: usize, to: usize) -> Option<LineFit> {
        let [w, x, y, xx, xy, yy] = self.between(from, to);
        if w <= 0.0 || to <= from {
            return None;
        }
        let (mx, my) = (x / w, y / w);
        let (cxx, cxy, cyy) = (xx - w * mx * mx, xy - w * mx * my, yy - w * my * my);
        let half = (cxx - cyy) / 2.0;
        let root = (half * half + cxy * cxy).sqrt();
        let along = if half >= 0.0 { Vec2::new(half + root, cxy) } else { Vec2::new(cxy, root - half) };
        let squares = (f64::midpoint(cxx, cyy) - root).max(0.0);
        let direction = unit(along, Vec2::new(1.0, 0.0));
        Some(LineFit { center: self.origin + Vec2::new(mx, my), direction, squares })
    }
}
