//! How one visible stretch goes on in another.

use crate::fit::moments::Moments;
use crate::fit::{FitOptions, Sample, normal, primitive, unit};
use crate::number::floor;
use linocut_core::kurbo::{Circle, Point, Vec2};
use std::f64::consts::TAU;

/// Points looked at on both sides of a gap: the more agree, the surer; corners may leave few.
const LOOKS: [usize; 3] = [24, 12, 6];
/// Fewest points on a side that say where it goes.
const FEWEST: usize = 5;
/// Fewest points on a side that say how round it is.
const FEWEST_ROUND: usize = 8;
/// How far both sides may differ in the angle at which they leave the straight way between them, as a sine.
const UNLIKE: f64 = 0.2;
/// The least cosine between where a side goes and the straight way to the other.
const AHEAD: f64 = 0.6;
/// Distance of the points that mark the way, in pixels.
const SPACING: f64 = 1.5;

/// The points on the way from the end of `tail` to the start of `head`, if both lie on one line or circle.
pub(super) fn course(tail: &[Sample], head: &[Sample], options: &FitOptions) -> Option<Vec<Point>> {
    let (from, to) = (tail.last()?.p, head.first()?.p);
    if !faces(tail, head) {
        return None;
    }
    LOOKS.iter().find_map(|&n| {
        let (a, b) = (tail.get(tail.len().saturating_sub(n)..)?, head.get(..n.min(head.len()))?);
        let least = a.len().min(b.len());
        let both: Vec<Sample> = a.iter().chain(b).copied().collect();
        if least >= FEWEST && straight(&both, options) {
            return Some(line(from, to));
        }
        let circle = (least >= FEWEST_ROUND).then(|| primitive::arc(&both, options)).flatten()?;
        arc(&circle, from, to, direction(a)?)
    })
}

/// Whether both sides head for each other at like angles, as any two places of a line or a circle do.
fn faces(tail: &[Sample], head: &[Sample]) -> bool {
    let (Some(out), Some(on)) = (
        tail.get(tail.len().saturating_sub(6)..).and_then(direction),
        direction(head.get(..6.min(head.len())).unwrap_or_default()),
    ) else {
        return false;
    };
    let (Some(from), Some(to)) = (tail.last(), head.first()) else { return false };
    let way = unit(to.p - from.p, Vec2::ZERO);
    out.dot(way) > AHEAD && on.dot(way) > AHEAD && (out.cross(way) - way.cross(on)).abs() < UNLIKE
}

fn direction(samples: &[Sample]) -> Option<Vec2> {
    let last = samples.len().checked_sub(1).filter(|last| last + 1 >= FEWEST)?;
    let line = Moments::new(samples).line(0, last)?;
    let way = samples.last()?.p - samples.first()?.p;
    Some(if line.direction.dot(way) < 0.0 { -line.direction } else { line.direction })
}

fn straight(samples: &[Sample], options: &FitOptions) -> bool {
    let Some(line) = samples.len().checked_sub(1).and_then(|last| Moments::new(samples).line(0, last)) else {
        return false;
    };
    let weight: f64 = samples.iter().map(|s| s.w).sum();
    let across = normal(line.direction);
    line.squares <= (1.2 * options.sigma).powi(2) * weight
        && samples.iter().all(|s| s.w <= 0.2 || across.dot(s.p - line.center).abs() <= options.tolerance)
}

fn line(from: Point, to: Point) -> Vec<Point> {
    let steps = floor((to - from).hypot2().sqrt() / SPACING);
    (1..steps).map(|k| from.lerp(to, f64::from(k) / f64::from(steps))).collect()
}

/// The way around `circle` from one place to another that starts along `out`; less than half a turn.
fn arc(circle: &Circle, from: Point, to: Point, out: Vec2) -> Option<Vec<Point>> {
    let (a, b) = (from - circle.center, to - circle.center);
    let turns = if normal(a).dot(out) > 0.0 { 1.0 } else { -1.0 };
    let angle = (turns * libm::atan2(a.cross(b), a.dot(b))).rem_euclid(TAU);
    let steps = floor(angle * circle.radius / SPACING).max(1);
    let start = libm::atan2(a.y, a.x);
    let at = |k: i32| {
        let angle = start + turns * angle * f64::from(k) / f64::from(steps);
        circle.center + Vec2::new(libm::cos(angle), libm::sin(angle)) * circle.radius
    };
    (angle < 0.55 * TAU).then(|| (1..steps).map(at).collect())
}
