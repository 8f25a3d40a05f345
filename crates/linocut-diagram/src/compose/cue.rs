//! Which family words ask for.

use super::token::{Sort, Token, Tokens};
use crate::Family;
use crate::plan::Direction;

/// The family that is named first, the longest name first; else the one that hints or the sentences tell; a flowchart if
/// none does. Also whether it is named, and not only guessed.
pub(super) fn family_of(tokens: &Tokens) -> (Family, bool) {
    let words: Vec<&str> = tokens.list.iter().filter(|t| t.sort != Sort::Quoted).map(|t| t.text.as_str()).collect();
    let text = format!(" {} ", words.join(" ").to_lowercase());
    // A point may be called C4.
    let point = |vague| (vague == Family::C4).then(|| hinted(&text)).flatten();
    let hint = || super::graphs::is_quoted(tokens).then(|| hinted(&text)).flatten();
    let vague = || named(&text, |name| VAGUE.contains(&name)).map(|vague| point(vague).unwrap_or(vague));
    let explicit = || super::graphs::is_quoted(tokens) || tokens.list.iter().any(Token::is_arrow);
    let asked = || super::lead::lead(tokens).rest.len() < tokens.list.len() || explicit();
    let told = || super::chain::told(tokens).or_else(|| super::plain::told(tokens));
    let sure = named(&text, |name| !VAGUE.contains(&name)).or_else(|| vague().filter(|_| asked()));
    let guess = || hint().or_else(told).or_else(vague).unwrap_or(Family::Flowchart);
    (sure.unwrap_or_else(guess), sure.is_some())
}

/// The family of the first and longest of the names that `counts` takes.
pub(super) fn named(text: &str, counts: impl Fn(&str) -> bool) -> Option<Family> {
    let place = |(name, family): (String, Family)| Some((position(text, &name)?, usize::MAX - name.len(), family));
    let places = names().filter(|(name, _)| counts(name)).filter_map(place);
    places.min_by_key(|(at, length, _)| (*at, *length)).map(|(_, _, family)| family)
}

/// Whether a clause names the kind of diagram, its title or where it grows to.
pub(super) fn asks(tokens: &Tokens, clause: usize) -> bool {
    let words: Vec<&Token> = tokens.list.iter().filter(|token| token.clause == clause).collect();
    let text: Vec<&str> = words.iter().map(|token| token.lower.as_str()).collect();
    let text = text.join(" ");
    let title = words.iter().any(|token| token.is("title") || token.is("titled"));
    let remark = super::deed::is_look(&words);
    let direction = super::flow::direction_of(words.iter().copied()) != Direction::Down;
    title || direction || named(&text, |_| true).is_some() && !remark
}

/// The family that the first hint is one of.
fn hinted(text: &str) -> Option<Family> {
    let hint = |(hint, family): (&str, Family)| Some((position(text, hint)?, family));
    HINTS.into_iter().filter_map(hint).min_by_key(|(at, _)| *at).map(|(_, family)| family)
}

/// What only one family has.
const HINTS: [(&str, Family); 24] = [
    ("service", Family::Architecture),
    ("services", Family::Architecture),
    ("junction", Family::Architecture),
    ("server", Family::Architecture),
    ("cloud", Family::Architecture),
    ("internet", Family::Architecture),
    ("quads", Family::Quadrant),
    ("quadrants", Family::Quadrant),
    ("points", Family::Quadrant),
    ("axes", Family::Quadrant),
    ("commit", Family::Git),
    ("commits", Family::Git),
    ("branch", Family::Git),
    ("branches", Family::Git),
    ("merge", Family::Git),
    ("pk", Family::Er),
    ("one or more", Family::Er),
    ("zero or more", Family::Er),
    ("unique", Family::Er),
    ("[*]", Family::State),
    ("classdef", Family::State),
    ("blockarrow", Family::Block),
    ("composite", Family::Block),
    ("rows", Family::Block),
];

/// Names that are also plain words; they count when nothing surer is there.
const VAGUE: [&str; 15] = [
    "state",
    "class",
    "block",
    "journey",
    "pie",
    "er",
    "git",
    "sequence",
    "states",
    "classes",
    "entities",
    "blocks",
    "requirements",
    "requirement",
    "c4",
];

fn names() -> impl Iterator<Item = (String, Family)> {
    Family::ALL
        .into_iter()
        .flat_map(|family| {
            let own = [family.name(), family.header()].map(str::to_lowercase);
            let aliases = family.aliases().map(str::to_owned);
            own.into_iter().chain(aliases).map(move |name| (name, family))
        })
        .chain(EXTRA.map(|(name, family)| (name.to_owned(), family)))
}

/// Words that hint at a family without being a name of it.
const EXTRA: [(&str, Family); 9] = [
    ("graph td", Family::Flowchart),
    ("graph tb", Family::Flowchart),
    ("graph lr", Family::Flowchart),
    ("graph rl", Family::Flowchart),
    ("graph bt", Family::Flowchart),
    ("graph", Family::Flowchart),
    ("architecture", Family::Architecture),
    ("er model", Family::Er),
    ("donut", Family::Pie),
];

/// Whether a word is the name of a family and a plain word too.
pub(super) fn is_vague(word: &str) -> bool {
    VAGUE.contains(&word)
}

/// How many tokens the name of a family that begins at `at` has, with `diagram`, `chart` and the like behind it.
pub(super) fn name_at(list: &[Token], at: usize) -> Option<usize> {
    const DRAWN: [&str; 7] = ["diagram", "chart", "graph", "board", "map", "model", "context"];
    let word = |at: usize| list.get(at).filter(|token| token.sort == Sort::Word).map(|token| token.lower.as_str());
    let matches = |name: &str| name.split(' ').enumerate().all(|(place, part)| word(at + place) == Some(part));
    let length = names().filter(|(name, _)| matches(name)).map(|(name, _)| name.split(' ').count()).max()?;
    let more = (at + length..).map_while(word).take_while(|next| DRAWN.contains(next)).count();
    Some(length + more)
}

fn position(text: &str, name: &str) -> Option<usize> {
    let whole = |at: &usize| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        edge(text.get(..*at).and_then(|t| t.chars().next_back()))
            && edge(text.get(at + name.len()..).and_then(|t| t.chars().next()))
    };
    text.match_indices(name).map(|(at, _)| at).find(whole)
}
