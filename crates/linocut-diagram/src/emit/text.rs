//! Labels: markup taken out, lines broken, widths measured with the font that comes with Linocut.

use linocut_svg::font;

/// The size of ordinary labels, in user units.
pub(super) const SIZE: f64 = 14.0;
/// The size of remarks: edge labels, axes, captions.
pub(super) const SMALL: f64 = 12.5;
/// Where labels are broken, in user units: about thirty letters, what reads well in a box.
pub(super) const WRAP: f64 = 200.0;
/// From one baseline to the next, in sizes of the font.
const LEADING: f64 = 1.36;
/// Words wider than this many times the line are broken between letters.
const TOO_WIDE: f64 = 1.5;
/// The most lines a label has; what is over them is cut with `…`.
const MOST_LINES: usize = 60;

/// How letters look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Face {
    pub(super) bold: bool,
    pub(super) italic: bool,
}

impl Face {
    pub(super) const BOLD: Self = Self { bold: true, italic: false };
    pub(super) const ITALIC: Self = Self { bold: false, italic: true };

    pub(super) const fn weight(self) -> u16 {
        if self.bold { 700 } else { 400 }
    }
}

/// Letters of one look.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) face: Face,
    pub(super) width: f64,
}

/// One line of a label.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) runs: Vec<Run>,
    pub(super) width: f64,
}

/// A label, broken into lines and measured.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Label {
    pub(super) lines: Vec<Line>,
    pub(super) size: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Label {
    /// The label that `source` says, broken at `wrap`, set at `size` in `face`; `<br>`, line ends and the tags and
    /// asterisks for bold and italic are understood, other tags are left out.
    pub(super) fn new(source: &str, wrap: f64, size: f64, face: Face) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        for paragraph in super::markup::paragraphs(source, face) {
            lines.extend(broken(&paragraph, wrap, size));
        }
        if lines.len() > MOST_LINES {
            lines.truncate(MOST_LINES - 1);
            lines.push(line(vec![("…".to_owned(), face)], size));
        }
        Self::of(lines, size)
    }

    /// A label of ordinary size, broken at the usual width.
    pub(super) fn plain(source: &str) -> Self {
        Self::new(source, WRAP, SIZE, Face::default())
    }

    /// One line of small letters or more.
    pub(super) fn small(source: &str) -> Self {
        Self::new(source, WRAP, SMALL, Face::default())
    }

    /// One line as it is, without looking for markup.
    pub(super) fn exact(text: &str, size: f64, face: Face) -> Self {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Self { size, ..Self::default() };
        }
        Self::of(vec![line(vec![(text, face)], size)], size)
    }

    /// One line as it is, cut with `…` where it is wider than `most`.
    pub(super) fn cut(text: &str, most: f64, size: f64, face: Face) -> Self {
        let label = Self::exact(text, size, face);
        if label.width <= most {
            return label;
        }
        Self::exact(&font::elide(text.trim(), most, size, face.weight()), size, face)
    }

    fn of(lines: Vec<Line>, size: f64) -> Self {
        let width = lines.iter().map(|line| line.width).fold(0.0, f64::max);
        let height = super::number(lines.len()) * size * LEADING;
        Self { lines, size, width, height }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The text without its line breaks.
    pub(super) fn text(&self) -> String {
        let lines = self.lines.iter().map(|line| line.runs.iter().map(|run| run.text.as_str()).collect::<String>());
        lines.collect::<Vec<_>>().join(" ")
    }

    /// How far the baseline of the first line lies below the top.
    pub(super) fn first_baseline(&self) -> f64 {
        // Capitals stand in the middle of their line.
        self.size * (LEADING + font::CAP_HEIGHT) / 2.0
    }

    pub(super) fn leading(&self) -> f64 {
        self.size * LEADING
    }
}

/// How wide `text` is on one line; letters of scripts that the font lacks count as squares.
pub(super) fn width(text: &str, size: f64, face: Face) -> f64 {
    let known: String = text.chars().filter(|&c| !is_square(c)).collect();
    let squares = super::number(text.chars().filter(|&c| is_square(c)).count());
    let known = if known.is_empty() { 0.0 } else { font::advance(&known, size, face.weight()) };
    // No slanted letters come with the font; a renderer leans the upright ones, whose tops reach a little further.
    let lean = if face.italic { size * 0.1 } else { 0.0 };
    known + squares * size + lean
}

