//! The part of a face that some texts need (OpenType 1.9, the chapters of the tables named).

use super::kern::{self, Pairs};
use super::sfnt::{Table, woff};
use skrifa::MetadataProvider as _;
use skrifa::raw::{FontRef, types::Tag};
use std::collections::{BTreeMap, BTreeSet};

/// Bits of a part of a composite glyph ("glyf", composite glyph flags).
const WIDE_ARGUMENTS: u16 = 0x0001;
const SCALE: u16 = 0x0008;
const MORE: u16 = 0x0020;
const TWO_SCALES: u16 = 0x0040;
const MATRIX: u16 = 0x0080;

/// The glyphs of a face that are kept, under new numbers.
struct Kept {
    /// New numbers by old ones.
    numbers: BTreeMap<u16, u16>,
    /// Old numbers by new ones.
    glyphs: Vec<u16>,
}

impl Kept {
    fn add(&mut self, glyph: u16) -> Option<u16> {
        let next = u16::try_from(self.glyphs.len()).ok()?;
        let glyphs = &mut self.glyphs;
        Some(*self.numbers.entry(glyph).or_insert_with(|| {
            glyphs.push(glyph);
            next
        }))
    }
}

/// A face with the glyphs of `chars` and the kerning of `pairs`, which are of the face's own glyphs, as a WOFF file.
///
/// `None` when the face has none of the characters.
pub(super) fn subset(font: &FontRef<'_>, chars: &BTreeSet<char>, pairs: &Pairs) -> Option<Vec<u8>> {
    let mut kept = Kept { numbers: BTreeMap::new(), glyphs: Vec::new() };
    kept.add(0)?;
    let map = font.charmap();
    let mut codes = BTreeMap::new();
    for &char in chars {
        let glyph = map.map(char).and_then(|id| u16::try_from(id.to_u32()).ok());
        if let (Some(glyph), Ok(code)) = (glyph, u16::try_from(u32::from(char))) {
            codes.insert(code, kept.add(glyph)?);
        }
    }
    if codes.is_empty() {
        return None;
    }
    let table = |tag: &[u8; 4]| font.table_data(Tag::new(tag)).map(|data| data.as_bytes());
    let (glyf, loca) = outlines(table(b"glyf")?, table(b"loca")?, &mut kept)?;
    let count = u16::try_from(kept.glyphs.len()).ok()?;
    let widths = kept.glyphs.iter().map(|&glyph| bytes(table(b"hmtx")?, usize::from(glyph) * 4, 4));
    let own = |tag: &[u8; 4], at: usize, value: u16| {
        let mut bytes = table(tag)?.to_vec();
        bytes.get_mut(at..at + 2)?.copy_from_slice(&value.to_be_bytes());
        Some(bytes)
    };
    let mut tables = vec![
        // Where glyphs begin stands in words of two bytes.
        (b"head", own(b"head", 50, 0)?),
        (b"hhea", own(b"hhea", 34, count)?),
        (b"maxp", own(b"maxp", 4, count)?),
        (b"hmtx", widths.collect::<Option<Vec<_>>>()?.concat()),
        (b"cmap", characters(&codes)?),
        (b"name", names()),
        (b"glyf", glyf),
        (b"loca", loca),
    ];
    for tag in [b"OS/2", b"post"] {
        tables.push((tag, table(tag)?.to_vec()));
    }
    let renamed = |(&(left, right), &by): (&(u16, u16), &i16)| {
        Some(((*kept.numbers.get(&left)?, *kept.numbers.get(&right)?), by))
    };
    let pairs: Pairs = pairs.iter().filter_map(renamed).collect();
    let tables = tables.into_iter().map(|(tag, bytes)| Table { tag: *tag, bytes });
    woff(tables.chain(kern::table(&pairs)).collect())
}

fn bytes(table: &[u8], at: usize, count: usize) -> Option<&[u8]> {
    table.get(at..at.checked_add(count)?)
}

fn word(table: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(bytes(table, at, 2)?.try_into().ok()?))
}

