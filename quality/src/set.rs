//! A folder of pictures with their sources.

use crate::degrade::Degradation;
use linocut_core::{Error, Kind, Raster, Result, Rgba};
use linocut_raster::{Limits, decode};
use linocut_svg::{RenderOptions, render_svg};
use serde::Deserialize;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// A folder of pictures at one size.
pub(crate) struct Set {
    folder: PathBuf,
    size: u32,
    entries: Vec<Entry>,
}

/// One picture of a set, as `manifest.json` names it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Entry {
    /// Its name, unique in the set.
    pub(crate) id: String,
    /// What sort of picture it is.
    pub(crate) category: String,
    width: u32,
    height: u32,
    /// What was done to the input after rendering, such as `jpeg40`; see [`Degradation::parse`].
    #[serde(default)]
    degradation: Option<String>,
    /// The source drawing, from the set's folder.
    #[serde(default)]
    svg: Option<String>,
}

/// One picture, ready to be traced.
pub(crate) struct Picture {
    /// Its name.
    pub(crate) id: String,
    /// What sort of picture it is.
    pub(crate) category: String,
    /// The SVG it was rendered from, if there is one.
    pub(crate) source: Option<String>,
    /// What the tracers see, opaque.
    pub(crate) input: Raster,
    /// What they should give back: the render of the source, or the input where there is no source.
    pub(crate) clean: Raster,
}

/// The longest side, in pixels, that the sizes in a manifest refer to.
const MANIFEST_SIDE: u64 = 512;

impl Set {
    /// Opens `folder` for pictures whose longest side is `size` pixels.
    ///
    /// # Errors
    /// [`Kind::Io`] when it cannot be read, [`Kind::Input`] when its manifest is broken.
    pub(crate) fn open(folder: &Path, size: u32) -> Result<Self> {
        let manifest = folder.join("manifest.json");
        let entries = if manifest.is_file() {
            let text = read(&manifest)?;
            serde_json::from_slice(&text).map_err(|e| {
                Error::new(Kind::Input, format!("not a manifest: {e}")).at(manifest.display().to_string())
            })?
        } else {
            plain_entries(folder)?
        };
        Ok(Self { folder: folder.to_owned(), size, entries })
    }

    /// The entries of `categories` (all, when it is empty), at most `limit` of each.
    pub(crate) fn choose(&self, categories: &[String], limit: Option<usize>) -> Vec<Entry> {
        let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
        let wanted = self.entries.iter().filter(|e| categories.is_empty() || categories.contains(&e.category));
        wanted
            .filter(|e| {
                let count = taken.entry(&e.category).or_default();
                *count += 1;
                limit.is_none_or(|limit| *count <= limit)
            })
            .cloned()
            .collect()
    }

    /// Reads or renders the picture of `entry`.
    ///
    /// The input is `png/ID_WIDTH.png` where the set has it; else the source is rendered and degraded here.
    ///
    /// # Errors
    /// [`Kind::Io`] when a file cannot be read, [`Kind::Input`] when neither picture nor source can be used.
    pub(crate) fn load(&self, entry: &Entry) -> Result<Picture> {
        let loaded = self.load_parts(entry).map_err(|e| e.at(entry.id.clone()))?;
        let (source, input, clean) = loaded;
        Ok(Picture { id: entry.id.clone(), category: entry.category.clone(), source, input, clean })
    }

    fn load_parts(&self, entry: &Entry) -> Result<(Option<String>, Raster, Raster)> {
        let side = |n: u32| u32::try_from((u64::from(n) * u64::from(self.size) + MANIFEST_SIDE / 2) / MANIFEST_SIDE);
        let too_large = |e| Error::new(Kind::Input, "size in the manifest is too large").cause(e);
        let width = side(entry.width).map_err(too_large)?.max(1);
        let height = side(entry.height).map_err(too_large)?.max(1);
        let source = entry.svg.as_ref().map(|svg| text(&self.folder.join(svg))).transpose()?;
        let clean = source.as_ref().map(|svg| render(svg, width, height)).transpose()?;
        let file = self.folder.join(format!("png/{}_{width}.png", entry.id));
        let input = if file.is_file() {
            Some(decode(&read(&file)?, &Limits::default())?.over(Rgba::WHITE))
        } else {
            clean.as_ref().map(|clean| Degradation::named(entry.degradation.as_deref())?.apply(clean)).transpose()?
        };
        match (input, clean) {
            (Some(input), Some(clean)) => Ok((source, input, clean)),
            (Some(input), None) => Ok((None, input.clone(), input)),
            (None, _) => Err(Error::new(Kind::Input, format!("has no source and no picture {width} pixels wide"))),
        }
    }
}

