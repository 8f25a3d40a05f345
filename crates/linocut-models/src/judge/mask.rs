//! A small bitmap of what is painted, one bit per quarter of a unit.

use super::ink::Subpath;
use linocut_core::FillRule;
use linocut_core::kurbo::{Point, Rect};

/// Cells along a side: one row is one `u128`.
const SIDE: usize = 128;
/// Side of a cell in units. Finer cells see thinner gaps; at a quarter the whole bitmap is 2 KiB.
const CELL: f64 = 0.25;
/// Where the first cell begins on both axes, so that 4 units around the 24-unit canvas are seen too.
const ORIGIN: f64 = -4.0;
/// Thinnest line in units that still sets cells wherever it runs.
const THINNEST: f64 = 0.36;

/// Which cells are painted.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Mask {
    rows: Box<[u128; SIDE]>,
}

/// A connected group of cells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Blob {
    /// Area in square units.
    pub(super) area: f64,
    /// Whether it reaches the border of the bitmap.
    pub(super) open: bool,
}

impl Mask {
    pub(super) fn empty() -> Self {
        Self { rows: Box::new([0; SIDE]) }
    }

    pub(super) fn full() -> Self {
        Self { rows: Box::new([u128::MAX; SIDE]) }
    }

    /// The cells inside closed outlines.
    pub(super) fn filled(subpaths: &[Subpath], rule: FillRule) -> Self {
        let mut crossings: Vec<Vec<(f64, i32)>> = vec![Vec::new(); SIDE];
        for subpath in subpaths {
            for (a, b) in subpath.closed_edges() {
                cross(&mut crossings, a, b);
            }
        }
        let mut mask = Self::empty();
        for (row, list) in mask.rows.iter_mut().zip(&mut crossings) {
            list.sort_by(|p, q| p.0.total_cmp(&q.0));
            let mut winding = 0;
            for pair in list.windows(2) {
                let &[(from, turn), (to, _)] = pair else { continue };
                winding += turn;
                let inside = match rule {
                    FillRule::NonZero => winding != 0,
                    FillRule::EvenOdd => winding % 2 != 0,
                };
                if inside {
                    *row |= span(from, to);
                }
            }
        }
        mask
    }

    /// The cells within half of `width` of the lines, with round ends and corners.
    pub(super) fn stroked(subpaths: &[Subpath], width: f64) -> Self {
        let mut mask = Self::empty();
        for subpath in subpaths {
            for (a, b) in subpath.edges() {
                mask.sweep(a, b, width.max(THINNEST) / 2.0);
            }
        }
        mask
    }

    /// Sets the cells within `radius` of the line from `a` to `b`.
    fn sweep(&mut self, a: Point, b: Point, radius: f64) {
        let normal = (b - a).turn_90();
        let side = if normal.hypot() > 0.0 { normal * (radius / normal.hypot()) } else { normal };
        let corners = [a + side, b + side, b - side, a - side];
        let (first, last) = (row_of(a.y.min(b.y) - radius), row_of(a.y.max(b.y) + radius));
        for (index, row) in self.rows.iter_mut().enumerate().take(last + 1).skip(first) {
            let y = center(index);
            let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
            let mut reach = |x: f64, half: f64| {
                low = low.min(x - half);
                high = high.max(x + half);
            };
            for end in [a, b] {
                let rest = radius * radius - (y - end.y) * (y - end.y);
                if rest >= 0.0 {
                    reach(end.x, rest.sqrt());
                }
            }
            for (p, q) in corners.iter().zip(corners.iter().cycle().skip(1)) {
                if (p.y <= y) != (q.y <= y) {
                    reach(p.x + (q.x - p.x) * (y - p.y) / (q.y - p.y), 0.0);
                }
            }
            *row |= span(low, high);
        }
    }

    fn merged(&self, other: &Self, merge: impl Fn(u128, u128) -> u128) -> Self {
        let mut out = self.clone();
        for (row, &o) in out.rows.iter_mut().zip(other.rows.iter()) {
            *row = merge(*row, o);
        }
        out
    }

