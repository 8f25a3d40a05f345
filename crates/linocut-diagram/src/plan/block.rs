//! Blocks in columns.

use super::graph::{Edge, Node};
use super::text::Page;
use super::text::quoted;
use super::{Id, fault, ids, known, some, unique};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A block diagram.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Blocks {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How many columns, 1 to 100. Default: all blocks in one row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub columns: Option<u8>,
    /// Its blocks, row by row; none leaves a place empty.
    pub blocks: Vec<Option<Block>>,
    /// Its arrows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edges: Vec<Edge>,
}

/// A block.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Block {
    /// What it says and what arrows call it.
    pub node: Node,
    /// How many columns it takes, 1 to 100. Default: 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u8>,
    /// The block that it is inside of; that one comes earlier in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<Id>,
}

impl Blocks {
    pub(super) fn check(&self) -> Result<()> {
        some("blocks", &self.blocks)?;
        let all = self.blocks.iter().flatten().map(|b| &b.node.id);
        unique(ids("blocks", all.clone()))?;
        let widths = self.blocks.iter().flatten().map(|b| b.width).chain([self.columns]);
        for width in widths.flatten() {
            if !(1..=100).contains(&width) {
                return Err(fault("columns", format!("{width} is outside of 1 to 100")));
            }
        }
        for (at, block) in self.blocks.iter().enumerate() {
            let path = format!("blocks[{at}].inside");
            let earlier = self.blocks.iter().take(at).flatten().map(|b| &b.node.id);
            let inside = block.as_ref().and_then(|b| b.inside.as_ref());
            inside.map_or(Ok(()), |id| known(path, id, earlier))?;
        }
        for (at, edge) in self.edges.iter().enumerate() {
            known(format!("edges[{at}].from"), &edge.from, all.clone())?;
            known(format!("edges[{at}].to"), &edge.to, all.clone())?;
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::titled(self.title.as_deref(), "block-beta");
        if let Some(columns) = self.columns {
            page.line(1, &format!("columns {columns}"));
        }
        self.level(None, 1, &mut page);
        for edge in &self.edges {
            let (from, to, arrow) = (edge.from.text(), edge.to.text(), edge.line.arrow());
            let label = edge.label.as_deref().map(|label| format!("-- {} ", quoted(label))).unwrap_or_default();
            page.line(1, &format!("{from} {label}{arrow} {to}"));
        }
        page.text()
    }

    fn level(&self, inside: Option<&Id>, depth: usize, page: &mut Page) {
        for place in &self.blocks {
            let Some(block) = place else {
                if inside.is_none() {
                    page.line(depth, "space");
                }
                continue;
            };
            if block.inside.as_ref() != inside {
                continue;
            }
            let id = &block.node.id;
            let width = block.width.map(|width| format!(":{width}")).unwrap_or_default();
            if self.blocks.iter().flatten().any(|b| b.inside.as_ref() == Some(id)) {
                page.line(depth, &format!("block:{}{width}", id.text()));
                self.level(Some(id), depth + 1, page);
                page.line(depth, "end");
            } else {
                page.line(depth, &format!("{}{width}", block.node.declared()));
            }
        }
    }
}
