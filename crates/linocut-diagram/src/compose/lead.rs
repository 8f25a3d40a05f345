//! What words say of the diagram itself before they say what is in it: `draw a pie chart of pets: …`.

use super::cue::{is_vague, name_at};
use super::deed::sentence;
use super::token::{Sort, Token, Tokens};

/// Words without what asks for the drawing.
#[derive(Debug)]
pub(super) struct Lead<'a> {
    /// What the diagram is of.
    pub(super) title: Option<String>,
    /// What is in it.
    pub(super) rest: &'a [Token],
}

impl Lead<'_> {
    /// With up to three words before a colon as the title, if there is none: `hiring: post job, …`.
    pub(super) fn headed(self) -> Self {
        let colon = self.rest.iter().take(4).position(|token| token.is(":")).filter(|at| *at > 0);
        let Some(at) = colon.filter(|_| self.title.is_none()) else { return self };
        let (head, rest) = self.rest.split_at(at);
        let words =
            head.iter().all(|t| t.sort == Sort::Word && !matches!(t.lower.as_str(), "if" | "else" | "while" | "until"));
        if !words || rest.len() < 2 {
            return self;
        }
        Lead { title: Some(joined(head)), rest: rest.get(1..).unwrap_or_default() }
    }
}

const ASKS: &str = " create draw make generate build design show produce sketch prepare construct render plot write need want \
give please can could would you me us i we like to a an the my our simple small basic mermaid short detailed new ";

/// Words that a title stands behind.
const OF: [&str; 8] = ["of", "for", "about", "on", "titled", "called", "named", "showing"];

/// Words that the parts stand behind.
const WITH: [&str; 9] = ["with", "where", "in", "which", "that", "how", "shows", "of", "using"];

/// Whether words begin by asking for something to be drawn.
pub(super) fn asks(tokens: &Tokens) -> bool {
    let first = |token: &Token| token.sort == Sort::Word && ASKS.contains(&format!(" {} ", token.lower));
    tokens.list.first().is_some_and(first)
}

/// Takes what asks for the drawing from both ends of words.
pub(super) fn lead(tokens: &Tokens) -> Lead<'_> {
    let list = tokens.list.as_slice();
    let whole = Lead { title: None, rest: without_tail(list) };
    let asked = list.iter().take_while(|t| t.sort == Sort::Word && ASKS.contains(&format!(" {} ", t.lower))).count();
    let at = (asked..list.len().min(asked + 4)).find(|&at| name_at(list, at).is_some());
    let Some((at, length)) = at.and_then(|at| Some((at, name_at(list, at)?))) else { return whole };
    let before = list.get(asked..at).unwrap_or_default();
    let vague = length == 1 && asked == 0 && list.get(at).is_some_and(|token| is_vague(&token.lower));
    let said = before.iter().all(|token| token.sort == Sort::Word) && (before.is_empty() || !vague);
    let Some(rest) = list.get(at + length..).filter(|_| said) else { return whole };
    let rest = without_direction(rest);
    let named = || Some(joined(before)).filter(|name| !name.is_empty());
    match rest.first() {
        Some(token) if token.is(":") || token.is(",") || token.is(".") => {
            Lead { title: named(), rest: rest.get(1..).unwrap_or_default() }
        }
        Some(token) if OF.contains(&token.lower.as_str()) => {
            let (title, rest) = titled(rest.get(1..).unwrap_or_default());
            Lead { title: title.or_else(named), rest }
        }
        Some(token) if WITH.contains(&token.lower.as_str()) => {
            let from = rest.iter().take_while(|token| WITH.contains(&token.lower.as_str())).count();
            Lead { title: named(), rest: rest.get(from..).unwrap_or_default() }
        }
        Some(token) if token.sort == Sort::Number => Lead { title: named(), rest },
        Some(_) if asked > 0 => Lead { title: named(), rest },
        Some(_) | None => whole,
    }
}

/// The title at the beginning: what stands before a colon, a full stop or a number, or a few words before a comma.
fn titled(rest: &[Token]) -> (Option<String>, &[Token]) {
    let after = |at: usize| rest.get(at..).unwrap_or_default();
    if rest.first().is_some_and(|token| matches!(token.sort, Sort::Quoted | Sort::Code)) {
        let mark = usize::from(rest.get(1).is_some_and(|token| token.is(":") || token.is(",") || token.is(".")));
        return (rest.first().map(|token| token.text.clone()), after(1 + mark));
    }
    let mark = |token: &Token| matches!(token.lower.as_str(), ":" | "," | "." | ";" | "with" | "where" | "(");
    let Some(at) = rest.iter().position(|token| mark(token) || token.sort == Sort::Number) else { return (None, rest) };
    let words = rest.get(..at).unwrap_or_default();
    let title = Some(joined(words)).filter(|title| !title.is_empty());
    let short = at <= 4 && !words.iter().any(|token| super::verb::is_deed(&token.lower));
    match rest.get(at) {
        Some(token) if token.is(":") => (title, after(at + 1)),
        Some(token) if token.is(".") && at <= 8 && at + 1 < rest.len() => (title, after(at + 1)),
        Some(token) if (token.is(",") || token.is("with") || token.is("where")) && short => (title, after(at + 1)),
        Some(token) if token.sort == Sort::Number && short => (title, after(at)),
        Some(_) | None => (None, rest),
    }
}

fn joined(words: &[Token]) -> String {
    sentence(&super::mention::joined(&words.iter().collect::<Vec<_>>()))
}

/// Without `left to right` or `LR` at the beginning.
fn without_direction(rest: &[Token]) -> &[Token] {
    let word = |at: usize| rest.get(at).map_or("", |token| token.lower.as_str());
    let long = word(1) == "to" && ["left", "right", "top", "bottom"].contains(&word(0));
    let from = match word(0) {
        "from" if word(2) == "to" => 4,
        "lr" | "rl" | "td" | "tb" | "bt" => 1,
        _ if long => 3,
        _ => 0,
    };
    rest.get(from..).unwrap_or_default()
}

/// Without `as a pie chart` at the end.
fn without_tail(list: &[Token]) -> &[Token] {
    let end = list.len();
    let Some(at) = (end.saturating_sub(4)..end).find(|&at| name_at(list, at) == Some(end - at)) else { return list };
    let small = |token: &&Token| matches!(token.lower.as_str(), "as" | "a" | "an" | "in" | "the" | "on" | ",");
    let words = list.get(..at).unwrap_or_default();
    let some = words.len() - words.iter().rev().take_while(small).count();
    if some == 0 { list } else { list.get(..some).unwrap_or_default() }
}
