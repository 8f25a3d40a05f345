//! Icon sets that people add: Iconify JSON → a pack.

use crate::library::Library;
use crate::pack::{Record, Split, write};
use crate::set::{SetInfo, UNKNOWN_LICENSE};
use linocut_core::{Error, Kind, Result};
use linocut_glyph::{Encoded, encode};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Most letters of the name of a set; it becomes a file name.
const MAX_ID: usize = 64;
/// Most words of a name.
const MAX_WORDS: usize = 12;
/// Aliases of aliases that are followed.
const MAX_ALIASES: usize = 8;
/// Words of a name that tell how the icon is drawn, which we measure.
const STYLE_WORDS: [&str; 15] = [
    "outline", "outlined", "line", "linear", "light", "thin", "regular", "fill", "filled", "solid", "bold", "duotone",
    "twotone", "bulk", "color",
];

/// An icon set as read from a file.
#[derive(Debug)]
pub struct Collection {
    /// The set; its license is [`UNKNOWN_LICENSE`] when the file does not tell.
    pub set: SetInfo,
    /// The icons that can be used.
    pub icons: Vec<Record>,
    /// Names of the icons that cannot be used, and why.
    pub failed: Vec<(String, Error)>,
}

impl Collection {
    /// The set as a pack, to be kept and given to [`crate::Pack::open`].
    ///
    /// # Errors
    /// [`Kind::Input`] when no icon of it can be used.
    pub fn pack(&self) -> Result<Vec<u8>> {
        if self.icons.is_empty() {
            return Err(Error::new(Kind::Input, "no icon of the set can be used"));
        }
        write(std::slice::from_ref(&self.set), &self.icons, &BTreeMap::new(), &<[u8]>::to_vec)
    }
}

/// Reads a set in Iconify JSON and spells its icons in tokens, as those of the library are.
///
/// Icons whose name `known` has, too, get its tags. An icon that tokens cannot say is left out, with its reason.
///
/// # Errors
/// [`Kind::Input`] when `json` is no Iconify collection, or its prefix cannot name a set.
pub fn read_collection(json: &[u8], known: &Library) -> Result<Collection> {
    let file: Value = serde_json::from_slice(json).map_err(|e| not_iconify("file is not JSON").cause(e))?;
    let icons = file.get("icons").and_then(Value::as_object).ok_or_else(|| not_iconify("file has no icons"))?;
    let set = set_info(&file)?;
    let (mut records, mut failed) = (Vec::new(), Vec::new());
    let aliases = file.get("aliases").and_then(Value::as_object);
    let changed = aliases.into_iter().flatten().filter(|(_, alias)| alias.as_object().is_some_and(is_changed));
    for (name, icon) in icons.iter().chain(changed) {
        if icon.get("hidden") == Some(&Value::Bool(true)) {
            continue;
        }
        match resolved(&file, icon).and_then(|icon| encoded(&file, &icon)) {
            Ok(drawing) => records.push(record(names(name, aliases), drawing, known)),
            Err(error) => failed.push((name.clone(), error)),
        }
    }
    Ok(Collection { set, icons: records, failed })
}

fn set_info(file: &Value) -> Result<SetInfo> {
    let id = file.get("prefix").and_then(Value::as_str).ok_or_else(|| not_iconify("file has no prefix"))?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.is_empty() || id.len() > MAX_ID || !id.chars().all(plain) || id.starts_with('-') {
        return Err(Error::new(Kind::Input, "prefix does not name a set")
            .hinted("a prefix is made of small letters, digits and hyphens, `my-icons`"));
    }
    let text = |path: &str| file.pointer(path).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let owned = |path: &str| text(path).map(str::to_owned);
    Ok(SetInfo {
        id: id.to_owned(),
        title: owned("/info/name").unwrap_or_else(|| id.to_owned()),
        author: owned("/info/author/name").unwrap_or_default(),
        license: owned("/info/license/spdx")
            .or_else(|| owned("/info/license/title"))
            .unwrap_or_else(|| UNKNOWN_LICENSE.to_owned()),
        url: owned("/info/license/url").or_else(|| owned("/info/author/url")).unwrap_or_default(),
        ..SetInfo::default()
    })
}

