//! A topic and what belongs to it.

use super::text::{Page, quoted};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A mind map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Mindmap {
    /// What it is about.
    pub root: Topic,
}

/// A topic.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Topic {
    /// What it says.
    pub label: String,
    /// How it is drawn. Default: a circle for the root, a box for the others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<TopicShape>,
    /// What belongs to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
}

/// How a topic is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TopicShape {
    /// Words on a line.
    Plain,
    /// A rectangle with round corners.
    Round,
    /// A rectangle.
    Box,
    /// A circle.
    Circle,
    /// A cloud.
    Cloud,
    /// A star of many points.
    Bang,
    /// A hexagon.
    Hexagon,
}

impl TopicShape {
    const fn brackets(self) -> (&'static str, &'static str) {
        match self {
            Self::Plain => ("", ""),
            Self::Round => ("(", ")"),
            Self::Box => ("[", "]"),
            Self::Circle => ("((", "))"),
            Self::Cloud => (")", "("),
            Self::Bang => ("))", "(("),
            Self::Hexagon => ("{{", "}}"),
        }
    }
}

impl Mindmap {
    #[expect(
        clippy::unnecessary_wraps,
        clippy::unused_self,
        reason = "every family has this function; a tree has no faults"
    )]
    pub(super) fn check(&self) -> Result<()> {
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::new("mindmap");
        let mut count = 0;
        topic(&self.root, 1, &mut (&mut page, &mut count));
        page.text()
    }
}

fn topic(it: &Topic, depth: usize, out: &mut (&mut Page, &mut usize)) {
    *out.1 += 1;
    let usual = if depth == 1 { TopicShape::Circle } else { TopicShape::Box };
    let (open, close) = it.shape.unwrap_or(usual).brackets();
    // Without brackets there are no quotes: what is more than words gets a box.
    let words = it.label.chars().all(|c| c.is_alphanumeric() || c == ' ') && !it.label.trim().is_empty();
    let line = match it.shape {
        Some(TopicShape::Plain) if words => it.label.trim().to_owned(),
        Some(TopicShape::Plain) => format!("t{}[{}]", out.1, quoted(&it.label)),
        _ => format!("t{}{open}{}{close}", out.1, quoted(&it.label)),
    };
    out.0.line(depth, &line);
    for inner in &it.topics {
        topic(inner, depth + 1, out);
    }
}
