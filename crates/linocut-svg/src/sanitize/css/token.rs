//! CSS tokens: CSS Syntax Level 3, section 4, over text that is already Unicode.

use std::borrow::Cow;

/// One token, escapes decoded; comments are skipped.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Token<'a> {
    /// Whitespace.
    Space,
    /// A word.
    Ident(Cow<'a, str>),
    /// A word and an opening parenthesis.
    Function(Cow<'a, str>),
    /// `@` and a word.
    At(Cow<'a, str>),
    /// `#` and a name.
    Hash(Cow<'a, str>),
    /// A quoted string, closed or ended by the file.
    Str(Cow<'a, str>),
    /// An unquoted `url(…)`.
    Url(Cow<'a, str>),
    /// A broken string or URL.
    Bad,
    /// A number as written, and its unit; `%` for a percentage, empty for none.
    Number(&'a str, Cow<'a, str>),
    /// `(`, `[` or `{`.
    Open(char),
    /// `)`, `]` or `}`.
    Close(char),
    /// Any other character.
    Delim(char),
}

/// Splits text into tokens, each in time proportional to its length.
#[derive(Clone, Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    /// The tokens of `text`.
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, rest: text }
    }

    /// Where the next token begins, in bytes.
    pub(crate) fn offset(&self) -> usize {
        self.text.len() - self.rest.len()
    }

    /// The text between two positions.
    pub(crate) fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn skip_comments(&mut self) {
        while let Some(comment) = self.rest.strip_prefix("/*") {
            self.rest = comment.find("*/").and_then(|end| comment.get(end + 2..)).unwrap_or_default();
        }
    }

    /// A name at the start of the rest, escapes decoded.
    fn name(&mut self) -> Cow<'a, str> {
        let plain = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
        let (head, rest) = self.rest.split_at(plain);
        self.rest = rest;
        if !starts_escape(rest) {
            return Cow::Borrowed(head);
        }
        let mut name = head.to_owned();
        loop {
            if starts_escape(self.rest) {
                self.skip(1);
                name.push(self.escape());
            } else if let Some(c) = self.rest.chars().next().filter(|c| is_name(*c)) {
                name.push(c);
                self.skip(c.len_utf8());
            } else {
                return Cow::Owned(name);
            }
        }
    }

    /// The character of an escape whose backslash has been read.
    fn escape(&mut self) -> char {
        let digits = self.rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if digits == 0 {
            let c = self.rest.chars().next();
            self.skip(c.map_or(0, char::len_utf8));
            return c.unwrap_or(char::REPLACEMENT_CHARACTER);
        }
        let code = u32::from_str_radix(self.rest.get(..digits).unwrap_or_default(), 16).unwrap_or_default();
        self.skip(digits);
        if self.rest.starts_with("\r\n") {
            self.skip(2);
        } else if self.rest.starts_with(is_space) {
            self.skip(1);
        }
        char::from_u32(code).filter(|c| *c != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    fn string(&mut self, quote: char) -> Token<'a> {
        self.skip(1);
        let plain = self.rest.find([quote, '\\', '\n', '\r', '\u{c}']).unwrap_or(self.rest.len());
        let (head, rest) = self.rest.split_at(plain);
        self.rest = rest;
        if let Some(rest) = rest.strip_prefix(quote) {
            self.rest = rest;
            return Token::Str(Cow::Borrowed(head));
        }
        let mut text = head.to_owned();
        while let Some(c) = self.rest.chars().next() {
            if matches!(c, '\n' | '\r' | '\u{c}') {
                return Token::Bad;
            }
            self.skip(c.len_utf8());
            if c == quote {
                break;
            }
            if c != '\\' {
                text.push(c);
            } else if self.rest.starts_with(['\n', '\r', '\u{c}']) {
                self.skip(if self.rest.starts_with("\r\n") { 2 } else { 1 });
            } else if !self.rest.is_empty() {
                text.push(self.escape());
            }
        }
        Token::Str(Cow::Owned(text))
    }

    /// An unquoted URL after `url(`.
    fn url(&mut self) -> Token<'a> {
        self.rest = self.rest.trim_start_matches(is_space);
        let end = self.rest.find(')');
        let (inside, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest.strip_prefix(')').unwrap_or_default();
        let inside = inside.trim_end_matches(is_space);
        // An escape could name any address; none that we keep needs one.
        let broken = inside.contains(|c: char| is_space(c) || c.is_control() || matches!(c, '"' | '\'' | '(' | '\\'));
        if broken { Token::Bad } else { Token::Url(Cow::Borrowed(inside)) }
    }

    fn ident(&mut self) -> Token<'a> {
        let name = self.name();
        let Some(rest) = self.rest.strip_prefix('(') else { return Token::Ident(name) };
        self.rest = rest;
        if name.eq_ignore_ascii_case("url") && !rest.trim_start_matches(is_space).starts_with(['"', '\'']) {
            return self.url();
        }
        Token::Function(name)
    }

    fn number(&mut self, length: usize) -> Token<'a> {
        let (digits, rest) = self.rest.split_at(length);
        self.rest = rest;
        if let Some(rest) = rest.strip_prefix('%') {
            self.rest = rest;
            return Token::Number(digits, Cow::Borrowed("%"));
        }
        let unit = if starts_name(self.rest) { self.name() } else { Cow::Borrowed("") };
        Token::Number(digits, unit)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.skip_comments();
        let c = self.rest.chars().next()?;
        if is_space(c) {
            self.rest = self.rest.trim_start_matches(is_space);
            return Some(Token::Space);
        }
        if let Some(length) = number_length(self.rest) {
            return Some(self.number(length));
        }
        if starts_name(self.rest) {
            return Some(self.ident());
        }
        if matches!(c, '"' | '\'') {
            return Some(self.string(c));
        }
        self.skip(c.len_utf8());
        Some(match c {
            '#' if self.rest.starts_with(is_name) || starts_escape(self.rest) => Token::Hash(self.name()),
            '@' if starts_name(self.rest) => Token::At(self.name()),
            '(' | '[' | '{' => Token::Open(c),
            ')' | ']' | '}' => Token::Close(c),
            c => Token::Delim(c),
        })
    }
}

