//! Well-formed XML text.

use super::Layout;
use std::fmt::Display;

/// An opening tag under construction.
#[derive(Debug)]
pub(super) struct Tag {
    pub(super) name: &'static str,
    /// Names and values, the values not yet escaped.
    pub(super) attributes: Vec<(&'static str, String)>,
}

impl Tag {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new() }
    }

    pub(super) fn set(&mut self, attribute: &'static str, value: impl Display) {
        self.attributes.push((attribute, value.to_string()));
    }

    /// Sets the attribute if there is a value.
    pub(super) fn set_some(&mut self, attribute: &'static str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.set(attribute, value);
        }
    }

    /// Sets the attribute unless the value is zero.
    pub(super) fn set_nonzero(&mut self, attribute: &'static str, value: String) {
        if value != "0" {
            self.set(attribute, value);
        }
    }

    /// Whether no attribute is set.
    pub(super) fn is_bare(&self) -> bool {
        self.attributes.is_empty()
    }

    /// The tag without its end.
    fn text(&self) -> String {
        let mut text = format!("<{}", self.name);
        for (attribute, value) in &self.attributes {
            for part in [" ", attribute, "=\"", &escaped(value, true), "\""] {
                text.push_str(part);
            }
        }
        text
    }
}

/// Elements, one a line and indented when the layout is pretty.
pub(super) struct Page {
    pub(super) text: String,
    layout: Layout,
    depth: usize,
}

impl Page {
    /// An empty page whose elements are nested `depth` deep.
    pub(super) fn within(layout: Layout, depth: usize) -> Self {
        Self { text: String::new(), layout, depth }
    }

    /// An element without content.
    pub(super) fn empty(&mut self, tag: &Tag) {
        self.line(&format!("{}/>", tag.text()));
    }

    /// An element that contains only text.
    pub(super) fn with_text(&mut self, tag: &Tag, text: &str) {
        self.line(&format!("{}>{}</{}>", tag.text(), escaped(text, false), tag.name));
    }

    /// An element that contains what `inside` writes.
    pub(super) fn element(&mut self, tag: &Tag, inside: impl FnOnce(&mut Self)) {
        self.line(&format!("{}>", tag.text()));
        self.depth += 1;
        inside(self);
        self.depth -= 1;
        self.line(&format!("</{}>", tag.name));
    }

    /// Text that is markup already.
    pub(super) fn line(&mut self, markup: &str) {
        match self.layout {
            Layout::Compact => self.text.push_str(markup),
            Layout::Pretty => {
                self.text.extend(std::iter::repeat_n("  ", self.depth));
                self.text.push_str(markup);
                self.text.push('\n');
            }
        }
    }

    /// The elements of another page, which knows its own depth.
    pub(super) fn elements(&mut self, page: &Self) {
        self.text.push_str(&page.text);
    }
}

/// Escapes what has a meaning in XML; characters that XML cannot hold are left out.
fn escaped(text: &str, in_attribute: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if in_attribute => out.push_str("&quot;"),
            '\t' if in_attribute => out.push_str("&#9;"),
            '\n' if in_attribute => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'.. => out.push(c),
            _ => {}
        }
    }
    out
}
