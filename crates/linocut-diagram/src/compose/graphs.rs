//! Names and links to flowcharts, blocks, states, architecture and sequences.

use super::flow::direction;
use super::lead::{asks, lead};
use super::mention::numbers;
use super::net::{Net, Thread, links, net};
use super::token::{Sort, Token, Tokens};
use super::{Found, chain};
use crate::Family;
use crate::plan::{
    Architecture, ArchitectureGroup, Block, Blocks, Edge, Flowchart, Id, Joint, Line, Message, MessageLine, Node,
    Outline, Participant, Sequence, Service, Side, State, StateKind, States, Step, Transition,
};

/// Whether words name the parts of a family in quotes or with arrows, so that they are read as names and links.
pub(super) fn is_explicit(family: Family, tokens: &Tokens) -> bool {
    is_quoted(tokens) || chain::is_linked(family) && !chain::cut(tokens).chains.is_empty()
}

/// Whether quotes are around names, and not around what is said or clicked: `'A' leads to 'B'`, `class "Dog"`.
pub(super) fn is_quoted(tokens: &Tokens) -> bool {
    let quote = |token: &&Token| matches!(token.sort, Sort::Quoted | Sort::Code);
    let quotes = || tokens.list.iter().filter(quote);
    let arrow = |token: &Token| token.text.contains("->") || token.text.contains("--");
    let any = quotes().next().is_some();
    let code = quotes().any(|token| token.sort == Sort::Code);
    let between = |a: usize, b: usize| tokens.list.get(a + 1..b).unwrap_or_default();
    let begins =
        |at: usize| at.checked_sub(1).and_then(|at| tokens.list.get(at)).is_none_or(|t| t.ends_clause() || t.is("and"));
    let joined = |pair: &[usize]| matches!(pair, [a, b] if begins(*a) && b - a <= 4 && links(between(*a, *b)));
    let places: Vec<usize> =
        (0..tokens.list.len()).filter(|at| tokens.list.get(*at).as_ref().is_some_and(quote)).collect();
    let asked = lead(tokens).rest.len() < tokens.list.len() || asks(tokens);
    let named = quotes().count() > 1 && (code || asked || places.windows(2).any(joined));
    named || quotes().any(arrow) || any && tokens.list.iter().any(Token::is_arrow)
}

fn line(words: &str) -> Line {
    match () {
        () if words.contains("<-") || words.contains('\u{2194}') => Line::Both,
        () if words.contains("-.") || words.contains("dotted") || words.contains("dashed") => Line::Dotted,
        () if words.contains("==") || words.contains("thick") => Line::Thick,
        () if words.contains("---") || words.contains("open link") => Line::Plain,
        () => Line::Arrow,
    }
}

fn outline(net: &Net, at: usize) -> Outline {
    let Some(knot) = net.nodes.get(at) else { return Outline::Box };
    let inside = knot.inside.iter().map(|token| token.lower.as_str());
    let words: Vec<&str> = inside.chain(knot.before.iter().map(String::as_str)).collect();
    let has = |names: &[&str]| words.iter().any(|word| names.contains(word));
    match () {
        () if has(&["diamond", "rhombus", "decision"]) || knot.label.ends_with('?') => Outline::Diamond,
        () if has(&["stadium"]) => Outline::Stadium,
        () if has(&["circle"]) => Outline::Circle,
        () if has(&["hexagon"]) => Outline::Hexagon,
        () if has(&["cylinder", "cylindrical", "database"]) => Outline::Cylinder,
        () if has(&["subroutine"]) => Outline::Subroutine,
        () if has(&["parallelogram"]) => Outline::Slanted,
        () if has(&["rounded", "round"]) => Outline::Round,
        () => Outline::Box,
    }
}

fn nodes(net: &Net) -> Vec<Node> {
    let node = |(at, knot): (usize, &super::net::Knot)| {
        let label = if looks_like_shape(knot) { knot.name.clone() } else { knot.label.clone() };
        Node { id: knot.id.clone(), label, outline: outline(net, at) }
    };
    net.nodes.iter().enumerate().map(node).collect()
}

