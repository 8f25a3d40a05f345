//! Commits, branches and merges.

use super::graph::Direction;
use super::text::{Page, plain_quoted};
use super::{fault, some};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A history; it begins on the branch `main`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Git {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where it grows to. Default: right.
    #[serde(default = "right")]
    pub direction: Direction,
    /// What happens, in order.
    pub steps: Vec<GitStep>,
}

const fn right() -> Direction {
    Direction::Right
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum GitStep {
    /// A commit on the branch one is on.
    Commit {
        /// Its name, which no other commit has.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        id: Option<String>,
        /// A tag.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tag: Option<String>,
        /// What it is. Default: normal.
        #[serde(default)]
        kind: CommitKind,
    },
    /// A new branch begins here; one is on it afterwards.
    Branch(String),
    /// One goes to a branch.
    Checkout(String),
    /// A branch is merged into the one that one is on.
    Merge {
        /// The branch.
        branch: String,
        /// A tag.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tag: Option<String>,
    },
}

/// What a commit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CommitKind {
    /// A commit.
    #[default]
    Normal,
    /// One that takes back another.
    Reverse,
    /// One to look at.
    Highlight,
}

/// Where the branches stand while a history is read.
#[derive(Clone, Debug)]
pub(crate) struct Heads {
    commits: BTreeMap<String, usize>,
    names: std::collections::BTreeSet<String>,
    on: String,
    count: usize,
}

impl Heads {
    /// Before the first step.
    pub(crate) fn new() -> Self {
        let main = "main".to_owned();
        Self {
            commits: BTreeMap::from([(main.clone(), 0)]),
            names: std::collections::BTreeSet::new(),
            on: main,
            count: 0,
        }
    }

    /// Whether there is such a branch.
    pub(crate) fn has(&self, branch: &str) -> bool {
        self.commits.contains_key(branch)
    }

    /// Gives a commit a name; false when another has it.
    pub(crate) fn name(&mut self, id: &str) -> bool {
        self.names.insert(id.to_owned())
    }

    /// Takes a step, or says why it cannot be taken.
    pub(crate) fn step(&mut self, step: &GitStep) -> Result<(), String> {
        match step {
            GitStep::Commit { id, .. } => {
                if let Some(id) = id
                    && !self.names.insert(id.clone())
                {
                    return Err(format!("two commits are called {id:?}"));
                }
                self.grow();
            }
            GitStep::Branch(name) if self.count == 0 => {
                return Err(format!("branch {name:?} begins before any commit"));
            }
            GitStep::Branch(name) if self.has(name) => return Err(format!("branch {name:?} is there already")),
            GitStep::Branch(name) => {
                let here = self.head(&self.on);
                self.commits.insert(name.clone(), here);
                self.on.clone_from(name);
            }
            GitStep::Checkout(name) if !self.has(name) => return Err(format!("there is no branch {name:?}")),
            GitStep::Checkout(name) => self.on.clone_from(name),
            GitStep::Merge { branch, .. } if !self.has(branch) => return Err(format!("there is no branch {branch:?}")),
            GitStep::Merge { branch, .. } if self.head(branch) == self.head(&self.on) => {
                return Err(format!("branch {branch:?} has nothing to merge into {:?}", self.on));
            }
            GitStep::Merge { .. } => self.grow(),
        }
        Ok(())
    }

    fn head(&self, branch: &str) -> usize {
        self.commits.get(branch).copied().unwrap_or_default()
    }

    fn grow(&mut self) {
        self.count += 1;
        self.commits.insert(self.on.clone(), self.count);
    }
}

impl Git {
    pub(super) fn check(&self) -> Result<()> {
        some("steps", &self.steps)?;
        let mut heads = Heads::new();
        for (at, step) in self.steps.iter().enumerate() {
            heads.step(step).map_err(|sentence| fault(format!("steps[{at}]"), sentence))?;
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let header = match self.direction {
            Direction::Right | Direction::Left => "gitGraph".to_owned(),
            Direction::Down | Direction::Up => format!("gitGraph {}:", self.direction.strict_letters()),
        };
        let mut page = Page::titled(self.title.as_deref(), &header);
        for step in &self.steps {
            page.line(1, &line(step));
        }
        page.text()
    }
}

fn line(step: &GitStep) -> String {
    let tagged =
        |tag: &Option<String>| tag.as_deref().map(|t| format!(" tag: {}", plain_quoted(t))).unwrap_or_default();
    match step {
        GitStep::Commit { id, tag, kind } => {
            let id = id.as_deref().map(|id| format!(" id: {}", plain_quoted(id))).unwrap_or_default();
            let kind = match kind {
                CommitKind::Normal => "",
                CommitKind::Reverse => " type: REVERSE",
                CommitKind::Highlight => " type: HIGHLIGHT",
            };
            format!("commit{id}{}{kind}", tagged(tag))
        }
        GitStep::Branch(name) => format!("branch {}", branch(name)),
        GitStep::Checkout(name) => format!("checkout {}", branch(name)),
        GitStep::Merge { branch: name, tag } => format!("merge {}{}", branch(name), tagged(tag)),
    }
}

/// A branch: bare where that is safe, else in quotes.
fn branch(name: &str) -> String {
    let safe = super::Id::new(name).is_ok_and(|id| id.text() == name);
    if safe { name.to_owned() } else { plain_quoted(name) }
}
