//! Sentences as a tree of deeds: what is done, and if, while and at the same time as what.

use super::token::{Sort, Token, Tokens};
use super::verb::{is_deed, is_order};

/// Something done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    /// One thing, in its own words.
    Act(String),
    /// One of two ways.
    Choice {
        /// What decides.
        condition: String,
        /// What is done if it is so.
        yes: Vec<Deed>,
        /// What is done if not.
        no: Vec<Deed>,
    },
    /// Again and again.
    Again {
        /// What decides.
        condition: String,
        /// Whether it is done as long as that is so, and not until it is.
        during: bool,
        /// What is done.
        deeds: Vec<Deed>,
    },
    /// At the same time.
    Together(Vec<Deed>),
}

/// A clause: its words, and what leads it in.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Clause {
    Act(String),
    If(String),
    Else,
    Until(String),
    While(String),
    Together(Vec<String>),
}

/// Deeds, and how many clauses they come from.
pub(super) struct Deeds {
    /// In order.
    pub(super) list: Vec<Deed>,
    /// How many clauses were read.
    pub(super) clauses: usize,
    /// Clauses that are about the drawing, or that nothing was made of.
    pub(super) unused: Vec<String>,
}

/// Reads deeds from words.
pub(super) fn deeds(tokens: &Tokens) -> Deeds {
    let mut clauses = Vec::new();
    let mut count = 0;
    let mut part: Vec<&Token> = Vec::new();
    for token in &tokens.list {
        if ends(token) {
            count += read(&part, &mut clauses);
            part.clear();
        } else {
            part.push(token);
        }
    }
    count += read(&part, &mut clauses);
    let mut rest = clauses.as_slice();
    let mut list = Vec::new();
    while !rest.is_empty() {
        let (some, left) = block(rest, 0);
        list.extend(some);
        // An else without an if is read as what comes next.
        rest = left.strip_prefix(&[Clause::Else]).unwrap_or(left);
    }
    Deeds { list, clauses: count, unused: Vec::new() }
}

fn ends(token: &Token) -> bool {
    let arrow = token.sort == Sort::Mark && matches!(token.text.as_str(), "\u{2192}");
    arrow || matches!(token.lower.as_str(), "," | ";" | "." | "then" | "afterwards" | "finally")
}

/// Adds the clauses of one part; gives how many a person would count.
fn read(part: &[&Token], out: &mut Vec<Clause>) -> usize {
    let word = |at: usize| part.get(at).map_or("", |token| token.lower.as_str());
    let rest = |at: usize| part.get(at..).unwrap_or_default();
    let condition = |at: usize, out: &mut Vec<Clause>, make: fn(String) -> Clause| {
        let end = condition_end(rest(at)) + at;
        out.push(make(text(part.get(at..end).unwrap_or_default())));
        1 + read(rest(end), out)
    };
    match (word(0), word(1)) {
        ("", _) if part.is_empty() => 0,
        ("and" | "after" | "next", "after" | "that" | "then") => read(rest(2), out),
        ("and" | "next" | "but" | "so" | "please", _) => read(rest(1), out),
        ("otherwise" | "else", "if") | ("elseif", _) => {
            out.push(Clause::Else);
            condition(1 + usize::from(word(0) != "elseif"), out, Clause::If)
        }
        ("else" | "otherwise", _) | ("if", "not") => {
            out.push(Clause::Else);
            let from = 1 + usize::from(word(1) == "not");
            read(rest(from), out).max(1)
        }
        ("if" | "when" | "once" | "whenever", _) => condition(1, out, Clause::If),
        ("while", _) => condition(1, out, Clause::While),
        ("until", _) => condition(1, out, Clause::Until),
        ("in" | "at", "parallel") => together(rest(2), out),
        _ => plain(part, out),
    }
}

/// A clause without a word that leads it in; an else, an if or an until in its middle begins another.
fn plain(part: &[&Token], out: &mut Vec<Clause>) -> usize {
    let breaks = |token: &&Token| matches!(token.lower.as_str(), "else" | "otherwise" | "until" | "if" | "while");
    if let Some(at) = part.iter().position(breaks).filter(|at| *at > 0) {
        let (head, tail) = part.split_at(at);
        return plain(head, out) + read(tail, out);
    }
    let parallel = part.iter().position(|token| token.is("parallel")).filter(|at| *at + 1 == part.len() && *at > 1);
    if let Some(at) = parallel {
        return together(part.get(..at - 1).unwrap_or_default(), out);
    }
    let and = part.iter().enumerate().position(|(at, token)| {
        let next = part.get(at + 1).map_or("", |next| next.lower.as_str());
        at > 0 && token.is("and") && (is_order(next) || is_deed(next))
    });
    if let Some(at) = and {
        let (head, tail) = part.split_at(at);
        return plain(head, out) + read(tail, out);
    }
    let said = text(part);
    if said.is_empty() {
        return 0;
    }
    out.push(Clause::Act(said));
    1
}

