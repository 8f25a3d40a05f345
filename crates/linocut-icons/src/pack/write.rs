//! Writing a pack.

use super::columns::{id, put, put_step, put_text};
use super::compress::Compress;
use super::dots::squared;
use super::{MAGIC, MAX_INDEX_BYTES, Split, VERSION, drawings};
use crate::set::SetInfo;
use linocut_core::{Error, Kind, Result};
use linocut_glyph::{Corner, Style, WIDTHS};
use std::collections::{BTreeMap, BTreeSet};

/// One icon on its way into a pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Number of its set.
    pub set: usize,
    /// How it is drawn.
    pub style: Style,
    /// Stroke width, one of [`WIDTHS`].
    pub width: Option<f64>,
    /// Ends and corners of its strokes.
    pub corner: Option<Corner>,
    /// Part of the training data.
    pub split: Split,
    /// Names, lower case, words separated by one blank, the main one first; at most 15 words each.
    pub names: Vec<String>,
    /// Tags, written like names.
    pub tags: Vec<String>,
    /// Drawing tokens of vocabulary 1, `<eos>` included.
    pub tokens: Vec<u16>,
}

/// Writes a pack.
///
/// `icons` come set by set in the order of `sets`, whose counts are set here; `concepts` are names with tags that any
/// icon of that name shall be found by. Dots of strokes with square ends, which come from the data as hairs, are put
/// right. The same input gives the same bytes when `compress` does.
///
/// # Errors
/// [`Kind::Input`] when an icon has no name, no tokens or no set, or the icons are not in the order of their sets.
/// [`Kind::Limit`] when names and tags take more than 8 MiB.
pub fn write(
    sets: &[SetInfo],
    icons: &[Record],
    concepts: &BTreeMap<String, Vec<String>>,
    compress: &Compress<'_>,
) -> Result<Vec<u8>> {
    check(sets, icons)?;
    let mut index = Vec::new();
    let counted = sets
        .iter()
        .enumerate()
        .map(|(number, set)| SetInfo { count: icons.iter().filter(|icon| icon.set == number).count(), ..set.clone() });
    put_text(&mut index, &counted.map(|set| set.to_line()).collect::<String>());
    let texts = Texts::new(icons, concepts);
    texts.put(&mut index);
    let labels = texts.put_labels(icons, concepts, &mut index);
    put(&mut index, id(icons.len()));
    put_steps(&mut index, &labels);
    index.extend(icons.iter().map(traits));
    index.extend(icons.iter().map(width));
    let mut blocks = Vec::new();
    let drawn: Vec<Vec<u16>> = icons.iter().map(|icon| squared(&icon.tokens)).collect();
    drawings::write(drawn.iter().map(Vec::as_slice), compress, &mut index, &mut blocks);
    if id(index.len()) > MAX_INDEX_BYTES {
        return Err(Error::new(Kind::Limit, "names and tags of the icons take more than 8 MiB"));
    }
    let stored = compress(&index);
    let mut out = MAGIC.to_vec();
    for number in [VERSION, id(index.len()), id(stored.len())] {
        out.extend_from_slice(&number.to_le_bytes());
    }
    out.extend_from_slice(&stored);
    out.extend_from_slice(&blocks);
    Ok(out)
}

fn check(sets: &[SetInfo], icons: &[Record]) -> Result<()> {
    let fits = |icon: &Record| {
        let named = !icon.names.is_empty() && icon.names.iter().chain(&icon.tags).all(|name| is_phrase(name));
        named && icon.set < sets.len() && icon.tokens.last() == Some(&2)
    };
    if let Some(bad) = icons.iter().find(|icon| !fits(icon)) {
        return Err(Error::new(Kind::Input, "icon has no set, no name that fits, or no end").at(bad.names.join(", ")));
    }
    if icons.is_sorted_by_key(|icon| icon.set) {
        Ok(())
    } else {
        Err(Error::new(Kind::Input, "icons are not in the order of their sets"))
    }
}

fn is_phrase(text: &str) -> bool {
    (1..16).contains(&text.split(' ').count()) && text.split(' ').all(|word| !word.is_empty())
}

/// Every word, phrase and list of tags once, with its number.
struct Texts<'a> {
    words: BTreeMap<&'a str, u32>,
    /// By the numbers of its words.
    phrases: BTreeMap<Vec<u32>, u32>,
    tag_lists: BTreeMap<&'a [String], u32>,
    /// The lists of tags in the order of their numbers.
    ordered_tags: Vec<&'a [String]>,
}

impl<'a> Texts<'a> {
    fn new(icons: &'a [Record], concepts: &'a BTreeMap<String, Vec<String>>) -> Self {
        let of_icons = icons.iter().flat_map(|icon| icon.names.iter().chain(&icon.tags));
        let of_concepts = concepts.iter().flat_map(|(name, tags)| std::iter::once(name).chain(tags));
        let texts: BTreeSet<&str> = of_icons.chain(of_concepts).map(String::as_str).collect();
        let words: BTreeSet<&str> = texts.iter().flat_map(|text| text.split(' ')).collect();
        let words: BTreeMap<&str, u32> = words.into_iter().zip(0..).collect();
        let phrases: BTreeSet<Vec<u32>> = texts.iter().map(|text| numbers(&words, text)).collect();
        let phrases = phrases.into_iter().zip(0..).collect();
        let mut found = Self { words, phrases, tag_lists: BTreeMap::new(), ordered_tags: Vec::new() };
        found.tag_list(&[]);
        let mut labels: Vec<(&[String], &[String])> =
            icons.iter().map(|icon| (&icon.names[..], &icon.tags[..])).collect();
        labels.sort_unstable();
        for tags in labels.into_iter().map(|(_, tags)| tags).chain(concepts.values().map(Vec::as_slice)) {
            found.tag_list(tags);
        }
        found
    }

