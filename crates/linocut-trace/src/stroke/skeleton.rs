//! The one-pixel skeleton of what the ink covers, which says how lines run and meet, not where exactly.
//!
//! Pixels are peeled off in the order of their distance from the outside, as long as nothing falls apart (after Pudney,
//! "Distance-ordered homotopic thinning", 1998), from four sides in turn so that ends stay where they are.

use super::ink::Ink;
use crate::grid::Grid;

/// The eight neighbors in order around a pixel, from the east.
pub(super) const AROUND: [(isize, isize); 8] = [(1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (-1, -1), (0, -1), (1, -1)];

/// Pixels covered less than this are paper beside lines of any width.
const FAINT: f32 = 0.15;

/// A thinned mask and how deep each of its pixels lies.
pub(super) struct Skeleton {
    pub(super) on: Grid<bool>,
    /// Distance from the middle of each inked pixel to the paper, in pixels.
    pub(super) depth: Grid<f32>,
}

/// The pixels that the ink covers at least half as much as it covers the most inked of their neighbors.
pub(super) fn mask(ink: &Ink) -> Grid<bool> {
    ink.cover.map_at(|x, y| {
        let (x, y) = (signed(x), signed(y));
        let at = |(dx, dy): &(isize, isize)| ink.cover.get(x + dx, y + dy).unwrap_or(0.0);
        let own = at(&(0, 0));
        own > FAINT.max(2.0 * ink.floor) && own >= 0.5 * AROUND.iter().map(at).fold(own, f32::max)
    })
}

/// Thins `mask` to lines of one pixel.
pub(super) fn thin(mask: Grid<bool>) -> Skeleton {
    let depth = depth(&mask);
    let deepest = depth.cells.iter().copied().max().unwrap_or(0);
    let mut levels: Vec<Vec<(usize, usize)>> = Vec::new();
    levels.resize_with(usize::from(deepest / UNIT) + 1, Vec::new);
    for y in 0..mask.height {
        for x in 0..mask.width {
            let level = depth.get(signed(x), signed(y)).unwrap_or(0);
            if level > 0
                && let Some(list) = levels.get_mut(usize::from(level / UNIT))
            {
                list.push((x, y));
            }
        }
    }
    let mut on = mask;
    let mut left: Vec<(usize, usize)> = Vec::new();
    for level in levels {
        left.extend(level);
        while peel(&mut on, &mut left) {}
    }
    let depth = depth.map_at(|x, y| f32::from(depth.get(signed(x), signed(y)).unwrap_or(0)) / f32::from(UNIT));
    Skeleton { on, depth }
}

/// One round from four sides; whether anything went.
fn peel(on: &mut Grid<bool>, left: &mut Vec<(usize, usize)>) -> bool {
    let before = left.len();
    for side in [(0, -1), (1, 0), (0, 1), (-1, 0)] {
        let bare: Vec<bool> =
            left.iter().map(|&(x, y)| !on.get(signed(x) + side.0, signed(y) + side.1).unwrap_or(false)).collect();
        let mut bare = bare.into_iter();
        left.retain(|&(x, y)| {
            let gone = bare.next().unwrap_or(false) && is_spare(on, signed(x), signed(y));
            if gone && let Some(cell) = on.cells.get_mut(y * on.width + x) {
                *cell = false;
            }
            !gone
        });
    }
    left.len() < before
}

/// Whether the pixel is no end of a line and holds nothing together (the 8-connectivity number of Yokoi is 1).
fn is_spare(on: &Grid<bool>, x: isize, y: isize) -> bool {
    let ring = AROUND.map(|(dx, dy)| on.get(x + dx, y + dy).unwrap_or(false));
    if ring.iter().filter(|p| **p).count() < 2 {
        return false;
    }
    let at = |k: usize| ring.get(k % 8).copied().unwrap_or(false);
    let parts = [0, 2, 4, 6].into_iter().filter(|&k| !at(k) && (at(k + 1) || at(k + 2))).count();
    parts == 1
}

/// One pixel in the units of the distance below.
const UNIT: u16 = 5;

/// The chamfer distance to the paper with steps 5, 7 and 11 (Borgefors 1986), at most 2 % off; 0 on paper.
fn depth(mask: &Grid<bool>) -> Grid<u16> {
    let far = u16::MAX / 2;
    let mut depth = mask.map_at(|x, y| if mask.get(signed(x), signed(y)) == Some(true) { far } else { 0 });
    let steps: [(isize, isize, u16); 8] =
        [(-1, 0, 5), (0, -1, 5), (-1, -1, 7), (1, -1, 7), (-2, -1, 11), (2, -1, 11), (-1, -2, 11), (1, -2, 11)];
    for forward in [true, false] {
        let sign = if forward { 1 } else { -1 };
        for k in 0..depth.cells.len() {
            let at = if forward { k } else { depth.cells.len() - 1 - k };
            let (x, y) = (signed(at % depth.width), signed(at / depth.width));
            let own = depth.get(x, y).unwrap_or(0);
            let near = steps.iter().map(|(dx, dy, d)| depth.get(x + sign * dx, y + sign * dy).unwrap_or(0) + d);
            let least = near.fold(own, u16::min);
            if let Some(cell) = depth.cells.get_mut(at) {
                *cell = least;
            }
        }
    }
    depth
}

/// A column or row as a signed number.
pub(super) fn signed(side: usize) -> isize {
    isize::try_from(side).unwrap_or(isize::MAX)
}

#[cfg(test)]
mod tests {
    use super::{Grid, thin};

    #[track_caller]
    fn check(rows: &[&str], expected: &[&str]) {
        let cells = rows.iter().flat_map(|r| r.bytes().map(|b| b == b'#')).collect();
        let found = thin(Grid { width: rows[0].len(), height: rows.len(), cells });
        let drawn: Vec<String> = found
            .on
            .cells
            .chunks(rows[0].len())
            .map(|row| row.iter().map(|&on| if on { '#' } else { '.' }).collect())
            .collect();
        assert_eq!(drawn, expected);
    }

    #[test]
    fn bars_shrink_to_their_middle_line() {
        check(
            &[".........", ".........", ".######..", ".........", "........."],
            &[".........", ".........", ".######..", ".........", "........."],
        );
    }

    #[test]
    fn rings_stay_closed() {
        check(
            &[".......", ".#####.", ".#...#.", ".#...#.", ".#####.", "......."],
            &[".......", "..###..", ".#...#.", ".#...#.", "..###..", "......."],
        );
    }
}
