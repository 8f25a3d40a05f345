//! A prompt said in other words: synonyms of several words, compounds joined and split, mistakes corrected.

use super::forms::forms;
use super::lexicon::Lexicon;
use super::prompt::{Role, Term};
use super::spell::{MISTAKE, corrections, is_mistake};
use crate::pack::Pack;

/// Most ways of saying a prompt that are tried; each costs about a millisecond.
const MAX_VARIANTS: usize = 20;
/// Most words of a phrase in the lexicon.
const MAX_PHRASE: usize = 4;
/// How well words serve, in percent, that are another form of a word, or the same letters with a blank more or less.
pub(crate) const FORM: u8 = 98;
const COMPOUND: u8 = 96;
/// Shortest half of a word that is split.
const MIN_HALF: usize = 3;

/// A word to look up.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// Spellings that serve, and how well in percent.
    pub(crate) spellings: Vec<(String, u8)>,
    pub(crate) weight: f64,
    pub(crate) role: Role,
    /// The words of the prompt that it stands for, one bit each.
    pub(crate) origin: u32,
    pub(crate) corrected: bool,
}

/// Words put in the place of others.
struct Swap {
    start: usize,
    length: usize,
    words: Vec<String>,
    factor: u8,
}

/// The prompt itself first, then other ways to say it.
pub(crate) fn variants(terms: &[Term], packs: &[&Pack]) -> Vec<Vec<Wanted>> {
    let swaps = swaps(terms, packs);
    let as_said: Vec<Wanted> = (0..).zip(terms).map(|(place, term)| wanted(term, place, packs)).collect();
    let mut found = vec![as_said.clone()];
    for (place, swap) in swaps.iter().enumerate() {
        found.push(swapped(&as_said, &[swap]));
        let apart = |other: &&Swap| other.start >= swap.start + swap.length;
        let pairs = swaps.iter().skip(place + 1).filter(apart).map(|other| swapped(&as_said, &[other, swap]));
        found.extend(pairs);
    }
    found.truncate(MAX_VARIANTS);
    found
}

fn wanted(term: &Term, place: u32, packs: &[&Pack]) -> Wanted {
    let mistaken = is_mistake(&term.text);
    let own = if mistaken { MISTAKE } else { Lexicon::get().own(&term.text) };
    let mut spellings = vec![(term.text.clone(), own)];
    spellings.extend(spelled_otherwise(&term.text));
    let known =
        !mistaken && spellings.iter().any(|(text, _)| packs.iter().any(|pack| pack.spelled(text).next().is_some()));
    let mut corrected = false;
    if !known && Lexicon::get().others(&term.text).is_empty() {
        let nearest = corrections(&term.text, packs);
        corrected = !nearest.is_empty();
        for (word, factor) in nearest {
            let share = |other: u8| scaled(factor, other);
            spellings.extend(spelled_otherwise(&word).map(|(text, other)| (text, share(other))).collect::<Vec<_>>());
            spellings.push((word, factor));
        }
    }
    let Term { weight, role, .. } = *term;
    Wanted { spellings, weight, role, origin: 1 << place, corrected }
}

/// Forms and single-word synonyms of a word.
fn spelled_otherwise(word: &str) -> impl Iterator<Item = (String, u8)> {
    let lexicon = Lexicon::get();
    let forms = forms(word);
    let of_forms: Vec<(String, u8)> = forms.iter().flat_map(|form| synonyms(lexicon, form, FORM)).collect();
    let own: Vec<(String, u8)> = synonyms(lexicon, word, 100).collect();
    forms.into_iter().map(|form| (form, FORM)).chain(own).chain(of_forms)
}

fn synonyms<'a>(lexicon: &'a Lexicon, word: &str, factor: u8) -> impl Iterator<Item = (String, u8)> + use<'a> {
    let others = lexicon.others(word).iter();
    others.filter_map(move |other| match other.words.as_slice() {
        [only] => Some((only.clone(), scaled(factor, other.factor))),
        _ => None,
    })
}

fn scaled(factor: u8, other: u8) -> u8 {
    u8::try_from(u16::from(factor) * u16::from(other) / 100).unwrap_or(100)
}

/// What can be put in the place of each run of terms.
fn swaps(terms: &[Term], packs: &[&Pack]) -> Vec<Swap> {
    let mut found = Vec::new();
    for length in (1..=MAX_PHRASE).rev() {
        for (start, run) in terms.windows(length).enumerate() {
            let words: Vec<&str> = run.iter().map(|term| term.text.as_str()).collect();
            found.extend(from_lexicon(&words).map(|(words, factor)| Swap { start, length, words, factor }));
            let compound = match *words.as_slice() {
                [word] => split(word, packs),
                [first, second] => joined(first, second, packs),
                _ => None,
            };
            found.extend(compound.map(|words| Swap { start, length, words, factor: COMPOUND }));
        }
    }
    found
}

/// Phrases of the lexicon; from one word to one word is the business of [`spelled_otherwise`].
fn from_lexicon(words: &[&str]) -> impl Iterator<Item = (Vec<String>, u8)> {
    let is_one = words.len() == 1;
    let asked = words.join(" ");
    let forms = words.split_last().map(|(last, before)| {
        forms(last).into_iter().map(|form| [before, &[form.as_str()]].concat().join(" ")).collect::<Vec<_>>()
    });
    let asked: Vec<String> = std::iter::once(asked).chain(forms.unwrap_or_default()).collect();
    let others = asked.into_iter().flat_map(|asked| Lexicon::get().others(&asked));
    others.filter(move |other| !(is_one && other.words.len() == 1)).map(|other| (other.words.clone(), other.factor))
}

fn joined(first: &str, second: &str, packs: &[&Pack]) -> Option<Vec<String>> {
    let word = format!("{first}{second}");
    packs.iter().any(|pack| pack.spelled(&word).next().is_some()).then(|| vec![word])
}

/// The halves of a compound, if they are the name of an icon.
fn split(word: &str, packs: &[&Pack]) -> Option<Vec<String>> {
    let places = (MIN_HALF..word.len().saturating_sub(MIN_HALF - 1)).filter_map(|place| word.split_at_checked(place));
    let mut names = places.filter(|(first, second)| packs.iter().any(|pack| pack.has_name(&[first, second])));
    names.next().map(|(first, second)| vec![first.to_owned(), second.to_owned()])
}

/// The terms with some runs replaced; `swaps` come last run first.
fn swapped(terms: &[Wanted], swaps: &[&Swap]) -> Vec<Wanted> {
    let mut terms = terms.to_vec();
    for swap in swaps {
        let run = swap.start..(swap.start + swap.length).min(terms.len());
        let Some(old) = terms.get(run.clone()) else { continue };
        let weight = old.iter().map(|term| term.weight).fold(0.0, f64::max);
        let role = old.iter().map(|term| term.role).max().unwrap_or_default();
        let origin = old.iter().fold(0, |mask, term| mask | term.origin);
        let new: Vec<Wanted> = swap
            .words
            .iter()
            .map(|word| {
                let forms = forms(word).into_iter().map(|form| (form, scaled(swap.factor, FORM)));
                let spellings = std::iter::once((word.clone(), swap.factor)).chain(forms).collect();
                Wanted { spellings, weight, role: role.max(Role::Setting), origin, corrected: false }
            })
            .collect();
        terms.splice(run, new);
    }
    terms
}
