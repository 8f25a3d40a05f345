//! Pictures on the wire: PNG as base64.

use super::Fault;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use linocut_core::{Raster, Result};
use linocut_raster::{Limits, decode, encode_png};

/// A picture as PNG in base64.
pub(crate) fn base64_png(picture: &Raster) -> Result<String> {
    Ok(STANDARD.encode(encode_png(picture)?))
}

/// The same as a data URI.
pub(crate) fn data_uri(picture: &Raster) -> Result<String> {
    Ok(format!("data:image/png;base64,{}", base64_png(picture)?))
}

/// The picture in base64 text, with or without the head of a data URI.
pub(crate) fn picture(text: &str) -> Result<Raster> {
    let bare = if text.starts_with("data:") { text.split_once(',').map_or(text, |(_, bytes)| bytes) } else { text };
    let bytes = STANDARD.decode(bare.trim()).map_err(|_| Fault::BROKEN.error("the picture is not base64"))?;
    from_bytes(&bytes)
}

/// The picture in a file's bytes.
pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Raster> {
    decode(bytes, &Limits::default()).map_err(|e| Fault::BROKEN.error(format!("the picture cannot be read: {e}")))
}
