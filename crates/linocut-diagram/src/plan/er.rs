//! Entities, their attributes, and how many belong to how many.

use super::text::{Page, plain_quoted};
use super::{Id, ids, known, some, unique};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An entity-relationship diagram.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entities {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its entities.
    pub entities: Vec<Entity>,
    /// Its relationships.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relationships: Vec<Relationship>,
}

/// A thing that data is kept about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// What relationships call it.
    pub id: Id,
    /// What it says.
    pub label: String,
    /// What is kept about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<Attribute>,
}

/// What is kept about an entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// Its name.
    pub name: Id,
    /// Its type, such as int or string.
    pub kind: Id,
    /// Whether it identifies the entity. Default: false.
    #[serde(default)]
    pub primary: bool,
    /// Whether it identifies another entity. Default: false.
    #[serde(default)]
    pub foreign: bool,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// How many of one belong to one of the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Count {
    /// None or one.
    Maybe,
    /// Exactly one.
    #[default]
    One,
    /// Any number.
    Any,
    /// At least one.
    Some,
}

/// A relationship between two entities.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Relationship {
    /// The first entity.
    pub from: Id,
    /// How many of the first. Default: one.
    #[serde(default)]
    pub from_count: Count,
    /// The second entity.
    pub to: Id,
    /// How many of the second. Default: one.
    #[serde(default)]
    pub to_count: Count,
    /// Whether the second can be without the first; drawn dotted. Default: false.
    #[serde(default)]
    pub loose: bool,
    /// What the first does with the second.
    pub label: String,
}

impl Entities {
    pub(super) fn check(&self) -> Result<()> {
        some("entities", &self.entities)?;
        let all = self.entities.iter().map(|e| &e.id);
        unique(ids("entities", all.clone()))?;
        for (at, relationship) in self.relationships.iter().enumerate() {
            known(format!("relationships[{at}].from"), &relationship.from, all.clone())?;
            known(format!("relationships[{at}].to"), &relationship.to, all.clone())?;
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::titled(self.title.as_deref(), "erDiagram");
        for entity in &self.entities {
            let id = entity.id.dashed();
            let label = if id == entity.label { String::new() } else { format!("[{}]", plain_quoted(&entity.label)) };
            if entity.attributes.is_empty() {
                page.line(1, &format!("{id}{label}"));
                continue;
            }
            page.line(1, &format!("{id}{label} {{"));
            for attribute in &entity.attributes {
                page.line(2, &attribute_line(attribute));
            }
            page.line(1, "}");
        }
        for Relationship { from, from_count, to, to_count, loose, label } in &self.relationships {
            let left = match from_count {
                Count::Maybe => "|o",
                Count::One => "||",
                Count::Any => "}o",
                Count::Some => "}|",
            };
            let right = match to_count {
                Count::Maybe => "o|",
                Count::One => "||",
                Count::Any => "o{",
                Count::Some => "|{",
            };
            let line = if *loose { ".." } else { "--" };
            page.line(1, &format!("{} {left}{line}{right} {} : {}", from.dashed(), to.dashed(), plain_quoted(label)));
        }
        page.text()
    }
}

fn attribute_line(attribute: &Attribute) -> String {
    let keys = match (attribute.primary, attribute.foreign) {
        (true, true) => " PK, FK",
        (true, false) => " PK",
        (false, true) => " FK",
        (false, false) => "",
    };
    let comment = attribute.comment.as_deref().map(|c| format!(" {}", plain_quoted(c))).unwrap_or_default();
    // The words for keys are no names.
    let key = |id: &Id| ["PK", "FK", "UK"].contains(&id.as_str());
    let name = |id: &Id| if key(id) { format!("_{id}") } else { id.to_string() };
    format!("{} {}{keys}{comment}", name(&attribute.kind), name(&attribute.name))
}
