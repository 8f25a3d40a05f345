//! Who does what with whom, in every part of sentences.

use super::super::token::{Sort, Token};
use super::super::verb::is_deed;
use super::{Part, Said, bare, list};

/// Words between those who do and those it is done with.
#[derive(Clone, Debug)]
pub(super) struct Relation<'a> {
    /// The number of its part.
    pub(super) part: usize,
    /// Those who do.
    pub(super) subjects: Vec<Vec<&'a Token>>,
    /// What they do: `talks to`.
    pub(super) verb: Vec<&'a Token>,
    /// Those it is done with, each with the words that say how many.
    pub(super) objects: Vec<Vec<&'a Token>>,
}

impl Relation<'_> {
    /// Whether one of `words` is among what is done.
    pub(super) fn does(&self, words: &[&str]) -> bool {
        self.verb.iter().any(|token| words.contains(&token.lower.as_str()))
    }
}

/// Verbs that join two things more often than they are nouns, so that they count before any other.
const STRONG: &str = " has have is are belongs belong contains contain owns own extends extend implements implement inherits \
inherit uses use talks talk connects connect depends depend knows know references reference consists includes include \
satisfies verifies refines derives traces ";

/// Words that lead to those it is done with.
const TOWARD: [&str; 14] =
    ["to", "from", "into", "through", "via", "on", "with", "of", "behind", "before", "after", "in", "by", "at"];

/// The relations of all parts; a part without a verb goes on with the objects of the part before in its sentence.
pub(super) fn relations<'a>(said: &Said<'a>) -> Vec<Relation<'a>> {
    let mut found: Vec<Relation<'a>> = Vec::new();
    let mut sentence = None;
    for (at, part) in said.parts.iter().enumerate() {
        let before = found.len();
        for piece in pieces(part) {
            let last = found.last().filter(|_| sentence == Some(part.sentence)).map(|last| last.subjects.clone());
            found.extend(relation(at, piece, last));
        }
        if found.len() == before
            && sentence == Some(part.sentence)
            && let Some(last) = found.last()
        {
            let objects = objects(&part.words);
            found.push(Relation { part: at, subjects: last.subjects.clone(), verb: last.verb.clone(), objects });
        }
        if found.len() > before {
            sentence = Some(part.sentence);
        }
    }
    found
}

/// A part at every `and` that something done stands behind: `reads the table and calls the queue`.
fn pieces<'a, 'b>(part: &'b Part<'a>) -> Vec<&'b [&'a Token]> {
    let words = part.words.as_slice();
    let mut pieces = Vec::new();
    let mut from = 0;
    for at in 1..words.len() {
        let joins = words.get(at).is_some_and(|token| token.is("and") || token.is("which") || token.is("that"));
        if joins && verb_at(words, at + 1) {
            pieces.extend(words.get(from..at));
            from = at + 1;
        }
    }
    pieces.extend(words.get(from..));
    pieces
}

fn is_strong(token: &Token) -> bool {
    token.sort == Sort::Word && STRONG.contains(&format!(" {} ", token.lower))
}

/// Whether something done stands at a place: a verb of the list, or a word with an `s` and a determiner behind it.
fn verb_at(words: &[&Token], at: usize) -> bool {
    let Some(token) = words.get(at).filter(|token| token.sort == Sort::Word) else { return false };
    let next = words.get(at + 1).map_or("", |next| next.lower.as_str());
    let bound = matches!(
        next,
        "a" | "an" | "the" | "its" | "their" | "many" | "one" | "several" | "to" | "from" | "with" | "in"
    );
    let ends = token.lower.len() > 3 && token.lower.ends_with('s') && !token.lower.ends_with("ss");
    is_strong(token) || is_deed(&token.lower) || (at > 0 && bound && ends)
}

fn relation<'a>(part: usize, words: &[&'a Token], last: Option<Vec<Vec<&'a Token>>>) -> Option<Relation<'a>> {
    let from =
        usize::from(last.is_none() || words.first().is_none_or(|token| !is_strong(token) && !is_deed(&token.lower)));
    let strong = (from..words.len()).find(|&at| words.get(at).is_some_and(|token| is_strong(token)));
    let deed = || (from..words.len()).find(|&at| words.get(at).is_some_and(|token| is_deed(&token.lower)));
    let near = || deed().into_iter().chain(short(words)).min();
    let verb = strong.or_else(near).or_else(|| (from..words.len()).find(|&at| verb_at(words, at)))?;
    let subjects: Vec<Vec<&Token>> = list(words.get(..verb)?).into_iter().map(|one| bare(one).to_vec()).collect();
    let subjects = Some(subjects).filter(|subjects| !subjects.is_empty()).or(last)?;
    let rest = words.get(verb + 1..)?;
    let toward = |token: &&Token| TOWARD.contains(&token.lower.as_str());
    let first = rest.iter().take_while(|token| toward(token) || is_small(token)).count();
    let second = rest
        .iter()
        .position(|token| matches!(token.lower.as_str(), "to" | "from" | "into" | "through" | "via" | "in" | "on"));
    let (verb_end, object) = match second.filter(|at| *at > first) {
        Some(at) => (at, at + 1),
        None => (first, first),
    };
    let verb = words.get(verb..verb + 1 + verb_end)?.to_vec();
    let objects = objects(rest.get(object..)?);
    (!objects.is_empty()).then_some(Relation { part, subjects, verb, objects })
}

/// The verb behind a subject of one or two words, by its `s`: `reader borrows books`.
fn short(words: &[&Token]) -> Option<usize> {
    let subject = bare(words);
    let skipped = words.len() - subject.len();
    let verb = subject.iter().take(3).enumerate().position(|(at, token)| {
        let ends = token.lower.len() > 3 && token.lower.ends_with('s') && !token.lower.ends_with("ss");
        let named = subject.first().is_some_and(|first| first.sort == Sort::Word);
        let follows = subject.get(at + 1).is_some_and(|next| next.sort == Sort::Word);
        at > 0 && ends && named && follows && token.sort == Sort::Word
    })?;
    Some(skipped + verb)
}

/// Words that stand between a verb and its preposition.
fn is_small(token: &Token) -> bool {
    matches!(token.lower.as_str(), "up" | "out" | "down" | "associated" | "connected" | "linked" | "made" | "composed")
}

/// The objects, up to a word that begins a remark.
fn objects<'a>(words: &[&'a Token]) -> Vec<Vec<&'a Token>> {
    let remark = |token: &&Token| matches!(token.lower.as_str(), "for" | "when" | "if" | "using" | "over" | "because");
    let end = words.iter().position(remark).filter(|at| *at > 0).unwrap_or(words.len());
    list(words.get(..end).unwrap_or_default()).into_iter().map(<[&Token]>::to_vec).collect()
}
