//! The file as it is stored.

use super::CollectionInfo;
use super::svg::Look;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `icons.json`.
#[derive(Deserialize)]
pub(super) struct CollectionFile {
    pub(super) prefix: String,
    pub(super) icons: BTreeMap<String, IconFile>,
    #[serde(default)]
    pub(super) aliases: BTreeMap<String, AliasFile>,
    #[serde(default)]
    pub(super) categories: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) info: Option<InfoFile>,
    /// What icons look like that do not say otherwise.
    #[serde(flatten)]
    pub(super) usual: Look,
}

/// An entry of `icons`.
#[derive(Deserialize)]
pub(super) struct IconFile {
    pub(super) body: String,
    #[serde(default)]
    pub(super) hidden: bool,
    #[serde(flatten)]
    pub(super) look: Look,
}

/// An entry of `aliases`.
#[derive(Deserialize)]
pub(super) struct AliasFile {
    pub(super) parent: String,
    #[serde(default)]
    pub(super) hidden: bool,
    #[serde(flatten)]
    pub(super) look: Look,
}

/// `info.json`, or the `info` entry.
#[derive(Deserialize)]
pub(super) struct InfoFile {
    #[serde(default)]
    pub(super) prefix: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    author: Option<Credit>,
    #[serde(default)]
    license: Option<Credit>,
    #[serde(default)]
    palette: Option<serde_json::Value>,
}

/// An author or a license; old files have a plain name.
#[derive(Deserialize)]
#[serde(untagged)]
enum Credit {
    Name(String),
    Full {
        #[serde(default)]
        name: Option<String>,
        #[serde(default)]
        spdx: Option<String>,
        #[serde(default)]
        url: Option<String>,
    },
}

impl From<InfoFile> for CollectionInfo {
    fn from(file: InfoFile) -> Self {
        let (author, url) = match file.author {
            Some(Credit::Name(name)) => (Some(name), None),
            Some(Credit::Full { name, url, .. }) => (name, url),
            None => (None, None),
        };
        let (license, license_url) = match file.license {
            // A plain name may be anything, so it is no SPDX expression.
            Some(Credit::Name(_)) | None => (None, None),
            Some(Credit::Full { spdx, url, .. }) => (spdx, url),
        };
        // Older files say "Colorful" and "Colorless".
        let palette = file.palette.is_some_and(|palette| palette == true || palette == "Colorful");
        Self { title: file.name, author, url, license, license_url, palette }
    }
}