/// Renders `svg` over white, stretched to `width × height` pixels.
///
/// # Errors
/// Those of [`render_svg`].
pub(crate) fn render(svg: &str, width: u32, height: u32) -> Result<Raster> {
    render_over(svg, (width, height), Some(Rgba::WHITE))
}

/// Renders `svg` over a color or nothing, stretched to `width × height` pixels.
///
/// # Errors
/// Those of [`render_svg`].
pub(crate) fn render_over(svg: &str, (width, height): (u32, u32), background: Option<Rgba>) -> Result<Raster> {
    let options = RenderOptions { width: Some(width), height: Some(height), background, ..RenderOptions::default() };
    render_svg(svg, &options)
}

/// Entries for a folder without a manifest: every SVG file, its category the folder it lies in.
fn plain_entries(folder: &Path) -> Result<Vec<Entry>> {
    let mut open = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(next) = open.pop() {
        let unreadable =
            |e: std::io::Error| Error::new(Kind::Io, "cannot list").cause(e).at(next.display().to_string());
        for child in std::fs::read_dir(&next).map_err(unreadable)? {
            let path = child.map_err(unreadable)?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("svg")) {
                files.push(path);
            }
        }
    }
    files.sort();
    files.iter().filter_map(|file| file.strip_prefix(folder).ok()).map(|file| plain_entry(folder, file)).collect()
}

fn plain_entry(folder: &Path, file: &Path) -> Result<Entry> {
    let names: Vec<String> = file.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let svg = names.join("/");
    let own = render_svg(&text(&folder.join(file))?, &RenderOptions::default()).map_err(|e| e.at(svg.clone()))?;
    let (width, height) = (u64::from(own.width()), u64::from(own.height()));
    let longest = width.max(height);
    let side = |n: u64| u32::try_from((n * MANIFEST_SIDE + longest / 2) / longest).unwrap_or(1).max(1);
    Ok(Entry {
        id: svg.trim_end_matches(".svg").replace('/', "-"),
        category: if names.len() > 1 { names.first().cloned().unwrap_or_default() } else { "all".to_owned() },
        width: side(width),
        height: side(height),
        degradation: None,
        svg: Some(svg),
    })
}

fn text(path: &Path) -> Result<String> {
    String::from_utf8(read(path)?)
        .map_err(|e| Error::new(Kind::Input, "is not UTF-8").cause(e).at(path.display().to_string()))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|e| Error::new(Kind::Io, "cannot read").cause(e).at(path.display().to_string()))
}

#[cfg(test)]
mod tests {
    use super::Set;
    use std::path::Path;

    fn own_set(size: u32) -> Set {
        Set::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("pictures"), size).unwrap()
    }

    #[test]
    fn every_picture_of_our_own_loads() {
        let set = own_set(32);
        let entries = set.choose(&[], None);
        assert!(entries.len() >= 30);
        for entry in entries {
            let picture = set.load(&entry).unwrap();
            assert_eq!(picture.input.width().max(picture.input.height()), 32, "{}", picture.id);
            assert_eq!(picture.input == picture.clean, entry.degradation.is_none(), "{}", picture.id);
        }
    }

    #[test]
    fn chooses_by_category_and_limit() {
        let set = own_set(32);
        let ids: Vec<String> = set.choose(&["emoji".to_owned()], Some(2)).into_iter().map(|e| e.id).collect();
        assert_eq!(ids, ["emoji-smile", "emoji-heart"]);
    }

    #[test]
    fn a_folder_without_manifest_is_rendered() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("pictures/complex");
        let set = Set::open(&folder, 64).unwrap();
        let entries = set.choose(&[], None);
        let chart = entries.iter().find(|e| e.id == "chart").unwrap();
        let picture = set.load(chart).unwrap();
        assert_eq!((picture.input.width(), picture.input.height()), (64, 44));
        assert_eq!(picture.category, "all");
    }
}
