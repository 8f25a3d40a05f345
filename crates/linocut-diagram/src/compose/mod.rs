//! Words to plans without a model: cues, clauses and a list of verbs; nothing is invented.

mod chain;
mod charts;
mod cue;
mod deed;
mod flow;
mod graphs;
mod history;
mod lead;
mod lists;
mod mention;
mod models;
mod net;
mod plain;
mod talk;
mod token;
mod verb;

use crate::plan::Plan;
use crate::{Family, mermaid};
use cue::family_of;
use linocut_core::{Error, Kind, Result};
use token::{Token, Tokens, tokens};

/// Most words that are read, in bytes: about a hundred pages.
const MOST_BYTES: usize = 1 << 18;
/// Most clauses that are read: a drawing of more can be read by nobody, and several families take more than linear time.
const MOST_CLAUSES: usize = 2_000;

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
/// [`Kind::Input`] when no part of a diagram is found, [`Kind::Limit`] over 256 KiB or 2,000 clauses.
pub fn compose(words: &str, family: Option<Family>) -> Result<Composed> {
    if words.len() > MOST_BYTES {
        return Err(Error::new(Kind::Limit, format!("{} bytes of words are over the limit of 256 KiB", words.len())));
    }
    let tokens = tokens(words);
    let ends = |pair: &[Token]| matches!(pair, [a, b] if a.clause != b.clause || b.ends_clause() && !a.ends_clause());
    let clauses = tokens.list.windows(2).filter(|pair| ends(pair)).count();
    if clauses > MOST_CLAUSES {
        let sentence = format!("the words have about {clauses} clauses, at most {MOST_CLAUSES} are read");
        return Err(Error::new(Kind::Limit, sentence).hinted("say it in several diagrams"));
    }
    let (found, sure) = family.map_or_else(|| family_of(&tokens), |family| (family, true));
    // What is only guessed may be wrong: then it is steps.
    let steps = || if sure { None } else { composed(Family::Flowchart, &tokens) };
    composed(found, &tokens).or_else(steps).ok_or_else(|| nothing(found))
}

/// The family that the words name or suggest.
pub(crate) fn family_in(words: &str) -> Family {
    family_of(&tokens(words)).0
}

fn composed(family: Family, tokens: &Tokens) -> Option<Composed> {
    let valid = |plan: &Plan| mermaid(plan).is_ok();
    let spoken = || {
        let heard = plain::heard(family, tokens).filter(|heard| valid(&heard.plan))?;
        Some(Composed { plan: heard.plan, clauses: heard.clauses, unused: heard.unused })
    };
    let named = || {
        let mut found = Found::default();
        let plan = built(family, tokens, &mut found).filter(valid)?;
        let (clauses, unused) = found.told(tokens);
        Some(Composed { plan, clauses, unused })
    };
    let sure = |composed: &Composed| composed.unused.len() * 3 <= composed.clauses;
    let made = if graphs::is_explicit(family, tokens) { named() } else { spoken().filter(sure) };
    made.or_else(named).or_else(spoken)
}

/// What of the words a plan comes from.
#[derive(Default)]
struct Found {
    /// Clauses, by number, that something comes from.
    clauses: std::collections::BTreeSet<usize>,
    /// Clauses with an arrow that nothing comes from.
    missed: std::collections::BTreeSet<usize>,
    /// Clauses counted by the reader of sentences, and the ones it did not understand; else those of the tokens count.
    deeds: Option<(usize, Vec<String>)>,
}

impl Found {
    fn told(self, tokens: &Tokens) -> (usize, Vec<String>) {
        self.deeds.unwrap_or_else(|| {
            let all = tokens.clauses();
            let used = |at: usize| (self.clauses.contains(&at) || cue::asks(tokens, at)) && !self.missed.contains(&at);
            let unused = all.iter().enumerate().filter(|(at, _)| !used(*at));
            (all.len(), unused.map(|(_, text)| text.clone()).collect())
        })
    }
}

fn built(family: Family, tokens: &Tokens, found: &mut Found) -> Option<Plan> {
    let explicit = graphs::is_explicit(family, tokens);
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
