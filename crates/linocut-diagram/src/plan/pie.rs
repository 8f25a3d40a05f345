//! Shares of a whole.

use super::text::{Page, bare, number, plain_quoted};
use super::{fault, finite, some};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A pie chart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pie {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether the values stand beside the labels. Default: false.
    #[serde(default)]
    pub show_values: bool,
    /// Its slices.
    pub slices: Vec<Slice>,
}

/// A slice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Slice {
    /// What it says.
    pub label: String,
    /// How much it is; more than 0, in any unit.
    pub value: f64,
}

impl Pie {
    pub(super) fn check(&self) -> Result<()> {
        some("slices", &self.slices)?;
        for (at, slice) in self.slices.iter().enumerate() {
            finite(format!("slices[{at}].value"), slice.value)?;
            if slice.value <= 0.0 {
                return Err(fault(format!("slices[{at}].value"), format!("{} is not more than 0", slice.value)));
            }
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::new(if self.show_values { "pie showData" } else { "pie" });
        if let Some(title) = &self.title {
            page.line(1, &format!("title {}", bare(title)));
        }
        for slice in &self.slices {
            page.line(1, &format!("{} : {}", plain_quoted(&slice.label), number(slice.value)));
        }
        page.text()
    }
}
