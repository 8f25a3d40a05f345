//! One file of icons: their drawings, names, tags, looks and sets.
//!
//! Layout: `LINOICON`, then the version, the length of the index and its stored length as little-endian `u32`, then
//! the index, then the blocks of drawings. Index and blocks are Brotli streams, or plain where that is shorter.
//! The index holds columns of numbers: words, phrases made of words, labels made of phrases, and for each icon its
//! label and look; 118,702 icons take 0.4 MB there.

mod columns;
mod compress;
mod dots;
mod drawings;
mod write;

pub use compress::Compress;
pub use write::{Record, write};

pub(crate) use columns::{Lists, at, id};

use crate::search::Index;
use crate::set::{SetInfo, clean, parse_sets};
use columns::{Reader, damaged};
use compress::expand;
use drawings::Drawings;
use linocut_core::{Error, Kind, Result};
use linocut_glyph::{Corner, Style, WIDTHS};
use std::borrow::Cow;
use std::sync::OnceLock;

const MAGIC: &[u8] = b"LINOICON";
const VERSION: u32 = 1;
/// Most bytes of an index that a foreign file may claim; that of the embedded library has 1.1 MB. What is
/// read from it takes up to twenty times the memory, and a few bytes may expand to all of it.
const MAX_INDEX_BYTES: u32 = 8 << 20;

/// Which part of the training data an icon belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Split {
    /// The icon model was trained on it.
    #[default]
    Train,
    /// It validates the model.
    Validation,
    /// Its name was held out of training.
    HeldOut,
}

impl Split {
    /// Every part, in the order of the training data.
    pub const ALL: [Self; 3] = [Self::Train, Self::Validation, Self::HeldOut];
}

/// How an icon looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Look {
    pub(crate) style: Style,
    pub(crate) width: Option<f64>,
    pub(crate) corner: Option<Corner>,
    pub(crate) split: Split,
}

/// An opened file of icons.
#[derive(Debug)]
pub struct Pack {
    pub(crate) sets: Vec<SetInfo>,
    /// Every word once, sorted.
    pub(crate) words: Vec<Box<str>>,
    /// The words of every phrase, sorted by those.
    pub(crate) phrases: Lists,
    /// The names of every label, the main one first.
    pub(crate) names: Lists,
    /// Lists of tags that occur; the first is empty.
    pub(crate) tag_lists: Lists,
    /// The list of tags of every label.
    pub(crate) label_tags: Vec<u32>,
    /// Phrases and the list of tags that any icon of that name has besides its own.
    pub(crate) concepts: Vec<(u32, u32)>,
    /// The label of every icon.
    pub(crate) icon_labels: Vec<u32>,
    looks: Vec<[u8; 2]>,
    /// The icon after the last one of every set.
    set_ends: Vec<u32>,
    drawings: Drawings,
    index: OnceLock<Index>,
}

