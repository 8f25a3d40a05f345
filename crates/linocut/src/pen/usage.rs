//! What language models took, a line a call, in a person's own place.

use crate::clock::today;
use crate::library::place;
use linocut_core::{Error, Kind, Result};
use linocut_models::cost::Bill;
use serde::{Deserialize, Serialize};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

/// One call.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// Seconds since 1970.
    pub(crate) at: u64,
    /// The command.
    pub(crate) verb: String,
    /// What it was for.
    pub(crate) purpose: String,
    pub(crate) provider: String,
    pub(crate) model: String,
    pub(crate) input_tokens: Option<u64>,
    pub(crate) output_tokens: Option<u64>,
    /// `null` when it is not known.
    pub(crate) usd: Option<f64>,
    pub(crate) seconds: f64,
    pub(crate) answered: bool,
}

fn file() -> Option<PathBuf> {
    Some(place()?.join("usage.jsonl"))
}

/// Adds the calls of a command.
pub(crate) fn note(verb: &str, bills: &[Bill]) -> Result<()> {
    let Some(path) = file() else { return Ok(()) };
    let at = today().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let line = |bill: &Bill| Line {
        at,
        verb: verb.to_owned(),
        purpose: bill.purpose.to_owned(),
        provider: bill.provider.clone(),
        model: bill.model.clone(),
        input_tokens: bill.usage.input_tokens,
        output_tokens: bill.usage.output_tokens,
        usd: bill.usd,
        seconds: (bill.seconds * 1e3).round() / 1e3,
        answered: bill.answered,
    };
    let text: String = bills.iter().map(|bill| crate::trace::json_line(&line(bill))).collect();
    let refused = |e| Error::new(Kind::Io, "cannot be written").cause(e).at(path.display().to_string());
    fs::create_dir_all(path.parent().unwrap_or(&path)).map_err(refused)?;
    let mut file = OpenOptions::new().append(true).create(true).open(&path).map_err(refused)?;
    // One write, so that commands at the same time do not mix their lines.
    file.write_all(text.as_bytes()).map_err(refused)
}

/// All calls that were noted; lines that are none are left out.
pub(crate) fn read() -> Result<Vec<Line>> {
    let Some(path) = file() else { return Ok(Vec::new()) };
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Error::new(Kind::Io, "cannot be read").cause(error).at(path.display().to_string())),
    }
}
