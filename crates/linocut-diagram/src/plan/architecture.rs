//! Services in groups, joined at their sides.

use super::text::{Page, plain_quoted};
use super::{Id, ids, known, some, unique};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An architecture diagram.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Architecture {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Boxes around services.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<ArchitectureGroup>,
    /// Its services.
    pub services: Vec<Service>,
    /// Points where lines meet, which have no label.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub junctions: Vec<Id>,
    /// Its lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub joints: Vec<Joint>,
}

/// A box around services.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ArchitectureGroup {
    /// Its id.
    pub id: Id,
    /// What it says.
    pub label: String,
    /// Its icon: cloud, database, disk, internet, server. Default: cloud.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<Id>,
    /// The group it is in; that one comes earlier in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<Id>,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// What joints call it.
    pub id: Id,
    /// What it says.
    pub label: String,
    /// Its icon: cloud, database, disk, internet, server. Default: server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<Id>,
    /// The group it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<Id>,
}

/// A side of a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    #[default]
    Right,
    /// Top.
    Top,
    /// Bottom.
    Bottom,
}

impl Side {
    const fn letter(self) -> char {
        match self {
            Self::Left => 'L',
            Self::Right => 'R',
            Self::Top => 'T',
            Self::Bottom => 'B',
        }
    }
}

/// A line between two services or junctions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Joint {
    /// Where it begins: an id.
    pub from: Id,
    /// The side it begins at.
    pub from_side: Side,
    /// Where it ends: an id.
    pub to: Id,
    /// The side it ends at.
    pub to_side: Side,
    /// Whether it has a head at its beginning. Default: false.
    #[serde(default)]
    pub from_head: bool,
    /// Whether it has a head at its end. Default: false.
    #[serde(default)]
    pub to_head: bool,
}

impl Architecture {
    pub(super) fn check(&self) -> Result<()> {
        some("services", &self.services)?;
        let services = self.services.iter().map(|s| &s.id);
        let groups = self.groups.iter().map(|g| &g.id);
        let all = ids("services", services.clone()).chain(ids("groups", groups.clone()));
        unique(all.chain(ids("junctions", self.junctions.iter())))?;
        for (at, group) in self.groups.iter().enumerate() {
            let path = format!("groups[{at}].inside");
            group.inside.as_ref().map_or(Ok(()), |id| known(path, id, groups.clone().take(at)))?;
        }
        for (at, service) in self.services.iter().enumerate() {
            let path = format!("services[{at}].inside");
            service.inside.as_ref().map_or(Ok(()), |id| known(path, id, groups.clone()))?;
        }
        for (at, joint) in self.joints.iter().enumerate() {
            known(format!("joints[{at}].from"), &joint.from, services.clone().chain(&self.junctions))?;
            known(format!("joints[{at}].to"), &joint.to, services.clone().chain(&self.junctions))?;
            if joint.from == joint.to {
                return Err(super::fault(format!("joints[{at}].to"), "a joint leads back to where it begins"));
            }
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::new("architecture-beta");
        if let Some(title) = &self.title {
            page.line(1, &format!("title {}", super::text::bare(title)));
        }
        let inside = |id: &Option<Id>| id.as_ref().map(|id| format!(" in {}", named(id))).unwrap_or_default();
        for ArchitectureGroup { id, label, icon, inside: place } in &self.groups {
            let icon = icon.as_ref().map_or("cloud", Id::as_str);
            page.line(1, &format!("group {}({icon})[{}]{}", named(id), name(label), inside(place)));
        }
        for Service { id, label, icon, inside: place } in &self.services {
            let icon = icon.as_ref().map_or("server", Id::as_str);
            page.line(1, &format!("service {}({icon})[{}]{}", named(id), name(label), inside(place)));
        }
        for junction in &self.junctions {
            page.line(1, &format!("junction {}", named(junction)));
        }
        for Joint { from, from_side, to, to_side, from_head, to_head } in &self.joints {
            let (left, right) = (if *from_head { "<" } else { "" }, if *to_head { ">" } else { "" });
            let (a, b) = (from_side.letter(), to_side.letter());
            page.line(1, &format!("{}:{a} {left}--{right} {b}:{}", named(from), named(to)));
        }
        page.text()
    }
}

/// An id; one that begins with the letter of a side would be read as that side.
fn named(id: &Id) -> String {
    let text = id.text();
    if text.starts_with(['L', 'R', 'T', 'B']) || matches!(text.as_str(), "l" | "r" | "t" | "b") {
        format!("_{text}")
    } else {
        text
    }
}

/// A label: bare where it is words, else in quotes.
fn name(label: &str) -> String {
    let words = !label.trim().is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '_'));
    if words { label.trim().to_owned() } else { plain_quoted(label) }
}
