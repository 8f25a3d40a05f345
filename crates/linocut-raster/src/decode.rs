//! Bytes of a file → picture.

use crate::{Limits, format, format::Format, pixels::Samples, whole};
use image::{ImageDecoder, ImageError, ImageFormat, ImageReader, metadata::Orientation};
use linocut_core::{Error, Kind, Raster, Result};
use std::io::{Cursor, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Bytes that a pixel of the finished picture takes.
const PICTURE_BYTES: u64 = 4;

/// Decodes a raster file: the first picture in it, upright, as 8-bit sRGB with straight alpha.
///
/// Takes at most [`Limits::max_memory`] and eight times the file's size.
///
/// # Errors
/// [`Kind::Input`] when the file is damaged, cut off, empty or in a format that is not read,
/// [`Kind::Limit`] when it declares more than `limits` allow.
/// A panic in a decoder is a damaged file; its message goes to the panic hook of the program.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Raster> {
    limits.check_file(count(bytes))?;
    let (format, codec) = format::recognize(bytes)?;
    // The closure only reads what it borrows, so nothing half-done can be seen after a panic.
    catch_unwind(AssertUnwindSafe(|| decode_as((format, codec), bytes, limits)))
        .unwrap_or_else(|_| Err(damaged(format)))
}

/// Width and height of a raster file in pixels, as it is stored: recognized, whole and within `limits`, but not decoded.
///
/// # Errors
/// As [`decode`], but for damage that only decoding finds.
pub fn measure(bytes: &[u8], limits: &Limits) -> Result<(u32, u32)> {
    limits.check_file(count(bytes))?;
    let (format, codec) = format::recognize(bytes)?;
    let measured = || opened((format, codec), bytes, limits).map(|decoder| decoder.dimensions());
    catch_unwind(AssertUnwindSafe(measured)).unwrap_or_else(|_| Err(damaged(format)))
}

/// The decoder of a file that is within the limits, as far as it says itself.
fn opened((format, codec): (Format, ImageFormat), bytes: &[u8], limits: &Limits) -> Result<impl ImageDecoder> {
    if !whole::is_whole(format, bytes) {
        return Err(cut_off(format));
    }
    let named = |error| explain(format, error);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), codec);
    reader.limits(guard(None, limits.memory(count(bytes))));
    let decoder = reader.into_decoder().map_err(named)?;
    let (width, height) = decoder.dimensions();
    let color = decoder.color_type();
    limits.check_size((width, height), count(bytes))?;
    let overhead = format::overhead(format, color, whole::is_progressive(bytes));
    // The picture is made after the decoder is gone, so its 4 bytes and the overhead never meet.
    let per_pixel = u64::from(color.bytes_per_pixel()) + overhead.max(PICTURE_BYTES);
    limits.check_memory((width, height), per_pixel, count(bytes))?;
    Ok(decoder)
}

fn decode_as((format, codec): (Format, ImageFormat), bytes: &[u8], limits: &Limits) -> Result<Raster> {
    let named = |error| explain(format, error);
    let mut decoder = opened((format, codec), bytes, limits)?;
    let ((width, height), color) = (decoder.dimensions(), decoder.color_type());
    let output = decoder.total_bytes();
    let left = limits.memory(count(bytes)).saturating_sub(output);
    decoder.set_limits(guard(Some(limits.max_side), left)).map_err(named)?;
    // A picture whose note about its turn is unreadable is shown as it is stored.
    let turn = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let length = usize::try_from(output).map_err(|e| Error::new(Kind::Limit, "picture is too large").cause(e))?;
    let mut samples = Samples { width, height, color, bytes: vec![0; length] };
    decoder.read_image(&mut samples.bytes).map_err(named)?;
    samples.turned(turn)
}

/// The `image` package's own limits: `side` in pixels, `memory` in bytes.
fn guard(side: Option<u32>, memory: u64) -> image::Limits {
    let mut guard = image::Limits::no_limits();
    guard.max_image_width = side;
    guard.max_image_height = side;
    guard.max_alloc = Some(memory);
    guard
}

fn explain(format: Format, error: ImageError) -> Error {
    match error {
        ImageError::Limits(_) => Error::new(Kind::Limit, format!("{format} file asks for more memory than is allowed"))
            .hinted("scale the picture down, or save it as PNG"),
        ImageError::Unsupported(cause) => Error::new(Kind::Input, format!("this kind of {format} file is not read"))
            .cause(cause)
            .hinted("save it as PNG with 8 bits per channel"),
        ImageError::IoError(cause) if cause.kind() == ErrorKind::UnexpectedEof => cut_off(format),
        ImageError::IoError(cause) => damaged(format).cause(cause),
        ImageError::Decoding(cause) => damaged(format).cause(cause),
        cause @ (ImageError::Encoding(_) | ImageError::Parameter(_)) => damaged(format).cause(cause),
    }
}

fn damaged(format: Format) -> Error {
    Error::new(Kind::Input, format!("{format} file is damaged"))
}

fn cut_off(format: Format) -> Error {
    Error::new(Kind::Input, format!("{format} file is damaged: its end is missing")).hinted("copy or download it again")
}

fn count(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}
