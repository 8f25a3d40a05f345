//! Rectangles, also rounded and turned, through points.

use crate::fit::Sample;
use crate::fit::least::{self, Solution, Start};
use linocut_core::kurbo::{Point, Vec2};

/// How much of a rectangle's outline must run along two directions: below it is a blob.
const DIRECTED: f64 = 0.25;
/// Points over which a direction is read off, about two a pixel apart.
const STRIDE: usize = 3;
/// Roundings of a smaller radius cannot be told from sharp corners, in pixels.
const SHARP: f64 = 1.4;
/// Points this near to a sharp corner are rounded off by the pixels, in pixels.
const ROUNDED: f64 = 1.7;
/// Corner radii that are tried first, as shares of the shorter half side: a little, half, nearly a capsule.
const ROUNDINGS: [f64; 3] = [0.15, 0.45, 0.9];
/// A rounded fit that misses by this much, in square pixels, may still be a sharp one.
const ONE_PIXEL: f64 = 1.0;
/// A corner radius beyond any side: it becomes half the shorter side, whatever that comes to.
pub(super) const ROUND_ENDS: f64 = 1e9;
/// Farthest that points may lie from the first guess, root mean square as a share of its shorter side.
const HOPELESS: f64 = 0.12;

/// A rectangle around `samples` along their direction, from which fits begin: center, half width and height, no corner
/// radius, angle. `None` for what is no rectangle at all.
pub(super) fn around(samples: &[Sample]) -> Option<[f64; 6]> {
    let angle = direction(samples)?;
    let axis = turn(angle);
    let (mut low, mut high) = (Vec2::new(f64::MAX, f64::MAX), -Vec2::new(f64::MAX, f64::MAX));
    for s in samples {
        let v = local(s.p.to_vec2(), axis);
        low = Vec2::new(low.x.min(v.x), low.y.min(v.y));
        high = Vec2::new(high.x.max(v.x), high.y.max(v.y));
    }
    let (middle, half) = ((low + high) / 2.0, (high - low) / 2.0);
    let center = Vec2::new(middle.x * axis.x - middle.y * axis.y, middle.x * axis.y + middle.y * axis.x);
    let found = [center.x, center.y, half.x, half.y, 0.0, angle];
    let weight: f64 = samples.iter().map(|s| s.w).sum();
    let rms = |p: [f64; 6]| (samples.iter().map(|s| s.w * distance(&p, s.p).powi(2)).sum::<f64>() / weight).sqrt();
    let short = half.x.min(half.y);
    let near = ROUNDINGS.map(|share| rms(with_radius(&found, share * short))).into_iter().fold(f64::MAX, f64::min);
    (short >= 2.0 && near <= (HOPELESS * short).max(0.5)).then_some(found)
}

fn with_radius(&[x, y, hx, hy, _, angle]: &[f64; 6], radius: f64) -> [f64; 6] {
    [x, y, hx, hy, radius, angle]
}

/// The rounded rectangle nearest to `samples`, if its corners are round.
pub(super) fn rounded(around: &[f64; 6], samples: &[Sample]) -> Option<Solution<6>> {
    let short = around[2].min(around[3]);
    let best = |a: Solution<6>, b: Solution<6>| if b.mean_square < a.mean_square { b } else { a };
    let guesses = ROUNDINGS.map(|share| with_radius(around, share * short));
    let free = guesses.into_iter().filter_map(|at| solve(at, [true; 6], samples)).reduce(best);
    let capsule = solve(with_radius(around, ROUND_ENDS), [true, true, true, true, false, true], samples);
    // Half circles at the ends need one number less.
    let found = match (free, capsule) {
        (Some(free), Some(capsule)) if capsule.mean_square > 1.1 * free.mean_square => Some(free),
        (free, capsule) => capsule.or(free),
    };
    found.filter(|s| s.parameters[4] >= SHARP && s.mean_square < ONE_PIXEL)
}

/// With square corners, from the points that corners do not round off.
pub(super) fn sharp(around: &[f64; 6], samples: &[Sample]) -> Option<Solution<6>> {
    let kept: Vec<Sample> = samples.iter().copied().filter(|s| !beside_corner(around, s.p)).collect();
    if kept.len() < 6 { None } else { solve(*around, [true, true, true, true, false, true], &kept) }
}

/// Whether `at` lies where a sharp corner is rounded off.
pub(super) fn beside_corner(&[x, y, hx, hy, r, angle]: &[f64; 6], at: Point) -> bool {
    let v = local(at - Point::new(x, y), turn(angle));
    r == 0.0 && Vec2::new(v.x.abs() - hx, v.y.abs() - hy).hypot2() < ROUNDED * ROUNDED
}

/// The same with the parameters that are `free` changed to fit best.
pub(super) fn solve(at: [f64; 6], free: [bool; 6], samples: &[Sample]) -> Option<Solution<6>> {
    let reach = at[2].max(at[3]);
    let unscaled = |&[x, y, hx, hy, r, a]: &[f64; 6]| [x, y, hx, hy, r, a / reach];
    let [x, y, hx, hy, r, a] = at;
    let start = Start { at: [x, y, hx, hy, r, a * reach], free };
    let mut found = least::fit(start, samples, |p, at| distance(&unscaled(p), at))?;
    found.parameters = unscaled(&found.parameters);
    let [.., hx, hy, r, _] = &mut found.parameters;
    (*hx, *hy) = (hx.abs(), hy.abs());
    *r = r.abs().min(hx.min(*hy));
    Some(found)
}

/// How far `at` lies outside the rounded rectangle.
pub(super) fn distance(&[x, y, hx, hy, r, angle]: &[f64; 6], at: Point) -> f64 {
    let v = local(at - Point::new(x, y), turn(angle));
    let r = r.abs().min(hx.min(hy));
    let (qx, qy) = (v.x.abs() - hx + r, v.y.abs() - hy + r);
    if qx > 0.0 && qy > 0.0 { (qx * qx + qy * qy).sqrt() - r } else { qx.max(qy) - r }
}

fn turn(angle: f64) -> Vec2 {
    if angle == 0.0 {
        return Vec2::new(1.0, 0.0);
    }
    let (sin, cos) = libm::sincos(angle);
    Vec2::new(cos, sin)
}

fn local(v: Vec2, axis: Vec2) -> Vec2 {
    Vec2::new(v.dot(axis), axis.cross(v))
}

/// The angle of the sides, within ±45°: where four times the direction of the outline points on the whole.
fn direction(samples: &[Sample]) -> Option<f64> {
    let (mut sum, mut length) = (Vec2::ZERO, 0.0);
    for (k, s) in samples.iter().enumerate() {
        let Some(next) = samples.get(k + STRIDE) else { break };
        let v = next.p - s.p;
        let squares = v.hypot2();
        // Across a gap the direction means nothing.
        if !(1e-9..=36.0).contains(&squares) {
            continue;
        }
        let double = Vec2::new(v.x * v.x - v.y * v.y, 2.0 * v.x * v.y) / squares;
        let four = Vec2::new(double.x * double.x - double.y * double.y, 2.0 * double.x * double.y);
        sum += four * squares.sqrt();
        length += squares.sqrt();
    }
    (sum.hypot2().sqrt() > DIRECTED * length).then(|| libm::atan2(sum.y, sum.x) / 4.0)
}
