//! Texts that Mermaid understands and merman does not, written so that both do.

use crate::family::Family;
use crate::repair::draft::{Change, Draft, indent, split_word};
use crate::repair::{bare_nodes, odd_labels};

/// `text` in words that merman knows, if it holds something that it does not.
pub(super) fn bridged(text: &str) -> Option<String> {
    let draft = Draft::new(text);
    let changes = match draft.family? {
        Family::Flowchart => lines(&draft, |line| odd_labels(line).or_else(|| bare_nodes(line))),
        Family::Class => lines(&draft, class),
        Family::Git => quoted_breaks(&draft),
        Family::Sequence
        | Family::State
        | Family::Er
        | Family::Gantt
        | Family::Pie
        | Family::Journey
        | Family::Timeline
        | Family::Mindmap
        | Family::Quadrant
        | Family::Kanban
        | Family::Architecture
        | Family::C4
        | Family::Xychart
        | Family::Block
        | Family::Packet
        | Family::Requirement
        | Family::Sankey => Vec::new(),
    };
    (!changes.is_empty()).then(|| draft.changed(&changes).text())
}

fn lines(draft: &Draft, own: impl Fn(&str) -> Option<String>) -> Vec<Change> {
    draft.body().filter_map(|(index, line)| Some(Change::line(index, &own(line)?))).collect()
}

/// `class A as B`, and generics behind a name in backticks.
fn class(line: &str) -> Option<String> {
    let (word, rest) = split_word(line);
    if word != "class" {
        return None;
    }
    if let Some((id, label)) = rest.split_once(" as ") {
        return Some(format!("{}class {id}[\"{label}\"]", indent(line)));
    }
    (rest.starts_with('`') && rest.contains("`~")).then(|| line.replace('`', ""))
}

/// A line break inside a quoted name.
fn quoted_breaks(draft: &Draft) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut open: Option<usize> = None;
    for (index, line) in draft.body() {
        let odd = line.matches('"').count() % 2 == 1;
        match (open, odd) {
            (None, true) => open = Some(index),
            (Some(start), true) => {
                changes.push(Change::line(start, &format!("{} {}", draft.line(start), line.trim())));
                changes.push(Change::remove(index));
                open = None;
            }
            _ => {}
        }
    }
    changes
}
