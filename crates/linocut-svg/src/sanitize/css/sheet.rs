//! Style sheets and declarations: CSS Syntax Level 3, section 5, as far as SVG goes.

use super::select::{Selector, selectors};
use super::token::{Token, Tokens};
use crate::font::FAMILY;
use crate::limits::{Limits, exceeded};
use crate::sanitize::known::{self, Known};
use crate::sanitize::notes::{Notes, shown};
use crate::sanitize::value::{self, Names};
use linocut_core::Result;

/// A checked value for a known property.
#[derive(Clone, Debug)]
pub(crate) struct Declaration {
    /// The property, which may also be an attribute.
    pub(crate) known: Known,
    /// Its canonical value.
    pub(crate) value: String,
    /// Whether it says `!important`.
    pub(crate) important: bool,
}

/// One selector and what it declares.
#[derive(Debug)]
pub(crate) struct Rule {
    /// What it applies to.
    pub(crate) selector: Selector,
    /// Index into [`Sheet::blocks`].
    pub(crate) block: usize,
}

/// All rules of a file, in order.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// The rules; several may share a block.
    pub(crate) rules: Vec<Rule>,
    /// The declarations of each pair of braces.
    pub(crate) blocks: Vec<Vec<Declaration>>,
    /// Whether it brings the font that comes with Linocut.
    pub(crate) brings_font: bool,
}

/// Reads a style sheet; what is unsafe, unknown or broken is left out.
///
/// # Errors
/// [`linocut_core::Kind::Limit`] when there are more selectors than elements are allowed.
pub(crate) fn parse(text: &str, names: &Names, limits: &Limits, notes: &mut Notes) -> Result<Sheet> {
    let mut sheet = Sheet::default();
    let mut tokens = Tokens::new(text);
    loop {
        let from = tokens.offset();
        let Some(token) = tokens.next() else { return Ok(sheet) };
        if let Token::At(name) = token {
            at_rule(&name, &mut tokens, notes, &mut sheet.brings_font);
            continue;
        }
        // Braces that close a medium we entered, and the SGML comment marks around old style sheets.
        let between = matches!(&token, Token::Space | Token::Close(_) | Token::Delim('<' | '!' | '>' | ';'));
        if between || matches!(&token, Token::Ident(name) if name == "--") {
            continue;
        }
        let Some(to) = prelude(token, &mut tokens) else { return Ok(sheet) };
        let prelude = tokens.slice(from, to);
        let index = sheet.blocks.len();
        sheet.blocks.push(Block { list: Vec::new(), names, notes: &mut *notes }.read(&mut tokens));
        let rules = selectors(prelude).map(|selector| Rule { selector, block: index });
        sheet.rules.extend(rules.take(limits.elements + 1));
        if sheet.rules.len() > limits.elements || sheet.blocks.len() > limits.elements {
            return Err(exceeded("too many CSS selectors", "elements", limits.elements));
        }
    }
}

/// Reads the declarations of a `style` attribute.
pub(crate) fn declarations(text: &str, names: &Names, notes: &mut Notes) -> Vec<Declaration> {
    Block { list: Vec::new(), names, notes }.read(&mut Tokens::new(text))
}

/// Reads on past the opening brace; gives where it stands.
fn prelude(first: Token<'_>, tokens: &mut Tokens<'_>) -> Option<usize> {
    let mut token = Some(first);
    let mut at = tokens.offset();
    loop {
        if token? == Token::Open('{') {
            return Some(at.saturating_sub(1));
        }
        token = tokens.next();
        at = tokens.offset();
    }
}

/// Skips an at-rule, or enters it when it is a medium that always applies; `brings_font` is set by our own font.
fn at_rule(name: &str, tokens: &mut Tokens<'_>, notes: &mut Notes, brings_font: &mut bool) {
    let from = tokens.offset();
    let mut always = name.eq_ignore_ascii_case("media");
    let mut nested = 0_usize;
    for token in tokens.by_ref() {
        if token == Token::Open('{') && nested == 0 && always {
            return;
        }
        if token == Token::Delim(';') && nested == 0 || token == Token::Close('}') && nested <= 1 {
            break;
        }
        nest(&token, &mut nested);
        let fits = |token: &Token<'_>| matches!(token, Token::Ident(word) if matches!(&**word, "all" | "screen"));
        always &= token == Token::Space || fits(&token);
    }
    let ours = name.eq_ignore_ascii_case("font-face") && tokens.slice(from, tokens.offset()).contains(FAMILY);
    *brings_font |= ours;
    if !ours && !matches!(name, "charset" | "namespace") {
        notes.add(format!("dropped the CSS rule @{}", shown(name)));
    }
}

