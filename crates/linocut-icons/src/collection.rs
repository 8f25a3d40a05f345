//! Icon sets that people add: Iconify JSON → a pack.

use crate::library::Library;
use crate::pack::{Record, Split, write};
use crate::set::{SetInfo, UNKNOWN_LICENSE, clean};
use linocut_core::{Error, Kind, Result};
use linocut_glyph::{CollectionIcon, CollectionInfo, Concept, Encoded, encode};
use std::collections::BTreeMap;

/// Most letters of the name of a set; it becomes a file name.
const MAX_ID: usize = 64;
/// Most words of a name.
const MAX_WORDS: usize = 12;

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
/// Those of [`linocut_glyph::Collection::parse`]; [`Kind::Input`] when the prefix cannot name a set.
pub fn read_collection(json: &[u8], known: &Library) -> Result<Collection> {
    let file = linocut_glyph::Collection::parse(json)
        .map_err(|e| e.hinted("icon sets are added as Iconify JSON, `icons.json` of @iconify-json/…"))?;
    let set = set_info(&file.prefix, file.info)?;
    let (mut icons, mut failed) = (Vec::new(), Vec::new());
    for icon in &file.icons {
        match encoded(icon) {
            Ok(drawing) => icons.push(record(names(&set.id, icon), drawing, known)),
            Err(error) => failed.push((clean(&icon.name), error)),
        }
    }
    let broken = || Error::new(Kind::Input, "icon has no usable size, or is an alias of one that is not there");
    failed.extend(file.broken.into_iter().map(|name| (clean(&name), broken())));
    Ok(Collection { set, icons, failed })
}

fn set_info(prefix: &str, info: CollectionInfo) -> Result<SetInfo> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if prefix.is_empty() || prefix.len() > MAX_ID || !prefix.chars().all(plain) || prefix.starts_with('-') {
        return Err(Error::new(Kind::Input, "prefix does not name a set")
            .hinted("a prefix is made of small letters, digits and hyphens, `my-icons`"));
    }
    let text = |text: Option<String>| text.map(|text| clean(&text)).filter(|text| !text.is_empty());
    Ok(SetInfo {
        id: prefix.to_owned(),
        title: text(info.title).unwrap_or_else(|| prefix.to_owned()),
        author: text(info.author).unwrap_or_default(),
        license: text(info.license).unwrap_or_else(|| UNKNOWN_LICENSE.to_owned()),
        url: text(info.license_url).or_else(|| text(info.url)).unwrap_or_default(),
        ..SetInfo::default()
    })
}

fn encoded(icon: &CollectionIcon) -> Result<Encoded> {
    encode(&linocut_svg::read(icon.svg.as_bytes(), &linocut_svg::Limits::default())?.value)
}

/// The thing that the name of an icon names, then the name as it is, then its other names.
fn names(set: &str, icon: &CollectionIcon) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in std::iter::once(&icon.name).chain(&icon.aliases) {
        let plain: Vec<String> =
            name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
        for words in [Concept::of(set, name).words, plain] {
            let name = clean(&words.get(..words.len().min(MAX_WORDS)).unwrap_or_default().join(" "));
            if !name.is_empty() && !found.contains(&name) {
                found.push(name);
            }
        }
    }
    if found.is_empty() { vec!["icon".to_owned()] } else { found }
}

fn record(names: Vec<String>, drawing: Encoded, known: &Library) -> Record {
    let tags = names.first().map(|name| known.tags_of(name)).unwrap_or_default();
    let Encoded { tokens, style, width, corner } = drawing;
    Record { set: 0, style, width, corner, split: Split::Train, names, tags, tokens }
}
