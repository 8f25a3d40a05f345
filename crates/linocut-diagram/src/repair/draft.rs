//! A text that is being mended: its lines, and which line of the original each came from.

use super::header;
use crate::family::Family;
use std::collections::BTreeMap;

/// Longest line that rules look into, in bytes: three times the longest we have seen in a repository; rules take more
/// than linear time.
const MOST_LINE: usize = 2048;

/// A text, line by line.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// All lines.
    pub(crate) lines: Vec<Line>,
    /// The kind of diagram, if it has a plan.
    pub(crate) family: Option<Family>,
    /// Index of the header's line, or of the line where one belongs.
    pub(crate) header: usize,
}

/// A line of a text.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The line of the original it came from, from 1.
    pub(crate) number: usize,
    /// What it says, without its line break.
    pub(crate) text: String,
}

/// Something to write in place of a line.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    /// Index of the line.
    pub(crate) index: usize,
    /// What stands there from now on: no line, one or several.
    pub(crate) lines: Vec<String>,
}

impl Change {
    /// Writes `text` in place of line `index`; each line break begins a line.
    pub(crate) fn line(index: usize, text: &str) -> Self {
        Self { index, lines: text.split('\n').map(str::to_owned).collect() }
    }

    /// Removes line `index`.
    pub(crate) fn remove(index: usize) -> Self {
        Self { index, lines: Vec::new() }
    }
}

impl Draft {
    /// Splits `text` into lines.
    pub(crate) fn new(text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.lines().zip(1..).map(|(text, number)| Line { number, text: text.to_owned() }).collect();
        let mut draft = Self { lines, family: None, header: 0 };
        draft.look();
        draft
    }

    /// Finds the header again.
    fn look(&mut self) {
        let first = self.lines.iter().enumerate().skip(self.front_matter());
        let mut inside = false;
        let found = first.map(|(index, line)| (index, line.text.trim())).find(|(_, line)| {
            let directive = inside || line.starts_with("%%{");
            inside = directive && !line.contains("}%%");
            !(directive || line.is_empty() || line.starts_with("%%"))
        });
        self.header = found.map_or(self.lines.len(), |(index, _)| index);
        self.family = found.and_then(|(_, line)| header::family(line));
    }

    /// Number of lines of front matter, with its fences.
    fn front_matter(&self) -> usize {
        let mut lines = self.lines.iter().enumerate().skip_while(|(_, line)| line.text.trim().is_empty());
        if lines.next().is_none_or(|(_, line)| line.text.trim() != "---") {
            return 0;
        }
        lines.find(|(_, line)| line.text.trim() == "---").map_or(0, |(index, _)| index + 1)
    }

    /// The lines after the header, without blank lines, comments and lines of more than [`MOST_LINE`] bytes: index and
    /// text.
    pub(crate) fn body(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines =
            self.lines.iter().enumerate().skip(self.header + 1).map(|(index, line)| (index, line.text.as_str()));
        lines.filter(|(_, line)| {
            let short = line.len() <= MOST_LINE;
            let line = line.trim();
            short && !line.is_empty() && !line.starts_with("%%")
        })
    }

    /// The header's line.
    pub(crate) fn first(&self) -> &str {
        self.lines.get(self.header).map_or("", |line| line.text.as_str())
    }

    /// What line `index` says.
    pub(crate) fn line(&self, index: usize) -> &str {
        self.lines.get(index).map_or("", |line| line.text.as_str())
    }

    /// Makes `changes`, of which each names another line.
    #[must_use]
    pub(crate) fn changed(&self, changes: &[Change]) -> Self {
        let by_line: BTreeMap<usize, &Change> = changes.iter().rev().map(|change| (change.index, change)).collect();
        let mut lines = Vec::with_capacity(self.lines.len() + changes.len());
        for (index, line) in self.lines.iter().enumerate() {
            match by_line.get(&index) {
                Some(change) => {
                    lines.extend(change.lines.iter().map(|text| Line { number: line.number, text: text.clone() }));
                }
                None => lines.push(line.clone()),
            }
        }
        let mut draft = Self { lines, family: None, header: 0 };
        draft.look();
        draft
    }

    /// The whole text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.lines {
            text.push_str(&line.text);
            text.push('\n');
        }
        text
    }
}

/// The space before a line's first word.
pub(crate) fn indent(line: &str) -> &str {
    line.get(..line.len() - line.trim_start().len()).unwrap_or_default()
}

/// The first word of a line and what follows it.
pub(crate) fn split_word(line: &str) -> (&str, &str) {
    let line = line.trim();
    line.split_once(char::is_whitespace).map_or((line, ""), |(word, rest)| (word, rest.trim_start()))
}
