//! A few colors that go together.

use crate::Ink;
use linocut_core::{Error, Kind, Oklab, Result, Rgba};
use std::fmt;

/// Most colors of a palette.
const MOST: usize = 64;

/// Colors in order of importance; at least one, at most 64.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette(Vec<Ink>);

impl Palette {
    /// A palette of `inks`; `None` when there are none or more than 64.
    #[must_use]
    pub fn new(inks: Vec<Ink>) -> Option<Self> {
        (!inks.is_empty() && inks.len() <= MOST).then_some(Self(inks))
    }

    /// Reads colors separated by commas or semicolons, or by spaces when there are neither: `#1f6feb,#f78166`,
    /// `navy, dark orange`, `tomato gold`.
    ///
    /// # Errors
    /// [`Kind::Input`] for a word that is no color, and for no or more than 64 colors.
    pub fn parse(text: &str) -> Result<Self> {
        let listed = text.contains([',', ';']);
        let parts = text.split(|c: char| matches!(c, ',' | ';') || !listed && c.is_whitespace());
        let inks = parts.map(str::trim).filter(|part| !part.is_empty()).map(Ink::parse).collect::<Result<Vec<_>>>()?;
        let count = inks.len();
        Self::new(inks).ok_or_else(|| {
            Error::new(Kind::Input, format!("a palette of {count} colors, it takes 1 to {MOST}"))
                .hinted("write it like '#1f6feb,#f78166' or 'navy, orange'")
        })
    }

    /// Its colors, at least one.
    #[must_use]
    pub fn inks(&self) -> &[Ink] {
        &self.0
    }

    /// The color at a place, from the start again after the last.
    pub(crate) fn at(&self, index: usize) -> Ink {
        self.0.get(index % self.0.len().max(1)).copied().unwrap_or(Ink::Current)
    }

    /// What each of `inks`, the most important first, becomes: the first ones the palette's colors in its order, the
    /// rest what the most similar one of those became.
    pub(crate) fn assign(&self, inks: &[Ink]) -> Vec<(Ink, Ink)> {
        let mut pairs: Vec<(Ink, Ink)> = inks.iter().copied().zip(self.0.iter().copied()).collect();
        let first = pairs.clone();
        for ink in inks.iter().skip(first.len()) {
            let near = first.iter().min_by(|a, b| distance(a.0, *ink).total_cmp(&distance(b.0, *ink)));
            pairs.extend(near.map(|(_, to)| (*ink, *to)));
        }
        pairs
    }
}

impl fmt::Display for Palette {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, ink) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(",")?;
            }
            ink.fmt(f)?;
        }
        Ok(())
    }
}

/// How different two inks look.
fn distance(a: Ink, b: Ink) -> f64 {
    let lab = |ink| match ink {
        Ink::Solid(color) => Oklab::of(color),
        Ink::Current => Oklab::of(Rgba::BLACK),
    };
    lab(a).distance(lab(b))
}

#[cfg(test)]
mod tests {
    use super::Palette;
    use crate::Ink;

    #[test]
    fn reads_palettes_in_every_spelling() {
        for text in ["navy,dark orange", "navy; darkorange;", "navy darkorange", " #000080, #ff8c00 "] {
            assert_eq!(Palette::parse(text).unwrap().to_string(), "#000080,#ff8c00", "{text}");
        }
        assert!(Palette::parse(" , ").is_err() && Palette::parse("navy,elephant").is_err());
    }

    #[test]
    fn colors_beyond_the_palette_follow_the_most_similar() {
        let ink = |text| Ink::parse(text).unwrap();
        let palette = Palette::parse("gold,navy").unwrap();
        let pairs = palette.assign(&[ink("black"), ink("white"), ink("#eee"), ink("#111")]);
        let becomes: Vec<_> = pairs.iter().map(|p| p.1).collect();
        assert_eq!(becomes, [ink("gold"), ink("navy"), ink("navy"), ink("gold")]);
    }
}
