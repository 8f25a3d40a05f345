//! Picture → PNG.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use linocut_core::{Error, Kind, Raster, Result};

/// Encodes a picture as PNG, 8 bits a channel; the same picture always gives the same bytes.
///
/// Grey and opaque pictures are written without the channels they do not need.
///
/// # Errors
/// [`Kind::Bug`] when the encoder refuses, which no picture is known to cause.
pub fn encode_png(picture: &Raster) -> Result<Vec<u8>> {
    let (color, samples) = samples(picture);
    let mut out = Vec::new();
    PngEncoder::new_with_quality(&mut out, CompressionType::Default, FilterType::Adaptive)
        .write_image(&samples, picture.width(), picture.height(), color)
        .map_err(|e| Error::new(Kind::Bug, "cannot encode the picture as PNG").cause(e))?;
    Ok(out)
}

/// The fewest channels that hold the picture, and its samples in them.
fn samples(picture: &Raster) -> (ExtendedColorType, Vec<u8>) {
    let pixels = picture.pixels();
    let grey = pixels.iter().all(|p| p.r == p.g && p.g == p.b);
    match (grey, picture.is_opaque()) {
        (true, true) => (ExtendedColorType::L8, pixels.iter().map(|p| p.r).collect()),
        (true, false) => (ExtendedColorType::La8, pixels.iter().flat_map(|p| [p.r, p.a]).collect()),
        (false, true) => (ExtendedColorType::Rgb8, pixels.iter().flat_map(|p| [p.r, p.g, p.b]).collect()),
        (false, false) => (ExtendedColorType::Rgba8, picture.to_bytes()),
    }
}
