//! Words, quoted strings, numbers and marks, read from left to right.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A word.
    Word,
    /// What stood in quotes.
    Quoted,
    /// What stood in backticks.
    Code,
    /// A number.
    Number,
    /// One mark.
    Mark,
}

/// A token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub(super) sort: Sort,
    /// Its text, without quotes.
    pub(super) text: String,
    /// The text in lower case for words and marks; empty for what is quoted, so that rules do not read it.
    pub(super) lower: String,
    /// The number of the clause it is in.
    pub(super) clause: usize,
    /// Whether nothing stands between the token before and this one.
    pub(super) close: bool,
    /// Its bytes in the words.
    pub(super) span: (usize, usize),
}

impl Token {
    /// Whether it is this mark.
    pub(super) fn is(&self, mark: &str) -> bool {
        self.lower == mark
    }

    /// Its number, if it is one: `12`, `1.5`, `1.2e6`, `500k`, `3M`.
    pub(super) fn number(&self) -> Option<f64> {
        match self.sort {
            Sort::Number => self.text.parse().ok(),
            Sort::Word if self.text.starts_with(|c: char| c.is_ascii_digit()) => {
                let scales = [('k', 1e3), ('K', 1e3), ('M', 1e6), ('B', 1e9)];
                let scaled = scales.iter().find_map(|(c, times)| Some((self.text.strip_suffix(*c)?, *times)));
                let (digits, times) = scaled.unwrap_or((self.text.as_str(), 1.0));
                let number: f64 = digits.parse().ok()?;
                Some(number * times).filter(|number| number.is_finite())
            }
            Sort::Word | Sort::Quoted | Sort::Code | Sort::Mark => None,
        }
    }
}

/// The tokens of words.
#[derive(Clone, Debug)]
pub(super) struct Tokens {
    /// The words.
    pub(super) words: String,
    /// Their tokens.
    pub(super) list: Vec<Token>,
}

impl Tokens {
    /// The text of every clause.
    pub(super) fn clauses(&self) -> Vec<String> {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        for token in &self.list {
            match spans.get_mut(token.clause) {
                Some(span) => span.1 = token.span.1,
                None => spans.push(token.span),
            }
        }
        spans.iter().map(|&(from, to)| self.words.get(from..to).unwrap_or_default().to_owned()).collect()
    }
}

/// Reads tokens; a full stop, a semicolon or a new line begins another clause.
pub(super) fn tokens(words: &str) -> Tokens {
    let mut list: Vec<Token> = Vec::new();
    let mut clause = 0;
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            let end = first == '\n' && list.last().is_some_and(|token| token.clause == clause);
            clause += usize::from(end);
            at += first.len_utf8();
            continue;
        }
        let before = words.get(..at).and_then(|text| text.chars().next_back());
        let (sort, text, taken) = one(rest, before);
        let close = list.last().is_some_and(|token| token.span.1 == at);
        let lower = if matches!(sort, Sort::Quoted | Sort::Code) { String::new() } else { text.to_lowercase() };
        let stop = sort == Sort::Mark && (text == ";" || text == ".");
        list.push(Token { sort, text: text.to_owned(), lower, clause, close, span: (at, at + taken) });
        clause += usize::from(stop);
        at += taken;
    }
    Tokens { words: words.to_owned(), list }
}

/// The token at the beginning of `rest`: its sort, its text and how many bytes it takes.
fn one(rest: &str, before: Option<char>) -> (Sort, &str, usize) {
    let first = rest.chars().next().unwrap_or(' ');
    if let Some((close, sort)) = opens(first)
        && before.is_none_or(|c| !c.is_alphanumeric())
        && let Some(length) = closing(rest, first, close)
    {
        let from = first.len_utf8();
        return (sort, rest.get(from..from + length).unwrap_or_default(), from + length + close.len_utf8());
    }
    if first.is_ascii_digit()
        || (matches!(first, '-' | '.') && digit_next(rest) && before.is_none_or(|c| !c.is_alphanumeric()))
    {
        let taken = number(rest);
        let word = rest.get(taken..).and_then(|r| r.chars().next()).is_some_and(|c| c.is_alphabetic() || c == '_');
        if !word {
            return (Sort::Number, rest.get(..taken).unwrap_or_default(), taken);
        }
    }
    if first.is_alphanumeric() || matches!(first, '_' | '$' | '@' | '/') {
        let taken = word(rest);
        return (Sort::Word, rest.get(..taken).unwrap_or_default(), taken);
    }
    let taken = first.len_utf8();
    (Sort::Mark, rest.get(..taken).unwrap_or_default(), taken)
}

const fn opens(first: char) -> Option<(char, Sort)> {
    match first {
        '"' => Some(('"', Sort::Quoted)),
        '\'' => Some(('\'', Sort::Quoted)),
        '\u{201c}' => Some(('\u{201d}', Sort::Quoted)),
        '\u{2018}' => Some(('\u{2019}', Sort::Quoted)),
        '`' => Some(('`', Sort::Code)),
        _ => None,
    }
}

/// The length of what stands before the closing quote: one that no letter follows, on the same line.
fn closing(rest: &str, open: char, close: char) -> Option<usize> {
    let inside = rest.get(open.len_utf8()..)?;
    let mut found = inside.char_indices().filter(|&(_, c)| c == close);
    let end = found.find(|&(at, c)| {
        let next = inside.get(at + c.len_utf8()..).and_then(|r| r.chars().next());
        next.is_none_or(|next| !next.is_alphanumeric())
    });
    let length = end?.0;
    let text = inside.get(..length)?;
    (length > 0 && !text.contains('\n')).then_some(length)
}

fn digit_next(rest: &str) -> bool {
    rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
}

/// Digits with commas between thousands and one point.
fn number(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = usize::from(!digit(0));
    while digit(at) || (bytes.get(at) == Some(&b'.') && digit(at + 1)) {
        at += 1;
    }
    at
}

/// Letters, digits and what holds words together: `e-mail`, `don't`, `api_key`, `v1.2`, `and/or`.
fn word(rest: &str) -> usize {
    let mut end = 0;
    let mut letters = rest.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let next = letters.peek().is_some_and(|(_, n)| n.is_alphanumeric());
        let joins = next
            && end > 0
            && matches!(c, '-' | '\'' | '\u{2019}' | '.' | '/' | '&' | '+' | ':')
            && (c != ':' || rest.get(at..).is_some_and(|r| r.starts_with("::")));
        if !(c.is_alphanumeric() || matches!(c, '_' | '$' | '@' | '/') || joins) {
            break;
        }
        end = at + c.len_utf8();
    }
    end.max(rest.chars().next().map_or(1, char::len_utf8))
}
