//! Changes of elements, made or refused.

use super::tree::{allowed, find, ids, name, yield_ids};
use linocut_core::{Body, Drawing, Error, Id, Item, Kind, Result};
use std::collections::BTreeSet;

/// Most changes in one go: more are another drawing.
const MOST: usize = 200;

/// One change as a model asks for it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Change {
    Modify { id: String, items: Vec<Item> },
    Remove { id: String },
    Add { above: Option<String>, items: Vec<Item> },
}

/// Which elements changed, by their ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Those that look different.
    pub modified: Vec<String>,
    /// Those that are gone.
    pub removed: Vec<String>,
    /// Those that are new.
    pub added: Vec<String>,
}

/// The drawing with all changes, or what is wrong with them.
pub(super) fn change(start: &Drawing, changes: &[Change], only: &BTreeSet<&str>) -> Result<(Drawing, Diff)> {
    let wrong = |sentence: String| Error::new(Kind::Input, sentence);
    if changes.is_empty() || changes.len() > MOST {
        return Err(wrong(format!("{} operations, 1 to {MOST} are wanted", changes.len())));
    }
    let mut out = start.clone();
    let mut diff = Diff::default();
    let mut taken = ids(start);
    let mut count = taken.len();
    for change in changes {
        match change {
            Change::Modify { id, items } => {
                check(start, id, only)?;
                let (list, at) =
                    find(&mut out.items, id).ok_or_else(|| wrong(format!("no element has the id '{id}'")))?;
                if let Some(old) = list.get_mut(at) {
                    // Names within what goes are free again; its own stays.
                    release(old, &mut taken);
                    taken.insert(id.clone());
                    let new = replacement(items, id, &mut taken, &mut count);
                    if *old != new {
                        *old = new;
                        diff.modified.push(id.clone());
                    }
                }
            }
            Change::Remove { id } => {
                check(start, id, only)?;
                let (list, at) =
                    find(&mut out.items, id).ok_or_else(|| wrong(format!("no element has the id '{id}'")))?;
                list.remove(at);
                diff.removed.push(id.clone());
            }
            Change::Add { above, items } => {
                let mut items = items.clone();
                yield_ids(&mut items, &mut taken);
                name(&mut items, &mut taken, &mut count);
                diff.added.extend(items.iter().filter_map(|item| item.id.as_ref().map(ToString::to_string)));
                let place = above.as_deref().and_then(|id| find(&mut out.items, id)).map(|(list, at)| (list, at + 1));
                match place {
                    Some((list, at)) => drop(list.splice(at..at, items)),
                    None => out.items.extend(items),
                }
            }
        }
    }
    if diff == Diff::default() {
        return Err(wrong("the operations change nothing".to_owned()));
    }
    if out.shapes().next().is_none() {
        return Err(wrong("the operations leave nothing of the drawing".to_owned()));
    }
    Ok((out, diff))
}

/// Passes when `id` may change.
fn check(start: &Drawing, id: &str, only: &BTreeSet<&str>) -> Result<()> {
    let sentence = || Error::new(Kind::Input, format!("element '{id}' is not among those that may change"));
    if allowed(start, id, only) { Ok(()) } else { Err(sentence()) }
}

/// What stands in the place of `id`: one item under its name, and others within it under names of their own.
fn replacement(items: &[Item], id: &str, taken: &mut BTreeSet<String>, count: &mut usize) -> Item {
    let mut new = match items {
        [one] => one.clone(),
        several => Item::group(several.to_vec()),
    };
    new.id = Id::new(id);
    if let Body::Group(inner) = &mut new.body {
        yield_ids(inner, taken);
        name(inner, taken, count);
    }
    new
}

/// Frees the ids of an item and all within.
fn release(item: &Item, taken: &mut BTreeSet<String>) {
    if let Some(id) = &item.id {
        taken.remove(id.as_str());
    }
    if let Body::Group(inner) = &item.body {
        for item in inner {
            release(item, taken);
        }
    }
}
