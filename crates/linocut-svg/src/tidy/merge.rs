//! Neighboring paths of one paint.

use super::Room;
use super::visible::{overlap, path_bounds, reach};
use linocut_core::kurbo::{BezPath, PathEl, Rect};
use linocut_core::{Body, Item, Outline, Shape, Unit};

/// Paths are merged when a gap of this share of the view lies between them: a pixel at 512, so that hardly a pixel is
/// touched by both and their anti-aliased edges do not mix.
const GAP: f64 = 1.0 / 512.0;
/// Pairs of subpaths that are compared before two paths count as too involved to merge; bounds the time on big maps.
const MOST_PAIRS: usize = 4096;

/// Merges each path into the one before it, where that cannot change the picture.
pub(super) fn neighbors(items: Vec<Item>, room: &Room<'_>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::with_capacity(items.len());
    // Where the last item paints, as far as it was needed.
    let mut painted: Vec<Rect> = Vec::new();
    for mut item in items {
        let inside = Room { space: room.space.inside(item.transform), ..*room };
        let referenced = room.is_referenced(&item);
        if let Body::Group(children) = &mut item.body
            && !referenced
        {
            *children = neighbors(std::mem::take(children), &inside);
        }
        let before = out.last_mut().filter(|before| alike(before, &item));
        let Some((first, second)) = before.and_then(|before| paths(before, &item)) else {
            painted = Vec::new();
            out.push(item);
            continue;
        };
        if painted.is_empty() {
            painted = parts_painted(first, reach_of(&item), &inside);
        }
        let added = parts_painted(second, reach_of(&item), &inside);
        if painted.len() * added.len() <= MOST_PAIRS && apart(&painted, &added) {
            first.extend(second.elements().iter().copied());
            painted.extend(added);
        } else {
            painted = added;
            out.push(item);
        }
    }
    out
}

/// Whether both are anonymous shapes that differ in nothing but their outline.
fn alike(a: &Item, b: &Item) -> bool {
    let same_paint = |a: &Shape, b: &Shape| a.fill == b.fill && a.fill_rule == b.fill_rule && a.stroke == b.stroke;
    match (&a.body, &b.body) {
        (Body::Shape(first), Body::Shape(second)) => {
            is_anonymous(a) && is_anonymous(b) && a.transform == b.transform && same_paint(first, second)
        }
        _ => false,
    }
}

fn is_anonymous(item: &Item) -> bool {
    let named = item.id.is_some() || item.label.is_some() || item.node.is_some();
    let changed = item.clip.is_some() || item.mask.is_some() || item.filter.is_some() || item.opacity != Unit::ONE;
    !named && !changed
}

/// Both outlines, if both are paths.
fn paths<'a>(a: &'a mut Item, b: &'a Item) -> Option<(&'a mut BezPath, &'a BezPath)> {
    let (Body::Shape(first), Body::Shape(second)) = (&mut a.body, &b.body) else { return None };
    let (Outline::Path(first), Outline::Path(second)) = (&mut first.outline, &second.outline) else { return None };
    Some((first, second))
}

fn reach_of(item: &Item) -> f64 {
    if let Body::Shape(shape) = &item.body { shape.stroke.as_ref().map_or(0.0, reach) } else { 0.0 }
}

/// The part of the view that each subpath may paint, with half the gap around it.
fn parts_painted(path: &BezPath, reach: f64, room: &Room<'_>) -> Vec<Rect> {
    let gap = GAP / 2.0 * room.visible.width().max(room.visible.height());
    let starts = path.elements().iter().enumerate().filter(|(_, e)| matches!(e, PathEl::MoveTo(_))).map(|(i, _)| i);
    let starts: Vec<usize> = starts.chain([path.elements().len()]).collect();
    let parts = starts.windows(2).filter_map(|ends| path.elements().get(*ends.first()?..*ends.last()?));
    let bounds = parts.filter_map(path_bounds).map(|bounds| bounds.inflate(reach, reach));
    bounds.map(|bounds| room.space.to_view().transform_rect_bbox(bounds).inflate(gap, gap)).collect()
}

fn apart(some: &[Rect], others: &[Rect]) -> bool {
    some.iter().all(|a| others.iter().all(|b| !overlap(*a, *b)))
}
