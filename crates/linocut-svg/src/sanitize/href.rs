//! Links: to an element of the same file, or to a picture inside the link.

use super::value::{Names, Why};

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
    let pictures = ["image/png", "image/jpeg", "image/jpg", "image/gif", "image/webp"];
    if !pictures.contains(&said.as_str()) || !parts.any(|part| part.eq_ignore_ascii_case("base64")) {
        return Err(Why::External);
    }
    let data = base64(data)?;
    // Files often name the wrong kind; what the bytes are is what viewers go by.
    let kind = Picture::of(&bytes(&data, 12)).ok_or(Why::External)?;
    Ok(format!("data:image/{};base64,{data}", kind.name()))
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
    /// The kind of file that begins so.
    fn of(bytes: &[u8]) -> Option<Self> {
        let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
        let kinds = [
            (Self::Png, bytes.starts_with(b"\x89PNG\r\n\x1a\n")),
            (Self::Jpeg, bytes.starts_with(b"\xff\xd8\xff")),
            (Self::Gif, bytes.starts_with(b"GIF8")),
            (Self::Webp, webp),
        ];
        kinds.into_iter().find(|(_, fits)| *fits).map(|(kind, _)| kind)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpeg",
            Self::Gif => "gif",
            Self::Webp => "webp",
        }
    }
}

/// Base64 without the white space and percent signs that editors put in.
fn base64(data: &str) -> Result<String, Why> {
    let mut out = String::with_capacity(data.len() + 2);
    let mut rest = data;
    while let Some(first) = rest.chars().next() {
        let (c, length) = match rest.get(1..3).map(|hex| u8::from_str_radix(hex, 16)) {
            Some(Ok(code)) if first == '%' => (char::from(code), 3),
            _ => (first, first.len_utf8()),
        };
        rest = rest.get(length..).unwrap_or_default();
        match c {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '+' | '/' => out.push(c),
            ' ' | '\t' | '\n' | '\r' | '=' => {}
            _ => return Err(Why::Form),
        }
    }
    match out.len() % 4 {
        0 => {}
        2 => out.push_str("=="),
        3 => out.push('='),
        _ => return Err(Why::Form),
    }
    Ok(out)
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
