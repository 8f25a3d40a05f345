//! The safe tree, and where each id is in it.

use super::scope::Scope;
use crate::sanitize::tree::Element;
use std::collections::HashMap;

/// Elements by id, with what they inherit where they stand.
pub(super) struct Source<'t> {
    named: HashMap<&'t str, (&'t Element, Scope<'t>)>,
}

impl<'t> Source<'t> {
    /// Finds every id below `root`, which is seen through `scope`.
    pub(super) fn new(root: &'t Element, scope: &Scope<'t>) -> Self {
        let mut source = Self { named: HashMap::new() };
        source.add(root, scope);
        source
    }

    fn add(&mut self, element: &'t Element, outer: &Scope<'t>) {
        let scope = outer.of(element);
        if let Some(id) = element.get("id") {
            self.named.insert(id, (element, scope.clone()));
        }
        for child in element.elements() {
            self.add(child, &scope);
        }
    }

    /// The element of that id.
    pub(super) fn find(&self, id: &str) -> Option<&'t Element> {
        self.named.get(id).map(|(element, _)| *element)
    }

    /// What a named element inherits where it stands, its own properties included.
    pub(super) fn scope(&self, element: &Element) -> Option<&Scope<'t>> {
        self.named.get(element.get("id")?).map(|(_, scope)| scope)
    }
}
