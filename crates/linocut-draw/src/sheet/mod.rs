//! Contact sheets: many drawings on one picture, each with its name.

mod layout;
mod mark;
mod strip;

use layout::Layout;
use linocut_core::{Drawing, Error, Kind, Raster, Result, Rgba};
use std::collections::BTreeSet;

/// Most drawings on one sheet.
pub const MOST_CELLS: usize = 1000;
/// Largest sheet, in pixels: 128 MiB while it is made.
const MOST_PIXELS: u64 = 32 << 20;

/// One drawing on a sheet and what is said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What is shown.
    pub drawing: Drawing,
    /// Its name, under it; cut with `…` where it is too long for one line.
    pub label: String,
    /// A second, smaller line, such as `lucide · ISC`; cut likewise.
    pub note: Option<String>,
    /// Where the drawing comes from, told by a small mark in the corner.
    pub origin: Origin,
}

/// Where a drawing comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// It is an icon of the library: a green disc.
    Library,
    /// It was put together from parts of the library: two violet discs.
    Composed,
    /// A model drew it: an orange star.
    Generated,
}

/// How [`sheet`] lays out its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetOptions {
    /// Drawings side by side, `1..=40`; a sheet with fewer is narrower. Default: 8.
    pub columns: u32,
    /// Side of one cell in pixels, `48..=512`; everything else scales with it. Default: 144.
    pub cell: u32,
    /// A line above the drawings. Default: none.
    pub title: Option<String>,
    /// What `currentColor` is drawn in. Default: `#1f2328`, nearly black.
    pub ink: Rgba,
}

impl Default for SheetOptions {
    fn default() -> Self {
        Self { columns: 8, cell: 144, title: None, ink: Rgba::opaque(0x1f, 0x23, 0x28) }
    }
}

/// Lays `cells` out row by row on white, with a legend of the marks below.
///
/// The same cells and options give the same pixels on every machine.
/// It holds the sheet and one row in memory, at most 160 MiB.
///
/// # Errors
/// [`Kind::Input`] when there is no cell or an option is out of range, [`Kind::Limit`] when there are over 1,000 cells or
/// the sheet would be over 32 megapixels; those of [`render`](linocut_svg::render) for a drawing that cannot be shown.
pub fn sheet(cells: &[Cell], options: &SheetOptions) -> Result<Raster> {
    let layout = plan(cells, options)?;
    let mut pixels = Vec::with_capacity(usize::try_from(layout.pixels()).unwrap_or(0));
    pixels.extend(strip::header(options.title.as_deref(), &layout)?);
    for row in cells.chunks(usize::try_from(layout.columns).unwrap_or(1)) {
        pixels.extend(strip::row(row, &layout, options.ink)?);
    }
    pixels.extend(strip::footer(&origins(cells), &layout)?);
    Raster::new(layout.width, layout.height(), pixels)
}

fn origins(cells: &[Cell]) -> BTreeSet<Origin> {
    cells.iter().map(|cell| cell.origin).collect()
}

fn plan(cells: &[Cell], options: &SheetOptions) -> Result<Layout> {
    if cells.is_empty() {
        return Err(Error::new(Kind::Input, "no drawing to put on the sheet"));
    }
    if cells.len() > MOST_CELLS {
        return Err(Error::new(Kind::Limit, format!("{} drawings are too many for one sheet", cells.len()))
            .hinted(format!("put at most {MOST_CELLS} on each")));
    }
    if !(1..=40).contains(&options.columns) || !(48..=512).contains(&options.cell) {
        let sizes = format!("{} columns of {} pixels", options.columns, options.cell);
        return Err(Error::new(Kind::Input, format!("a sheet cannot have {sizes}"))
            .hinted("columns go from 1 to 40, cells from 48 to 512 pixels"));
    }
    let layout = Layout::of(cells, options);
    if layout.pixels() > MOST_PIXELS {
        let size = format!("{} × {} pixels", layout.width, layout.height());
        return Err(Error::new(Kind::Limit, format!("sheet is too large: {size}"))
            .hinted("ask for smaller cells, or put fewer drawings on it"));
    }
    Ok(layout)
}
