//! How much of a foreign file is accepted.

use linocut_core::{Error, Kind};

/// What a foreign SVG may cost; beyond any of these it is refused with [`Kind::Limit`].
///
/// The defaults answer any input of 10 MiB within a second and 512 MiB, and let every picture through that people draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as it comes. Default: 10 MiB.
    pub bytes: usize,
    /// Bytes of a gzipped file (`.svgz`) once inflated. Default: 20 MiB.
    pub inflated: usize,
    /// Elements inside each other, references followed. Default: 256.
    pub depth: usize,
    /// Elements in the file. Default: 200,000.
    pub elements: usize,
    /// Attributes of one element. Default: 256.
    pub attributes: usize,
    /// Path segments and polygon corners, those of referenced shapes counted at each use. Default: 2,000,000.
    pub segments: u64,
    /// Elements once every reference (`use`, paints, masks, …) is expanded; a filter primitive counts as 64, and each
    /// character of a text as one, from the thousandth of a run on as two and more. Default: 500,000.
    pub expansion: u64,
    /// Primitives of one filter. Default: 64.
    pub primitives: usize,
    /// Comparisons of CSS selectors with elements. Default: 20,000,000.
    pub selectors: u64,
    /// Pixels of all embedded images together. Default: 32 Mpx (128 MiB decoded).
    pub image_pixels: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 10 << 20,
            inflated: 20 << 20,
            depth: 256,
            elements: 200_000,
            attributes: 256,
            segments: 2_000_000,
            expansion: 500_000,
            primitives: 64,
            selectors: 20_000_000,
            image_pixels: 32 << 20,
        }
    }
}

/// The error of a limit that was reached: what there is too much of, and the name of the limit in [`Limits`].
pub(crate) fn exceeded(what: &str, limit: &str, allowed: impl std::fmt::Display) -> Error {
    Error::new(Kind::Limit, format!("SVG has {what}, at most {allowed} wanted"))
        .hinted(format!("the limit is `{limit}`; simplify the picture, or raise it if you trust the file"))
}
