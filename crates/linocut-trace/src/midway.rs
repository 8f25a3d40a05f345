//! The line midway through what hides a boundary: there, hidden curves have the most room on both sides.

use crate::fit::{normal, unit};
use crate::number::floor;
use crate::taut::{Cover, INSET};
use linocut_core::kurbo::{Point, Vec2};

/// No deeper than this under what hides it, in pixels: more room would spare no more pieces.
const DEEPEST: f64 = 16.0;
/// How fast the line may go deeper along its way; faster, it would bend more than the boundary does.
const SLOPE: f64 = 0.5;
/// How deep the line lies at its ends, which are seen, in pixels.
const SHALLOW: f64 = 0.8;
/// Where what hides the boundary may begin, in pixels from it.
const BESIDE: [f64; 4] = [0.5, 1.0, 1.5, 2.0];
/// How finely it is looked at from there, in pixels.
const STEP: f64 = 0.5;
/// Points of the boundary on both sides that say where it goes.
const REACH: usize = 4;
/// Points on both sides over which depths are averaged, so that the line does not waver.
const AVERAGED: usize = 3;

/// A line under what hides a boundary.
pub(crate) struct Midway {
    pub(crate) line: Vec<Point>,
    /// Its points where what hides the boundary is so thin that nothing is hidden by more than [`INSET`].
    pub(crate) thin: Vec<Point>,
}

/// The line `share` of the way to the middle of what hides `boundary`, whose points are about a pixel apart.
pub(crate) fn midway(cover: Cover, boundary: &[Point], share: f64) -> Midway {
    let at = |k: usize| boundary.get(k.min(boundary.len().saturating_sub(1))).copied().unwrap_or_default();
    let inward: Vec<Vec2> = (0..boundary.len())
        .map(|k| -normal(unit(at(k + REACH) - at(k.saturating_sub(REACH)), Vec2::new(1.0, 0.0))))
        .collect();
    let rooms: Vec<f64> = boundary.iter().zip(&inward).map(|(p, into)| room(cover, *p, *into)).collect();
    let depths = eased(&rooms.iter().map(|room| share * (room / 2.0).min(DEEPEST)).collect::<Vec<_>>());
    let mut found = Midway { line: Vec::new(), thin: Vec::new() };
    for (((p, into), room), depth) in boundary.iter().zip(&inward).zip(rooms).zip(depths) {
        let q = *p + *into * depth;
        found.line.push(q);
        if room < 2.0 * INSET + 1.0 {
            found.thin.push(q);
        }
    }
    found
}

/// How far what hides the boundary reaches from `p`, up to twice the depth that anything needs, in pixels.
fn room(cover: Cover, p: Point, into: Vec2) -> f64 {
    let hides = |reach: f64| {
        let q = p + into * reach;
        cover.hides(floor(q.x), floor(q.y))
    };
    // At a corner the averaged boundary lies inside its own region.
    let Some(mut reach) = BESIDE.into_iter().find(|reach| hides(*reach)) else { return 0.0 };
    while reach < 2.0 * DEEPEST && hides(reach + STEP) {
        reach += STEP;
    }
    reach
}

/// Depths that change slowly and begin and end near nothing.
fn eased(depths: &[f64]) -> Vec<f64> {
    let mut eased = depths.to_vec();
    let mut most = SHALLOW;
    for depth in &mut eased {
        *depth = depth.min(most);
        most = *depth + SLOPE;
    }
    most = SHALLOW;
    for depth in eased.iter_mut().rev() {
        *depth = depth.min(most);
        most = *depth + SLOPE;
    }
    let last = eased.len().saturating_sub(1);
    let average = |k: usize| {
        let reach = k.min(last - k).min(AVERAGED);
        let near = eased.get(k - reach..=k + reach).unwrap_or_default();
        near.iter().sum::<f64>() / crate::number::float(near.len().max(1))
    };
    (0..eased.len()).map(average).collect()
}

#[cfg(test)]
mod tests {
    use super::{SHALLOW, SLOPE, eased};

    #[test]
    fn depths_ease_from_the_ends_and_around_what_is_thin() {
        let mut rooms = vec![8.0; 60];
        rooms[30] = 1.0;
        let eased = eased(&rooms);
        assert!(eased[0] <= SHALLOW && eased[59] <= SHALLOW && eased[30] < 2.0, "{eased:?}");
        assert!(eased[15] > 5.0, "{eased:?}");
        assert!(eased.windows(2).all(|w| (w[1] - w[0]).abs() <= SLOPE + 1e-9), "{eased:?}");
    }
}