impl Pack {
    /// Reads the index of a pack; drawings are decompressed when asked for.
    ///
    /// # Errors
    /// [`Kind::Input`] when `bytes` are no pack, of another version, or damaged.
    pub fn open(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self> {
        let bytes = bytes.into();
        let mut reader = Reader(&bytes);
        if reader.bytes(id(MAGIC.len())).ok() != Some(MAGIC) {
            return Err(Error::new(Kind::Input, "not a pack of icons"));
        }
        let [version, raw, stored] = [reader.fixed()?, reader.fixed()?, reader.fixed()?];
        if version != VERSION {
            return Err(Error::new(Kind::Input, format!("pack has version {version}, this is for version {VERSION}"))
                .hinted("add its sets again with `linocut library add`"));
        }
        let index = Some(raw).filter(|&raw| raw <= MAX_INDEX_BYTES).ok_or_else(damaged)?;
        let index = expand(reader.bytes(stored)?, index)?;
        let start = bytes.len() - reader.0.len();
        Self::read(&mut Reader(&index), bytes, start)
    }

    fn read(reader: &mut Reader<'_>, bytes: Cow<'static, [u8]>, start: usize) -> Result<Self> {
        let mut sets = parse_sets(reader.text()?)?;
        let words =
            (0..reader.count()?).map(|_| reader.text().map(|word| clean(word).into())).collect::<Result<Vec<_>>>()?;
        let phrases = read_phrases(reader, id(words.len()))?;
        let tag_lists = read_lists(reader, phrases.len())?;
        let names = read_lists(reader, phrases.len())?;
        let label_tags = read_steps(reader, names.len(), tag_lists.len())?;
        let concept_count = reader.count()?;
        let concept_phrases = read_steps(reader, concept_count, phrases.len())?;
        let concept_tags = read_steps(reader, concept_count, tag_lists.len())?;
        let icon_count = reader.count()?;
        let icon_labels = read_steps(reader, icon_count, names.len())?;
        let looks: Vec<[u8; 2]> = zip(reader.bytes(icon_count)?, reader.bytes(icon_count)?);
        let set_ends = ends(&sets, icon_count)?;
        for (set, &end) in sets.iter_mut().zip(&set_ends) {
            let start = at(end).checked_sub(set.count).ok_or_else(damaged)?;
            set.styles = styles(looks.get(start..at(end)).unwrap_or_default());
        }
        let concepts = concept_phrases.into_iter().zip(concept_tags).collect();
        let drawings = Drawings::read(reader, bytes, start)?;
        let index = OnceLock::new();
        Ok(Self {
            sets,
            words,
            phrases,
            names,
            tag_lists,
            label_tags,
            concepts,
            icon_labels,
            looks,
            set_ends,
            drawings,
            index,
        })
    }

    /// The sets of this pack.
    #[must_use]
    pub fn sets(&self) -> &[SetInfo] {
        &self.sets
    }

    /// Says that a person added these sets.
    #[must_use]
    pub fn as_added(mut self) -> Self {
        for set in &mut self.sets {
            set.added = true;
        }
        self
    }

    pub(crate) fn len(&self) -> u32 {
        id(self.icon_labels.len())
    }

    pub(crate) fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self))
    }

    pub(crate) fn tokens(&self, icon: u32) -> Result<Vec<u16>> {
        self.drawings.tokens(icon)
    }

    pub(crate) fn look(&self, icon: u32) -> Look {
        self.looks.get(at(icon)).copied().map_or_else(|| look([0; 2]), look)
    }

    pub(crate) fn label(&self, icon: u32) -> u32 {
        self.icon_labels.get(at(icon)).copied().unwrap_or_default()
    }

    /// Number of the set of an icon.
    pub(crate) fn set_of(&self, icon: u32) -> usize {
        self.set_ends.partition_point(|&end| end <= icon)
    }

    /// The icons of a set.
    pub(crate) fn icons_of(&self, set: usize) -> std::ops::Range<u32> {
        let before = set.checked_sub(1).and_then(|before| self.set_ends.get(before));
        before.copied().unwrap_or_default()..self.set_ends.get(set).copied().unwrap_or_default()
    }

    /// A phrase as text.
    pub(crate) fn phrase(&self, phrase: u32) -> String {
        let words = self.phrases.row(phrase).iter().map(|&word| self.word(word));
        words.collect::<Vec<_>>().join(" ")
    }

    pub(crate) fn word(&self, word: u32) -> &str {
        self.words.get(at(word)).map_or("", |word| word)
    }
}

/// The icon after the last one of every set, of `icons` in all.
fn ends(sets: &[SetInfo], icons: u32) -> Result<Vec<u32>> {
    let mut end = 0_u32;
    let mut next = |set: &SetInfo| {
        end = end.checked_add(u32::try_from(set.count).ok()?)?;
        Some(end)
    };
    let ends = sets.iter().map(&mut next).collect::<Option<Vec<_>>>().ok_or_else(damaged)?;
    if ends.last().copied().unwrap_or_default() == icons { Ok(ends) } else { Err(damaged()) }
}

fn zip(looks: &[u8], widths: &[u8]) -> Vec<[u8; 2]> {
    looks.iter().zip(widths).map(|(&look, &width)| [look, width]).collect()
}

