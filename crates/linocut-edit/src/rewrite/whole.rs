//! A model that answers with the whole drawing instead of operations; and which elements two drawings differ in.

use super::tree::{allowed, ids, name, yield_ids};
use super::{Diff, Taken};
use linocut_ask::svg_in;
use linocut_core::{Body, Drawing, Error, Item, Kind, Result, Warned};
use linocut_svg::Limits;
use std::collections::{BTreeMap, BTreeSet};

/// Whether a reply is a drawing rather than JSON that holds pieces of one.
pub(super) fn is_drawing(text: &str) -> bool {
    let json = text.find(['{', '[']).unwrap_or(usize::MAX);
    text.find("<svg").is_some_and(|svg| svg < json)
}

/// The drawing in a reply, what was not changed in it being that of `start`, number for number; `shown` is the text of it
/// that the model saw.
pub(super) fn changed(reply: &str, start: &Drawing, shown: &str, only: &BTreeSet<&str>) -> Result<Warned<Taken>> {
    let limits = Limits { depth: 32, elements: 4_000, segments: 80_000, expansion: 20_000, ..Limits::default() };
    let found = svg_in(reply)?;
    let read = linocut_svg::read(found.value.as_bytes(), &limits)?;
    let seen = linocut_svg::read(shown.as_bytes(), &limits)?.value;
    if read.value.view_box != seen.view_box {
        return Err(Error::new(Kind::Input, "the viewBox is another one"));
    }
    let (seen, own) = (by_id(&seen.items), by_id(&start.items));
    let mut items = read.value.items;
    // Texts and pictures of the drawing itself stay; new ones do not come in.
    restore(&mut items, &seen, &own);
    bare_strangers(&mut items, &own);
    let mut drawing = start.clone();
    drawing.items = items;
    let (drawing, diff) = difference(start, &drawing);
    if let Some(id) = diff.modified.iter().chain(&diff.removed).find(|id| !allowed(start, id, only)) {
        return Err(Error::new(Kind::Input, format!("element '{id}' is not among those that may change")));
    }
    if diff == Diff::default() {
        return Err(Error::new(Kind::Input, "the drawing is unchanged"));
    }
    if drawing.shapes().next().is_none() {
        return Err(Error::new(Kind::Input, "nothing of the drawing is left"));
    }
    let warnings = [found.warnings, read.warnings].concat();
    Ok(Warned { value: (drawing, diff, String::new()), warnings })
}

/// `after` with an id for every element, and which elements differ from `before`, whose elements have ids.
///
/// An element differs when it looks or lies otherwise itself; a group does not differ because of what is in it.
#[must_use]
pub fn difference(before: &Drawing, after: &Drawing) -> (Drawing, Diff) {
    let mut out = after.clone();
    let mut own = BTreeSet::new();
    yield_ids(&mut out.items, &mut own);
    let mut taken: BTreeSet<String> = ids(before).into_iter().chain(own).collect();
    name(&mut out.items, &mut taken, &mut 0);
    let (old, new) = (by_id(&before.items), by_id(&out.items));
    let in_order = |items: &[Item]| {
        let mut found = Vec::new();
        each(items, &mut |item| found.extend(item.id.as_ref().map(ToString::to_string)));
        found
    };
    let diff = Diff {
        modified: in_order(&before.items)
            .into_iter()
            .filter(|id| new.get(id).is_some_and(|item| !same(item, old.get(id).copied())))
            .collect(),
        removed: in_order(&before.items).into_iter().filter(|id| !new.contains_key(id)).collect(),
        added: in_order(&out.items).into_iter().filter(|id| !old.contains_key(id)).collect(),
    };
    (out, diff)
}

/// Whether two elements are the same, apart from what is in a group.
fn same(item: &Item, other: Option<&Item>) -> bool {
    let shell = |item: &Item| Item { body: Body::Group(Vec::new()), ..item.clone() };
    other.is_some_and(|other| match (&item.body, &other.body) {
        (Body::Group(_), Body::Group(_)) => shell(item) == shell(other),
        _ => item == other,
    })
}

fn by_id(items: &[Item]) -> BTreeMap<String, &Item> {
    fn collect<'a>(items: &'a [Item], found: &mut BTreeMap<String, &'a Item>) {
        for item in items {
            if let Some(id) = &item.id {
                found.entry(id.to_string()).or_insert(item);
            }
            if let Body::Group(inner) = &item.body {
                collect(inner, found);
            }
        }
    }
    let mut found = BTreeMap::new();
    collect(items, &mut found);
    found
}

fn each(items: &[Item], see: &mut dyn FnMut(&Item)) {
    for item in items {
        see(item);
        if let Body::Group(inner) = &item.body {
            each(inner, see);
        }
    }
}

/// Puts the drawing's own elements in the place of those that came back as they were shown; what changed keeps the clips
/// and filters that it had.
fn restore(items: &mut [Item], seen: &BTreeMap<String, &Item>, own: &BTreeMap<String, &Item>) {
    for item in items {
        let id = item.id.as_ref().map(ToString::to_string).unwrap_or_default();
        if let Body::Group(inner) = &mut item.body {
            restore(inner, seen, own);
        }
        let Some(original) = own.get(&id) else { continue };
        if same(item, seen.get(&id).copied()) {
            let inner = std::mem::replace(&mut item.body, Body::Group(Vec::new()));
            let body = if let Body::Group(_) = &original.body { inner } else { original.body.clone() };
            *item = Item { body, ..(*original).clone() };
        } else {
            (item.clip, item.mask, item.filter) =
                (original.clip.clone(), original.mask.clone(), original.filter.clone());
        }
    }
}

/// Leaves of new elements shapes and groups only.
fn bare_strangers(items: &mut Vec<Item>, own: &BTreeMap<String, &Item>) {
    let known = |item: &Item| item.id.as_ref().is_some_and(|id| own.contains_key(id.as_str()));
    items.retain(|item| {
        matches!(item.body, Body::Shape(_) | Body::Group(_))
            || item.id.as_ref().and_then(|id| own.get(id.as_str())).is_some_and(|original| *original == item)
    });
    for item in items.iter_mut().filter(|item| !known(item)) {
        (item.clip, item.mask, item.filter) = (None, None, None);
    }
    for item in items.iter_mut() {
        if let Body::Group(inner) = &mut item.body {
            bare_strangers(inner, own);
        }
    }
    items.retain(|item| known(item) || !matches!(&item.body, Body::Group(inner) if inner.is_empty()));
}
