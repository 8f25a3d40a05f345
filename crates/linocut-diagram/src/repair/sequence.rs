//! Rules for sequence diagrams.

use super::draft::{Change, Draft, indent, split_word};
use std::collections::BTreeMap;

/// Arrows, the longer ones first.
const ARROWS: &[&str] = &["<<-->>", "<<->>", "-->>", "--x", "--)", "-->", "->>", "-x", "-)", "->"];
/// What opens a block, and what may divide it.
const BLOCKS: &[(&str, &str)] = &[
    ("alt", "else"),
    ("par", "and"),
    ("par_over", "and"),
    ("critical", "option"),
    ("loop", ""),
    ("opt", ""),
    ("break", ""),
    ("rect", ""),
    ("box", ""),
];
/// Words that begin other statements than messages.
const WORDS: &[&str] = &[
    "participant",
    "actor",
    "activate",
    "deactivate",
    "note",
    "autonumber",
    "title",
    "title:",
    "link",
    "links",
    "create",
    "destroy",
    "end",
    "else",
    "and",
    "option",
    "accTitle",
    "accDescr",
    "accTitle:",
    "accDescr:",
    "properties",
    "details",
];

/// A message: sender, arrow, what follows.
fn message(line: &str) -> Option<(&str, &str, &str)> {
    let word = split_word(line).0;
    if WORDS.contains(&word.to_lowercase().as_str()) || BLOCKS.iter().any(|(block, _)| *block == word) {
        return None;
    }
    let at = line.char_indices().find_map(|(at, _)| {
        let arrow = ARROWS.iter().find(|arrow| line.get(at..).is_some_and(|rest| rest.starts_with(**arrow)))?;
        Some((at, *arrow))
    });
    let (at, arrow) = at?;
    let colon = line.find(':').unwrap_or(line.len());
    let rest = line.get(at + arrow.len()..)?;
    (at < colon && at > 0).then_some((line.get(..at)?, arrow, rest))
}

/// Puts a colon before the text of a message or note.
pub(crate) fn colon(line: &str) -> Option<String> {
    if line.contains(':') {
        return None;
    }
    let (word, rest) = split_word(line);
    if matches!(word, "Note" | "note") {
        let place = ["over ", "right of ", "left of "].iter().find(|place| rest.starts_with(**place))?;
        let after = rest.get(place.len()..)?;
        let (who, text) = after.split_once(' ').unwrap_or((after, " "));
        return Some(format!("{}{word} {place}{who}: {}", indent(line), text.trim()));
    }
    if matches!(word, "accTitle" | "accDescr") {
        return Some(format!("{}{word}: {rest}", indent(line)));
    }
    let (sender, arrow, rest) = message(line)?;
    let rest = rest.trim();
    let (receiver, text) = rest.split_once(' ').unwrap_or((rest, ""));
    (!receiver.is_empty()).then(|| format!("{sender}{arrow}{receiver}: {}", text.trim()).trim_end().to_owned())
}

/// Writes a note of several lines, up to `end note`, in one.
pub(crate) fn long_notes(draft: &Draft) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut open: Option<(usize, Vec<&str>)> = None;
    for (index, line) in draft.body() {
        let text = line.trim();
        match &mut open {
            Some((start, said)) if text.eq_ignore_ascii_case("end note") => {
                let head = draft.line(*start).trim_end();
                changes.push(Change::line(*start, &format!("{head}: {}", said.join("<br/>"))));
                changes.extend((*start + 1..=index).map(Change::remove));
                open = None;
            }
            Some((_, said)) => said.push(text),
            None if split_word(text).0.eq_ignore_ascii_case("note") && !text.contains(':') => {
                open = Some((index, Vec::new()));
            }
            None => {}
        }
    }
    changes
}

/// Writes semicolons in texts as entities.
pub(crate) fn semicolon(line: &str) -> Option<String> {
    let (head, text) = line.split_once(':')?;
    let body = text.trim_end().trim_end_matches(';');
    let plain = entities(body);
    (plain.contains(';')).then(|| format!("{head}:{}", plain.replace(';', "#59;").replace('\u{1}', ";")))
}

