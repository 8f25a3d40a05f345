//! What language models took, a line a call, in a person's own place.

use crate::library::place;
use linocut_core::{Error, Kind, Result};
use linocut_models::cost::Entry;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;

/// Bytes at the end of the file that hold the calls of late: about a thousand.
const TAIL: u64 = 256 << 10;

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

/// The calls of late, the oldest first: all that are as young as a guard remembers, and older ones.
pub(crate) fn late() -> Vec<Entry> {
    let tail = || {
        let mut file = File::open(file()?).ok()?;
        let start = file.metadata().ok()?.len().saturating_sub(TAIL);
        file.seek(SeekFrom::Start(start)).ok()?;
        let mut bytes = Vec::new();
        file.take(TAIL).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    };
    // Without what was before, a guard begins anew; nothing else depends on it.
    let text = tail().unwrap_or_default();
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
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
