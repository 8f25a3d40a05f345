//! Decoded samples → pixels.

use image::{ColorType, metadata::Orientation};
use linocut_core::{Error, Kind, Raster, Result, Rgba};

/// Samples as a decoder leaves them: rows from the top, without padding, in the machine's byte order.
pub(crate) struct Samples {
    /// Width in pixels, before turning.
    pub(crate) width: u32,
    /// Height in pixels, before turning.
    pub(crate) height: u32,
    /// What the samples mean.
    pub(crate) color: ColorType,
    /// The samples.
    pub(crate) bytes: Vec<u8>,
}

impl Samples {
    /// Converts to 8-bit RGBA and turns, in one pass without a second buffer.
    pub(crate) fn turned(&self, turn: Orientation) -> Result<Raster> {
        let (width, height) = (self.width, self.height);
        let swaps = matches!(
            turn,
            Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
        );
        let (across, down) = if swaps { (height, width) } else { (width, height) };
        let size = usize::from(self.color.bytes_per_pixel());
        let stride = u64::from(width);
        let at = |x: u32, y: u32| {
            let (x, y) = source(turn, (width, height), (x, y));
            let index = usize::try_from(u64::from(y) * stride + u64::from(x)).ok()?;
            read(self.color, self.bytes.get(index * size..(index + 1) * size)?)
        };
        let pixels = (0..down).flat_map(|y| (0..across).map(move |x| (x, y))).map(|(x, y)| at(x, y));
        let mut out = Vec::with_capacity(usize::try_from(u64::from(width) * u64::from(height)).unwrap_or(0));
        for pixel in pixels {
            out.push(pixel.ok_or_else(|| Error::new(Kind::Bug, "decoder gave fewer samples than it declared"))?);
        }
        Raster::new(across, down, out)
    }
}

/// Where the pixel that ends up at `(x, y)` comes from in a picture of `width × height`.
fn source(turn: Orientation, (width, height): (u32, u32), (x, y): (u32, u32)) -> (u32, u32) {
    let from_right = |v: u32| width.saturating_sub(1).saturating_sub(v);
    let from_bottom = |v: u32| height.saturating_sub(1).saturating_sub(v);
    match turn {
        Orientation::NoTransforms => (x, y),
        Orientation::FlipHorizontal => (from_right(x), y),
        Orientation::FlipVertical => (x, from_bottom(y)),
        Orientation::Rotate180 => (from_right(x), from_bottom(y)),
        Orientation::Rotate90 => (y, from_bottom(x)),
        Orientation::Rotate270 => (from_right(y), x),
        Orientation::Rotate90FlipH => (y, x),
        Orientation::Rotate270FlipH => (from_right(y), from_bottom(x)),
    }
}

/// One pixel from its samples, or `None` when they are too few.
fn read(color: ColorType, s: &[u8]) -> Option<Rgba> {
    let deep = |at: usize| Some(narrow(u16::from_ne_bytes(*s.get(at * 2..)?.first_chunk()?)));
    let real = |at: usize| Some(from_real(f32::from_ne_bytes(*s.get(at * 4..)?.first_chunk()?)));
    let grey = |v: u8| Rgba::opaque(v, v, v);
    match (color, s) {
        (ColorType::L8, &[v]) => Some(grey(v)),
        (ColorType::La8, &[v, a]) => Some(grey(v).with_alpha(a)),
        (ColorType::Rgb8, &[r, g, b]) => Some(Rgba::opaque(r, g, b)),
        (ColorType::Rgba8, &[r, g, b, a]) => Some(Rgba { r, g, b, a }),
        (ColorType::L16, _) => Some(grey(deep(0)?)),
        (ColorType::La16, _) => Some(grey(deep(0)?).with_alpha(deep(1)?)),
        (ColorType::Rgb16, _) => Some(Rgba::opaque(deep(0)?, deep(1)?, deep(2)?)),
        (ColorType::Rgba16, _) => Some(Rgba { r: deep(0)?, g: deep(1)?, b: deep(2)?, a: deep(3)? }),
        (ColorType::Rgb32F, _) => Some(Rgba::opaque(real(0)?, real(1)?, real(2)?)),
        (ColorType::Rgba32F, _) => Some(Rgba { r: real(0)?, g: real(1)?, b: real(2)?, a: real(3)? }),
        _ => None,
    }
}

/// The nearest of 256 levels to one of 65,536.
fn narrow(v: u16) -> u8 {
    u8::try_from((u32::from(v) + 128) / 257).unwrap_or(u8::MAX)
}

/// The nearest of 256 levels to a value in `0..=1`; what is not a number becomes 0.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates here"
)]
fn from_real(v: f32) -> u8 {
    (v * 255.0).round() as u8
}
