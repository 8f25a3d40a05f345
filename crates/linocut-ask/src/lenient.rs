//! A reader of JSON that forgives.

use linocut_core::{Error, Kind, Result};
use serde_json::{Map, Number, Value};
use std::collections::BTreeSet;
use std::iter::Peekable;
use std::str::CharIndices;

/// Deepest nesting; plans have about six levels.
const DEEPEST: usize = 64;

/// A value, how many bytes it took, and what was mended.
pub(crate) struct Found {
    pub(crate) value: Value,
    pub(crate) length: usize,
    pub(crate) mended: Vec<String>,
}

/// Reads the value that `text` begins with; takes time in proportion to its length.
pub(crate) fn read(text: &str) -> Result<Found> {
    let mut reader = Reader { chars: text.char_indices().peekable(), length: text.len(), mended: BTreeSet::new() };
    let value = reader.value(0)?;
    let length = reader.at();
    Ok(Found { value, length, mended: reader.mended.into_iter().map(str::to_owned).collect() })
}

struct Reader<'a> {
    chars: Peekable<CharIndices<'a>>,
    length: usize,
    mended: BTreeSet<&'static str>,
}

impl Reader<'_> {
    fn at(&mut self) -> usize {
        self.chars.peek().map_or(self.length, |(at, _)| *at)
    }

    fn peek(&mut self) -> Option<char> {
        self.chars.peek().map(|(_, c)| *c)
    }

    fn next(&mut self) -> Option<char> {
        self.chars.next().map(|(_, c)| c)
    }

    fn mend(&mut self, what: &'static str) {
        self.mended.insert(what);
    }

    /// Skips space and comments.
    fn space(&mut self) {
        while let Some(c) = self.peek() {
            if c == '/' {
                self.next();
                match self.next() {
                    Some('/') => while self.next().is_some_and(|c| c != '\n') {},
                    Some('*') => self.block(),
                    _ => {}
                }
                self.mend("comments in JSON were left out");
            } else if c.is_whitespace() || c == '\u{feff}' {
                self.next();
            } else {
                return;
            }
        }
    }

    fn block(&mut self) {
        let mut star = false;
        while let Some(c) = self.next() {
            if star && c == '/' {
                return;
            }
            star = c == '*';
        }
    }

    fn value(&mut self, depth: usize) -> Result<Value> {
        if depth > DEEPEST {
            return Err(Error::new(Kind::Limit, format!("the JSON is nested more than {DEEPEST} levels deep")));
        }
        self.space();
        match self.peek() {
            Some('{') => self.object(depth),
            Some('[') => self.array(depth),
            Some(quote @ ('"' | '\'' | '\u{201c}')) => Ok(Value::String(self.string(quote))),
            Some(c) if c.is_ascii_digit() || matches!(c, '-' | '+' | '.') => Ok(self.number()),
            Some(c) if c.is_alphabetic() || c == '_' => Ok(self.word()),
            Some(_) | None => {
                self.mend("a missing value became null");
                Ok(Value::Null)
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value> {
        self.next();
        let mut object = Map::new();
        loop {
            self.space();
            match self.peek() {
                Some('}') => {
                    self.next();
                    return Ok(Value::Object(object));
                }
                Some(',') => drop(self.next()),
                Some(c) if matches!(c, '"' | '\'' | '\u{201c}' | '_') || c.is_alphanumeric() => {
                    let name = self.name(c);
                    self.space();
                    if self.peek() != Some(':') {
                        return Err(Error::new(Kind::Input, format!("no colon after '{}' in the JSON", short(&name))));
                    }
                    self.next();
                    let value = self.value(depth + 1)?;
                    object.insert(name, value);
                }
                // A bracket of the wrong kind ends what is open, and so does the end of the text.
                Some(']') | None => {
                    self.mend("JSON that breaks off was closed");
                    return Ok(Value::Object(object));
                }
                Some(c) => return Err(Error::new(Kind::Input, format!("'{c}' where the JSON wants a name"))),
            }
        }
    }

    fn name(&mut self, first: char) -> String {
        if matches!(first, '"' | '\'' | '\u{201c}') {
            return self.string(first);
        }
        self.mend("names without quotes were taken");
        let mut name = String::new();
        while let Some(c) = self.peek().filter(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.')) {
            name.push(c);
            self.next();
        }
        name
    }

    fn array(&mut self, depth: usize) -> Result<Value> {
        self.next();
        let mut items = Vec::new();
        loop {
            self.space();
            match self.peek() {
                Some(']') => {
                    self.next();
                    return Ok(Value::Array(items));
                }
                Some(',') => drop(self.next()),
                Some('}') | None => {
                    self.mend("JSON that breaks off was closed");
                    return Ok(Value::Array(items));
                }
                Some(':') => return Err(Error::new(Kind::Input, "a colon in a list of the JSON")),
                Some(_) => {
                    let before = self.at();
                    items.push(self.value(depth + 1)?);
                    if self.at() == before {
                        return Err(Error::new(Kind::Input, "a list of the JSON holds what is no value"));
                    }
                }
            }
        }
    }

    fn string(&mut self, quote: char) -> String {
        let end = if quote == '\u{201c}' { '\u{201d}' } else { quote };
        if quote != '"' {
            self.mend("quotes that JSON does not know were taken");
        }
        self.next();
        let mut text = String::new();
        loop {
            match self.next() {
                Some('\\') => {
                    let escaped = self.escape();
                    text.extend(escaped);
                }
                Some(c) if c == end => return text,
                Some(c) => text.push(c),
                None => {
                    self.mend("JSON that breaks off was closed");
                    return text;
                }
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        match self.next()? {
            'n' => Some('\n'),
            't' => Some('\t'),
            'r' => Some('\r'),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'u' => {
                let high = self.hex();
                if !(0xd800..0xdc00).contains(&high) {
                    return char::from_u32(high);
                }
                // The second half of a pair (RFC 8259, section 7).
                self.next();
                self.next();
                let low = self.hex();
                char::from_u32(0x10000 + ((high & 0x3ff) << 10) + (low & 0x3ff))
            }
            c => Some(c),
        }
    }

    fn hex(&mut self) -> u32 {
        let mut code = 0;
        for _ in 0..4 {
            let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) else { break };
            code = code * 16 + digit;
            self.next();
        }
        code
    }

    fn number(&mut self) -> Value {
        let mut text = String::new();
        while let Some(c) = self.peek().filter(|c| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | 'e' | 'E')) {
            text.push(c);
            self.next();
        }
        let text = text.trim_start_matches('+');
        if let Ok(whole) = text.parse::<i64>() {
            return Value::Number(whole.into());
        }
        let number = text.parse().ok().filter(|n: &f64| n.is_finite()).and_then(Number::from_f64);
        number.map_or_else(|| Value::String(text.to_owned()), Value::Number)
    }

    fn word(&mut self) -> Value {
        let mut text = String::new();
        while let Some(c) = self.peek().filter(|c| !matches!(c, ',' | '}' | ']' | ':' | '\n' | '{' | '[')) {
            text.push(c);
            self.next();
        }
        match text.trim() {
            "true" | "True" | "TRUE" => Value::Bool(true),
            "false" | "False" | "FALSE" => Value::Bool(false),
            "null" | "None" | "undefined" | "NaN" => Value::Null,
            bare => {
                self.mend("texts without quotes were taken");
                Value::String(bare.to_owned())
            }
        }
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