fn nest(token: &Token<'_>, nested: &mut usize) {
    if matches!(token, Token::Open(_) | Token::Function(_)) {
        *nested += 1;
    } else if matches!(token, Token::Close(_)) {
        *nested = nested.saturating_sub(1);
    }
}

/// The text after the colon of a declaration, whether it is important, and whether its block ended with it.
fn value_of<'a>(tokens: &mut Tokens<'a>) -> (Option<&'a str>, bool, bool) {
    let mut from = None;
    let mut bang = None;
    let mut important = false;
    let mut nested = 0_usize;
    loop {
        let at = tokens.offset();
        let token = tokens.next();
        let outside = nested == 0;
        let closed = token.is_none() || outside && token == Some(Token::Close('}'));
        if closed || outside && token == Some(Token::Delim(';')) {
            let value = from.map(|from| tokens.slice(from, bang.unwrap_or(at)));
            return (value, important, closed);
        }
        let Some(token) = token else { continue };
        nest(&token, &mut nested);
        if token == Token::Delim(':') && from.is_none() {
            from = Some(tokens.offset());
        } else if token == Token::Delim('!') && outside {
            bang = Some(at);
        } else if let Token::Ident(word) = token {
            important |= bang.is_some() && word.eq_ignore_ascii_case("important");
        }
    }
}

/// A block of declarations being read.
struct Block<'a> {
    list: Vec<Declaration>,
    names: &'a Names,
    notes: &'a mut Notes,
}

impl Block<'_> {
    /// Reads up to the closing brace or the end.
    fn read(mut self, tokens: &mut Tokens<'_>) -> Vec<Declaration> {
        while let Some(token) = tokens.next() {
            if matches!(token, Token::Space | Token::Delim(';')) {
                continue;
            }
            if token == Token::Close('}') {
                break;
            }
            let (value, important, closed) = value_of(tokens);
            if let (Token::Ident(name), Some(value)) = (token, value) {
                self.declare(&name, value, important);
            }
            if closed {
                break;
            }
        }
        self.list
    }

    /// Adds a declaration, shorthands as what they stand for.
    fn declare(&mut self, name: &str, value: &str, important: bool) {
        if name.eq_ignore_ascii_case("marker") {
            for name in ["marker-start", "marker-mid", "marker-end"] {
                self.add(name, value, important);
            }
        } else if name.eq_ignore_ascii_case("font") {
            for (name, value) in font(value).unwrap_or_default() {
                self.add(name, &value, important);
            }
        } else {
            self.add(name, value, important);
        }
    }

    fn add(&mut self, name: &str, value: &str, important: bool) {
        let Some(known) = known::property(name) else { return };
        match value::check(known.form, value, self.names) {
            Ok(value) => {
                // The last declaration of a property counts; so a block stays as short as the list of properties.
                self.list.retain(|earlier| earlier.known.name != known.name || earlier.important != important);
                self.list.push(Declaration { known, value, important });
            }
            Err(why) => why.note(known.name, self.notes),
        }
    }
}

/// The parts of the `font` shorthand: style, variant, weight and stretch in any order, size, families.
fn font(value: &str) -> Option<Vec<(&'static str, String)>> {
    let mut parts = vec![
        ("font-style", "normal".to_owned()),
        ("font-variant", "normal".to_owned()),
        ("font-weight", "normal".to_owned()),
        ("font-stretch", "normal".to_owned()),
    ];
    let mut words = value.split_whitespace();
    for word in words.by_ref() {
        let lower = word.to_ascii_lowercase();
        let name = match lower.as_str() {
            "normal" => continue,
            "italic" | "oblique" => "font-style",
            "small-caps" => "font-variant",
            "bold" | "bolder" | "lighter" => "font-weight",
            _ if lower.ends_with("condensed") || lower.ends_with("expanded") => "font-stretch",
            _ if lower.len() <= 4 && lower.bytes().all(|b| b.is_ascii_digit()) => "font-weight",
            _ => {
                let size = lower.split('/').next().unwrap_or_default().to_owned();
                let mut families = words.skip_while(|word| word.starts_with('/')).collect::<Vec<_>>().join(" ");
                families.truncate(families.floor_char_boundary(1024));
                parts.extend([("font-size", size), ("font-family", families)]);
                return Some(parts);
            }
        };
        for (_, value) in parts.iter_mut().filter(|(n, _)| *n == name) {
            value.clone_from(&lower);
        }
    }
    None
}
