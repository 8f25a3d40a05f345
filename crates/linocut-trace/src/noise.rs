//! How noisy the picture is; sets every tolerance that follows.

use crate::color::{Color, distance};
use crate::grid::Grid;

/// Neighbors that differ by this many levels are an edge.
const STEP: f32 = 24.0;
/// Where compression rings beside an edge, in pixels from it: nearer lies the edge itself, farther another block.
const BESIDE: std::ops::RangeInclusive<u8> = 3..=5;
/// One in seven pixels beside edges must differ by more than this from its neighbors, in levels: in clean artwork they
/// do by none, or by the one of a gradient, in JPEG of quality 95 by two.
const LEAST_RINGING: f32 = 1.5;
/// More ringing than this, in levels, is texture; smoothing it would cost features.
const MOST_RINGING: f32 = 6.0;

/// What is wrong with the levels of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Noise {
    /// Standard deviation everywhere, in levels; 0 for a clean render.
    pub(crate) sigma: f32,
    /// What compression leaves beside edges, as a standard deviation in levels; 0 where that is no more than `sigma`.
    pub(crate) ringing: f32,
}

impl Noise {
    /// The same everywhere.
    pub(crate) fn even(sigma: f32) -> Self {
        Self { sigma, ringing: 0.0 }
    }
}

/// Measures the noise of `field`.
pub(crate) fn measure(field: &Grid<Color>) -> Noise {
    let sigma = deviation(field);
    let ringing = beside_edges(field).min(MOST_RINGING);
    // Noise is everywhere, beside edges too, and clipped in white areas, where it is measured too low.
    Noise { sigma, ringing: if ringing > 3.0 * sigma { ringing } else { 0.0 } }
}

/// The standard deviation of the noise per channel, in levels of 0..=255; 0 for a clean render.
///
/// Median absolute deviation of a Laplacian (Immerkær 1996) over the green channel, where the picture is not an edge.
/// A picture of flat colors has a median of exactly zero, so the estimate never blurs clean artwork.
#[expect(clippy::indexing_slicing, reason = "the loops stay one cell inside the grid")]
pub(crate) fn deviation(field: &Grid<Color>) -> f32 {
    let (w, h) = (field.width, field.height);
    if w < 8 || h < 8 {
        return 0.0;
    }
    let green = |x: usize, y: usize| field.cells[y * w + x][1];
    let mut values: Vec<f32> = Vec::with_capacity(w * h / 4);
    for y in (1..h - 1).step_by(2) {
        for x in (1..w - 1).step_by(2) {
            let corners = green(x - 1, y - 1) + green(x + 1, y - 1) + green(x - 1, y + 1) + green(x + 1, y + 1);
            let sides = green(x, y - 1) + green(x - 1, y) + green(x + 1, y) + green(x, y + 1);
            values.push((corners - 2.0 * sides + 4.0 * green(x, y)).abs());
        }
    }
    let middle = values.len() / 2;
    let (_, median, _) = values.select_nth_unstable_by(middle, f32::total_cmp);
    // The kernel's weights have norm 6; 0.6745 turns a median into a standard deviation.
    *median / 6.0 / 0.6745
}

/// How much pixels a little way from edges differ from their neighbors, as a standard deviation in levels; 0 when few do,
/// or when shading explains it.
fn beside_edges(field: &Grid<Color>) -> f32 {
    let beside: Vec<usize> =
        (0..).zip(distances(field).cells).filter(|(_, d)| BESIDE.contains(d)).map(|(i, _)| i).collect();
    // The difference of two pixels has twice the variance of one, that of one from its two neighbors six times.
    let differs = usual(beside.iter().map(|&i| difference(field, i))) / std::f32::consts::SQRT_2;
    let bends = usual(beside.iter().map(|&i| bend(field, i))) / 6.0_f32.sqrt();
    let least = LEAST_RINGING / std::f32::consts::SQRT_2;
    if differs < least || bends < least { 0.0 } else { differs }
}

/// The value that one in seven exceeds; 0 where there are too few to tell.
fn usual(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    if values.len() < 64 {
        return 0.0;
    }
    let place = values.len() * 6 / 7;
    *values.select_nth_unstable_by(place, f32::total_cmp).1
}

/// How far pixel `i` is from the middle between its neighbors left and right, or above and below, twice: nothing in shading.
fn bend(field: &Grid<Color>, i: usize) -> f32 {
    let at = |i: Option<usize>| i.and_then(|i| field.cells.get(i));
    let Some(here) = at(Some(i)) else { return 0.0 };
    let across = |step: usize| match (at(i.checked_sub(step)), at(Some(i + step))) {
        (Some(a), Some(b)) => distance(
            [0, 1, 2, 3].map(|k: usize| a.get(k).unwrap_or(&0.0) + b.get(k).unwrap_or(&0.0)),
            here.map(|c| 2.0 * c),
        ),
        (None, _) | (_, None) => 0.0,
    };
    across(1).max(across(field.width))
}

/// The largest difference of pixel `i` from the ones right of it and below.
fn difference(field: &Grid<Color>, i: usize) -> f32 {
    let color = field.cells.get(i).copied().unwrap_or_default();
    let right = if (i + 1).is_multiple_of(field.width) { None } else { field.cells.get(i + 1) };
    let below = field.cells.get(i + field.width);
    right.into_iter().chain(below).map(|&c| distance(c, color)).fold(0.0, f32::max)
}

/// How many steps, straight or diagonal, each pixel is from the nearest edge; two passes (Rosenfeld and Pfaltz 1968).
#[expect(clippy::indexing_slicing, reason = "neighbors are checked against the grid's sides")]
fn distances(field: &Grid<Color>) -> Grid<u8> {
    let (w, h) = (field.width, field.height);
    let mut far = Grid::filled(w, h, u8::MAX);
    for i in (0..w * h).filter(|&i| difference(field, i) >= STEP) {
        for at in [Some(i), (i % w + 1 < w).then_some(i + 1), (i + w < w * h).then_some(i + w)].into_iter().flatten() {
            far.cells[at] = 0;
        }
    }
    let mut relax = |i: usize, to: [Option<usize>; 4]| {
        let nearest = to.into_iter().flatten().map(|at| far.cells[at]).min().unwrap_or(u8::MAX);
        far.cells[i] = far.cells[i].min(nearest.saturating_add(1));
    };
    for i in 0..w * h {
        let (left, right, up) = (i % w > 0, i % w + 1 < w, i >= w);
        let diagonal = [(up && left).then(|| i - w - 1), (up && right).then(|| i - w + 1)];
        relax(i, [left.then(|| i - 1), up.then(|| i - w), diagonal[0], diagonal[1]]);
    }
    for i in (0..w * h).rev() {
        let (left, right, down) = (i % w > 0, i % w + 1 < w, i + w < w * h);
        let diagonal = [(down && left).then(|| i + w - 1), (down && right).then(|| i + w + 1)];
        relax(i, [right.then(|| i + 1), down.then(|| i + w), diagonal[0], diagonal[1]]);
    }
    far
}
