//! Where things lie on a sheet.

use super::{Cell, SheetOptions};

/// Sizes of a sheet and its parts, in pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout {
    /// Cells side by side, at least 1.
    pub(super) columns: u32,
    /// Side of a cell.
    pub(super) cell: u32,
    /// White between two cells.
    pub(super) gap: u32,
    /// White around the cells.
    pub(super) margin: u32,
    /// Width of the sheet.
    pub(super) width: u32,
    /// Height of what is above the cells.
    pub(super) header: u32,
    /// Height of a row of cells with their texts.
    pub(super) row: u32,
    /// Height of what is below the cells.
    pub(super) footer: u32,
    rows: u32,
}

impl Layout {
    /// The layout of at least one cell.
    pub(super) fn of(cells: &[Cell], options: &SheetOptions) -> Self {
        let count = u32::try_from(cells.len()).unwrap_or(u32::MAX).max(1);
        let columns = options.columns.min(count).max(1);
        let cell = options.cell;
        // Twelfths of a cell, chosen by eye.
        let twelfths = |n: u32| cell * n / 12;
        let (gap, margin) = (twelfths(1), twelfths(2));
        let noted = cells.iter().any(|cell| cell.note.is_some());
        Self {
            columns,
            cell,
            gap,
            margin,
            width: 2 * margin + columns * cell + (columns - 1) * gap,
            header: if options.title.is_some() { margin + twelfths(3) } else { margin },
            row: cell + twelfths(if noted { 4 } else { 3 }),
            footer: twelfths(3),
            rows: count.div_ceil(columns),
        }
    }

    /// Height of the sheet.
    pub(super) fn height(&self) -> u32 {
        self.header + self.rows * self.row + self.footer
    }

    /// The number of its pixels.
    pub(super) fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height())
    }

    /// The left side of the cell in column `column`, counted from 0.
    pub(super) fn left(&self, column: u32) -> u32 {
        self.margin + column * (self.cell + self.gap)
    }

    /// `share` of a cell's side.
    pub(super) fn share(&self, share: f64) -> f64 {
        f64::from(self.cell) * share
    }
}
