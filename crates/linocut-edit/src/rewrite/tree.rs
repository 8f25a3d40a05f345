//! Elements by their ids.

use linocut_core::{Body, Drawing, Id, Item};
use std::collections::BTreeSet;

/// The drawing with an id for every item: its own, or `el-1`, `el-2`, … as far as they are free.
#[must_use]
pub fn named(drawing: &Drawing) -> Drawing {
    let mut out = drawing.clone();
    let mut taken = ids(drawing);
    name(&mut out.items, &mut taken, &mut 0);
    out
}

/// Names every item that has no name.
pub(super) fn name(items: &mut [Item], taken: &mut BTreeSet<String>, count: &mut usize) {
    for item in items {
        if item.id.is_none() {
            loop {
                *count += 1;
                let id = format!("el-{count}");
                if taken.insert(id.clone()) {
                    item.id = Id::new(&id);
                    break;
                }
            }
        }
        if let Body::Group(inner) = &mut item.body {
            name(inner, taken, count);
        }
    }
}

/// All ids of a drawing.
pub(super) fn ids(drawing: &Drawing) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(&drawing.items, &mut found);
    found
}

fn collect(items: &[Item], found: &mut BTreeSet<String>) {
    for item in items {
        found.extend(item.id.as_ref().map(ToString::to_string));
        if let Body::Group(inner) = &item.body {
            collect(inner, found);
        }
    }
}

/// Forgets ids that are taken, and takes the others.
pub(super) fn yield_ids(items: &mut [Item], taken: &mut BTreeSet<String>) {
    for item in items {
        item.id = item.id.take().filter(|id| taken.insert(id.to_string()));
        if let Body::Group(inner) = &mut item.body {
            yield_ids(inner, taken);
        }
    }
}

/// The list that holds the item of an id, and its place there.
pub(super) fn find<'a>(items: &'a mut Vec<Item>, id: &str) -> Option<(&'a mut Vec<Item>, usize)> {
    if let Some(at) = items.iter().position(|item| item.id.as_ref().is_some_and(|own| own.as_str() == id)) {
        return Some((items, at));
    }
    items.iter_mut().find_map(|item| match &mut item.body {
        Body::Group(inner) => find(inner, id),
        Body::Shape(_) | Body::Words(_) | Body::Opaque(_) => None,
    })
}

/// Whether `id` may change: it, or a group around it, is among `only`, or nothing is.
pub(super) fn allowed(start: &Drawing, id: &str, only: &BTreeSet<&str>) -> bool {
    let inside = |chosen: &&str| {
        let mut items = start.items.clone();
        find(&mut items, chosen).and_then(|(list, at)| list.get(at)).is_some_and(|item| holds(item, id))
    };
    only.is_empty() || only.iter().any(inside)
}

/// Whether `id` is an item of these or inside one.
pub(super) fn holds(item: &Item, id: &str) -> bool {
    let own = item.id.as_ref().is_some_and(|own| own.as_str() == id);
    own || matches!(&item.body, Body::Group(inner) if inner.iter().any(|item| holds(item, id)))
}
