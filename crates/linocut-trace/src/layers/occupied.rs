//! The highest number that was given to anything near a place.

use crate::number::whole;
use linocut_core::kurbo::{Rect, Vec2};

/// Cells a side: finer tells neighbors better apart, coarser is faster.
const CELLS: u16 = 512;

/// A grid over a view; each cell knows the highest number of what touches it.
pub(crate) struct Occupied {
    view: Rect,
    cells: Vec<u32>,
}

impl Occupied {
    pub(crate) fn new(view: Rect) -> Self {
        Self { view, cells: vec![0; usize::from(CELLS) * usize::from(CELLS)] }
    }

    /// The highest number in `bounds`; 0 where nothing is.
    pub(crate) fn highest(&self, bounds: Rect) -> u32 {
        let (columns, rows) = self.span(bounds);
        let row = |y: usize| self.cells.get(y * usize::from(CELLS)..).and_then(|row| row.get(columns.clone()));
        rows.filter_map(row).flatten().copied().max().unwrap_or(0)
    }

    /// Gives `number` to every cell in `bounds` that has none higher.
    pub(crate) fn raise(&mut self, bounds: Rect, number: u32) {
        let (columns, rows) = self.span(bounds);
        for y in rows {
            let row = self.cells.get_mut(y * usize::from(CELLS)..).and_then(|row| row.get_mut(columns.clone()));
            for cell in row.into_iter().flatten() {
                *cell = (*cell).max(number);
            }
        }
    }

    /// The columns and rows of cells that `bounds` touch; what lies outside the view belongs to the nearest cells.
    fn span(&self, bounds: Rect) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
        let scale = Vec2::new(f64::from(CELLS) / self.view.width(), f64::from(CELLS) / self.view.height());
        let cell = |x: f64| whole(x).min(usize::from(CELLS - 1));
        let range = |from: f64, to: f64, origin: f64, scale: f64| {
            let first = cell((from - origin) * scale);
            // What ends at a border does not touch the next cell.
            first..cell(((to - origin) * scale - 1e-6).max(0.0)).max(first) + 1
        };
        let columns = range(bounds.x0, bounds.x1, self.view.x0, scale.x);
        (columns, range(bounds.y0, bounds.y1, self.view.y0, scale.y))
    }
}
