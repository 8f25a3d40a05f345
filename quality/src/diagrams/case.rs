//! Texts and what is known about them.

use linocut_core::{Error, Kind, Result};
use serde::Deserialize;
use std::path::Path;

/// A text and what is known about it.
pub(crate) struct Case {
    /// Where it comes from, for the person who reads the list.
    pub(crate) name: String,
    /// The kind of diagram, or of mistake.
    pub(crate) kind: String,
    /// The text.
    pub(crate) text: String,
    /// What is known.
    pub(crate) known: Known,
}

/// What is known about a text.
pub(crate) enum Known {
    /// It is a diagram.
    Valid,
    /// It is none.
    Invalid {
        /// The line of the mistake, from 1, if that is known.
        line: Option<usize>,
        /// What it should become, if that is known.
        mended: Option<String>,
    },
    /// It is a diagram that says something else than was meant: this line, and what it should become.
    Silent {
        /// The line, from 1.
        line: usize,
        /// What it should become.
        mended: String,
    },
}

#[derive(Deserialize)]
struct Manifest {
    files: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    file: String,
    #[serde(rename = "type")]
    kind: String,
    valid: bool,
    error: Option<String>,
}

/// The texts of a folder with a manifest.
///
/// # Errors
/// [`Kind::Io`] when a file cannot be read, [`Kind::Input`] when the manifest is none.
pub(crate) fn of_manifest(folder: &Path) -> Result<Vec<Case>> {
    let manifest: Manifest = serde_json::from_str(&read(&folder.join("manifest.json"))?)
        .map_err(|error| Error::new(Kind::Input, "this is no manifest of diagrams").cause(error))?;
    let cases = manifest.files.into_iter().map(|entry| {
        let text = read(&folder.join(&entry.file))?;
        let line = entry.error.as_deref().and_then(|error| judged(error, &text));
        let known = if entry.valid { Known::Valid } else { Known::Invalid { line, mended: None } };
        Ok(Case { name: entry.file, kind: entry.kind, text, known })
    });
    cases.collect()
}

/// The line that mermaid.js names, in lines of the file: it counts without front matter, directives and comments.
fn judged(error: &str, text: &str) -> Option<usize> {
    let (_, rest) = error.split_once(" on line ")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let named: usize = digits.parse().ok()?;
    let mut kept: Vec<usize> = Vec::new();
    let mut front = false;
    for (line, number) in text.lines().zip(1..) {
        let fence = line.trim() == "---" && (front || kept.is_empty());
        front ^= fence;
        let blank = kept.is_empty() && line.trim().is_empty();
        if !(front || fence || blank || line.trim_start().starts_with("%%")) {
            kept.push(number);
        }
    }
    kept.get(named.checked_sub(1)?).or(kept.last()).copied()
}

/// The texts that the repository carries.
///
/// # Errors
/// [`Kind::Io`] when a file cannot be read, [`Kind::Input`] when one is not written as README.md says.
pub(crate) fn own(folder: &Path) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for file in ["valid.txt", "broken.txt", "silent.txt"] {
        let text = read(&folder.join(file))?;
        for (block, number) in text.split("\n=== ").zip(0_usize..) {
            let block = block.strip_prefix("=== ").unwrap_or(block);
            let (head, body) = block.split_once('\n').unwrap_or((block, ""));
            let case = case(head, body)
                .ok_or_else(|| Error::new(Kind::Input, format!("block {number} of {file} has no line")))?;
            cases.push(Case { name: format!("{file} {number}"), ..case });
        }
    }
    Ok(cases)
}

/// A block: `kind` or `mistake line`, the text, `>>>` and what it should become.
fn case(head: &str, body: &str) -> Option<Case> {
    let (kind, line) = head.split_once(' ').unwrap_or((head, ""));
    let (text, mended) = body.split_once("\n>>>\n").map_or((body, None), |(text, mended)| (text, Some(mended)));
    let known = match (mended, line.strip_suffix(" silent")) {
        (None, _) => Known::Valid,
        (Some(mended), Some(line)) => Known::Silent { line: line.parse().ok()?, mended: mended.trim_end().to_owned() },
        (Some(mended), None) => {
            Known::Invalid { line: Some(line.parse().ok()?), mended: Some(mended.trim_end().to_owned()) }
        }
    };
    Some(Case { name: String::new(), kind: kind.to_owned(), text: text.to_owned(), known })
}

fn read(path: &Path) -> Result<String> {
    let bytes = std::fs::read(path);
    let bytes =
        bytes.map_err(|error| Error::new(Kind::Io, "cannot read").cause(error).at(path.display().to_string()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
