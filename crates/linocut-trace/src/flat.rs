//! Finds the areas where color does not change, or changes smoothly: the only places where a fill can be read off.

use crate::color::Color;
use crate::grid::Grid;

/// Marks a pixel that belongs to no area.
const NONE: u32 = u32::MAX;

/// What counts as flat.
pub(crate) struct Calm {
    /// Colors of the 3×3 pixels around a flat one range over at most this many levels in every channel.
    pub(crate) range: f32,
    /// Flat neighbors belong together when they differ by at most this many levels.
    pub(crate) step: f32,
    /// Evenly shaded pixels may change by up to this many levels a pixel; 0 if none may.
    pub(crate) slope: f32,
}

/// How a pixel's surroundings look.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// All but one color.
    Flat,
    /// Steep but even shading.
    Shaded,
    /// Anything else: edges and texture.
    Busy,
}

/// Connected areas of flat and evenly shaded pixels, as the indices of their cells.
#[expect(clippy::indexing_slicing, reason = "neighbors are checked against the grid's sides")]
pub(crate) fn areas(field: &Grid<Color>, calm: &Calm) -> Vec<Vec<u32>> {
    let (w, h) = (field.width, field.height);
    let flat = flat_pixels(field, calm.range);
    let look = flat.map_at(|x, y| match flat.cells[y * w + x] {
        true => Look::Flat,
        false if calm.slope > 0.0 && shaded(field, (x, y), calm.slope) => Look::Shaded,
        false => Look::Busy,
    });
    let near = |a: usize, b: usize| match (look.cells[a], look.cells[b]) {
        (Look::Busy, _) | (_, Look::Busy) => false,
        (Look::Flat, Look::Flat) => crate::color::distance(field.cells[a], field.cells[b]) <= calm.step,
        // What is even on both sides of a step is no edge; half as much again for bends.
        (Look::Shaded, _) | (_, Look::Shaded) => {
            crate::color::distance(field.cells[a], field.cells[b]) <= 1.5 * calm.slope
        }
    };
    let mut label = Grid::filled(w, h, NONE);
    let mut members = Vec::new();
    for start in 0..w * h {
        if look.cells[start] == Look::Busy || label.cells[start] != NONE {
            continue;
        }
        let id = index(members.len());
        label.cells[start] = id;
        let mut found = vec![index(start)];
        let mut next = 0;
        while next < found.len() {
            let at = usize::try_from(found[next]).unwrap_or(0);
            next += 1;
            for to in neighbors(at, w, h).into_iter().flatten() {
                if label.cells[to] == NONE && near(at, to) {
                    label.cells[to] = id;
                    found.push(index(to));
                }
            }
        }
        members.push(found);
    }
    members
}

/// Whether color changes evenly around a pixel, by at most `slope` levels a pixel.
///
/// Along both axes neighbors lie on a line with the pixel, and on one side that line goes on for four pixels: the middle
/// of a blurred edge looks straight, but not for long.
#[expect(clippy::indexing_slicing, reason = "colors have four channels")]
fn shaded(field: &Grid<Color>, (x, y): (usize, usize), slope: f32) -> bool {
    let (Ok(x), Ok(y)) = (isize::try_from(x), isize::try_from(y)) else { return false };
    [(1, 0), (0, 1)].into_iter().all(|(dx, dy)| {
        let at = |k: isize| field.get(x + k * dx, y + k * dy);
        let Some(here) = at(0) else { return false };
        // Shading goes on beyond the picture.
        let mirrored = |other: Option<Color>| other.map(|c| [0, 1, 2, 3].map(|k: usize| 2.0 * here[k] - c[k]));
        let (before, after) = (at(-1).or_else(|| mirrored(at(1))), at(1).or_else(|| mirrored(at(-1))));
        let (Some(before), Some(after)) = (before, after) else { return false };
        let step = [0, 1, 2, 3].map(|k: usize| (after[k] - before[k]) / 2.0);
        let fits = |far: Color, n: f32| (0..4).all(|k| (far[k] - here[k] - n * step[k]).abs() <= 1.0 + 0.75 * n.abs());
        let even = (0..4).all(|k| (before[k] + after[k] - 2.0 * here[k]).abs() <= 2.0 && step[k].abs() <= slope);
        let goes_on = |side: isize, sign: f32| {
            at(2 * side).is_some_and(|c| fits(c, 2.0 * sign)) && at(4 * side).is_some_and(|c| fits(c, 4.0 * sign))
        };
        even && (goes_on(1, 1.0) || goes_on(-1, -1.0))
    })
}

/// The four neighbors of cell `at` that lie inside a grid of `w × h`.
pub(crate) fn neighbors(at: usize, w: usize, h: usize) -> [Option<usize>; 4] {
    let (x, y) = (at % w, at / w);
    [(x > 0).then(|| at - 1), (x + 1 < w).then(|| at + 1), (y > 0).then(|| at - w), (y + 1 < h).then(|| at + w)]
}

/// Whether the 3×3 neighborhood of each pixel ranges over at most `limit` levels; separable minimum and maximum.
pub(crate) fn flat_pixels(field: &Grid<Color>, limit: f32) -> Grid<bool> {
    let (w, h) = (field.width, field.height);
    let mut cells = Vec::with_capacity(w * h);
    // Three rows at a time: the spans of the whole picture would be its largest buffer.
    let mut spans = [row_spans(field, 0), row_spans(field, 0), row_spans(field, 1.min(h - 1))];
    for y in 0..h {
        let [above, here, below] = &spans;
        cells.extend(above.iter().zip(here).zip(below).map(|((a, b), c)| {
            let low = fold(fold(a.0, b.0, f32::min), c.0, f32::min);
            let high = fold(fold(a.1, b.1, f32::max), c.1, f32::max);
            low.iter().zip(high).all(|(l, t)| t - l <= limit)
        }));
        spans.rotate_left(1);
        spans[2] = row_spans(field, (y + 2).min(h - 1));
    }
    Grid { width: w, height: h, cells }
}

/// The least and greatest colors of each pixel of a row and the two beside it.
fn row_spans(field: &Grid<Color>, y: usize) -> Vec<(Color, Color)> {
    let row = field.cells.get(y * field.width..(y + 1) * field.width).unwrap_or_default();
    let at = |x: usize| row.get(x).or(row.last()).copied().unwrap_or_default();
    (0..row.len())
        .map(|x| {
            let (a, b, c) = (at(x.saturating_sub(1)), at(x), at(x + 1));
            (fold(fold(a, b, f32::min), c, f32::min), fold(fold(a, b, f32::max), c, f32::max))
        })
        .collect()
}

fn fold(a: Color, b: Color, f: impl Fn(f32, f32) -> f32) -> Color {
    [f(a[0], b[0]), f(a[1], b[1]), f(a[2], b[2]), f(a[3], b[3])]
}

/// A cell number; pictures have fewer than 2^32 pixels.
pub(crate) fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(NONE)
}
