//! What is painted at all.

use super::Room;
use super::gradient::plain;
use linocut_core::kurbo::{self, PathEl, Rect, Shape as _};
use linocut_core::{Body, FillRule, Item, Join, Outline, Shape, Stroke, Words};
use std::f64::consts::SQRT_2;

/// The items that paint something inside the visible part, in their plainest paints.
pub(super) fn painted(items: Vec<Item>, room: &Room<'_>) -> Vec<Item> {
    items.into_iter().filter_map(|item| kept(item, room)).collect()
}

fn kept(mut item: Item, room: &Room<'_>) -> Option<Item> {
    if room.is_referenced(&item) {
        return Some(item);
    }
    let cut = item.clip.is_some() || item.mask.is_some() || item.filter.is_some();
    let inside = Room { space: room.space.inside(item.transform), measured: room.measured || cut, ..*room };
    // A filter can paint by itself and move what it is given.
    let placed = !room.measured && item.filter.is_none();
    let shown = match &mut item.body {
        Body::Group(items) => {
            *items = painted(std::mem::take(items), &inside);
            !items.is_empty() || item.filter.is_some()
        }
        Body::Shape(shape) => {
            make_plain(shape, &inside);
            !placed || painted_part(shape, &inside).is_some_and(|part| overlap(part, room.visible))
        }
        Body::Words(words) => {
            make_words_plain(words, &inside);
            !placed
                || (!words.text.trim().is_empty()
                    && words.size > 0.0
                    && (words.fill.is_some() || words.stroke.is_some()))
        }
        Body::Opaque(opaque) => !opaque.markup.is_empty(),
    };
    (shown && (!placed || item.opacity.get() > 0.0)).then_some(item)
}

fn make_plain(shape: &mut Shape, room: &Room<'_>) {
    if matches!(shape.outline, Outline::Line(_)) {
        shape.fill = None;
    }
    shape.fill = shape.fill.take().and_then(|paint| plain(paint, &room.space));
    shape.stroke = shape.stroke.take().and_then(|stroke| plain_stroke(stroke, room));
    // Only a path can cross itself.
    if shape.fill.is_none() || !matches!(shape.outline, Outline::Path(_)) {
        shape.fill_rule = FillRule::NonZero;
    }
}

fn make_words_plain(words: &mut Words, room: &Room<'_>) {
    words.fill = words.fill.take().and_then(|paint| plain(paint, &room.space));
    words.stroke = words.stroke.take().and_then(|stroke| plain_stroke(stroke, room));
}

fn plain_stroke(mut stroke: Stroke, room: &Room<'_>) -> Option<Stroke> {
    stroke.paint = plain(stroke.paint, &room.space)?;
    (stroke.width > 0.0).then_some(stroke)
}

/// The part of the view that a shape may paint, `None` for nothing.
fn painted_part(shape: &Shape, room: &Room<'_>) -> Option<Rect> {
    let bounds = bounds(&shape.outline)?;
    let to_view = room.space.to_view();
    if let Some(stroke) = &shape.stroke {
        return Some(to_view.transform_rect_bbox(bounds.inflate(reach(stroke), reach(stroke))));
    }
    (shape.fill.is_some() && bounds.area() > 0.0).then(|| to_view.transform_rect_bbox(bounds))
}

/// How far a stroke may paint from its outline: to the tip of the longest miter or the corner of a square end.
pub(super) fn reach(stroke: &Stroke) -> f64 {
    let tip = if stroke.join == Join::Miter { stroke.miter_limit.max(SQRT_2) } else { SQRT_2 };
    stroke.width / 2.0 * tip
}

/// The bounding box of an outline, `None` when nothing of it is drawn.
fn bounds(outline: &Outline) -> Option<Rect> {
    match outline {
        Outline::Path(path) => path_bounds(path.elements()),
        Outline::Line(line) => Some(Rect::from_points(line.p0, line.p1)),
        Outline::Rect(rect) => Some(rect.rect().abs()).filter(|r| r.area() > 0.0),
        Outline::Circle(circle) => (circle.radius > 0.0).then(|| circle.bounding_box()),
        Outline::Ellipse(ellipse) => Some(ellipse.bounding_box()).filter(|r| r.area() > 0.0),
    }
}

/// The bounding box of a path, points without length included: a stroke with round ends paints them.
pub(super) fn path_bounds(path: &[PathEl]) -> Option<Rect> {
    let starts = path.iter().filter_map(|element| {
        let PathEl::MoveTo(p) = element else { return None };
        Some(Rect::from_points(*p, *p))
    });
    let segments = kurbo::segments(path.iter().copied()).map(|segment| segment.bounding_box());
    starts.chain(segments).reduce(|a, b| a.union(b))
}

/// Whether two rectangles share more than an edge.
pub(super) fn overlap(a: Rect, b: Rect) -> bool {
    a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}
