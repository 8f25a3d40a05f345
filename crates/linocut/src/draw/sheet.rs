//! A picture of everything that was drawn.

use crate::output::Target;
use linocut_core::Result;
use linocut_draw::{Cell, Drawn, SheetOptions, sheet};
use std::path::Path;

/// Draws and writes the sheet.
pub(super) fn write<'a>(path: &Path, drawn: impl Iterator<Item = &'a Drawn>) -> Result<()> {
    let cells: Vec<Cell> = drawn
        .flat_map(|drawn| {
            drawn.answers.iter().map(|answer| Cell {
                drawing: answer.drawing.clone(),
                label: drawn.prompt.clone(),
                note: Some(answer.source.note()),
                origin: answer.source.origin(),
            })
        })
        .collect();
    let picture = sheet(&cells, &SheetOptions::default())?;
    Target::named(path).write(&linocut_raster::encode_png(&picture)?)
}
