//! `Order is pending, then paid, then shipped or cancelled` to states.

use super::super::flow::direction_of;
use super::super::token::Token;
use super::{Said, Used, bare, find, headed, label, list};
use crate::plan::{Id, Ids, State, StateKind, States, Transition};

/// Longest name of a state, in words; longer parts say something else.
const LONGEST: usize = 4;

pub(super) fn states(said: &Said<'_>, used: &mut Used) -> Option<States> {
    // What something turns into is a state wherever it stands, so that `off becomes on` begins at off.
    let first = pass(said, &mut Used::new(), Vec::new());
    let names = first.plan.states.into_iter().map(|state| state.label).collect();
    let machine = pass(said, used, names);
    let States { states, mut transitions, .. } = machine.plan;
    if let Some(first) = states.first().filter(|_| transitions.iter().all(|way| way.from.is_some())) {
        let to = Some(first.id.clone());
        transitions.insert(0, Transition { from: None, to, label: None, inside: None });
    }
    let direction = direction_of(said.parts.iter().flat_map(|part| part.words.iter().copied()));
    (!states.is_empty()).then_some(States { title: said.title.clone(), direction, states, transitions })
}

fn pass(said: &Said<'_>, used: &mut Used, names: Vec<String>) -> Machine {
    let mut machine = Machine { names, ..Machine::default() };
    let mut declared = None;
    for (at, part) in said.parts.iter().enumerate() {
        let (head, words) = headed(&part.words);
        if head.is_some_and(|head| find(head, &["states"]).is_some()) {
            declared = Some(part.sentence);
        }
        let words = if declared == Some(part.sentence) { words } else { &part.words };
        let understood =
            if declared == Some(part.sentence) { machine.declare(words) } else { machine.part(words).is_some() };
        used.extend(understood.then_some(at));
    }
    machine
}

#[derive(Default)]
struct Machine {
    plan: States,
    ids: Ids,
    /// The states one is in when the next sentence begins.
    last: Vec<Id>,
    /// Names of states that are known before the sentences are read.
    names: Vec<String>,
}

const WHEN: [&str; 6] = ["when", "if", "after", "once", "upon", "whenever"];

const GOES: [&str; 26] = [
    "goes",
    "go",
    "moves",
    "move",
    "changes",
    "change",
    "turns",
    "turn",
    "transitions",
    "transition",
    "switches",
    "switch",
    "becomes",
    "become",
    "returns",
    "return",
    "gets",
    "enters",
    "leads",
    "falls",
    "back",
    "jumps",
    "advances",
    "proceeds",
    "opens",
    "closes",
];

const IS: [&str; 8] = ["is", "are", "starts", "start", "begins", "begin", "be", "stays"];

impl Machine {
    fn declare(&mut self, words: &[&Token]) -> bool {
        let states: Vec<Id> = list(words).into_iter().filter_map(|name| self.state(name)).collect();
        if self.last.is_empty() {
            self.last.extend(states.first().cloned());
        }
        !states.is_empty()
    }

    fn part(&mut self, words: &[&Token]) -> Option<()> {
        let (words, reason) = condition(words);
        let (from, to) = (find(words, &["from"]), words.iter().rposition(|token| token.is("to")));
        let verb = find(words, &GOES).filter(|at| *at > 0 && *at + 1 < words.len());
        let is = find(words, &IS).filter(|at| *at + 1 < words.len());
        let (sources, targets) = match (from, to, verb, is) {
            (Some(from), Some(to), _, _) if from < to => (self.all(words.get(from + 1..to)?), words.get(to + 1..)?),
            (_, _, Some(verb), _) => (self.known(words.get(..verb)?), words.get(verb + 1..)?),
            (_, _, None, Some(is)) => (Vec::new(), words.get(is + 1..)?),
            (_, Some(to), None, None) if to > 0 => (self.all(words.get(..to)?), words.get(to + 1..)?),
            (_, _, None, None) => (Vec::new(), words),
        };
        let plain = verb.is_none() && is.is_none() && to.is_none() && reason.is_none();
        let listed = if plain { in_turn(words) } else { Vec::new() };
        if listed.len() > 1 {
            return listed.iter().map(|words| self.part(words)).fold(None, Option::or);
        }
        let ends = targets.len() == 1 && targets.first().is_some_and(|token| token.is("ends") || token.is("end"));
        let sources = if sources.is_empty() { self.last.clone() } else { sources };
        let targets = if ends { Vec::new() } else { self.all(led(targets)) };
        if targets.is_empty() && !ends {
            return None;
        }
        let ways = |from: Option<Id>| {
            let to: Vec<Option<Id>> = if ends { vec![None] } else { targets.iter().cloned().map(Some).collect() };
            to.into_iter().map(move |to| (from.clone(), to)).collect::<Vec<_>>()
        };
        let ways: Vec<_> = if sources.is_empty() {
            ways(None)
        } else {
            sources.into_iter().flat_map(|from| ways(Some(from))).collect()
        };
        for (from, to) in ways.into_iter().filter(|(from, to)| from.is_some() || to.is_some()) {
            self.plan.transitions.push(Transition { from, to, label: reason.clone(), inside: None });
        }
        self.last = targets;
        Some(())
    }

