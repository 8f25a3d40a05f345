//! Badge artwork brought to its size, its place and the looks of its base.

use super::{BadgeOptions, Corner, stock};
use crate::frame::{Frame, main_stroke};
use crate::place::{baked, ink_box, placed};
use crate::region::expanded;
use crate::track::outline_path;
use linocut_core::kurbo::{Affine, Point, Rect, Vec2};
use linocut_core::{Body, Drawing, FillRule, Item, Outline, Paint, Shape};

/// Side of a badge that does not say its size, in 24ths of the shorter side of the base's view box.
const SIZE: f64 = 10.0;
/// Space between a badge and the edges of the view box, in 24ths of it: what icon sets leave around lines.
const MARGIN: f64 = 1.0;

/// The items of `badge` as they go onto the base; `None` when it paints nothing.
pub(super) fn fitted(badge: &Drawing, frame: &Frame, options: &BadgeOptions) -> Option<Vec<Item>> {
    // Outlines look empty beside areas.
    let mut badge = if frame.lined { None } else { stock::among_areas(badge) }.unwrap_or_else(|| badge.clone());
    baked(&mut badge);
    let own = main_stroke(&badge).map(|stroke| stroke.width);
    let room = room(&badge, frame, options)?;
    badge.items = placed(badge.items, room.affine);
    let one_paint = badge.shapes().flat_map(crate::frame::painted).map(|(paint, _)| paint.clone()).collect::<Vec<_>>();
    let same = one_paint.windows(2).all(|pair| matches!(pair, [a, b] if a == b));
    let dress = Dress { frame, factor: own.map(|own| frame.width / (own * room.scale)), repaint: same };
    badge.items = badge.items.into_iter().filter_map(|item| dress.item(item)).collect();
    (!badge.items.is_empty()).then_some(badge.items)
}

/// Where artwork goes.
struct Room {
    affine: Affine,
    scale: f64,
}

/// Whether artwork is drawn for the purpose, at the size of a badge.
pub(super) fn is_small(badge: &Drawing) -> bool {
    badge.view_box.abs().size().max_side() * 2.0 <= 24.0
}

/// Artwork drawn for the purpose keeps its size and its own margins; other artwork is scaled to the size that is asked.
fn room(badge: &Drawing, frame: &Frame, options: &BadgeOptions) -> Option<Room> {
    let view = badge.view_box.abs();
    if options.size.is_none() && is_small(badge) {
        let slot = view.size() * frame.unit;
        let to = place_in(frame, options.at, slot.width, slot.height);
        return Some(Room { affine: to_box(view, to.origin(), frame.unit), scale: frame.unit });
    }
    let size = options.size.unwrap_or(SIZE) * frame.unit;
    let lined = main_stroke(badge).is_some();
    let width = if lined { frame.width } else { 0.0 };
    let bounds = if lined { bare_box(&badge.items)? } else { ink_box(&badge.items)? };
    let scale = (size - width).max(size / 4.0) / bounds.size().max_side();
    if !scale.is_finite() {
        return None;
    }
    let (w, h) = (bounds.width() * scale + width, bounds.height() * scale + width);
    let to = place_in(frame, options.at, w, h);
    Some(Room { affine: to_box(bounds, to.origin() + Vec2::new(width, width) / 2.0, scale), scale })
}

fn to_box(from: Rect, to: Point, scale: f64) -> Affine {
    Affine::translate(to.to_vec2()) * Affine::scale(scale) * Affine::translate(-from.origin().to_vec2())
}

/// A box of a size in a corner of the view box.
fn place_in(frame: &Frame, at: Corner, w: f64, h: f64) -> Rect {
    let area = frame.view.inset(-MARGIN * frame.unit);
    let left = matches!(at, Corner::TopLeft | Corner::BottomLeft);
    let top = matches!(at, Corner::TopLeft | Corner::TopRight);
    let x = if left { area.x0 } else { area.x1 - w };
    let y = if top { area.y0 } else { area.y1 - h };
    Rect::from_origin_size((x, y), (w, h))
}

/// The box around outlines, their lines left out.
fn bare_box(items: &[Item]) -> Option<Rect> {
    items.iter().fold(None, |found: Option<Rect>, item| {
        let bounds = match &item.body {
            Body::Group(inner) => bare_box(inner),
            Body::Shape(shape) => Some(shape.outline.bounds()),
            Body::Words(_) | Body::Opaque(_) => None,
        };
        match (found, bounds) {
            (Some(a), Some(b)) => Some(a.union(b)),
            (a, b) => a.or(b),
        }
    })
}

/// How artwork takes on the looks of its base.
struct Dress<'a> {
    frame: &'a Frame,
    /// What widths are multiplied with.
    factor: Option<f64>,
    repaint: bool,
}

impl Dress<'_> {
    fn item(&self, mut item: Item) -> Option<Item> {
        item.id = None;
        item.body = match item.body {
            Body::Group(inner) => Body::Group(inner.into_iter().filter_map(|item| self.item(item)).collect()),
            Body::Shape(shape) => Body::Shape(self.shape(shape)?),
            Body::Words(_) | Body::Opaque(_) => return None,
        };
        Some(item)
    }

    fn shape(&self, mut shape: Shape) -> Option<Shape> {
        let paint = |old: &Paint| if self.repaint { self.frame.paint.clone() } else { old.clone() };
        shape.fill = shape.fill.as_ref().map(paint);
        if let Some(stroke) = &mut shape.stroke {
            stroke.paint = paint(&stroke.paint);
            stroke.width *= self.factor.unwrap_or(1.0);
            if self.frame.lined {
                (stroke.cap, stroke.join) = (self.frame.cap, self.frame.join);
            }
        }
        if self.frame.lined || shape.stroke.is_none() { Some(shape) } else { solid(&shape) }
    }
}

/// A shape whose line has become an area; a fill of the same paint joins it.
fn solid(shape: &Shape) -> Option<Shape> {
    let stroke = shape.stroke.as_ref()?;
    let path = outline_path(&shape.outline);
    let mut area = expanded(&path, stroke).ok()?;
    if shape.fill.is_some() {
        area = crate::region::union(&area, &crate::region::filled(&path, shape.fill_rule).ok()?).ok()?;
    }
    Some(Shape {
        outline: Outline::Path(area),
        fill: Some(stroke.paint.clone()),
        fill_rule: FillRule::NonZero,
        stroke: None,
    })
}
