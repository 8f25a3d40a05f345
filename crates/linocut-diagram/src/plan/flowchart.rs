//! Steps, decisions and arrows between them.

use super::graph::{Direction, Edge, Node};
use super::text::{Page, quoted};
use super::{Id, fault, ids, known, some, unique};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A flowchart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flowchart {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where it grows to. Default: down.
    #[serde(default)]
    pub direction: Direction,
    /// Its steps.
    pub nodes: Vec<Node>,
    /// Its arrows; they may also end at a group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub edges: Vec<Edge>,
    /// Boxes around steps.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
}

/// A box around nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// What edges call it.
    pub id: Id,
    /// What it says.
    pub label: String,
    /// Ids of the nodes and groups in it; each is in one group at most.
    pub members: Vec<Id>,
}

impl Flowchart {
    pub(super) fn check(&self) -> Result<()> {
        some("nodes", &self.nodes)?;
        let nodes = self.nodes.iter().map(|n| &n.id);
        let groups = self.groups.iter().map(|g| &g.id);
        unique(ids("nodes", nodes.clone()).chain(ids("groups", groups.clone())))?;
        let all: BTreeSet<&Id> = nodes.clone().chain(groups.clone()).collect();
        for (at, edge) in self.edges.iter().enumerate() {
            known(format!("edges[{at}].from"), &edge.from, all.get(&edge.from).copied().into_iter())?;
            known(format!("edges[{at}].to"), &edge.to, all.get(&edge.to).copied().into_iter())?;
        }
        let mut placed = BTreeSet::new();
        for (at, group) in self.groups.iter().enumerate() {
            for (place, member) in group.members.iter().enumerate() {
                let path = format!("groups[{at}].members[{place}]");
                // A group may hold earlier groups only, so that none holds itself.
                let earlier = self.groups.iter().take(at).map(|g| &g.id);
                known(path.as_str(), member, nodes.clone().chain(earlier))?;
                if !placed.insert(member) {
                    return Err(fault(path, format!("{:?} is in a group already", member.as_str())));
                }
            }
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::titled(self.title.as_deref(), &format!("flowchart {}", self.direction.letters()));
        let mut told = BTreeSet::new();
        let inside: BTreeSet<&Id> = self.groups.iter().flat_map(|g| &g.members).collect();
        for group in self.groups.iter().filter(|g| !inside.contains(&g.id)) {
            self.group(group, 1, (&mut page, &mut told));
        }
        let joined: BTreeSet<&Id> = self.edges.iter().flat_map(|e| [&e.from, &e.to]).collect();
        for node in self.nodes.iter().filter(|n| !joined.contains(&n.id)) {
            if told.insert(&node.id) {
                page.line(1, &node.declared());
            }
        }
        for edge in &self.edges {
            let from = self.named(&edge.from, &mut told);
            let to = self.named(&edge.to, &mut told);
            page.line(1, &format!("{from} {} {to}", edge.piped()));
        }
        page.text()
    }

    fn group<'a>(&'a self, group: &'a Group, depth: usize, out: (&mut Page, &mut BTreeSet<&'a Id>)) {
        let (page, told) = out;
        page.line(depth, &format!("subgraph {}[{}]", group.id.text(), quoted(&group.label)));
        told.insert(&group.id);
        for member in &group.members {
            match self.groups.iter().find(|g| &g.id == member) {
                Some(inner) => self.group(inner, depth + 1, (&mut *page, &mut *told)),
                None => page.line(depth + 1, &self.named(member, told)),
            }
        }
        page.line(depth, "end");
    }

    /// The node with its label where it is met first, its id alone after that.
    fn named<'a>(&'a self, id: &'a Id, told: &mut BTreeSet<&'a Id>) -> String {
        let first = told.insert(id);
        let node = self.nodes.iter().find(|n| first && &n.id == id);
        node.map_or_else(|| id.text(), Node::declared)
    }
}
