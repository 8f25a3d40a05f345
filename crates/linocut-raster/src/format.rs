//! Which file formats there are, and what decoding each of them costs.

use image::{ColorType, ImageFormat};
use linocut_core::{Error, Kind, Result};
use std::fmt;

/// The formats that [`decode`](crate::decode) reads, for messages to people.
pub const FORMATS: &str = "PNG, JPEG, WebP, GIF, BMP, TIFF, PNM and QOI";

/// First bytes of files that people try and that are not read, with a name and what to do.
const STRANGERS: [(usize, &[u8], &str); 8] = [
    (0, b"%PDF", "PDF"),
    (0, b"8BPS", "Photoshop"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftypheic", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"JXL ", "JPEG XL"),
    (0, &[0xff, 0x0a], "JPEG XL"),
    (0, &[0, 0, 1, 0], "ICO"),
];

/// A file format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Png,
    Jpeg,
    WebP,
    Gif,
    Bmp,
    Tiff,
    Pnm,
    Qoi,
}

/// Every format with its name for people and its name in the `image` package.
const TABLE: [(Format, &str, ImageFormat); 8] = [
    (Format::Png, "PNG", ImageFormat::Png),
    (Format::Jpeg, "JPEG", ImageFormat::Jpeg),
    (Format::WebP, "WebP", ImageFormat::WebP),
    (Format::Gif, "GIF", ImageFormat::Gif),
    (Format::Bmp, "BMP", ImageFormat::Bmp),
    (Format::Tiff, "TIFF", ImageFormat::Tiff),
    (Format::Pnm, "PNM", ImageFormat::Pnm),
    (Format::Qoi, "QOI", ImageFormat::Qoi),
];

/// Finds the format of a file from its first bytes: what the decoders call it, and what we do.
///
/// # Errors
/// [`Kind::Input`] when it is none that is read; the hint says which are.
pub(crate) fn recognize(bytes: &[u8]) -> Result<(Format, ImageFormat)> {
    if bytes.is_empty() {
        return Err(Error::new(Kind::Input, "file is empty"));
    }
    let guess = image::guess_format(bytes).ok();
    let row = TABLE.iter().find(|(_, _, theirs)| Some(*theirs) == guess);
    row.map(|&(ours, _, theirs)| (ours, theirs)).ok_or_else(|| stranger(bytes))
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(TABLE.iter().find(|(ours, _, _)| ours == self).map_or("picture", |(_, name, _)| *name))
    }
}

fn stranger(bytes: &[u8]) -> Error {
    let head = bytes.get(..1024).unwrap_or(bytes);
    if head.windows(4).any(|w| w == b"<svg") {
        return Error::new(Kind::Input, "file is an SVG already, not a picture made of pixels")
            .hinted("`linocut tidy` cleans an SVG, `linocut render` turns it into PNG");
    }
    let name = STRANGERS.iter().find(|(at, mark, _)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(mark)));
    let sentence = match name {
        Some((_, _, name)) => format!("{name} files are not read"),
        None => "file is not a picture in a known format".to_owned(),
    };
    Error::new(Kind::Input, sentence).hinted(format!("save it as one of {FORMATS}"))
}

/// Memory that the decoder holds besides its output, in bytes a pixel; read from the decoders' sources.
///
/// JPEG keeps the coefficients of a progressive picture, 2 bytes each, up to 4 components.
/// WebP keeps planes or a second frame, GIF a frame before it is placed, TIFF the samples before conversion.
pub(crate) fn overhead(format: Format, color: ColorType, progressive: bool) -> u64 {
    match format {
        Format::Jpeg if progressive => {
            if color.has_color() {
                8
            } else {
                2
            }
        }
        Format::WebP => 8,
        Format::Gif => 4,
        Format::Tiff => u64::from(color.bytes_per_pixel()) * 4 / 3 + 1,
        Format::Pnm => u64::from(color.bytes_per_pixel()),
        Format::Png | Format::Jpeg | Format::Bmp | Format::Qoi => 0,
    }
}
