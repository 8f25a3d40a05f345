//! Events by period.

use super::some;
use super::text::{Page, bare};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A timeline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Timeline {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its sections.
    pub sections: Vec<TimelineSection>,
}

/// Periods under one name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TimelineSection {
    /// What it says; none for periods without a section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its periods.
    pub periods: Vec<Period>,
}

/// A period and what happened in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// What it says, such as a year.
    pub label: String,
    /// What happened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
}

impl Timeline {
    pub(super) fn check(&self) -> Result<()> {
        some("sections", &self.sections)
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::new("timeline");
        if let Some(title) = &self.title {
            page.line(1, &format!("title {}", bare(title)));
        }
        for section in &self.sections {
            if let Some(label) = &section.label {
                page.line(1, &format!("section {}", bare(label)));
            }
            for period in &section.periods {
                let events: Vec<String> = period.events.iter().map(|event| format!(" : {}", bare(event))).collect();
                page.line(2, &format!("{}{}", bare(&period.label), events.concat()));
            }
        }
        page.text()
    }
}
