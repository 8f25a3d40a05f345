//! Bracketed labels of flowcharts, closed rightly, wrongly or not at all.

use super::link;

/// A label with its brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    /// The opening bracket.
    pub(crate) open: &'static str,
    /// What stands between the brackets.
    pub(crate) text: String,
    /// What closes it, as written; empty when nothing does.
    pub(crate) close: String,
}

/// Brackets that open a label and those that may close it, the longer ones first.
const SHAPES: &[(&str, &[&str])] = &[
    ("(((", &[")))"]),
    ("([", &["])"]),
    ("((", &["))"]),
    ("[[", &["]]"]),
    ("[(", &[")]"]),
    ("[/", &["/]", "\\]"]),
    ("[\\", &["\\]", "/]"]),
    ("{{", &["}}"]),
    ("(-", &["-)"]),
    ("(", &[")"]),
    ("[", &["]"]),
    ("{", &["}"]),
    (">", &["]"]),
];

/// Reads the label at the start of `text`, and its length in bytes. Only after a word does `>` open one.
pub(crate) fn read(text: &str, after_word: bool) -> Option<(Label, usize)> {
    let shapes = || SHAPES.iter().filter(|(open, _)| text.starts_with(open) && (*open != ">" || after_word));
    shapes().next()?;
    for (open, closes) in shapes() {
        let rest = text.get(open.len()..)?;
        if let Some(label) = closes.iter().filter_map(|close| closed(rest, open, close)).min_by_key(|l| l.text.len()) {
            return Some(measured(label));
        }
        let slanted = open.ends_with(['/', '\\']) || *open == ">";
        if open.len() > 1
            && !slanted
            && let Some(label) = mixed(rest, open)
        {
            return Some(measured(label));
        }
    }
    let (open, _) = shapes().rfind(|(open, _)| open.len() == 1)?;
    let rest = text.get(1..)?;
    Some(measured(mixed(rest, open).unwrap_or_else(|| unclosed(rest, open))))
}

fn measured(label: Label) -> (Label, usize) {
    let length = label.open.len() + label.text.len() + label.close.len();
    (label, length)
}

/// The label up to the first right bracket behind which a statement may go on.
fn closed(rest: &str, open: &'static str, close: &str) -> Option<Label> {
    let quoted = rest.trim_start().starts_with('"');
    let ends = rest.match_indices(close).map(|(at, _)| at);
    let text = ends.filter_map(|at| Some((at, rest.get(..at)?))).find(|(at, text)| {
        let after = rest.get(at + close.len()..).unwrap_or_default();
        let whole = !quoted || (text.trim().len() > 1 && text.trim_end().ends_with('"'));
        whole && goes_on(after)
    });
    let (_, text) = text?;
    let sound = quoted || !(holds_link(text) || (open.len() > 1 && unbalanced(text)));
    sound.then(|| Label { open, text: text.to_owned(), close: close.to_owned() })
}

/// The label up to the first wrong bracket, of the right length, behind which a statement may go on.
fn mixed(rest: &str, open: &'static str) -> Option<Label> {
    let length = open.len();
    let at = rest.char_indices().map(|(at, _)| at).find(|&at| {
        let close = rest.get(at..at + length);
        let brackets = close.is_some_and(|close| close.chars().all(|c| "])}".contains(c)));
        brackets && goes_on(rest.get(at + length..).unwrap_or_default())
    })?;
    let text = rest.get(..at)?;
    let close = rest.get(at..at + length)?.to_owned();
    (!holds_link(text)).then(|| Label { open, text: text.to_owned(), close })
}

/// The label up to the next link, or to the end of the line.
fn unclosed(rest: &str, open: &'static str) -> Label {
    let link = rest.match_indices(' ').map(|(at, _)| at).find(|&at| {
        let after = rest.get(at..).unwrap_or_default().trim_start();
        link::starts(after) && !after.starts_with(['x', 'o'])
    });
    let end = link.or_else(|| rest.ends_with(';').then(|| rest.len() - 1)).unwrap_or(rest.len());
    Label { open, text: rest.get(..end).unwrap_or(rest).to_owned(), close: String::new() }
}

/// Whether what follows a label may follow one.
fn goes_on(after: &str) -> bool {
    let next = after.trim_start();
    next.is_empty() || next.starts_with(['&', ';', ':', '@']) || link::starts(next)
}

fn holds_link(text: &str) -> bool {
    ["-->", "---", "==>", "-.->", "->>"].iter().any(|arrow| text.contains(arrow))
}

fn unbalanced(text: &str) -> bool {
    let mut depth = 0_i32;
    let under = text.chars().any(|c| {
        depth += i32::from("([{".contains(c)) - i32::from(")]}".contains(c));
        depth < 0
    });
    under || depth != 0
}

impl Label {
    /// The bracket that closes it rightly.
    pub(crate) fn right_close(&self) -> &'static str {
        let shape = SHAPES.iter().find(|(open, _)| *open == self.open);
        shape.and_then(|(_, closes)| closes.first()).copied().unwrap_or("]")
    }

    /// Whether what closes it may.
    pub(crate) fn is_closed_rightly(&self) -> bool {
        let shape = SHAPES.iter().find(|(open, _)| *open == self.open);
        shape.is_some_and(|(_, closes)| closes.contains(&self.close.as_str()))
    }

    /// Writes it at the end of `line`.
    pub(crate) fn write(&self, line: &mut String) {
        line.push_str(self.open);
        line.push_str(&self.text);
        line.push_str(&self.close);
    }
}

/// Whether the whole label stands in quotes, with none inside.
pub(crate) fn is_quoted(text: &str) -> bool {
    let text = text.trim();
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    inner.is_some_and(|inner| !(inner.contains('"') || (inner.starts_with('`') && bad_markdown(inner))))
}

/// Whether a Markdown label ends early.
fn bad_markdown(inner: &str) -> bool {
    inner.strip_prefix('`').and_then(|inner| inner.strip_suffix('`')).is_none_or(|inner| inner.contains('`'))
}

/// The label in quotes, those inside it as entities.
pub(crate) fn quoted(text: &str) -> String {
    let text = text.trim();
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let inner = inner.trim_start_matches('"');
    let inner = inner.replace("\\\"", "#quot;").replace('"', "#quot;").replace('`', "#96;");
    format!("\"{}\"", if inner.is_empty() { " " } else { &inner })
}