/// Whether an alias is more than another name.
fn is_changed(alias: &Map<String, Value>) -> bool {
    alias.keys().any(|key| key != "parent" && key != "hidden")
}

/// The icon that an alias stands for, with what the alias says put over it.
fn resolved(file: &Value, icon: &Value) -> Result<Map<String, Value>> {
    let mut found = Map::new();
    let mut current = icon;
    for _ in 0..MAX_ALIASES {
        let own = current.as_object().ok_or_else(|| Error::new(Kind::Input, "icon is not an object"))?;
        for (key, value) in own {
            found.entry(key.clone()).or_insert_with(|| value.clone());
        }
        let Some(parent) = own.get("parent").and_then(Value::as_str) else { return Ok(found) };
        let parents = [file.get("icons"), file.get("aliases")];
        let parent = parents.into_iter().flatten().find_map(|of| of.get(parent));
        current = parent.ok_or_else(|| Error::new(Kind::Input, "alias of an icon that is not there"))?;
    }
    Err(Error::new(Kind::Input, "alias goes round in a circle"))
}

fn encoded(file: &Value, icon: &Map<String, Value>) -> Result<Encoded> {
    let number = |key: &str, otherwise: f64| {
        let own = icon.get(key).or_else(|| file.get(key));
        own.and_then(Value::as_f64).unwrap_or(otherwise)
    };
    let [left, top] = [number("left", 0.0), number("top", 0.0)];
    let [width, height] = [number("width", 16.0), number("height", 16.0)];
    let body = icon.get("body").and_then(Value::as_str).ok_or_else(|| Error::new(Kind::Input, "icon has no body"))?;
    let (x, y) = (left + width / 2.0, top + height / 2.0);
    let flip = |key: &str| if icon.get(key) == Some(&Value::Bool(true)) { -1 } else { 1 };
    let turns = icon.get("rotate").and_then(Value::as_u64).unwrap_or_default() % 4;
    let turn = turns * 90;
    let change = format!(
        "rotate({turn} {x} {y}) translate({x} {y}) scale({} {}) translate({} {})",
        flip("hFlip"),
        flip("vFlip"),
        -x,
        -y
    );
    let names = r#"xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink""#;
    let svg =
        format!(r#"<svg {names} viewBox="{left} {top} {width} {height}"><g transform="{change}">{body}</g></svg>"#);
    encode(&linocut_svg::read(svg.as_bytes(), &linocut_svg::Limits::default())?.value)
}

/// The name of an icon without words of style, then as it is, then its other names.
fn names(name: &str, aliases: Option<&Map<String, Value>>) -> Vec<String> {
    let same = |(_, alias): &(&String, &Value)| {
        let parent = alias.get("parent").and_then(Value::as_str);
        parent == Some(name) && alias.as_object().is_some_and(|alias| !is_changed(alias))
    };
    let others = aliases.into_iter().flatten().filter(same).map(|(other, _)| other.as_str());
    let mut found = Vec::new();
    for name in std::iter::once(name).chain(others) {
        let words: Vec<String> =
            name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        let words = words.get(..words.len().min(MAX_WORDS)).unwrap_or_default();
        let end = words.iter().rposition(|word| !STYLE_WORDS.contains(&word.as_str())).map_or(words.len(), |at| at + 1);
        found.extend([words.get(..end).unwrap_or_default().join(" "), words.join(" ")]);
    }
    found.retain(|name| !name.is_empty());
    let mut unique: Vec<String> = Vec::new();
    for name in found {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    if unique.is_empty() { vec!["icon".to_owned()] } else { unique }
}

fn record(names: Vec<String>, drawing: Encoded, known: &Library) -> Record {
    let tags = names.first().map(|name| known.tags_of(name)).unwrap_or_default();
    let Encoded { tokens, style, width, corner } = drawing;
    Record { set: 0, style, width, corner, split: Split::Train, names, tags, tokens }
}

fn not_iconify(sentence: &str) -> Error {
    Error::new(Kind::Input, sentence).hinted("icon sets are added as Iconify JSON, `icons.json` of @iconify-json/…")
}
