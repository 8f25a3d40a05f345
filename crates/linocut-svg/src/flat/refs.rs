//! Which definitions an item needs, so that it can stand alone.

use crate::write::{Layout, Precision, WriteOptions, write};
use linocut_core::{Drawing, Opaque};
use std::collections::{BTreeMap, BTreeSet};

/// The definitions of a drawing by the ids inside them.
pub(super) struct Definitions<'a> {
    all: &'a [Opaque],
    /// Where each id is defined.
    places: BTreeMap<&'a str, usize>,
}

impl<'a> Definitions<'a> {
    pub(super) fn new(all: &'a [Opaque]) -> Self {
        let places = |(at, opaque): (usize, &'a Opaque)| ids(&opaque.markup).map(move |id| (id, at));
        Self { all, places: all.iter().enumerate().flat_map(places).collect() }
    }

    /// The drawing with the definitions that it refers to, and those that they refer to.
    pub(super) fn complete(&self, mut drawing: Drawing) -> Drawing {
        if self.all.is_empty() {
            return drawing;
        }
        let text = write(
            &drawing,
            &WriteOptions { precision: Precision::default(), layout: Layout::Compact, ..WriteOptions::default() },
        );
        let mut wanted: BTreeSet<usize> = self.wanted(&text).collect();
        let mut open: Vec<usize> = wanted.iter().copied().collect();
        while let Some(opaque) = open.pop().and_then(|at| self.all.get(at)) {
            open.extend(self.wanted(&opaque.markup).filter(|at| wanted.insert(*at)));
        }
        drawing.defs = wanted.into_iter().filter_map(|at| self.all.get(at)).cloned().collect();
        drawing
    }

    /// Where the things that `markup` refers to are defined.
    fn wanted(&self, markup: &str) -> impl Iterator<Item = usize> {
        let ends = |c: char| matches!(c, ')' | '"' | '\'' | ' ' | ';' | '&');
        markup.split('#').skip(1).filter_map(move |rest| self.places.get(rest.split(ends).next()?).copied())
    }
}

/// The ids that markup gives.
fn ids(markup: &str) -> impl Iterator<Item = &str> {
    markup.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next())
}
