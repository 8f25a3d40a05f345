//! Basic shapes: SVG 2, chapter 10.

use super::number::{self, Side};
use super::path;
use super::scope::Scope;
use crate::sanitize::tree::Element;
use linocut_core::Outline;
use linocut_core::kurbo::{Arc, BezPath, Circle, Ellipse, Line, Point, Rect, RoundedRect, Vec2};
use std::f64::consts::FRAC_PI_2;

/// The outline of a basic shape or path; `None` when it has nothing to show.
pub(super) fn outline(element: &Element, scope: &Scope<'_>) -> Option<Outline> {
    let at = |name: &str, side: Side| scope.length(element, name, side);
    let zero = |name: &str, side: Side| at(name, side).unwrap_or(0.0);
    match element.tag {
        "rect" => rect(element, scope),
        "circle" => {
            let center = Point::new(zero("cx", Side::Width), zero("cy", Side::Height));
            let radius = at("r", Side::Diagonal).filter(|r| *r > 0.0)?;
            Some(Outline::Circle(Circle::new(center, radius)))
        }
        "ellipse" => {
            let center = Point::new(zero("cx", Side::Width), zero("cy", Side::Height));
            let (rx, ry) = radii(element, scope)?;
            (rx > 0.0 && ry > 0.0).then(|| Outline::Ellipse(Ellipse::new(center, (rx, ry), 0.0)))
        }
        "line" => {
            let start = Point::new(zero("x1", Side::Width), zero("y1", Side::Height));
            let end = Point::new(zero("x2", Side::Width), zero("y2", Side::Height));
            Some(Outline::Line(Line::new(start, end)))
        }
        "polyline" | "polygon" => poly(element),
        _ => {
            let path = path::outline(element.get("d")?);
            (path.elements().len() > 1).then_some(Outline::Path(path))
        }
    }
}

/// Both radii; one that is not said is as the other.
fn radii(element: &Element, scope: &Scope<'_>) -> Option<(f64, f64)> {
    let rx = scope.length(element, "rx", Side::Width).filter(|r| *r >= 0.0);
    let ry = scope.length(element, "ry", Side::Height).filter(|r| *r >= 0.0);
    Some((rx.or(ry)?, ry.or(rx)?))
}

fn rect(element: &Element, scope: &Scope<'_>) -> Option<Outline> {
    let at = |name: &str, side: Side| scope.length(element, name, side);
    let (x, y) = (at("x", Side::Width).unwrap_or(0.0), at("y", Side::Height).unwrap_or(0.0));
    let (width, height) = (at("width", Side::Width)?, at("height", Side::Height)?);
    if width <= 0.0 || height <= 0.0 {
        return None;
    }
    let rect = Rect::new(x, y, x + width, y + height);
    let (rx, ry) = radii(element, scope).unwrap_or((0.0, 0.0));
    let (rx, ry) = (rx.min(width / 2.0), ry.min(height / 2.0));
    if rx <= 0.0 || ry <= 0.0 {
        return Some(Outline::Rect(RoundedRect::from_rect(rect, 0.0)));
    }
    if (rx - ry).abs() <= 1e-9 * rx {
        return Some(Outline::Rect(RoundedRect::from_rect(rect, rx)));
    }
    Some(Outline::Path(oval_rect(rect, rx, ry)))
}

/// A rectangle whose corners are quarters of an ellipse.
fn oval_rect(rect: Rect, rx: f64, ry: f64) -> BezPath {
    let mut path = BezPath::new();
    let corners = [
        (Point::new(rect.x1 - rx, rect.y0 + ry), -FRAC_PI_2),
        (Point::new(rect.x1 - rx, rect.y1 - ry), 0.0),
        (Point::new(rect.x0 + rx, rect.y1 - ry), FRAC_PI_2),
        (Point::new(rect.x0 + rx, rect.y0 + ry), 2.0 * FRAC_PI_2),
    ];
    path.move_to((rect.x0 + rx, rect.y0));
    for (center, start_angle) in corners {
        let arc = Arc { center, radii: Vec2::new(rx, ry), start_angle, sweep_angle: FRAC_PI_2, x_rotation: 0.0 };
        let (sin, cos) = start_angle.sin_cos();
        let corner = center + Vec2::new(rx * cos, ry * sin);
        if path.current_position().is_none_or(|at| (corner - at).hypot() > 1e-9 * rx) {
            path.line_to(corner);
        }
        arc.to_cubic_beziers(0.01, |a, b, c| path.curve_to(a, b, c));
    }
    path.close_path();
    path
}

fn poly(element: &Element) -> Option<Outline> {
    let numbers = number::list(element.get("points")?)?;
    let (pairs, _) = numbers.as_chunks::<2>();
    let mut points = pairs.iter().map(|[x, y]| Point::new(*x, *y));
    let mut path = BezPath::new();
    path.move_to(points.next()?);
    points.for_each(|point| path.line_to(point));
    if element.tag == "polygon" {
        path.close_path();
    }
    (path.elements().len() > 1).then_some(Outline::Path(path))
}