fn together(part: &[&Token], out: &mut Vec<Clause>) -> usize {
    let parts: Vec<String> = part.split(|token| token.is("and")).map(text).filter(|t| !t.is_empty()).collect();
    let count = parts.len();
    out.push(Clause::Together(parts));
    count
}

/// Where a condition ends: before the first order behind its first word.
fn condition_end(part: &[&Token]) -> usize {
    let order = part.iter().enumerate().position(|(at, token)| {
        let bound =
            matches!(part.get(at.wrapping_sub(1)).map_or("", |t| t.lower.as_str()), "the" | "a" | "an" | "to" | "not");
        let breaks = matches!(token.lower.as_str(), "else" | "otherwise");
        at > 0 && !bound && (breaks || is_order(&token.lower) || token.is(":"))
    });
    order.unwrap_or(part.len())
}

/// The words of a part as they were written.
fn text(part: &[&Token]) -> String {
    let mut text = String::new();
    for token in part {
        if !(token.close || text.is_empty()) {
            text.push(' ');
        }
        text.push_str(&token.text);
    }
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '-' | '>' | '!')).to_owned()
}

/// Deepest nesting of decisions; beyond it they follow one another.
const DEEPEST: usize = 30;

/// Deeds up to the next else of an outer choice, and the clauses left.
fn block(clauses: &[Clause], depth: usize) -> (Vec<Deed>, &[Clause]) {
    let mut list = Vec::new();
    let mut rest = clauses;
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        match first {
            Clause::Act(text) => list.push(Deed::Act(text.clone())),
            Clause::Together(parts) => list.push(Deed::Together(parts.iter().cloned().map(Deed::Act).collect())),
            Clause::Else => return (list, clauses.get(clauses.len() - tail.len() - 1..).unwrap_or_default()),
            Clause::If(condition) => {
                let (deed, left) = choice(condition, tail, depth);
                list.push(deed);
                rest = left;
            }
            Clause::Until(condition) => {
                let deeds = list.pop().into_iter().collect();
                list.push(Deed::Again { condition: condition.clone(), during: false, deeds });
            }
            Clause::While(condition) => {
                let (deeds, left) = one(tail);
                rest = left;
                list.push(Deed::Again { condition: condition.clone(), during: true, deeds });
            }
        }
    }
    (list, rest)
}

/// A choice: with an else behind it everything before that is its yes, without one the next clause alone is.
fn choice<'a>(condition: &str, tail: &'a [Clause], depth: usize) -> (Deed, &'a [Clause]) {
    let if_at = tail.iter().position(|clause| matches!(clause, Clause::If(_)));
    let else_at = tail.iter().position(|clause| *clause == Clause::Else);
    let has_else = else_at.is_some_and(|at| if_at.is_none_or(|other| at < other));
    if !has_else || depth > DEEPEST {
        let (yes, left) = one(tail);
        return (Deed::Choice { condition: condition.to_owned(), yes, no: Vec::new() }, left);
    }
    let (yes, left) = block(tail, depth + 1);
    let left = left.strip_prefix(&[Clause::Else]).unwrap_or(left);
    let (no, left) = match left.split_first() {
        Some((Clause::If(inner), tail)) => {
            let (deed, left) = choice(inner, tail, depth + 1);
            (vec![deed], left)
        }
        _ => one(left),
    };
    (Deed::Choice { condition: condition.to_owned(), yes, no }, left)
}

/// The next clause alone, if it is something done.
fn one(clauses: &[Clause]) -> (Vec<Deed>, &[Clause]) {
    match clauses.split_first() {
        Some((Clause::Act(text), tail)) => (vec![Deed::Act(text.clone())], tail),
        Some((Clause::Together(parts), tail)) => {
            (vec![Deed::Together(parts.iter().cloned().map(Deed::Act).collect())], tail)
        }
        Some((Clause::If(_) | Clause::Else | Clause::Until(_) | Clause::While(_), _)) | None => (Vec::new(), clauses),
    }
}

/// A sentence for a box: its first letter large, nothing behind it.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.eq_ignore_ascii_case("ok") {
        return "OK".to_owned();
    }
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A condition as a question.
pub(super) fn question(text: &str) -> String {
    let text = sentence(text.strip_prefix("the ").unwrap_or(text));
    format!("{}?", text.trim_end_matches('?'))
}
