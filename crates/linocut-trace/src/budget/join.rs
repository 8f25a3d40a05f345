//! Shapes of one color as one: fewer shapes that look the same.

use crate::layers::{Occupied, bounds, outline_path};
use linocut_core::kurbo::{Affine, BezPath};
use linocut_core::{Body, Drawing, FillRule, Item, Outline, Paint, Rgba, Shape, Unit};
use std::collections::BTreeMap;

/// The drawing with shapes of one color as one compound path, where that changes nothing that is seen: their boxes do not
/// meet, and nothing else lies between them. Letters of a word become one shape, and so do the holes in them.
pub(super) fn joined(drawing: &Drawing) -> Drawing {
    let view = drawing.view_box;
    let mut occupied = Occupied::new(view);
    let mut kept: Vec<(Item, Option<BezPath>)> = Vec::with_capacity(drawing.items.len());
    let mut last: BTreeMap<(Rgba, bool), usize> = BTreeMap::new();
    for item in &drawing.items {
        let bounds = bounds(item, view);
        let above = occupied.highest(bounds);
        let plain = plain(item);
        let at = plain.and_then(|(_, ink)| last.get(&ink).copied()).filter(|at| number(*at) > above);
        if let (Some((shape, _)), Some(at)) = (plain, at)
            && let Some((first, whole)) = kept.get_mut(at)
        {
            let all = whole.get_or_insert_with(|| outline(first));
            all.extend(outline_path(&shape.outline));
            occupied.raise(bounds, number(at));
            continue;
        }
        if let Some((_, ink)) = plain {
            last.insert(ink, kept.len());
        }
        occupied.raise(bounds, number(kept.len()));
        kept.push((item.clone(), None));
    }
    let items = kept.into_iter().map(|(mut item, whole)| {
        if let (Body::Shape(shape), Some(whole)) = (&mut item.body, whole) {
            shape.outline = Outline::Path(whole);
        }
        item
    });
    Drawing { items: items.collect(), ..drawing.clone() }
}

/// Numbers count from 1, 0 is what nothing touches.
fn number(at: usize) -> u32 {
    u32::try_from(at + 1).unwrap_or(u32::MAX)
}

/// The shape of an item that is one color and nothing else, with what it must share with others.
fn plain(item: &Item) -> Option<(&Shape, (Rgba, bool))> {
    let Body::Shape(shape) = &item.body else { return None };
    let bare = item.clip.is_none() && item.mask.is_none() && item.filter.is_none() && item.id.is_none();
    let flat = item.transform == Affine::IDENTITY && item.opacity == Unit::ONE && shape.stroke.is_none();
    let Some(Paint::Solid(color)) = shape.fill.as_ref() else { return None };
    (bare && flat).then_some((shape, (*color, shape.fill_rule == FillRule::EvenOdd)))
}

fn outline(item: &Item) -> BezPath {
    if let Body::Shape(shape) = &item.body { outline_path(&shape.outline) } else { BezPath::new() }
}
