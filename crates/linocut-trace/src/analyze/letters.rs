//! Whether parts of a picture stand in a row like letters.

use crate::grid::Grid;

/// The box around a connected part, in pixels, and its area.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Part {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    area: u32,
}

impl Part {
    fn width(&self) -> f32 {
        self.right - self.left
    }

    fn height(&self) -> f32 {
        self.bottom - self.top
    }
}

/// Smallest letter: height in pixels and area in square pixels. Below it, specks and dots make rows by chance.
const SMALLEST: (f32, u32) = (6.0, 12);

/// The number of letter-like parts in the longest row, over all parts of equal label.
///
/// Parts stand in a row when they share the lower or the upper line of a first one within an eighth of its height (so
/// that letters may reach above or below the others), are half as tall to 1.6 times as tall, at most twice as wide as
/// it is tall, and follow each other with gaps of at most its height.
pub(super) fn longest_row(labels: &Grid<usize>) -> usize {
    let limit = |n: usize, share: f32| f32::from(u16::try_from(n).unwrap_or(u16::MAX)) * share;
    let (tallest, widest) = (limit(labels.height, 0.85), limit(labels.width, 0.35));
    let mut parts: Vec<(usize, Part)> = parts(labels)
        .into_iter()
        .filter(|(_, p)| p.height() >= SMALLEST.0 && p.area >= SMALLEST.1 && p.height() < tallest && p.width() < widest)
        .collect();
    parts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.left.total_cmp(&b.1.left)));
    parts.chunk_by(|a, b| a.0 == b.0).map(longest_of_label).max().unwrap_or(0)
}

/// The longest row among parts of one label, sorted from the left.
fn longest_of_label(parts: &[(usize, Part)]) -> usize {
    let mut longest = 0;
    for (_, first) in parts {
        let unit = first.height();
        let mut run = 0;
        let mut end = f32::NAN;
        for (_, part) in parts.iter().filter(|(_, p)| alike(first, p)) {
            let gap = (part.left - end) / unit;
            run = if (-0.15..=1.0).contains(&gap) { run + 1 } else { 1 };
            end = part.right;
            longest = longest.max(run);
        }
    }
    longest
}

/// Whether `part` could be a letter in the row of `first`.
fn alike(first: &Part, part: &Part) -> bool {
    let unit = first.height();
    let level = |a: f32, b: f32| (a - b).abs() <= 0.12 * unit;
    (0.5..=1.6).contains(&(part.height() / unit))
        && (level(part.bottom, first.bottom) || level(part.top, first.top))
        && part.width() <= 2.0 * unit
}

/// The connected parts, four neighbors to a cell, by union and find over one scan, with their labels.
#[expect(clippy::indexing_slicing, reason = "indices are cells of the grid")]
fn parts(labels: &Grid<usize>) -> Vec<(usize, Part)> {
    let w = labels.width;
    let cells = &labels.cells;
    let mut parent: Vec<usize> = (0..cells.len()).collect();
    for i in 0..cells.len() {
        if i % w > 0 && cells[i] == cells[i - 1] {
            join(&mut parent, i, i - 1);
        }
        if i >= w && cells[i] == cells[i - w] {
            join(&mut parent, i, i - w);
        }
    }
    let empty = Part { left: f32::MAX, right: 0.0, top: f32::MAX, bottom: 0.0, area: 0 };
    let mut slot = vec![usize::MAX; cells.len()];
    let mut parts: Vec<(usize, Part)> = Vec::new();
    let place = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    for (i, &label) in cells.iter().enumerate() {
        let root = root(&mut parent, i);
        if slot[root] == usize::MAX {
            slot[root] = parts.len();
            parts.push((label, empty));
        }
        let part = &mut parts[slot[root]].1;
        let (x, y) = (place(i % w), place(i / w));
        part.left = part.left.min(x);
        part.right = part.right.max(x + 1.0);
        part.top = part.top.min(y);
        part.bottom = part.bottom.max(y + 1.0);
        part.area += 1;
    }
    parts
}

#[expect(clippy::indexing_slicing, reason = "every parent is an index of the list")]
fn root(parent: &mut [usize], mut i: usize) -> usize {
    while parent[i] != i {
        parent[i] = parent[parent[i]];
        i = parent[i];
    }
    i
}

#[expect(clippy::indexing_slicing, reason = "every parent is an index of the list")]
fn join(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b)] = a.min(b);
}