    pub(super) fn or(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a | b)
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a & b)
    }

    pub(super) fn without(&self, other: &Self) -> Self {
        self.merged(other, |a, b| a & !b)
    }

    /// Painted area in square units.
    pub(super) fn area(&self) -> f64 {
        self.rows.iter().map(|r| f64::from(r.count_ones())).sum::<f64>() * CELL * CELL
    }

    /// The cells whose centers lie in `rect`.
    pub(super) fn inside(rect: Rect) -> Self {
        let mut mask = Self::empty();
        for (index, row) in mask.rows.iter_mut().enumerate() {
            if (rect.y0..=rect.y1).contains(&center(index)) {
                *row = span(rect.x0, rect.x1);
            }
        }
        mask
    }

    /// The box around the painted cells, in units.
    pub(super) fn bounds(&self) -> Option<Rect> {
        let all = self.rows.iter().fold(0, |all, row| all | row);
        let top = self.rows.iter().position(|&r| r != 0)?;
        let bottom = self.rows.iter().rposition(|&r| r != 0)?;
        let (left, right) = (f64::from(all.trailing_zeros()), f64::from(128 - all.leading_zeros()));
        let (y0, y1) = (center(top) - CELL / 2.0, center(bottom) + CELL / 2.0);
        Some(Rect::new(ORIGIN + left * CELL, y0, ORIGIN + right * CELL, y1))
    }

    /// The cells within `radius` units of a painted one; `radius` below 8 units.
    fn grown(&self, radius: f64) -> Self {
        let mut out = self.clone();
        let reach = cell_of(radius + ORIGIN);
        for down in 0..=reach {
            let rise = f64::from(down) * CELL;
            let right = cell_of((radius * radius - rise * rise).max(0.0).sqrt() + ORIGIN);
            let lift = usize::try_from(down).unwrap_or(0);
            let wide = self.rows.iter().map(|&row| (0..=right).fold(0, |all, by| all | row << by | row >> by));
            let wide: Vec<u128> = wide.collect();
            for (row, more) in out.rows.iter_mut().skip(lift).zip(&wide) {
                *row |= more;
            }
            for (row, more) in out.rows.iter_mut().zip(wide.iter().skip(lift)) {
                *row |= more;
            }
        }
        out
    }

    /// The unpainted cells in gaps narrower than twice `radius`, in units (a morphological closing without its source).
    pub(super) fn narrows(&self, radius: f64) -> Self {
        let wide = self.grown(radius);
        let shrunk = Self::full().without(&Self::full().without(&wide).grown(radius));
        shrunk.without(self)
    }

    /// Groups of unpainted cells that ink surrounds.
    pub(super) fn holes(&self) -> Vec<Blob> {
        Self::full().without(self).blobs().into_iter().filter(|blob| !blob.open).collect()
    }

    /// Groups of painted cells that touch along sides or corners.
    pub(super) fn blobs(&self) -> Vec<Blob> {
        let mut left = self.clone();
        let mut blobs = Vec::new();
        while let Some(start) = left.rows.iter().position(|&r| r != 0) {
            let blob = left.take_blob(start);
            left = left.without(&blob);
            let edge = 1 | (1 << 127);
            let ends = [blob.rows.first(), blob.rows.last()].into_iter().flatten().any(|&r| r != 0);
            blobs.push(Blob { area: blob.area(), open: ends || blob.rows.iter().any(|r| r & edge != 0) });
        }
        blobs
    }

    /// The group that holds the first painted cell of row `start`, grown row by row until it stops.
    fn take_blob(&self, start: usize) -> Self {
        let mut blob = Self::empty();
        if let (Some(to), Some(&from)) = (blob.rows.get_mut(start), self.rows.get(start)) {
            *to = from & from.wrapping_neg();
        }
        loop {
            let before = blob.clone();
            blob.spread(self, (0..SIDE).collect());
            blob.spread(self, (0..SIDE).rev().collect());
            if blob == before {
                return blob;
            }
        }
    }

    /// Grows into `within` along rows taken in `order`.
    fn spread(&mut self, within: &Self, order: Vec<usize>) {
        let mut last = 0_u128;
        for index in order {
            let (Some(row), Some(&room)) = (self.rows.get_mut(index), within.rows.get(index)) else { continue };
            *row |= (last | last << 1 | last >> 1) & room;
            *row = flood(*row, room);
            last = *row;
        }
    }
}

/// All cells of `room` that are connected with `seed` along the row.
fn flood(mut seed: u128, room: u128) -> u128 {
    loop {
        let grown = (seed | seed << 1 | seed >> 1) & room;
        if grown == seed {
            return seed;
        }
        seed = grown;
    }
}

fn cross(crossings: &mut [Vec<(f64, i32)>], a: Point, b: Point) {
    let (top, bottom, turn) = if a.y < b.y { (a, b, 1) } else { (b, a, -1) };
    let (first, last) = (row_of(top.y), row_of(bottom.y));
    for (index, list) in crossings.iter_mut().enumerate().take(last + 1).skip(first) {
        let y = center(index);
        if top.y <= y && y < bottom.y {
            list.push((top.x + (bottom.x - top.x) * (y - top.y) / (bottom.y - top.y), turn));
        }
    }
}

/// The middle of row or column `index`, in units.
fn center(index: usize) -> f64 {
    f64::from(u32::try_from(index).unwrap_or(u32::MAX)).mul_add(CELL, ORIGIN + CELL / 2.0)
}

/// The row that holds `y`, the first or last one when it lies outside.
fn row_of(y: f64) -> usize {
    usize::try_from(cell_of(y).min(127)).unwrap_or(0)
}

/// The bits of the cells whose centers lie between `from` and `to`.
fn span(from: f64, to: f64) -> u128 {
    if from >= to {
        return 0;
    }
    let (first, end) = (cell_of(from + CELL / 2.0), cell_of(to + CELL / 2.0));
    let below = |n: u32| if n >= 128 { u128::MAX } else { (1_u128 << n) - 1 };
    below(end) & !below(first)
}

/// How many cells lie before `at`, `0..=128`.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=128"
)]
fn cell_of(at: f64) -> u32 {
    ((at - ORIGIN) / CELL).floor().clamp(0.0, 128.0) as u32
}
