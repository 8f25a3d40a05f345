//! What a diagram is made of: words, or a file.

use super::MOST_TEXT;
use super::read::Read;
use crate::draw::slug;
use crate::input::Source;
use linocut_core::{Error, Kind, Result};
use linocut_diagram::{Composed, Plan, mermaid};
use std::path::{Path, PathBuf};

/// One diagram to be drawn.
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
    if let [word] = words
        && let Some(holds) = holds(word)
    {
        return read(&Source::new(Path::new(word)), holds);
    }
    let words = words.join(" ");
    let read = plan(&words)?;
    let text = mermaid(&read.plan)?;
    let name = PathBuf::from(slug(&words));
    Ok(vec![Given { name, place: "diagram".to_owned(), text, plan: Some(read.plan), composed: read.composed }])
}

fn holds(word: &str) -> Option<Holds> {
    if word == "-" {
        return Some(Holds::Mermaid);
    }
    let ending = Path::new(word).extension()?.to_str()?.to_ascii_lowercase();
    // A sentence may end in a name of a file, so a space needs a file.
    let named = !word.contains(' ') || Path::new(word).is_file();
    match ending.as_str() {
        "mmd" | "mermaid" => Some(Holds::Mermaid),
        "md" | "markdown" | "mdx" => Some(Holds::Markdown),
        "json" => Some(Holds::Plan),
        // Nobody names a file by chance.
        _ => Path::new(word).is_file().then_some(Holds::Mermaid),
    }
    .filter(|_| named)
}

fn read(source: &Source, holds: Holds) -> Result<Vec<Given>> {
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
            let found: Vec<Given> = fences(&text).into_iter().map(|fence| one(fence.text, None)).collect();
            if found.is_empty() {
                return Err(Error::new(Kind::Input, "no diagram in it")
                    .at(source.name())
                    .hinted("diagrams stand between ```mermaid and ```"));
            }
            Ok(found)
        }
    }
}

/// A diagram in a Markdown file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fence {
    /// Number of lines before its first, the fence itself among them.
    pub(super) first: usize,
    /// Its text.
    pub(super) text: String,
}

/// Whether the name of a file says that it is Markdown.
pub(super) fn is_markdown(source: &Source) -> bool {
    match source {
        Source::Stdin => false,
        Source::File { path, .. } => matches!(holds(&path.display().to_string()), Some(Holds::Markdown)),
    }
}

/// The texts between Mermaid fences of a Markdown file (`CommonMark` 0.31, section 4.5).
pub(super) fn fences(text: &str) -> Vec<Fence> {
    let (mut found, mut open) = (Vec::new(), None::<(String, Option<Fence>)>);
    for (line, number) in text.lines().zip(1..) {
        let bare = line.trim_start();
        let mark: String = bare.chars().take_while(|&c| c == '`').collect();
        let mark = if mark.is_empty() { bare.chars().take_while(|&c| c == '~').collect() } else { mark };
        match &mut open {
            Some((fence, body)) => {
                if mark.starts_with(fence.as_str()) && bare.trim_end().len() == mark.len() {
                    found.extend(body.take());
                    open = None;
                } else if let Some(body) = body {
                    body.text.push_str(line);
                    body.text.push('\n');
                }
            }
            None if mark.len() >= 3 => {
                let said = bare.get(mark.len()..).unwrap_or_default().trim();
                let is_ours = said.split([' ', '{', '}']).any(|word| word == "mermaid" || word == ".mermaid");
                open = Some((mark, is_ours.then_some(Fence { first: number, text: String::new() })));
            }
            None => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::fences;

    #[test]
    fn only_mermaid_fences_are_taken() {
        let text = "# A\n```mermaid\npie\n```\n```rust\n```mermaid\n```\n~~~ mermaid\ngantt\n~~~\n";
        let found: Vec<(usize, String)> = fences(text).into_iter().map(|fence| (fence.first, fence.text)).collect();
        assert_eq!(found, [(2, "pie\n".to_owned()), (8, "gantt\n".to_owned())]);
    }
}
