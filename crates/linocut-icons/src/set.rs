//! Icon sets: who drew them and under which license.

use linocut_core::{Error, Kind, Result};
use linocut_glyph::Style;

/// What a set without a known license shows.
pub const UNKNOWN_LICENSE: &str = "unknown";

/// Most letters of what a file says of a set or calls an icon; no public set needs 150.
const MAX_LETTERS: usize = 200;

/// One icon set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetInfo {
    /// Its permanent name, `lucide`.
    pub id: String,
    /// Its name for people, `Lucide`.
    pub title: String,
    /// Who made it; may be empty.
    pub author: String,
    /// SPDX identifier of its license, or [`UNKNOWN_LICENSE`].
    pub license: String,
    /// Address of the license text or of the set; may be empty.
    pub url: String,
    /// Number of its icons here.
    pub count: usize,
    /// The styles of its icons, in the order of [`Style::ALL`].
    pub styles: Vec<Style>,
    /// Whether a person added it, in contrast to the sets that Linocut carries.
    pub added: bool,
}

impl SetInfo {
    /// Whose it is, in a line: `Lucide by Lucide Contributors, ISC, https://…`.
    #[must_use]
    pub fn credit(&self) -> String {
        let author = if self.author.is_empty() { String::new() } else { format!(" by {}", self.author) };
        let license = if self.has_license() { self.license.as_str() } else { "license unknown" };
        let url = if self.url.is_empty() { String::new() } else { format!(", {}", self.url) };
        format!("{}{author}, {license}{url}", self.title)
    }

    /// Whether the license is known.
    #[must_use]
    pub fn has_license(&self) -> bool {
        !self.license.is_empty() && self.license != UNKNOWN_LICENSE
    }

    /// One line of a table of sets, tab between the fields: id, title, author, license, url, count.
    #[must_use]
    pub fn to_line(&self) -> String {
        let fields = [&self.id, &self.title, &self.author, &self.license, &self.url];
        let plain = fields.map(|field| field.replace(['\t', '\n', '\r'], " "));
        format!("{}\t{}\n", plain.join("\t"), self.count)
    }
}

/// Reads a table of sets as [`SetInfo::to_line`] writes it; lines that begin with `#` are remarks.
///
/// # Errors
/// [`Kind::Input`] for a line without six fields or with a count that is no number.
pub fn parse_sets(table: &str) -> Result<Vec<SetInfo>> {
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|line| parse_line(line).ok_or_else(|| Error::new(Kind::Input, "not a line of a table of sets").at(line)))
        .collect()
}

/// Foreign text as it may stand in a drawing and on a terminal: without control characters and what turns the direction
/// of writing, ends of lines as blanks, of 200 letters at most.
pub(crate) fn clean(text: &str) -> String {
    let blank = |c: char| if c.is_whitespace() { ' ' } else { c };
    let clean: String = text.trim().chars().map(blank).filter(|c| !steers(*c)).take(MAX_LETTERS).collect();
    clean.trim().to_owned()
}

/// Whether a character is not to be seen itself but changes what is seen, or is none.
fn steers(c: char) -> bool {
    let direction =
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    direction || c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')
}

fn parse_line(line: &str) -> Option<SetInfo> {
    let fields: Vec<String> = line.split('\t').map(clean).collect();
    let [id, title, author, license, url, count] = <[String; 6]>::try_from(fields).ok()?;
    let count = count.parse().ok()?;
    Some(SetInfo { id, title, author, license, url, count, ..SetInfo::default() })
}

#[cfg(test)]
mod tests {
    use super::{clean, parse_sets};

    #[test]
    fn foreign_text_is_plain_and_short() {
        assert_eq!(clean(" a\u{1b}[2J\u{0}b\nc\u{202e}d\u{85}\u{ffff} "), "a[2Jb cd");
        assert_eq!(clean(&"x".repeat(1000)).len(), 200);
        let sets = parse_sets("i\u{7}d\tTi\u{2066}tle\tA\u{1}\tMIT\u{8}\tu\u{200f}\t3\n").unwrap();
        assert_eq!(sets[0].credit(), "Title by A, MIT, u");
        assert_eq!((sets[0].id.as_str(), sets[0].count), ("id", 3));
    }
}
