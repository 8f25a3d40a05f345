//! Names inside a diagram that edits and references keep to.

use linocut_core::{Error, Kind, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Longest id, in characters: longer ones are labels.
const LONGEST: usize = 80;

/// The name of a part: a letter, then letters, digits, `_` and `-`; it does not end in `_` or `-`.
///
/// Words that Mermaid keeps for itself, such as `end`, are fine: they are written with a `_` before them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Id(String);

impl Id {
    /// Checks a name.
    ///
    /// # Errors
    /// [`Kind::Input`] when it is empty, over 80 characters or not of the form above.
    pub fn new(name: impl Into<String>) -> Result<Self> {
        let name = name.into();
        let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
        let ends = name.ends_with(|c: char| c.is_ascii_alphanumeric());
        let inside = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
        if starts && ends && inside && !name.contains("--") && name.len() <= LONGEST {
            return Ok(Self(name));
        }
        let wanted = "an id is a letter, then letters, digits and single - or _, at most 80, such as api or step-2";
        Err(Error::new(Kind::Input, format!("{name:?} is no id")).hinted(wanted))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How it stands where Mermaid takes dashes in names.
    pub(crate) fn dashed(&self) -> String {
        let lower = self.0.to_lowercase();
        let apart = lower.contains('-') && !lower.starts_with("title") && !lower.starts_with("acc");
        if apart { self.0.clone() } else { self.text() }
    }

    /// How it stands in Mermaid text: a reserved word gets a `_`, which no id begins with.
    pub(crate) fn text(&self) -> String {
        let lower = self.0.to_lowercase();
        let first = lower.split('-').next().unwrap_or_default();
        let reserved = RESERVED.contains(&lower.as_str()) || RESERVED.contains(&first);
        let begins = ["title", "acc", "statediagram", "default"].iter().any(|start| lower.starts_with(start));
        let plain = self.0.replace('-', "_");
        if reserved || begins { format!("_{plain}") } else { plain }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Id {
    type Error = Error;
    fn try_from(name: String) -> Result<Self> {
        Self::new(name)
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

/// Words that some family reads as its own syntax where an id stands, or as the end of an arrow (`o`, `x`).
pub(super) const RESERVED: [&str; 102] = [
    "accdesc",
    "accdescr",
    "acctitle",
    "activate",
    "actor",
    "alt",
    "analysis",
    "and",
    "arrow",
    "as",
    "autonumber",
    "axis",
    "bar",
    "block",
    "box",
    "branch",
    "break",
    "bt",
    "checkout",
    "cherry",
    "class",
    "classdef",
    "classdiagram",
    "click",
    "columns",
    "commit",
    "contains",
    "copies",
    "create",
    "critical",
    "deactivate",
    "default",
    "demonstration",
    "derives",
    "destroy",
    "direction",
    "docref",
    "down",
    "element",
    "else",
    "end",
    "er",
    "erdiagram",
    "flowchart",
    "gantt",
    "graph",
    "group",
    "high",
    "href",
    "id",
    "in",
    "inspection",
    "interpolate",
    "junction",
    "left",
    "line",
    "link",
    "links",
    "linkstyle",
    "loop",
    "low",
    "lr",
    "many",
    "medium",
    "merge",
    "namespace",
    "note",
    "o",
    "of",
    "one",
    "only",
    "opt",
    "option",
    "optionally",
    "over",
    "par",
    "participant",
    "rect",
    "refines",
    "requirement",
    "risk",
    "rl",
    "satisfies",
    "section",
    "service",
    "space",
    "state",
    "style",
    "subgraph",
    "tb",
    "td",
    "test",
    "text",
    "title",
    "to",
    "traces",
    "type",
    "up",
    "verifies",
    "verifymethod",
    "x",
    "zero",
];

/// Gives out ids that no other part has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ids(std::collections::BTreeSet<String>);

impl Ids {
    /// Notes ids that are taken.
    pub(crate) fn take(&mut self, ids: impl IntoIterator<Item = String>) {
        self.0.extend(ids.into_iter().map(|id| id.to_lowercase()));
    }

    /// The label itself where it can be an id and is free, else the next of `prefix1`, `prefix2` and so on.
    pub(crate) fn for_label(&mut self, label: &str, prefix: &str) -> Id {
        let own = label.trim();
        let free = Id::new(own).ok().filter(|id| self.0.insert(id.0.to_lowercase()));
        free.unwrap_or_else(|| self.numbered(prefix))
    }

    /// The next of `prefix1`, `prefix2` and so on; `prefix` is letters.
    pub(crate) fn numbered(&mut self, prefix: &str) -> Id {
        let mut number = 1;
        loop {
            let name = format!("{prefix}{number}");
            if self.0.insert(name.to_lowercase()) {
                return Id(name);
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn reserved_words_are_set_apart_and_bad_names_refused() {
        for (name, written) in
            [("api", "api"), ("end", "_end"), ("Class", "_Class"), ("x", "_x"), ("end-user", "_end_user")]
        {
            assert_eq!(Id::new(name).unwrap().text(), written);
        }
        for bad in ["", "1a", "a b", "end_", "a--b", "a\"b", "é"] {
            assert!(Id::new(bad).is_err(), "{bad}");
        }
    }
}
