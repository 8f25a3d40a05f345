//! The models that draw and judge, loaded when they are needed.

use linocut_core::{Error, Kind, Result};
use linocut_draw::Models;
use linocut_models::{ClipFiles, IconClip, IconFiles, IconModel};
use std::fs;
use std::path::Path;

/// Largest file of a model that is read, in bytes; a billion weights at a byte each.
const MAX_BYTES: u64 = 1 << 30;
/// Files of a model: weights of the icon model, those of icon-CLIP, drawing tokens, words.
const FILES: [&str; 4] = ["lm.safetensors", "clip.safetensors", "vocab.json", "tokenizer.json"];

/// The models of a command.
pub(super) enum Shelf {
    /// Those of the program, read at the first call.
    Embedded,
    /// Those that the person named.
    Opened(Box<(IconModel, IconClip)>),
}

impl Shelf {
    /// The embedded models, or those in `folder`, which are read at once: who names a model wants to hear that it cannot
    /// be used.
    pub(super) fn open(folder: Option<&Path>) -> Result<Self> {
        let Some(folder) = folder else { return Ok(Self::Embedded) };
        let models = open(folder).map_err(|e| e.at(folder.display().to_string()))?;
        Ok(Self::Opened(Box::new(models)))
    }

    /// The models.
    pub(super) fn models(&self) -> Result<Models<'_>> {
        match self {
            Self::Embedded => embedded(),
            Self::Opened(models) => Ok(Models { icon: &models.0, clip: &models.1, names: None }),
        }
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
    let [lm, clip, vocabulary, tokenizer] = FILES.map(|name| read(folder, name));
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
    Error::new(kind, format!("{name} cannot be read")).cause(cause).hinted(format!("a model has {}", FILES.join(", ")))
}
