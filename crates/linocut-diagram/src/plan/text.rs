//! Mermaid text, line by line, and labels that cannot break it.

use super::id::RESERVED;
use std::fmt::Write as _;

/// Text that grows by lines.
pub(super) struct Page(String);

impl Page {
    /// A page that begins with front matter for `title`, if there is one, and the header.
    pub(super) fn titled(title: Option<&str>, header: &str) -> Self {
        let front = title.map(|title| format!("---\ntitle: {}\n---\n", yaml(title)));
        Self(front.unwrap_or_default() + header + "\n")
    }

    /// A page that begins with the header.
    pub(super) fn new(header: &str) -> Self {
        Self::titled(None, header)
    }

    /// Adds a line, `depth` steps of four spaces in.
    pub(super) fn line(&mut self, depth: usize, line: &str) {
        let _ = writeln!(self.0, "{:1$}{line}", "", depth * 4);
    }

    /// All of it.
    pub(super) fn text(self) -> String {
        self.0
    }
}

/// A label in double quotes, for families that have them.
pub(super) fn quoted(label: &str) -> String {
    format!("\"{}\"", escaped(label, "\"#<>\\`", true))
}

/// A label for places without quotes: whatever could end or open something becomes its entity code.
pub(super) fn bare(label: &str) -> String {
    let first = label.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    let lower = first.to_lowercase();
    let keyword = lower.len() > 1 && RESERVED.contains(&lower.as_str());
    disguised(label, first, keyword || is_setting(&lower))
}

/// A label that begins a line of a Gantt chart, where fewer words mean something.
pub(super) fn task(label: &str) -> String {
    let first = label.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or_default();
    let lower = first.to_lowercase();
    let keyword = matches!(lower.as_str(), "title" | "section" | "gantt" | "click" | "call" | "href" | "date" | "axis");
    disguised(label, first, keyword || lower.starts_with("acc") || is_setting(&lower))
}

/// Whether a word holds what begins a setting of some family.
fn is_setting(lower: &str) -> bool {
    ["diagram", "format", "weekday", "weekend", "interval", "marker", "cludes", "inclusive", "topaxis"]
        .iter()
        .any(|part| lower.contains(part))
}

/// A label for places without quotes, its first letter as an entity code if its first word is a keyword.
fn disguised(label: &str, first: &str, keyword: bool) -> String {
    let text = escaped(label, "\"#<>\\`:;,()[]{}|@$~^*=", true);
    match first.chars().next().filter(|_| keyword) {
        Some(letter) => text.replacen(letter, &code(letter), 1),
        None => text,
    }
}

/// A label in double quotes for families whose own strings know no escapes and where entity codes would show.
pub(super) fn plain_quoted(label: &str) -> String {
    format!("\"{}\"", escaped(label, "\"#<>\\`;%", true))
}

/// A label for single quotes inside braces, where quotes, braces and brackets would end something.
pub(super) fn coded(label: &str) -> String {
    escaped(label, "\"'#<>\\`;%{}[]@", true)
}

/// A title in YAML: a double-quoted string. What looks like the beginning of a tag is written by its number: Mermaid
/// changes the quotes behind one before it reads the YAML.
fn yaml(title: &str) -> String {
    let text: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('<', "\\x3C"))
}

/// Entity codes for `dangerous` characters, for comment marks and for what Markdown would take as a list.
fn escaped(label: &str, dangerous: &str, lists: bool) -> String {
    let label = label.trim();
    if label.is_empty() {
        return code('\u{a0}');
    }
    let mut text = String::with_capacity(label.len());
    let mut before = ' ';
    for c in label.chars() {
        let comment = c == '%' && before == '%';
        let list = lists && c == ' ' && list_mark(&text);
        let entity = c == '&' && label.contains(';');
        match c {
            '\n' => text.push_str("<br/>"),
            c if c.is_control() => text.push(' '),
            c if comment || list || entity || dangerous.contains(c) => text.push_str(&code(c)),
            c => text.push(c),
        }
        before = c;
    }
    text
}

/// Whether `text` is what a list item of Markdown begins with: `-`, `*`, `+` or `1.`.
fn list_mark(text: &str) -> bool {
    let number = text.strip_suffix(['.', ')']).is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    number || matches!(text, "-" | "*" | "+")
}

/// Mermaid's entity code of a character.
fn code(c: char) -> String {
    format!("#{};", u32::from(c))
}

/// A number as short as it can be.
pub(super) fn number(value: f64) -> String {
    format!("{value}")
}

#[cfg(test)]
mod tests {
    use super::{bare, quoted};

    #[test]
    fn nothing_in_a_label_ends_it() {
        for (label, expected) in [
            ("Calls log(\"msg\")", "\"Calls log(#34;msg#34;)\""),
            ("1. first", "\"1.#32;first\""),
            ("#1 <b>", "\"#35;1 #60;b#62;\""),
            ("", "\"#160;\""),
            ("a\nb", "\"a<br/>b\""),
        ] {
            assert_eq!(quoted(label), expected);
        }
        assert_eq!(bare("Drop; then: end"), "Drop#59; then#58; end");
        assert_eq!(bare("end it"), "#101;nd it");
    }
}
