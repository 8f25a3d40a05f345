//! Bars and lines over an axis.

use super::text::{Page, number, plain_quoted};
use super::{fault, finite, some};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A chart of bars and lines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Xychart {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Whether the bars lie. Default: false.
    #[serde(default)]
    pub horizontal: bool,
    /// What the values are over.
    #[serde(default)]
    pub x: Axis,
    /// What the values are.
    #[serde(default)]
    pub y: Axis,
    /// Its bars and lines.
    pub series: Vec<Series>,
}

/// An axis.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Axis {
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What is along it. Default: chosen by the values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Scale>,
}

/// What is along an axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Scale {
    /// Names, one for each value; the x axis only.
    Names(Vec<String>),
    /// Numbers.
    Numbers {
        /// The first.
        from: f64,
        /// The last, more than the first.
        to: f64,
    },
}

/// Bars or a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Series {
    /// Bars or a line.
    pub kind: SeriesKind,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Its values.
    pub values: Vec<f64>,
}

/// Bars or a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SeriesKind {
    /// Bars.
    #[default]
    Bar,
    /// A line.
    Line,
}

impl Xychart {
    pub(super) fn check(&self) -> Result<()> {
        some("series", &self.series)?;
        if matches!(self.y.scale, Some(Scale::Names(_))) {
            return Err(fault("y.scale", "names stand along the x axis, not along the y axis"));
        }
        for (path, axis) in [("x", &self.x), ("y", &self.y)] {
            match &axis.scale {
                None => {}
                Some(Scale::Names(names)) => some(&format!("{path}.scale.names"), names)?,
                Some(Scale::Numbers { from, to }) => {
                    finite(format!("{path}.scale.from"), *from)?;
                    finite(format!("{path}.scale.to"), *to)?;
                    if from >= to {
                        return Err(fault(format!("{path}.scale"), format!("{from} is not below {to}")));
                    }
                }
            }
        }
        for (at, series) in self.series.iter().enumerate() {
            some(&format!("series[{at}].values"), &series.values)?;
            series.values.iter().try_for_each(|value| finite(format!("series[{at}].values"), *value))?;
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::new(if self.horizontal { "xychart-beta horizontal" } else { "xychart-beta" });
        if let Some(title) = &self.title {
            page.line(1, &format!("title {}", plain_quoted(title)));
        }
        for (name, axis) in [("x-axis", &self.x), ("y-axis", &self.y)] {
            if let Some(line) = along(axis) {
                page.line(1, &format!("{name}{line}"));
            }
        }
        for Series { kind, label, values } in &self.series {
            let word = match kind {
                SeriesKind::Bar => "bar",
                SeriesKind::Line => "line",
            };
            let label = label.as_deref().map(|label| format!(" {}", plain_quoted(label))).unwrap_or_default();
            let values: Vec<String> = values.iter().map(|v| number(*v)).collect();
            page.line(1, &format!("{word}{label} [{}]", values.join(", ")));
        }
        page.text()
    }
}

fn along(axis: &Axis) -> Option<String> {
    let title = axis.title.as_deref().map(|title| format!(" {}", plain_quoted(title)));
    let scale = axis.scale.as_ref().map(|scale| match scale {
        Scale::Names(names) => {
            let names: Vec<String> = names.iter().map(|name| plain_quoted(name)).collect();
            format!(" [{}]", names.join(", "))
        }
        Scale::Numbers { from, to } => format!(" {} --> {}", number(*from), number(*to)),
    });
    (title.is_some() || scale.is_some()).then(|| title.unwrap_or_default() + &scale.unwrap_or_default())
}
