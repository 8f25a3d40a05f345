//! The font inside a file: what its texts need of it, as a style sheet.

use super::kern::Pairs;
use super::{BOLD_FROM, FAMILY, chosen, set};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use skrifa::MetadataProvider as _;
use skrifa::instance::{LocationRef, Size};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// What texts need of the font.
#[derive(Clone, Debug, Default)]
pub(crate) struct Used {
    regular: Face,
    bold: Face,
}

/// What texts need of one weight.
#[derive(Clone, Debug, Default)]
struct Face {
    chars: BTreeSet<char>,
    pairs: Pairs,
}

impl Used {
    /// Takes note of a text in the font.
    pub(crate) fn add(&mut self, text: &str, weight: u16) {
        let face = if weight < BOLD_FROM { &mut self.regular } else { &mut self.bold };
        face.chars.extend(text.chars().filter(|c| !c.is_control()));
        let Some((font, _)) = chosen(weight) else { return };
        let widths = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let glyphs = set(text, weight);
        for (glyph, next) in glyphs.iter().zip(glyphs.iter().skip(1)) {
            let Some(width) = widths.advance_width(glyph.id.into()) else { continue };
            let by = whole(f64::from(glyph.advance) - f64::from(width));
            if let (Some(by), Ok(one), Ok(other)) = (by, u16::try_from(glyph.id), u16::try_from(next.id)) {
                face.pairs.insert((one, other), by);
            }
        }
    }

    /// A style sheet that brings the font; `None` when no text needs it.
    ///
    /// The same texts give the same bytes, in whatever order they were added.
    pub(crate) fn style(&self) -> Option<String> {
        let mut style = String::new();
        for (face, weight) in [(&self.regular, 400), (&self.bold, 700)] {
            let Some((font, _)) = chosen(weight) else { continue };
            let Some(file) = super::subset::subset(font, &face.chars, &face.pairs) else { continue };
            let file = STANDARD.encode(file);
            let weight = if weight < BOLD_FROM { "" } else { "font-weight:700;" };
            // Writing to a string cannot fail.
            let _ = write!(
                style,
                "@font-face{{font-family:'{FAMILY}';{weight}src:url(data:font/woff;base64,{file})format('woff')}}"
            );
        }
        (!style.is_empty()).then_some(style)
    }
}

/// A kerning in font units, unless it is none.
fn whole(by: f64) -> Option<i16> {
    format!("{by:.0}").parse().ok().filter(|by| *by != 0)
}
