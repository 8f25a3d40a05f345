//! Requirements, and what meets them.

use super::text::{Page, plain_quoted};
use super::{Id, ids, known, unique};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A requirement diagram.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirements {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What is wanted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<Requirement>,
    /// What meets it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elements: Vec<Element>,
    /// How they belong together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

/// Something that is wanted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Its name, which links call it.
    pub id: Id,
    /// What sort it is. Default: plain.
    #[serde(default)]
    pub kind: RequirementKind,
    /// Its number, such as 1.2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// What is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What is at stake.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Risk>,
    /// How it is checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification: Option<Verification>,
}

/// What sort a requirement is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RequirementKind {
    /// A requirement.
    #[default]
    Plain,
    /// On what is done.
    Functional,
    /// On how fast or how much.
    Performance,
    /// On what stands between parts.
    Interface,
    /// On matter and size.
    Physical,
    /// On how it is built.
    Constraint,
}

/// What is at stake.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// Little.
    Low,
    /// Something.
    #[default]
    Medium,
    /// Much.
    High,
}

/// How a requirement is checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verification {
    /// By thought.
    Analysis,
    /// By looking.
    Inspection,
    /// By a test.
    #[default]
    Test,
    /// By showing it.
    Demonstration,
}

/// Something that meets requirements.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// Its name, which links call it.
    pub id: Id,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Where it is described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
}

/// How one belongs to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// The one.
    pub from: Id,
    /// What it does to the other. Default: satisfies.
    #[serde(default)]
    pub kind: LinkKind,
    /// The other.
    pub to: Id,
}

/// What one does to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// It contains it.
    Contains,
    /// It is a copy of it.
    Copies,
    /// It follows from it.
    Derives,
    /// It meets it.
    #[default]
    Satisfies,
    /// It checks it.
    Verifies,
    /// It makes it more exact.
    Refines,
    /// It can be traced to it.
    Traces,
}

impl Requirements {
    pub(super) fn check(&self) -> Result<()> {
        let all = self.requirements.iter().map(|r| &r.id).chain(self.elements.iter().map(|e| &e.id));
        if all.clone().next().is_none() {
            return Err(super::fault("requirements", "the list is empty, at least one is wanted"));
        }
        unique(ids("parts", all.clone()))?;
        for (at, link) in self.links.iter().enumerate() {
            known(format!("links[{at}].from"), &link.from, all.clone())?;
            known(format!("links[{at}].to"), &link.to, all.clone())?;
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::titled(self.title.as_deref(), "requirementDiagram");
        for requirement in &self.requirements {
            wanted(requirement, &mut page);
        }
        for Element { id, kind, document } in &self.elements {
            page.line(1, &format!("element {} {{", id.text()));
            for (name, value) in [("type", kind), ("docref", document)] {
                if let Some(value) = value {
                    page.line(2, &format!("{name}: {}", plain_quoted(value)));
                }
            }
            page.line(1, "}");
        }
        for Link { from, kind, to } in &self.links {
            let word = match kind {
                LinkKind::Contains => "contains",
                LinkKind::Copies => "copies",
                LinkKind::Derives => "derives",
                LinkKind::Satisfies => "satisfies",
                LinkKind::Verifies => "verifies",
                LinkKind::Refines => "refines",
                LinkKind::Traces => "traces",
            };
            page.line(1, &format!("{} - {word} -> {}", from.text(), to.text()));
        }
        page.text()
    }
}

fn wanted(requirement: &Requirement, page: &mut Page) {
    let word = match requirement.kind {
        RequirementKind::Plain => "requirement",
        RequirementKind::Functional => "functionalRequirement",
        RequirementKind::Performance => "performanceRequirement",
        RequirementKind::Interface => "interfaceRequirement",
        RequirementKind::Physical => "physicalRequirement",
        RequirementKind::Constraint => "designConstraint",
    };
    page.line(1, &format!("{word} {} {{", requirement.id.text()));
    for (name, value) in [("id", &requirement.number), ("text", &requirement.text)] {
        if let Some(value) = value {
            page.line(2, &format!("{name}: {}", plain_quoted(value)));
        }
    }
    let risk = requirement.risk.map(|risk| match risk {
        Risk::Low => "Low",
        Risk::Medium => "Medium",
        Risk::High => "High",
    });
    let verification = requirement.verification.map(|verification| match verification {
        Verification::Analysis => "Analysis",
        Verification::Inspection => "Inspection",
        Verification::Test => "Test",
        Verification::Demonstration => "Demonstration",
    });
    for (name, value) in [("risk", risk), ("verifymethod", verification)] {
        if let Some(value) = value {
            page.line(2, &format!("{name}: {value}"));
        }
    }
    page.line(1, "}");
}
