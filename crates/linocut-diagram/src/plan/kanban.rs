//! Cards in columns.

use super::text::{Page, coded, quoted};
use super::{Id, some, unique};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A Kanban board.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Kanban {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its columns.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// Its id.
    pub id: Id,
    /// What it says.
    pub label: String,
    /// Its cards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<Card>,
}

/// A card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// Its id.
    pub id: Id,
    /// What it says.
    pub label: String,
    /// Who works on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned: Option<String>,
    /// The number of its ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// How urgent it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
}

/// How urgent a card is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// Before everything else.
    VeryHigh,
    /// Soon.
    #[default]
    High,
    /// Some time.
    Low,
    /// When nothing else is to do.
    VeryLow,
}

impl Kanban {
    pub(super) fn check(&self) -> Result<()> {
        some("columns", &self.columns)?;
        let column = |(at, c)| {
            let c: &Column = c;
            let own = std::iter::once((format!("columns[{at}].id"), &c.id));
            own.chain(c.cards.iter().enumerate().map(move |(i, k)| (format!("columns[{at}].cards[{i}].id"), &k.id)))
        };
        unique(self.columns.iter().enumerate().flat_map(column))
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::titled(self.title.as_deref(), "kanban");
        for column in &self.columns {
            page.line(1, &format!("{}[{}]", column.id.text(), label(&column.label)));
            for card in &column.cards {
                page.line(2, &format!("{}[{}]{}", card.id.text(), label(&card.label), extras(card)));
            }
        }
        page.text()
    }
}

/// A label in quotes; an `@` in it could open the braces that belong behind it.
fn label(text: &str) -> String {
    quoted(text).replace('@', "#64;")
}

fn extras(card: &Card) -> String {
    let priority = card.priority.map(|priority| match priority {
        Priority::VeryHigh => "Very High",
        Priority::High => "High",
        Priority::Low => "Low",
        Priority::VeryLow => "Very Low",
    });
    let parts = [("assigned", card.assigned.as_deref()), ("ticket", card.ticket.as_deref()), ("priority", priority)];
    let said = |(name, value): (&str, Option<&str>)| {
        let value = value?.trim();
        (!value.is_empty()).then(|| format!("{name}: '{}'", coded(value)))
    };
    let parts: Vec<String> = parts.into_iter().filter_map(said).collect();
    if parts.is_empty() { String::new() } else { format!("@{{ {} }}", parts.join(", ")) }
}
