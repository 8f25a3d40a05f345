//! Deeds to flowcharts.

use super::Found;
use super::deed::{Deed, deeds, question, sentence};
use super::lead::lead;
use super::token::{Token, Tokens};
use crate::plan::{Direction, Edge, Flowchart, Id, Ids, Node, Outline};

/// The flowchart of what is done.
pub(super) fn flowchart(tokens: &Tokens, found: &mut Found) -> Option<Flowchart> {
    let lead = lead(tokens).headed();
    let read = deeds(lead.rest);
    found.deeds = Some((read.clauses, read.unused));
    let mut chart = Chart::default();
    chart.made.direction = direction(tokens);
    chart.made.title = lead.title;
    chart.all(&read.list, Vec::new());
    (!chart.made.nodes.is_empty()).then_some(chart.made)
}

/// An end that the next node is joined to, and what that edge says.
type End = (Id, Option<String>);

#[derive(Default)]
struct Chart {
    made: Flowchart,
    ids: Ids,
}

impl Chart {
    fn all(&mut self, deeds: &[Deed], mut ends: Vec<End>) -> Vec<End> {
        for deed in deeds {
            ends = self.one(deed, ends);
        }
        ends
    }

    fn one(&mut self, deed: &Deed, ends: Vec<End>) -> Vec<End> {
        match deed {
            Deed::Act(text) => vec![(self.node(&sentence(text), Outline::Box, ends), None)],
            Deed::Choice { condition, yes, no } => {
                let id = self.node(&question(condition), Outline::Diamond, ends);
                let mut after = self.all(yes, vec![(id.clone(), Some("Yes".to_owned()))]);
                after.extend(self.all(no, vec![(id, Some("No".to_owned()))]));
                after
            }
            Deed::Again { condition, during: true, deeds } => {
                let id = self.node(&question(condition), Outline::Diamond, ends);
                let back = self.all(deeds, vec![(id.clone(), Some("Yes".to_owned()))]);
                self.join(back, &id);
                vec![(id, Some("No".to_owned()))]
            }
            Deed::Again { condition, during: false, deeds } => {
                let first = self.made.nodes.len();
                let ends = self.all(deeds, ends);
                let id = self.node(&question(condition), Outline::Diamond, ends);
                let again = self.made.nodes.get(first).map_or_else(|| id.clone(), |node| node.id.clone());
                self.join(vec![(id.clone(), Some("No".to_owned()))], &again);
                vec![(id, Some("Yes".to_owned()))]
            }
            Deed::Together(deeds) => deeds.iter().flat_map(|deed| self.one(deed, ends.clone())).collect(),
        }
    }

    fn node(&mut self, label: &str, outline: Outline, ends: Vec<End>) -> Id {
        let id = self.ids.numbered("n");
        self.made.nodes.push(Node { id: id.clone(), label: label.to_owned(), outline });
        self.join(ends, &id);
        id
    }

    fn join(&mut self, ends: Vec<End>, to: &Id) {
        self.made.edges.extend(ends.into_iter().map(|(from, label)| Edge::new(from, to.clone(), label)));
    }
}

/// Where words say that a diagram grows to.
pub(super) fn direction(tokens: &Tokens) -> Direction {
    direction_of(tokens.list.iter())
}

/// Where tokens say that a diagram grows to.
pub(super) fn direction_of<'a>(tokens: impl Iterator<Item = &'a Token>) -> Direction {
    let said: Vec<(&str, &str)> = tokens.map(|token| (token.text.as_str(), token.lower.as_str())).collect();
    let text = said.iter().map(|(_, lower)| lower.replace('-', " ")).collect::<Vec<_>>().join(" ");
    let has = |cues: &[&str]| cues.iter().any(|cue| text.contains(cue));
    let letters =
        |two: &str| said.iter().any(|(text, _)| text.split_whitespace().any(|w| w.trim_end_matches(':') == two));
    if has(&["left to right", "horizontally"]) || letters("LR") {
        Direction::Right
    } else if has(&["right to left"]) || letters("RL") {
        Direction::Left
    } else if has(&["bottom to top", "bottom up"]) || letters("BT") {
        Direction::Up
    } else {
        Direction::Down
    }
}
