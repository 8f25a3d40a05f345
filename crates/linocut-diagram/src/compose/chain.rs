//! `Start -> Work -> End`: names with arrows between them, whatever the names are.

use super::lead::lead;
use super::mention::{brackets, joined};
use super::token::{Sort, Token, Tokens};
use crate::Family;
use std::collections::BTreeMap;

/// Words in which every chain of arrows is a clause of its own.
pub(super) struct Cut {
    /// The words.
    pub(super) tokens: Tokens,
    /// The chains, by the number of their clause.
    pub(super) chains: BTreeMap<usize, Chain>,
    /// What the diagram is of.
    pub(super) title: Option<String>,
    /// Whether there is nothing but chains behind what asks for the diagram.
    pub(super) alone: bool,
}

/// Names and the arrows between them: one arrow fewer than names.
pub(super) struct Chain {
    /// At each place one name, or several with `&` between them.
    pub(super) ends: Vec<Vec<End>>,
    /// What leads from each place to the next.
    pub(super) ways: Vec<Way>,
}

/// A name in a chain.
pub(super) struct End {
    /// As it was written.
    pub(super) name: String,
    /// What stood in brackets behind it.
    pub(super) inside: Vec<Token>,
}

/// An arrow.
#[derive(Default)]
pub(super) struct Way {
    /// As it was written, with counts at its ends: `1--*`.
    pub(super) arrow: String,
    /// What it says.
    pub(super) label: Option<String>,
}

impl Way {
    /// Whether it leads from the second name to the first: `<-`, but not `<|--`, which begins at what is extended.
    pub(super) fn is_back(&self) -> bool {
        let left = self.arrow.starts_with('<') && !self.arrow.starts_with("<|") || self.arrow == "\u{2190}";
        left && !self.arrow.ends_with('>')
    }
}

/// Longest name, in tokens: what is longer is a sentence.
const LONGEST: usize = 10;

/// Words that begin a condition, so that arrows around them say what comes next and not who is joined.
const CONDITIONS: [&str; 7] = ["if", "else", "otherwise", "while", "until", "when", "elseif"];

/// Words before a chain that say that it is one.
const LEADS: [&str; 19] = [
    "connect",
    "link",
    "links",
    "edge",
    "edges",
    "arrow",
    "arrows",
    "connection",
    "connections",
    "from",
    "and",
    "then",
    "next",
    "finally",
    "also",
    "where",
    "with",
    "-",
    "*",
];

/// Orders that belong to the drawing where one of the words above follows.
const ORDERS: [&str; 7] = ["add", "draw", "create", "show", "use", "make", "an"];

/// Whether a family is made of names and arrows.
pub(super) const fn is_linked(family: Family) -> bool {
    match family {
        Family::Flowchart
        | Family::Sequence
        | Family::State
        | Family::Class
        | Family::Er
        | Family::Architecture
        | Family::C4
        | Family::Block => true,
        Family::Gantt
        | Family::Pie
        | Family::Journey
        | Family::Timeline
        | Family::Mindmap
        | Family::Git
        | Family::Quadrant
        | Family::Kanban
        | Family::Xychart
        | Family::Packet
        | Family::Requirement
        | Family::Sankey => false,
    }
}

/// The family that chains alone tell by their arrows, if the words are nothing else.
pub(super) fn told(tokens: &Tokens) -> Option<Family> {
    let cut = cut(tokens);
    if !cut.alone {
        return None;
    }
    let any = |signs: &[&str]| {
        let has = |way: &Way| signs.iter().any(|sign| way.arrow.contains(sign));
        cut.chains.values().any(|chain| chain.ways.iter().any(has))
    };
    let start = cut.chains.values().flat_map(|chain| &chain.ends).flatten().any(|end| end.name == "[*]");
    Some(match () {
        () if any(&[">>"]) => Family::Sequence,
        () if any(&["|o", "o|", "||", "}", "{"]) => Family::Er,
        () if any(&["<|", "|>"]) => Family::Class,
        () if start => Family::State,
        () => Family::Flowchart,
    })
}

/// Makes a clause of every chain.
pub(super) fn cut(tokens: &Tokens) -> Cut {
    let lead = lead(tokens);
    let side = lead.rest.windows(2).any(|pair| matches!(pair, [colon, side] if colon.is(":") && is_side(side)));
    let lead = if side { lead } else { lead.headed() };
    let first = lead.rest.first().map(|token| token.span);
    let from = tokens.list.iter().position(|token| Some(token.span) == first).unwrap_or(0);
    let to = from + lead.rest.len();
    let mut cut = Cut { tokens: tokens.clone(), chains: BTreeMap::new(), title: lead.title, alone: false };
    if !tokens.list.iter().any(Token::is_arrow) {
        return cut;
    }
    let mut last: Option<(usize, bool)> = None;
    let mut number = usize::from(from > 0);
    let mut others = 0;
    for (start, end) in segments(&tokens.list, from, to) {
        let Some(segment) = tokens.list.get(start..end) else { continue };
        let read = chain(segment);
        let own = (segment.first().map_or(0, |token| token.clause), read.is_some());
        number += usize::from(last.is_some_and(|last| last.0 != own.0 || last.1 || own.1));
        last = Some(own);
        others += usize::from(read.is_none());
        cut.chains.extend(read.map(|chain| (number, chain)));
        cut.tokens.list.get_mut(start..end).into_iter().flatten().for_each(|token| token.clause = number);
    }
    let ends = [(0..from, 0), (to..tokens.list.len(), number + 1)];
    for (range, number) in ends {
        cut.tokens.list.get_mut(range).into_iter().flatten().for_each(|token| token.clause = number);
    }
    cut.alone = others == 0 && !cut.chains.is_empty();
    cut
}

