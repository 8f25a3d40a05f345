//! Rules for whole lines of flowcharts.

use super::label::{is_quoted, quoted};
use super::scan::{Piece, is_nodes, scan, write};
use crate::repair::draft::{Change, Draft, indent, split_word};

/// Removes arrows that lead nowhere; one that begins a line goes on from the line before.
pub(crate) fn dangling(draft: &Draft) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut last = String::new();
    for (index, line) in draft.body().filter(|(_, line)| is_nodes(line)) {
        let mut pieces = scan(line);
        let bare = |piece: &Piece| matches!(piece, Piece::Space(_) | Piece::Sign(_));
        let end = pieces.iter().rposition(|piece| !bare(piece));
        let mut changed = false;
        if let Some(end) = end
            && let Some(Piece::Link(link)) = pieces.get(end)
        {
            // A label without an end is still something that was said.
            let said = link.label.as_deref().map(quoted);
            let node = said.map(|said| Piece::Sign(format!("{} n{}[{said}]", link.arrow, index + 1)));
            pieces.splice(end.., node);
            changed = true;
        }
        let start = pieces.iter().position(|piece| !bare(piece));
        if let Some(start) = start
            && matches!(pieces.get(start), Some(Piece::Link(_)))
            && !last.is_empty()
        {
            pieces.insert(start, Piece::Sign(format!("{last} ")));
            changed = true;
        }
        if changed {
            let line = write(&pieces);
            changes.push(if line.trim().is_empty() {
                Change::remove(index)
            } else {
                Change::line(index, line.trim_end())
            });
        }
        let word = pieces.iter().rev().find_map(|piece| if let Piece::Word(word) = piece { Some(word) } else { None });
        if let Some(word) = word {
            last.clone_from(word);
        }
    }
    changes
}

/// Quotes the titles of subgraphs.
pub(crate) fn subgraph_titles(line: &str) -> Option<String> {
    let (word, rest) = split_word(line);
    if word != "subgraph" || rest.is_empty() {
        return None;
    }
    let indent = indent(line);
    let rest = rest.trim_end_matches([';', ' ']);
    let (id, title) = match rest.split_once('[') {
        Some((id, title)) if !rest.starts_with('"') => (id.trim(), title.trim_end_matches(']').trim()),
        _ if is_quoted(rest) => return None,
        _ => ("", rest),
    };
    if id.is_empty() {
        let strange = title.contains(|c: char| !(c.is_alphanumeric() || c == ' ' || c == '_'));
        return strange.then(|| format!("{indent}subgraph {}", quoted(title)));
    }
    let id: String = id.chars().filter(|c| c.is_alphanumeric() || "_-".contains(*c)).collect();
    Some(format!("{indent}subgraph {id}[{}]", quoted(title)))
}

/// Makes a title front matter, and a note a node.
pub(crate) fn foreign_statements(draft: &Draft) -> Vec<Change> {
    let mut changes = Vec::new();
    for (index, line) in draft.body() {
        let (word, rest) = split_word(line);
        let changed = match word.trim_end_matches(':') {
            "title" if !super::link::starts(rest) && !rest.is_empty() => Some(titled(draft, rest, &mut changes)),
            "note" | "Note" => note(rest, index).map(|note| format!("{}{note}", indent(line))),
            "participant" | "actor" => participant(rest).map(|node| format!("{}{node}", indent(line))),
            "activate" | "deactivate" | "autonumber" => Some(format!("%% {}", line.trim())),
            _ => None,
        };
        changes.extend(changed.map(|line| Change::line(index, &line)));
    }
    changes
}

/// Puts the title into front matter, if the diagram begins the text; else into a comment.
fn titled(draft: &Draft, title: &str, changes: &mut Vec<Change>) -> String {
    if draft.header > 0 || changes.iter().any(|change| change.index == draft.header) {
        return format!("%% {title}");
    }
    let title = title.replace('\\', "\\\\").replace('"', "\\\"");
    changes.push(Change::line(draft.header, &format!("---\ntitle: \"{title}\"\n---\n{}", draft.first())));
    "%% the title stands in the front matter".to_owned()
}

