//! Where a boundary crosses the row of pixels that a crack cuts.
//!
//! As in the sub-pixel engine, the shares that the dark covers add up to the position of the edge along the row, the
//! inverse of the box filter. Here the two levels are read off next to each edge, so one threshold may part many colors.

use crate::{contour::Crack, fit::Sample, grid::Grid};
use linocut_core::kurbo::{Point, Vec2};

/// Neighbors that differ by less than this, in levels, belong to one flat part.
const FLAT: f32 = 4.0;

/// Farthest that an edge is blurred to one side, in pixels.
const REACH: i32 = 3;

/// Weights in least squares: both levels are known, only the threshold is.
const SURE: f64 = 1.0;
const UNSURE: f64 = 0.2;

/// The level on one side of a crack, and how far the edge reaches into it.
struct Side {
    level: f32,
    /// Pixels before the level is reached.
    mixed: i32,
}

/// A located point and the two levels next to it, if they were found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Located {
    pub(super) sample: Sample,
    /// Dark, then light.
    pub(super) levels: Option<(f32, f32)>,
}

/// The located point of `crack`, dark to its right.
pub(super) fn locate(luma: &Grid<f32>, crack: &Crack, threshold: f32) -> Located {
    let ((dx, dy), (lx, ly)) = crack.heading.sides(crack.x, crack.y);
    let out = (lx - dx, ly - dy);
    let step = crack.heading.step();
    let half = |at: i32, step: i32| f64::from(at) + f64::from(step) / 2.0;
    let middle = Point::new(half(crack.x, step.0), half(crack.y, step.1));
    let inward = (-out.0, -out.1);
    let (shift, w, levels) = match (side(luma, (dx, dy), inward), side(luma, (lx, ly), out)) {
        (Some(dark), Some(light)) if light.level - dark.level > 2.0 * FLAT => {
            let share = |x: i32, y: i32| {
                let l = at(luma, x, y).unwrap_or(light.level);
                ((light.level - l) / (light.level - dark.level)).clamp(0.0, 1.0)
            };
            let strayed_in: f32 = (0..dark.mixed).map(|k| 1.0 - share(dx - k * out.0, dy - k * out.1)).sum();
            let strayed_out: f32 = (0..light.mixed).map(|k| share(lx + k * out.0, ly + k * out.1)).sum();
            (strayed_out - strayed_in, SURE, Some((dark.level, light.level)))
        }
        _ => (crossing(at(luma, dx, dy), at(luma, lx, ly), threshold), UNSURE, None),
    };
    let p = middle + Vec2::new(out.0.into(), out.1.into()) * f64::from(shift.clamp(-2.0, 2.0));
    Located { sample: Sample { p, w }, levels }
}

/// The levels that `located` points agree on; `None` when several colors meet along the boundary.
pub(super) fn common_levels(located: &[Located]) -> Option<(f32, f32)> {
    let agreed = |level: fn((f32, f32)) -> f32| {
        let mut all: Vec<f32> = located.iter().filter_map(|l| l.levels).map(level).collect();
        all.sort_by(f32::total_cmp);
        let tenth = all.len() / 10;
        let (low, high) = (all.get(tenth)?, all.get(all.len() - 1 - tenth)?);
        (high - low < 2.0 * FLAT).then(|| f32::midpoint(*low, *high))
    };
    Some((agreed(|l| l.0)?, agreed(|l| l.1)?))
}

/// Whether the pixels beside `crack` show anti-aliasing: one lies well between those next to it in the row.
pub(super) fn is_soft(luma: &Grid<f32>, crack: &Crack) -> bool {
    let ((dx, dy), (lx, ly)) = crack.heading.sides(crack.x, crack.y);
    let out = (lx - dx, ly - dy);
    let (Some(dark), Some(light)) = (at(luma, dx, dy), at(luma, lx, ly)) else { return false };
    let behind = at(luma, dx - out.0, dy - out.1).is_some_and(|l| l + 2.0 * FLAT < dark && dark + 2.0 * FLAT < light);
    let beyond = at(luma, lx + out.0, ly + out.1).is_some_and(|l| light + 2.0 * FLAT < l && dark + 2.0 * FLAT < light);
    behind || beyond
}

/// Walks from `start` along `step` to the first flat pair; `None` when the level turns back before.
fn side(luma: &Grid<f32>, start: (i32, i32), step: (i32, i32)) -> Option<Side> {
    let (mut x, mut y) = start;
    let mut here = at(luma, x, y)?;
    let mut slope = 0.0_f32;
    for mixed in 0..=REACH {
        (x, y) = (x + step.0, y + step.1);
        let Some(next) = at(luma, x, y) else { return Some(Side { level: here, mixed }) };
        let change = next - here;
        if change.abs() < FLAT {
            return Some(Side { level: here, mixed });
        }
        if slope * change < 0.0 {
            return None;
        }
        (slope, here) = (change, next);
    }
    None
}

/// How far outward from the crack the level passes `threshold`, by linear interpolation between pixel centers.
fn crossing(dark: Option<f32>, light: Option<f32>, threshold: f32) -> f32 {
    match (dark, light) {
        (Some(dark), Some(light)) if light > dark => ((threshold - dark) / (light - dark)).clamp(0.0, 1.0) - 0.5,
        _ => 0.0,
    }
}

pub(super) fn at(luma: &Grid<f32>, x: i32, y: i32) -> Option<f32> {
    luma.get(isize::try_from(x).ok()?, isize::try_from(y).ok()?)
}
