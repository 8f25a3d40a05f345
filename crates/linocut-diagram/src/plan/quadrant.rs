//! Points in four fields.

use super::fault;
use super::text::{Page, bare, number, plain_quoted};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A quadrant chart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quadrant {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What left and right mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<Range>,
    /// What bottom and top mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<Range>,
    /// What the fields say: top right, top left, bottom left, bottom right; at most four.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// Its points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Point>,
}

/// What the ends of an axis mean.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Range {
    /// Left, or bottom.
    pub low: String,
    /// Right, or top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<String>,
}

/// A point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// What it says.
    pub label: String,
    /// From left to right, 0 to 1.
    pub x: f64,
    /// From bottom to top, 0 to 1.
    pub y: f64,
}

impl Quadrant {
    pub(super) fn check(&self) -> Result<()> {
        if self.fields.len() > 4 {
            return Err(fault("fields", format!("there are {}, at most 4 are wanted", self.fields.len())));
        }
        for (at, point) in self.points.iter().enumerate() {
            for (name, value) in [("x", point.x), ("y", point.y)] {
                if !(0.0..=1.0).contains(&value) {
                    return Err(fault(format!("points[{at}].{name}"), format!("{value} is outside of 0 to 1")));
                }
            }
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::new("quadrantChart");
        if let Some(title) = &self.title {
            page.line(1, &format!("title {}", bare(title)));
        }
        for (name, range) in [("x-axis", &self.x), ("y-axis", &self.y)] {
            if let Some(Range { low, high }) = range {
                let high = high.as_deref().map(|high| format!(" --> {}", plain_quoted(high))).unwrap_or_default();
                page.line(1, &format!("{name} {}{high}", plain_quoted(low)));
            }
        }
        for (at, field) in self.fields.iter().enumerate() {
            page.line(1, &format!("quadrant-{} {}", at + 1, plain_quoted(field)));
        }
        for Point { label, x, y } in &self.points {
            page.line(1, &format!("{}: [{}, {}]", plain_quoted(label), digits(*x), digits(*y)));
        }
        page.text()
    }
}

/// A coordinate of at most four places: finer ones are not seen.
fn digits(value: f64) -> String {
    let text = format!("{value:.4}");
    number(text.parse().unwrap_or(value))
}
