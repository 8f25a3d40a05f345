//! Where a primitive lies, so that two of them can be compared whatever transforms they are under.

use linocut_core::kurbo::{Affine, Point, Vec2};
use linocut_core::{Body, Drawing, Item, Outline, Shape};

/// A circle, ellipse or rectangle in pixels of the picture.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    /// The position of the shape among the shapes of the drawing, in painting order.
    pub(super) number: usize,
    /// Whether it is an ellipse; else a rectangle.
    round: bool,
    center: Point,
    /// The two half axes.
    axes: [Vec2; 2],
}

impl Place {
    /// Whether both are the same shape to within `slack` pixels.
    pub(super) fn is_near(&self, other: &Self, slack: f64) -> bool {
        let spread = |p: &Self| {
            let [a, b] = p.axes;
            // The sum of outer products does not depend on which axis comes first, nor on how a circle is turned.
            [a.x * a.x + b.x * b.x, a.x * a.y + b.x * b.y, a.y * a.y + b.y * b.y]
        };
        let size = self.axes.iter().map(|a| a.hypot()).fold(0.0, f64::max);
        let near = |(a, b): (f64, f64)| (a - b).abs() <= 2.0 * size * slack;
        self.round == other.round
            && (self.center - other.center).hypot() <= slack
            && spread(self).into_iter().zip(spread(other)).all(near)
    }

    /// Its shorter side, in pixels.
    pub(super) fn narrow(&self) -> f64 {
        let [a, b] = self.axes;
        2.0 * a.hypot().min(b.hypot())
    }

    /// Whether it reaches across the picture in both directions, as a background does.
    pub(super) fn spans(&self, (width, height): (u32, u32)) -> bool {
        let [a, b] = self.axes;
        let (x, y) = (a.x.abs() + b.x.abs(), a.y.abs() + b.y.abs());
        !self.round && 2.0 * x >= 0.98 * f64::from(width) && 2.0 * y >= 0.98 * f64::from(height)
    }
}

/// The filled circles, ellipses and rectangles of `drawing`, shown `width × height` pixels large.
pub(super) fn places(drawing: &Drawing, (width, height): (u32, u32)) -> Vec<Place> {
    let view = drawing.view_box;
    let to_pixels = Affine::scale_non_uniform(f64::from(width) / view.width(), f64::from(height) / view.height())
        * Affine::translate(-view.origin().to_vec2());
    let mut found = Vec::new();
    let mut number = 0;
    let mut open: Vec<(&Item, Affine)> = drawing.items.iter().rev().map(|item| (item, to_pixels)).collect();
    while let Some((item, outer)) = open.pop() {
        let transform = outer * item.transform;
        match &item.body {
            Body::Shape(shape) => {
                found.extend(place(shape, transform, number));
                number += 1;
            }
            Body::Group(items) => open.extend(items.iter().rev().map(|item| (item, transform))),
            Body::Words(_) | Body::Opaque(_) => {}
        }
    }
    found
}

fn place(shape: &Shape, transform: Affine, number: usize) -> Option<Place> {
    if shape.fill.is_none() || shape.stroke.is_some() {
        return None;
    }
    let round = match &shape.outline {
        Outline::Circle(_) => true,
        Outline::Ellipse(ellipse) if ellipse.rotation() == 0.0 => true,
        Outline::Rect(_) => false,
        Outline::Ellipse(_) | Outline::Path(_) | Outline::Line(_) => return None,
    };
    let bounds = shape.outline.bounds();
    let linear = transform.with_translation(Vec2::ZERO);
    let axis = |v: Vec2| (linear * v.to_point()).to_vec2();
    Some(Place {
        number,
        round,
        center: transform * bounds.center(),
        axes: [axis(Vec2::new(bounds.width() / 2.0, 0.0)), axis(Vec2::new(0.0, bounds.height() / 2.0))],
    })
}
