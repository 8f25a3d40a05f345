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
    /// What belongs to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
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
    let brackets = if depth == 1 { ("((", "))") } else { ("[", "]") };
    let line = format!("t{}{}{}{}", out.1, brackets.0, quoted(&it.label), brackets.1);
    out.0.line(depth, &line);
    for inner in &it.topics {
        topic(inner, depth + 1, out);
    }
}
