//! How far items reach, to tell whether cutting them makes a difference.

use linocut_core::kurbo::{Affine, Rect};
use linocut_core::{Body, Item, Shape};

/// Whether everything that `items` paint certainly lies within `place`.
pub(super) fn is_within(items: &[Item], place: Rect) -> bool {
    items.iter().all(|item| is_item_within(item, Affine::IDENTITY, place))
}

fn is_item_within(item: &Item, outer: Affine, place: Rect) -> bool {
    // A filter paints outside of what it is given.
    if item.filter.is_some() {
        return false;
    }
    let map = outer * item.transform;
    match &item.body {
        Body::Group(items) => items.iter().all(|item| is_item_within(item, map, place)),
        Body::Shape(shape) => {
            let reach = map.transform_rect_bbox(reach(shape));
            place.x0 <= reach.x0 && place.y0 <= reach.y0 && reach.x1 <= place.x1 && reach.y1 <= place.y1
        }
        Body::Words(_) | Body::Opaque(_) => false,
    }
}

/// The bounds of a shape with its stroke: half the width, times what miters or square caps can add.
fn reach(shape: &Shape) -> Rect {
    let stroke = shape.stroke.as_ref().map_or(0.0, |stroke| stroke.width / 2.0 * stroke.miter_limit.max(1.5));
    shape.outline.bounds().inflate(stroke, stroke)
}

#[cfg(test)]
mod tests {
    use super::is_within;
    use linocut_core::kurbo::{Affine, Circle, Rect};
    use linocut_core::{Item, Outline, Paint, Rgba, Shape, Stroke};

    #[track_caller]
    fn check(radius: f64, width: f64, expected: bool) {
        let mut shape = Shape::filled(Outline::Circle(Circle::new((0.0, 0.0), radius)), Paint::Solid(Rgba::BLACK));
        shape.stroke = Some(Stroke::new(Paint::CurrentColor, width));
        let mut group = Item::group(vec![Item::shape(shape)]);
        group.transform = Affine::translate((10.0, 10.0));
        assert_eq!(is_within(&[group], Rect::new(0.0, 0.0, 20.0, 20.0)), expected);
    }

    #[test]
    fn counts_the_stroke() {
        check(10.0, 0.0, true);
        check(10.1, 0.0, false);
        check(8.0, 1.0, true);
        check(8.0, 2.0, false);
    }
}