/// The length of the number that the text starts with.
fn number_length(text: &str) -> Option<usize> {
    crate::read::number::number_length(text.as_bytes())
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()
}

fn starts_escape(text: &str) -> bool {
    text.strip_prefix('\\').is_some_and(|rest| !rest.starts_with(['\n', '\r', '\u{c}']))
}

fn starts_name(text: &str) -> bool {
    let first = |text: &str| {
        starts_escape(text) || text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || !c.is_ascii())
    };
    first(text) || text.strip_prefix('-').is_some_and(|rest| rest.starts_with('-') || first(rest))
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown: Vec<String> = Tokens::new(text).map(|token| show(&token)).collect();
        assert_eq!(shown.join(" "), expected);
    }

    fn show(token: &Token<'_>) -> String {
        match token {
            Token::Space => "_".to_owned(),
            Token::Ident(name) => format!("i:{name}"),
            Token::Function(name) => format!("f:{name}"),
            Token::At(name) => format!("@:{name}"),
            Token::Hash(name) => format!("#:{name}"),
            Token::Str(text) => format!("s:{text}"),
            Token::Url(text) => format!("u:{text}"),
            Token::Bad => "bad".to_owned(),
            Token::Number(digits, unit) => format!("n:{digits}{unit}"),
            Token::Open(c) | Token::Close(c) | Token::Delim(c) => c.to_string(),
        }
    }

    #[test]
    fn splits_style_sheets() {
        check(".a{fill:#f00;}", ". i:a { i:fill : #:f00 ; }");
        check("a/* } */b -x --y 1.5em 2e3 50% +.5", "i:a i:b _ i:-x _ i:--y _ n:1.5em _ n:2e3 _ n:50% _ n:+.5");
        check("@import 'x'", "@:import _ s:x");
        check("<!-- -->", "< ! i:-- _ i:-- >");
    }

    #[test]
    fn decodes_escapes_in_names_and_strings() {
        check("\\75 rl(x)", "u:x");
        check("u\\52L(x)", "u:x");
        check("'a\\'b\\\nc'", "s:a'bc");
        check("\\", "i:\u{fffd}");
    }

    #[test]
    fn marks_broken_strings_and_urls() {
        check("url( a )url(a b)", "u:a bad");
        check("url(\"a\")", "f:url s:a )");
        check("'a\nb", "bad _ i:b");
        check("/*", "");
    }
}
