//! A picture of everything that was drawn.

use super::names::Places;
use crate::output::Target;
use crate::world::World;
use linocut_core::{Error, Kind, Result};
use linocut_draw::{Answer, Cell, Drawn, MOST_CELLS, SheetOptions, sheet};
use std::path::Path;

/// Passes when the sheet is likely to be written, so that nothing is drawn in vain.
pub(super) fn check(path: Option<&Path>, places: &Places, drawings: usize) -> Result<()> {
    let Some(path) = path else { return Ok(()) };
    let error = |kind, sentence: String| Error::new(kind, sentence).at(path.display().to_string());
    if drawings > MOST_CELLS {
        return Err(error(Kind::Limit, format!("{drawings} drawings, a sheet takes {MOST_CELLS}"))
            .hinted("draw them in parts, or without --sheet"));
    }
    if path.extension().is_some_and(|end| end.eq_ignore_ascii_case("svg")) {
        return Err(
            error(Kind::Input, "the sheet is made of pixels, this is a name for SVG".to_owned()).hinted("name it .png")
        );
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if folder.is_dir() || places.folder().is_some_and(|made| made.starts_with(folder)) {
        return Ok(());
    }
    Err(error(Kind::Missing, format!("directory {} does not exist", folder.display())))
}

/// Draws and writes the sheet.
pub(super) fn write(path: &Path, drawn: &[&Drawn], world: &World) -> Result<()> {
    let cells: Vec<Cell> =
        drawn.iter().flat_map(|drawn| drawn.answers.iter().map(|answer| cell(&drawn.prompt, answer))).collect();
    let picture = sheet(&cells, &SheetOptions::default())?;
    let target = Target::named(path);
    target.write(&linocut_raster::encode_png(&picture)?)?;
    world.screen.say(&format!("sheet → {}", target.name()));
    Ok(())
}

fn cell(prompt: &str, answer: &Answer) -> Cell {
    Cell {
        drawing: answer.drawing.clone(),
        label: prompt.to_owned(),
        note: Some(answer.source.note()),
        origin: answer.source.origin(),
    }
}
