//! Rules for diagrams that are indented lists: mindmap and kanban.

use super::draft::{Change, Draft, indent, split_word};
use crate::family::Family;

/// Makes statements comments that these diagrams do not know.
pub(crate) fn strays(draft: &Draft) -> Vec<Change> {
    let stray = |line: &str| {
        let word = split_word(line).0;
        matches!(word, "accTitle:" | "accDescr:" | "accTitle" | "accDescr" | "title:" | "direction")
    };
    let found = draft.body().filter(|(_, line)| stray(line));
    found.map(|(index, line)| Change::line(index, &format!("{}%% {}", indent(line), line.trim()))).collect()
}

/// Puts everything that stands as far left as the root, or further, below it.
pub(crate) fn roots(draft: &Draft) -> Vec<Change> {
    let mut lines = draft.body();
    let Some((_, root)) = lines.next() else { return Vec::new() };
    let margin = width(root);
    let rest: Vec<(usize, &str)> = lines.collect();
    let Some(least) = rest.iter().map(|(_, line)| width(line)).min() else { return Vec::new() };
    if least > margin {
        return Vec::new();
    }
    if draft.family == Some(Family::Kanban) {
        let outside = rest.into_iter().filter(|(_, line)| width(line) < margin);
        return outside.map(|(index, line)| Change::line(index, &format!("{}{}", indent(root), line.trim()))).collect();
    }
    let deeper = margin + 2 - least;
    rest.into_iter().map(|(index, line)| Change::line(index, &format!("{}{line}", " ".repeat(deeper)))).collect()
}

/// Columns of white space before the first word.
fn width(line: &str) -> usize {
    indent(line).chars().count()
}

/// Joins a card and its settings: the parser takes a space between them, mermaid.js does not.
pub(crate) fn apart(line: &str) -> Option<String> {
    let (card, settings) = line.split_once("@{")?;
    let spaced = card.trim_end().ends_with(']') && card.ends_with(' ') && card.matches('"').count() % 2 == 0;
    spaced.then(|| format!("{}@{{{settings}", card.trim_end()))
}

/// Puts commas between the settings of a card.
pub(crate) fn settings(line: &str) -> Option<String> {
    let (card, settings) = line.split_once("@{")?;
    let (inner, rest) = settings.split_once('}')?;
    if inner.contains(['"', '\'', ',']) {
        return None;
    }
    let mut own = String::new();
    for word in inner.split_whitespace() {
        let next = word.ends_with(':') && !own.is_empty();
        own.push_str(if next { ", " } else { " " });
        own.push_str(word);
    }
    Some(format!("{card}@{{{own} }}{rest}"))
}

/// Quotes labels with brackets inside, and takes styles out of them.
pub(crate) fn labels(line: &str) -> Option<String> {
    let text = line.trim();
    let start = text.find('[')?;
    let (id, rest) = text.split_at_checked(start)?;
    let end = rest.rfind(']')?;
    let label = rest.get(1..end)?.trim();
    let label = label.split(":::").next().unwrap_or(label);
    let simple = id.chars().all(|c| c.is_alphanumeric() || c == '_') && !label.starts_with(['"', '[', '/', '\\']);
    let own = format!("{}{id}[\"{}\"]", indent(line), label.replace('"', "'"));
    (simple && label.contains(['(', ')', '[', ']', '{', '}', '<', '>'])).then_some(own)
}

/// Removes bullets and numbers of lists.
pub(crate) fn bullets(line: &str) -> Option<String> {
    let text = line.trim_start();
    let rest = ["- ", "* ", "+ ", "• "].iter().find_map(|bullet| text.strip_prefix(bullet))?;
    Some(format!("{}{}", indent(line), rest.trim_start()))
}
