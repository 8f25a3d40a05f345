//! Regular polygons and stars: equal sides and equal angles, but for noise.

use super::loops::{self, Loop};
use super::near;
use crate::number::float;
use linocut_core::kurbo::{BezPath, Line, ParamCurve as _, PathSeg, Point, Vec2};
use std::f64::consts::{FRAC_PI_2, TAU};

/// Most corners of a regular polygon, and tips of a star: beyond it the next number fits as well.
const MOST_TIPS: usize = 12;
/// The two radii of a star differ by more than this share of the longer: less is a polygon of twice as many corners.
const STAR: f64 = 0.08;
/// How exact a path must be to have the name of a regular shape, as a share of its radius: two decimals of a small one.
const NAMED: f64 = 2e-3;

/// A regular polygon, or a star with straight sides.
struct Regular {
    center: Point,
    /// The radius of every corner, or of the tips and of the notches by turns.
    radii: Vec<f64>,
    corners: usize,
    /// The direction of the first corner.
    angle: f64,
    /// The angle from one corner to the next, negative if the outline runs against the clock.
    step: f64,
}

/// Makes `part` exactly regular if it is so but for noise, upright if it nearly stands so.
///
/// Squares are left to those who align sides.
pub(super) fn regularize(part: &mut Loop, most: f64) {
    let Some(corners) = corners(part).filter(|c| c.len() != 4) else { return };
    for period in [1, 2] {
        let Some(mut found) = nearest(&corners, period) else { continue };
        found.upright(most);
        let made = found.outline();
        if near::same(&made, part, most) {
            *part = made;
            return;
        }
    }
}

/// What people call `path` if it is one regular polygon or star.
pub(crate) fn name(path: &BezPath) -> Option<&'static str> {
    let [part] = loops::split(path)?.try_into().ok()?;
    let corners = corners(&part)?;
    let exact = |period: usize| {
        nearest(&corners, period).filter(|found| {
            let off = found.places().zip(&corners).map(|(a, b)| (a - *b).hypot2()).fold(0.0, f64::max);
            off.sqrt() < NAMED * found.radii.iter().copied().fold(0.0, f64::max)
        })
    };
    if exact(1).is_none() {
        return exact(2).map(|_| "star");
    }
    match corners.len() {
        3 => Some("triangle"),
        4 => Some("square"),
        5 => Some("pentagon"),
        6 => Some("hexagon"),
        7 => Some("heptagon"),
        8 => Some("octagon"),
        _ => Some("polygon"),
    }
}

/// The corners of a loop of lines.
fn corners(part: &Loop) -> Option<Vec<Point>> {
    let few = (3..=2 * MOST_TIPS).contains(&part.len());
    (few && part.iter().all(loops::is_line)).then(|| part.iter().map(PathSeg::start).collect())
}

/// The regular polygon (`period` 1) or star (2) nearest to `corners` by least squares; `None` if there cannot be one.
fn nearest(corners: &[Point], period: usize) -> Option<Regular> {
    let n = corners.len();
    if !n.is_multiple_of(period) || n / period < 3 || n / period > MOST_TIPS {
        return None;
    }
    let count = float(n);
    let center = corners.iter().fold(Vec2::ZERO, |sum, p| sum + p.to_vec2() / count).to_point();
    let closed = corners.iter().zip(corners.iter().cycle().skip(1));
    let area: f64 = closed.map(|(a, b)| (*a - center).cross(*b - center)).sum();
    let step = if area > 0.0 { TAU / count } else { -TAU / count };
    // Each corner turned back onto the first: their mean is the first corner of a polygon, or that of each kind.
    let turned: Vec<Vec2> = (0_u32..).zip(corners).map(|(k, p)| turn(*p - center, -step * f64::from(k))).collect();
    let kind = |first: usize| {
        let own = turned.iter().skip(first).step_by(period);
        own.fold(Vec2::ZERO, |sum, v| sum + *v) / (count / float(period))
    };
    let means: Vec<Vec2> = (0..period).map(kind).collect();
    let along = means.iter().fold(Vec2::ZERO, |sum, v| sum + *v);
    let radii: Vec<f64> = means.iter().map(|v| v.hypot2().sqrt()).collect();
    if let [a, b] = *radii.as_slice()
        && (a - b).abs() < STAR * a.max(b)
    {
        return None;
    }
    Some(Regular { center, radii, corners: n, angle: libm::atan2(along.y, along.x), step })
}

impl Regular {
    /// Turns it so that its axis is vertical or horizontal, if that moves no corner by more than `most`.
    fn upright(&mut self, most: f64) {
        // Axes of symmetry go through tips, or halfway between: twice as many directions as tips.
        let between = if self.radii.len() == 1 { self.step.abs() / 2.0 } else { self.step.abs() };
        let radius = self.radii.iter().copied().fold(0.0, f64::max);
        let level = |from: f64| from + ((self.angle - from) / between).round() * between;
        let found = [FRAC_PI_2, 0.0].map(level).into_iter().find(|a| (a - self.angle).abs() * radius < most);
        self.angle = found.unwrap_or(self.angle);
    }

    fn places(&self) -> impl Iterator<Item = Point> {
        let radii = self.radii.iter().copied().cycle();
        (0_u32..).zip(radii).take(self.corners).map(|(k, r)| {
            let (sin, cos) = libm::sincos(self.angle + self.step * f64::from(k));
            self.center + Vec2::new(cos, sin) * r
        })
    }

    fn outline(&self) -> Loop {
        let places: Vec<Point> = self.places().collect();
        let next = places.iter().cycle().skip(1);
        places.iter().zip(next).map(|(a, b)| PathSeg::Line(Line::new(*a, *b))).collect()
    }
}

fn turn(v: Vec2, angle: f64) -> Vec2 {
    let (sin, cos) = libm::sincos(angle);
    Vec2::new(v.x * cos - v.y * sin, v.x * sin + v.y * cos)
}
