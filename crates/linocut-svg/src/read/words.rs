//! Simple text: one line in one style at one place. Everything else about text only SVG can say.

use super::paint;
use super::scope::Scope;
use super::source::Source;
use crate::sanitize::tree::{Element, Node};
use linocut_core::kurbo::Point;
use linocut_core::{Anchor, Words};

/// The words of a `text` element; `None` when they are not simple.
pub(super) fn words<'t>(element: &'t Element, scope: &Scope<'t>, source: &Source<'t>) -> Option<Words> {
    let (inner, holder) = match element.children.as_slice() {
        [Node::Element(span)] if span.tag == "tspan" => (scope.of(span), span),
        _ => (scope.clone(), element),
    };
    let plain = holder.children.iter().all(|node| matches!(node, Node::Text(_)));
    let simple = [element, holder].iter().all(|part| part.attributes.iter().all(|(name, _)| is_simple(name)));
    let placed = |name: &str| holder.get(name).or_else(|| element.get(name)).map_or(Some(0.0), single);
    if !plain || !simple || !is_simple_style(&inner) {
        return None;
    }
    let fill = paint::fill(&inner, source, None).ok()?;
    let at = Point::new(placed("x")?, placed("y")?);
    Some(Words {
        text: holder.text().split_whitespace().collect::<Vec<_>>().join(" "),
        at,
        families: families(inner.get("font-family").unwrap_or_default()),
        size: inner.frame.font,
        weight: weight(inner.get("font-weight").unwrap_or("normal"))?,
        italic: matches!(inner.get("font-style"), Some("italic" | "oblique")),
        anchor: match inner.get("text-anchor") {
            Some("middle") => Anchor::Middle,
            Some("end") => Anchor::End,
            _ => Anchor::Start,
        },
        fill,
        stroke: paint::stroke(&inner, source, None).ok()?,
    })
}

fn is_simple(name: &str) -> bool {
    !matches!(
        name,
        "alignment-baseline"
            | "baseline-shift"
            | "dominant-baseline"
            | "dx"
            | "dy"
            | "lengthAdjust"
            | "rotate"
            | "style"
            | "text-decoration"
            | "textLength"
            | "unicode-bidi"
    )
}

fn is_simple_style(scope: &Scope<'_>) -> bool {
    let plain = |name: &str, usual: &[&str]| scope.get(name).is_none_or(|value| usual.contains(&value));
    plain("letter-spacing", &["normal", "0", "0px"])
        && plain("word-spacing", &["normal", "0", "0px"])
        && plain("writing-mode", &["lr", "lr-tb", "horizontal-tb"])
        && plain("direction", &["ltr"])
        && plain("font-stretch", &["normal", "100%"])
        && plain("font-variant", &["normal"])
        && plain("font-size-adjust", &["none"])
        && plain("xml:space", &["default"])
        && plain("paint-order", &["normal", "fill"])
}

fn single(text: &str) -> Option<f64> {
    super::number::pixels(text)
}

fn weight(text: &str) -> Option<u16> {
    match text {
        "normal" => Some(400),
        "bold" => Some(700),
        text => text.parse().ok().filter(|weight| (1..=1000).contains(weight)),
    }
}

fn families(text: &str) -> Vec<String> {
    let names = text.split(',').map(|name| name.trim().trim_matches(['\'', '"']).trim().to_owned());
    names.filter(|name| !name.is_empty()).collect()
}
