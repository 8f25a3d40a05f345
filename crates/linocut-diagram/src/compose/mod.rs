//! Words to plans without a model: cues, clauses and a list of verbs; nothing is invented.

mod charts;
mod cue;
mod deed;
mod flow;
mod graphs;
mod history;
mod lists;
mod mention;
mod models;
mod net;
mod talk;
mod token;
mod verb;

use crate::plan::Plan;
use crate::{Family, mermaid};
use cue::family_of;
use linocut_core::{Error, Kind, Result};
use token::{Tokens, tokens};

/// Most words that are read, in bytes: about a hundred pages.
const MOST_BYTES: usize = 1 << 18;

/// A plan made of words, and how much of them it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Composed {
    /// The plan.
    pub plan: Plan,
    /// How many clauses the words have.
    pub clauses: usize,
    /// The clauses that nothing of the plan comes from, as they were written.
    pub unused: Vec<String>,
}

impl Composed {
    /// How many clauses the plan says.
    #[must_use]
    pub fn used(&self) -> usize {
        self.clauses.saturating_sub(self.unused.len())
    }
}

/// Reads what a diagram should say; without `family` the words themselves choose, else it is a flowchart.
///
/// - Quoted words are kept as they are: `'User logs in' leads to "Dashboard"`.
/// - What is not understood is listed in [`Composed::unused`], never guessed.
///
/// # Errors
/// [`Kind::Input`] when no part of a diagram is found, [`Kind::Limit`] over 256 KiB.
pub fn compose(words: &str, family: Option<Family>) -> Result<Composed> {
    if words.len() > MOST_BYTES {
        return Err(Error::new(Kind::Limit, format!("{} bytes of words are over the limit of 256 KiB", words.len())));
    }
    let tokens = tokens(words);
    let family = family.unwrap_or_else(|| family_of(&tokens));
    let mut found = Found::default();
    let plan = built(family, &tokens, &mut found).ok_or_else(|| nothing(family))?;
    mermaid(&plan).map_err(|error| nothing(family).cause(error))?;
    let (clauses, unused) = found.told(&tokens);
    Ok(Composed { plan, clauses, unused })
}

/// What of the words a plan comes from.
#[derive(Default)]
struct Found {
    /// Clauses, by number, that something comes from.
    clauses: std::collections::BTreeSet<usize>,
    /// Clauses counted by the reader of sentences, and the ones it did not understand; else those of the tokens count.
    deeds: Option<(usize, Vec<String>)>,
}

impl Found {
    fn told(self, tokens: &Tokens) -> (usize, Vec<String>) {
        self.deeds.unwrap_or_else(|| {
            let all = tokens.clauses();
            let unused = all.iter().enumerate().filter(|(at, _)| !self.clauses.contains(at));
            (all.len(), unused.map(|(_, text)| text.clone()).collect())
        })
    }
}

fn built(family: Family, tokens: &Tokens, found: &mut Found) -> Option<Plan> {
    let explicit = graphs::is_explicit(tokens);
    Some(match family {
        Family::Flowchart if explicit => Plan::Flowchart(graphs::flowchart(tokens, found)?),
        Family::Flowchart => Plan::Flowchart(flow::flowchart(tokens, found)?),
        Family::Sequence if explicit => Plan::Sequence(graphs::sequence(tokens, found)?),
        Family::Sequence => Plan::Sequence(talk::sequence(tokens, found)?),
        Family::State => Plan::State(graphs::states(tokens, found)?),
        Family::Class => Plan::Class(models::classes(tokens, found)?),
        Family::Er => Plan::Er(models::entities(tokens, found)?),
        Family::Gantt => Plan::Gantt(lists::gantt(tokens, found)?),
        Family::Pie => Plan::Pie(charts::pie(tokens, found)?),
        Family::Journey => Plan::Journey(lists::journey(tokens, found)?),
        Family::Timeline => Plan::Timeline(lists::timeline(tokens, found)?),
        Family::Mindmap => Plan::Mindmap(lists::mindmap(tokens, found)?),
        Family::Git => Plan::Git(history::git(tokens, found)?),
        Family::Quadrant => Plan::Quadrant(charts::quadrant(tokens, found)?),
        Family::Kanban => Plan::Kanban(lists::kanban(tokens, found)?),
        Family::Architecture => Plan::Architecture(graphs::architecture(tokens, found)?),
        Family::C4 => Plan::C4(models::c4(tokens, found)?),
        Family::Xychart => Plan::Xychart(charts::xychart(tokens, found)?),
        Family::Block => Plan::Block(graphs::blocks(tokens, found)?),
        Family::Packet => Plan::Packet(charts::packet(tokens, found)?),
        Family::Requirement => Plan::Requirement(models::requirements(tokens, found)?),
        Family::Sankey => Plan::Sankey(charts::sankey(tokens, found)?),
    })
}

fn nothing(family: Family) -> Error {
    let example = "say what happens, such as \"user logs in, server checks password, if ok show dashboard else error\"";
    Error::new(Kind::Input, format!("the words name no part of a {} diagram", family.name())).hinted(example)
}
