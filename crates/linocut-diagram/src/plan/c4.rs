//! Software in the C4 model (Brown): people, systems, containers, components.

use super::text::{Page, bare, plain_quoted};
use super::{Id, ids, known, some, unique};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A C4 diagram.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct C4 {
    /// What it shows. Default: context.
    #[serde(default)]
    pub level: C4Level,
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Boxes around elements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boundaries: Vec<C4Boundary>,
    /// Its elements.
    pub elements: Vec<C4Element>,
    /// Its relations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<C4Relation>,
}

/// What a C4 diagram shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum C4Level {
    /// Systems and people.
    #[default]
    Context,
    /// What a system runs on.
    Container,
    /// What a container is made of.
    Component,
    /// Steps in order.
    Dynamic,
    /// Machines.
    Deployment,
}

/// What an element is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum C4Part {
    /// A person.
    Person,
    /// A system.
    #[default]
    System,
    /// A system that keeps data.
    SystemDb,
    /// A system that queues messages.
    SystemQueue,
    /// An application or store.
    Container,
    /// A container that keeps data.
    ContainerDb,
    /// A container that queues messages.
    ContainerQueue,
    /// A part of a container.
    Component,
    /// A component that keeps data.
    ComponentDb,
    /// A component that queues messages.
    ComponentQueue,
}

impl C4Part {
    /// Mermaid's word, and whether a technology is its third argument.
    const fn word(self) -> (&'static str, bool) {
        match self {
            Self::Person => ("Person", false),
            Self::System => ("System", false),
            Self::SystemDb => ("SystemDb", false),
            Self::SystemQueue => ("SystemQueue", false),
            Self::Container => ("Container", true),
            Self::ContainerDb => ("ContainerDb", true),
            Self::ContainerQueue => ("ContainerQueue", true),
            Self::Component => ("Component", true),
            Self::ComponentDb => ("ComponentDb", true),
            Self::ComponentQueue => ("ComponentQueue", true),
        }
    }
}

/// An element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct C4Element {
    /// What relations call it.
    pub id: Id,
    /// What it is. Default: system.
    #[serde(default)]
    pub part: C4Part,
    /// Whether it is somebody else's. Default: false.
    #[serde(default)]
    pub external: bool,
    /// What it says.
    pub label: String,
    /// What it is built with; containers and components only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technology: Option<String>,
    /// What it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The boundary it is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<Id>,
}

/// A box around elements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct C4Boundary {
    /// Its id.
    pub id: Id,
    /// What it says.
    pub label: String,
    /// What kind of thing it is, such as System or Enterprise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The boundary it is in; that one comes earlier in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<Id>,
}

/// A relation between two elements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct C4Relation {
    /// Where it begins: an id.
    pub from: Id,
    /// Where it ends: an id.
    pub to: Id,
    /// What it says.
    pub label: String,
    /// What it goes over, such as HTTPS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub technology: Option<String>,
    /// Whether it goes both ways. Default: false.
    #[serde(default)]
    pub both: bool,
}

impl C4 {
    pub(super) fn check(&self) -> Result<()> {
        some("elements", &self.elements)?;
        let elements = self.elements.iter().map(|e| &e.id);
        let boundaries = self.boundaries.iter().map(|b| &b.id);
        unique(ids("elements", elements.clone()).chain(ids("boundaries", boundaries.clone())))?;
        for (at, boundary) in self.boundaries.iter().enumerate() {
            let path = format!("boundaries[{at}].inside");
            boundary.inside.as_ref().map_or(Ok(()), |id| known(path, id, boundaries.clone().take(at)))?;
        }
        for (at, element) in self.elements.iter().enumerate() {
            let path = format!("elements[{at}].inside");
            element.inside.as_ref().map_or(Ok(()), |id| known(path, id, boundaries.clone()))?;
        }
        for (at, relation) in self.relations.iter().enumerate() {
            known(format!("relations[{at}].from"), &relation.from, elements.clone().chain(boundaries.clone()))?;
            known(format!("relations[{at}].to"), &relation.to, elements.clone().chain(boundaries.clone()))?;
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let header = match self.level {
            C4Level::Context => "C4Context",
            C4Level::Container => "C4Container",
            C4Level::Component => "C4Component",
            C4Level::Dynamic => "C4Dynamic",
            C4Level::Deployment => "C4Deployment",
        };
        let mut page = Page::new(header);
        if let Some(title) = &self.title {
            page.line(1, &format!("title {}", bare(title)));
        }
        self.inside(None, 1, &mut page);
        for relation in &self.relations {
            let word = if relation.both { "BiRel" } else { "Rel" };
            let technology =
                relation.technology.as_deref().map(|t| format!(", {}", plain_quoted(t))).unwrap_or_default();
            let label = plain_quoted(&relation.label);
            page.line(1, &format!("{word}({}, {}, {label}{technology})", relation.from.text(), relation.to.text()));
        }
        page.text()
    }

    fn inside(&self, place: Option<&Id>, depth: usize, page: &mut Page) {
        for element in self.elements.iter().filter(|e| e.inside.as_ref() == place) {
            page.line(depth, &declared(element));
        }
        for boundary in self.boundaries.iter().filter(|b| b.inside.as_ref() == place && self.holds(&b.id)) {
            let kind = boundary.kind.as_deref().map(|kind| format!(", {}", plain_quoted(kind))).unwrap_or_default();
            page.line(depth, &format!("Boundary({}, {}{kind}) {{", boundary.id.text(), plain_quoted(&boundary.label)));
            self.inside(Some(&boundary.id), depth + 1, page);
            page.line(depth, "}");
        }
    }

    /// Whether anything is inside of a boundary; Mermaid takes no empty ones.
    fn holds(&self, id: &Id) -> bool {
        let inside = |place: &Option<Id>| place.as_ref() == Some(id);
        self.elements.iter().any(|e| inside(&e.inside))
            || self.boundaries.iter().any(|b| inside(&b.inside) && self.holds(&b.id))
    }
}

fn declared(element: &C4Element) -> String {
    let (word, technical) = element.part.word();
    let external = if element.external { "_Ext" } else { "" };
    let mut arguments = vec![element.id.text(), plain_quoted(&element.label)];
    if technical && (element.technology.is_some() || element.description.is_some()) {
        arguments.push(plain_quoted(element.technology.as_deref().unwrap_or_default()));
    }
    arguments.extend(element.description.as_deref().map(plain_quoted));
    format!("{word}{external}({})", arguments.join(", "))
}
