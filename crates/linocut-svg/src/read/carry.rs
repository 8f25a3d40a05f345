//! What only SVG can say: markup that is carried through, and the definitions that it and the items need.

use super::scope::Scope;
use super::source::Source;
use crate::limits::exceeded;
use crate::sanitize::notes::Notes;
use crate::sanitize::out;
use crate::sanitize::refs::{referred, targets};
use crate::sanitize::tree::{Element, Node};
use linocut_core::kurbo::Rect;
use linocut_core::{Body, Id, Item, Opaque, Result};
use std::collections::{BTreeMap, HashSet};

/// How much longer than the file all carried markup may be: inherited properties are repeated on every piece.
const GROWTH: usize = 4;
/// The same for small files, in bytes.
const SPARE: usize = 1 << 20;

/// Collects carried markup and what it refers to.
pub(super) struct Carrier<'t> {
    source: &'t Source<'t>,
    wanted: Vec<String>,
    given: HashSet<String>,
    defs: Vec<Opaque>,
    clips: BTreeMap<String, Id>,
    left: usize,
    allowed: usize,
}

impl<'t> Carrier<'t> {
    /// A carrier for a file of `length` bytes.
    pub(super) fn new(source: &'t Source<'t>, length: usize) -> Self {
        let allowed = length.saturating_mul(GROWTH).saturating_add(SPARE);
        Self {
            source,
            wanted: Vec::new(),
            given: HashSet::new(),
            defs: Vec::new(),
            clips: BTreeMap::new(),
            left: allowed,
            allowed,
        }
    }

    /// The element as markup that stands on its own: `outer` gives what it inherits from outside.
    pub(super) fn item(&mut self, element: &Element, outer: &Scope<'_>, notes: &mut Notes) -> Result<Item> {
        notes.add(format!("kept <{}> as it is, it cannot be edited", element.tag));
        let markup = self.markup(element, outer)?;
        Ok(Item::new(Body::Opaque(Opaque { markup })))
    }

    /// Asks for the definition behind `url(#id)` of a property, if it is of the right kind.
    pub(super) fn want(&mut self, value: Option<&str>, tag: &str) -> Option<Id> {
        let id = targets(value?).next()?;
        self.source.find(id).filter(|target| target.tag == tag)?;
        self.wanted.push(id.to_owned());
        Id::new(id)
    }

    /// A clip path that cuts to a rectangle; the same rectangle gives the same clip path.
    pub(super) fn clip_to(&mut self, rect: Rect) -> Option<Id> {
        let mut shape = Element::new("rect");
        let sides = [("height", rect.height()), ("width", rect.width()), ("x", rect.x0), ("y", rect.y0)];
        shape.attributes = sides.map(|(name, value)| (name, value.to_string())).to_vec();
        let shape = out::fragment(&shape);
        if let Some(id) = self.clips.get(&shape) {
            return Some(id.clone());
        }
        let mut number = self.clips.len() + 1;
        while self.source.find(&format!("viewport-{number}")).is_some() {
            number += 1;
        }
        let name = format!("viewport-{number}");
        let id = Id::new(&name)?;
        self.wanted.push(name);
        self.clips.insert(shape, id.clone());
        Some(id)
    }

    /// The definitions of everything that was asked for, those they need included; `given` are their ids.
    pub(super) fn finish(mut self) -> Result<(Vec<Opaque>, HashSet<String>)> {
        let clips: BTreeMap<Id, String> = std::mem::take(&mut self.clips).into_iter().map(|(s, id)| (id, s)).collect();
        let mut next = 0;
        while let Some(name) = self.wanted.get(next).cloned() {
            next += 1;
            if self.given.contains(&name) {
                continue;
            }
            if let Some(shape) = Id::new(&name).and_then(|id| clips.get(&id)) {
                self.defs.push(Opaque { markup: format!("<clipPath id=\"{name}\">{shape}</clipPath>") });
                self.given.insert(name);
            } else if let Some(element) = self.source.find(&name) {
                let scope = self.source.scope(element).cloned().unwrap_or_else(|| Scope::new(0.0, 0.0));
                let markup = self.markup(element, &scope)?;
                self.defs.push(Opaque { markup });
            }
        }
        Ok((self.defs, self.given))
    }

    fn markup(&mut self, element: &Element, outer: &Scope<'_>) -> Result<String> {
        let mut copy = element.clone();
        for (name, value) in outer.properties() {
            if matches!(copy.get(name), None | Some("inherit")) {
                copy.set(name, value.to_owned());
            }
        }
        copy.attributes.sort_unstable_by_key(|(name, _)| *name);
        let size = weight(&copy);
        self.left = self.left.checked_sub(size).ok_or_else(|| {
            exceeded("too much that cannot be edited", "four times the file", format!("{} bytes", self.allowed))
        })?;
        self.claim(&mut copy, outer.copied);
        Ok(out::fragment(&copy))
    }

    /// Notes what a piece refers to, and takes away ids that are given already or belong to an original.
    fn claim(&mut self, element: &mut Element, copied: bool) {
        let wanted: Vec<String> = referred(element).map(str::to_owned).collect();
        self.wanted.extend(wanted);
        if let Some(id) = element.get("id").map(str::to_owned)
            && (copied || !self.given.insert(id))
        {
            element.remove("id");
        }
        for node in &mut element.children {
            if let Node::Element(child) = node {
                self.claim(child, copied);
            }
        }
    }
}

/// About how many bytes an element takes as markup.
fn weight(element: &Element) -> usize {
    let own: usize = element.attributes.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
    let inside: usize = element
        .children
        .iter()
        .map(|node| match node {
            Node::Element(child) => weight(child),
            Node::Text(text) => text.len(),
        })
        .sum();
    own + inside + element.tag.len() * 2 + 5
}

/// Takes ids from items that a definition has taken over.
pub(super) fn yield_ids(items: &mut [Item], given: &HashSet<String>) {
    for item in items {
        if item.id.as_ref().is_some_and(|id| given.contains(id.as_str())) {
            item.id = None;
        }
        if let Body::Group(items) = &mut item.body {
            yield_ids(items, given);
        }
    }
}
