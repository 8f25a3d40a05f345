//! Ids and definitions that nothing refers to.

use super::KeepIds;
use linocut_core::{Body, Drawing, Item, Opaque};
use std::collections::BTreeSet;

/// Removes ids and definitions that nothing in the drawing refers to; gives the ids that something does refer to.
pub(super) fn drop_unused(drawing: &mut Drawing, keep: KeepIds) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    drawing.items.iter().for_each(|item| collect(item, &mut wanted));
    // Definitions may refer to each other: follow until no more are found.
    let mut rest: Vec<Opaque> = std::mem::take(&mut drawing.defs);
    let mut used = vec![false; rest.len()];
    loop {
        let before = wanted.len();
        for (def, used) in rest.iter().zip(&mut used) {
            *used = *used || is_wanted(&def.markup, &wanted);
            if *used {
                wanted.extend(references(&def.markup).map(str::to_owned));
            }
        }
        if wanted.len() == before {
            break;
        }
    }
    let mut flags = used.iter();
    rest.retain(|_| flags.next().copied().unwrap_or(true));
    drawing.defs = rest;
    if keep == KeepIds::Referenced {
        drawing.items.iter_mut().for_each(|item| drop_id(item, &wanted));
    }
    wanted
}

/// Whether a definition contains an id that is referred to, or is a style sheet, which applies by itself.
fn is_wanted(markup: &str, wanted: &BTreeSet<String>) -> bool {
    let ids = markup.split(" id=").skip(1).filter_map(|rest| rest.split(['"', '\'']).nth(1));
    markup.starts_with("<style") || ids.into_iter().any(|id| wanted.contains(id))
}

fn collect(item: &Item, wanted: &mut BTreeSet<String>) {
    wanted.extend([&item.clip, &item.mask, &item.filter].into_iter().flatten().map(ToString::to_string));
    match &item.body {
        Body::Group(items) => items.iter().for_each(|item| collect(item, wanted)),
        Body::Opaque(opaque) => wanted.extend(references(&opaque.markup).map(str::to_owned)),
        Body::Shape(_) | Body::Words(_) => {}
    }
}

/// Whatever follows a `#` in the markup: links, and harmlessly some colors.
fn references(markup: &str) -> impl Iterator<Item = &str> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    markup.split('#').skip(1).filter_map(move |rest| rest.split(|c| !is_name(c)).next())
}

fn drop_id(item: &mut Item, wanted: &BTreeSet<String>) {
    item.id = item.id.take().filter(|id| wanted.contains(id.as_str()));
    if let Body::Group(items) = &mut item.body {
        for item in items {
            drop_id(item, wanted);
        }
    }
}
