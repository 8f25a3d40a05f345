//! The view box and what is behind the drawing.

use crate::place::{around, baked, ink_box, placed, rotation};
use crate::{Axis, Ink, Length};
use linocut_core::kurbo::{Affine, Point, Rect, RoundedRect};
use linocut_core::{Body, Drawing, Error, Id, Item, Kind, Outline, Result, Shape};

/// How far something may stick out of the page unseen, as a share of its longer side.
const HAIR: f64 = 1e-3;
/// The id of a background that was added here.
const BACKGROUND_ID: &str = "background";

/// Mirrors, turns or scales the drawing about the middle of its view box.
pub(crate) fn turn(drawing: &mut Drawing, affine: Affine) {
    let affine = around(affine, drawing.view_box.center());
    drawing.items = placed(std::mem::take(&mut drawing.items), affine);
}

/// The map of a mirror.
pub(crate) fn mirror(axis: Axis) -> Affine {
    match axis {
        Axis::Horizontal => Affine::scale_non_uniform(-1.0, 1.0),
        Axis::Vertical => Affine::scale_non_uniform(1.0, -1.0),
    }
}

/// Turns the drawing about the middle of its page; says whether the page grew.
///
/// Right angles turn the page, too. By others it grows as far as what it showed would stick out, a square one to a larger
/// square, and a background stays upright and fills it.
pub(crate) fn rotate(drawing: &mut Drawing, degrees: f64) -> bool {
    let view = drawing.view_box.abs();
    let affine = rotation(degrees, Point::ORIGIN);
    if degrees % 90.0 == 0.0 {
        turn(drawing, affine);
        if degrees % 180.0 != 0.0 {
            set_view(drawing, Rect::from_center_size(view.center(), (view.height(), view.width())));
        }
        return false;
    }
    let ground = take_ground(drawing);
    turn(drawing, affine);
    // What lay outside the page before was not seen, and needs no room.
    let shown = around(affine, view.center()).transform_rect_bbox(view);
    let ink = ink_box(&drawing.items).map_or(view, |ink| view.union(ink.intersect(shown)));
    let (mut wide, mut high) = ((view.x0 - ink.x0).max(ink.x1 - view.x1), (view.y0 - ink.y0).max(ink.y1 - view.y1));
    if (view.width() - view.height()).abs() <= HAIR * view.width() {
        (wide, high) = (wide.max(high), wide.max(high));
    }
    let grew = wide.max(high) > HAIR * view.size().max_side();
    if grew {
        let whole = |by: f64| libm::ceil(by * 100.0) / 100.0;
        set_view(drawing, view.inflate(whole(wide), whole(high)));
    }
    if let Some(mut ground) = ground {
        if let Body::Shape(shape) = &mut ground.body {
            shape.outline = Outline::Rect(RoundedRect::from_rect(drawing.view_box.abs(), 0.0));
            ground.transform = Affine::IDENTITY;
        }
        drawing.items.insert(0, ground);
    }
    grew
}

/// Adds room on every side.
pub(crate) fn pad(drawing: &mut Drawing, length: Length) {
    let view = drawing.view_box.abs();
    let by = match length {
        Length::Units(units) => units,
        Length::Share(share) => share * view.size().max_side(),
    };
    set_view(drawing, view.inflate(by, by));
}

/// Widens the view box to a square.
pub(crate) fn square(drawing: &mut Drawing) {
    let view = drawing.view_box.abs();
    let side = view.size().max_side();
    set_view(drawing, Rect::from_center_size(view.center(), (side, side)));
}

/// Shrinks the view box to what is painted.
///
/// # Errors
/// [`Kind::Input`] when nothing is.
pub(crate) fn trim(drawing: &mut Drawing) -> Result<()> {
    let ink = ink_box(&drawing.items).filter(|ink| ink.area() > 0.0).ok_or_else(nothing)?;
    set_view(drawing, ink);
    Ok(())
}

/// Moves what is painted to the middle.
///
/// # Errors
/// [`Kind::Input`] when nothing is.
pub(crate) fn center(drawing: &mut Drawing) -> Result<()> {
    baked(drawing);
    let ground = take_ground(drawing);
    let ink = ink_box(&drawing.items).ok_or_else(nothing)?;
    let by = drawing.view_box.center() - ink.center();
    let moved = placed(std::mem::take(&mut drawing.items), Affine::translate(by));
    drawing.items = ground.into_iter().chain(moved).collect();
    Ok(())
}

/// Sets or removes the background; says whether there was one.
pub(crate) fn background(drawing: &mut Drawing, ink: Option<Ink>) -> bool {
    let old = take_ground(drawing).is_some();
    if let Some(ink) = ink {
        let rect = RoundedRect::from_rect(drawing.view_box.abs(), 0.0);
        let mut item = Item::shape(Shape::filled(Outline::Rect(rect), ink.paint()));
        item.id = Id::new(BACKGROUND_ID);
        drawing.items.insert(0, item);
    }
    old
}

/// Takes away the background: the lowest item, if it is called so or fills the view box.
pub(crate) fn take_ground(drawing: &mut Drawing) -> Option<Item> {
    let view = drawing.view_box.abs();
    let is_ground = drawing.items.first().is_some_and(|item| {
        let named = item.id.as_ref().is_some_and(|id| id.as_str() == BACKGROUND_ID);
        let Body::Shape(Shape { outline: outline @ (Outline::Rect(_) | Outline::Path(_)), fill: Some(_), .. }) =
            &item.body
        else {
            return false;
        };
        let bounds = item.transform.transform_rect_bbox(outline.bounds());
        let path = crate::track::outline_path(outline);
        let full = linocut_core::kurbo::Shape::area(&path).abs() >= 0.97 * outline.bounds().area();
        named || full && bounds.inflate(1e-6, 1e-6).union(view) == bounds.inflate(1e-6, 1e-6)
    });
    is_ground.then(|| drawing.items.remove(0))
}

/// Changes the view box; a size in pixels changes in proportion, a background added here follows.
fn set_view(drawing: &mut Drawing, view: Rect) {
    let old = drawing.view_box.abs();
    if let Some((width, height)) = &mut drawing.size {
        *width *= view.width() / old.width().max(f64::MIN_POSITIVE);
        *height *= view.height() / old.height().max(f64::MIN_POSITIVE);
    }
    if let Some(Body::Shape(shape)) = drawing
        .items
        .first_mut()
        .filter(|item| item.id.as_ref().is_some_and(|id| id.as_str() == BACKGROUND_ID))
        .map(|item| &mut item.body)
    {
        shape.outline = Outline::Rect(RoundedRect::from_rect(view, 0.0));
    }
    drawing.view_box = view;
}

fn nothing() -> Error {
    Error::new(Kind::Input, "the drawing paints nothing")
}
