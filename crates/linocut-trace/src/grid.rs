//! A rectangle of cells.

use linocut_core::{Context, Result};

/// `width × height` cells, row by row from the top left.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grid<T> {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) cells: Vec<T>,
}

impl<T: Copy> Grid<T> {
    /// A grid whose cells are all `value`.
    pub(crate) fn filled(width: usize, height: usize, value: T) -> Self {
        Self { width, height, cells: vec![value; width * height] }
    }

    /// The cell at column `x`, row `y`, or `None` outside; negative numbers are outside.
    pub(crate) fn get(&self, x: isize, y: isize) -> Option<T> {
        let x = usize::try_from(x).ok().filter(|&x| x < self.width)?;
        let y = usize::try_from(y).ok().filter(|&y| y < self.height)?;
        self.cells.get(y * self.width + x).copied()
    }

    /// A grid of the same size with `f(x, y)` in each cell.
    pub(crate) fn map_at<U>(&self, mut f: impl FnMut(usize, usize) -> U) -> Grid<U> {
        let mut cells = Vec::with_capacity(self.cells.len());
        for y in 0..self.height {
            cells.extend((0..self.width).map(|x| f(x, y)));
        }
        Grid { width: self.width, height: self.height, cells }
    }

    /// The same, for what takes long: `cx` may stop it at the start of every row.
    pub(crate) fn map_rows<U>(&self, cx: &Context, mut f: impl FnMut(usize, usize) -> U) -> Result<Grid<U>> {
        let mut cells = Vec::with_capacity(self.cells.len());
        for y in 0..self.height {
            cx.check()?;
            cells.extend((0..self.width).map(|x| f(x, y)));
        }
        Ok(Grid { width: self.width, height: self.height, cells })
    }
}
