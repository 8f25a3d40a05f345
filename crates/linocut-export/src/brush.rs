//! Paints on the page, for formats whose gradients have no transform.

use crate::geometry::similarity;
use crate::gradient::{complete, line_on_page, settled, unrolled};
use linocut_core::kurbo::{self, Affine, Point, Rect};
use linocut_core::{Gradient, GradientShape, Paint, Rgba, Stop};

/// What something is painted with; a gradient's ends go on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Brush {
    Solid(Rgba),
    /// The color of what is around.
    Current,
    Linear {
        start: Point,
        end: Point,
        stops: Vec<Stop>,
    },
    Radial {
        center: Point,
        radius: f64,
        stops: Vec<Stop>,
    },
    /// A circle around the origin that `place` maps to an ellipse on the page.
    Elliptic {
        place: Ellipse,
        radius: f64,
        stops: Vec<Stop>,
    },
}

/// How a circle around the origin becomes an ellipse: stretched along the axes, turned, moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Ellipse {
    pub(crate) center: Point,
    /// Radians, from x to y.
    pub(crate) turn: f64,
    /// Factors along x and y, above 0.
    pub(crate) stretch: (f64, f64),
}

impl Ellipse {
    /// The whole map.
    pub(crate) fn affine(self) -> Affine {
        let (sin, cos) = (libm::sin(self.turn), libm::cos(self.turn));
        let (x, y) = self.stretch;
        Affine::new([cos * x, sin * x, -sin * y, cos * y, self.center.x, self.center.y])
    }
}

/// A brush, and whether it is only near to what was asked for: a radial gradient's focus went to its center.
pub(crate) struct Found {
    pub(crate) brush: Brush,
    pub(crate) refocused: bool,
}

/// The brush of a paint whose user space `to_page` maps to a page of the size `page`.
pub(crate) fn brush(paint: &Paint, to_page: Affine, page: Rect) -> Found {
    if *paint == Paint::CurrentColor {
        return Found { brush: Brush::Current, refocused: false };
    }
    match settled(paint) {
        Paint::Solid(color) => Found { brush: Brush::Solid(color), refocused: false },
        Paint::CurrentColor => Found { brush: Brush::Current, refocused: false },
        Paint::Gradient(gradient) => on_page(&gradient, to_page, page),
    }
}

fn on_page(gradient: &Gradient, to_page: Affine, page: Rect) -> Found {
    let gradient = Gradient { transform: to_page * gradient.transform, ..gradient.clone() };
    let gradient = unrolled(&gradient, page);
    let (map, stops) = (gradient.transform, complete(&gradient.stops));
    match gradient.shape {
        GradientShape::Linear { start, end } => {
            let (start, end) = line_on_page(start, end, map);
            Found { brush: Brush::Linear { start, end, stops }, refocused: false }
        }
        GradientShape::Radial { center, radius, focus } => {
            let refocused = focus.distance(center) > 1e-3 * radius;
            let brush = if let Some(scale) = similarity(map) {
                Brush::Radial { center: map * center, radius: radius * scale, stops }
            } else {
                // Any map is a turn, a stretch and a turn; a circle does not show the first of them.
                let (stretch, turn) = kurbo::Ellipse::from_affine(map).radii_and_rotation();
                let place = Ellipse { center: map * center, turn, stretch: (stretch.x, stretch.y) };
                Brush::Elliptic { place, radius, stops }
            };
            Found { brush, refocused }
        }
    }
}