/// Whether what stands in brackets is a shape, `'Start' (stadium)`, and not a label.
fn looks_like_shape(knot: &super::net::Knot) -> bool {
    const SHAPES: [&str; 12] = [
        "stadium",
        "rhombus",
        "diamond",
        "circle",
        "rounded",
        "hexagon",
        "default",
        "cylinder",
        "square",
        "subroutine",
        "database",
        "rect",
    ];
    knot.inside.first().is_some_and(|token| SHAPES.contains(&token.lower.as_str()))
}

fn edges(net: &Net) -> Vec<Edge> {
    let id = |at: usize| net.nodes.get(at).map(|knot| knot.id.clone());
    let edge = |link: &Thread| {
        Some(Edge { from: id(link.from)?, to: id(link.to)?, label: link.label.clone(), line: line(&link.words) })
    };
    net.links.iter().filter_map(edge).collect()
}

pub(super) fn flowchart(tokens: &Tokens, found: &mut Found) -> Option<Flowchart> {
    let net = net(tokens, found);
    let (nodes, edges) = (nodes(&net), edges(&net));
    let title = net.title;
    (!nodes.is_empty()).then_some(Flowchart { title, direction: direction(tokens), nodes, edges, groups: Vec::new() })
}

pub(super) fn blocks(tokens: &Tokens, found: &mut Found) -> Option<Blocks> {
    let net = net(tokens, found);
    let blocks: Vec<Option<Block>> =
        nodes(&net).into_iter().map(|node| Some(Block { node, width: None, inside: None })).collect();
    let at = tokens.list.iter().position(|token| token.lower.starts_with("column"));
    let near =
        at.map(|at| numbers(tokens.list.get(at.saturating_sub(1)..tokens.list.len().min(at + 2)).unwrap_or_default()));
    let columns = near.and_then(|near| near.first().copied()).filter(|n| (1.0..=100.0).contains(n));
    let columns = columns.and_then(|n| format!("{n:.0}").parse().ok());
    (!blocks.is_empty()).then(|| Blocks { title: None, columns, edges: edges(&net), blocks })
}

pub(super) fn states(tokens: &Tokens, found: &mut Found) -> Option<States> {
    let net = net(tokens, found);
    let kind = |words: &[String], inside: &str| match () {
        () if words.iter().any(|w| w == "fork") || inside.contains("fork") => StateKind::Fork,
        () if inside.contains("join") => StateKind::Join,
        () if inside.contains("choice") => StateKind::Choice,
        () => StateKind::Plain,
    };
    let real = |name: &str| name != "[*]";
    let states: Vec<State> = net
        .nodes
        .iter()
        .filter(|knot| real(&knot.name))
        .map(|knot| State { id: knot.id.clone(), label: knot.label.clone(), kind: kind(&[], &knot.name), inside: None })
        .collect();
    let end = |at: usize| net.nodes.get(at).filter(|knot| real(&knot.name)).map(|knot| knot.id.clone());
    let transition = |link: &Thread| {
        let (from, to) = (end(link.from), end(link.to));
        (from.is_some() || to.is_some()).then(|| Transition { from, to, label: link.label.clone(), inside: None })
    };
    let transitions = net.links.iter().filter_map(transition).collect();
    let plan = States { title: net.title, direction: direction(tokens), states, transitions };
    (!plan.states.is_empty()).then_some(plan)
}

const ICONS: [&str; 5] = ["cloud", "database", "disk", "internet", "server"];