/// What stands between commas, stops and `then`, and between two chains with `and` between them: from and to.
fn segments(list: &[Token], from: usize, to: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let (mut start, mut depth, mut arrow) = (from, 0_usize, false);
    for at in from..to {
        let Some(token) = list.get(at) else { break };
        let broken = at > start && list.get(at - 1).is_some_and(|before| before.clause != token.clause);
        let then = depth == 0 && arrow && (token.is("then") || token.is("and") && arrow_follows(list, at));
        if broken || then {
            found.push((start, at));
            (start, depth, arrow) = (at, 0, false);
        }
        depth += usize::from(token.is("(") || token.is("[") || token.is("{"));
        depth -= usize::from(token.is(")") || token.is("]") || token.is("}")).min(depth);
        arrow |= token.is_arrow();
        if depth == 0 && (token.is(",") || token.is(";") || token.is(".")) {
            found.push((start, at + 1));
            (start, arrow) = (at + 1, false);
        }
    }
    found.push((start, to));
    found.retain(|(start, end)| start < end);
    found
}

/// Whether an arrow stands behind a place before the next comma or stop.
fn arrow_follows(list: &[Token], at: usize) -> bool {
    let behind = list.iter().skip(at).take_while(|token| !(token.is(",") || token.is(";") || token.is(".")));
    behind.take(LONGEST).any(Token::is_arrow)
}

/// The chain that a segment is; none when it has no arrow, or something else stands in it.
fn chain(segment: &[Token]) -> Option<Chain> {
    let stop = segment.last().is_some_and(|token| token.is(",") || token.is(";") || token.is("."));
    let segment = segment.get(..segment.len() - usize::from(stop))?;
    let (mut pieces, mut ways) = apart(segment)?;
    if ways.is_empty() || pieces.iter().all(|piece| quoted(piece)) {
        return None;
    }
    let last = pieces.last_mut()?;
    let (name, label) = said(last)?;
    *last = name;
    let single = ways.len() == 1;
    if let Some(way) = ways.last_mut()
        && way.label.is_none()
    {
        way.label = label.filter(|_| single);
    }
    let first = pieces.first_mut()?;
    *first = begun(first);
    for at in 0..ways.len() {
        counts(&mut pieces, ways.get_mut(at)?, at);
    }
    let ends: Option<Vec<Vec<End>>> =
        pieces.iter().map(|piece| piece.split(|t| t.is("&")).map(end).collect()).collect();
    Some(Chain { ends: ends?, ways })
}

/// The pieces between arrows, and the arrows with what they say: `-- yes -->` and `-->|yes|` are one arrow each.
fn apart(segment: &[Token]) -> Option<(Vec<Vec<Token>>, Vec<Way>)> {
    let (mut pieces, mut ways): (Vec<Vec<Token>>, Vec<Way>) = (vec![Vec::new()], Vec::new());
    let mut depth = 0_usize;
    for token in segment {
        depth += usize::from(token.is("(") || token.is("[") || token.is("{"));
        depth -= usize::from(token.is(")") || token.is("]") || token.is("}")).min(depth);
        if !token.is_arrow() || depth > 0 {
            pieces.last_mut()?.push(token.clone());
            continue;
        }
        let open = ways.last_mut().filter(|way| way.arrow == "--" && way.label.is_none());
        match open.filter(|_| token.text.ends_with("->") && pieces.len() > 1) {
            Some(way) => {
                let label = pieces.pop()?;
                *way = Way { arrow: token.text.clone(), label: Some(text(&label)) };
            }
            None => ways.push(Way { arrow: token.text.clone(), label: None }),
        }
        pieces.push(Vec::new());
    }
    for (piece, way) in pieces.iter_mut().skip(1).zip(&mut ways) {
        let close = piece.iter().skip(1).position(|token| token.is("|"));
        if piece.first().is_some_and(|token| token.is("|"))
            && let Some(close) = close
        {
            let rest = piece.split_off(close + 2);
            way.label = piece.get(1..=close).map(text);
            *piece = rest;
        }
    }
    Some((pieces, ways))
}

