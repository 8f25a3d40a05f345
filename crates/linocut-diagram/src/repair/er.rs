//! Rules for entity relationship diagrams.

use super::draft::{Change, Draft, indent, split_word};

/// Writes `name: type` and `type: name` as the type, then the name, and one attribute a line.
pub(crate) fn attributes(draft: &Draft) -> Vec<Change> {
    let mut inside = false;
    let mut changes = Vec::new();
    for (index, line) in draft.body() {
        let text = line.trim();
        if let Some((name, rest)) = text.split_once('{')
            && !name.contains("--")
            && !name.contains("..")
        {
            inside = !rest.contains('}');
            let listed: Vec<String> = rest.trim_end_matches('}').split([',', ';']).filter_map(attribute).collect();
            if !rest.trim().is_empty() && !listed.is_empty() {
                let close = if inside { "" } else { "\n}" };
                changes.push(Change::line(index, &format!("{} {{\n    {}{close}", name.trim(), listed.join("\n    "))));
            }
        } else if text.starts_with('}') {
            inside = false;
        } else if inside && text.contains([':', ',', ';', '(', '?']) {
            let own = attribute(text.trim_end_matches([',', ';']));
            changes.extend(own.map(|own| Change::line(index, &format!("{}{own}", indent(line)))));
        }
    }
    if inside && let Some(last) = draft.lines.len().checked_sub(1) {
        changes.retain(|change| change.index != last);
        changes.push(Change::line(last, &format!("{}\n}}", draft.line(last))));
    }
    changes
}

/// `id: int PK "note"` as `int id PK "note"`.
fn attribute(text: &str) -> Option<String> {
    let text = text.trim();
    let (text, note) = text.split_once('"').map_or((text, String::new()), |(text, note)| (text, format!(" \"{note}")));
    let (name, rest) = match text.split_once(':') {
        Some((name, rest)) => (name.trim(), rest.trim()),
        None => return (!text.is_empty()).then(|| format!("{}{note}", text.trim().replace('?', ""))),
    };
    let (kind, keys) = split_word(rest);
    let word = |text: &str| {
        text.chars().map(|c| if c.is_alphanumeric() || "_-[]()".contains(c) { c } else { '_' }).collect::<String>()
    };
    let keys = if keys.is_empty() { String::new() } else { format!(" {keys}") };
    (!name.is_empty() && !kind.is_empty()).then(|| format!("{} {}{keys}{note}", word(kind), word(name)))
}

/// Ends of relations as UML, arrows and other notations write them, with Mermaid's line.
const ENDS: &[(&str, &str)] = &[
    (" 1--* ", " ||--o{ "),
    (" 1 --* ", " ||--o{ "),
    (" 1--1 ", " ||--|| "),
    (" *--1 ", " }o--|| "),
    (" *--* ", " }o--o{ "),
    (" 1..* ", " ||..|{ "),
    (" 0..* ", " |o..o{ "),
    (" 1--n ", " ||--o{ "),
    (" 1--N ", " ||--o{ "),
    (" n--1 ", " }o--|| "),
    (" N--1 ", " }o--|| "),
    (" n--m ", " }o--o{ "),
    (" 1:N ", " ||--o{ "),
    (" 1:n ", " ||--o{ "),
    (" 1:1 ", " ||--|| "),
    (" \"1\" -- \"*\" ", " ||--o{ "),
    (" \"1\" --> \"*\" ", " ||--o{ "),
    (" -->> ", " ||--o{ "),
    (" ->> ", " ||--o{ "),
    (" --> ", " ||--|| "),
    (" -> ", " ||--|| "),
    (" --o{ ", " ||--o{ "),
    (" }o-- ", " }o--|| "),
    (" --|{ ", " ||--|{ "),
    (" ||-- ", " ||--|| "),
    (" --|| ", " ||--|| "),
    (" -- ", " ||--|| "),
    (" --< ", " ||--o{ "),
    (" >-- ", " }o--|| "),
    (" ||--{ ", " ||--|{ "),
    (" ||--* ", " ||--o{ "),
    (" |--o{ ", " ||--o{ "),
    (" ||-o{ ", " ||--o{ "),
    (" ||--o ", " ||--o| "),
    (" o--o{ ", " |o--o{ "),
];

/// Writes the ends of relations as Mermaid does.
pub(crate) fn cardinality(line: &str) -> Option<String> {
    let (ends, own) = ENDS.iter().find(|(ends, _)| line.contains(ends))?;
    let relation = line.replacen(ends, own, 1);
    (!line.contains("o{") || *ends != " -- ").then_some(relation)
}

/// Puts a label behind relations that have none, and completes those that lack their other end.
pub(crate) fn label(line: &str) -> Option<String> {
    let text = line.trim();
    let (first, rest) = split_word(text);
    let (ends, second) = split_word(rest);
    let relation = ends.len() > 4 && (ends.contains("--") || ends.contains("..")) && !first.is_empty();
    if !relation {
        let odd = !ends.is_empty() && ends.chars().all(char::is_alphanumeric) && second.contains(':');
        if let Some(own) = odd.then(|| format!("{}{first} ||--o{{ {second}", indent(line))) {
            return Some(own);
        }
        return (text.starts_with('"') && text.contains('%')).then(|| line.replace('%', ""));
    }
    if second.is_empty() {
        return None;
    }
    if let Some((entity, label)) = second.split_once(':') {
        let label = label.trim();
        let bare = label.contains(' ') && !label.starts_with('"');
        return bare
            .then(|| format!("{}{first} {ends} {}: \"{}\"", indent(line), entity.trim_end(), label.replace('"', "")));
    }
    let (entity, label) = split_word(second);
    let label = if label.is_empty() { "has" } else { label.trim_matches('"') };
    Some(format!("{}{first} {ends} {entity} : \"{label}\"", indent(line)))
}
