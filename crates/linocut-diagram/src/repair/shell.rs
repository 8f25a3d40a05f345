//! Rules for what stands around a diagram and for its first line.

use super::draft::{Change, Draft, split_word};
use super::header;
use crate::family::Family;

/// Keeps what stands in the first fence, or what follows prose.
pub(crate) fn fence(draft: &Draft) -> Vec<Change> {
    let is_fence = |line: &str| {
        line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~m") || line.contains("```mermaid")
    };
    let fences: Vec<usize> = indices(draft, is_fence);
    let Some(&first) = fences.first() else { return prose(draft) };
    if header::word(draft.first()).is_some() && draft.header < first {
        return (first..draft.lines.len()).map(Change::remove).collect();
    }
    let open = fences.iter().position(|&index| draft.line(index).contains("mermaid")).unwrap_or(0);
    let start = fences.get(open).copied().unwrap_or(first);
    let end = fences.get(open + 1).copied().unwrap_or(draft.lines.len());
    (0..draft.lines.len()).filter(|index| *index <= start || *index >= end).map(Change::remove).collect()
}

fn indices(draft: &Draft, wanted: impl Fn(&str) -> bool) -> Vec<usize> {
    draft.lines.iter().enumerate().filter(|(_, line)| wanted(&line.text)).map(|(index, _)| index).collect()
}

/// Removes what stands before the header.
fn prose(draft: &Draft) -> Vec<Change> {
    if header::stands_alone(draft.first()) {
        return Vec::new();
    }
    let first = draft.first().trim();
    let label = first.get(..8).is_some_and(|word| word.eq_ignore_ascii_case("mermaid:"));
    if label && header::word(first.get(8..).unwrap_or_default()).is_some() {
        return vec![Change::line(draft.header, first.get(8..).unwrap_or_default().trim())];
    }
    let Some((found, _)) = draft.body().find(|(_, line)| header::stands_alone(line)) else { return Vec::new() };
    (draft.header..found).map(Change::remove).collect()
}

/// Moves front matter to the left edge and closes it.
pub(crate) fn front_matter(draft: &Draft) -> Vec<Change> {
    let fences = indices(draft, |line| line.trim() == "---");
    let Some(&open) = fences.first() else { return Vec::new() };
    if indices(draft, |line| !line.trim().is_empty()).first() != Some(&open) {
        return Vec::new();
    }
    let Some(&close) = fences.get(1) else {
        let header = indices(draft, header::stands_alone).first().copied();
        return header.map(|index| Change::line(index, &format!("---\n{}", draft.line(index)))).into_iter().collect();
    };
    let inside = || draft.lines.iter().enumerate().take(close).skip(open + 1);
    let full = || inside().filter(|(_, line)| !line.text.trim().is_empty());
    let margin = full().map(|(_, line)| line.text.len() - line.text.trim_start().len()).min().unwrap_or(0);
    let mut changes = vec![Change::line(open, "---"), Change::line(close, "---")];
    changes.extend(inside().map(|(index, line)| Change::line(index, line.text.get(margin..).unwrap_or_default())));
    changes
}

/// Makes directives comments.
pub(crate) fn directive(draft: &Draft) -> Vec<Change> {
    let lines = indices(draft, |line| line.trim_start().starts_with("%%{"));
    lines.into_iter().map(|index| Change::line(index, &draft.line(index).replace(['{', '}'], " "))).collect()
}

/// Spells a header as Mermaid does, or writes the one that is missing.
pub(crate) fn header(draft: &Draft) -> Vec<Change> {
    let line = draft.first().trim().trim_end_matches([':', ';']);
    if let Some(word) = header::word(line)
        && word.len() == line.len()
        && line != word.to_lowercase()
    {
        return canonical(word).map(|right| Change::line(draft.header, right)).into_iter().collect();
    }
    let words = line.chars().all(|c| c.is_alphanumeric() || c == ' ');
    if draft.lines.is_empty() || line.is_empty() || (draft.family.is_some() && !words) {
        return Vec::new();
    }
    match named(line) {
        Some(right) => vec![Change::line(draft.header, &right)],
        None => guessed(draft)
            .map(|guess| Change::line(draft.header, &format!("{guess}\n{}", draft.first())))
            .into_iter()
            .collect(),
    }
}

fn canonical(word: &str) -> Option<&'static str> {
    header::family(word).map(Family::header)
}

/// The header that a line means which is none.
fn named(line: &str) -> Option<String> {
    let (before, last) = line.rsplit_once(char::is_whitespace).unwrap_or((line, ""));
    let direction = header::DIRECTIONS.iter().find(|direction| last.eq_ignore_ascii_case(direction));
    let name = if direction.is_some() { before } else { line };
    let squashed: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let prose = line.chars().all(|c| c.is_alphanumeric() || c == ' ');
    let stem = squashed.trim_end_matches("v2").trim_end_matches("beta").trim_end_matches('s');
    let family = Family::parse(name).ok().or_else(|| {
        Family::ALL.into_iter().find(|family| {
            let header: String = family.header().to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
            let own = header.trim_end_matches("v2").trim_end_matches("beta");
            let others = family.aliases().map(|alias| alias.replace([' ', '-'], ""));
            near(stem, own) || others.into_iter().any(|other| other == stem)
        })
    });
    let family = family.or_else(|| header::family(line).filter(|_| prose));
    if family.is_none() && prose {
        return header::word(line).map(str::to_owned);
    }
    let family = family?;
    let direction = match (direction, family) {
        (Some(direction), Family::Flowchart) => format!(" {direction}"),
        (None, Family::Flowchart) => " TD".to_owned(),
        _ => String::new(),
    };
    Some(format!("{}{direction}", family.header()))
}

/// Whether two words differ by at most one letter more, less or other.
fn near(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if a.len() < 3 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let front = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let back = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    front + back + 1 >= a.len().max(b.len())
}

/// The header that lines without one call for.
fn guessed(draft: &Draft) -> Option<&'static str> {
    let text = draft.text();
    let has = |signs: &[&str]| signs.iter().any(|sign| text.contains(sign));
    if has(&["->>", "participant "]) {
        Some("sequenceDiagram")
    } else if has(&["||--", "}o--", "}|--", "o{"]) {
        Some("erDiagram")
    } else if has(&["<|--", "--|>", "*--", "o--"]) {
        Some("classDiagram")
    } else if has(&["[*]"]) {
        Some("stateDiagram-v2")
    } else if has(&["-->", "---", "==>", "-.->"]) {
        Some("flowchart TD")
    } else {
        None
    }
}

/// Removes a second diagram.
pub(crate) fn second(draft: &Draft) -> Vec<Change> {
    let Some((start, _)) = draft.body().find(|(_, line)| header::stands_alone(line)) else { return Vec::new() };
    (start..draft.lines.len()).map(Change::remove).collect()
}

/// Begins a line after the header, where a statement follows it.
pub(crate) fn header_line(draft: &Draft) -> Vec<Change> {
    let line = draft.first().trim();
    let Some(word) = header::word(line) else { return Vec::new() };
    let rest = line.get(word.len()..).unwrap_or_default().trim_start_matches(':');
    let (next, statement) = split_word(rest);
    if next.contains(';') {
        return Vec::new();
    }
    let bare = next.trim_end_matches(':');
    let split = |head: &str, tail: &str| vec![Change::line(draft.header, &format!("{head}\n{}", tail.trim()))];
    match draft.family {
        Some(Family::Flowchart) if header::DIRECTIONS.contains(&bare) => {
            if statement.is_empty() || statement.starts_with([';', '%']) {
                return Vec::new();
            }
            split(&format!("{word} {bare}"), statement)
        }
        Some(Family::Flowchart) if super::flow::starts_link(statement) && !rest.trim_start().starts_with(';') => {
            split(word, rest)
        }
        _ => Vec::new(),
    }
}

/// Begins a line after the header of the other kinds of diagrams.
pub(crate) fn header_statement(draft: &Draft) -> Vec<Change> {
    let line = draft.first().trim();
    let word = header::word(line).unwrap_or_default();
    let rest = line.get(word.len()..).unwrap_or_default();
    // A direction is of the header, whatever is wrong elsewhere.
    let is_direction = header::DIRECTIONS.contains(&rest.trim().trim_end_matches([':', ';']));
    let any = !word.is_empty() && rest.starts_with(char::is_whitespace) && !is_direction;
    any.then(|| Change::line(draft.header, &format!("{word}\n{}", rest.trim()))).into_iter().collect()
}

/// Writes a direction that flowcharts know.
pub(crate) fn direction(draft: &Draft) -> Vec<Change> {
    let mut changes = Vec::new();
    let line = draft.first();
    let word = header::word(line).unwrap_or_default();
    let rest = line.trim_start().get(word.len()..).unwrap_or_default();
    let wanted = rest.trim_start().split([';', ' ', '\t', '\n']).next().unwrap_or_default();
    if let Some(known) = meant(wanted)
        && rest.starts_with(' ')
    {
        changes.push(Change::line(draft.header, &line.replacen(wanted, known, 1)));
    }
    for (index, line) in draft.body() {
        let (word, rest) = split_word(line);
        let rest = rest.trim_end_matches(';');
        if word == "direction"
            && let Some(known) = meant(rest)
        {
            changes.push(Change::line(index, &line.replacen(rest, known, 1)));
        }
    }
    changes
}

/// The direction that a word means which is none.
fn meant(word: &str) -> Option<&'static str> {
    let letters = word.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    if word.is_empty() || !letters || header::DIRECTIONS.contains(&word) || word.contains("--") {
        return None;
    }
    let lower = word.to_lowercase();
    let known = match lower.as_str() {
        "v" | "td" | "tb" | "du" | "ud" => return None,
        "lr" | "ltr" | "left-to-right" | "horizontal" | "right" => "LR",
        "rl" | "rtl" | "right-to-left" | "left" => "RL",
        "bt" | "btt" | "bottom-to-top" | "up" => "BT",
        _ => "TD",
    };
    Some(known)
}

/// Writes comments of other languages as Mermaid's.
pub(crate) fn comment(line: &str) -> Option<String> {
    let text = line.trim_start();
    let indent = super::draft::indent(line);
    let rest = ["//", "<!--", "# ", "% "].iter().find_map(|sign| text.strip_prefix(sign));
    if let Some(rest) = rest {
        return Some(format!("{indent}%% {}", rest.trim_end_matches("-->").trim()));
    }
    let (statement, said) = text.split_once(" // ").or_else(|| text.split_once(" %% "))?;
    // In brackets and quotes it is text.
    let count = |signs: [char; 3]| statement.matches(signs).count();
    let outside = statement.matches('"').count() % 2 == 0 && count(['[', '(', '{']) == count([']', ')', '}']);
    outside.then(|| format!("{indent}%% {}\n{indent}{}", said.trim(), statement.trim_end()))
}
