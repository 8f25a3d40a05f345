//! Which caps and joins a picture's lines have, from the ink beyond their ends and around their corners.

use super::ink::Ink;
use crate::fit::normal;
use linocut_core::kurbo::{Point, Vec2};
use linocut_core::{Cap, Join};

/// A free end of a line: where it was last measured, and where it leads.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    pub(super) p: Point,
    pub(super) out: Vec2,
    pub(super) width: f64,
    /// How far the ink goes on, in pixels.
    pub(super) extent: f64,
    /// 0 for a flat end, 1 for a half disc, and more or less with noise.
    pub(super) roundness: f64,
}

/// A corner of a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turn {
    pub(super) p: Point,
    /// The unit vectors along which the line comes and goes.
    pub(super) along: [Vec2; 2],
    pub(super) width: f64,
}

/// Distance between the places looked at, in pixels.
const STEP: f64 = 0.25;
/// A half disc lacks this much of the length of a rectangle of the same area, as a share of its radius: 1 − π/4.
const LACK: f64 = 0.2146;

/// Measures the end of a line of `width` beyond `p`.
pub(super) fn end(ink: &Ink, (p, out): (Point, Vec2), width: f64) -> End {
    let reach = width + 4.0;
    // Lines without a core are nowhere covered whole, their ends as little.
    let core = (0..8).map(|k| ink.at(p - out * (0.5 * f64::from(k)))).sum::<f64>() / 8.0;
    let extent = ink.extent(p, out, reach) / core.clamp(0.2, 1.0);
    let across = normal(out);
    let (mut area, mut s) = (0.0, STEP / 2.0);
    while s < extent + 1.5 {
        let mut n = STEP / 2.0 - 0.5 * width - 1.0;
        while n < 0.5 * width + 1.0 {
            area += ink.at(p + out * s + across * n) * STEP * STEP;
            n += STEP;
        }
        s += STEP;
    }
    let roundness = (extent - area / width.max(0.1)) / (LACK * 0.5 * width).max(0.05);
    End { p, out, width, extent, roundness }
}

impl End {
    /// Where the path ends so that its cap ends where the ink does.
    pub(super) fn point(&self, cap: Cap) -> Point {
        let back = match cap {
            Cap::Butt => 0.0,
            Cap::Round | Cap::Square => 0.5 * self.width,
        };
        self.p + self.out * (self.extent - back)
    }
}

/// The cap that most ends have; wide lines say more.
pub(super) fn cap<'a>(ends: impl Iterator<Item = &'a End>) -> Cap {
    let (mut sum, mut weight) = (0.0, 0.0);
    for end in ends {
        let w = end.width * end.width;
        sum += w * end.roundness.clamp(-0.5, 1.5);
        weight += w;
    }
    // Nothing ends: round is what hides joints best. Flat and square ends look the same.
    if weight == 0.0 || sum > 0.5 * weight { Cap::Round } else { Cap::Butt }
}

/// The join that most corners have.
pub(super) fn join(ink: &Ink, turns: &[Turn]) -> Option<Join> {
    let mut errors = [0.0_f64; 3];
    for turn in turns {
        let [a, b] = turn.along;
        let angle = libm::atan2(a.cross(b).abs(), a.dot(b));
        // Shallow corners look alike; sharper ones than SVG's usual miter limit are cut off anyway.
        if !(0.35..2.4).contains(&angle) {
            continue;
        }
        let radius = 0.5 * turn.width;
        let area = wedge(ink, turn, angle) / (radius * radius);
        let models = [libm::tan(angle / 2.0), angle / 2.0, libm::sin(angle) / 2.0];
        for (error, model) in errors.iter_mut().zip(models) {
            *error += radius.powi(4) * (area - model) * (area - model);
        }
    }
    let [miter, round, bevel] = errors;
    if miter == 0.0 && round == 0.0 {
        return None;
    }
    Some(if round <= miter.min(bevel) {
        Join::Round
    } else if miter <= bevel {
        Join::Miter
    } else {
        Join::Bevel
    })
}

/// Bends of a smaller radius than this share of the line's radius are corners.
const SHARP: f64 = 0.15;

/// The points of the arc that rounds the corner `turn`, from one side to the other; none where it is sharp.
///
/// The outer edge of an arc of radius ρ passes the corner by ρ (1 / cos ½α − 1) less than that of a corner with a round
/// join. `room` is how far from the corner the sides were measured, in pixels: the arc must fit in between.
pub(super) fn bend(ink: &Ink, turn: &Turn, room: f64) -> Vec<Point> {
    let [a, b] = turn.along;
    let angle = libm::atan2(a.cross(b).abs(), a.dot(b));
    let half = angle / 2.0;
    let radius = 0.5 * turn.width;
    let outward = crate::fit::unit(a - b, normal(a));
    // The extent is counted from a place that is inside the line whether it turns sharply or not.
    let back = radius * (0.5 + 0.4 * libm::sin(half).powi(2));
    let from = turn.p - outward * back;
    let extent = ink.extent(from, outward, radius / libm::cos(half).max(0.3) + back + 2.0) - back;
    let missing = radius - extent;
    let bulge = 1.0 / libm::cos(half).max(0.05) - 1.0;
    let rho = missing / bulge.max(1e-3);
    if angle > 2.9 || missing < 0.12 || rho < SHARP * radius {
        return Vec::new();
    }
    let rho = rho.min((room + 1.0) / libm::tan(half).max(1e-3));
    let inner = turn.p - outward * (rho * (1.0 + bulge));
    let start = normal(a) * if a.cross(b) > 0.0 { -rho } else { rho };
    let sign = if a.cross(b) > 0.0 { 1.0 } else { -1.0 };
    let count = (rho * angle).clamp(3.0, 400.0).ceil();
    (0..400_u32)
        .map(|k| (f64::from(k) + 0.5) / count)
        .take_while(|t| *t < 1.0)
        .map(|t| {
            let phi = sign * angle * t;
            let (sin, cos) = (libm::sin(phi), libm::cos(phi));
            inner + Vec2::new(start.x * cos - start.y * sin, start.x * sin + start.y * cos)
        })
        .collect()
}

/// The ink between the two normals on the outer side of a corner, in square pixels.
fn wedge(ink: &Ink, turn: &Turn, angle: f64) -> f64 {
    let [a, b] = turn.along;
    let outer = if a.cross(b) > 0.0 { -1.0 } else { 1.0 };
    let from = normal(a) * outer;
    let reach = 0.5 * turn.width / libm::cos(angle / 2.0).max(0.3) + 2.0;
    let rays = 24_u32;
    let step = angle / f64::from(rays);
    let mut area = 0.0;
    for k in 0..rays {
        let phi = -outer * (f64::from(k) + 0.5) * step;
        let (sin, cos) = (libm::sin(phi), libm::cos(phi));
        let ray = Vec2::new(from.x * cos - from.y * sin, from.x * sin + from.y * cos);
        let mut s = STEP / 2.0;
        while s < reach {
            let share = ink.at(turn.p + ray * s);
            if share <= f64::from(ink.floor) {
                break;
            }
            area += share * s * STEP * step;
            s += STEP;
        }
    }
    area
}
