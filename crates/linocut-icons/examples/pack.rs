//! Packs the training data of the icon models into the library that Linocut carries.
//!
//! `cargo run --release -p linocut-icons --example pack -- data.bin library.pack`, where `data.bin` is that of
//! `training/`: `GLYPHDAT`, the length of a JSON header as little-endian `u32`, the header
//! `{n: [tokens of each icon], rows: [[set, style, width, corner, split, names, tags], ...]}`, then all tokens as
//! little-endian `u16`. Set tables and synonyms are read from `assets/`. The axes that follow the tokens are left out:
//! training computes them again. So are the sets of `LEFT_OUT`. The same input gives the same bytes.

use linocut_core::{Error, Kind, Result};
use linocut_glyph::{Corner, Style, Vocabulary, WIDTHS};
use linocut_icons::{Pack, Record, SetInfo, Split, parse_sets, write};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Sets of the training data of version 1 that the library does not pass on, each with the reason: their terms do not
/// clearly allow it. `licenses/icons/differences.md` holds the evidence.
const LEFT_OUT: [(&str, &str); 3] = [
    ("fluent-mdl2", "the license file puts the icons under terms of their own, https://aka.ms/fluentui-assets-license"),
    ("gg", "css.gg has a license for personal use now, and only a statement that earlier versions were under MIT"),
    ("si", "the license file is called MIT and grants no right to distribute, sublicense or sell"),
];

fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    let (Some(input), Some(output)) = (args.next(), args.next()) else {
        return Err(wrong("give the training data and the file to write"));
    };
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let read =
        |path: &Path| std::fs::read(path).map_err(|e| wrong("cannot be read").cause(e).at(path.display().to_string()));
    let table = String::from_utf8(read(&assets.join("sets.tsv"))?).map_err(|e| wrong("not text").cause(e))?;
    let sets = parse_sets(&table)?;
    let concepts: BTreeMap<String, Vec<String>> =
        serde_json::from_slice(&read(&assets.join("synonyms.json"))?).map_err(|e| wrong("not synonyms").cause(e))?;
    let icons = records(&read(Path::new(&input))?, &sets)?;
    let pack = write(&sets, &icons, &concepts, &compress)?;
    Pack::open(pack.clone())?;
    std::fs::write(&output, pack).map_err(|e| wrong("cannot be written").cause(e).at(output))
}

/// The icons of the training data, each with its set: rows come set by set, in the order of the table.
fn records(data: &[u8], sets: &[SetInfo]) -> Result<Vec<Record>> {
    let data = data.strip_prefix(b"GLYPHDAT").ok_or_else(|| wrong("not training data"))?;
    let (length, data) = data.split_first_chunk::<4>().ok_or_else(|| wrong("ends early"))?;
    let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|e| wrong("too long").cause(e))?;
    let (header, tokens) = data.split_at_checked(length).ok_or_else(|| wrong("ends early"))?;
    let header: Value = serde_json::from_slice(header).map_err(|e| wrong("header is not JSON").cause(e))?;
    let lists = header.get("n").and_then(Value::as_array).zip(header.get("rows").and_then(Value::as_array));
    let (lengths, rows) = lists.ok_or_else(|| wrong("header has no rows"))?;
    let mut tokens = tokens.chunks_exact(2).map(|pair| u16::from_le_bytes(pair.try_into().unwrap_or_default()));
    let mut own_set = sets.iter().enumerate().flat_map(|(number, set)| std::iter::repeat_n(number, set.count));
    let drawings = lengths.iter().zip(rows).map(|(length, row)| {
        let length = number(Some(length)).ok_or_else(|| wrong("length is no number"))?;
        Ok((row, tokens.by_ref().take(length).collect::<Vec<u16>>()))
    });
    let kept = drawings.filter(|drawing| drawing.as_ref().map_or(true, |(row, _)| !is_left_out(row)));
    let icons = kept.map(|drawing| {
        let (row, tokens) = drawing?;
        let set = own_set.next().ok_or_else(|| wrong("more icons than the sets have"))?;
        let icon = record(row, set, tokens).ok_or_else(|| wrong("not an icon").at(row.to_string()))?;
        check_set(row, sets.get(set))?;
        Ok(icon)
    });
    let icons = icons.collect::<Result<Vec<_>>>()?;
    if own_set.next().is_some() { Err(wrong("fewer icons than the sets have")) } else { Ok(icons) }
}

fn record(row: &Value, set: usize, tokens: Vec<u16>) -> Option<Record> {
    let field = |place: usize| row.get(place);
    let texts = |place| {
        let texts = field(place)?.as_array()?;
        texts.iter().map(|text| text.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
    };
    Some(Record {
        set,
        style: *Style::ALL.get(number(field(1))?)?,
        width: number(field(2)).and_then(|n| WIDTHS.get(n)).copied(),
        corner: number(field(3)).and_then(|n| Corner::ALL.get(n)).copied(),
        split: *Split::ALL.get(number(field(4))?)?,
        names: texts(5)?,
        tags: texts(6)?,
        tokens,
    })
}

fn is_left_out(row: &Value) -> bool {
    named_set(row).is_some_and(|set| LEFT_OUT.iter().any(|(id, _)| id == set))
}

fn named_set(row: &Value) -> Option<&'static String> {
    Vocabulary::v1().sets().get(number(row.get(0))?)
}

/// Passes when the training data names the set that the table expects, or none: small sets have no number there.
fn check_set(row: &Value, expected: Option<&SetInfo>) -> Result<()> {
    match (named_set(row), expected) {
        (None, Some(_)) => Ok(()),
        (Some(named), Some(expected)) if *named == expected.id => Ok(()),
        _ => Err(wrong("sets are not in the order of assets/sets.tsv").at(row.to_string())),
    }
}

fn number(value: Option<&Value>) -> Option<usize> {
    usize::try_from(value?.as_u64()?).ok()
}

fn compress(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, size_hint: bytes.len(), ..Default::default() };
    match brotli::BrotliCompress(&mut &bytes[..], &mut out, &params) {
        Ok(_) if out.len() < bytes.len() => out,
        _ => bytes.to_vec(),
    }
}

fn wrong(sentence: &str) -> Error {
    Error::new(Kind::Input, sentence)
}