/// `right of A: text` as a node beside A.
fn note(rest: &str, index: usize) -> Option<String> {
    let (place, text) = rest.split_once(':')?;
    let target = place.split_whitespace().last()?.split(',').next()?;
    Some(format!("{target} -.- note{}[{}]", index + 1, quoted(text)))
}

fn participant(rest: &str) -> Option<String> {
    let (id, label) = rest.split_once(" as ").unwrap_or((rest, rest));
    let id = id.trim();
    (!id.is_empty() && !id.contains(' ')).then(|| format!("{id}[{}]", quoted(label)))
}

/// Closes subgraphs at the end, and removes an `end` that closes nothing.
pub(crate) fn ends(draft: &Draft) -> Vec<Change> {
    let mut open = 0_usize;
    let mut changes = Vec::new();
    for (index, line) in draft.body() {
        match line.trim().trim_end_matches(';') {
            "end" if open == 0 => changes.push(Change::remove(index)),
            "end" => open -= 1,
            line if split_word(line).0 == "subgraph" => open += 1,
            _ => {}
        }
    }
    if open > 0
        && let Some(last) = draft.lines.len().checked_sub(1)
    {
        let close = "\nend".repeat(open);
        changes.retain(|change| change.index != last);
        changes.push(Change::line(last, &format!("{}{close}", draft.line(last))));
    }
    changes
}

/// Begins a line behind a color that a semicolon follows: Mermaid reads `#fff;` as one character of text.
pub(crate) fn colors(draft: &Draft) -> Vec<Change> {
    let header = std::iter::once((draft.header, draft.first()));
    let lines = header.chain(draft.body()).filter(|(_, line)| line.contains("style ") || line.contains("classDef "));
    let changes = lines.filter_map(|(index, line)| Some(Change::line(index, &split_color(line)?)));
    changes.collect()
}

fn split_color(line: &str) -> Option<String> {
    let starts = std::iter::once(0).chain(line.match_indices(';').map(|(at, _)| at + 1));
    let mut starts = starts.filter(|&start| {
        let statement = line.get(start..).unwrap_or_default().trim_start();
        let outside = line.get(..start).is_some_and(|before| before.matches('"').count() % 2 == 0);
        outside && (statement.starts_with("style ") || statement.starts_with("classDef "))
    });
    let style = starts.next()?;
    let (at, _) = line.match_indices(';').find(|&(at, _)| {
        let before = line.get(style..at).unwrap_or_default();
        let color = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let sharp =
            before.len() > color.len() && before.get(..before.len() - color.len()).is_some_and(|b| b.ends_with('#'));
        sharp && !color.is_empty() && !line.get(at + 1..).unwrap_or_default().trim().is_empty()
    })?;
    let (head, tail) = line.split_at_checked(at)?;
    Some(format!("{head}\n{}{}", indent(line), tail.trim_start_matches(';').trim_start()))
}

/// Makes styles comments that name nothing, and mends their lists of links.
pub(crate) fn styles(line: &str) -> Option<String> {
    let (word, rest) = split_word(line);
    let bare = !rest.is_empty() && !rest.contains(' ') && !super::link::starts(rest);
    match word {
        "class" | "style" | "classDef" if bare => Some(format!("{}%% {}", indent(line), line.trim())),
        "linkStyle" => {
            let end = rest.find(|c: char| c.is_ascii_lowercase()).unwrap_or(rest.len());
            let (list, style) = rest.split_at_checked(end)?;
            let numbers: Vec<&str> = list.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty()).collect();
            if numbers.is_empty() || style.trim().is_empty() {
                return (!rest.starts_with("default")).then(|| format!("{}%% {}", indent(line), line.trim()));
            }
            Some(format!("{}linkStyle {} {style}", indent(line), numbers.join(",")))
        }
        "click" => Some(format!("{}%% {}", indent(line), line.trim())),
        _ => None,
    }
}
