//! Names in words: what is quoted, and what is written like a name, each with what stands in brackets behind it.

use super::token::{Sort, Token, Tokens};
use std::collections::BTreeSet;

/// A name and what stands around it.
#[derive(Clone, Debug)]
pub(super) struct Mention {
    /// The name.
    pub(super) text: String,
    /// Whether it stood in quotes or backticks.
    pub(super) quoted: bool,
    /// Tokens in brackets right behind it, and numbers behind a colon.
    pub(super) inside: Vec<Token>,
    /// What stood in square brackets behind those in others: a label.
    pub(super) square: Option<String>,
    /// Tokens between the name before and this one.
    pub(super) before: Vec<Token>,
    /// The number of its clause.
    pub(super) clause: usize,
}

impl Mention {
    /// Whether one of `words` stands between the name before and this one.
    pub(super) fn after(&self, words: &[&str]) -> bool {
        self.before.iter().any(|token| words.contains(&token.lower.as_str()))
    }

    /// The numbers in its brackets.
    pub(super) fn numbers(&self) -> Vec<f64> {
        numbers(&self.inside)
    }

    /// What stands behind one of `words` in its brackets, up to a comma.
    pub(super) fn field(&self, words: &[&str]) -> Option<String> {
        let at = self.inside.iter().position(|token| words.contains(&token.lower.as_str()))?;
        let rest = self.inside.get(at + 1..).unwrap_or_default();
        let value: Vec<&Token> =
            rest.iter().skip_while(|t| t.is(":") || t.is("=")).take_while(|t| !t.is(",")).collect();
        (!value.is_empty()).then(|| joined(&value))
    }
}

/// The numbers among tokens.
pub(super) fn numbers(tokens: &[Token]) -> Vec<f64> {
    tokens.iter().filter_map(Token::number).collect()
}

/// Tokens as they were written, without quotes.
pub(super) fn joined(tokens: &[&Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        if !(text.is_empty() || token.close) {
            text.push(' ');
        }
        text.push_str(&token.text);
    }
    text
}

/// Words that begin with a capital for other reasons than being a name.
const NO_NAMES: &str = " create generate draw design construct define add show include use set plot the a an in for title \
titled with make produce build then connect link display illustrate represent illustrating let place assign give mermaid each \
all inside under also ensure start both participants and to from it its this that id if is on at by of as have note label \
labels apply specify configure columns column tasks task sections section children child root periods points commit branch \
checkout merge x-axis y-axis diagram chart gantt pie sankey timeline mindmap kanban quadrant er git packet user journey block \
architecture class sequence state requirement flowchart c4 uml services service group groups bits bit finally next outside \
model please thanks thank depict demonstrate visualize axis range bar line categories values structure transition transitions states final \
deadlines arrange node nodes subgraph ids lr td tb rl bt axes quads quadrants additionally below above using graph y x ";

/// The names of words, in order.
pub(super) fn mentions(tokens: &Tokens) -> Vec<Mention> {
    named(&tokens.list, &BTreeSet::new())
}

/// The names of some tokens, in order; `known` words are names whatever they are else.
pub(super) fn named(list: &[Token], known: &BTreeSet<String>) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let mut before = Vec::new();
    let mut at = 0;
    while let Some(token) = list.get(at) {
        let own = usize::from(token.sort == Sort::Word && known.contains(&token.text));
        let length = name_length(list, at).max(own);
        if length == 0 || no_letters(token) {
            before.push(token.clone());
            at += 1;
            continue;
        }
        let tokens: Vec<&Token> = list.iter().skip(at).take(length).collect();
        let (inside, mut taken) = brackets(list, at + length);
        let (second, more) = brackets(list, at + length + taken);
        let squared = list.get(at + length + taken).is_some_and(|token| token.is("[")) && more > 0 && taken > 0;
        let square = squared.then(|| joined(&second.iter().collect::<Vec<_>>()));
        taken += if squared { more } else { 0 };
        found.push(Mention {
            text: joined(&tokens),
            quoted: matches!(token.sort, Sort::Quoted | Sort::Code),
            inside,
            square,
            before: std::mem::take(&mut before),
            clause: token.clause,
        });
        at += length + taken;
    }
    found
}

