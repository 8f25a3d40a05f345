//! How large an embedded picture is, from its header alone.

use super::href::bytes;

/// How much of a JPEG is searched for its frame header; metadata before it can be long.
const HEADER: usize = 1 << 20;

/// Width times height that the header of a canonical data link claims; `None` when it cannot be told.
pub(super) fn pixels(link: &str) -> Option<u64> {
    let (head, data) = link.split_once(',')?;
    let (width, height) = match head {
        "data:image/png;base64" => png(&bytes(data, 24))?,
        "data:image/gif;base64" => gif(&bytes(data, 10))?,
        "data:image/webp;base64" => webp(&bytes(data, 30))?,
        _ => jpeg(&bytes(data, HEADER))?,
    };
    Some(u64::from(width) * u64::from(height))
}

fn png(bytes: &[u8]) -> Option<(u32, u32)> {
    let (_, size) = bytes.split_at_checked(16)?;
    let (width, rest) = size.split_first_chunk::<4>()?;
    Some((u32::from_be_bytes(*width), u32::from_be_bytes(*rest.first_chunk()?)))
}

fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    let (_, size) = bytes.split_at_checked(6)?;
    let (width, rest) = size.split_first_chunk::<2>()?;
    Some((u16::from_le_bytes(*width).into(), u16::from_le_bytes(*rest.first_chunk()?).into()))
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let at = |index: usize| bytes.get(index).copied().map(u32::from);
    match bytes.get(12..16)? {
        b"VP8X" => {
            let side = |from: usize| Some(1 + (at(from)? | at(from + 1)? << 8 | at(from + 2)? << 16));
            Some((side(24)?, side(27)?))
        }
        b"VP8L" => {
            let bits = at(21)? | at(22)? << 8 | at(23)? << 16 | at(24)? << 24;
            Some((1 + (bits & 0x3fff), 1 + ((bits >> 14) & 0x3fff)))
        }
        b"VP8 " => {
            let side = |from: usize| Some((at(from)? | at(from + 1)? << 8) & 0x3fff);
            Some((side(26)?, side(28)?))
        }
        _ => None,
    }
}

/// Walks from marker to marker to the frame header.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let (marker, tail) = rest.split_first_chunk::<2>()?;
        let [0xff, kind] = *marker else { return None };
        if kind == 0xff {
            rest = rest.get(1..)?;
            continue;
        }
        if matches!(kind, 0xc0..=0xcf) && !matches!(kind, 0xc4 | 0xc8 | 0xcc) {
            let (_, size) = tail.split_at_checked(3)?;
            let (height, size) = size.split_first_chunk::<2>()?;
            return Some((u16::from_be_bytes(*size.first_chunk()?).into(), u16::from_be_bytes(*height).into()));
        }
        let length = u16::from_be_bytes(*tail.first_chunk::<2>()?);
        rest = tail.get(usize::from(length.max(2))..)?;
    }
}
