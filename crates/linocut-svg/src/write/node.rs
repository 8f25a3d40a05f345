//! Elements before they are text, so that what all of them share can be said once.

use super::page::{Page, Tag};

/// One element with what it contains.
pub(super) struct Node {
    /// `None` for markup that needs nothing around it.
    pub(super) tag: Option<Tag>,
    pub(super) content: Content,
}

/// What an element contains.
pub(super) enum Content {
    Nothing,
    Text(String),
    Markup(String),
    Nodes(Vec<Node>),
}

/// The attributes of paint and lines that elements inherit from the group around them.
pub const INHERITED: [&str; 11] = [
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-opacity",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-dasharray",
    "stroke-dashoffset",
];

impl Node {
    pub(super) fn empty(tag: Tag) -> Self {
        Self { tag: Some(tag), content: Content::Nothing }
    }

    /// A group of `nodes`; what they share moves to the group.
    pub(super) fn group(mut tag: Tag, mut nodes: Vec<Self>) -> Self {
        if nodes.iter().all(Self::is_plain) {
            share(&mut tag, &mut nodes);
        }
        Self { tag: Some(tag), content: Content::Nodes(nodes) }
    }

    pub(super) fn write(&self, page: &mut Page) {
        match (&self.tag, &self.content) {
            (Some(tag), Content::Nothing) => page.empty(tag),
            (Some(tag), Content::Text(text)) => page.with_text(tag, text),
            (Some(tag), Content::Markup(markup)) => page.element(tag, |page| page.line(markup)),
            (Some(tag), Content::Nodes(nodes)) => page.element(tag, |page| nodes.iter().for_each(|n| n.write(page))),
            (None, Content::Markup(markup) | Content::Text(markup)) => page.line(markup),
            (None, Content::Nodes(nodes)) => nodes.iter().for_each(|node| node.write(page)),
            (None, Content::Nothing) => {}
        }
    }

    /// Whether it is a shape, or a group of nothing else: its looks are all said by attributes.
    pub(super) fn is_plain(&self) -> bool {
        match &self.content {
            Content::Nothing => self.tag.is_some(),
            Content::Nodes(nodes) => !nodes.is_empty() && self.tag.is_some() && nodes.iter().all(Self::is_plain),
            Content::Text(_) | Content::Markup(_) => false,
        }
    }
}

/// Moves the inherited attributes that two or more `nodes` all have with the same value to the `tag` around them.
///
/// A node that leaves an attribute out means its default, so one such node keeps the attribute where it is; only the
/// fill of a line means nothing. Every node must be plain: text and markup inherit, too.
pub(super) fn share(tag: &mut Tag, nodes: &mut [Node]) {
    let mut tags: Vec<&mut Tag> = nodes.iter_mut().filter_map(|node| node.tag.as_mut()).collect();
    if tags.len() < 2 {
        return;
    }
    for name in INHERITED {
        let mut values = tags.iter().filter(|tag| says(tag, name)).map(|tag| value(tag, name));
        let Some(Some(first)) = values.next() else { continue };
        if values.any(|other| other != Some(first)) {
            continue;
        }
        let shared = first.to_owned();
        for tag in &mut tags {
            tag.attributes.retain(|(attribute, _)| *attribute != name);
        }
        tag.set(name, shared);
    }
}

/// Whether it matters to the element what `attribute` is.
fn says(tag: &Tag, attribute: &str) -> bool {
    tag.name != "line" || !attribute.starts_with("fill")
}

fn value<'a>(tag: &'a Tag, name: &str) -> Option<&'a str> {
    tag.attributes.iter().find(|(attribute, _)| *attribute == name).map(|(_, value)| value.as_str())
}
