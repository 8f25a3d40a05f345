//! How thick filled artwork looks.

use super::piece::{Geometry, Piece};
use linocut_core::kurbo::{Point, Shape as _};

/// About the mean thickness of filled shapes, in units of the grid: twice the area over the perimeter.
pub(super) fn thickness(pieces: &[Piece]) -> f64 {
    let (mut covered, mut around) = (0.0, 0.0);
    for piece in pieces {
        let (area, perimeter) = measure(&piece.geometry);
        covered += area;
        around += perimeter;
    }
    2.0 * covered / f64::max(around, 1e-6)
}

fn measure(geometry: &Geometry) -> (f64, f64) {
    match geometry {
        Geometry::Path(subpaths) => {
            let outlines: Vec<Vec<Point>> = subpaths.iter().map(super::segment::Subpath::points).collect();
            let covered: f64 = outlines.iter().map(|points| area(points)).sum();
            (covered.abs(), outlines.iter().map(|points| perimeter(points)).sum())
        }
        Geometry::Circle(circle) => (circle.area(), circle.perimeter(0.1)),
        Geometry::Ellipse(_, radii) => {
            (std::f64::consts::PI * radii.x * radii.y, std::f64::consts::PI * (radii.x + radii.y))
        }
        Geometry::Rect(rect) => (rect.rect().area(), rect.rect().perimeter(0.1)),
        Geometry::Line(_) => (0.0, 0.0),
    }
}

/// The signed area of a polygon.
pub(super) fn area(points: &[Point]) -> f64 {
    edges(points).map(|(a, b)| a.to_vec2().cross(b.to_vec2())).sum::<f64>() / 2.0
}

fn perimeter(points: &[Point]) -> f64 {
    edges(points).map(|(a, b)| a.distance(b)).sum()
}

fn edges(points: &[Point]) -> impl Iterator<Item = (Point, Point)> {
    points.iter().copied().zip(points.iter().copied().cycle().skip(1))
}
