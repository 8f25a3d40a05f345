//! States and the transitions between them.

use super::graph::Direction;
use super::text::{Page, bare, quoted};
use super::{Id, fault, ids, known, some, unique};
use linocut_core::Result;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A state diagram.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct States {
    /// What stands above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where it grows to. Default: down.
    #[serde(default)]
    pub direction: Direction,
    /// Its states.
    pub states: Vec<State>,
    /// Its transitions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transitions: Vec<Transition>,
}

/// A state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// What transitions call it.
    pub id: Id,
    /// What it says.
    pub label: String,
    /// What it is. Default: plain.
    #[serde(default)]
    pub kind: StateKind,
    /// The id of the state it is inside of; that one comes earlier in the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<Id>,
}

/// What a state is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StateKind {
    /// A state.
    #[default]
    Plain,
    /// Where one way is chosen.
    Choice,
    /// Where one way becomes several.
    Fork,
    /// Where several ways become one.
    Join,
}

/// A way from one state to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Transition {
    /// Where it begins: an id; none for the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Id>,
    /// Where it ends: an id; none for the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Id>,
    /// What it says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The state it is inside of, which matters for the start and the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inside: Option<Id>,
}

impl States {
    pub(super) fn check(&self) -> Result<()> {
        some("states", &self.states)?;
        let all = self.states.iter().map(|s| &s.id);
        unique(ids("states", all.clone()))?;
        for (at, state) in self.states.iter().enumerate() {
            if let Some(inside) = &state.inside {
                known(format!("states[{at}].inside"), inside, all.clone().take(at))?;
            }
        }
        for (at, transition) in self.transitions.iter().enumerate() {
            let path = |end: &str| format!("transitions[{at}].{end}");
            let Transition { from, to, inside, .. } = transition;
            for (end, id) in [("from", from), ("to", to), ("inside", inside)] {
                id.as_ref().map_or(Ok(()), |id| known(path(end), id, all.clone()))?;
            }
            if from.is_none() && to.is_none() {
                return Err(fault(path("to"), "a transition from the start to the end passes no state"));
            }
        }
        Ok(())
    }

    pub(super) fn mermaid(&self) -> String {
        let mut page = Page::titled(self.title.as_deref(), "stateDiagram-v2");
        if self.direction != Direction::Down {
            page.line(1, &format!("direction {}", self.direction.strict_letters()));
        }
        self.level(None, 1, &mut page);
        page.text()
    }

    fn level(&self, inside: Option<&Id>, depth: usize, page: &mut Page) {
        for state in self.states.iter().filter(|s| s.inside.as_ref() == inside) {
            self.state(state, depth, page);
        }
        for transition in self.transitions.iter().filter(|t| t.inside.as_ref() == inside) {
            let end = |id: &Option<Id>| id.as_ref().map_or_else(|| "[*]".to_owned(), Id::text);
            let label = transition.label.as_deref().map(|l| format!(" : {}", bare(l))).unwrap_or_default();
            page.line(depth, &format!("{} --> {}{label}", end(&transition.from), end(&transition.to)));
        }
    }

    fn state(&self, state: &State, depth: usize, page: &mut Page) {
        let id = state.id.text();
        let marker = match state.kind {
            StateKind::Plain => None,
            StateKind::Choice => Some("choice"),
            StateKind::Fork => Some("fork"),
            StateKind::Join => Some("join"),
        };
        let holds = |other: &Option<Id>| other.as_ref() == Some(&state.id);
        let full = self.states.iter().any(|s| holds(&s.inside)) || self.transitions.iter().any(|t| holds(&t.inside));
        let used = self.transitions.iter().any(|t| holds(&t.from) || holds(&t.to));
        if let Some(marker) = marker {
            page.line(depth, &format!("state {id} <<{marker}>>"));
        } else if id != state.label {
            page.line(depth, &format!("state {} as {id}", quoted(&state.label)));
        } else if !full && !used {
            page.line(depth, &id);
        }
        if full && marker.is_none() {
            page.line(depth, &format!("state {id} {{"));
            self.level(Some(&state.id), depth + 1, page);
            page.line(depth, "}");
        }
    }
}
