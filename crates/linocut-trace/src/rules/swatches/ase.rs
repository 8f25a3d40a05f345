//! Adobe Swatch Exchange: blocks of big-endian numbers and UTF-16 names.

use super::{PaletteRule, named};
use crate::number::byte;
use linocut_core::{Error, Kind, Result, Rgba};

/// The type of a block that holds a color; others open and close groups.
const COLOR: u16 = 1;

/// The colors of a file that begins with `ASEF`.
pub(super) fn swatches(bytes: &[u8]) -> Result<Vec<PaletteRule>> {
    let mut file = Reader { rest: bytes.get(4..).unwrap_or_default() };
    file.take(4)?;
    let blocks = file.whole()?;
    let mut rules = Vec::new();
    for _ in 0..blocks {
        let kind = file.short()?;
        let length = file.whole()?;
        let mut block = Reader { rest: file.take(usize::try_from(length).unwrap_or(usize::MAX))? };
        if kind == COLOR {
            let name = block.name()?;
            let color = block.color().map_err(|e| e.at(format!("swatch '{name}'")))?;
            rules.push(named(color, &name));
        }
    }
    Ok(rules)
}

struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let cut = || Error::new(Kind::Input, "swatch file is damaged: its end is missing");
        let (taken, rest) = self.rest.split_at_checked(length).ok_or_else(cut)?;
        self.rest = rest;
        Ok(taken)
    }

    fn short(&mut self) -> Result<u16> {
        Ok(self.take(2)?.iter().fold(0, |n, &b| n << 8 | u16::from(b)))
    }

    fn whole(&mut self) -> Result<u32> {
        Ok(self.take(4)?.iter().fold(0, |n, &b| n << 8 | u32::from(b)))
    }

    /// A share of 1, as a level.
    fn level(&mut self) -> Result<u8> {
        Ok(byte(f32::from_bits(self.whole()?) * 255.0))
    }

    fn name(&mut self) -> Result<String> {
        let length = usize::from(self.short()?);
        let units: Vec<u16> =
            self.take(2 * length)?.chunks(2).map(|b| b.iter().fold(0, |n, &b| n << 8 | u16::from(b))).collect();
        Ok(String::from_utf16_lossy(&units).trim_end_matches('\0').to_owned())
    }

    fn color(&mut self) -> Result<Rgba> {
        match self.take(4)? {
            b"RGB " => Ok(Rgba::opaque(self.level()?, self.level()?, self.level()?)),
            b"Gray" | b"GRAY" => self.level().map(|l| Rgba::opaque(l, l, l)),
            _ => Err(Error::new(Kind::Input, "color is neither RGB nor gray")
                .hinted("convert the swatches to RGB in the program that made them")),
        }
    }
}
