//! From bytes to text: size, compression, encoding.

use crate::limits::{Limits, exceeded};
use flate2::read::MultiGzDecoder;
use linocut_core::{Error, Kind, Result};
use std::borrow::Cow;
use std::io::Read;

/// The text of an SVG or svgz file, without its byte order mark.
pub(super) fn text<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Cow<'a, str>> {
    if bytes.len() > limits.bytes {
        return Err(exceeded(&format!("{} bytes", bytes.len()), "bytes", limits.bytes));
    }
    let text = if bytes.starts_with(&[0x1f, 0x8b]) {
        Cow::Owned(decode(&inflate(bytes, limits)?)?.into_owned())
    } else {
        decode(bytes)?
    };
    if text.contains('\0') {
        return Err(Error::new(Kind::Input, "SVG contains zero bytes, text wanted"));
    }
    if text.trim().is_empty() {
        return Err(Error::new(Kind::Input, "SVG is empty"));
    }
    Ok(text)
}

/// Inflates as a stream, so that a bomb costs no more memory than the limit.
fn inflate(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>> {
    let allowed = u64::try_from(limits.inflated).unwrap_or(u64::MAX);
    let mut inflated = Vec::new();
    MultiGzDecoder::new(bytes)
        .take(allowed.saturating_add(1))
        .read_to_end(&mut inflated)
        .map_err(|e| Error::new(Kind::Input, "svgz is damaged, a whole gzip stream wanted").cause(e))?;
    if inflated.len() > limits.inflated {
        return Err(exceeded("more inflated bytes", "inflated", limits.inflated));
    }
    Ok(inflated)
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes).map(Cow::Owned),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).map(Cow::Owned),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<Cow<'_, str>> {
    std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|e| {
        Error::new(Kind::Input, format!("SVG is not UTF-8 at byte {}, UTF-8 or UTF-16 wanted", e.valid_up_to()))
            .hinted("save the file again as UTF-8")
            .cause(e)
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let whole = rest.is_empty().then(|| char::decode_utf16(pairs.iter().map(|pair| unit(*pair))).collect());
    match whole {
        Some(Ok(text)) => Ok(text),
        Some(Err(_)) | None => Err(Error::new(Kind::Input, "SVG is broken UTF-16").hinted("save the file as UTF-8")),
    }
}
