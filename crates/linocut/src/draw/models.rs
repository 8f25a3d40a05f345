//! The models that draw and judge, loaded when they are needed.

use linocut_core::{Error, Kind, Result};
use linocut_draw::Models;
use linocut_models::{ClipFiles, IconClip, IconFiles, IconModel};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Largest file of a model that is read, in bytes; a billion weights at a byte each.
const MAX_BYTES: u64 = 1 << 30;

/// Models by what they were asked for.
pub(super) struct Shelf {
    folder: Option<PathBuf>,
    opened: OnceLock<(IconModel, IconClip)>,
}

impl Shelf {
    /// The embedded models, or those in `folder`.
    pub(super) fn new(folder: Option<&Path>) -> Self {
        Self { folder: folder.map(Path::to_owned), opened: OnceLock::new() }
    }

    /// The models, read at the first call.
    pub(super) fn models(&self) -> Result<Models<'_>> {
        let Some(folder) = &self.folder else { return embedded() };
        if self.opened.get().is_none() {
            let models = open(folder).map_err(|e| e.at(folder.display().to_string()))?;
            // Another thread may have been faster, with the same models.
            let _ = self.opened.set(models);
        }
        let (icon, clip) = self.opened.get().ok_or_else(|| Error::new(Kind::Bug, "models were lost"))?;
        Ok(Models { icon, clip, names: None })
    }
}

#[cfg(feature = "icon")]
fn embedded() -> Result<Models<'static>> {
    let names = Some(linocut_models::clip::NameIndex::embedded()?);
    Ok(Models { icon: IconModel::embedded()?, clip: IconClip::embedded()?, names })
}

#[cfg(not(feature = "icon"))]
fn embedded() -> Result<Models<'static>> {
    Err(Error::new(Kind::Unavailable, "this program was built without the icon model")
        .hinted("name the directory of one: --model DIR"))
}

fn open(folder: &Path) -> Result<(IconModel, IconClip)> {
    let [lm, clip, vocabulary, tokenizer] =
        ["lm.safetensors", "clip.safetensors", "vocab.json", "tokenizer.json"].map(|name| read(folder, name));
    let (lm, clip, vocabulary, tokenizer) = (lm?, clip?, vocabulary?, tokenizer?);
    let icon = IconModel::open(&IconFiles { weights: &lm, tokenizer: &tokenizer, vocabulary: &vocabulary })?;
    let clip = IconClip::open(&ClipFiles { weights: &clip, tokenizer: &tokenizer, vocabulary: &vocabulary })?;
    Ok((icon, clip))
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>> {
    let path = folder.join(name);
    let size = fs::metadata(&path).map_err(|e| missing(name, e))?.len();
    if size > MAX_BYTES {
        return Err(Error::new(Kind::Limit, format!("{name} is too large for an icon model")));
    }
    fs::read(&path).map_err(|e| missing(name, e))
}

fn missing(name: &str, cause: std::io::Error) -> Error {
    let kind = if cause.kind() == std::io::ErrorKind::NotFound { Kind::Missing } else { Kind::Io };
    Error::new(kind, format!("{name} cannot be read")).cause(cause)
}
