//! Pictures in which painting is arithmetic.

use crate::number::{byte, float, index, single};
use linocut_core::{Error, Kind, Raster, Result, Rgba};

/// Red, green and blue multiplied by alpha, then alpha, each `0.0..=255.0` in a picture.
///
/// Renderers blend these numbers, so what a shape adds to a pixel is proportional to how much of it the shape covers.
pub type Level = [f32; 4];

/// A picture of premultiplied sRGB levels in single precision, row by row from the top left.
///
/// Also holds slopes: how some number changes with each level.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    width: u32,
    height: u32,
    levels: Vec<Level>,
}

/// Longest side of a field, in pixels.
const MAX_SIDE: u32 = 32_768;
/// Largest field, in pixels: 1 GiB.
const MAX_PIXELS: u64 = 64 << 20;

impl Field {
    /// A transparent field.
    ///
    /// # Errors
    /// [`Kind::Input`] when a side is zero, [`Kind::Limit`] when a side is over 32,768 pixels or the area over 64 Mpx.
    pub fn new(width: u32, height: u32) -> Result<Self> {
        if width == 0 || height == 0 {
            return Err(Error::new(Kind::Input, format!("picture is empty: {width} × {height} pixels")));
        }
        if width.max(height) > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
            return Err(Error::new(Kind::Limit, format!("picture is too large: {width} × {height} pixels"))
                .hinted("sides go up to 32,768 pixels and the area up to 64 megapixels"));
        }
        Ok(Self { width, height, levels: vec![[0.0; 4]; index(width) * index(height)] })
    }

    /// The levels of a picture.
    ///
    /// # Errors
    /// [`Kind::Limit`] as [`Field::new`].
    pub fn of(picture: &Raster) -> Result<Self> {
        let mut field = Self::new(picture.width(), picture.height())?;
        for (level, &pixel) in field.levels.iter_mut().zip(picture.pixels()) {
            *level = premultiplied(pixel);
        }
        Ok(field)
    }

    /// The nearest picture with straight alpha.
    ///
    /// # Errors
    /// Does not fail for a field that stands; the signature is [`Raster::new`]'s.
    pub fn raster(&self) -> Result<Raster> {
        Raster::new(self.width, self.height, self.levels.iter().map(|&l| straight(l)).collect())
    }

    /// Width in pixels, at least 1.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels, at least 1.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The levels, row by row.
    #[must_use]
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The levels, row by row, to change.
    pub fn levels_mut(&mut self) -> &mut [Level] {
        &mut self.levels
    }

    /// The levels of row `y` from column `x` on, at most `len` of them, to change; empty outside.
    pub(crate) fn run_mut(&mut self, (x, y): (u32, u32), len: u32) -> &mut [Level] {
        let from = index(y) * index(self.width) + index(x);
        self.levels.get_mut(from..from + index(len)).unwrap_or_default()
    }

    /// Σ‖self − target‖² over all channels, and its slope: twice the difference.
    ///
    /// # Errors
    /// [`Kind::Input`] when the sizes differ.
    ///
    /// ```
    /// use linocut_core::{Raster, Rgba};
    /// use linocut_cover::Field;
    /// let black = Field::of(&Raster::filled(2, 2, Rgba::BLACK)?)?;
    /// let (loss, slope) = black.squares(&Field::new(2, 2)?)?;
    /// assert_eq!((loss, slope.levels()[0]), (4.0 * 255.0 * 255.0, [0.0, 0.0, 0.0, 510.0]));
    /// # Ok::<(), linocut_core::Error>(())
    /// ```
    pub fn squares(&self, target: &Self) -> Result<(f64, Self)> {
        same_size(self, target)?;
        let mut slope = self.clone();
        let mut sum = 0.0;
        for (s, t) in slope.levels.iter_mut().zip(&target.levels) {
            for (s, t) in s.iter_mut().zip(t) {
                let off = *s - t;
                sum += f64::from(off) * f64::from(off);
                *s = 2.0 * off;
            }
        }
        Ok((sum, slope))
    }

    /// Width and height as coordinates.
    pub(crate) fn extent(&self) -> (f64, f64) {
        (float(index(self.width)), float(index(self.height)))
    }
}

/// Passes if two fields can be compared.
pub(crate) fn same_size(a: &Field, b: &Field) -> Result<()> {
    if (a.width, a.height) == (b.width, b.height) {
        return Ok(());
    }
    let sizes = format!("{} × {} and {} × {}", a.width, a.height, b.width, b.height);
    Err(Error::new(Kind::Input, format!("pictures differ in size: {sizes}")))
}

/// One color, premultiplied.
pub(crate) fn premultiplied(p: Rgba) -> Level {
    let a = f32::from(p.a) / 255.0;
    [f32::from(p.r) * a, f32::from(p.g) * a, f32::from(p.b) * a, f32::from(p.a)]
}

/// The nearest color with straight alpha.
fn straight([r, g, b, a]: Level) -> Rgba {
    if a < 0.5 {
        return Rgba::TRANSPARENT;
    }
    let un = |c: f32| byte(c * 255.0 / a);
    Rgba { r: un(r), g: un(g), b: un(b), a: byte(a) }
}

/// `level` times `share`.
pub(crate) fn scaled(level: Level, share: f64) -> Level {
    level.map(|l| single(f64::from(l) * share))
}

#[cfg(test)]
mod tests {
    use super::Field;
    use linocut_core::{Kind, Raster, Rgba};

    #[test]
    fn pictures_come_back() {
        let pixels = vec![Rgba::opaque(1, 2, 255), Rgba { r: 200, g: 100, b: 0, a: 128 }, Rgba::TRANSPARENT];
        let picture = Raster::new(3, 1, pixels).unwrap();
        assert_eq!(Field::of(&picture).unwrap().raster().unwrap(), picture);
    }

    #[test]
    fn refuses_what_it_cannot_hold() {
        assert_eq!(Field::new(0, 4).unwrap_err().kind(), Kind::Input);
        assert_eq!(Field::new(40_000, 1).unwrap_err().kind(), Kind::Limit);
        assert_eq!(Field::new(20_000, 20_000).unwrap_err().kind(), Kind::Limit);
        let (small, large) = (Field::new(1, 1).unwrap(), Field::new(2, 1).unwrap());
        assert_eq!(small.squares(&large).unwrap_err().kind(), Kind::Input);
    }
}
