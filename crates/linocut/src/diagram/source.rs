//! What a diagram is made of: words, or a file.

use super::MOST_TEXT;
use super::fences::fences;
use super::read::Read;
use crate::draw::slug;
use crate::input::Source;
use linocut_core::{Error, Kind, Result};
use linocut_diagram::{Composed, Plan, mermaid};
use std::ffi::OsStr;
use std::path::{Path, PathBuf, is_separator};

/// One diagram to be drawn.
#[derive(Clone)]
pub(super) struct Given {
    /// The name of its file, without an ending.
    pub(super) name: PathBuf,
    /// Where it is from, for people.
    pub(super) place: String,
    /// Its Mermaid text.
    pub(super) text: String,
    pub(super) plan: Option<Plan>,
    pub(super) composed: Option<Composed>,
}

/// What a file holds, by the ending of its name.
#[derive(Clone, Copy)]
enum Holds {
    Mermaid,
    Markdown,
    Plan,
}

/// The diagrams that the words, or the file that they name, stand for.
pub(super) fn given(words: &[String], plan: &dyn Fn(&str) -> Result<Read>) -> Result<Vec<Given>> {
    let alone = words.len() == 1;
    let files: Option<Vec<(&str, Holds)>> =
        words.iter().map(|word| Some((word.as_str(), holds(word).filter(|_| alone || is_name(word))?))).collect();
    if let Some(files) = files {
        let read = files.into_iter().map(|(file, holds)| read(&Source::new(Path::new(file)), holds));
        return Ok(read.collect::<Result<Vec<_>>>()?.concat());
    }
    let words = words.join(" ");
    let Read { text, plan, composed } = plan(&words)?;
    let name = PathBuf::from(slug(&words));
    Ok(vec![Given { name, place: "diagram".to_owned(), text, plan, composed }])
}

/// What the file of a name holds; nothing when the word names none.
fn holds(word: &str) -> Option<Holds> {
    if word == "-" {
        return Some(Holds::Mermaid);
    }
    let path = Path::new(word);
    // A sentence may end in a name of a file, so a space needs a file.
    if word.contains(char::is_whitespace) && !path.is_file() {
        return None;
    }
    let ending = path.extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase).unwrap_or_default();
    match ending.as_str() {
        "mmd" | "mermaid" => Some(Holds::Mermaid),
        "md" | "markdown" | "mdx" => Some(Holds::Markdown),
        "json" => Some(Holds::Plan),
        // One word makes no diagram: what looks like a file was meant as one.
        _ => {
            let short = (1..6).contains(&ending.len()) && ending.chars().all(char::is_alphanumeric);
            let like = (short || word.contains(is_separator)) && !word.contains(['>', ',', ':']);
            (like || path.exists()).then_some(Holds::Mermaid)
        }
    }
}

/// Whether a word among several names a file for sure.
fn is_name(word: &str) -> bool {
    Path::new(word).is_file() || [".mmd", ".mermaid", ".md", ".markdown", ".mdx"].iter().any(|end| word.ends_with(end))
}

fn read(source: &Source, holds: Holds) -> Result<Vec<Given>> {
    if let Source::File { path, .. } = source
        && path.is_dir()
    {
        return Err(Error::new(Kind::Input, "this is a directory").at(source.name()).hinted(
            "name its files; linocut diagram check takes directories, and a diagram of words needs more than one",
        ));
    }
    let bytes = source.read(MOST_TEXT)?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length >= MOST_TEXT) {
        return Err(Error::new(Kind::Limit, "more than a megabyte of text").at(source.name()));
    }
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let name = match source {
        Source::Stdin => PathBuf::from("diagram"),
        Source::File { path, .. } => path.with_extension(""),
    };
    let one = |text: String, plan: Option<Plan>| Given {
        name: name.clone(),
        place: source.name(),
        text,
        plan,
        composed: None,
    };
    match holds {
        Holds::Mermaid => Ok(vec![one(text, None)]),
        Holds::Plan => {
            let plan = Plan::from_json(&text).map_err(|error| error.at(source.name()))?;
            Ok(vec![one(mermaid(&plan)?, Some(plan))])
        }
        Holds::Markdown => {
            let lines = |first: usize| format!("{}, from line {}", source.name(), first + 1);
            let found = fences(&text).into_iter();
            let found = found.map(|fence| Given { place: lines(fence.first), ..one(fence.text, None) });
            let found: Vec<Given> = found.collect();
            if found.is_empty() {
                return Err(Error::new(Kind::Input, "no diagram in it")
                    .at(source.name())
                    .hinted("diagrams stand between ```mermaid and ```"));
            }
            Ok(found)
        }
    }
}

/// Whether the name of a file says that it is Markdown.
pub(super) fn is_markdown(source: &Source) -> bool {
    match source {
        Source::Stdin => false,
        Source::File { path, .. } => matches!(holds(&path.display().to_string()), Some(Holds::Markdown)),
    }
}
