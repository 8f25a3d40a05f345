//! Characters that a flowchart gives by number so that they are text: merman turns `#60;b#62;` into a tag and takes it out.

use crate::family::Family;
use crate::repair::draft::Draft;
use std::borrow::Cow;

/// How a text says a character, the letter of private use that stands for it while the text is parsed, and the character.
/// The letters have as many bytes as what they stand for, so that places in the text stay.
const SHIELDS: [(&str, char, char); 6] = [
    ("#60;", '\u{f003c}', '<'),
    ("#62;", '\u{f003e}', '>'),
    ("#35;", '\u{f0023}', '#'),
    ("#38;", '\u{f0026}', '&'),
    ("#lt;", '\u{f003c}', '<'),
    ("#gt;", '\u{f003e}', '>'),
];

/// The text of a flowchart with letters of private use for such characters, if it has any.
pub(super) fn shielded(text: &str) -> Option<String> {
    if !SHIELDS.iter().any(|(code, ..)| text.contains(code)) {
        return None;
    }
    let draft = Draft::new(text);
    if draft.family != Some(Family::Flowchart) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.split_inclusive('\n').enumerate() {
        // Titles and descriptions are read by others than those who draw labels.
        let label = index > draft.header && !line.trim_start().starts_with("acc");
        let said = SHIELDS.iter().fold(Cow::Borrowed(line), |line, (code, letter, _)| {
            if label && line.contains(code) { line.replace(code, &letter.to_string()).into() } else { line }
        });
        out.push_str(&said);
    }
    Some(out)
}

/// A label with the characters that were shielded, after its markup was read.
pub(crate) fn unshielded(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| SHIELDS.iter().any(|(_, letter, _)| *letter == c)) {
        return Cow::Borrowed(text);
    }
    let own = |c: char| SHIELDS.iter().find(|(_, letter, _)| *letter == c).map_or(c, |(.., own)| *own);
    text.chars().map(own).collect::<String>().into()
}
