//! Mermaid text without what a language model has no say in: colors, links, callbacks and settings.

use crate::Family;
use crate::repair::draft::Draft;
use crate::repair::header::{family, stands_alone};
use linocut_core::Warned;
use std::collections::BTreeSet;

/// The text without colors and styles, links and callbacks, settings and comments; lines stay where they are.
pub(super) fn bare(text: &str) -> Warned<String> {
    let family = kind(text);
    let (mut out, mut gone) = (String::with_capacity(text.len()), BTreeSet::new());
    let (mut front, mut inside) = (Front::None, false);
    for line in text.lines() {
        let said = line.trim();
        front = front.after(said);
        let directive = inside || said.starts_with("%%{");
        inside = directive && !said.contains("}%%");
        let sort = if directive || front == Front::Settings { Sort::Setting } else { Sort::of(said, family) };
        let kept = match sort {
            Sort::Content => unclassed(line, family),
            Sort::Comment | Sort::Setting | Sort::Style | Sort::Link => String::new(),
        };
        // Classes are styles, too.
        gone.insert(if sort == Sort::Content && kept != line { Sort::Style } else { sort });
        out.push_str(&kept);
        out.push('\n');
    }
    Warned { value: out, warnings: gone.into_iter().filter_map(Sort::said).collect() }
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Content,
    Comment,
    Style,
    Link,
    Setting,
}

impl Sort {
    fn of(line: &str, family: Option<Family>) -> Self {
        let (styles, links) = family.map_or((&[][..], &[][..]), words);
        let first = line.split(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
        // A node may have such a name, too: an arrow follows it then.
        let rest = line.get(first.len()..).unwrap_or_default().trim_start();
        let argued = rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '"' | '(' | '*'));
        match argued {
            _ if line.starts_with("%%") => Self::Comment,
            true if styles.contains(&first) => Self::Style,
            true if links.contains(&first) => Self::Link,
            true | false => Self::Content,
        }
    }

    /// What is said of such lines, which are left out.
    fn said(self) -> Option<String> {
        let what = match self {
            Self::Content | Self::Comment => return None,
            Self::Style => "colors and styles",
            Self::Link => "links and callbacks",
            Self::Setting => "settings",
        };
        Some(format!("left out: {what}"))
    }
}

/// Where a line stands in front matter.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Front {
    /// Not in it.
    None,
    /// In it, and harmless.
    Matter,
    /// In its settings.
    Settings,
    /// Behind it.
    Over,
}

impl Front {
    fn after(self, line: &str) -> Self {
        match self {
            // A fence begins a text of its own.
            _ if line.starts_with("```") => Self::None,
            Self::None if line == "---" => Self::Matter,
            Self::None if line.is_empty() => Self::None,
            Self::None | Self::Over => Self::Over,
            Self::Matter | Self::Settings if line == "---" => Self::Over,
            Self::Matter | Self::Settings if line.is_empty() || line.starts_with("title:") => Self::Matter,
            Self::Matter | Self::Settings => Self::Settings,
        }
    }
}

/// The kind of diagram that the text is, also behind prose and fences.
fn kind(text: &str) -> Option<Family> {
    let found = text.lines().map(|line| line.trim().trim_start_matches('`').trim()).find(|line| stands_alone(line));
    found.and_then(family).or_else(|| Draft::new(text).family)
}

/// The words that begin lines of style, and of links, in a kind of diagram.
const fn words(family: Family) -> (&'static [&'static str], &'static [&'static str]) {
    match family {
        Family::Flowchart | Family::State | Family::Block => {
            (&["classDef", "class", "style", "linkStyle"], &["click", "href"])
        }
        Family::Class => (&["classDef", "style", "cssClass"], &["click", "link", "callback"]),
        Family::Er | Family::Requirement => (&["classDef", "class", "style"], &[]),
        Family::Quadrant => (&["classDef"], &[]),
        Family::C4 => (&["UpdateElementStyle", "UpdateRelStyle", "UpdateLayoutConfig"], &[]),
        Family::Gantt => (&[], &["click"]),
        Family::Sequence => (&[], &["link", "links"]),
        Family::Pie
        | Family::Journey
        | Family::Timeline
        | Family::Mindmap
        | Family::Git
        | Family::Kanban
        | Family::Architecture
        | Family::Xychart
        | Family::Packet
        | Family::Sankey => (&[], &[]),
    }
}

/// The line without `:::name` outside of quotes, where that names a style.
fn unclassed(line: &str, family: Option<Family>) -> String {
    if family.is_none_or(|family| words(family).0.is_empty()) {
        return line.to_owned();
    }
    let (mut out, mut rest, mut quoted) = (String::with_capacity(line.len()), line, false);
    while let Some(c) = rest.chars().next() {
        quoted ^= c == '"';
        if !quoted && let Some(after) = rest.strip_prefix(":::") {
            rest = after.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ','));
        } else {
            out.push(c);
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[track_caller]
    fn check(text: &str, expected: &str, warnings: &[&str]) {
        let found = bare(text);
        let lines: Vec<&str> = found.value.lines().filter(|line| !line.trim().is_empty()).collect();
        assert_eq!(lines.join("|"), expected);
        assert_eq!(found.warnings, warnings);
    }

    #[test]
    fn what_a_model_has_no_say_in_goes() {
        let text = "%%{init: {'theme':'dark',\n 'x': 1}}%%\nflowchart TD\n A[\"a:::b\"]:::hot --> B\n classDef hot fill:#f00\n %% note\n click A href \"https://example.org\"";
        let gone = ["left out: colors and styles", "left out: links and callbacks", "left out: settings"];
        check(text, "flowchart TD| A[\"a:::b\"] --> B", &gone);
        let fenced = "Sure:\n```mermaid\n---\nconfig:\n  look: x\n---\npie\n```";
        check(fenced, "Sure:|```mermaid|---|---|pie|```", &["left out: settings"]);
        check("---\ntitle: T\nconfig:\n  look: x\n---\npie", "---|title: T|---|pie", &["left out: settings"]);
        check("classDiagram\n class A\n style A fill:red", "classDiagram| class A", &["left out: colors and styles"]);
    }

    #[test]
    fn what_only_looks_like_it_stays() {
        check("flowchart TD\n click --> style", "flowchart TD| click --> style", &[]);
        check("sequenceDiagram\n A->>B: style", "sequenceDiagram| A->>B: style", &[]);
    }
}
