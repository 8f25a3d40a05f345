//! The small marks that tell where a drawing comes from.

use super::Origin;
use linocut_core::kurbo::{BezPath, Circle, Point, Vec2};
use linocut_core::{Item, Outline, Paint, Rgba, Shape, Unit};
use std::f64::consts::FRAC_PI_4;

const GREEN: Rgba = Rgba::opaque(0x2d, 0x9a, 0x6a);
const VIOLET: Rgba = Rgba::opaque(0x82, 0x50, 0xdf);
const ORANGE: Rgba = Rgba::opaque(0xd9, 0x6a, 0x0b);

/// What the legend calls an origin.
pub(super) fn name(origin: Origin) -> &'static str {
    match origin {
        Origin::Library => "library",
        Origin::Composed => "composed",
        Origin::Generated => "generated",
    }
}

/// The mark of `origin` around `center`, within `radius`. Form and color both tell it, for those who do not see colors.
pub(super) fn mark(origin: Origin, center: Point, radius: f64) -> Vec<Item> {
    let disc = |x: f64, r: f64| Outline::Circle(Circle::new(center + Vec2::new(x * radius, 0.0), r * radius));
    match origin {
        Origin::Library => vec![filled(disc(0.0, 0.8), GREEN)],
        Origin::Composed => {
            let behind = Item { opacity: Unit::clamped(0.5), ..filled(disc(0.45, 0.6), VIOLET) };
            vec![behind, filled(disc(-0.45, 0.6), VIOLET)]
        }
        Origin::Generated => vec![filled(Outline::Path(star(center, 1.1 * radius)), ORANGE)],
    }
}

/// A star with four points.
fn star(center: Point, radius: f64) -> BezPath {
    let mut path = BezPath::new();
    for corner in 0..8 {
        let reach = if corner % 2 == 0 { radius } else { 0.36 * radius };
        let point = center + reach * Vec2::from_angle(f64::from(corner) * FRAC_PI_4);
        if corner == 0 {
            path.move_to(point);
        } else {
            path.line_to(point);
        }
    }
    path.close_path();
    path
}

fn filled(outline: Outline, color: Rgba) -> Item {
    Item::shape(Shape::filled(outline, Paint::Solid(color)))
}
