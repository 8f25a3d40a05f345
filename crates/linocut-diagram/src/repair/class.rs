//! Rules for class diagrams.

use super::draft::{Change, Draft, indent, split_word};

/// Writes generics between tildes.
pub(crate) fn generics(line: &str) -> Option<String> {
    let relation = ["<|", "|>", "-->", "<--", "..>", "<..", "<<"].iter().any(|sign| line.contains(sign));
    if !line.contains('<') || !line.contains('>') || (relation && !line.contains(':') && split_word(line).0 != "class")
    {
        return None;
    }
    let (head, text) = if relation { line.split_once(':').unwrap_or((line, "")) } else { ("", line) };
    if relation {
        let own = tilded(text)?;
        return Some(format!("{head}:{own}"));
    }
    tilded(line)
}

/// The text with `<` and `>` that belong together as `~`.
fn tilded(text: &str) -> Option<String> {
    let open = text.matches('<').count();
    let even = open > 0 && open == text.matches('>').count() && !text.contains("<<");
    even.then(|| text.replace(['<', '>'], "~"))
}

/// Mends words in the place of `class`, classes with a style and nothing else, and inheritance after a class's name.
pub(crate) fn statements(line: &str) -> Option<String> {
    let (word, rest) = split_word(line);
    let indent = indent(line);
    match word {
        "interface" | "abstract" | "enum" | "struct" if !rest.starts_with([':', '<', '-']) => {
            let kind = match word {
                "abstract" => "abstract",
                "enum" => "enumeration",
                _ => "interface",
            };
            let name = rest.trim_start_matches("class ").trim_end_matches('{').trim();
            if rest.ends_with('{') {
                return Some(format!("{indent}class {name} {{\n{indent}    <<{kind}>>"));
            }
            Some(format!("{indent}class {name}\n{indent}<<{kind}>> {name}"))
        }
        "class" if rest.contains(' ') && !rest.contains(['{', '[', ':', '<', '-']) => {
            let (name, label) = rest.split_once(' ')?;
            Some(format!("{indent}class {name}[\"{}\"]", label.trim_matches('"').replace('~', " ").trim()))
        }
        "title" | "title:" => Some(format!("{indent}%% {rest}")),
        _ if word.contains(":::") && rest.is_empty() => {
            let (name, style) = word.split_once(":::")?;
            Some(format!("{indent}cssClass \"{name}\" {style}"))
        }
        _ => None,
    }
}

/// Writes arrows that class diagrams know.
pub(crate) fn arrows(line: &str) -> Option<String> {
    let head = line.split(':').next()?;
    let pairs = [
        (" -> ", " --> "),
        (" <- ", " <-- "),
        (" => ", " --> "),
        (" -|> ", " --|> "),
        (" <|- ", " <|-- "),
        (" →", " -->"),
        (" ->> ", " --> "),
    ];
    let own = pairs.iter().fold(head.to_owned(), |head, (from, to)| head.replace(from, to));
    (own != head).then(|| format!("{own}{}", line.get(head.len()..).unwrap_or_default()))
}

/// Writes inheritance in words as an arrow.
pub(crate) fn extends(line: &str) -> Option<String> {
    let (head, brace) = line.trim().strip_suffix('{').map_or((line.trim(), false), |head| (head.trim(), true));
    let words: Vec<&str> = head.split_whitespace().collect();
    let words = words.strip_prefix(&["class"]).unwrap_or(&words);
    let [name, verb, parent] = words else { return None };
    let arrow = match *verb {
        "extends" | "inherits" => "<|--",
        "implements" => "<|..",
        _ => return None,
    };
    let class = if brace { format!("\n{}class {name} {{", indent(line)) } else { String::new() };
    Some(format!("{}{parent} {arrow} {name}{class}", indent(line)))
}

/// Closes braces, before the next class or at the end.
pub(crate) fn braces(draft: &Draft) -> Vec<Change> {
    let mut open = false;
    let mut changes = Vec::new();
    for (index, line) in draft.body() {
        let text = line.trim();
        let relation = ["--", "<|", "|>", ".."].iter().any(|sign| text.contains(sign)) && !text.contains('(');
        if open && (split_word(text).0 == "class" || relation) {
            changes.push(Change::line(index, &format!("}}\n{line}")));
            open = false;
        }
        open = if text.ends_with('{') && !text.starts_with("namespace") { true } else { open && !text.contains('}') };
    }
    if open && let Some(last) = draft.lines.len().checked_sub(1) {
        changes.retain(|change| change.index != last);
        changes.push(Change::line(last, &format!("{}\n}}", draft.line(last))));
    }
    if changes.is_empty() { balanced(draft) } else { changes }
}

/// Closes braces at the end, and removes one that closes nothing.
pub(crate) fn balanced(draft: &Draft) -> Vec<Change> {
    let mut open = 0_usize;
    let mut changes = Vec::new();
    for (index, line) in draft.body() {
        let text = line.trim();
        if text == "}" && open == 0 {
            changes.push(Change::remove(index));
            continue;
        }
        open = (open + text.matches('{').count()).saturating_sub(text.matches('}').count());
    }
    if open > 0
        && let Some(last) = draft.lines.len().checked_sub(1)
    {
        changes.retain(|change| change.index != last);
        changes.push(Change::line(last, &format!("{}{}", draft.line(last), "\n}".repeat(open))));
    }
    changes
}
