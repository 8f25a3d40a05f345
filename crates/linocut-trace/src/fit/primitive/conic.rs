//! Circles and ellipses through points.

use crate::fit::Sample;
use crate::fit::least::{self, Solution, Start, invert};
use linocut_core::kurbo::{Point, Vec2};

/// Farthest that points may lie from the algebraic conic, root mean square in pixels, for it to be looked at any closer.
const HOPELESS: f64 = 1.5;

/// The circle nearest to `samples`: center and radius.
pub(super) fn circle(samples: &[Sample]) -> Option<Solution<3>> {
    let (center, [r, _], _) = algebraic::<4>(samples, |v| [v.x * v.x + v.y * v.y, v.x, v.y, 1.0])?;
    let at = [center.x, center.y, r];
    let start = Start { at, free: [true; 3] };
    near(samples, |p| circle_distance(&at, p)).then(|| least::fit(start, samples, circle_distance)).flatten()
}

/// The ellipse nearest to `samples`, its axes along x and y: center, radii, and 0.
pub(super) fn upright(samples: &[Sample]) -> Option<Solution<5>> {
    let (center, [rx, ry], _) = algebraic::<5>(samples, |v| [v.x * v.x, v.y * v.y, v.x, v.y, 1.0])?;
    let at = [center.x, center.y, rx, ry, 0.0];
    let start = Start { at, free: [true, true, true, true, false] };
    near(samples, |p| distance(&at, p)).then(|| least::fit(start, samples, distance)).flatten()
}

/// The ellipse nearest to `samples`: center, radii, and the angle of the first radius.
pub(super) fn ellipse(samples: &[Sample]) -> Option<Solution<5>> {
    let (center, [rx, ry], angle) = algebraic::<6>(samples, |v| [v.x * v.x, v.y * v.y, v.x * v.y, v.x, v.y, 1.0])?;
    let at = [center.x, center.y, rx, ry, angle];
    if !near(samples, |p| distance(&at, p)) {
        return None;
    }
    // In pixels along the rim, like the others.
    let reach = rx.max(ry);
    let unscaled = |&[x, y, rx, ry, a]: &[f64; 5]| [x, y, rx, ry, a / reach];
    let start = Start { at: [center.x, center.y, rx, ry, angle * reach], free: [true; 5] };
    let mut found = least::fit(start, samples, |p, at| distance(&unscaled(p), at))?;
    found.parameters = unscaled(&found.parameters);
    Some(found)
}

fn near(samples: &[Sample], distance: impl Fn(Point) -> f64) -> bool {
    let weight: f64 = samples.iter().map(|s| s.w).sum();
    samples.iter().map(|s| s.w * distance(s.p).powi(2)).sum::<f64>() < HOPELESS * HOPELESS * weight
}

/// How far `at` lies outside the circle `[x, y, radius]`.
pub(super) fn circle_distance(&[x, y, r]: &[f64; 3], at: Point) -> f64 {
    (at - Point::new(x, y)).hypot2().sqrt() - r
}

/// How far `at` lies outside the ellipse `[x, y, rx, ry, angle]`: Sampson's first-order distance.
pub(super) fn distance(&[x, y, rx, ry, angle]: &[f64; 5], at: Point) -> f64 {
    let (sin, cos) = if angle == 0.0 { (0.0, 1.0) } else { libm::sincos(angle) };
    let v = at - Point::new(x, y);
    let v = Vec2::new(v.x * cos + v.y * sin, v.y * cos - v.x * sin);
    let scaled = Vec2::new(v.x / rx, v.y / ry);
    let n = scaled.hypot2().sqrt();
    let slope = Vec2::new(scaled.x / rx, scaled.y / ry).hypot2().sqrt() / n.max(1e-9);
    (n - 1.0) / slope.max(1e-9)
}

/// The algebraic least-squares conic: center, radii and the angle of the first.
///
/// `terms` gives the monomials of a point, the square ones first and the constant last: with 4 of them a circle, with 5 an
/// upright ellipse, with 6 any.
fn algebraic<const N: usize>(samples: &[Sample], terms: impl Fn(Vec2) -> [f64; N]) -> Option<(Point, [f64; 2], f64)> {
    let weight: f64 = samples.iter().map(|s| s.w).sum();
    let mean = samples.iter().fold(Vec2::ZERO, |sum, s| sum + s.p.to_vec2() * s.w) / weight;
    let size = samples.iter().map(|s| (s.p.to_vec2() - mean).hypot2()).fold(0.0, f64::max).sqrt().max(1e-6);
    let mut m = [[0.0_f64; N]; N];
    for s in samples {
        let row = terms((s.p.to_vec2() - mean) / size);
        for (equation, a) in m.iter_mut().zip(row) {
            equation.iter_mut().zip(row).for_each(|(sum, b)| *sum += s.w * a * b);
        }
    }
    let [a, c, b, d, e] = conic(smallest(m)?)?;
    let det = 4.0 * a * c - b * b;
    if a <= 0.0 || det <= 1e-6 * (a + c) * (a + c) {
        return None;
    }
    let center = Vec2::new((b * e - 2.0 * c * d) / det, (b * d - 2.0 * a * e) / det);
    let level = 1.0 - 0.5 * (d * center.x + e * center.y);
    let (mid, half) = (f64::midpoint(a, c), (a - c) / 2.0);
    let root = (half * half + b * b / 4.0).sqrt();
    let angle = 0.5 * libm::atan2(b, a - c);
    let radius = |k: f64| (level / k).max(0.0).sqrt() * size;
    let radii = [radius(mid + root), radius(mid - root)];
    // Along the axes where the conic was: the first radius is that along `angle`.
    let (radii, angle) = if N < 6 && b == 0.0 && a < c { ([radii[1], radii[0]], 0.0) } else { (radii, angle) };
    let fine = radii.iter().all(|r| *r > 0.3 && r.is_finite());
    fine.then(|| ((mean + center * size).to_point(), radii, angle))
}

/// The coefficients of `a·x² + c·y² + b·x·y + d·x + e·y = 1`, from those of the conic's own terms.
fn conic<const N: usize>(terms: [f64; N]) -> Option<[f64; 5]> {
    let last = *terms.last()?;
    let scaled: Vec<f64> = terms.iter().map(|t| -t / last).collect();
    match *scaled.as_slice() {
        [q, d, e, _] => Some([q, q, 0.0, d, e]),
        [a, c, d, e, _] => Some([a, c, 0.0, d, e]),
        [a, c, b, d, e, _] => Some([a, c, b, d, e]),
        _ => None,
    }
}

/// The vector that a symmetric matrix shrinks most, by inverse iteration.
fn smallest<const N: usize>(mut m: [[f64; N]; N]) -> Option<[f64; N]> {
    let trace: f64 = m.iter().enumerate().filter_map(|(k, row)| row.get(k)).sum();
    for (k, row) in m.iter_mut().enumerate() {
        if let Some(x) = row.get_mut(k) {
            // Keeps exact data invertible; far below any noise.
            *x += 1e-8 * trace;
        }
    }
    let inverse = invert(m)?;
    let mut v = [1.0; N];
    for _ in 0..12 {
        let next = inverse.map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum::<f64>());
        let length = next.iter().map(|x| x * x).sum::<f64>().sqrt();
        if length <= 0.0 || !length.is_finite() {
            return None;
        }
        v = next.map(|x| x / length);
    }
    Some(v)
}