    fn all(&mut self, words: &[&Token]) -> Vec<Id> {
        list(words).into_iter().filter_map(|name| self.state(name)).collect()
    }

    /// States that are known by these words; a subject that is none is what the diagram is about.
    fn known(&mut self, words: &[&Token]) -> Vec<Id> {
        let known = |words: &&[&Token]| self.names.contains(&label(words));
        let names: Vec<&[&Token]> = list(words).into_iter().filter(known).collect();
        names.into_iter().filter_map(|name| self.state(name)).collect()
    }

    fn state(&mut self, words: &[&Token]) -> Option<Id> {
        let words = bare(words);
        let name = label(words);
        if name.is_empty() || words.len() > LONGEST || !name.contains(char::is_alphanumeric) {
            return None;
        }
        if let Some(known) = self.plan.states.iter().find(|state| state.label == name) {
            return Some(known.id.clone());
        }
        let id = self.ids.for_label(&name, "s");
        self.plan.states.push(State { id: id.clone(), label: name, kind: StateKind::Plain, inside: None });
        Some(id)
    }
}

/// The states at the end of a list of what comes next: `paid, shipped and delivered`; with `or` they are ways.
fn in_turn<'a>(words: &[&'a Token]) -> Vec<Vec<&'a Token>> {
    if find(words, &["or", "ends", "end"]).is_some() {
        return Vec::new();
    }
    let short = |words: &&[&Token]| words.len() <= LONGEST;
    list(words).into_iter().filter(short).map(<[&Token]>::to_vec).collect()
}

/// Without the words that lead to a state.
fn led<'a, 'b>(words: &'b [&'a Token]) -> &'b [&'a Token] {
    let leads =
        |t: &&Token| matches!(t.lower.as_str(), "to" | "into" | "in" | "as" | "back" | "either" | "again" | "first");
    words.get(words.iter().take_while(|token| leads(token)).count()..).unwrap_or_default()
}

/// Words without the reason at their beginning or end, and the reason.
fn condition<'a, 'b>(words: &'b [&'a Token]) -> (&'b [&'a Token], Option<String>) {
    let said = |words: &[&Token]| Some(super::super::deed::text(bare(words))).filter(|text| !text.is_empty());
    if words.first().is_some_and(|token| WHEN.contains(&token.lower.as_str())) {
        let subject = |token: &&Token| matches!(token.lower.as_str(), "it" | ":" | "they");
        let end = words.iter().position(subject).or_else(|| find(words, &GOES).filter(|at| *at > 2).map(|at| at - 1));
        if let Some(at) = end {
            let rest = words.get(at..).unwrap_or_default();
            let rest =
                if rest.first().is_some_and(|token| token.is(":")) { rest.get(1..).unwrap_or_default() } else { rest };
            return (rest, said(words.get(1..at).unwrap_or_default()));
        }
    }
    let on = |at: &usize| {
        let before = at.checked_sub(1).and_then(|at| words.get(at)).map_or("", |token| token.lower.as_str());
        *at > 0 && at + 1 < words.len() && !IS.contains(&before) && !matches!(before, "to" | "becomes" | "or")
    };
    let late = find(words, &WHEN).filter(|at| *at > 0).or_else(|| find(words, &["on", "by"]).filter(on));
    match late {
        Some(at) => (words.get(..at).unwrap_or_default(), said(words.get(at + 1..).unwrap_or_default())),
        None => (words, None),
    }
}