fn quoted(piece: &[Token]) -> bool {
    piece.first().is_some_and(|token| matches!(token.sort, Sort::Quoted | Sort::Code))
}

fn text(tokens: &[Token]) -> String {
    joined(&tokens.iter().collect::<Vec<_>>())
}

/// The last name without what is said of its arrow: `B: hello`, `B labeled x`, `B when pushed`.
fn said(piece: &[Token]) -> Option<(Vec<Token>, Option<String>)> {
    const LABELS: [&str; 8] = ["label", "labeled", "labelled", "saying", "text", "if", "when", "on"];
    let outside = |at: usize| {
        let open = |t: &&Token| t.is("(") || t.is("[") || t.is("{");
        let close = |t: &&Token| t.is(")") || t.is("]") || t.is("}");
        let before = piece.get(..at).unwrap_or_default();
        before.iter().filter(open).count() == before.iter().filter(close).count()
    };
    let behind = |at: &usize| *at > 0 && at + 1 < piece.len() && outside(*at);
    let cue = |token: &Token| token.is(":") || LABELS.contains(&token.lower.as_str());
    let places = piece.iter().enumerate().filter(|(_, token)| cue(token)).map(|(at, _)| at);
    let Some(at) = places.into_iter().find(behind) else { return Some((piece.to_vec(), None)) };
    if piece.get(at + 1).is_some_and(is_side) {
        return None;
    }
    let name = piece.get(..at)?;
    let small = |token: &&Token| matches!(token.text.as_str(), "with" | "a" | "the" | "and");
    let name = name.get(..name.len() - name.iter().skip(1).rev().take_while(small).count())?;
    let label = piece.get(at + 1..)?;
    let label = label.get(label.iter().take_while(|token| token.is(":") || token.is("is")).count()..)?;
    Some((name.to_vec(), Some(text(label))))
}

/// Whether a token is a side of a service, `api:R`, and no label.
fn is_side(token: &Token) -> bool {
    token.close && matches!(token.text.as_str(), "L" | "R" | "T" | "B")
}

/// The first name without a heading and the words that lead to it: `Flow: A`, `add an edge from A`.
fn begun(piece: &[Token]) -> Vec<Token> {
    let colon = piece.iter().position(|token| token.is(":")).filter(|at| (1..5).contains(at) && at + 1 < piece.len());
    let words = |at: &usize| piece.get(..*at).unwrap_or_default().iter().all(|token| token.sort == Sort::Word);
    let mut rest = piece.get(colon.filter(words).map_or(0, |at| at + 1)..).unwrap_or_default();
    while let [first, tail @ ..] = rest {
        let next = tail.first().map_or("", |token| token.lower.as_str());
        let order = ORDERS.contains(&first.lower.as_str()) && (LEADS.contains(&next) || next == "an" || next == "a");
        let lead = LEADS.contains(&first.lower.as_str()) || order || (first.is("a") && LEADS.contains(&next));
        if !lead || tail.is_empty() {
            break;
        }
        rest = tail;
    }
    rest.to_vec()
}

/// Counts at the ends of an arrow belong to it: `User 1--* Post`, `User 1 -- n Post`.
fn counts(pieces: &mut [Vec<Token>], way: &mut Way, at: usize) {
    let count = |token: &Token| {
        token.sort == Sort::Number || matches!(token.text.as_str(), "*" | "n" | "N" | "m" | "M" | "many" | "one")
    };
    if let Some(before) = pieces.get_mut(at)
        && before.len() > 1
        && let Some(token) = before.pop_if(|token| count(token))
    {
        way.arrow.insert_str(0, &token.text);
    }
    if let Some(after) = pieces.get_mut(at + 1)
        && after.len() > 1
        && after.first().is_some_and(count)
    {
        way.arrow.push_str(&after.remove(0).text);
    }
}

/// A name and its brackets; none when it is a condition, empty, too long or not only a name.
fn end(piece: &[Token]) -> Option<End> {
    let start = matches!(piece, [a, b, c] if a.is("[") && b.is("*") && c.is("]"));
    if start {
        return Some(End { name: "[*]".to_owned(), inside: Vec::new() });
    }
    let open = piece.iter().position(|token| token.is("(") || token.is("[") || token.is("{")).unwrap_or(piece.len());
    let name = piece.get(..open)?;
    let (inside, taken) = brackets(piece, open);
    let whole = open + taken == piece.len();
    let one = !name.iter().any(|token| matches!(token.sort, Sort::Quoted | Sort::Code)) || name.len() == 1;
    let condition = name.first().is_some_and(|token| CONDITIONS.contains(&token.lower.as_str()));
    let letters = name.iter().any(|token| token.text.contains(char::is_alphanumeric));
    let plain = !name.iter().any(|token| token.is(":") || token.is("|"));
    let fine = whole && one && plain && !condition && letters && name.len() <= LONGEST;
    fine.then(|| End { name: text(name), inside })
}
