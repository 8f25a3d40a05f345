//! Which family words ask for.

use super::token::{Sort, Tokens};
use crate::Family;

/// The family that is named first, the longest name first; a flowchart if none is.
pub(super) fn family_of(tokens: &Tokens) -> Family {
    let words: Vec<&str> = tokens.list.iter().filter(|t| t.sort != Sort::Quoted).map(|t| t.text.as_str()).collect();
    let text = format!(" {} ", words.join(" ").to_lowercase());
    let mut best: Option<(usize, usize, Family)> = None;
    for (name, family) in names() {
        let Some(at) = position(&text, &name) else { continue };
        let length = name.len();
        // A name of two words says more than a word that may be there by chance.
        let vague = usize::from(VAGUE.contains(&name.as_str())) * 10_000;
        let rank = (at + vague, usize::MAX - length, family);
        if best.is_none_or(|b| (rank.0, rank.1) < (b.0, b.1)) {
            best = Some(rank);
        }
    }
    best.map(|(_, _, family)| family)
        .or_else(|| super::graphs::is_explicit(tokens).then(|| hinted(&text)).flatten())
        .unwrap_or(Family::Flowchart)
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
const VAGUE: [&str; 14] = [
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

fn position(text: &str, name: &str) -> Option<usize> {
    let whole = |at: &usize| {
        let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        edge(text.get(..*at).and_then(|t| t.chars().next_back()))
            && edge(text.get(at + name.len()..).and_then(|t| t.chars().next()))
    };
    text.match_indices(name).map(|(at, _)| at).find(whole)
}
