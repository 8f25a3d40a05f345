//! Paths that are a circle, an ellipse, a rectangle or a line.

use super::Room;
use linocut_core::kurbo::{
    BezPath, Circle, Ellipse, Line, ParamCurve as _, PathEl, Point, Rect, RoundedRect, Shape as _,
};
use linocut_core::{Outline, Shape};
use std::f64::consts::FRAC_PI_4;

/// How often each segment is compared with the primitive. Cubics that leave a circle leave it in one or two bows;
/// sixteen points see more than 98 % of their height.
const SAMPLES: u8 = 16;
/// Segments of a path that is tried: rounded rectangles have 8, circles up to 16 in files people draw.
const MOST_SEGMENTS: usize = 16;

/// What four cubics, the way circles are commonly drawn, leave the circle by, as a share of the radius
/// (0.000273, rounded up); a path that near to round was meant round.
const FOUR_CUBICS: f64 = 0.000_28;

/// The primitive that a path stands for, if all of it lies within the allowed error of one.
pub(super) fn recognized(shape: &Shape, room: &Room<'_>) -> Option<Outline> {
    let Outline::Path(path) = &shape.outline else { return None };
    let scale = room.space.to_view().spectral_norm();
    if path.elements().len() > MOST_SEGMENTS + 2 || !path.is_finite() || scale <= 0.0 {
        return None;
    }
    if let [PathEl::MoveTo(from), PathEl::LineTo(to)] = path.elements() {
        let line = Line::new(*from, *to);
        return shape.stroke.as_ref().filter(|_| from != to).map(|_| Outline::Line(line));
    }
    // An open outline has ends, and dashes begin where the path does.
    let closed = is_one_loop(path, shape.stroke.is_none());
    let dashed = shape.stroke.as_ref().is_some_and(|stroke| !stroke.dashes.is_empty());
    if !closed || dashed {
        return None;
    }
    let allowed = room.max_error / scale;
    candidate(path, allowed).filter(|outline| fits(path, outline, allowed))
}

/// Whether the path is one subpath that is closed, or would be when filled.
fn is_one_loop(path: &BezPath, filled_only: bool) -> bool {
    let moves = path.elements().iter().filter(|e| matches!(e, PathEl::MoveTo(_))).count();
    let closes = path.elements().iter().filter(|e| matches!(e, PathEl::ClosePath)).count();
    let ends_closed = matches!(path.elements().last(), Some(PathEl::ClosePath));
    moves == 1 && (closes == 1 && ends_closed || closes == 0 && filled_only)
}

/// The primitive with the bounding box and the area of the path.
fn candidate(path: &BezPath, allowed: f64) -> Option<Outline> {
    let bounds = path.bounding_box();
    let (w, h, area) = (bounds.width(), bounds.height(), path.area().abs());
    if w <= 4.0 * allowed || h <= 4.0 * allowed {
        return None;
    }
    let slack = allowed * (w + h);
    if (area - w * h).abs() <= slack {
        return Some(Outline::Rect(RoundedRect::from_rect(bounds, 0.0)));
    }
    if (area - FRAC_PI_4 * w * h).abs() <= slack.max(FOUR_CUBICS * w * h) {
        return Some(if (w - h).abs() <= 2.0 * allowed {
            Outline::Circle(Circle::new(bounds.center(), (w + h) / 4.0))
        } else {
            Outline::Ellipse(Ellipse::from_rect(bounds))
        });
    }
    let radius = corner_radius(path, bounds, area).min(w.min(h) / 2.0);
    Some(Outline::Rect(RoundedRect::from_rect(bounds, radius)))
}

/// The radius that round corners would need to have; where a segment ends on the left side near there, its exact place.
fn corner_radius(path: &BezPath, bounds: Rect, area: f64) -> f64 {
    // Four round corners of radius r take (4 - π) r² off the rectangle.
    let rough = ((bounds.area() - area) / (4.0 * (1.0 - FRAC_PI_4))).max(0.0).sqrt();
    let near = rough / 50.0;
    let ends = path.segments().map(|segment| segment.end()).filter(|p| (p.x - bounds.x0).abs() <= near);
    ends.map(|p| p.y - bounds.y0).find(|radius| (radius - rough).abs() <= near).unwrap_or(rough)
}

/// Whether every point of the path lies within `allowed` of the outline, or as near as four cubics come.
fn fits(path: &BezPath, outline: &Outline, allowed: f64) -> bool {
    let allowed = allowed.max(FOUR_CUBICS * radius(outline));
    let near = |p: Point| distance(p, outline).is_some_and(|distance| distance <= allowed);
    path.segments().all(|segment| (0..SAMPLES).all(|i| near(segment.eval(f64::from(i) / f64::from(SAMPLES)))))
}

/// The largest radius of an outline's curves.
fn radius(outline: &Outline) -> f64 {
    match outline {
        Outline::Circle(circle) => circle.radius,
        Outline::Ellipse(ellipse) => ellipse.major_radius(),
        Outline::Rect(rect) => rect.radii().top_left,
        Outline::Line(_) | Outline::Path(_) => 0.0,
    }
}

/// How far a point lies from the boundary.
fn distance(p: Point, outline: &Outline) -> Option<f64> {
    match outline {
        Outline::Circle(circle) => Some((p.distance(circle.center) - circle.radius).abs()),
        Outline::Ellipse(ellipse) => Some(ellipse_distance(p, ellipse.bounding_box())),
        Outline::Rect(rect) => Some(rect_distance(p, rect.rect(), rect.radii().top_left)),
        Outline::Line(_) | Outline::Path(_) => None,
    }
}

/// Distance from a rounded rectangle, by its signed distance function (Quilez, "2D distance functions").
fn rect_distance(p: Point, rect: Rect, radius: f64) -> f64 {
    let offset = p - rect.center();
    let qx = offset.x.abs() - rect.width() / 2.0 + radius;
    let qy = offset.y.abs() - rect.height() / 2.0 + radius;
    let outside = qx.max(0.0).hypot(qy.max(0.0));
    (qx.max(qy).min(0.0) + outside - radius).abs()
}

/// Distance from an ellipse to first order: its implicit function over the length of its gradient.
fn ellipse_distance(p: Point, bounds: Rect) -> f64 {
    let (rx, ry, offset) = (bounds.width() / 2.0, bounds.height() / 2.0, p - bounds.center());
    let (x, y) = (offset.x / rx, offset.y / ry);
    let slope = 2.0 * (x / rx).hypot(y / ry);
    (x * x + y * y - 1.0).abs() / slope.max(f64::MIN_POSITIVE)
}
