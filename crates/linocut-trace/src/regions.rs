//! Connected regions of one fill, and how they touch.

use crate::grid::Grid;
use crate::palette::Palette;
use crate::specks::{self, Least};
use linocut_core::{Context, Result};

/// The region that stands for everything outside the picture.
pub(crate) const OUTSIDE: u32 = u32::MAX;

/// Most times that specks are looked for: as far as a large smallest area may grow a region, step by step.
const PASSES: usize = 24;

/// Which of two crossing diagonals of equal pixels is connected at a corner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Link {
    /// Neither: no diagonal of equal pixels, or nothing to decide.
    #[default]
    None,
    /// Top left with bottom right.
    Falling,
    /// Top right with bottom left.
    Rising,
}

/// The regions of a picture.
pub(crate) struct Regions {
    /// The region of each pixel.
    pub(crate) of: Grid<u32>,
    /// The fill of each region.
    pub(crate) fill: Vec<u16>,
    /// The number of pixels of each region.
    pub(crate) area: Vec<u32>,
    /// How corner pixels connect; one more column and row than the picture.
    pub(crate) links: Grid<Link>,
}

impl Regions {
    /// A pixel of each region: its column and row.
    pub(crate) fn first_cells(&self) -> Vec<(usize, usize)> {
        let mut first = vec![(0, 0); self.area.len()];
        for (at, &region) in self.of.cells.iter().enumerate().rev() {
            if let Some(place) = first.get_mut(cell(region)) {
                *place = (at % self.of.width, at / self.of.width);
            }
        }
        first
    }
}

/// Connects equal labels; regions below the `least` area go to their neighbors.
///
/// # Errors
/// Those of `cx`.
pub(crate) fn connect(labels: &Grid<u16>, least: Least, palette: Option<&Palette>, cx: &Context) -> Result<Regions> {
    let mut labels = labels.clone();
    // A pass may join what it leaves into new specks; the second rarely finds any, unless the smallest area is large.
    for _ in 0..PASSES {
        cx.check()?;
        let regions = components(&labels, links(&labels));
        if !specks::give_away(&regions, &mut labels, least, palette) {
            return Ok(regions);
        }
    }
    Ok(components(&labels, links(&labels)))
}

/// The connected regions of equal labels, joined across corners by `links`, in the order in which rows meet them.
pub(crate) fn components(labels: &Grid<u16>, links: Grid<Link>) -> Regions {
    let (w, h) = (labels.width, labels.height);
    let mut parts = Parts::default();
    let mut of: Vec<u32> = Vec::with_capacity(w * h);
    for (at, &label) in labels.cells.iter().enumerate() {
        let known = before(labels, &links, at, label).map(|to| to.and_then(|to| of.get(to).copied()));
        let part = match known {
            [Some(a), Some(b)] => parts.join(a, b),
            [Some(only), None] | [None, Some(only)] => only,
            [None, None] => parts.another(),
        };
        of.push(part);
    }
    let (mut fill, mut area) = (Vec::new(), Vec::new());
    let mut number = vec![OUTSIDE; parts.0.len()];
    for (slot, &label) in of.iter_mut().zip(&labels.cells) {
        let Some(known) = number.get_mut(cell(parts.root(*slot))) else { continue };
        if *known == OUTSIDE {
            *known = u32::try_from(fill.len()).unwrap_or(OUTSIDE);
            fill.push(label);
            area.push(0);
        }
        *slot = *known;
        area.get_mut(cell(*known)).into_iter().for_each(|n| *n += 1);
    }
    Regions { of: Grid { width: w, height: h, cells: of }, fill, area, links }
}

/// Parts of regions while their pixels are read; each names one that came before it and belongs to the same region.
#[derive(Default)]
struct Parts(Vec<u32>);

impl Parts {
    fn another(&mut self) -> u32 {
        let id = u32::try_from(self.0.len()).unwrap_or(OUTSIDE);
        self.0.push(id);
        id
    }

    fn up(&self, id: u32) -> u32 {
        self.0.get(cell(id)).copied().unwrap_or(id)
    }

    /// The first part of the region that `id` belongs to; shortens the way there.
    fn root(&mut self, mut id: u32) -> u32 {
        while self.up(id) != id {
            let above = self.up(self.up(id));
            self.0.get_mut(cell(id)).into_iter().for_each(|slot| *slot = above);
            id = above;
        }
        id
    }

    /// Makes two parts one region; its first part.
    fn join(&mut self, a: u32, b: u32) -> u32 {
        if a == b {
            return a;
        }
        let (a, b) = (self.root(a), self.root(b));
        self.0.get_mut(cell(a.max(b))).into_iter().for_each(|slot| *slot = a.min(b));
        a.min(b)
    }
}