pub(super) fn architecture(tokens: &Tokens, found: &mut Found) -> Option<Architecture> {
    let net = net(tokens, found);
    let mut plan = Architecture { title: None, ..Architecture::default() };
    for knot in &net.nodes {
        let icon = knot.inside.iter().find(|token| ICONS.contains(&token.lower.as_str()));
        let icon = icon.and_then(|token| Id::new(token.lower.as_str()).ok());
        let quoted = knot.inside.iter().find(|token| matches!(token.sort, Sort::Quoted | Sort::Code));
        let plain = icon.is_some()
            && quoted.is_none()
            && knot.label.to_lowercase().starts_with(icon.as_ref().map_or("", Id::as_str));
        let label = quoted.map_or_else(|| knot.label.clone(), |token| token.text.clone());
        let label = if plain { knot.name.clone() } else { label };
        let before = |word: &str| knot.before.iter().any(|w| w == word);
        if before("junction") || before("junctions") {
            plan.junctions.push(knot.id.clone());
        } else if before("group") || before("groups") {
            plan.groups.push(ArchitectureGroup { id: knot.id.clone(), label, icon, inside: None });
        } else {
            let group = plan.groups.last().map(|group| group.id.clone());
            let inside = group.filter(|_| before("in") || before("inside") || before("within") || before("containing"));
            plan.services.push(Service { id: knot.id.clone(), label, icon, inside });
        }
    }
    let is_group = |id: &Id| plan.groups.iter().any(|group| &group.id == id);
    for link in &net.links {
        let id = |at: usize| net.nodes.get(at).map(|knot| knot.id.clone());
        let (Some(from), Some(to)) = (id(link.from), id(link.to)) else { continue };
        if is_group(&from) || is_group(&to) {
            continue;
        }
        let (from_head, to_head) = (link.words.contains("<--"), link.words.contains("->"));
        let from_side = side(&link.words).unwrap_or(Side::Right);
        plan.joints.push(Joint { from, from_side, to, to_side: opposite(from_side), from_head, to_head });
    }
    (!plan.services.is_empty()).then_some(plan)
}

fn side(words: &str) -> Option<Side> {
    let first = words.trim_start_matches([':', ' ']).split(' ').next()?;
    match first {
        "l" | "left" => Some(Side::Left),
        "r" | "right" => Some(Side::Right),
        "t" | "top" => Some(Side::Top),
        "b" | "bottom" => Some(Side::Bottom),
        _ => None,
    }
}

const fn opposite(side: Side) -> Side {
    match side {
        Side::Left => Side::Right,
        Side::Right => Side::Left,
        Side::Top => Side::Bottom,
        Side::Bottom => Side::Top,
    }
}

pub(super) fn sequence(tokens: &Tokens, found: &mut Found) -> Option<Sequence> {
    let net = net(tokens, found);
    let met = |at: usize| net.links.iter().any(|link| link.from == at || link.to == at);
    let known = |at: &usize| met(*at) || net.links.is_empty();
    let participants = (0..net.nodes.len()).filter(known).filter_map(|at| net.nodes.get(at)).map(|knot| {
        let person = knot.before.iter().any(|word| word == "actor" || word == "actors");
        Participant { id: knot.id.clone(), label: knot.label.clone(), person }
    });
    let participants: Vec<Participant> = participants.collect();
    let step = |link: &Thread| {
        let (from, to) = (net.nodes.get(link.from)?, net.nodes.get(link.to)?);
        let dotted = link.words.contains("--") || link.words.contains("repl") || link.words.contains("respon");
        let line = if dotted { MessageLine::Reply } else { MessageLine::Call };
        let text = link.label.clone().unwrap_or_else(|| verb(&link.words));
        Some(Step::Message(Message { from: from.id.clone(), to: to.id.clone(), text, line }))
    };
    let steps = net.links.iter().filter_map(step).collect();
    let numbered = tokens.words.contains("autonumber");
    (!participants.is_empty()).then_some(Sequence { title: None, numbered, participants, steps })
}

fn verb(words: &str) -> String {
    let kept = words.split(' ').filter(|word| !word.is_empty() && word.chars().all(char::is_alphabetic));
    kept.filter(|word| !matches!(*word, "to" | "the" | "then" | "and")).collect::<Vec<_>>().join(" ")
}
