//! Pictures made of pixels.

use crate::{Error, Kind, Result, Rgba};

/// A picture of `width × height` sRGB pixels with straight alpha, row by row from the top left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    width: u32,
    height: u32,
    pixels: Vec<Rgba>,
}

impl Raster {
    /// A picture from its pixels.
    ///
    /// # Errors
    /// [`Kind::Input`] when a side is zero or the number of pixels is not `width × height`.
    pub fn new(width: u32, height: u32, pixels: Vec<Rgba>) -> Result<Self> {
        if width == 0 || height == 0 {
            return Err(Error::new(Kind::Input, format!("picture is empty: {width} × {height} pixels")));
        }
        let wanted = u64::from(width) * u64::from(height);
        if u64::try_from(pixels.len()).ok() != Some(wanted) {
            return Err(Error::new(
                Kind::Input,
                format!("{} pixels given, {width} × {height} need {wanted}", pixels.len()),
            ));
        }
        Ok(Self { width, height, pixels })
    }

    /// A picture from bytes in the order red, green, blue, alpha.
    ///
    /// # Errors
    /// As [`Raster::new`].
    pub fn from_bytes(width: u32, height: u32, bytes: &[u8]) -> Result<Self> {
        let (quads, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() {
            return Err(Error::new(Kind::Input, "pixel bytes do not come in fours"));
        }
        Self::new(width, height, quads.iter().map(|&[r, g, b, a]| Rgba { r, g, b, a }).collect())
    }

    /// A picture of one color.
    ///
    /// # Errors
    /// [`Kind::Input`] when a side is zero, [`Kind::Limit`] when it cannot be addressed.
    pub fn filled(width: u32, height: u32, color: Rgba) -> Result<Self> {
        let count = usize::try_from(u64::from(width) * u64::from(height))
            .map_err(|e| Error::new(Kind::Limit, "picture is too large for this machine").cause(e))?;
        Self::new(width, height, vec![color; count])
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

    /// The pixels, row by row.
    #[must_use]
    pub fn pixels(&self) -> &[Rgba] {
        &self.pixels
    }

    /// The pixel at column `x`, row `y`, or `None` outside.
    #[must_use]
    pub fn get(&self, x: u32, y: u32) -> Option<Rgba> {
        if x >= self.width {
            return None;
        }
        let index = u64::from(y) * u64::from(self.width) + u64::from(x);
        self.pixels.get(usize::try_from(index).ok()?).copied()
    }

    /// The rows from the top, each `width` pixels long.
    pub fn rows(&self) -> impl Iterator<Item = &[Rgba]> {
        self.pixels.chunks(usize::try_from(self.width).unwrap_or(usize::MAX))
    }

    /// The pixels as bytes in the order red, green, blue, alpha.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.pixels.iter().flat_map(|p| p.channels()).collect()
    }

    /// The picture laid over an opaque color; alpha is blended in sRGB bytes, as browsers do.
    #[must_use]
    pub fn over(&self, background: Rgba) -> Self {
        let pixels = self.pixels.iter().map(|&p| blend(p, background)).collect();
        Self { pixels, ..*self }
    }

    /// Whether every pixel is opaque.
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        self.pixels.iter().all(|p| p.a == 255)
    }
}

fn blend(top: Rgba, bottom: Rgba) -> Rgba {
    let mix = |t: u8, b: u8| {
        let sum = u32::from(t) * u32::from(top.a) + u32::from(b) * u32::from(255 - top.a);
        u8::try_from((sum + 127) / 255).unwrap_or(u8::MAX)
    };
    Rgba::opaque(mix(top.r, bottom.r), mix(top.g, bottom.g), mix(top.b, bottom.b))
}

#[cfg(test)]
mod tests {
    use super::Raster;
    use crate::{Kind, Rgba};

    #[test]
    fn refuses_empty_and_mismatched_pictures() {
        for (w, h, n) in [(0, 3, 0), (3, 0, 0), (2, 2, 3)] {
            let error = Raster::new(w, h, vec![Rgba::BLACK; n]).unwrap_err();
            assert_eq!(error.kind(), Kind::Input);
        }
    }

    #[test]
    fn bytes_go_in_and_out_unchanged() {
        let bytes = [1, 2, 3, 4, 5, 6, 7, 8];
        let raster = Raster::from_bytes(2, 1, &bytes).unwrap();
        assert_eq!(raster.to_bytes(), bytes);
        assert_eq!(raster.get(1, 0), Some(Rgba { r: 5, g: 6, b: 7, a: 8 }));
        assert_eq!(raster.get(2, 0), None);
    }

    #[test]
    fn half_black_over_white_is_middle_grey() {
        let raster = Raster::filled(1, 1, Rgba::BLACK.with_alpha(128)).unwrap();
        assert_eq!(raster.over(Rgba::WHITE).get(0, 0), Some(Rgba::opaque(127, 127, 127)));
    }
}
