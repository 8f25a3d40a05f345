//! Recognizes closed boundaries that are circles or ellipses along the axes.

use super::Sample;
use linocut_core::kurbo::{Circle, Ellipse, Point, Vec2};

/// A shape with a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Primitive {
    Circle(Circle),
    Ellipse(Ellipse),
}

/// The circle or upright ellipse that `samples` lie on, root mean square within `sigma` and none farther than `limit`.
pub(crate) fn recognize(samples: &[Sample], sigma: f64, limit: f64) -> Option<Primitive> {
    if samples.len() < 8 {
        return None;
    }
    let (center, [rx, ry]) = ellipse(samples)?;
    // A sliver of points fits a conic of any size: the shape must not reach beyond its points.
    let reach = |f: fn(Vec2) -> f64| samples.iter().map(|s| f(s.p - center).abs()).fold(0.0, f64::max);
    let (far_x, far_y) = (reach(|v| v.x), reach(|v| v.y));
    if (rx - far_x).abs() > limit + 0.05 * rx || (ry - far_y).abs() > limit + 0.05 * ry {
        return None;
    }
    let same = f64::midpoint(rx, ry);
    // A circle unless the data say otherwise: half a percent or a twentieth of a pixel.
    let round = (rx - ry).abs() < 0.08_f64.max(0.004 * same);
    let (rx, ry) = if round { (same, same) } else { (rx, ry) };
    let (mut squares, mut weight) = (0.0, 0.0);
    for s in samples {
        let v = s.p - center;
        let scaled = Vec2::new(v.x / rx, v.y / ry);
        let n = scaled.hypot2().sqrt();
        // Distance along the gradient of the implicit equation (Sampson's first-order distance).
        let slope = Vec2::new(scaled.x / rx, scaled.y / ry).hypot2().sqrt() / n.max(1e-9);
        let distance = (n - 1.0) / slope.max(1e-9);
        if s.w > 0.2 && distance.abs() > limit {
            return None;
        }
        squares += s.w * distance * distance;
        weight += s.w;
    }
    if squares > sigma * sigma * weight {
        return None;
    }
    Some(if round {
        Primitive::Circle(Circle::new(center, same))
    } else {
        Primitive::Ellipse(Ellipse::new(center, (rx, ry), 0.0))
    })
}

/// The algebraic least-squares conic `a·x² + c·y² + d·x + e·y = 1` about the data's center, as center and radii.
fn ellipse(samples: &[Sample]) -> Option<(Point, [f64; 2])> {
    let weight: f64 = samples.iter().map(|s| s.w).sum();
    let mean = samples.iter().fold(Vec2::ZERO, |sum, s| sum + s.p.to_vec2() * s.w) / weight;
    let size = samples.iter().map(|s| (s.p.to_vec2() - mean).hypot2()).fold(0.0, f64::max).sqrt().max(1e-6);
    let mut m = [[0.0_f64; 5]; 4];
    for s in samples {
        let v = (s.p.to_vec2() - mean) / size;
        let row = [v.x * v.x, v.y * v.y, v.x, v.y, 1.0];
        for (i, equation) in m.iter_mut().enumerate() {
            for (sum, term) in equation.iter_mut().zip(row) {
                *sum += s.w * row.get(i).copied().unwrap_or(0.0) * term;
            }
        }
    }
    let [a, c, d, e] = solve(m)?;
    if a <= 1e-6 || c <= 1e-6 {
        return None;
    }
    let center = Vec2::new(-d / (2.0 * a), -e / (2.0 * c));
    let level = 1.0 + a * center.x * center.x + c * center.y * center.y;
    let (rx, ry) = ((level / a).max(0.0).sqrt() * size, (level / c).max(0.0).sqrt() * size);
    (rx > 0.3 && ry > 0.3 && rx.is_finite() && ry.is_finite()).then(|| ((mean + center * size).to_point(), [rx, ry]))
}

/// Solves four linear equations, each a row of coefficients and a right side, by elimination with pivots.
#[expect(clippy::indexing_slicing, reason = "a fixed 4 × 5 matrix")]
fn solve(mut m: [[f64; 5]; 4]) -> Option<[f64; 4]> {
    for k in 0..4 {
        let pivot = (k..4).max_by(|&a, &b| m[a][k].abs().total_cmp(&m[b][k].abs()))?;
        m.swap(k, pivot);
        if m[k][k].abs() < 1e-12 {
            return None;
        }
        for i in 0..4 {
            if i != k {
                let factor = m[i][k] / m[k][k];
                let row = m[k];
                for (x, pivot) in m[i].iter_mut().zip(row) {
                    *x -= factor * pivot;
                }
            }
        }
    }
    Some([m[0][4] / m[0][0], m[1][4] / m[1][1], m[2][4] / m[2][2], m[3][4] / m[3][3]])
}

#[cfg(test)]
mod tests {
    use super::{Primitive, recognize};
    use crate::fit::Sample;
    use linocut_core::kurbo::Point;

    fn ring(f: impl Fn(f64) -> Point) -> Vec<Sample> {
        (0..60).map(|i| Sample { p: f(f64::from(i) * std::f64::consts::TAU / 60.0), w: 1.0 }).collect()
    }

    #[test]
    fn recognizes_circles_and_ellipses() {
        let circle = recognize(&ring(|a| Point::new(9.0 + 5.0 * a.cos(), 7.0 + 5.0 * a.sin())), 0.05, 0.1);
        assert!(matches!(circle, Some(Primitive::Circle(c)) if (c.radius - 5.0).abs() < 1e-6));
        let ellipse = recognize(&ring(|a| Point::new(9.0 + 8.0 * a.cos(), 7.0 + 5.0 * a.sin())), 0.05, 0.1);
        assert!(matches!(ellipse, Some(Primitive::Ellipse(e)) if (e.radii().x - 8.0).abs() < 1e-6));
    }

    #[test]
    fn refuses_squares() {
        let square = ring(|a| Point::new(a.cos().clamp(-0.7, 0.7) * 9.0, a.sin().clamp(-0.7, 0.7) * 9.0));
        assert_eq!(recognize(&square, 0.05, 0.2), None);
    }
}
