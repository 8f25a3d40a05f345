//! What language models took, a line a call, in a person's own place.

use crate::library::place;
use linocut_core::{Error, Kind, Result};
use linocut_models::cost::Entry;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

fn file() -> Option<PathBuf> {
    Some(place()?.join("usage.jsonl"))
}

/// Adds the calls of a command.
pub(crate) fn note(entries: &[Entry]) -> Result<()> {
    let Some(path) = file() else { return Ok(()) };
    let text: String = entries.iter().map(crate::trace::json_line).collect();
    let refused = |e| Error::new(Kind::Io, "cannot be written").cause(e).at(path.display().to_string());
    fs::create_dir_all(path.parent().unwrap_or(&path)).map_err(refused)?;
    let mut file = OpenOptions::new().append(true).create(true).open(&path).map_err(refused)?;
    // One write, so that commands at the same time do not mix their lines.
    file.write_all(text.as_bytes()).map_err(refused)
}

/// All calls that were noted; lines that are none are left out.
pub(crate) fn read() -> Result<Vec<Entry>> {
    let Some(path) = file() else { return Ok(Vec::new()) };
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Error::new(Kind::Io, "cannot be read").cause(error).at(path.display().to_string())),
    }
}
