//! What lines cover of each pixel, exactly.

use super::Line;
use super::ink::Ink;
use crate::grid::Grid;
use crate::layers;
use linocut_core::kurbo::BezPath;
use linocut_core::{FillRule, Rgba};
use linocut_cover::{cover, parameters};

/// Covered pixels, row by row, and how much of each is covered.
pub(super) type Shares = Vec<(usize, f32)>;

/// Lines and what each covers.
#[derive(Clone)]
pub(super) struct Painted {
    pub(super) lines: Vec<Line>,
    pub(super) shares: Vec<Shares>,
    /// Pixels in a row.
    width: usize,
}

/// How far around a line pixels are looked at, in pixels.
const MARGIN: usize = 3;

impl Painted {
    pub(super) fn new(ink: &Ink, lines: Vec<Line>) -> Self {
        let shares = lines.iter().map(|line| shares(line, &ink.cover)).collect();
        Self { lines, shares, width: ink.cover.width }
    }

    pub(super) fn replace(&mut self, k: usize, line: Line, shares: Shares) {
        if let (Some(old), Some(covered)) = (self.lines.get_mut(k), self.shares.get_mut(k)) {
            (*old, *covered) = (line, shares);
        }
    }

    /// What the other lines leave of the pixels around line `k`.
    pub(super) fn without(&self, k: usize, ink: &Ink) -> Frame {
        let mut frame = Frame::around(self.shares.get(k).map(Vec::as_slice).unwrap_or_default(), &ink.cover);
        for (_, shares) in self.shares.iter().enumerate().filter(|(j, _)| *j != k) {
            frame.cover(shares);
        }
        frame
    }

    /// What all lines leave of the picture.
    fn left(&self, ink: &Ink) -> Frame {
        let grid = &ink.cover;
        let clear = Grid::filled(grid.width, grid.height, 1.0_f32);
        let mut frame = Frame { left: 0, top: 0, clear, width: self.width };
        self.shares.iter().for_each(|shares| frame.cover(shares));
        frame
    }

    /// How many numbers make up the lines.
    pub(super) fn numbers(&self) -> usize {
        self.lines.iter().map(|l| parameters(&l.outline).len() + 1).sum()
    }

    /// How far what is painted is from the ink.
    pub(super) fn off(&self, ink: &Ink) -> Off {
        let mut off = Off { squares: 0.0, mean: 0.0, most: 0.0 };
        let mut edges = 0.0_f64;
        for (&share, &clear) in ink.cover.cells.iter().zip(&self.left(ink).clear.cells) {
            let missing = f64::from((share - 1.0 + clear).abs());
            let mixed = |s: f32| (0.03..=0.97).contains(&s);
            off.squares += missing * missing;
            off.most = off.most.max(missing);
            if mixed(share) || mixed(clear) || missing > 0.1 {
                edges += 1.0;
            }
        }
        off.mean = (off.squares / edges.max(1.0)).sqrt();
        off
    }
}

/// How far painted lines are from the ink, in shares of a pixel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Off {
    /// The sum of the squares.
    pub(super) squares: f64,
    /// The root of the mean square over pixels with an edge.
    pub(super) mean: f64,
    /// The most in one pixel.
    pub(super) most: f64,
}

/// What is left of the pixels in a part of the picture.
pub(super) struct Frame {
    left: usize,
    top: usize,
    clear: Grid<f32>,
    /// Pixels in a row of the picture.
    width: usize,
}

impl Frame {
    /// The pixels around some; nothing covers them yet.
    fn around(shares: &[(usize, f32)], like: &Grid<f32>) -> Self {
        let w = like.width.max(1);
        let columns = || shares.iter().map(|(at, _)| at % w);
        let left = columns().min().unwrap_or(0).saturating_sub(MARGIN);
        let right = (columns().max().unwrap_or(0) + MARGIN + 1).min(like.width);
        let row = |at: Option<&(usize, f32)>| at.map_or(0, |(at, _)| at / w);
        let top = row(shares.first()).saturating_sub(MARGIN);
        let bottom = (row(shares.last()) + MARGIN + 1).min(like.height);
        let clear = Grid::filled(right.saturating_sub(left), bottom.saturating_sub(top), 1.0_f32);
        Self { left, top, clear, width: w }
    }

    fn cell(&self, at: usize) -> Option<usize> {
        let (x, y) = (at % self.width, at / self.width);
        let (x, y) = (x.checked_sub(self.left)?, y.checked_sub(self.top)?);
        (x < self.clear.width && y < self.clear.height).then_some(y * self.clear.width + x)
    }

    fn cover(&mut self, shares: &[(usize, f32)]) {
        for &(at, share) in shares {
            if let Some(clear) = self.cell(at).and_then(|cell| self.clear.cells.get_mut(cell)) {
                *clear *= 1.0 - share;
            }
        }
    }

    /// What is left of a pixel; all of one outside.
    pub(super) fn left(&self, at: usize) -> f32 {
        self.cell(at).and_then(|cell| self.clear.cells.get(cell)).copied().unwrap_or(1.0)
    }

    /// The sum of the squares by which these pixels differ from the ink, once `own` covers them too.
    pub(super) fn error(&self, ink: &Ink, own: &[(usize, f32)]) -> f64 {
        let mut own = own.iter().peekable();
        let mut sum = 0.0;
        for (y, row) in self.clear.cells.chunks(self.clear.width.max(1)).enumerate() {
            for (x, clear) in row.iter().enumerate() {
                let at = (self.top + y) * self.width + self.left + x;
                while own.next_if(|(place, _)| *place < at).is_some() {}
                let share = own.peek().filter(|(place, _)| *place == at).map_or(0.0, |(_, share)| *share);
                let seen = ink.cover.cells.get(at).copied().unwrap_or(0.0);
                let missing = f64::from(seen - 1.0 + clear * (1.0 - share));
                sum += missing * missing;
            }
        }
        sum
    }
}

/// The sum of the squares by which `ink` differs from what `outline` covers by the even-odd rule.
pub(super) fn squares(ink: &Ink, outline: &BezPath) -> f64 {
    let painted = Painted {
        lines: Vec::new(),
        shares: vec![covered(outline, FillRule::EvenOdd, &ink.cover)],
        width: ink.cover.width,
    };
    painted.off(ink).squares
}

/// The pixels that a line covers.
pub(super) fn shares(line: &Line, like: &Grid<f32>) -> Shares {
    covered(&layers::band(&line.path(), &line.stroke(Rgba::BLACK)), FillRule::NonZero, like)
}

fn covered(area: &BezPath, rule: FillRule, like: &Grid<f32>) -> Shares {
    let side = |n: usize| u32::try_from(n).unwrap_or(0);
    let index = |n: u32| usize::try_from(n).unwrap_or(0);
    let spans = cover(area, rule, (side(like.width), side(like.height)));
    let cells = |s: linocut_cover::Span| (s.x..s.x + s.len).map(move |x| (x, s.y, s.cover));
    spans.into_iter().flat_map(cells).map(|(x, y, share)| (index(y) * like.width + index(x), share)).collect()
}
