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
    /// One mark, or an arrow of several.
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

    /// Whether it is an arrow: `->`, `-->`, `1--*` without its counts, `→`.
    pub(super) fn is_arrow(&self) -> bool {
        self.sort == Sort::Mark && (self.text.chars().count() > 1 || ARROWS.contains(&self.text.as_str()))
    }

    /// Whether a clause may end with it.
    pub(super) fn ends_clause(&self) -> bool {
        self.is_arrow() || matches!(self.lower.as_str(), "," | ";" | "." | "then")
    }

    /// Its number, if it is one: `12`, `1.5`, `1.2e6`, `500k`, `3M`.
    pub(super) fn number(&self) -> Option<f64> {
        match self.sort {
            Sort::Number => self.text.replace(',', "").parse().ok(),
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

/// Arrows of one letter.
const ARROWS: [&str; 6] = ["\u{2192}", "\u{21d2}", "\u{27f6}", "\u{279c}", "\u{2194}", "\u{2190}"];

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
    let mut bullets = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else { break };
        if first.is_whitespace() {
            let end = first == '\n' && list.last().is_some_and(|token| token.clause == clause);
            clause += usize::from(end);
            at += first.len_utf8();
            continue;
        }
        let before = words.get(..at).and_then(|text| text.chars().next_back());
        let begins = list.last().is_none_or(|token| token.clause != clause || token.is(":"));
        if let Some((number, taken)) = bullet(rest).filter(|_| before.is_none_or(char::is_whitespace))
            && (begins || bullets > 0)
            && number == bullets + 1
        {
            clause += usize::from(list.last().is_some_and(|token| token.clause == clause));
            bullets = number;
            at += taken;
            continue;
        }
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

/// The number of `1. ` or `2) ` at the beginning of `rest`, and its bytes.
fn bullet(rest: &str) -> Option<(usize, usize)> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mark = rest.get(digits..)?.strip_prefix(['.', ')'])?;
    (digits < 4 && mark.starts_with(char::is_whitespace)).then_some(())?;
    Some((rest.get(..digits)?.parse().ok()?, digits + 1))
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
    if let Some(taken) = arrow(rest, before) {
        return (Sort::Mark, rest.get(..taken).unwrap_or_default(), taken);
    }
    if first.is_ascii_digit()
        || (matches!(first, '-' | '.') && digit_next(rest) && before.is_none_or(|c| !c.is_alphanumeric()))
    {
        let taken = number(rest, before);
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

/// How many bytes the arrow at the beginning of `rest` has: a line with a head, a foot or a mark at one of its ends, or a
/// line alone with space on both sides, so that neither `--release` nor `well--known` is one.
fn arrow(rest: &str, before: Option<char>) -> Option<usize> {
    let begins = |from: usize, ends: &[&'static str]| {
        let found = ends.iter().find(|end| rest.get(from..).is_some_and(|rest| rest.starts_with(**end)));
        found.copied().unwrap_or_default()
    };
    let left = begins(0, &["<|", "<", "||", "|o", "}o", "}|", "*", "o"]);
    let line = rest.get(left.len()..)?.bytes().take_while(|b| matches!(b, b'-' | b'=' | b'.')).count();
    let body = rest.get(left.len()..left.len() + line)?;
    let right = begins(left.len() + line, &[">>", ">", "|>", "|{", "o{", "||", "o|", "*", "o", "x"]);
    let taken = left.len() + line + right.len();
    let next = rest.get(taken..)?.chars().next();
    let apart = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let double = body.len() > 1 && body != "==";
    let headed = left.starts_with('<') && double || left == "<" && body == "-" || right.ends_with('>');
    let footed = matches!(left, "||" | "|o" | "}o" | "}|") && matches!(right, "|{" | "o{" | "||" | "o|") && double;
    let letter = matches!(left, "o") && !apart(before) || matches!(right, "o" | "x") && !apart(next);
    let marked =
        double && !letter && body.contains("--") && (matches!(left, "*" | "o") || matches!(right, "*" | "o" | "x"));
    let bare = left.is_empty() && right.is_empty() && apart(before) && apart(next);
    let line = bare && double && (body.contains("--") || body.contains("==") || body.contains("-."));
    (headed && body != "." || footed || marked || line).then_some(taken)
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
    let mut found = inside.char_indices().take_while(|(at, _)| *at < LONGEST_QUOTE).filter(|&(_, c)| c == close);
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

/// Digits with commas between thousands and one point; `100,200,300` is three numbers.
fn number(rest: &str, before: Option<char>) -> usize {
    let bytes = rest.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let sign = usize::from(!digit(0));
    let first = bytes.iter().skip(sign).take_while(|b| b.is_ascii_digit()).count();
    let group = |at: usize| bytes.get(at) == Some(&b',') && (at + 1..at + 4).all(digit) && !digit(at + 4);
    let groups = (0..8).map(|n| sign + first + 4 * n).take_while(|at| group(*at)).count();
    let thousands = before != Some(',')
        && (1..=3).contains(&first)
        && bytes.get(sign) != Some(&b'0')
        && (groups == 1 || groups > 1 && first < 3);
    let mut at = sign + if thousands { first + 4 * groups } else { 0 };
    while digit(at) || (bytes.get(at) == Some(&b'.') && digit(at + 1)) {
        at += 1;
    }
    at
}

/// Longest generic that is looked for, in letters.
const LONGEST_GENERIC: usize = 80;
/// Longest text in quotes, in bytes: no label may be longer, and one that is not closed is not looked for over pages.
const LONGEST_QUOTE: usize = 2_000;

/// How many bytes `<String>` or `<K, V>` right behind a word has.
fn generic(rest: &str) -> usize {
    let Some(inside) = rest.strip_prefix('<') else { return 0 };
    let mut depth = 1_usize;
    let mut before = '<';
    for (at, c) in inside.char_indices().take(LONGEST_GENERIC) {
        depth += usize::from(c == '<');
        depth -= usize::from(c == '>');
        let fits =
            c.is_alphanumeric() || matches!(c, '_' | ',' | '<' | '>' | '[' | ']' | '?') || (c == ' ' && before == ',');
        if !fits {
            return 0;
        }
        if depth == 0 {
            return if before == '<' { 0 } else { at + 2 };
        }
        before = c;
    }
    0
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
    end += rest.get(end..).map_or(0, generic);
    end.max(rest.chars().next().map_or(1, char::len_utf8))
}