/// The tables `glyf` and `loca`; parts of composite glyphs are added to those kept.
fn outlines(glyf: &[u8], loca: &[u8], kept: &mut Kept) -> Option<(Vec<u8>, Vec<u8>)> {
    let (mut shapes, mut places) = (Vec::new(), Vec::new());
    let mut next = 0;
    while let Some(&glyph) = kept.glyphs.get(next) {
        next += 1;
        let at = usize::from(glyph) * 2;
        let (from, to) = (usize::from(word(loca, at)?) * 2, usize::from(word(loca, at + 2)?) * 2);
        let shape = composed(glyf.get(from..to)?.to_vec(), kept)?;
        places.extend(u16::try_from(shapes.len() / 2).ok()?.to_be_bytes());
        shapes.extend(shape);
        shapes.resize(shapes.len().next_multiple_of(2), 0);
    }
    places.extend(u16::try_from(shapes.len() / 2).ok()?.to_be_bytes());
    Some((shapes, places))
}

/// A glyph whose parts, if it has any, go by their new numbers.
fn composed(mut shape: Vec<u8>, kept: &mut Kept) -> Option<Vec<u8>> {
    // The number of contours is below zero for composite glyphs.
    if shape.first().is_none_or(|&first| first < 128) {
        return Some(shape);
    }
    let mut at = 10;
    loop {
        let flags = word(&shape, at)?;
        let part = kept.add(word(&shape, at + 2)?)?;
        shape.get_mut(at + 2..at + 4)?.copy_from_slice(&part.to_be_bytes());
        at += if flags & WIDE_ARGUMENTS == 0 { 6 } else { 8 };
        at += match flags & (SCALE | TWO_SCALES | MATRIX) {
            0 => 0,
            SCALE => 2,
            TWO_SCALES => 4,
            _ => 8,
        };
        if flags & MORE == 0 {
            return Some(shape);
        }
    }
}

/// The table `cmap`, format 4, for Windows and Unicode.
fn characters(codes: &BTreeMap<u16, u16>) -> Option<Vec<u8>> {
    // First and last character of each run, and what is added to a character to get its glyph.
    let mut runs: Vec<(u16, u16, u16)> = Vec::new();
    for (&code, &glyph) in codes {
        let delta = glyph.wrapping_sub(code);
        match runs.last_mut() {
            Some((_, last, by)) if last.checked_add(1) == Some(code) && *by == delta => *last = code,
            _ => runs.push((code, code, delta)),
        }
    }
    runs.push((u16::MAX, u16::MAX, 1));
    let count = u16::try_from(runs.len()).ok()?;
    let power = count.checked_ilog2()?;
    let range = 2 * 2_u16.checked_pow(power)?;
    let length = 16 + 8 * count;
    let mut words = vec![0, 1, 3, 1, 0, 12, 4, length, 0, 2 * count, range, u16::try_from(power).ok()?];
    words.push((2 * count).checked_sub(range)?);
    words.extend(runs.iter().map(|run| run.1));
    words.push(0);
    words.extend(runs.iter().map(|run| run.0));
    words.extend(runs.iter().map(|run| run.2));
    words.extend(runs.iter().map(|_| 0));
    Some(words.into_iter().flat_map(u16::to_be_bytes).collect())
}

/// The table `name`: whose it is and what it is called, in English for Windows.
fn names() -> Vec<u8> {
    let texts = [(0, "Copyright 2016 The Inter Project Authors, SIL OFL 1.1"), (1, super::FAMILY), (2, "Regular")];
    let (mut words, mut text): (Vec<u16>, Vec<u16>) = (vec![0, 3, 6 + 12 * 3], Vec::new());
    for (id, said) in texts {
        let from = text.len();
        text.extend(said.encode_utf16());
        let sized = |count: usize| u16::try_from(count * 2).unwrap_or_default();
        words.extend([3, 1, 0x409, id, sized(text.len() - from), sized(from)]);
    }
    words.into_iter().chain(text).flat_map(u16::to_be_bytes).collect()
}
