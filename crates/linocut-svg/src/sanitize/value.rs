//! Values of attributes and properties: a positive grammar, written back in one way.

use super::css::token::{Token, Tokens};
use super::href;
use super::known::Form;
use super::notes::Notes;
use crate::read::{number, transform};
use linocut_core::Id;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Most tokens in one value; a dash pattern or position list longer than this is not drawn by hand.
const TOKENS: usize = 65_536;
/// Longest word, string or free text, in bytes.
const WORDS: usize = 4096;
/// Largest value where cost grows with it: octaves of noise, sides of a convolution. More cannot be seen.
const SMALL: f64 = 16.0;

/// Why a value is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It would load something, or run something.
    External,
    /// It is not in the grammar.
    Form,
}

impl Why {
    /// Warns that a value of `name` was dropped.
    pub(crate) fn note(self, name: &str, notes: &mut Notes) {
        notes.add(match self {
            Self::External => format!("dropped an external reference in {name}"),
            Self::Form => format!("dropped a value of {name} that cannot be read"),
        });
    }
}

/// The ids of a file: what each is called in the result.
#[derive(Debug, Default)]
pub(crate) struct Names {
    safe: HashMap<String, String>,
}

impl Names {
    /// Gives every id of `found`, in order, a safe and unique name; safe ones keep theirs.
    pub(crate) fn new(found: &[&str]) -> Self {
        let mut taken: HashSet<String> = found.iter().filter_map(|id| Id::new(id)).map(|id| id.to_string()).collect();
        let mut safe = HashMap::new();
        let mut next: HashMap<String, usize> = HashMap::new();
        for id in found {
            if Id::new(id).is_some() || safe.contains_key(*id) {
                continue;
            }
            let base = mended(id);
            let mut name = base.clone();
            let count = next.entry(base.clone()).or_insert(1);
            while !taken.insert(name.clone()) {
                *count += 1;
                name = format!("{base}-{count}");
            }
            safe.insert((*id).to_owned(), name);
        }
        Self { safe }
    }

    /// The safe name of an id; `None` for an unsafe name that no element has.
    pub(crate) fn get<'a>(&'a self, id: &'a str) -> Option<&'a str> {
        self.safe.get(id).map(String::as_str).or_else(|| Id::new(id).map(|_| id))
    }
}

fn mended(id: &str) -> String {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let tail: String = id.chars().map(|c| if fits(c) { c } else { '_' }).take(100).collect();
    if tail.starts_with(|c: char| c.is_alphabetic() || c == '_') { tail } else { format!("_{tail}") }
}

/// The canonical form of `text`, if it is of that form.
pub(crate) fn check(form: Form, text: &str, names: &Names) -> Result<String, Why> {
    let text = text.trim();
    match form {
        Form::Value => tokens(text, Besides::Nothing),
        Form::Number if Tokens::new(text).all(|token| is_measure(&token)) => tokens(text, Besides::Nothing),
        Form::Family => tokens(text, Besides::Strings),
        Form::Reference => tokens(text, Besides::Links(names)),
        Form::List => number::list(text).map(|_| text.to_owned()).ok_or(Why::Form),
        Form::Transform => transform::canonical(text).ok_or(Why::Form),
        Form::Name => {
            let fits = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':' | ' ');
            (text.len() <= WORDS && text.chars().all(fits)).then(|| text.to_owned()).ok_or(Why::Form)
        }
        Form::Text => Ok(free_text(text)),
        Form::Small => small(text).ok_or(Why::Form),
        Form::Href => href::check(text, names),
        Form::Id => names.get(text).map(str::to_owned).ok_or(Why::Form),
        // Path data is counted while it is read, and the others are never written.
        Form::Number | Form::Path | Form::Class | Form::Style | Form::Extensions => Err(Why::Form),
    }
}

fn is_measure(token: &Token<'_>) -> bool {
    let places = ["auto", "bottom", "center", "left", "none", "right", "top"];
    matches!(token, Token::Ident(word) if places.contains(&&**word))
        || matches!(token, Token::Space | Token::Number(..) | Token::Delim(','))
}

fn free_text(text: &str) -> String {
    let clean: String = text.chars().filter(|c| !c.is_control()).collect();
    let end = clean.floor_char_boundary(WORDS);
    clean.get(..end).unwrap_or_default().trim().to_owned()
}

fn small(text: &str) -> Option<String> {
    let values = number::list(text)?;
    let bounded: Vec<String> = values.iter().map(|value| value.min(SMALL).to_string()).collect();
    Some(bounded.join(" "))
}

/// What a value may have besides words, numbers, colors and harmless functions.
#[derive(Clone, Copy)]
enum Besides<'a> {
    Nothing,
    /// Quoted names.
    Strings,
    /// `url(#id)`.
    Links(&'a Names),
}

