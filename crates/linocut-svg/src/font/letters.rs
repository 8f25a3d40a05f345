//! Texts as the outlines of their letters.

use super::{UNITS, chosen, set};
use linocut_core::kurbo::{Affine, BezPath, Point};
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::{DrawSettings, OutlinePen};
use skrifa::{GlyphId, MetadataProvider as _};

/// How far letters lean that stand for italic ones: 14 degrees (CSS Fonts 4, "font-synthesis-style").
const LEAN: f64 = 0.249_328;

/// The outline of `text` at `size` and `weight`, its baseline beginning at the origin, y down, and how wide it is.
///
/// `None` when the font lacks one of the characters.
pub(crate) fn outline(text: &str, size: f64, weight: u16, leans: bool) -> Option<(BezPath, f64)> {
    let (font, _) = chosen(weight)?;
    let outlines = font.outline_glyphs();
    let scale = size / UNITS;
    let mut pen = Pen { path: BezPath::new(), to_place: Affine::IDENTITY };
    let mut x = 0.0;
    for glyph in set(text, weight) {
        // The first glyph is drawn for what is missing.
        if glyph.id == 0 {
            return None;
        }
        let at = (x + f64::from(glyph.shift.0), f64::from(glyph.shift.1));
        let lean = if leans { LEAN } else { 0.0 };
        pen.to_place =
            Affine::new([scale, 0.0, 0.0, -scale, 0.0, 0.0]) * Affine::translate(at) * Affine::skew(lean, 0.0);
        let drawn = outlines.get(GlyphId::new(glyph.id))?;
        drawn.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen).ok()?;
        x += f64::from(glyph.advance);
    }
    Some((pen.path, x * scale))
}

struct Pen {
    path: BezPath,
    to_place: Affine,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> Point {
        self.to_place * Point::new(f64::from(x), f64::from(y))
    }
}

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to(self.at(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to(self.at(x, y));
    }

    fn quad_to(&mut self, cx0: f32, cy0: f32, x: f32, y: f32) {
        self.path.quad_to(self.at(cx0, cy0), self.at(x, y));
    }

    fn curve_to(&mut self, cx0: f32, cy0: f32, cx1: f32, cy1: f32, x: f32, y: f32) {
        self.path.curve_to(self.at(cx0, cy0), self.at(cx1, cy1), self.at(x, y));
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}
