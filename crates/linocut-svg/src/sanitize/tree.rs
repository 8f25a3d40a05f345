//! The small tree that everything safe is rebuilt in.

/// An SVG element; names come from the allowlist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name without a prefix.
    pub(crate) tag: &'static str,
    /// Names and values, each name once.
    pub(crate) attributes: Vec<(&'static str, String)>,
    /// What is inside.
    pub(crate) children: Vec<Node>,
    /// Its position among the elements of its parent in the file, from 1; those that were dropped count.
    pub(crate) place: usize,
}

/// What an element contains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// An element.
    Element(Element),
    /// Characters.
    Text(String),
}

impl Element {
    /// An element without attributes and children.
    pub(crate) fn new(tag: &'static str) -> Self {
        Self { tag, ..Self::default() }
    }

    /// The value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| *n == name).map(|(_, value)| value.as_str())
    }

    /// Sets an attribute, in place of an earlier value.
    pub(crate) fn set(&mut self, name: &'static str, value: String) {
        match self.attributes.iter_mut().find(|(n, _)| *n == name) {
            Some(slot) => slot.1 = value,
            None => self.attributes.push((name, value)),
        }
    }

    /// Takes an attribute away.
    pub(crate) fn remove(&mut self, name: &str) {
        self.attributes.retain(|(n, _)| *n != name);
    }

    /// The child elements.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The characters directly inside, in one piece.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for node in &self.children {
            if let Node::Text(part) = node {
                text.push_str(part);
            }
        }
        text
    }
}
