//! Selectors: Selectors Level 3 without the pseudo-classes that need a viewer.

use super::token::{Token, Tokens};
use crate::sanitize::tree::Element;

/// Most compounds in one selector; more are not written by hand, and matching costs grow with them.
const COMPOUNDS: usize = 16;

/// One selector: compounds from the right to the left.
#[derive(Clone, Debug)]
pub(crate) struct Selector {
    /// The compound for the element itself first, each with how it hangs on the next.
    pub(crate) compounds: Vec<(Compound, Combinator)>,
    /// Ids; classes, attributes and pseudo-classes; names.
    pub(crate) specificity: (usize, usize, usize),
}

/// Conditions on one element.
#[derive(Clone, Debug, Default)]
pub(crate) struct Compound {
    /// Its name, if it matters.
    pub(crate) tag: Option<String>,
    /// Ids it must have.
    pub(crate) ids: Vec<String>,
    /// Classes it must have.
    pub(crate) classes: Vec<String>,
    /// Attributes it must have, and their values.
    pub(crate) attributes: Vec<(String, Option<(char, String)>)>,
    /// Whether it must be the first element of its parent.
    pub(crate) first: bool,
}

/// How a compound hangs on the one to its left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Combinator {
    /// There is none to its left.
    None,
    /// Anywhere inside it.
    Inside,
    /// Directly inside it.
    Child,
    /// Directly after it.
    Next,
    /// Somewhere after it.
    After,
}

/// The selectors of a rule; those that are broken, or never match a still picture, are left out.
pub(crate) fn selectors(prelude: &str) -> impl Iterator<Item = Selector> {
    let mut tokens = Tokens::new(prelude);
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let mut list: Vec<Token<'_>> = Vec::new();
        done = true;
        for token in tokens.by_ref() {
            if token == Token::Delim(',') {
                done = false;
                break;
            }
            if list.len() < 64 {
                list.push(token);
            } else {
                list.clear();
            }
        }
        Some(selector(&list))
    })
    .flatten()
}

fn selector(tokens: &[Token<'_>]) -> Option<Selector> {
    let mut found: Vec<(Compound, Combinator)> = Vec::new();
    let mut specificity = (0, 0, 0);
    let mut rest = trim(tokens);
    let mut combinator = Combinator::None;
    while !rest.is_empty() {
        let (compound, tail) = compound(rest, &mut specificity)?;
        found.push((compound, combinator));
        (combinator, rest) = hang(tail)?;
    }
    (combinator == Combinator::None && !found.is_empty() && found.len() <= COMPOUNDS).then(|| {
        found.reverse();
        Selector { compounds: found, specificity }
    })
}

fn trim<'t, 'a>(mut tokens: &'t [Token<'a>]) -> &'t [Token<'a>] {
    while let [Token::Space, rest @ ..] = tokens {
        tokens = rest;
    }
    while let [rest @ .., Token::Space] = tokens {
        tokens = rest;
    }
    tokens
}

/// The combinator before the next compound.
fn hang<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<(Combinator, &'t [Token<'a>])> {
    let inner = trim(tokens);
    let explicit = match inner.first() {
        None => return Some((Combinator::None, inner)),
        Some(Token::Delim('>')) => Combinator::Child,
        Some(Token::Delim('+')) => Combinator::Next,
        Some(Token::Delim('~')) => Combinator::After,
        Some(_) if tokens.first() == Some(&Token::Space) => return Some((Combinator::Inside, inner)),
        Some(_) => return None,
    };
    let rest = trim(inner.get(1..)?);
    (!rest.is_empty()).then_some((explicit, rest))
}

fn compound<'t, 'a>(
    tokens: &'t [Token<'a>],
    specificity: &mut (usize, usize, usize),
) -> Option<(Compound, &'t [Token<'a>])> {
    let mut compound = Compound::default();
    let mut rest = match tokens {
        [Token::Ident(name), rest @ ..] => {
            compound.tag = Some(name.clone().into_owned());
            specificity.2 += 1;
            rest
        }
        [Token::Delim('*'), rest @ ..] => rest,
        _ => tokens,
    };
    let mut any = rest.len() < tokens.len();
    loop {
        rest = match rest {
            [Token::Hash(id), rest @ ..] => {
                compound.ids.push(id.clone().into_owned());
                specificity.0 += 1;
                rest
            }
            [Token::Delim('.'), Token::Ident(class), rest @ ..] => {
                compound.classes.push(class.clone().into_owned());
                specificity.1 += 1;
                rest
            }
            [Token::Delim(':'), Token::Ident(name), rest @ ..] if name.eq_ignore_ascii_case("first-child") => {
                compound.first = true;
                specificity.1 += 1;
                rest
            }
            [Token::Delim(':'), Token::Ident(name), rest @ ..] if name.eq_ignore_ascii_case("root") => {
                compound.tag = Some("svg".to_owned());
                specificity.1 += 1;
                rest
            }
            [Token::Open('['), rest @ ..] => {
                specificity.1 += 1;
                attribute(rest, &mut compound)?
            }
            _ => return any.then_some((compound, rest)),
        };
        any = true;
    }
}

/// `name]`, `name=value]` and so on.
fn attribute<'t, 'a>(tokens: &'t [Token<'a>], compound: &mut Compound) -> Option<&'t [Token<'a>]> {
    let end = tokens.iter().position(|t| *t == Token::Close(']'))?;
    let (inside, rest) = tokens.split_at_checked(end)?;
    let condition = match trim(inside) {
        [Token::Ident(name)] => (name.to_string(), None),
        [Token::Ident(name), Token::Delim('='), Token::Ident(value) | Token::Str(value)] => {
            (name.to_string(), Some(('=', value.to_string())))
        }
        [
            Token::Ident(name),
            Token::Delim(how @ ('~' | '^' | '$' | '*' | '|')),
            Token::Delim('='),
            Token::Ident(value) | Token::Str(value),
        ] => (name.to_string(), Some((*how, value.to_string()))),
        _ => return None,
    };
    compound.attributes.push(condition);
    rest.get(1..)
}

impl Compound {
    /// Whether `element` meets every condition.
    pub(crate) fn matches(&self, element: &Element) -> bool {
        self.tag.as_deref().is_none_or(|tag| tag == element.tag)
            && self.ids.iter().all(|id| element.get("id") == Some(id))
            && self.classes.iter().all(|class| classes(element).any(|c| c == class))
            && self.attributes.iter().all(|(name, value)| has_attribute(element, name, value.as_ref()))
            && (!self.first || element.place == 1)
    }
}

/// The classes of an element.
pub(crate) fn classes(element: &Element) -> impl Iterator<Item = &str> {
    element.get("class").unwrap_or_default().split_ascii_whitespace()
}

fn has_attribute(element: &Element, name: &str, condition: Option<&(char, String)>) -> bool {
    let Some(value) = element.get(name) else { return false };
    match condition {
        None => true,
        Some(('=', wanted)) => value == wanted,
        Some((_, wanted)) if wanted.is_empty() => false,
        Some(('~', wanted)) => value.split_ascii_whitespace().any(|word| word == wanted),
        Some(('^', wanted)) => value.starts_with(wanted.as_str()),
        Some(('$', wanted)) => value.ends_with(wanted.as_str()),
        Some(('*', wanted)) => value.contains(wanted.as_str()),
        Some((_, wanted)) => {
            value.strip_prefix(wanted.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        }
    }
}
