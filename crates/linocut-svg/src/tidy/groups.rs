//! Groups that need not be, and transforms that can go into what they contain.

use super::Room;
use super::absorb::{absorb, absorbs};
use linocut_core::kurbo::Affine;
use linocut_core::{Body, Item, Unit};

/// Opens groups of one and moves transforms inward where everything inside can absorb them. Exact.
pub(super) fn open(items: Vec<Item>, room: &Room<'_>) -> Vec<Item> {
    items.into_iter().map(|item| if room.is_referenced(&item) { item } else { opened(item, room) }).collect()
}

fn opened(item: Item, room: &Room<'_>) -> Item {
    if !matches!(item.body, Body::Group(_)) {
        return absorb(item);
    }
    let mut item = pushed_down(item, room);
    if let Body::Group(items) = item.body {
        item.body = Body::Group(open(items, room));
    }
    joined_with_only_child(item, room)
}

/// Whether nothing is done to the group as a whole, apart from its transform and opacity.
fn is_plain(item: &Item) -> bool {
    item.clip.is_none() && item.mask.is_none() && item.filter.is_none()
}

/// The group with its transform moved to its children, if all of them can absorb it.
fn pushed_down(mut group: Item, room: &Room<'_>) -> Item {
    let transform = group.transform;
    if transform != Affine::IDENTITY
        && is_plain(&group)
        && let Body::Group(items) = &mut group.body
        && items.iter().all(|item| takes(item, transform, room))
    {
        for item in items {
            item.transform = transform * item.transform;
        }
        group.transform = Affine::IDENTITY;
    }
    group
}

/// Whether `item` and all it contains can absorb `transform`.
fn takes(item: &Item, transform: Affine, room: &Room<'_>) -> bool {
    let transform = transform * item.transform;
    if !is_plain(item) || room.is_referenced(item) {
        return false;
    }
    match &item.body {
        Body::Group(items) => items.iter().all(|item| takes(item, transform, room)),
        Body::Shape(shape) => absorbs(shape, transform),
        Body::Words(_) | Body::Opaque(_) => false,
    }
}

/// The only item of a group with what the group adds to it, if both can be said in one.
fn joined_with_only_child(mut group: Item, room: &Room<'_>) -> Item {
    let plain = is_plain(&group);
    let Body::Group(items) = &mut group.body else { return group };
    let both = |a: bool, b: bool| a && b;
    let fits = |child: &Item| {
        !room.is_referenced(child)
            && !both(group.id.is_some(), child.id.is_some())
            && !both(group.label.is_some(), child.label.is_some())
    };
    let joins = matches!(items.as_slice(), [child] if plain && fits(child));
    let Some(child) = items.pop_if(|_| joins) else { return group };
    Item {
        id: group.id.or(child.id),
        label: group.label.or(child.label),
        transform: group.transform * child.transform,
        opacity: Unit::clamped(group.opacity.get() * child.opacity.get()),
        ..child
    }
}
