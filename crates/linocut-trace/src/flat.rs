//! Finds the areas where color does not change, or changes smoothly: the only places where a fill can be read off.

use crate::color::Color;
use crate::grid::Grid;

/// Marks a pixel that belongs to no area.
const NONE: u32 = u32::MAX;

/// Connected areas of locally flat pixels, as the indices of their cells.
///
/// A pixel is flat when the colors of its 3×3 neighborhood range over at most `range` levels in every channel;
/// two flat neighbors belong together when they differ by at most `step`.
#[expect(clippy::indexing_slicing, reason = "neighbors are checked against the grid's sides")]
pub(crate) fn areas(field: &Grid<Color>, range: f32, step: f32) -> Vec<Vec<u32>> {
    let (w, h) = (field.width, field.height);
    let flat = flat_pixels(field, range);
    let mut label = Grid::filled(w, h, NONE);
    let mut members = Vec::new();
    for start in 0..w * h {
        if !flat.cells[start] || label.cells[start] != NONE {
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
                let near = flat.cells[to] && crate::color::distance(field.cells[at], field.cells[to]) <= step;
                if near && label.cells[to] == NONE {
                    label.cells[to] = id;
                    found.push(index(to));
                }
            }
        }
        members.push(found);
    }
    members
}

/// The four neighbors of cell `at` that lie inside a grid of `w × h`.
pub(crate) fn neighbors(at: usize, w: usize, h: usize) -> [Option<usize>; 4] {
    let (x, y) = (at % w, at / w);
    [(x > 0).then(|| at - 1), (x + 1 < w).then(|| at + 1), (y > 0).then(|| at - w), (y + 1 < h).then(|| at + w)]
}

/// Whether the 3×3 neighborhood of each pixel ranges over at most `limit` levels; separable minimum and maximum.
fn flat_pixels(field: &Grid<Color>, limit: f32) -> Grid<bool> {
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
