//! The font that comes with Linocut, for files that bring it.

use super::tree::{Element, Node};
use crate::font::{FAMILY, Used};

/// Puts what the texts need of the font behind title and description, unless that is longer than the whole file was:
/// then the file did not bring it.
pub(super) fn bring(root: &mut Element, length: usize) {
    let mut used = Used::default();
    note(root, (false, 400), &mut used);
    let Some(style) = used.style().filter(|style| style.len() <= length) else { return };
    let said = |node: &Node| matches!(node, Node::Element(element) if matches!(element.tag, "title" | "desc"));
    let at = root.children.iter().position(|node| !said(node)).unwrap_or(root.children.len());
    let mut sheet = Element::new("style");
    sheet.children.push(Node::Text(style));
    root.children.insert(at, Node::Element(sheet));
}

/// Takes note of every text; `outer` is what is handed down: whether it is set in our font, and its weight.
fn note(element: &Element, outer: (bool, u16), used: &mut Used) {
    let ours = element.get("font-family").map_or(outer.0, |families| families.contains(FAMILY));
    let weight = match element.get("font-weight") {
        Some("bold" | "bolder") => 700,
        Some("normal" | "lighter") => 400,
        Some(number) => number.parse().unwrap_or(outer.1),
        None => outer.1,
    };
    for node in &element.children {
        match node {
            Node::Element(child) => note(child, (ours, weight), used),
            Node::Text(text) if ours && !matches!(element.tag, "title" | "desc") => used.add(text, weight),
            Node::Text(_) => {}
        }
    }
}