/// How many tokens the name at `at` has; 0 when there is none.
fn name_length(list: &[Token], at: usize) -> usize {
    let Some(token) = list.get(at) else { return 0 };
    if matches!(token.sort, Sort::Quoted | Sort::Code) {
        return 1;
    }
    let side = at.checked_sub(1).and_then(|at| list.get(at)).is_some_and(|before| before.is(":") && token.close);
    if side && token.text.len() == 1 {
        return 0;
    }
    let words = list.iter().skip(at).take_while(|token| is_name(token)).take(6).count();
    let number = |at: usize| list.get(at).is_some_and(|token| token.sort == Sort::Number && token.text.len() < 4);
    let bracket = |at: usize| list.get(at).is_some_and(|token| matches!(token.text.as_str(), "[" | "("));
    words + usize::from(words > 0 && number(at + words) && bracket(at + words + 1))
}

/// Whether it is an arrow or a shape in quotes, which belongs to the words between names.
fn no_letters(token: &Token) -> bool {
    let letters = token.text.chars().any(char::is_alphanumeric);
    matches!(token.sort, Sort::Quoted | Sort::Code) && !letters && !token.text.contains("[*]")
}

fn is_name(token: &Token) -> bool {
    let shaped = token.text.chars().any(|c| c.is_uppercase() || c == '_')
        || (token.text.len() <= 4 && token.text.ends_with(|c: char| c.is_ascii_digit()));
    token.sort == Sort::Word && shaped && !NO_NAMES.contains(&format!(" {} ", token.lower))
}

/// The tokens in brackets at `at`, or the number behind a colon, and how many tokens that takes.
pub(super) fn brackets(list: &[Token], at: usize) -> (Vec<Token>, usize) {
    let is = |at: usize, mark: &str| list.get(at).is_some_and(|token| token.is(mark));
    let colon = usize::from(is(at, ":") || is(at, "="));
    let from = at + colon;
    let number = list.get(from).filter(|token| colon == 1 && token.number().is_some());
    if let Some(number) = number {
        return (vec![number.clone()], 2);
    }
    let open = ["(", "[", "{"].into_iter().position(|mark| is(from, mark));
    let Some(kind) = open else { return (Vec::new(), 0) };
    let (open, close) = ([("(", ")"), ("[", "]"), ("{", "}")]).get(kind).copied().unwrap_or_default();
    let mut depth = 0_usize;
    let mut inside = Vec::new();
    for (count, token) in list.iter().skip(from).enumerate() {
        depth += usize::from(token.is(open));
        depth -= usize::from(token.is(close)).min(depth);
        if depth == 0 {
            return (inside, colon + count + 1);
        }
        if count > 0 {
            inside.push(token.clone());
        }
        if count > 60 {
            break;
        }
    }
    (Vec::new(), 0)
}

/// Whether a diagram is what the next name is the name of: `a pie chart called`, `timeline of the`.
fn calls(before: &[Token]) -> bool {
    const DRAWN: [&str; 9] =
        ["diagram", "chart", "gantt", "board", "timeline", "graph", "xychart", "journey", "packet"];
    let drawn = before.iter().rposition(|token| DRAWN.contains(&token.lower.as_str()));
    let behind = drawn.and_then(|at| before.get(at + 1..)).unwrap_or_default();
    let cue = |token: &Token| matches!(token.lower.as_str(), "named" | "called" | "for" | "of" | "showing");
    behind.len() <= 4 && behind.first().is_some_and(cue) && !behind.iter().any(|token| token.is("."))
}

/// Takes the title out of names: the quoted one behind `title`, `titled`, `named` or `called`.
pub(super) fn title(mentions: &mut Vec<Mention>) -> Option<String> {
    let cue = |m: &Mention| {
        let last =
            m.before.iter().rev().find(|token| !(token.is(":") || token.is("as") || token.is("to") || token.is("is")));
        m.quoted && last.is_some_and(|token| matches!(token.lower.as_str(), "title" | "titled"))
    };
    let named = |m: &Mention| m.quoted && calls(&m.before);
    let at = mentions.iter().position(cue).or_else(|| mentions.iter().take(1).position(named))?;
    let mention = mentions.get(at)?.clone();
    if at + 1 < mentions.len() {
        mentions.remove(at);
    }
    Some(mention.text)
}
