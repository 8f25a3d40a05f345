//! Reads a line of a flowchart that may be wrong, and writes it again.

use super::label::{self, Label};
use super::link::{self, Link};

/// A piece of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// White space.
    Space(String),
    /// A word where an id belongs.
    Word(String),
    /// A bracketed label.
    Label(Label),
    /// An arrow or line, with its label.
    Link(Link),
    /// A colon and all that follows it, up to the statement's end.
    Colon(String),
    /// Anything else: `&`, `;`, `:::name`, `@{ … }`.
    Sign(String),
}

/// The pieces of a line, in order.
pub(crate) type Pieces = Vec<Piece>;

/// Words that begin a statement of another sort than nodes and links.
const KEYWORDS: &[&str] = &[
    "subgraph",
    "end",
    "direction",
    "style",
    "classDef",
    "class",
    "click",
    "linkStyle",
    "accTitle",
    "accDescr",
    "accTitle:",
    "accDescr:",
    "title",
    "note",
    "Note",
];

/// Whether a line holds nodes and links, as far as its first word tells.
pub(crate) fn is_nodes(line: &str) -> bool {
    let (word, rest) = crate::repair::draft::split_word(line);
    let word = word.trim_end_matches(';');
    !KEYWORDS.contains(&word) || (link::starts(rest) && word != "style" && word != "linkStyle")
}

/// Reads the pieces of `line`; writing them again gives the line.
pub(crate) fn scan(line: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        let after_word = matches!(pieces.last(), Some(Piece::Word(_)));
        let (piece, length) = piece(rest, first, after_word);
        pieces.push(piece);
        rest = rest.get(length.max(first.len_utf8())..).unwrap_or_default();
    }
    pieces
}

fn piece(rest: &str, first: char, after_word: bool) -> (Piece, usize) {
    if first.is_whitespace() {
        let end = rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len());
        return (Piece::Space(head(rest, end)), end);
    }
    if let Some((link, length)) = link::read(rest) {
        return (Piece::Link(link), length);
    }
    if let Some((label, length)) = label::read(rest, after_word) {
        return (Piece::Label(label), length);
    }
    match first {
        ':' if rest.starts_with(":::") => {
            let name = rest.get(3..).unwrap_or_default();
            let end = 3 + name.find(|c: char| !(c.is_alphanumeric() || "_-,".contains(c))).unwrap_or(name.len());
            (Piece::Sign(head(rest, end)), end)
        }
        ':' => {
            let end = rest.find(';').unwrap_or(rest.len());
            (Piece::Colon(head(rest, end)), end)
        }
        '@' if rest.starts_with("@{") => {
            let end = rest.find('}').map_or(rest.len(), |end| end + 1);
            (Piece::Sign(head(rest, end)), end)
        }
        '&' | ';' => (Piece::Sign(first.to_string()), 1),
        _ => {
            let end = word_end(rest);
            (Piece::Word(head(rest, end)), end)
        }
    }
}

/// Where a word ends: before space, a bracket, a colon, a semicolon or a link.
fn word_end(rest: &str) -> usize {
    let mut quoted = false;
    let found = rest.char_indices().skip(1).find(|&(index, c)| {
        if rest.starts_with('"') {
            quoted = quoted || (c == '"' && index > 0);
            return quoted && c != '"';
        }
        c.is_whitespace() || "[({:;>@".contains(c) || link::starts(rest.get(index..).unwrap_or_default())
    });
    found.map_or(rest.len(), |(index, _)| index)
}

fn head(rest: &str, end: usize) -> String {
    rest.get(..end).unwrap_or(rest).to_owned()
}

/// Writes pieces as a line.
pub(crate) fn write(pieces: &[Piece]) -> String {
    let mut line = String::new();
    for piece in pieces {
        match piece {
            Piece::Space(text) | Piece::Word(text) | Piece::Colon(text) | Piece::Sign(text) => line.push_str(text),
            Piece::Label(label) => label.write(&mut line),
            Piece::Link(link) => link.write(&mut line),
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::{Piece, scan, write};

    #[test]
    fn what_is_read_is_written_again() {
        for line in [
            "  A[Start (now)] --> B{Is it?};",
            "A[Start --> B[End]",
            "A -- yes, please --> B & C:::hot",
            "my-node.1(((x))) -.->|\"no (x)\"| B>flag]",
            "A ->> B: hello; c",
            "A@{ shape: rect } ==> B[/api/users]",
            "Web Server[Web] --> \"D B\" x--x E o--o F",
            "A[\"a \"b\" c\"] <--> B[(Data)] --- C[[sub]] ~~~ D",
            "A → B --&gt; C",
            "A-->B-. text .->C",
        ] {
            assert_eq!(write(&scan(line)), line);
        }
    }

    #[test]
    fn an_open_label_ends_before_the_arrow() {
        let links = |line: &str| scan(line).iter().filter(|piece| matches!(piece, Piece::Link(_))).count();
        assert_eq!(links("A[Start --> B[End]"), 1);
        assert_eq!(links("A[Start) --> B(x]"), 1);
        assert_eq!(links("A[\"a --> b\"] --> C"), 1);
    }
}
