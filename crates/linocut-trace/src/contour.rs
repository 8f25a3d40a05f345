//! Walks around regions along the cracks between pixels.

use crate::grid::Grid;
use crate::regions::{Link, OUTSIDE, Regions};

/// A direction along pixel edges; y points down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Heading {
    East,
    South,
    West,
    North,
}

impl Heading {
    const ALL: [Self; 4] = [Self::East, Self::South, Self::West, Self::North];

    fn turned(self, quarter_turns: usize) -> Self {
        let at = Self::ALL.iter().position(|&h| h == self).unwrap_or(0);
        Self::ALL.get((at + quarter_turns) % 4).copied().unwrap_or(self)
    }

    /// The step along this heading.
    pub(crate) fn step(self) -> (i32, i32) {
        match self {
            Self::East => (1, 0),
            Self::South => (0, 1),
            Self::West => (-1, 0),
            Self::North => (0, -1),
        }
    }

    /// The pixels to the right and to the left of the crack that leaves corner `(x, y)` this way.
    pub(crate) fn sides(self, x: i32, y: i32) -> ((i32, i32), (i32, i32)) {
        match self {
            Self::East => ((x, y), (x, y - 1)),
            Self::South => ((x - 1, y), (x, y)),
            Self::West => ((x - 1, y - 1), (x - 1, y)),
            Self::North => ((x, y - 1), (x - 1, y - 1)),
        }
    }
}

/// One pixel edge on the contour of a region, which lies to its right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Crack {
    /// The corner where it starts.
    pub(crate) x: i32,
    /// The corner where it starts.
    pub(crate) y: i32,
    /// Where it goes.
    pub(crate) heading: Heading,
    /// The region to its left.
    pub(crate) other: u32,
}

/// A closed contour of a region.
#[derive(Clone, Debug)]
pub(crate) struct Contour {
    /// The region to its right.
    pub(crate) region: u32,
    /// Its cracks in order; clockwise around the region on the outside, counterclockwise around holes.
    pub(crate) cracks: Vec<Crack>,
    /// The pixels it encloses; negative for a hole.
    pub(crate) area: i64,
}

/// Every contour of every region, in reading order of their first corners.
pub(crate) fn contours(regions: &Regions) -> Vec<Contour> {
    let (w, h) = (regions.of.width, regions.of.height);
    // A contour passes through each of its eastward cracks once; these are the ones that start it.
    let mut seen = Grid::filled(w, h + 1, [false; 2]);
    let mut found = Vec::new();
    for y in 0..=h {
        for x in 0..w {
            for (side, heading) in [Heading::East, Heading::West].into_iter().enumerate() {
                let fresh = seen.cells.get(y * w + x).and_then(|s| s.get(side)).is_some_and(|s| !s);
                let corner = (whole(x) + i32::from(heading == Heading::West), whole(y));
                if fresh && let Some(start) = crack(regions, corner, heading) {
                    found.push(walk(regions, start, &mut seen));
                }
            }
        }
    }
    found
}

fn walk(regions: &Regions, start: (u32, Crack), seen: &mut Grid<[bool; 2]>) -> Contour {
    let (region, first) = start;
    let mut cracks = vec![first];
    let mut area = 0_i64;
    let mut here = first;
    loop {
        mark(seen, here);
        let (dx, dy) = here.heading.step();
        area += i64::from(here.x) * i64::from(dy);
        let corner = (here.x + dx, here.y + dy);
        let next = turn(regions, region, corner, here.heading);
        match next {
            Some(next) if next != first => cracks.push(next),
            _ => break,
        }
        here = next.unwrap_or(first);
    }
    Contour { region, cracks, area }
}

fn mark(seen: &mut Grid<[bool; 2]>, crack: Crack) {
    let (x, side) = match crack.heading {
        Heading::East => (crack.x, 0),
        Heading::West => (crack.x - 1, 1),
        Heading::North | Heading::South => return,
    };
    let at = usize::try_from(crack.y).unwrap_or(0) * seen.width + usize::try_from(x).unwrap_or(0);
    if let Some(slot) = seen.cells.get_mut(at).and_then(|s| s.get_mut(side)) {
        *slot = true;
    }
}

/// The crack of `region` that goes on from `corner` after one that came along `heading`.
fn turn(regions: &Regions, region: u32, corner: (i32, i32), heading: Heading) -> Option<Crack> {
    let (right, straight, left) = (1, 0, 3);
    let link = regions.links.get(size(corner.0), size(corner.1)).unwrap_or_default();
    let crosses = match heading {
        Heading::East | Heading::West => link == Link::Rising,
        Heading::North | Heading::South => link == Link::Falling,
    };
    let order = if crosses { [left, straight, right] } else { [right, straight, left] };
    order
        .into_iter()
        .find_map(|turn| crack(regions, corner, heading.turned(turn)).filter(|(r, _)| *r == region).map(|c| c.1))
}

/// The crack that leaves `corner` along `heading`, with the region to its right, if two regions meet there.
fn crack(regions: &Regions, (x, y): (i32, i32), heading: Heading) -> Option<(u32, Crack)> {
    let (right, left) = heading.sides(x, y);
    let at = |(x, y): (i32, i32)| regions.of.get(size(x), size(y)).unwrap_or(OUTSIDE);
    let (region, other) = (at(right), at(left));
    (region != other && region != OUTSIDE).then_some((region, Crack { x, y, heading, other }))
}

fn whole(x: usize) -> i32 {
    i32::try_from(x).unwrap_or(i32::MAX)
}

fn size(x: i32) -> isize {
    isize::try_from(x).unwrap_or(-1)
}

#[cfg(test)]
mod tests {
    use super::contours;
    use crate::grid::Grid;
    use crate::regions::connect;
    use crate::specks::Least;
    use linocut_core::Context;

    #[track_caller]
    fn check(rows: &[&str], expected: &[(u32, i64, usize)]) {
        let cells = rows.iter().flat_map(|r| r.bytes().map(|b| u16::from(b - b'0'))).collect();
        let labels = Grid { width: rows[0].len(), height: rows.len(), cells };
        let mut found: Vec<_> = contours(&connect(&labels, Least::even(0), None, &Context::default()).unwrap())
            .iter()
            .map(|c| (c.region, c.area, c.cracks.len()))
            .collect();
        found.sort_unstable();
        assert_eq!(found, expected);
    }

    #[test]
    fn rings_have_an_outside_and_a_hole() {
        check(&["000", "010", "000"], &[(0, -1, 4), (0, 9, 12), (1, 1, 4)]);
    }

    #[test]
    fn linked_diagonals_share_one_contour() {
        check(&["0000", "0100", "0010", "0000"], &[(0, -2, 8), (0, 16, 16), (1, 2, 8)]);
    }
}
