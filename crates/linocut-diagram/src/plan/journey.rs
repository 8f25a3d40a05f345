//! What people do, step by step, and how content they are.

use super::text::{Page, bare};
use super::{fault, some};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A user journey.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its sections.
    pub sections: Vec<JourneySection>,
}

/// Activities under one name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct JourneySection {
    /// What it says; none for activities without a section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its activities.
    pub activities: Vec<Activity>,
}

/// Something people do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// What it says.
    pub label: String,
    /// How content they are, 0 to 10, usually 1 to 5.
    pub score: u8,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<String>,
}

impl Journey {
    pub(super) fn check(&self) -> Result<()> {
        some("sections", &self.sections)?;
        for (at, section) in self.sections.iter().enumerate() {
            for (place, activity) in section.activities.iter().enumerate() {
                if activity.score > 10 {
                    let path = format!("sections[{at}].activities[{place}].score");
                    return Err(fault(path, format!("{} is over 10", activity.score)));
                }
            }
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::new("journey");
        if let Some(title) = &self.title {
            page.line(1, &format!("title {}", bare(title)));
        }
        for section in &self.sections {
            if let Some(label) = &section.label {
                page.line(1, &format!("section {}", bare(label)));
            }
            for Activity { label, score, actors } in &section.activities {
                let actors: Vec<String> = actors.iter().map(|actor| bare(actor)).collect();
                let who = if actors.is_empty() { String::new() } else { format!(": {}", actors.join(", ")) };
                page.line(2, &format!("{}: {score}{who}", bare(label)));
            }
        }
        page.text()
    }
}
