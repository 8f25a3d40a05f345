//! Character references, the only entities there are without a DTD.

use std::borrow::Cow;

/// An attribute value with its references replaced and its whitespace made plain spaces.
///
/// A reference that names nothing stays as it was written: without a DTD it can do no harm.
pub(super) fn attribute_value(raw: &str) -> Cow<'_, str> {
    if !raw.contains(['&', '\t', '\n', '\r']) {
        return Cow::Borrowed(raw);
    }
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\t', '\n', '\r']) {
        let (plain, special) = rest.split_at(at);
        value.push_str(plain);
        if let Some((c, length)) = special.strip_prefix('&').and_then(reference) {
            value.push(if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c });
            rest = special.get(length + 2..).unwrap_or_default();
        } else {
            let mut chars = special.chars();
            value.push(if chars.next() == Some('&') { '&' } else { ' ' });
            rest = chars.as_str();
        }
    }
    value.push_str(rest);
    Cow::Owned(value)
}

/// The reference at the start of `text`, which follows an ampersand; none is longer than 16 bytes.
fn reference(text: &str) -> Option<(char, usize)> {
    let length = text.bytes().take(16).position(|b| b == b';')?;
    character(text.get(..length)?)
}

/// The character that `&name;` stands for, and the length of the name.
pub(super) fn character(name: &str) -> Option<(char, usize)> {
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|c| *c != '\0')?
        }
    };
    Some((c, name.len()))
}

/// Whether XML 1.0 allows the character at all.
pub(super) fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}
