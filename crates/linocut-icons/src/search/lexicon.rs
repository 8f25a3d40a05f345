//! Everyday words that icon sets name differently, from `assets/everyday.tsv`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

static TABLE: &str = include_str!("../../assets/everyday.tsv");
static LEXICON: OnceLock<Lexicon> = OnceLock::new();

/// How well a word of the same meaning serves, in percent.
const SAME: u8 = 97;
/// How well the first word that a designer would draw instead serves, in percent; each further one [`STEP`] less.
const INSTEAD: u8 = 88;
const STEP: u8 = 2;
/// How well the only thing that a word means serves, and a name of that word then.
const MEANT: u8 = 100;
const MISNOMER: u8 = 92;

/// What a phrase can be searched as instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Other {
    pub(crate) words: Vec<String>,
    /// How well it serves, in percent.
    pub(crate) factor: u8,
}

/// Phrases and what they can be searched as.
#[derive(Debug, Default)]
pub(crate) struct Lexicon(BTreeMap<String, Vec<Other>>);

impl Lexicon {
    pub(crate) fn get() -> &'static Self {
        LEXICON.get_or_init(|| Self::parse(TABLE))
    }

    /// `a = b = c`: the same thing. `a > b, c`: who asks for `a` gets `b`, or else `c`. `a >> b`: who asks for `a`
    /// means `b`, whatever sets call `a`. `#` begins a remark.
    fn parse(table: &str) -> Self {
        let mut found = Self::default();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            if let Some((asked, given)) = line.split_once(">>") {
                found.add(asked, given, MEANT);
                continue;
            }
            if let Some((asked, given)) = line.split_once('>') {
                for (place, other) in (0_u8..).zip(given.split(',')) {
                    let factor = INSTEAD.saturating_sub(place.saturating_mul(STEP));
                    asked.split('=').for_each(|asked| found.add(asked, other, factor));
                }
                continue;
            }
            let same: Vec<&str> = line.split('=').collect();
            for one in &same {
                same.iter().filter(|other| *other != one).for_each(|other| found.add(one, other, SAME));
            }
        }
        found
    }

    fn add(&mut self, asked: &str, other: &str, factor: u8) {
        let words = other.split_whitespace().map(str::to_owned).collect();
        self.0.entry(asked.trim().to_owned()).or_default().push(Other { words, factor });
    }

    /// How well a name of that very word serves.
    pub(crate) fn own(&self, word: &str) -> u8 {
        if self.others(word).iter().any(|other| other.factor == MEANT) { MISNOMER } else { 100 }
    }

    /// What `phrase` can be searched as.
    pub(crate) fn others(&self, phrase: &str) -> &[Other] {
        self.0.get(phrase).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, Other};

    #[test]
    fn reads_both_kinds_of_lines() {
        let lexicon = Lexicon::parse("# remark\ncouch = sofa\nwealth > coins, piggy bank\n");
        let other = |words: &[&str], factor| Other { words: words.iter().map(ToString::to_string).collect(), factor };
        assert_eq!(lexicon.others("sofa"), [other(&["couch"], 97)]);
        assert_eq!(lexicon.others("wealth"), [other(&["coins"], 88), other(&["piggy", "bank"], 86)]);
        assert_eq!(lexicon.others("coins"), []);
    }

    #[test]
    fn the_table_is_in_shape() {
        for line in super::TABLE.lines().filter(|line| !line.starts_with('#')) {
            let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || " =>,+".contains(c);
            assert!(line.chars().all(plain) && line.contains(['=', '>']), "{line}");
            assert!(line.replace(">>", ">").split(['=', '>', ',']).all(|part| !part.trim().is_empty()), "{line}");
        }
    }
}