/// The cells before cell `at` that show its `label` and touch it: to the left, and in the row above, across a corner only
/// where a link says so.
///
/// Links join across corners only where the cells beside the corner show something else.
fn before(labels: &Grid<u16>, links: &Grid<Link>, at: usize, label: u16) -> [Option<usize>; 2] {
    let w = labels.width;
    let same = |to: usize| (self::label(labels, to) == label).then_some(to);
    let (x, y) = (at % w, at / w);
    let left = if x > 0 { same(at - 1) } else { None };
    let Some(above) = at.checked_sub(w) else { return [left, None] };
    let link = |cx: usize| links.cells.get(y * (w + 1) + cx).copied().unwrap_or_default();
    let falling = || (x > 0 && link(x) == Link::Falling).then(|| above - 1).and_then(same);
    let rising = || (x + 1 < w && link(x + 1) == Link::Rising).then(|| above + 1).and_then(same);
    [left.or_else(falling), same(above).or_else(rising)]
}

fn label(labels: &Grid<u16>, at: usize) -> u16 {
    labels.cells.get(at).copied().unwrap_or_default()
}

/// Decides each corner where equal pixels meet only diagonally: they connect, and of two pairs the rarer one nearby does.
pub(crate) fn links(labels: &Grid<u16>) -> Grid<Link> {
    let (w, h) = (labels.width, labels.height);
    let corners = Grid::filled(w + 1, h + 1, ());
    corners.map_at(|x, y| {
        if x == 0 || y == 0 || x == w || y == h {
            return Link::None;
        }
        let cell = |dx: usize, dy: usize| label(labels, (y - 1 + dy) * w + x - 1 + dx);
        let (tl, tr, bl, br) = (cell(0, 0), cell(1, 0), cell(0, 1), cell(1, 1));
        let falling = tl == br && tr != tl && bl != tl;
        let rising = tr == bl && tl != tr && br != tr;
        match (falling, rising) {
            (true, true) if rarer(labels, (x, y), tl, tr) => Link::Falling,
            (_, true) => Link::Rising,
            (true, false) => Link::Falling,
            (false, false) => Link::None,
        }
    })
}

/// Whether label `a` has no more pixels than `b` in the 6×6 pixels around a corner.
fn rarer(labels: &Grid<u16>, (x, y): (usize, usize), a: u16, b: u16) -> bool {
    let mut balance = 0_i32;
    for row in y.saturating_sub(3)..(y + 3).min(labels.height) {
        for column in x.saturating_sub(3)..(x + 3).min(labels.width) {
            let l = label(labels, row * labels.width + column);
            balance += i32::from(l == a) - i32::from(l == b);
        }
    }
    balance <= 0
}

pub(crate) fn cell(region: u32) -> usize {
    usize::try_from(region).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::connect;
    use crate::grid::Grid;
    use crate::palette::Palette;
    use crate::specks::Least;
    use linocut_core::Context;

    fn grid(rows: &[&str]) -> Grid<u16> {
        let cells = rows.iter().flat_map(|r| r.bytes().map(|b| u16::from(b - b'0'))).collect();
        Grid { width: rows[0].len(), height: rows.len(), cells }
    }

    #[track_caller]
    fn check(rows: &[&str], min_area: u32, regions: usize) {
        let found = connect(&grid(rows), Least::even(min_area), None, &Context::default()).unwrap();
        assert_eq!(found.area.len(), regions);
    }

    #[test]
    fn diagonal_line_is_one_region() {
        check(&["00000", "01000", "00100", "00010", "00000"], 0, 2);
    }

    #[test]
    fn three_labels_connect_the_equal_diagonal() {
        check(&["0011", "0011", "2200", "2200"], 0, 3);
    }

    #[test]
    fn specks_vanish() {
        check(&["00000", "00100", "00000", "00022", "00022"], 2, 2);
    }

    #[test]
    fn crumbs_without_a_core_vanish() {
        let labels = grid(&["0000", "0110", "0110", "0000"]);
        let mixed = grid(&["0000", "0990", "0990", "0000"]);
        let left = |pure: &Grid<u16>| {
            let palette = Palette { fills: Vec::new(), pure: pure.clone(), tolerance: 0.0, smear: 0.0, room: None };
            connect(&labels, Least::even(2), Some(&palette), &Context::default()).unwrap().area.len()
        };
        assert_eq!(left(&mixed), 1);
        assert_eq!(left(&labels), 2);
    }
}
