//! Words read from left to right.

use crate::Ink;

/// Most words of the name of a color: `light golden rod yellow`.
const COLOR_WORDS: usize = 4;

/// A word and where it stands.
pub(super) struct Token {
    /// In lower case, without the punctuation around it.
    word: String,
    /// Its bytes in the text.
    from: usize,
    to: usize,
}

/// The words of a text; commas are words of their own.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut push = |from: usize, to: usize| {
        let word = text.get(from..to).unwrap_or_default();
        let start = from + word.len() - word.trim_start_matches(['\'', '"', '(']).len();
        let word = word.trim_matches(['\'', '"', '(', ')', '!', '.']);
        if !word.is_empty() {
            found.push(Token { word: word.to_lowercase(), from: start, to: start + word.len() });
        }
    };
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() || matches!(c, ',' | ';') {
            push(from, at);
            from = at + c.len_utf8();
            if !c.is_whitespace() {
                push(at, from);
            }
        }
    }
    push(from, text.len());
    found
}

/// A number and what it counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Quantity {
    /// A bare number, or one of pixels or units.
    Plain(f64),
    /// A share; `10%` is 0.1.
    Share(f64),
    /// A factor: `2x`.
    Times(f64),
}

/// A place between words.
#[derive(Clone)]
pub(super) struct Cursor<'a> {
    tokens: &'a [Token],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(tokens: &'a [Token]) -> Self {
        Self { tokens, at: 0 }
    }

    pub(super) fn is_done(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// The next word; empty at the end.
    pub(super) fn word(&self) -> &'a str {
        self.tokens.get(self.at).map_or("", |token| &token.word)
    }

    pub(super) fn is_at(&self, word: &str) -> bool {
        self.word() == word
    }

    /// Whether an edit ends here.
    pub(super) fn is_at_end(&self) -> bool {
        matches!(self.word(), "" | "," | ";" | "and" | "then" | "also" | "&" | "please" | "now")
    }

    pub(super) fn next(&mut self) {
        self.at += 1;
    }

    /// Steps over what stands between edits; says whether there was anything.
    pub(super) fn skip_connectors(&mut self) -> bool {
        let before = self.at;
        while matches!(self.word(), "," | ";" | "and" | "then" | "also" | "&" | "please" | "now" | "but") {
            self.next();
        }
        self.at > before
    }

    /// Steps over what is said out of courtesy before an edit.
    pub(super) fn skip_courtesy(&mut self) {
        self.eat("can|could|would|will you");
        let _ = self.eat("i want|need to?") || self.eat("i'd|i would? like to?") || self.eat("let's|lets");
        self.eat("please");
    }

    /// The text from here to the end of the edit.
    pub(super) fn rest<'t>(&self, text: &'t str) -> &'t str {
        let mut end = self.clone();
        end.next();
        while !end.is_at_end() {
            end.next();
        }
        let from = self.tokens.get(self.at).map(|token| token.from);
        let to = self.tokens.get(end.at.saturating_sub(1)).or(self.tokens.last()).map(|token| token.to);
        from.zip(to).and_then(|(from, to)| text.get(from..to)).unwrap_or_default()
    }

    /// Takes what `read` gives; a `None` leaves the place as it was.
    pub(super) fn attempt<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.at;
        let found = read(self);
        if found.is_none() {
            self.at = before;
        }
        found
    }

    /// Takes a phrase if it stands here; `|` parts words that may stand for each other, `?` ends one that may be missing.
    pub(super) fn eat(&mut self, phrase: &str) -> bool {
        self.attempt(|cursor| {
            for part in phrase.split(' ') {
                let (words, optional) = part.strip_suffix('?').map_or((part, false), |words| (words, true));
                if words.split('|').any(|word| cursor.is_at(word)) {
                    cursor.next();
                } else if !optional {
                    return None;
                }
            }
            Some(())
        })
        .is_some()
    }

    /// Takes a phrase or gives up: `eat` for use with `?`.
    pub(super) fn need(&mut self, phrase: &str) -> Option<()> {
        self.eat(phrase).then_some(())
    }

    /// The value of the first phrase that stands here.
    pub(super) fn choose<T: Clone>(&mut self, table: &[(&str, T)]) -> Option<T> {
        table.iter().find(|(phrase, _)| self.eat(phrase)).map(|(_, value)| value.clone())
    }

    /// A color, of as many words as make one.
    pub(super) fn ink(&mut self) -> Option<Ink> {
        (1..=COLOR_WORDS).rev().find_map(|count| {
            let words = self.tokens.get(self.at..self.at + count)?;
            let joined: Vec<&str> = words.iter().map(|token| token.word.as_str()).collect();
            let joined = joined.join(" ");
            let ink = match joined.as_str() {
                "current color" | "the text color" => Some(Ink::Current),
                _ => Ink::parse(&joined).ok(),
            };
            self.at += ink.map_or(0, |_| count);
            ink
        })
    }

    /// A number with its unit, which may be a word of its own.
    pub(super) fn quantity(&mut self) -> Option<Quantity> {
        let word = self.word();
        let split = word.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+')).unwrap_or(word.len());
        let (digits, unit) = word.split_at_checked(split)?;
        let value: f64 = digits.parse().ok().filter(|value: &f64| value.is_finite())?;
        let quantity = match unit {
            "" | "px" | "u" | "unit" | "units" | "°" | "deg" => Quantity::Plain(value),
            "%" => Quantity::Share(value / 100.0),
            "x" | "×" => Quantity::Times(value),
            _ => return None,
        };
        self.next();
        Some(match quantity {
            Quantity::Plain(value) if self.eat("percent|%") => Quantity::Share(value / 100.0),
            Quantity::Plain(value) if self.eat("times") => Quantity::Times(value),
            quantity @ (Quantity::Plain(_) | Quantity::Share(_) | Quantity::Times(_)) => {
                self.eat("px|pixel|pixels|unit|units");
                quantity
            }
        })
    }

    /// A bare number, or one of pixels or units.
    pub(super) fn plain(&mut self) -> Option<f64> {
        self.attempt(|cursor| match cursor.quantity() {
            Some(Quantity::Plain(value)) => Some(value),
            Some(Quantity::Share(_) | Quantity::Times(_)) | None => None,
        })
    }

    /// The words from here to the end of the edit or to one of `stops`, at least one; articles are left out.
    pub(super) fn name(&mut self, stops: &[&str]) -> Option<String> {
        let mut words = Vec::new();
        while !self.is_at_end() && !stops.contains(&self.word()) {
            if !matches!(self.word(), "the" | "a" | "an" | "all" | "of" | "its") {
                words.push(self.word());
            }
            self.next();
        }
        (!words.is_empty()).then(|| words.join(" "))
    }
}

impl Cursor<'_> {
    /// Whether an edit ends here, or "with a badge" follows.
    pub(super) fn is_at_end_or_with(&self) -> bool {
        self.is_at_end() || self.is_at("with")
    }
}