/// Text whose own entities end in a sign that no text has.
fn entities(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('#') {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let end = tail.get(1..).and_then(|t| t.find(|c: char| !c.is_alphanumeric())).map_or(tail.len(), |end| end + 1);
        let entity = tail.get(..end).unwrap_or(tail);
        out.push_str(entity);
        rest = tail.get(end..).unwrap_or_default();
        if entity.len() > 1
            && let Some(after) = rest.strip_prefix(';')
        {
            out.push('\u{1}');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// Writes arrows of other notations.
pub(crate) fn arrows(line: &str) -> Option<String> {
    let head = line.split(':').next()?;
    let own =
        head.replace("&gt;", ">").replace('→', "->>").replace("==>>", "->>").replace("==>", "->>").replace("=>", "->>");
    let own = own.replace("--->>", "-->>").replace("--->", "-->").replace("-.->", "-->");
    let bars = own.split_once('|').and_then(|(arrow, rest)| Some((arrow, rest.split_once('|')?)));
    if let Some((arrow, (label, receiver))) = bars {
        return Some(format!("{arrow}{}: {}", receiver.trim(), label.trim()));
    }
    (own != head).then(|| format!("{own}{}", line.get(head.len()..).unwrap_or_default()))
}

/// Removes the end of an activation that never began.
pub(crate) fn deactivate(draft: &Draft) -> Vec<Change> {
    let mut active: BTreeMap<String, usize> = BTreeMap::new();
    let mut changes = Vec::new();
    for (index, line) in draft.body() {
        let (word, rest) = split_word(line);
        if word == "activate" {
            *active.entry(rest.to_owned()).or_default() += 1;
        } else if word == "deactivate" {
            match active.get_mut(rest).filter(|count| **count > 0) {
                Some(count) => *count -= 1,
                None => changes.push(Change::remove(index)),
            }
        } else if let Some((sender, arrow, rest)) = message(line) {
            let to = rest.split(':').next().unwrap_or_default().trim();
            if let Some(to) = to.strip_prefix('+') {
                *active.entry(to.trim().to_owned()).or_default() += 1;
            } else if to.starts_with('-') {
                match active.get_mut(sender.trim()).filter(|count| **count > 0) {
                    Some(count) => *count -= 1,
                    None => changes.push(Change::line(index, &line.replacen(&format!("{arrow}-"), arrow, 1))),
                }
            }
        }
    }
    changes
}

/// Mends branches that stand in the wrong block, or in none.
pub(crate) fn branches(draft: &Draft) -> Vec<Change> {
    let mut open: Vec<&str> = Vec::new();
    let mut changes = Vec::new();
    for (index, line) in draft.body() {
        let (word, rest) = split_word(line);
        if let Some((_, divider)) = BLOCKS.iter().find(|(block, _)| *block == word) {
            open.push(divider);
        } else if word == "end" && rest.is_empty() {
            if open.pop().is_none() {
                changes.push(Change::remove(index));
            }
        } else if matches!(word, "else" | "and" | "option") {
            let right = open.last().copied().unwrap_or_default();
            if right.is_empty() {
                changes.push(Change::line(index, &format!("{}%% {}", indent(line), line.trim())));
            } else if right != word {
                changes.push(Change::line(index, &line.replacen(word, right, 1)));
            }
        }
    }
    changes
}

/// Closes blocks at the end; a box before the first message.
pub(crate) fn ends(draft: &Draft) -> Vec<Change> {
    let mut open: Vec<&str> = Vec::new();
    let mut changes = Vec::new();
    for (index, line) in draft.body() {
        let (word, rest) = split_word(line);
        let inside = matches!(word, "participant" | "actor");
        if open.last() == Some(&"box") && !inside && word != "end" {
            open.pop();
            changes.push(Change::line(index, &format!("{}end\n{line}", indent(line))));
        }
        if BLOCKS.iter().any(|(block, _)| *block == word) {
            open.push(word);
        } else if word == "end" && rest.is_empty() && open.pop().is_none() {
            changes.push(Change::remove(index));
        }
    }
    if !open.is_empty()
        && let Some(last) = draft.lines.len().checked_sub(1)
    {
        let text = changes.iter().position(|change| change.index == last).map(|at| changes.remove(at).lines.join("\n"));
        let text = text.unwrap_or_else(|| draft.line(last).to_owned());
        changes.push(Change::line(last, &format!("{text}{}", "\nend".repeat(open.len()))));
    }
    changes
}

/// Makes lines comments that are no statements: bullets, prose, statements that lack their object.
pub(crate) fn strays(line: &str) -> Option<String> {
    let (word, rest) = split_word(line);
    let lower = word.to_lowercase();
    if lower == "autonumber" && !rest.is_empty() {
        return Some(format!("{}autonumber", indent(line)));
    }
    if lower == "create" && !rest.starts_with("participant ") && !rest.starts_with("actor ") {
        return Some(format!("{}participant {rest}", indent(line)).trim_end().to_owned());
    }
    if matches!(lower.as_str(), "participant" | "actor")
        && rest.contains(' ')
        && !rest.contains(" as ")
        && !rest.contains("@{")
    {
        let (id, label) = rest.split_once(' ')?;
        return Some(format!("{}{word} {id} as {}", indent(line), label.trim()));
    }
    if let Some((head, tail)) = line.split_once("@{")
        && !tail.contains(':')
    {
        let parts: Vec<&str> = tail.trim_end_matches([' ', '}']).split_whitespace().collect();
        let [key, value] = parts.as_slice() else { return None };
        return Some(format!("{head}@{{ {key}: {value} }}"));
    }
    let known = WORDS.contains(&lower.as_str()) || BLOCKS.iter().any(|(block, _)| *block == lower);
    (!known && message(line).is_none() && !line.contains("()")).then(|| format!("{}%% {}", indent(line), line.trim()))
}
