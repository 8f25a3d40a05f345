//! SVG as the templates of frameworks spell it.

use crate::tree::{Element, Node, put};

/// How a framework spells elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// As HTML does.
    Html,
    /// As React's properties are called: `strokeWidth`.
    Jsx,
}

/// Puts `prefix` before every id and every reference, so that two drawings on one page do not take each other's gradients.
pub(super) fn prefix_ids(root: &mut Element, prefix: &str) {
    root.for_each(&mut |element| {
        for (name, value) in &mut element.attributes {
            match name.as_str() {
                "id" => *value = format!("{prefix}-{value}"),
                "href" | "xlink:href" => {
                    if let Some(id) = value.strip_prefix('#') {
                        *value = format!("#{prefix}-{id}");
                    }
                }
                _ => *value = value.replace("url(#", &format!("url(#{prefix}-")),
            }
        }
    });
}

/// Writes `element` at `depth`, one element a line; `set` are attributes added as they are.
pub(super) fn print(element: &Element, dialect: Dialect, set: &[String], depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    out.push_str(&indent);
    open(element, dialect, set, out);
    if element.children.is_empty() {
        out.push('\n');
        return;
    }
    if element.is_inline() {
        inline(element, dialect, out);
    } else {
        out.push('\n');
        for node in &element.children {
            if let Node::Element(child) = node {
                print(child, dialect, &[], depth + 1, out);
            }
        }
        out.push_str(&indent);
    }
    put(out, &["</", &element.name, ">\n"]);
}

/// Writes the opening tag, or the whole of an empty element.
fn open(element: &Element, dialect: Dialect, set: &[String], out: &mut String) {
    put(out, &["<", &element.name]);
    for (name, value) in &element.attributes {
        out.push(' ');
        out.push_str(&attribute(name, value, dialect));
    }
    for text in set {
        out.push(' ');
        out.push_str(text);
    }
    out.push_str(if element.children.is_empty() { " />" } else { ">" });
}

fn inline(element: &Element, dialect: Dialect, out: &mut String) {
    for node in &element.children {
        match node {
            Node::Text(text) => out.push_str(&literal(text)),
            Node::Element(child) => {
                open(child, dialect, &[], out);
                if !child.children.is_empty() {
                    inline(child, dialect, out);
                    put(out, &["</", &child.name, ">"]);
                }
            }
        }
    }
}

fn attribute(name: &str, value: &str, dialect: Dialect) -> String {
    match (dialect, name) {
        (Dialect::Html, _) => format!("{name}=\"{}\"", literal(value)),
        (Dialect::Jsx, "style") => format!("style={{{{ {} }}}}", style(value)),
        (Dialect::Jsx, _) => format!("{}=\"{}\"", react_name(name), literal(value)),
    }
}

/// Text in which no brace begins an expression and no line ends.
fn literal(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '{' => out.push_str("&#123;"),
            '}' => out.push_str("&#125;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            c => out.push(c),
        }
    }
    out
}

/// What React calls an attribute.
fn react_name(name: &str) -> String {
    if name == "class" {
        return "className".to_owned();
    }
    if name.starts_with("data-") || name.starts_with("aria-") {
        return name.to_owned();
    }
    let mut out = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        if matches!(c, '-' | ':') {
            upper = true;
        } else {
            out.push(if upper { c.to_ascii_uppercase() } else { c });
            upper = false;
        }
    }
    out
}

/// Declarations as the properties of an object; a value is JSON text, so nothing in it can end the string.
fn style(declarations: &str) -> String {
    let plain = declarations
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&");
    let pairs = plain.split(';').filter_map(|declaration| declaration.split_once(':'));
    let quoted =
        |text: &str| format!("\"{}\"", text.trim().replace('\\', "\\\\").replace('"', "\\\"").replace('\n', " "));
    let entry = |(name, value): (&str, &str)| format!("{}: {}", quoted(&react_name(name.trim())), quoted(value));
    pairs.map(entry).collect::<Vec<_>>().join(", ")
}
