//! What several families are made of: nodes, edges and a direction.

use super::Id;
use super::text::{bare, quoted};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a diagram grows to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From top to bottom.
    #[default]
    Down,
    /// From bottom to top.
    Up,
    /// From left to right.
    Right,
    /// From right to left.
    Left,
}

impl Direction {
    /// The direction that Mermaid calls so: `TB`, `TD`, `BT`, `LR` or `RL`, in either case.
    #[must_use]
    pub fn from_letters(letters: &str) -> Option<Self> {
        match letters.trim().to_ascii_uppercase().as_str() {
            "TB" | "TD" => Some(Self::Down),
            "BT" => Some(Self::Up),
            "LR" => Some(Self::Right),
            "RL" => Some(Self::Left),
            _ => None,
        }
    }

    /// Mermaid's two letters.
    pub(super) const fn letters(self) -> &'static str {
        match self {
            Self::Down => "TD",
            Self::Up => "BT",
            Self::Right => "LR",
            Self::Left => "RL",
        }
    }

    /// Mermaid's two letters where `TD` is not known.
    pub(super) const fn strict_letters(self) -> &'static str {
        match self {
            Self::Down => "TB",
            Self::Up | Self::Right | Self::Left => self.letters(),
        }
    }
}

/// The outline of a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outline {
    /// A rectangle.
    #[default]
    Box,
    /// A rectangle with round corners.
    Round,
    /// A rectangle with half circles for ends.
    Stadium,
    /// A diamond, for decisions.
    Diamond,
    /// A circle.
    Circle,
    /// A hexagon.
    Hexagon,
    /// A cylinder, for data that is kept.
    Cylinder,
    /// A rectangle with double sides, for a process described elsewhere.
    Subroutine,
    /// A slanted rectangle, for input and output.
    Slanted,
}

impl Outline {
    /// The brackets that write it.
    const fn brackets(self) -> (&'static str, &'static str) {
        match self {
            Self::Box => ("[", "]"),
            Self::Round => ("(", ")"),
            Self::Stadium => ("([", "])"),
            Self::Diamond => ("{", "}"),
            Self::Circle => ("((", "))"),
            Self::Hexagon => ("{{", "}}"),
            Self::Cylinder => ("[(", ")]"),
            Self::Subroutine => ("[[", "]]"),
            Self::Slanted => ("[/", "/]"),
        }
    }
}

/// A box with words in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// What edges call it.
    pub id: Id,
    /// What it says.
    pub label: String,
    /// Its outline. Default: box.
    #[serde(default)]
    pub outline: Outline,
}

impl Node {
    /// Its declaration: the id alone where that says everything.
    pub(super) fn declared(&self) -> String {
        let id = self.id.text();
        if self.outline == Outline::Box && id == self.label {
            return id;
        }
        let (open, close) = self.outline.brackets();
        format!("{id}{open}{}{close}", quoted(&self.label))
    }
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Line {
    /// An arrow.
    #[default]
    Arrow,
    /// A dotted arrow.
    Dotted,
    /// A thick arrow.
    Thick,
    /// A line without a head.
    Plain,
    /// An arrow with a head at both ends.
    Both,
    /// A line that ends in a circle.
    Dot,
    /// A line that ends in a cross.
    Cross,
}

impl Line {
    /// Mermaid's arrow.
    pub(super) const fn arrow(self) -> &'static str {
        match self {
            Self::Arrow => "-->",
            Self::Dotted => "-.->",
            Self::Thick => "==>",
            Self::Plain => "---",
            Self::Both => "<-->",
            Self::Dot => "--o",
            Self::Cross => "--x",
        }
    }
}

/// A line from one node to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edge {
    /// Where it begins: an id.
    pub from: Id,
    /// Where it ends: an id.
    pub to: Id,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// How it is drawn. Default: arrow.
    #[serde(default)]
    pub line: Line,
}

impl Edge {
    /// An arrow.
    pub(crate) fn new(from: Id, to: Id, label: Option<String>) -> Self {
        Self { from, to, label, line: Line::Arrow }
    }

    /// The arrow with its label between pipes: bare where that is plain words, else in quotes.
    pub(super) fn piped(&self) -> String {
        let arrow = self.line.arrow();
        match self.label.as_deref().map(str::trim) {
            None | Some("") => arrow.to_owned(),
            Some(label) if plain(label) => format!("{arrow}|{label}|"),
            Some(label) => format!("{arrow}|{}|", quoted(label)),
        }
    }
}

/// Whether words need no quotes anywhere: letters, digits and single spaces, and no word that has a meaning.
fn plain(label: &str) -> bool {
    let letters = label.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ');
    letters && bare(label) == label
}
