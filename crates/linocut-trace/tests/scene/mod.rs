//! What the scenes of several tests are made of.

use linocut_core::kurbo::{Circle, Rect};
use linocut_core::{Item, Outline, Paint, Rgba, Shape};

pub(crate) const INK: Rgba = Rgba::opaque(0x1d, 0x35, 0x57);

pub(crate) fn filled(outline: Outline, color: Rgba) -> Item {
    Item::shape(Shape::filled(outline, Paint::Solid(color)))
}

pub(crate) fn rect(x0: f64, y0: f64, x1: f64, y1: f64, color: Rgba) -> Item {
    filled(Outline::Rect(Rect::new(x0, y0, x1, y1).to_rounded_rect(0.0)), color)
}

pub(crate) fn circle(x: f64, y: f64, r: f64, color: Rgba) -> Item {
    filled(Outline::Circle(Circle::new((x, y), r)), color)
}
