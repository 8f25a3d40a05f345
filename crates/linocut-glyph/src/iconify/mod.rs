//! Icon collections in Iconify JSON, <https://iconify.design/docs/types/iconify-json.html>.

mod file;
mod svg;

use file::{AliasFile, CollectionFile, IconFile, InfoFile};
use linocut_core::{Error, Kind, Result};
use std::collections::BTreeMap;
use svg::Look;

/// Largest file in bytes; the largest public collection has about 60 million.
const MAX_BYTES: usize = 128 << 20;
/// Most icons and aliases; the largest public collections have about 20 thousand.
const MAX_ICONS: usize = 100_000;
/// Largest markup of one icon in bytes.
const MAX_BODY: usize = 1 << 20;
/// Most SVG text of a collection in bytes, beyond twice its file: aliases may repeat a large icon many times.
const MAX_MORE_TEXT: usize = 16 << 20;
/// Most aliases from a name to its icon; Iconify's own tools give up after 5.
const MAX_CHAIN: usize = 5;
/// Most characters of a name.
const MAX_NAME: usize = 128;

/// A set of icons: who made it, under which license, and the icons as SVG text.
///
/// The text comes from a foreign file: read it through `linocut_svg::read` or `sanitize`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Collection {
    /// Its short name, such as `lucide`.
    pub prefix: String,
    /// What the file says about it; all empty when it says nothing.
    pub info: CollectionInfo,
    /// Its icons, by name; hidden ones are left out.
    pub icons: Vec<CollectionIcon>,
    /// Names of icons and aliases that are left out because they are broken, at most 100.
    pub broken: Vec<String>,
}

/// What a collection says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollectionInfo {
    /// Its name for people.
    pub title: Option<String>,
    /// Who made it.
    pub author: Option<String>,
    /// Where it comes from.
    pub url: Option<String>,
    /// The SPDX expression of its license, such as `MIT`; `None` when the file has none.
    pub license: Option<String>,
    /// Where the license's text is.
    pub license_url: Option<String>,
    /// Whether its icons have colors of their own.
    pub palette: bool,
}

/// An icon of a collection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CollectionIcon {
    /// Its name in the collection.
    pub name: String,
    /// Other names for the same picture.
    pub aliases: Vec<String>,
    /// The categories it is filed under.
    pub categories: Vec<String>,
    /// The icon as a whole SVG document, turned and mirrored as the collection says.
    pub svg: String,
}

impl Collection {
    /// Reads a collection.
    ///
    /// # Errors
    /// [`Kind::Input`] when it is not Iconify JSON or its prefix is not a name, [`Kind::Limit`] when it is larger
    /// than 128 MiB, has more than 100,000 icons and aliases, or aliases repeat its icons
    /// to more than twice its size and 16 MiB.
    pub fn parse(json: &[u8]) -> Result<Self> {
        Self::read(json).map_err(|e| e.at("icon collection"))
    }

    /// Takes the description from the `info.json` that npm packages have beside their `icons.json`.
    ///
    /// # Errors
    /// [`Kind::Input`] when it is not the description of this collection.
    pub fn with_info(mut self, json: &[u8]) -> Result<Self> {
        let info: InfoFile = parse(json).map_err(|e| e.at("info of icon collection"))?;
        if info.prefix.as_ref().is_some_and(|prefix| *prefix != self.prefix) {
            return Err(Error::new(Kind::Input, format!("info is not that of {}", self.prefix)));
        }
        self.info = info.into();
        Ok(self)
    }

