//! Rules for state diagrams.

use super::draft::{Change, Draft, indent, split_word};
use std::collections::BTreeMap;

/// Writes `->`, `=>` and arrows of other notations with two dashes, and labels between bars after a colon.
pub(crate) fn arrows(line: &str) -> Option<String> {
    let head = line.split(':').next()?;
    let mut own = head.replace("--&gt;", "-->").replace('→', "-->").replace("==>", "-->").replace("=>", "-->");
    if !own.contains("-->") {
        own = own.replacen("->>", "-->", 1);
    }
    if !own.contains("-->") {
        own = own.replacen("->", "-->", 1);
    }
    let mut rest = line.get(head.len()..).unwrap_or_default().to_owned();
    if let Some((arrow, label, target)) = barred(&own) {
        rest = format!(" : {label}");
        own = format!("{arrow} {target}");
    }
    (own != head).then(|| format!("{own}{rest}"))
}

/// `A -->|label| B` in its parts.
fn barred(line: &str) -> Option<(String, String, String)> {
    let (arrow, rest) = line.split_once('|')?;
    let (label, target) = rest.split_once('|')?;
    arrow.contains("-->").then(|| (arrow.trim_end().to_owned(), label.trim().to_owned(), target.trim().to_owned()))
}

/// Gives states whose id stands in quotes an id of their own, and keeps the words as description.
pub(crate) fn quoted(draft: &Draft) -> Vec<Change> {
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    let mut changes = Vec::new();
    for (index, line) in draft.body() {
        if !line.contains("-->") && split_word(line).0 == "state" {
            continue;
        }
        let (states, text) = line.split_once(':').map_or((line, None), |(states, text)| (states, Some(text)));
        if !states.contains('"') {
            continue;
        }
        let mut declared = String::new();
        let mut own = String::new();
        for (part, quoted) in states.split('"').zip([false, true].into_iter().cycle()) {
            if !quoted {
                own.push_str(part);
                continue;
            }
            let id = ids.entry(part.to_owned()).or_insert_with(|| {
                let id: String = part.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
                if id != part {
                    declared = format!("{declared}{}state \"{part}\" as {id}\n", indent(line));
                }
                id
            });
            own.push_str(id);
        }
        let text = text.map(|text| format!(":{text}")).unwrap_or_default();
        changes.push(Change::line(index, &format!("{declared}{own}{text}")));
    }
    changes
}

/// Puts a colon into notes, begins a line where one is glued to a transition, and shortens `---`.
pub(crate) fn notes(line: &str) -> Option<String> {
    if line.trim() == "---" {
        return Some(line.replace("---", "--"));
    }
    let at = line.find("Note ").or_else(|| line.find("note "))?;
    if at > indent(line).len() {
        let (before, note) = line.split_at(at);
        return Some(format!("{}\n{}{}", before.trim_end(), indent(line), beside(note)));
    }
    let own = format!("{}{}", indent(line), beside(line.trim()));
    (own != line).then_some(own)
}

/// A note where state diagrams have them: beside one state, after a colon.
fn beside(note: &str) -> String {
    let (_, rest) = split_word(note);
    let rest = ["over ", "right of ", "left of "].iter().find_map(|place| rest.strip_prefix(place)).unwrap_or(rest);
    let (who, text) = match rest.split_once(':') {
        Some((who, text)) => (who.trim(), text.trim()),
        None => rest.split_once(' ').unwrap_or((rest, "")),
    };
    let who = who.split(',').next().unwrap_or(who).trim();
    let side = if note.contains(" left of ") { "left" } else { "right" };
    if text.is_empty() { note.to_owned() } else { format!("note {side} of {who} : {text}") }
}

/// Closes braces at the end, and removes one that closes nothing.
pub(crate) fn braces(draft: &Draft) -> Vec<Change> {
    super::class::balanced(draft)
}
