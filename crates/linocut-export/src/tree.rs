//! The elements of SVG that was written by Linocut, so that other languages can spell them.

use linocut_core::{Error, Kind, Result};

/// An element; names and values are as they stand in the text, escapes included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Node>,
}

/// What an element contains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }

    /// Calls `change` with this element and every one inside it, outside first.
    pub(crate) fn for_each(&mut self, change: &mut impl FnMut(&mut Self)) {
        change(self);
        for node in &mut self.children {
            if let Node::Element(child) = node {
                child.for_each(change);
            }
        }
    }

    /// Whether what it contains must stay on one line: white space between letters is seen.
    pub(crate) fn is_inline(&self) -> bool {
        self.name == "text" || self.children.iter().any(|node| matches!(node, Node::Text(_)))
    }
}

/// The root element of canonical text, as `write` makes it: no comments, no declarations, every value in double quotes.
///
/// # Errors
/// [`Kind::Bug`] when it is not canonical.
pub(crate) fn parse(text: &str) -> Result<Element> {
    let mut open: Vec<Element> = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        if let Some(parent) = open.last_mut().filter(|_| !before.is_empty()) {
            parent.children.push(Node::Text(before.to_owned()));
        }
        let (tag, after) = tag_end(after).ok_or_else(damaged)?;
        rest = after;
        let done = if tag.starts_with('/') {
            open.pop()
        } else if let Some(tag) = tag.strip_suffix('/') {
            Some(element(tag).ok_or_else(damaged)?)
        } else {
            open.push(element(tag).ok_or_else(damaged)?);
            None
        };
        match (done, open.last_mut()) {
            (Some(done), Some(parent)) => parent.children.push(Node::Element(done)),
            (Some(root), None) => return Ok(root),
            (None, _) => {}
        }
    }
    Err(damaged())
}

/// The text up to the `>` that ends a tag, and what comes after it; a `>` in a value is escaped in canonical text.
fn tag_end(text: &str) -> Option<(&str, &str)> {
    text.split_once('>')
}

fn element(tag: &str) -> Option<Element> {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut element = Element { name: name.to_owned(), ..Element::default() };
    while let Some((attribute, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"')?;
        element.attributes.push((attribute.trim_start().to_owned(), value.to_owned()));
        rest = after;
    }
    rest.trim().is_empty().then_some(element)
}

/// Appends pieces of text.
pub(crate) fn put(out: &mut String, parts: &[&str]) {
    out.extend(parts.iter().copied());
}

fn damaged() -> Error {
    Error::new(Kind::Bug, "written SVG cannot be taken apart")
}

#[cfg(test)]
mod tests {
    use super::{Node, parse};

    #[test]
    fn takes_written_text_apart() {
        let root =
            parse("<svg viewBox=\"0 0 1 1\"><g id=\"a&gt;\"><path d=\"\"/></g><text x=\"1\">a &lt; b</text></svg>");
        let root = root.unwrap();
        assert_eq!(root.get("viewBox"), Some("0 0 1 1"));
        let [Node::Element(group), Node::Element(text)] = root.children.as_slice() else { panic!("{root:?}") };
        assert_eq!(group.get("id"), Some("a&gt;"));
        assert_eq!(text.children, [Node::Text("a &lt; b".to_owned())]);
        assert!(parse("<svg><g></svg>").is_err());
        assert!(parse("").is_err());
    }
}