    fn read(json: &[u8]) -> Result<Self> {
        let file: CollectionFile = parse(json)?;
        if !is_name(&file.prefix) {
            return Err(Error::new(Kind::Input, "prefix is not a name"));
        }
        if file.icons.len() + file.aliases.len() > MAX_ICONS {
            return Err(Error::new(Kind::Limit, format!("more than {MAX_ICONS} icons and aliases")));
        }
        let info = file.info.map(CollectionInfo::from).unwrap_or_default();
        let mut collection = Self { prefix: file.prefix, info, ..Self::default() };
        let source = Source { icons: file.icons, aliases: file.aliases, usual: file.usual };
        let mut filed = filed(file.categories);
        let mut icons = BTreeMap::new();
        let (mut text, most) = (0, 2 * json.len() + MAX_MORE_TEXT);
        for name in source.icons.keys().chain(source.aliases.keys()) {
            let Some(icon) = source.icon(name).filter(|_| is_name(name)) else {
                collection.note_broken(name);
                continue;
            };
            if icon.hidden || icon.same_as.is_some() {
                continue;
            }
            text += icon.svg.len();
            if text > most {
                return Err(Error::new(Kind::Limit, format!("aliases repeat icons to more than {most} bytes")));
            }
            let categories = filed.remove(name).unwrap_or_default();
            let icon = CollectionIcon { name: name.clone(), aliases: Vec::new(), categories, svg: icon.svg };
            icons.insert(name.as_str(), icon);
        }
        for alias in source.aliases.keys().filter(|name| is_name(name)) {
            if let Some(icon) = source.same_as(alias).and_then(|name| icons.get_mut(name)) {
                icon.aliases.push(alias.clone());
            }
        }
        collection.icons = icons.into_values().collect();
        Ok(collection)
    }

    fn note_broken(&mut self, name: &str) {
        if self.broken.len() < 100 {
            self.broken.push(name.chars().filter(|c| !c.is_control()).take(MAX_NAME).collect());
        }
    }
}

fn parse<'a, T: serde::Deserialize<'a>>(json: &'a [u8]) -> Result<T> {
    if json.len() > MAX_BYTES {
        return Err(Error::new(Kind::Limit, format!("{} bytes, at most {MAX_BYTES} wanted", json.len())));
    }
    serde_json::from_slice(json).map_err(|e| Error::new(Kind::Input, "not Iconify JSON").cause(e))
}

/// The categories of each icon.
fn filed(categories: BTreeMap<String, Vec<String>>) -> BTreeMap<String, Vec<String>> {
    let mut filed: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (category, names) in categories {
        for name in names {
            filed.entry(name).or_default().push(category.clone());
        }
    }
    filed
}

/// The icons and aliases of a file.
struct Source {
    icons: BTreeMap<String, IconFile>,
    aliases: BTreeMap<String, AliasFile>,
    usual: Look,
}

/// An icon with its aliases followed.
struct Found<'a> {
    svg: String,
    hidden: bool,
    /// The icon that looks the same, for an alias that changes nothing.
    same_as: Option<&'a str>,
}

impl Source {
    fn icon(&self, name: &str) -> Option<Found<'_>> {
        let (mut look, mut at, mut hidden) = (Look::default(), name, false);
        for _ in 0..=MAX_CHAIN {
            if let Some(icon) = self.icons.get(at) {
                look.inherit(&icon.look);
                look.inherit(&self.usual);
                hidden |= icon.hidden;
                let same_as = self.same_as(name);
                let svg = if same_as.is_some() { Some(String::new()) } else { look.document(&icon.body) };
                return svg.filter(|_| icon.body.len() <= MAX_BODY).map(|svg| Found { svg, hidden, same_as });
            }
            let alias = self.aliases.get(at)?;
            look.inherit(&alias.look);
            hidden |= alias.hidden;
            at = &alias.parent;
        }
        None
    }

    /// The icon or changing alias that an alias without changes leads to.
    fn same_as(&self, name: &str) -> Option<&str> {
        let mut alias = self.aliases.get(name).filter(|_| !self.icons.contains_key(name))?;
        for _ in 0..MAX_CHAIN {
            if alias.look != Look::default() {
                return None;
            }
            match self.aliases.get(&alias.parent).filter(|_| !self.icons.contains_key(&alias.parent)) {
                Some(next) if next.look == Look::default() => alias = next,
                Some(_) | None => return Some(&alias.parent),
            }
        }
        None
    }
}

/// Whether `text` can be part of a name like `lucide:house`.
fn is_name(text: &str) -> bool {
    let fits = !text.is_empty() && text.len() <= MAX_NAME;
    fits && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_' | b'.'))
}
