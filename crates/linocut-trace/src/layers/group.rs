//! Shapes of one color, or of one height, together in a group.

use super::hue;
use super::name::Names;
use super::occupied::Occupied;
use linocut_core::kurbo::{Affine, Rect};
use linocut_core::{Body, Item, Paint, Rgba};
use std::collections::BTreeMap;

/// What the shapes of a group have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupBy {
    /// Shapes are not grouped, and have no names.
    #[default]
    None,
    /// The color. Shapes move past others only where they do not touch, so a color may have several groups.
    Color,
    /// The number of shapes below them: nothing in a layer lies over another shape of that layer.
    Layer,
}

/// The number of items of which one lies over the next, below each item; by their boxes.
pub(super) fn depths<'a>(items: impl Iterator<Item = &'a Item>, view: Rect) -> Vec<u32> {
    let mut occupied = Occupied::new(view);
    let depth = |item: &Item| {
        let bounds = bounds(item, view);
        let below = occupied.highest(bounds);
        occupied.raise(bounds, below + 1);
        below
    };
    items.map(depth).collect()
}

/// The items in groups of their depth, the lowest first, with names.
pub(super) fn by_layer(items: Vec<(u32, Item)>, view: Rect, names: &mut Names) -> Vec<Item> {
    let mut layers: BTreeMap<u32, Vec<Item>> = BTreeMap::new();
    for (depth, item) in items {
        layers.entry(depth).or_default().push(item);
    }
    let group = |items: Vec<Item>| match items.as_slice() {
        [one] if is_background(one, view) => named_background(items, names),
        _ => {
            let named = items.into_iter().map(|item| names.item(item)).collect();
            vec![names.group("layer", named, None)]
        }
    };
    layers.into_values().flat_map(group).collect()
}

/// The items in groups of their color, in an order that paints the same, with names.
///
/// `apart` says that no two of them overlap.
pub(super) fn by_color(items: Vec<Item>, view: Rect, apart: bool, names: &mut Names) -> Vec<Item> {
    let mut occupied = Occupied::new(view);
    let mut groups: Vec<(Ink, Vec<Item>)> = Vec::new();
    let mut last: BTreeMap<Ink, usize> = BTreeMap::new();
    for item in items {
        let (ink, bounds) = (ink(&item), bounds(&item, view));
        let above = if apart { 0 } else { occupied.highest(bounds) };
        // Numbers count from 1; an item may join the group that it lies over, and any later one.
        let mine = last.get(&ink).copied().filter(|at| number(*at) >= above);
        let at = mine.unwrap_or(groups.len());
        if mine.is_none() {
            groups.push((ink, Vec::new()));
            last.insert(ink, at);
        }
        occupied.raise(bounds, number(at));
        if let Some((_, list)) = groups.get_mut(at) {
            list.push(item);
        }
    }
    let group = |(ink, items): (Ink, Vec<Item>)| match items.as_slice() {
        [one] if is_background(one, view) => named_background(items, names),
        _ => {
            let named = items.into_iter().map(|item| names.item(item)).collect();
            vec![match ink {
                Ink::Color(color) => names.group(hue::name(color), named, Some(hue::hex(color))),
                Ink::Shaded(name) => names.group(&format!("{name}-shaded"), named, None),
                Ink::Other => names.group("other", named, None),
            }]
        }
    };
    groups.into_iter().flat_map(group).collect()
}

/// What the items of a color group share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Ink {
    Color(Rgba),
    /// A gradient around a color of this name.
    Shaded(&'static str),
    Other,
}

fn ink(item: &Item) -> Ink {
    match hue::paint(item) {
        Some(Paint::Solid(color)) => Ink::Color(*color),
        Some(paint @ Paint::Gradient(_)) => Ink::Shaded(hue::of(paint)),
        Some(Paint::CurrentColor) | None => Ink::Other,
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at + 1).unwrap_or(u32::MAX)
}

/// The box around an item, its stroke included; all of `view` for what has no outline.
pub(crate) fn bounds(item: &Item, view: Rect) -> Rect {
    let Body::Shape(shape) = &item.body else { return view };
    let half = shape.stroke.as_ref().map_or(0.0, |s| s.width / 2.0 * s.miter_limit.max(1.5));
    let own = shape.outline.bounds().inflate(half, half);
    if item.transform == Affine::IDENTITY { own } else { item.transform.transform_rect_bbox(own) }
}

/// Whether an item fills the whole view.
fn is_background(item: &Item, view: Rect) -> bool {
    let Body::Shape(shape) = &item.body else { return false };
    let bounds = shape.outline.bounds();
    shape.fill.is_some() && bounds.intersect(view).area() >= view.area() - 1e-6
}

fn named_background(items: Vec<Item>, names: &mut Names) -> Vec<Item> {
    items.into_iter().map(|item| names.background(item)).collect()
}