/// Each phrase as the words it shares with the one before it, and those that differ.
fn read_phrases(reader: &mut Reader<'_>, words: u32) -> Result<Lists> {
    let mut phrases = Lists::default();
    let mut phrase: Vec<u32> = Vec::new();
    for _ in 0..reader.count()? {
        let shape = reader.byte()?;
        let shared = usize::from(shape >> 4);
        let mut next = phrase.get(shared).copied().unwrap_or_default();
        phrase.truncate(shared);
        for place in 0..shape & 0x0f {
            let word = if place == 0 { reader.step(next)? } else { reader.number()? };
            next = if word < words { word } else { return Err(damaged()) };
            phrase.push(next);
        }
        phrases.push(&phrase);
    }
    Ok(phrases)
}

/// Lists of numbers below `limit`; the first of each follows the first of the list before it.
fn read_lists(reader: &mut Reader<'_>, limit: u32) -> Result<Lists> {
    let mut lists = Lists::default();
    let mut list = Vec::new();
    let mut first = 0;
    for _ in 0..reader.count()? {
        list.clear();
        let mut last = first;
        for place in 0..reader.number()? {
            last = reader.step(last)?;
            first = if place == 0 { last } else { first };
            list.push(if last < limit { last } else { return Err(damaged()) });
        }
        lists.push(&list);
    }
    Ok(lists)
}

/// Numbers below `limit`, each as its distance from the one before it.
fn read_steps(reader: &mut Reader<'_>, count: u32, limit: u32) -> Result<Vec<u32>> {
    let mut last = 0;
    let mut step = || {
        last = reader.step(last)?;
        if last < limit { Ok(last) } else { Err(damaged()) }
    };
    (0..count).map(|_| step()).collect()
}

/// Two bytes of the file: style, corner and split in the first one, the width in the second one.
fn look([traits, width]: [u8; 2]) -> Look {
    Look {
        style: Style::ALL.get(usize::from(traits & 7)).copied().unwrap_or(Style::Mixed),
        corner: usize::from(traits >> 3 & 3).checked_sub(1).and_then(|n| Corner::ALL.get(n)).copied(),
        split: Split::ALL.get(usize::from(traits >> 5 & 3)).copied().unwrap_or_default(),
        width: usize::from(width).checked_sub(1).and_then(|n| WIDTHS.get(n)).copied(),
    }
}

fn styles(looks: &[[u8; 2]]) -> Vec<Style> {
    Style::ALL.into_iter().filter(|style| looks.iter().any(|&bytes| look(bytes).style == *style)).collect()
}

#[cfg(test)]
mod tests {
    use super::columns::put_text;
    use super::{MAGIC, MAX_INDEX_BYTES, Pack, SetInfo, VERSION, ends, id};

    fn file(index: &[u8], claimed: u32) -> Vec<u8> {
        let numbers = [VERSION, claimed, id(index.len())].map(u32::to_le_bytes);
        [MAGIC, &numbers.concat(), index].concat()
    }

    #[test]
    fn counts_that_overflow_are_damage() {
        let set = |&count: &usize| SetInfo { count, ..SetInfo::default() };
        let of = |counts: &[usize], icons: u32| ends(&counts.iter().map(set).collect::<Vec<_>>(), icons);
        assert_eq!(of(&[3, 0, 7], 10).unwrap(), [3, 3, 10]);
        assert!(of(&[4_294_967_295, 11], 10).is_err());
        assert!(of(&[usize::MAX], u32::MAX).is_err());
        assert!(of(&[3], 4).is_err());
        let mut index = Vec::new();
        put_text(&mut index, "a\tA\t\t\t\t4294967295\nb\tB\t\t\t\t11\n");
        index.extend([0; 10]);
        assert!(Pack::open(file(&index, id(index.len()))).is_err());
    }

    #[test]
    fn an_index_may_not_claim_much_memory() {
        let error = Pack::open(file(&[0; 8], MAX_INDEX_BYTES + 1)).unwrap_err();
        assert!(error.to_string().contains("damaged"), "{error}");
    }
}
