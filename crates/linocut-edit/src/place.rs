//! Drawings moved, turned and scaled, with the change in their coordinates wherever that is exact.

use crate::track::outline_path;
use linocut_core::kurbo::{Affine, Circle, Line, Point, Rect, RoundedRect, Shape as _, Vec2};
use linocut_core::{Body, Drawing, Item, Outline, Paint, Shape, Stroke};

/// How far the two axes of a transform may differ, as a share, to count as equal.
const EQUAL: f64 = 1e-9;

/// Moves items by `affine`, and writes into coordinates what transforms said before.
///
/// Shapes take any transform that scales both axes alike, filled ones any at all. Items that a clip, mask or filter
/// cuts, texts and opaque markup keep a transform.
pub(crate) fn placed(items: Vec<Item>, affine: Affine) -> Vec<Item> {
    items.into_iter().map(|item| place(item, affine)).collect()
}

/// Writes transforms into coordinates.
pub(crate) fn baked(drawing: &mut Drawing) {
    drawing.items = placed(std::mem::take(&mut drawing.items), Affine::IDENTITY);
}

fn place(mut item: Item, affine: Affine) -> Item {
    let full = affine * item.transform;
    let bound = item.clip.is_some() || item.mask.is_some() || item.filter.is_some();
    match item.body {
        Body::Group(items) if !bound => {
            item.transform = Affine::IDENTITY;
            item.body = Body::Group(placed(items, full));
        }
        Body::Shape(shape) if !bound && (shape.stroke.is_none() || scale(full).is_some()) => {
            item.transform = Affine::IDENTITY;
            item.body = Body::Shape(moved(shape, full));
        }
        Body::Group(_) | Body::Shape(_) | Body::Words(_) | Body::Opaque(_) => item.transform = full,
    }
    item
}

/// The factor of lengths under `affine`, if it is the same in all directions.
pub(crate) fn scale(affine: Affine) -> Option<f64> {
    let [a, b, c, d, _, _] = affine.as_coeffs();
    let (x, y) = (libm::hypot(a, b), libm::hypot(c, d));
    let even = (x - y).abs() <= EQUAL * x.max(y) && (a * c + b * d).abs() <= EQUAL * x * y;
    (even && x > 0.0).then_some(x)
}

fn moved(shape: Shape, affine: Affine) -> Shape {
    if affine == Affine::IDENTITY {
        return shape;
    }
    let factor = scale(affine).unwrap_or(1.0);
    Shape {
        outline: moved_outline(&shape.outline, affine),
        fill: shape.fill.map(|paint| moved_paint(paint, affine)),
        fill_rule: shape.fill_rule,
        stroke: shape.stroke.map(|stroke| Stroke {
            paint: moved_paint(stroke.paint, affine),
            width: stroke.width * factor,
            dashes: stroke.dashes.iter().map(|dash| dash * factor).collect(),
            dash_offset: stroke.dash_offset * factor,
            ..stroke
        }),
    }
}

fn moved_paint(paint: Paint, affine: Affine) -> Paint {
    match paint {
        Paint::Gradient(mut gradient) => {
            gradient.transform = affine * gradient.transform;
            Paint::Gradient(gradient)
        }
        Paint::Solid(_) | Paint::CurrentColor => paint,
    }
}

fn moved_outline(outline: &Outline, affine: Affine) -> Outline {
    let [a, b, c, d, _, _] = affine.as_coeffs();
    let straight = b == 0.0 && c == 0.0 || a == 0.0 && d == 0.0;
    match (outline, scale(affine)) {
        (Outline::Circle(circle), Some(factor)) => {
            Outline::Circle(Circle::new(affine * circle.center, circle.radius * factor))
        }
        (Outline::Circle(circle), None) => Outline::Ellipse(affine * linocut_core::kurbo::Ellipse::from(*circle)),
        (Outline::Ellipse(ellipse), _) => Outline::Ellipse(affine * *ellipse),
        (Outline::Line(line), _) => Outline::Line(Line::new(affine * line.p0, affine * line.p1)),
        (Outline::Rect(rect), Some(factor)) if straight => {
            let radius = rect.radii().as_single_radius().unwrap_or_default() * factor;
            Outline::Rect(RoundedRect::from_rect(affine.transform_rect_bbox(rect.rect()), radius))
        }
        (Outline::Rect(_), _) => Outline::Path(affine * outline_path(outline)),
        (Outline::Path(path), _) => Outline::Path(affine * path.clone()),
    }
}

/// The rotation by `degrees` clockwise as seen on screen around `center`; right angles are exact.
pub(crate) fn rotation(degrees: f64, center: Point) -> Affine {
    let turn = libm::fmod(degrees, 360.0);
    let turn = if turn < 0.0 { turn + 360.0 } else { turn };
    let near = |angle: f64| (turn - angle).abs() < 1e-9;
    let (sin, cos) = if near(0.0) || near(360.0) {
        (0.0, 1.0)
    } else if near(90.0) {
        (1.0, 0.0)
    } else if near(180.0) {
        (0.0, -1.0)
    } else if near(270.0) {
        (-1.0, 0.0)
    } else {
        libm::sincos(turn.to_radians())
    };
    around(Affine::new([cos, sin, -sin, cos, 0.0, 0.0]), center)
}

/// A map of directions, with `center` where it was.
pub(crate) fn around(affine: Affine, center: Point) -> Affine {
    let away: Vec2 = center.to_vec2();
    Affine::translate(away) * affine * Affine::translate(-away)
}

/// The box around everything that is painted, strokes by half their width; `None` when nothing is.
pub(crate) fn ink_box(items: &[Item]) -> Option<Rect> {
    let mut found: Option<Rect> = None;
    grow(items, Affine::IDENTITY, &mut found);
    found
}

fn grow(items: &[Item], affine: Affine, found: &mut Option<Rect>) {
    for item in items {
        let full = affine * item.transform;
        let bounds = match &item.body {
            Body::Group(inner) => {
                grow(inner, full, found);
                continue;
            }
            Body::Shape(shape) => shape_box(shape, full),
            Body::Words(words) => Rect::from_center_size(full * words.at, (words.size, words.size)),
            Body::Opaque(_) => continue,
        };
        if bounds.is_finite() {
            *found = Some(found.map_or(bounds, |old| old.union(bounds)));
        }
    }
}

fn shape_box(shape: &Shape, affine: Affine) -> Rect {
    let bounds = (affine * outline_path(&shape.outline)).bounding_box();
    let width = shape.stroke.as_ref().map_or(0.0, |stroke| stroke.width);
    bounds.inflate(width * affine.spectral_norm() / 2.0, width * affine.spectral_norm() / 2.0)
}

#[cfg(test)]
mod tests {
    use super::rotation;
    use linocut_core::kurbo::Point;

    #[test]
    fn right_angles_are_exact() {
        let center = Point::new(12.0, 12.0);
        assert_eq!(rotation(90.0, center) * Point::new(24.0, 0.0), Point::new(24.0, 24.0));
        assert_eq!(rotation(-90.0, center) * Point::new(0.0, 3.0), Point::new(3.0, 24.0));
        assert_eq!(rotation(540.0, center) * Point::new(1.0, 2.0), Point::new(23.0, 22.0));
    }
}
