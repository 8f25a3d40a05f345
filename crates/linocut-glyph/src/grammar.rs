//! The finite state transducer that spells SVG.

use crate::file::{GrammarFile, StateFile};
use linocut_core::{Error, Kind, Result};
use std::collections::BTreeMap;
use std::ops::Range;

/// Largest number of states; the library's grammar has 185.
const MAX_STATES: usize = 4096;
/// Largest number of transitions that leave one state; the library's grammar has 16.
const MAX_EDGES: usize = 256;

/// States and transitions that turn token ids into SVG text.
#[derive(Debug)]
pub(crate) struct Grammar {
    pub(crate) prefix: String,
    pub(crate) suffix: String,
    pub(crate) start: usize,
    pub(crate) accept: usize,
    states: Vec<State>,
}

/// A state: how far the end is and where tokens lead.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) name: String,
    /// The fewest tokens from here to the end.
    pub(crate) least: usize,
    pub(crate) edges: Vec<Edge>,
}

/// The tokens of `ranges` lead to state `to`.
#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) ranges: Vec<Range<u16>>,
    pub(crate) to: usize,
    /// What is written: these pieces with the token's text between them.
    pub(crate) pieces: Vec<String>,
}

impl Grammar {
    /// Checks a grammar over token ids below `tokens`.
    pub(crate) fn new(file: GrammarFile, tokens: u16) -> Result<Self> {
        if file.states.len() > MAX_STATES {
            return Err(damaged(format!("{} states, at most {MAX_STATES} wanted", file.states.len())));
        }
        if file.start >= file.states.len() || file.accept >= file.states.len() {
            return Err(damaged("start or accept is not a state"));
        }
        for (name, ranges) in &file.classes {
            if ranges.iter().any(|&(from, to)| from >= to || to > tokens) {
                return Err(damaged(format!("class {name} has ids that are no tokens")));
            }
        }
        let classes = &file.classes;
        let states = file.states.into_iter().map(|state| State::new(state, classes)).collect::<Result<Vec<_>>>()?;
        let grammar = Self { prefix: file.prefix, suffix: file.suffix, start: file.start, accept: file.accept, states };
        grammar.check_ends()?;
        Ok(grammar)
    }

    /// The state with this number.
    pub(crate) fn state(&self, number: usize) -> Result<&State> {
        self.states.get(number).ok_or_else(|| Error::new(Kind::Bug, format!("grammar has no state {number}")))
    }

    /// Checks that `dist` is the true distance to the end in every state, so that a walk with a budget ends in time.
    fn check_ends(&self) -> Result<()> {
        for (number, state) in self.states.iter().enumerate() {
            let mut nearest: Option<usize> = None;
            for edge in &state.edges {
                let next = self.states.get(edge.to);
                let next = next.ok_or_else(|| damaged(format!("state {} leads nowhere", state.name)))?;
                nearest = Some(nearest.map_or(next.least, |least| least.min(next.least)));
            }
            let is_right = match nearest {
                _ if number == self.accept => state.least == 0 && state.edges.is_empty(),
                Some(least) => least.checked_add(1) == Some(state.least),
                None => false,
            };
            if !is_right {
                return Err(damaged(format!("state {} has the wrong distance to the end", state.name)));
            }
        }
        Ok(())
    }
}

impl State {
    fn new(file: StateFile, classes: &BTreeMap<String, Vec<(u16, u16)>>) -> Result<Self> {
        if file.next.len() > MAX_EDGES {
            return Err(damaged(format!("state {} has more than {MAX_EDGES} transitions", file.name)));
        }
        let mut edges = Vec::with_capacity(file.next.len());
        for (class, to, template) in file.next {
            let ranges = classes.get(&class).ok_or_else(|| damaged(format!("no class {class}")))?;
            let ranges = ranges.iter().map(|&(from, to)| from..to).collect();
            edges.push(Edge { ranges, to, pieces: template.split("{}").map(str::to_owned).collect() });
        }
        let state = Self { name: file.name, least: file.dist, edges };
        let mut taken = state.ranges(|_| true);
        taken.sort_by_key(|range| range.start);
        if taken.iter().zip(taken.iter().skip(1)).any(|(one, next)| one.end > next.start) {
            return Err(damaged(format!("state {} has two ways for one token", state.name)));
        }
        Ok(state)
    }

    /// The transition that `token` takes.
    pub(crate) fn edge(&self, token: u16) -> Option<&Edge> {
        self.edges.iter().find(|edge| edge.ranges.iter().any(|range| range.contains(&token)))
    }

    /// The ids of all transitions that pass `admits`.
    pub(crate) fn ranges(&self, admits: impl Fn(&Edge) -> bool) -> Vec<Range<u16>> {
        self.edges.iter().filter(|edge| admits(edge)).flat_map(|edge| edge.ranges.iter().cloned()).collect()
    }
}

fn damaged(sentence: impl Into<String>) -> Error {
    Error::new(Kind::Input, sentence).at("grammar")
}