/// Whether viewers set `c` in a full square: East Asian scripts and pictures.
pub(super) fn is_square(c: char) -> bool {
    matches!(u32::from(c), 0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE4F
        | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F000..=0x3FFFD | 0x2600..=0x27BF | 0x2B00..=0x2BFF)
}

fn line(parts: Vec<(String, Face)>, size: f64) -> Line {
    let runs = parts.into_iter().map(|(text, face)| Run { width: width(&text, size, face), text, face });
    let runs: Vec<Run> = runs.collect();
    let width = runs.iter().map(|run| run.width).sum();
    Line { runs, width }
}

/// A word and whether a space goes before it.
struct Word {
    text: String,
    face: Face,
    spaced: bool,
}

/// The lines of one paragraph, as many words on each as fit `wrap`.
fn broken(paragraph: &[(String, Face)], wrap: f64, size: f64) -> Vec<Line> {
    let (mut lines, mut parts, mut filled) = (Vec::new(), Vec::<(String, Face)>::new(), 0.0);
    for word in words(paragraph, wrap, size) {
        let space = if word.spaced && !parts.is_empty() { " " } else { "" };
        let wide = width(&format!("{space}{}", word.text), size, word.face);
        if filled + wide > wrap && !parts.is_empty() && (word.spaced || breaks_before(&word.text)) {
            lines.push(line(std::mem::take(&mut parts), size));
            filled = 0.0;
        }
        let space = if parts.is_empty() { "" } else { space };
        match parts.last_mut() {
            Some((text, face)) if *face == word.face => text.extend([space, &word.text]),
            Some(_) | None => parts.push((format!("{space}{}", word.text), word.face)),
        }
        filled += wide;
    }
    if !parts.is_empty() || lines.is_empty() {
        lines.push(line(parts, size));
    }
    lines
}

fn breaks_before(text: &str) -> bool {
    text.chars().next().is_some_and(is_square)
}

/// The words of a paragraph; words that are far too wide for a line come in pieces.
fn words(paragraph: &[(String, Face)], wrap: f64, size: f64) -> Vec<Word> {
    let (mut words, mut after_space) = (Vec::new(), false);
    for (text, face) in paragraph {
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let trimmed = rest.trim_start();
            after_space |= trimmed.len() < rest.len();
            let end = trimmed.find(char::is_whitespace).unwrap_or(trimmed.len());
            let (word, after) = trimmed.split_at(end);
            rest = after;
            for (index, piece) in pieces(word, wrap, size, *face).into_iter().enumerate() {
                // A break between two pieces needs no space, so that only a wide word's parts may part.
                words.push(Word { text: piece, face: *face, spaced: after_space && index == 0 });
                after_space = false;
            }
        }
    }
    words
}

/// A word as it is, or where it is far too wide cut into parts that fit; every square letter is a part of its own.
fn pieces(word: &str, wrap: f64, size: f64, face: Face) -> Vec<String> {
    if word.chars().any(is_square) {
        return squares(word);
    }
    if word.len() < 16 || width(word, size, face) <= wrap * TOO_WIDE {
        return vec![word.to_owned()].into_iter().filter(|word| !word.is_empty()).collect();
    }
    let mut parts = vec![String::new()];
    for c in word.chars() {
        let full = parts.last().is_some_and(|part| part.chars().count() >= 8 && width(part, size, face) > wrap * 0.9);
        if full {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(c);
        }
    }
    parts
}

fn squares(word: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for c in word.chars() {
        match parts.last_mut() {
            Some(last) if !is_square(c) && last.chars().next_back().is_some_and(|l| !is_square(l)) => last.push(c),
            Some(_) | None => parts.push(c.to_string()),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{Face, Label, SIZE, WRAP};

    #[test]
    fn breaks_long_labels_at_words() {
        let label = Label::plain("a label that is much too long for one line of a box in a diagram");
        assert!(label.lines.len() > 1);
        assert!(label.width <= WRAP);
        assert_eq!(label.text(), "a label that is much too long for one line of a box in a diagram");
    }

    #[test]
    fn line_breaks_and_bold_are_kept() {
        let label = Label::new("one<br/>**two** three", WRAP, SIZE, Face::default());
        assert_eq!(label.lines.len(), 2);
        assert!(label.lines.last().unwrap().runs.first().unwrap().face.bold);
    }
}
