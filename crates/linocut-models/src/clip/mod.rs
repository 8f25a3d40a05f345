//! icon-CLIP: how well a small picture shows what a few words say.
//!
//! Two small transformers, one for texts and one for pictures, that were trained to give a name and its icon vectors
//! of the same direction; the score is the cosine between them.
//! Source: Radford et al., "Learning transferable visual models from natural language supervision" (2021), made small.

mod image;
mod judge;
mod names;
mod shrink;
mod text;

use crate::{Tokenizer, Weights};
use linocut_core::{ModelId, Raster, Result};
use linocut_glyph::Vocabulary;
pub use names::NameIndex;

use image::Pictures;
use text::Texts;

/// What an icon-CLIP is read from.
#[derive(Clone, Copy, Debug)]
pub struct ClipFiles<'a> {
    /// Contents of `clip.safetensors`.
    pub weights: &'a [u8],
    /// Contents of `tokenizer.json`.
    pub tokenizer: &'a [u8],
    /// Contents of `vocab.json`.
    pub vocabulary: &'a [u8],
}

/// A ranking model for icons.
///
/// ```
/// use linocut_core::{Raster, Rgba};
/// use linocut_models::IconClip;
///
/// let clip = IconClip::embedded()?;
/// let blank = Raster::filled(64, 64, Rgba::WHITE)?;
/// assert!(clip.score("shopping cart", &blank)? < 0.3);
/// # Ok::<(), linocut_core::Error>(())
/// ```
#[derive(Debug)]
pub struct IconClip {
    id: ModelId,
    pictures: Pictures,
    texts: Texts,
}

impl IconClip {
    /// The model that comes with the program; read once, at the first call.
    ///
    /// # Errors
    /// None in a sound program; as [`IconClip::open`].
    #[cfg(feature = "icon")]
    pub fn embedded() -> Result<&'static Self> {
        use std::sync::OnceLock;
        static CLIP: OnceLock<IconClip> = OnceLock::new();
        if let Some(clip) = CLIP.get() {
            return Ok(clip);
        }
        let clip = Self::open(&ClipFiles {
            weights: include_bytes!("../../../../models/icon/clip.safetensors"),
            tokenizer: include_bytes!("../../../../models/icon/tokenizer.json"),
            vocabulary: include_bytes!("../../../../models/icon/vocab.json"),
        })?;
        Ok(CLIP.get_or_init(|| clip))
    }

    /// Reads a model; every size is taken from its files.
    ///
    /// # Errors
    /// [`Kind::Input`](linocut_core::Kind::Input) when a file is damaged or they do not belong together.
    pub fn open(files: &ClipFiles<'_>) -> Result<Self> {
        let weights = Weights::parse(files.weights)?;
        let vocabulary = Vocabulary::parse(files.vocabulary)?;
        let version = vocabulary.version().to_string();
        Ok(Self {
            id: ModelId { name: "icon-clip".to_owned(), version, digest: format!("{:016x}", digest(files.weights)) },
            pictures: Pictures::read(&weights)?,
            texts: Texts::read(&weights, Tokenizer::parse(files.tokenizer)?, &vocabulary)?,
        })
    }

    /// The direction of a text: a vector of length 1.
    ///
    /// Case, punctuation and noise words ("icon", "with") do not count; the first dozen or so word pieces do.
    ///
    /// # Errors
    /// [`Kind::Input`](linocut_core::Kind::Input) when no word is left.
    pub fn embed_text(&self, text: &str) -> Result<Vec<f32>> {
        self.texts.embed(text)
    }

    /// The direction of a picture of any size: a vector of length 1.
    ///
    /// It is seen at 64 × 64 pixels on white; draw `currentColor` black.
    ///
    /// # Errors
    /// None in a sound program.
    pub fn embed_image(&self, picture: &Raster) -> Result<Vec<f32>> {
        Ok(self.embed_images(&[picture])?.pop().unwrap_or_default())
    }

    /// The directions of several pictures, in their order; faster than one by one.
    ///
    /// # Errors
    /// As [`IconClip::embed_image`].
    pub fn embed_images(&self, pictures: &[&Raster]) -> Result<Vec<Vec<f32>>> {
        self.pictures.embed(pictures)
    }

    /// How well `picture` shows `text`, `-1..=1`; icons by people score 0.47 on average under their own names.
    ///
    /// # Errors
    /// As [`IconClip::embed_text`].
    pub fn score(&self, text: &str, picture: &Raster) -> Result<f64> {
        Ok(similarity(&self.embed_text(text)?, &self.embed_image(picture)?))
    }
}

/// The cosine of the angle between two vectors of length 1.
#[must_use]
pub fn similarity(a: &[f32], b: &[f32]) -> f64 {
    a.iter().zip(b).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum()
}

/// Scales a vector to length 1; one without length stays.
fn normalize(vector: &mut [f32]) {
    let length = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
    if length > 0.0 {
        for value in vector {
            *value /= length;
        }
    }
}

/// The mean of `rows`, each as long as `out`.
fn mean(rows: &[f32], out: &mut [f32]) {
    let count = rows.len() / out.len().max(1);
    let share = 1.0 / f32::from(u16::try_from(count.max(1)).unwrap_or(u16::MAX));
    out.fill(0.0);
    for row in rows.chunks_exact(out.len().max(1)) {
        out.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
    }
    for value in out {
        *value *= share;
    }
}

/// A 64-bit digest of a file: FNV-1a over words of eight bytes. Tells files apart; no protection against forgery.
fn digest(file: &[u8]) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let (words, rest) = file.as_chunks::<8>();
    let words = words.iter().map(|word| u64::from_le_bytes(*word));
    words.chain(rest.iter().map(|&byte| byte.into())).fold(OFFSET, |hash, word| (hash ^ word).wrapping_mul(PRIME))
}
