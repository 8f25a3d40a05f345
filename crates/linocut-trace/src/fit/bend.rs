//! How a boundary runs near a point: a parabola, as straight as the points allow.

use super::least::invert;
use super::moments::LineFit;
use super::{Sample, normal, unit};
use linocut_core::kurbo::{Point, Vec2};

/// The radius, in pixels, of bends that are taken to be common: without points that say otherwise, sides are straight.
const USUAL_RADIUS: f64 = 24.0;
/// How far beyond its points a bend is believed, in pixels.
const BEYOND: f64 = 3.0;

/// A parabola over a line along the boundary.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bend {
    origin: Point,
    along: Vec2,
    /// Height over the line, its slope and its curvature at the origin.
    height: [f64; 3],
    /// The part of the line that the points cover.
    span: [f64; 2],
    /// Root mean square distance of the points.
    pub(crate) error: f64,
}

impl Bend {
    /// The bend through `points` in the order of the boundary, which are off by about `sigma` pixels.
    ///
    /// Least squares with a normal prior on the curvature, so that no threshold parts straight sides from bent ones.
    pub(crate) fn through(points: &[(f64, Sample)], sigma: f64) -> Option<Self> {
        let (first, last) = (points.first()?.1.p, points.last()?.1.p);
        if points.len() < 2 {
            return None;
        }
        let along = unit(last - first, Vec2::ZERO);
        let origin = first.midpoint(last);
        let local = |s: &Sample| ((s.p - origin).dot(along), (s.p - origin).dot(normal(along)));
        let (mut matrix, mut right) = ([[0.0; 3]; 3], [0.0; 3]);
        for (_, s) in points {
            let (x, y) = local(s);
            let row = [1.0, x, 0.5 * x * x];
            for (a, (equation, sum)) in row.iter().zip(matrix.iter_mut().zip(&mut right)) {
                equation.iter_mut().zip(row).for_each(|(m, b)| *m += s.w * a * b);
                *sum += s.w * a * y;
            }
        }
        let [.., last] = &mut matrix;
        let [.., curvature] = last;
        *curvature += (sigma * USUAL_RADIUS).powi(2);
        let height = invert(matrix)?.map(|row| row.iter().zip(right).map(|(m, b)| m * b).sum::<f64>());
        let bend =
            Self { origin, along, height, span: [local(&points.first()?.1).0, local(&points.last()?.1).0], error: 0.0 };
        let (mut squares, mut weight) = (0.0, 0.0);
        for (_, s) in points {
            let (x, y) = local(s);
            squares += s.w * (y - bend.at(x).0).powi(2);
            weight += s.w;
        }
        Some(Self { error: (squares / weight).sqrt(), ..bend })
    }

    /// Height and slope at `x`.
    fn at(&self, x: f64) -> (f64, f64) {
        let [c, m, k] = self.height;
        (c + m * x + 0.5 * k * x * x, m + k * x)
    }

    /// The tangent at the foot of `p`.
    pub(crate) fn near(&self, p: Point) -> LineFit {
        let [low, high] = self.span;
        let x = (p - self.origin).dot(self.along).clamp(low - BEYOND, high + BEYOND);
        let (y, slope) = self.at(x);
        let center = self.origin + self.along * x + normal(self.along) * y;
        LineFit { center, direction: unit(self.along + normal(self.along) * slope, self.along), squares: 0.0 }
    }
}
