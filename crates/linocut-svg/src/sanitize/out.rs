//! The canonical writer: one way to write a tree, so that equal trees are equal bytes.

use super::tree::{Element, Node};

/// The document of a root element, with its namespace.
pub(crate) fn document(root: &Element) -> String {
    let mut out = String::new();
    element(root, " xmlns=\"http://www.w3.org/2000/svg\"", &mut out);
    out
}

/// One element as it stands inside a document.
pub(crate) fn fragment(root: &Element) -> String {
    let mut out = String::new();
    element(root, "", &mut out);
    out
}

fn element(element: &Element, namespace: &str, out: &mut String) {
    out.push('<');
    out.push_str(element.tag);
    out.push_str(namespace);
    for (name, value) in &element.attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, true, out);
        out.push('"');
    }
    if element.children.is_empty() {
        out.push_str("/>");
        return;
    }
    out.push('>');
    for node in &element.children {
        match node {
            Node::Element(child) => self::element(child, "", out),
            Node::Text(text) => escape(text, false, out),
        }
    }
    out.push_str("</");
    out.push_str(element.tag);
    out.push('>');
}

fn escape(text: &str, in_attribute: bool, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(|c| matches!(c, '&' | '<' | '>') || c == '"' && in_attribute) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = special.chars();
        out.push_str(match chars.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            _ => "&quot;",
        });
        rest = chars.as_str();
    }
    out.push_str(rest);
}
