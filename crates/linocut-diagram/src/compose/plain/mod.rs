//! Plain sentences, as a person would say them, to plans.

mod board;
mod cue;
mod git;
mod links;
mod models;
mod numbers;
mod plan;
mod relation;
mod state;
mod wanted;

pub(super) use cue::told;

use super::deed::{sentence, text};
use super::lead::lead;
use super::token::{Token, Tokens};
use crate::Family;
use crate::plan::Plan;
use std::collections::BTreeSet;

/// Sentences in parts.
struct Said<'a> {
    /// What the diagram is of.
    title: Option<String>,
    /// The parts between commas, full stops and `then`.
    parts: Vec<Part<'a>>,
    /// Whether a chart has a line rather than bars.
    line: bool,
    /// Whether bars lie.
    flat: bool,
}

/// A part and where it stands.
struct Part<'a> {
    /// Its words, at least one.
    words: Vec<&'a Token>,
    /// The number of its sentence.
    sentence: usize,
}

/// A plan, and what it comes from.
pub(super) struct Heard {
    /// The plan.
    pub(super) plan: Plan,
    /// How many parts the words have.
    pub(super) clauses: usize,
    /// The parts that nothing comes from.
    pub(super) unused: Vec<String>,
}

/// Numbers of the parts that something of a plan comes from.
type Used = BTreeSet<usize>;

/// Reads plain sentences; none where the family is read by deeds, or nothing is found.
pub(super) fn heard(family: Family, tokens: &Tokens) -> Option<Heard> {
    let said = said(tokens, family == Family::Sankey);
    let mut used = Used::new();
    let plan = read(family, &said, &mut used)?;
    let unused = said.parts.iter().enumerate().filter(|(at, _)| !used.contains(at));
    let unused = unused.map(|(_, part)| text(&part.words)).collect();
    Some(Heard { plan, clauses: said.parts.len(), unused })
}

fn read(family: Family, said: &Said<'_>, used: &mut Used) -> Option<Plan> {
    Some(match family {
        Family::Flowchart | Family::Sequence => return None,
        Family::State => Plan::State(state::states(said, used)?),
        Family::Class => Plan::Class(models::classes(said, used)?),
        Family::Er => Plan::Er(models::entities(said, used)?),
        Family::Gantt => Plan::Gantt(plan::gantt(said, used)?),
        Family::Pie => Plan::Pie(numbers::pie(said, used)?),
        Family::Journey => Plan::Journey(board::journey(said, used)?),
        Family::Timeline => Plan::Timeline(plan::timeline(said, used)?),
        Family::Mindmap => Plan::Mindmap(board::mindmap(said, used)?),
        Family::Git => Plan::Git(git::git(said, used)?),
        Family::Quadrant => Plan::Quadrant(wanted::quadrant(said, used)?),
        Family::Kanban => Plan::Kanban(board::kanban(said, used)?),
        Family::Architecture => Plan::Architecture(links::architecture(said, used)?),
        Family::C4 => Plan::C4(links::c4(said, used)?),
        Family::Xychart => Plan::Xychart(numbers::xychart(said, used)?),
        Family::Block => Plan::Block(links::blocks(said, used)?),
        Family::Packet => Plan::Packet(numbers::packet(said, used)?),
        Family::Requirement => Plan::Requirement(wanted::requirements(said, used)?),
        Family::Sankey => Plan::Sankey(numbers::sankey(said, used)?),
    })
}

/// Parts of words; where amounts flow, an arrow stands inside of a part.
fn said(tokens: &Tokens, flows: bool) -> Said<'_> {
    let lead = lead(tokens);
    let mut parts: Vec<Part<'_>> = Vec::new();
    let mut words: Vec<&Token> = Vec::new();
    let (mut sentence, mut depth, mut clause) = (0, 0_usize, None);
    for token in lead.rest {
        let broken = clause.is_some_and(|clause| clause != token.clause);
        let mark = depth == 0 && (token.is(",") || token.is_arrow() && !flows);
        let stop = depth == 0 && (token.is(";") || token.is("."));
        let then = depth == 0 && matches!(token.lower.as_str(), "then" | "afterwards" | "finally");
        if broken || mark || stop || then {
            push(&mut words, sentence, &mut parts);
            sentence += usize::from(broken || stop);
        }
        depth += usize::from(token.is("(") || token.is("["));
        depth -= usize::from(token.is(")") || token.is("]")).min(depth);
        clause = Some(token.clause);
        if !(mark || stop || then) {
            words.push(token);
        }
    }
    push(&mut words, sentence, &mut parts);
    let says = |word: &str| tokens.list.iter().any(|token| token.is(word));
    Said { title: lead.title, parts, line: says("line") && !says("bar"), flat: says("horizontal") }
}

