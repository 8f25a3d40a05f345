//! Outlines made of fewer kinds of curves than they were found with, for programs and machines that know no others.

use crate::options::CurveKind;
use linocut_core::kurbo::{BezPath, PathEl, Point, Shape as _};
use linocut_core::{Body, Drawing, Item, Outline};

/// How far a replacement may stray from the curve, in pixels: a tenth of what is seen at the picture's size.
const ACCURACY: f64 = 0.05;

/// Leaves no curve in `drawing` that is of a higher kind than `most`; primitives become paths where they are curved.
pub(crate) fn lower(drawing: &mut Drawing, most: CurveKind) {
    if most != CurveKind::Cubic {
        drawing.items.iter_mut().for_each(|item| lower_item(item, most));
    }
}

fn lower_item(item: &mut Item, most: CurveKind) {
    match &mut item.body {
        Body::Group(items) => items.iter_mut().for_each(|item| lower_item(item, most)),
        Body::Shape(shape) => {
            if let Some(path) = curved(&shape.outline) {
                shape.outline = Outline::Path(lowered(&path, most));
            }
        }
        Body::Words(_) | Body::Opaque(_) => {}
    }
}

/// The outline as a path, if it has curves.
fn curved(outline: &Outline) -> Option<BezPath> {
    match outline {
        Outline::Path(path) => Some(path.clone()),
        Outline::Circle(circle) => Some(circle.to_path(ACCURACY * 0.1)),
        Outline::Ellipse(ellipse) => Some(ellipse.to_path(ACCURACY * 0.1)),
        Outline::Rect(rect) => (rect.radii().as_single_radius() != Some(0.0)).then(|| rect.to_path(ACCURACY * 0.1)),
        Outline::Line(_) => None,
    }
}

fn lowered(path: &BezPath, most: CurveKind) -> BezPath {
    let mut low = BezPath::new();
    let mut here = Point::ORIGIN;
    let mut start = Point::ORIGIN;
    for element in path.elements() {
        match (*element, most) {
            (PathEl::CurveTo(a, b, to), CurveKind::Quadratic) => {
                let cubic = linocut_core::kurbo::CubicBez::new(here, a, b, to);
                cubic.to_quads(ACCURACY).for_each(|(_, _, quad)| low.quad_to(quad.p1, quad.p2));
            }
            (PathEl::CurveTo(..) | PathEl::QuadTo(..), CurveKind::Line) => {
                let lines = [PathEl::MoveTo(here), *element];
                linocut_core::kurbo::flatten(lines, ACCURACY, |line| {
                    if let PathEl::LineTo(to) = line {
                        low.line_to(to);
                    }
                });
            }
            (PathEl::MoveTo(to), _) => {
                start = to;
                low.move_to(to);
            }
            (PathEl::LineTo(_) | PathEl::QuadTo(..) | PathEl::CurveTo(..) | PathEl::ClosePath, _) => low.push(*element),
        }
        here = element.end_point().unwrap_or(start);
    }
    low
}
