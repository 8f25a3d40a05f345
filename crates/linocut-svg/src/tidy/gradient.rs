//! Paints in their plainest form.

use crate::write::{Space, rounded};
use linocut_core::kurbo::{Affine, Point};
use linocut_core::{Gradient, GradientShape, Paint, Rgba, Stop, Unit};

/// The plainest paint that looks the same: `None` when it is transparent, a color when a gradient has only one,
/// a gradient without a transform where it can be drawn so.
pub(super) fn plain(paint: Paint, space: &Space) -> Option<Paint> {
    match paint {
        Paint::Solid(color) => (color.a > 0).then_some(Paint::Solid(color)),
        Paint::CurrentColor => Some(paint),
        Paint::Gradient(gradient) => {
            let colors: Vec<Rgba> = gradient.stops.iter().map(|stop| stop.color).collect();
            match colors.as_slice() {
                [] => None,
                colors if colors.iter().all(|c| c.a == 0) => None,
                [first, rest @ ..] if rest.iter().all(|c| c == first) => Some(Paint::Solid(*first)),
                _ => Some(Paint::Gradient(tidied(&gradient, space))),
            }
        }
    }
}

fn tidied(gradient: &Gradient, space: &Space) -> Gradient {
    let (shape, transform) = untransformed(gradient)
        .map_or_else(|| (gradient.shape, rounded(gradient.transform, space)), |shape| (shape, Affine::IDENTITY));
    let grid = space.inside(transform).grid();
    let point = |p: Point| Point::new(grid.round(p.x), grid.round(p.y));
    let shape = match shape {
        GradientShape::Linear { start, end } => GradientShape::Linear { start: point(start), end: point(end) },
        GradientShape::Radial { center, radius, focus } => {
            let radius = grid.for_length(radius).round(radius);
            GradientShape::Radial { center: point(center), radius, focus: point(focus) }
        }
    };
    let offset = |stop: &Stop| Stop { offset: Unit::clamped(space.offset_grid().round(stop.offset.get())), ..*stop };
    let mut stops: Vec<Stop> = gradient.stops.iter().map(offset).collect();
    stops.dedup();
    Gradient { shape, transform, stops, spread: gradient.spread }
}

/// The geometry with the transform taken in, if it can be.
fn untransformed(gradient: &Gradient) -> Option<GradientShape> {
    let transform = gradient.transform;
    let [a, b, c, d, ..] = transform.as_coeffs();
    if transform == Affine::IDENTITY || !transform.is_finite() || transform.determinant().abs() < 1e-12 {
        return None;
    }
    match gradient.shape {
        GradientShape::Linear { start, end } => {
            // Lines of one color stay straight and parallel; the new axis crosses them at a right angle.
            let along = Affine::new([a, b, c, d, 0.0, 0.0]);
            let axis = end - start;
            let line = (along * Point::new(-axis.y, axis.x)).to_vec2();
            let moved = (along * axis.to_point()).to_vec2();
            let across = moved - line * (moved.dot(line) / line.hypot2());
            let start = transform * start;
            across.is_finite().then_some(GradientShape::Linear { start, end: start + across })
        }
        GradientShape::Radial { center, radius, focus } => {
            let scale = a.hypot(b);
            let turns = (a - d).abs() <= 1e-9 * scale && (b + c).abs() <= 1e-9 * scale;
            let mirrors = (a + d).abs() <= 1e-9 * scale && (b - c).abs() <= 1e-9 * scale;
            let shape =
                GradientShape::Radial { center: transform * center, radius: radius * scale, focus: transform * focus };
            (turns || mirrors).then_some(shape)
        }
    }
}