/// Adds a part without the small words that join it to the one before.
fn push<'a>(words: &mut Vec<&'a Token>, sentence: usize, parts: &mut Vec<Part<'a>>) {
    let joins =
        |t: &&Token| matches!(t.lower.as_str(), "and" | "but" | "next" | "-" | "*" | "so" | "also" | "\u{2022}");
    let from = words.iter().take_while(|token| joins(token)).count();
    let words: Vec<&Token> = std::mem::take(words).split_off(from);
    if !words.is_empty() {
        parts.push(Part { words, sentence });
    }
}

/// Words without a determiner before them, where something stands behind it.
fn bare<'a, 'b>(words: &'b [&'a Token]) -> &'b [&'a Token] {
    const SMALL: [&str; 12] = ["a", "an", "the", "each", "every", "all", "this", "its", "their", "his", "her", "our"];
    let from = words.iter().take_while(|token| SMALL.contains(&token.lower.as_str())).count();
    words.get(from.min(words.len().saturating_sub(1))..).unwrap_or_default()
}

/// What a box says: the words without a determiner, the first letter large.
fn label(words: &[&Token]) -> String {
    sentence(enlarged(&text(bare(words))).trim_end_matches(['(', ' ']))
}

/// Words with those made of first letters written large.
pub(super) fn enlarged(text: &str) -> String {
    let short = |word: &str| SHORT.contains(&format!(" {word} "));
    let words = text.split(' ').map(|word| if short(word) { word.to_uppercase() } else { word.to_owned() });
    words.collect::<Vec<_>>().join(" ")
}

/// Words made of the first letters of others, which are written large.
const SHORT: &str = " ai api aws cdn cli cpu crm css csv db dns erp gcp gpu hr html http https ip jwt ml os otp pdf pr qa ram sdk \
sms sql ssd sso tcp tls udp ui url ux vm vpn xml ";

/// Where the first of some words stands.
fn find(words: &[&Token], cues: &[&str]) -> Option<usize> {
    words.iter().position(|token| cues.contains(&token.lower.as_str()))
}

/// What stands between `,`, `and`, `or`, `&` outside of brackets; `one or more` stays whole.
fn list<'a, 'b>(words: &'b [&'a Token]) -> Vec<&'b [&'a Token]> {
    let mut parts = Vec::new();
    let (mut from, mut depth) = (0, 0_usize);
    for (at, token) in words.iter().enumerate() {
        depth += usize::from(token.is("(") || token.is("["));
        depth -= usize::from(token.is(")") || token.is("]")).min(depth);
        let next = words.get(at + 1).map_or("", |next| next.lower.as_str());
        let last = at.checked_sub(1).and_then(|at| words.get(at)).map_or("", |last| last.lower.as_str());
        let counts = token.is("or") && (next == "more" || (last == "zero" && next == "one"));
        if depth == 0 && !counts && matches!(token.lower.as_str(), "," | "and" | "or" | "&" | ";") {
            parts.extend(words.get(from..at));
            from = at + 1;
        }
    }
    parts.extend(words.get(from..));
    parts.retain(|part| !part.is_empty());
    parts
}

/// Words before brackets, and the words in them.
fn inside<'a, 'b>(words: &'b [&'a Token]) -> (&'b [&'a Token], &'b [&'a Token]) {
    let Some(open) = words.iter().position(|token| token.is("(") || token.is("[")) else { return (words, &[]) };
    let close = words.iter().rposition(|token| token.is(")") || token.is("]")).unwrap_or(words.len());
    (words.get(..open).unwrap_or_default(), words.get(open + 1..close).unwrap_or_default())
}

/// What stands before the first colon, and behind it.
fn headed<'a, 'b>(words: &'b [&'a Token]) -> (Option<&'b [&'a Token]>, &'b [&'a Token]) {
    match words.iter().position(|token| token.is(":")).filter(|at| *at > 0) {
        Some(at) => (words.get(..at), words.get(at + 1..).unwrap_or_default()),
        None => (None, words),
    }
}

/// A number in digits or, up to twelve, in letters.
fn amount(token: &Token) -> Option<f64> {
    const NAMES: [(&str, f64); 14] = [
        ("one", 1.0),
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("eleven", 11.0),
        ("twelve", 12.0),
        ("once", 1.0),
        ("twice", 2.0),
    ];
    let named = NAMES.iter().find(|(name, _)| token.is(name)).map(|(_, number)| *number);
    token.number().or(named)
}