    fn tag_list(&mut self, tags: &'a [String]) {
        if !self.tag_lists.contains_key(tags) {
            self.tag_lists.insert(tags, id(self.ordered_tags.len()));
            self.ordered_tags.push(tags);
        }
    }

    fn phrase(&self, text: &str) -> u32 {
        self.phrases.get(&numbers(&self.words, text)).copied().unwrap_or_default()
    }

    fn phrase_list(&self, texts: &[String]) -> Vec<u32> {
        texts.iter().map(|text| self.phrase(text)).collect()
    }

    fn tags(&self, tags: &[String]) -> u32 {
        self.tag_lists.get(tags).copied().unwrap_or_default()
    }

    /// Writes words, phrases and lists of tags.
    fn put(&self, index: &mut Vec<u8>) {
        put(index, id(self.words.len()));
        for word in self.words.keys() {
            put_text(index, word);
        }
        put_phrases(index, self.phrases.keys());
        put_lists(index, &self.ordered_tags.iter().map(|tags| self.phrase_list(tags)).collect::<Vec<_>>());
    }

    /// Writes labels and concepts; gives the label of every icon.
    fn put_labels(&self, icons: &[Record], concepts: &BTreeMap<String, Vec<String>>, index: &mut Vec<u8>) -> Vec<u32> {
        let of_icons: Vec<(Vec<u32>, u32)> =
            icons.iter().map(|icon| (self.phrase_list(&icon.names), self.tags(&icon.tags))).collect();
        let labels: BTreeSet<&(Vec<u32>, u32)> = of_icons.iter().collect();
        put_lists(index, &labels.iter().map(|(names, _)| names.clone()).collect::<Vec<_>>());
        put_steps(index, &labels.iter().map(|(_, tags)| *tags).collect::<Vec<_>>());
        let mut concepts: Vec<(u32, u32)> =
            concepts.iter().map(|(name, tags)| (self.phrase(name), self.tags(tags))).collect();
        concepts.sort_unstable();
        put(index, id(concepts.len()));
        put_steps(index, &concepts.iter().map(|&(phrase, _)| phrase).collect::<Vec<_>>());
        put_steps(index, &concepts.iter().map(|&(_, tags)| tags).collect::<Vec<_>>());
        let numbers: BTreeMap<_, u32> = labels.into_iter().zip(0..).collect();
        of_icons.iter().map(|label| numbers.get(label).copied().unwrap_or_default()).collect()
    }
}

fn numbers(words: &BTreeMap<&str, u32>, text: &str) -> Vec<u32> {
    text.split(' ').filter_map(|word| words.get(word).copied()).collect()
}

fn put_phrases<'a>(index: &mut Vec<u8>, phrases: impl ExactSizeIterator<Item = &'a Vec<u32>>) {
    put(index, id(phrases.len()));
    let mut before: &[u32] = &[];
    for phrase in phrases {
        let shared = before.iter().zip(phrase).take_while(|(a, b)| a == b).count();
        let (Ok(kept), Ok(new)) = (u8::try_from(shared), u8::try_from(phrase.len() - shared)) else { continue };
        index.push(kept << 4 | new);
        for (place, &word) in phrase.iter().enumerate().skip(shared) {
            if place == shared {
                put_step(index, before.get(shared).copied().unwrap_or_default(), word);
            } else {
                put(index, word);
            }
        }
        before = phrase;
    }
}

fn put_lists(index: &mut Vec<u8>, lists: &[Vec<u32>]) {
    put(index, id(lists.len()));
    let mut first = 0;
    for list in lists {
        put(index, id(list.len()));
        let mut last = first;
        for &number in list {
            put_step(index, last, number);
            last = number;
        }
        first = list.first().copied().unwrap_or(first);
    }
}

fn put_steps(index: &mut Vec<u8>, numbers: &[u32]) {
    let mut last = 0;
    for &number in numbers {
        put_step(index, last, number);
        last = number;
    }
}

/// Style, corner and split in one byte.
fn traits(icon: &Record) -> u8 {
    let place = |found: Option<usize>| found.and_then(|n| u8::try_from(n).ok()).unwrap_or_default();
    let style = place(Style::ALL.iter().position(|&style| style == icon.style));
    let corner = icon.corner.map_or(0, |own| 1 + place(Corner::ALL.iter().position(|&corner| corner == own)));
    let split = place(Split::ALL.iter().position(|&split| split == icon.split));
    style | corner << 3 | split << 5
}

fn width(icon: &Record) -> u8 {
    let place = icon.width.and_then(|own| WIDTHS.iter().position(|width| width.total_cmp(&own).is_eq()));
    place.and_then(|n| u8::try_from(n + 1).ok()).unwrap_or_default()
}
