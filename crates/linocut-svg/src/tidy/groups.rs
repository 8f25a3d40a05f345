//! Groups that need not be, and transforms that can go into the coordinates of what they move.

use super::Room;
use super::absorb::{absorb, absorbs};
use crate::write::length;
use linocut_core::kurbo::Affine;
use linocut_core::{Body, Item, Unit};

/// Opens groups of one, and moves transforms into coordinates where that makes the text no longer. Exact.
pub(super) fn open(items: Vec<Item>, room: &Room<'_>) -> Vec<Item> {
    items.into_iter().flat_map(|item| if room.is_referenced(&item) { vec![item] } else { opened(item, room) }).collect()
}

fn opened(item: Item, room: &Room<'_>) -> Vec<Item> {
    let transform = item.transform;
    let mut item = absorbed_if_shorter(item, room);
    let inside = Room { space: room.space.inside(item.transform), ..*room };
    let Body::Group(items) = &mut item.body else { return vec![item] };
    *items = open(std::mem::take(items), &inside);
    if item.transform != transform && is_bare(&item) {
        // The group was there for its transform.
        return if let Body::Group(items) = item.body { items } else { vec![item] };
    }
    vec![joined_with_only_child(item, room)]
}

/// Whether nothing cuts or filters the item.
fn is_plain(item: &Item) -> bool {
    item.clip.is_none() && item.mask.is_none() && item.filter.is_none()
}

/// Whether the item adds nothing to what it contains.
fn is_bare(item: &Item) -> bool {
    let named = item.id.is_some() || item.label.is_some() || item.node.is_some();
    is_plain(item) && !named && item.opacity == Unit::ONE && item.transform == Affine::IDENTITY
}

fn absorbed_if_shorter(item: Item, room: &Room<'_>) -> Item {
    if item.transform == Affine::IDENTITY || !takes(&item, Affine::IDENTITY, room) {
        return item;
    }
    let moved = absorbed(item.clone(), Affine::IDENTITY);
    if length(&moved, &room.space) <= length(&item, &room.space) { moved } else { item }
}

/// Whether `item` and all it contains can take its transform and the one around it into their coordinates.
fn takes(item: &Item, around: Affine, room: &Room<'_>) -> bool {
    let transform = around * item.transform;
    if !is_plain(item) || room.is_referenced(item) {
        return false;
    }
    match &item.body {
        Body::Group(items) => items.iter().all(|item| takes(item, transform, room)),
        Body::Shape(shape) => absorbs(shape, transform),
        Body::Words(_) | Body::Opaque(_) => false,
    }
}

/// The item without transforms, its own and the one around it being in the coordinates of its shapes.
fn absorbed(mut item: Item, around: Affine) -> Item {
    let transform = around * item.transform;
    item.transform = Affine::IDENTITY;
    item.body = match item.body {
        Body::Group(items) => Body::Group(items.into_iter().map(|item| absorbed(item, transform)).collect()),
        Body::Shape(shape) => Body::Shape(absorb(shape, transform)),
        body @ (Body::Words(_) | Body::Opaque(_)) => body,
    };
    item
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
            && !both(group.node.is_some(), child.node.is_some())
    };
    let joins = matches!(items.as_slice(), [child] if plain && fits(child));
    let Some(child) = items.pop_if(|_| joins) else { return group };
    Item {
        id: group.id.or(child.id),
        label: group.label.or(child.label),
        node: group.node.or(child.node),
        transform: group.transform * child.transform,
        opacity: Unit::clamped(group.opacity.get() * child.opacity.get()),
        ..child
    }
}
