//! Classes, their members and relations.

use super::graph::Direction;
use super::text::{Page, bare, quoted};
use super::{Id, ids, known, some, unique};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A class diagram.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Classes {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where it grows to. Default: down.
    #[serde(default)]
    pub direction: Direction,
    /// Its classes.
    pub classes: Vec<Class>,
    /// Its relations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
}

/// A class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// What relations call it.
    pub id: Id,
    /// What it says.
    pub label: String,
    /// What stands above the name in guillemets, such as interface or abstract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stereotype: Option<String>,
    /// Attributes and methods as UML writes them, such as `+String name` or `+pay(amount) bool`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
}

/// A relation between two classes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Relation {
    /// The class it begins at; the parent, the whole or the user.
    pub from: Id,
    /// The class it ends at; the child, the part or the used.
    pub to: Id,
    /// What it means. Default: association.
    #[serde(default)]
    pub kind: RelationKind,
    /// How many at the beginning, such as 1 or 0..*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_count: Option<String>,
    /// How many at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_count: Option<String>,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether `to` stands before `from`, which puts it above in the drawing. Default: false.
    #[serde(default)]
    pub flipped: bool,
}

/// What a relation means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RelationKind {
    /// `to` is a kind of `from`.
    Inheritance,
    /// `to` does what `from` promises.
    Realization,
    /// `to` is a part of `from` and does not live without it.
    Composition,
    /// `to` belongs to `from`.
    Aggregation,
    /// `from` knows `to`.
    #[default]
    Association,
    /// `from` needs `to`.
    Dependency,
    /// They belong together.
    Link,
}

impl RelationKind {
    /// The arrow when the end stands first.
    const fn back(self) -> &'static str {
        match self {
            Self::Inheritance => "--|>",
            Self::Realization => "..|>",
            Self::Composition => "--*",
            Self::Aggregation => "--o",
            Self::Association => "<--",
            Self::Dependency => "<..",
            Self::Link => "--",
        }
    }

    const fn arrow(self) -> &'static str {
        match self {
            Self::Inheritance => "<|--",
            Self::Realization => "<|..",
            Self::Composition => "*--",
            Self::Aggregation => "o--",
            Self::Association => "-->",
            Self::Dependency => "..>",
            Self::Link => "--",
        }
    }
}

impl Classes {
    pub(super) fn check(&self) -> Result<()> {
        some("classes", &self.classes)?;
        let all = self.classes.iter().map(|c| &c.id);
        unique(ids("classes", all.clone()))?;
        for (at, relation) in self.relations.iter().enumerate() {
            known(format!("relations[{at}].from"), &relation.from, all.clone())?;
            known(format!("relations[{at}].to"), &relation.to, all.clone())?;
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::titled(self.title.as_deref(), "classDiagram");
        if self.direction != Direction::Down {
            page.line(1, &format!("direction {}", self.direction.strict_letters()));
        }
        for class in &self.classes {
            declare(class, &mut page);
        }
        for relation in &self.relations {
            let count =
                |count: &Option<String>| count.as_deref().map(|c| format!("{} ", quoted(c))).unwrap_or_default();
            let Relation { from, to, kind, .. } = relation;
            let (from, to, label) = (from.text(), to.text(), relation.label.as_deref());
            let label = label.map(|label| format!(" : {}", bare(label))).unwrap_or_default();
            let (from_count, to_count) = (count(&relation.from_count), count(&relation.to_count));
            let (from, to) = (format!("{from} {from_count}"), format!(" {to_count}{to}"));
            let line = if relation.flipped {
                // Counts stand between the names and the arrow whichever end is first.
                let (to_name, from_name) = (relation.to.text(), relation.from.text());
                format!("{to_name} {to_count}{} {from_count}{from_name}", kind.back())
            } else {
                format!("{from}{}{to}", kind.arrow())
            };
            page.line(1, &format!("{line}{label}"));
        }
        page.text()
    }
}

fn declare(class: &Class, page: &mut Page) {
    let id = class.id.text();
    let name = if id == class.label { id } else { format!("{id}[{}]", quoted(&class.label)) };
    if class.members.is_empty() && class.stereotype.is_none() {
        return page.line(1, &format!("class {name}"));
    }
    page.line(1, &format!("class {name} {{"));
    if let Some(stereotype) = &class.stereotype {
        page.line(2, &format!("<<{}>>", word(stereotype)));
    }
    for text in &class.members {
        page.line(2, &member(text));
    }
    page.line(1, "}");
}

/// A member on one line: braces would end the class, angle brackets are written with tildes.
fn member(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '{' | '}' | '"' | '`' | ';' | '\n' | '#' | '%')).collect();
    let text = text.replace(['<', '>'], "~");
    // What stands before a parenthesis is the name of a method; without one it is no method.
    let nameless = text.split('(').next().is_some_and(|name| !name.contains(char::is_alphanumeric));
    let text = if nameless { text.replace(['(', ')'], " ") } else { text };
    let shown = text.trim().trim_start_matches("~~");
    if shown.is_empty() { "-".to_owned() } else { shown.to_owned() }
}

fn word(text: &str) -> String {
    let kept: String = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-')).collect();
    if kept.trim().is_empty() { "class".to_owned() } else { kept.trim().to_owned() }
}
