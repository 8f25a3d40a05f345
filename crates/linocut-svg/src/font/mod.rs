//! The font that comes with Linocut, so that text looks and measures the same on every machine.
//!
//! It is a part of Inter, renamed: Latin with its accents, Greek, Cyrillic, punctuation, arrows and some signs.
//! `assets/make_font.py` beside the sources makes it; its license is the SIL Open Font License 1.1.

mod embed;
mod kern;
mod letters;
mod sfnt;
mod subset;

pub(crate) use embed::Used;
pub(crate) use letters::outline;

use harfrust::{FontRef, ShapeOptions, ShaperData, UnicodeBuffer};
use skrifa::MetadataProvider as _;
use std::sync::LazyLock;

/// The family's name in a `font-family`.
pub const FAMILY: &str = "Linocut Sans";

/// The regular weight, 400, as a TrueType file.
pub static REGULAR: &[u8] = include_bytes!("../../assets/linocut-sans-regular.ttf");

/// The bold weight, 700, as a TrueType file.
pub static BOLD: &[u8] = include_bytes!("../../assets/linocut-sans-bold.ttf");

/// How far a line of text reaches above its baseline, in sizes of the font.
pub const ASCENT: f64 = 1984.0 / 2048.0;

/// How far a line of text reaches below its baseline, in sizes of the font.
pub const DESCENT: f64 = 494.0 / 2048.0;

/// The height of a capital letter above the baseline, in sizes of the font.
pub const CAP_HEIGHT: f64 = 1490.0 / 2048.0;

/// From this `font-weight` on, text is set in [`BOLD`].
///
/// With 400 and 700 to choose from, CSS Fonts 4, section 5.2, takes the lighter one up to 500.
const BOLD_FROM: u16 = 501;

/// The tables that shaping looks things up in: a cache, made once because it costs more than a short label.
static SHAPERS: LazyLock<[Option<(FontRef<'static>, ShaperData)>; 2]> = LazyLock::new(|| [REGULAR, BOLD].map(shaper));

fn shaper(file: &'static [u8]) -> Option<(FontRef<'static>, ShaperData)> {
    let font = FontRef::new(file).ok()?;
    Some((font.clone(), ShaperData::new(&font)))
}

/// How wide `text` is when set on one line at `size` and `weight` (1..=1000, as in `font-weight`), kerned, in the
/// unit of `size`.
///
/// It is the distance that the renderer moves on by, so a text's ink may reach over it by a hair.
/// Characters that the font lacks count with the box that is drawn for them.
/// A label costs some tens of microseconds.
#[must_use]
pub fn advance(text: &str, size: f64, weight: u16) -> f64 {
    let units: f64 = set(text, weight).iter().map(|glyph| f64::from(glyph.advance)).sum();
    units * size / UNITS
}

/// Font units in one size of the font.
const UNITS: f64 = 2048.0;

/// A glyph of a line, in font units.
#[derive(Clone, Copy, Debug)]
struct Glyph {
    id: u32,
    /// How far the next glyph lies from this one, kerning included.
    advance: i32,
    /// Where it is drawn, away from its place in the line.
    shift: (i32, i32),
}

/// The glyphs of `text` on one line; none when the font cannot be read.
fn set(text: &str, weight: u16) -> Vec<Glyph> {
    let Some((font, data)) = chosen(weight) else { return Vec::new() };
    let shaper = data.shaper(font).build();
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    let shaped = shaper.shape(buffer, ShapeOptions::new());
    let places = shaped.glyph_positions().iter();
    let glyphs = places.zip(shaped.glyph_infos()).map(|(place, glyph)| Glyph {
        id: glyph.glyph_id,
        advance: place.x_advance,
        shift: (place.x_offset, place.y_offset),
    });
    glyphs.collect()
}

/// The face that texts of a weight are set in.
fn chosen(weight: u16) -> Option<&'static (FontRef<'static>, ShaperData)> {
    let [regular, bold] = &*SHAPERS;
    if weight < BOLD_FROM { regular.as_ref() } else { bold.as_ref() }
}

/// Whether the font has a letter for `c`, or none is needed: for spaces, and for what only joins or varies others.
pub(crate) fn has(c: char) -> bool {
    let silent = matches!(u32::from(c), 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x2069 | 0xFE00..=0xFE0F | 0xFEFF);
    let known = |(font, _): &(FontRef<'static>, ShaperData)| font.charmap().map(c).is_some();
    silent || c.is_whitespace() || c.is_control() || chosen(400).is_none_or(known)
}

/// Characters that [`elide`] looks at, so that a book costs no more than a line.
const MOST_CHARACTERS: usize = 1000;

/// `text` as it is when it fits `width` at `size` and `weight`; otherwise its longest beginning with `…` that does.
///
/// Spaces before the `…` go, and what is over 1,000 characters is cut there at the latest.
/// Where not even the `…` fits, it is the answer all the same.
#[must_use]
pub fn elide(text: &str, width: f64, size: f64, weight: u16) -> String {
    let fits = |text: &str| advance(text, size, weight) <= width;
    let cut = |end: usize| format!("{}…", text.get(..end).unwrap_or_default().trim_end());
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).take(MOST_CHARACTERS).collect();
    let short = text.chars().nth(MOST_CHARACTERS).is_none();
    if short && fits(text) {
        return text.to_owned();
    }
    let kept = ends.partition_point(|&end| fits(&cut(end)));
    cut(kept.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(0))
}
