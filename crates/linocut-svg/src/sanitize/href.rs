//! Links: to an element of the same file, or to a picture inside the link.

use super::value::{Names, Why};
use std::fmt::Write;

/// The canonical form of a link that is kept: `#id`, or an embedded picture in base64.
pub(super) fn check(text: &str, names: &Names) -> Result<String, Why> {
    if let Some(id) = text.strip_prefix('#') {
        let safe = names.get(id).ok_or(Why::Form)?;
        return Ok(format!("#{safe}"));
    }
    let (scheme, rest) = text.split_at_checked(5).ok_or(Why::External)?;
    if !scheme.eq_ignore_ascii_case("data:") {
        return Err(Why::External);
    }
    let (head, data) = rest.split_once(',').ok_or(Why::External)?;
    let mut parts = head.split(';').map(str::trim);
    let said = parts.next().unwrap_or_default().to_ascii_lowercase();
    let picture = Picture::named(&said).ok_or(Why::External)?;
    if !parts.any(|part| part.eq_ignore_ascii_case("base64")) {
        return Err(Why::External);
    }
    let mut link = String::with_capacity(data.len() + 32);
    // Writing to a string cannot fail.
    let _ = write!(link, "data:image/{};base64,", picture.name());
    append_base64(data, &mut link)?;
    let start = bytes(link.split_once(',').map_or("", |(_, data)| data), 12);
    if picture.begins(&start) { Ok(link) } else { Err(Why::External) }
}

/// The kinds of picture that may be embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Picture {
    Png,
    Jpeg,
    Gif,
    Webp,
}

impl Picture {
    fn named(mime: &str) -> Option<Self> {
        Some(match mime {
            "image/png" => Self::Png,
            "image/jpeg" | "image/jpg" => Self::Jpeg,
            "image/gif" => Self::Gif,
            "image/webp" => Self::Webp,
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Gif => "gif",
            Self::Webp => "webp",
        }
    }

    /// Whether the first bytes are those of such a file.
    fn begins(self, bytes: &[u8]) -> bool {
        match self {
            Self::Png => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
            Self::Jpeg => bytes.starts_with(b"\xff\xd8\xff"),
            Self::Gif => bytes.starts_with(b"GIF8"),
            Self::Webp => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        }
    }
}

/// Appends base64 without the white space that editors put in.
fn append_base64(data: &str, out: &mut String) -> Result<(), Why> {
    let from = out.len();
    for c in data.chars() {
        match c {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' => out.push(c),
            ' ' | '\t' | '\n' | '\r' | '=' => {}
            _ => return Err(Why::Form),
        }
    }
    match (out.len() - from) % 4 {
        0 => {}
        2 => out.push_str("=="),
        3 => out.push('='),
        _ => return Err(Why::Form),
    }
    Ok(())
}

/// The first `count` bytes of base64 text without white space.
pub(super) fn bytes(text: &str, count: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(count.min(text.len()));
    let mut bits = 0_u32;
    let mut held = 0_u32;
    for c in text.bytes().map_while(sextet) {
        bits = (bits << 6) | c;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from((bits >> held) & 0xff).unwrap_or_default());
            bits &= (1 << held) - 1;
        }
        if bytes.len() >= count {
            break;
        }
    }
    bytes
}

fn sextet(c: u8) -> Option<u32> {
    Some(u32::from(match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    }))
}