/// Checks every token and writes them back, one space between them, without comments and escapes.
fn tokens(text: &str, besides: Besides<'_>) -> Result<String, Why> {
    let mut out = String::with_capacity(text.len());
    let mut nested = 0_usize;
    let mut tokens = Tokens::new(text);
    for _ in 0..TOKENS {
        let Some(token) = tokens.next() else {
            return if nested == 0 && !out.is_empty() { Ok(out) } else { Err(Why::Form) };
        };
        if token == Token::Space {
            continue;
        }
        if !out.is_empty() && !out.ends_with(['(', ',', '/']) && !closes(&token) {
            out.push(' ');
        }
        let Token::Function(name) = &token else {
            write(&token, besides, &mut nested, &mut out)?;
            continue;
        };
        if name.eq_ignore_ascii_case("url") {
            let mut inside = tokens.by_ref().filter(|token| *token != Token::Space);
            let (Some(Token::Str(target)), Some(Token::Close(')'))) = (inside.next(), inside.next()) else {
                return Err(Why::External);
            };
            url(&target, besides, &mut out)?;
        } else if name.eq_ignore_ascii_case("icc-color") && nested == 0 {
            // A printer's color after the screen's: the screen's stands.
            return if out.is_empty() { Err(Why::Form) } else { Ok(out.trim_end().to_owned()) };
        } else {
            write(&token, besides, &mut nested, &mut out)?;
        }
    }
    Err(Why::Form)
}

fn closes(token: &Token<'_>) -> bool {
    matches!(token, Token::Close(')') | Token::Delim(',' | '/'))
}

fn write(token: &Token<'_>, besides: Besides<'_>, nested: &mut usize, out: &mut String) -> Result<(), Why> {
    match token {
        Token::Ident(name) => {
            // Without its escapes it must still be one word.
            let mut again = Tokens::new(name);
            if again.next().as_ref() != Some(token) || again.next().is_some() {
                return Err(Why::Form);
            }
            word(name, out)?;
        }
        Token::Hash(name) => {
            out.push('#');
            word(name, out)?;
        }
        Token::Number(digits, unit) => {
            let Some((_, "")) = number::number(digits) else { return Err(Why::Form) };
            out.push_str(digits);
            if unit == "%" {
                out.push('%');
            } else if matches!(unit, Cow::Borrowed(_)) {
                word_or_nothing(unit, out)?;
            } else {
                // An escaped unit could read as part of the number.
                return Err(Why::Form);
            }
        }
        Token::Str(text) if matches!(besides, Besides::Strings) => string(text, out)?,
        Token::Function(name) => {
            let lower = name.to_ascii_lowercase();
            if !FUNCTIONS.contains(&lower.as_str()) {
                let loads = ["url", "src", "image"].iter().any(|word| lower.contains(word));
                return Err(if loads { Why::External } else { Why::Form });
            }
            out.push_str(name);
            out.push('(');
            *nested += 1;
        }
        Token::Close(')') if *nested > 0 => {
            out.push(')');
            *nested -= 1;
        }
        Token::Delim(',') => out.push(','),
        // Before an alpha value.
        Token::Delim('/') if *nested > 0 && !out.ends_with('/') => out.push('/'),
        Token::Url(target) => url(target, besides, out)?,
        Token::Bad => return Err(Why::External),
        Token::Space | Token::Str(_) | Token::At(_) | Token::Open(_) | Token::Close(_) | Token::Delim(_) => {
            return Err(Why::Form);
        }
    }
    Ok(())
}

/// The functions that compute from their arguments alone.
const FUNCTIONS: &[&str] = &[
    "rgb",
    "rgba",
    "hsl",
    "hsla",
    "hwb",
    "lab",
    "lch",
    "oklab",
    "oklch",
    "color",
    "blur",
    "brightness",
    "contrast",
    "drop-shadow",
    "grayscale",
    "hue-rotate",
    "invert",
    "opacity",
    "saturate",
    "sepia",
    "circle",
    "ellipse",
    "inset",
    "polygon",
];

/// A name that needs no escapes.
fn word(name: &str, out: &mut String) -> Result<(), Why> {
    if name.is_empty() || name.len() > WORDS || !name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
        return Err(Why::Form);
    }
    out.push_str(name);
    Ok(())
}

fn word_or_nothing(name: &str, out: &mut String) -> Result<(), Why> {
    if name.is_empty() { Ok(()) } else { word(name, out) }
}

/// The name of a font family; apostrophes inside are left out, so that the result needs no escapes.
fn string(text: &str, out: &mut String) -> Result<(), Why> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | '&' | '+' | '\'');
    if text.len() > WORDS || !text.chars().all(fits) {
        return Err(Why::Form);
    }
    out.push('\'');
    out.extend(text.chars().filter(|c| *c != '\''));
    out.push('\'');
    Ok(())
}

fn url(target: &str, besides: Besides<'_>, out: &mut String) -> Result<(), Why> {
    let (Besides::Links(names), Some(id)) = (besides, target.trim().strip_prefix('#')) else {
        return Err(Why::External);
    };
    let safe = names.get(id).ok_or(Why::Form)?;
    out.push_str("url(#");
    out.push_str(safe);
    out.push(')');
    Ok(())
}
