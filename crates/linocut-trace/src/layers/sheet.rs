//! Items as areas that lie over each other.

use linocut_core::kurbo::{self, Affine, BezPath, PathEl, Point, Shape as _, StrokeOpts};
use linocut_core::{Body, FillRule, Item, Outline, Paint, Shape, Stroke, Unit};

/// How far the curves of circles and strokes may lie from true ones, in pixels.
const ACCURACY: f64 = 1e-3;
/// The least alpha of what counts as opaque; renderers leave a level or two missing.
const OPAQUE: u8 = 250;

/// An item and the area that it paints.
pub(super) struct Sheet {
    pub(super) item: Item,
    /// Closed subpaths in user space; empty for what has no area that could be cut.
    pub(super) area: BezPath,
    pub(super) rule: FillRule,
    /// Whether it hides what lies below.
    pub(super) opaque: bool,
    pub(super) paint: Option<Paint>,
}

impl Sheet {
    /// The sheet, but a line has no area that could be cut.
    pub(super) fn with_whole_line(self) -> Self {
        let is_line = matches!(&self.item.body, Body::Shape(shape) if shape.fill.is_none());
        if is_line { bare(self.item) } else { self }
    }

    /// Whether a place around which the area winds so often lies in it.
    pub(super) fn holds(&self, winding: i32) -> bool {
        match self.rule {
            FillRule::NonZero => winding != 0,
            FillRule::EvenOdd => winding % 2 != 0,
        }
    }
}

/// The items without their groups, from the bottom up.
pub(super) fn sheets(items: Vec<Item>) -> Vec<Sheet> {
    let mut found = Vec::new();
    open(items, Affine::IDENTITY, &mut found);
    found
}

fn open(items: Vec<Item>, outer: Affine, found: &mut Vec<Sheet>) {
    for mut item in items {
        item.transform = outer * item.transform;
        let effects = item.clip.is_some() || item.mask.is_some() || item.filter.is_some();
        match item.body {
            Body::Group(inner) if !effects && item.opacity == Unit::ONE => open(inner, item.transform, found),
            Body::Group(_) | Body::Shape(_) | Body::Words(_) | Body::Opaque(_) => found.push(sheet(item, effects)),
        }
    }
}

fn sheet(item: Item, effects: bool) -> Sheet {
    let Body::Shape(shape) = &item.body else { return bare(item) };
    let Some((area, rule, paint)) = area(shape).filter(|_| !effects) else { return bare(item) };
    let area = closed(&(item.transform * area));
    let opaque = item.opacity == Unit::ONE && is_opaque(paint);
    let paint = Some(paint.clone());
    Sheet { item, area, rule, opaque, paint }
}

fn bare(item: Item) -> Sheet {
    Sheet { item, area: BezPath::new(), rule: FillRule::NonZero, opaque: false, paint: None }
}

/// What `shape` paints: its inside, or the band along its outline.
fn area(shape: &Shape) -> Option<(BezPath, FillRule, &Paint)> {
    let path = outline_path(&shape.outline);
    match (&shape.fill, &shape.stroke) {
        (Some(paint), _) => Some((path, shape.fill_rule, paint)),
        (None, Some(stroke)) => Some((band(&path, stroke), FillRule::NonZero, &stroke.paint)),
        (None, None) => None,
    }
}

/// The outline as a path.
pub(crate) fn outline_path(outline: &Outline) -> BezPath {
    match outline {
        Outline::Path(path) => path.clone(),
        Outline::Rect(rect) => rect.to_path(ACCURACY),
        Outline::Circle(circle) => circle.to_path(ACCURACY),
        Outline::Ellipse(ellipse) => ellipse.to_path(ACCURACY),
        Outline::Line(line) => line.to_path(ACCURACY),
    }
}

/// The area that a stroke along `path` paints, in closed subpaths.
pub(crate) fn band(path: &BezPath, stroke: &Stroke) -> BezPath {
    closed(&kurbo::stroke(path, &stroke.style(), &StrokeOpts::default(), ACCURACY))
}

fn is_opaque(paint: &Paint) -> bool {
    match paint {
        Paint::Solid(color) => color.a >= OPAQUE,
        Paint::CurrentColor => true,
        Paint::Gradient(gradient) => gradient.stops.iter().all(|stop| stop.color.a >= OPAQUE),
    }
}

/// The path with every subpath closed by a line to its start, as a fill sees it.
fn closed(path: &BezPath) -> BezPath {
    let mut whole = BezPath::new();
    let (mut start, mut here) = (Point::ZERO, Point::ZERO);
    let close = |whole: &mut BezPath, here: Point, start: Point| {
        if here != start {
            whole.line_to(start);
        }
        if !whole.elements().is_empty() {
            whole.close_path();
        }
    };
    for &element in path.elements() {
        match element {
            PathEl::MoveTo(p) => {
                close(&mut whole, here, start);
                start = p;
                whole.move_to(p);
            }
            PathEl::ClosePath => {}
            curve @ (PathEl::LineTo(_) | PathEl::QuadTo(..) | PathEl::CurveTo(..)) => whole.push(curve),
        }
        here = element.end_point().unwrap_or(here);
    }
    close(&mut whole, here, start);
    whole
}
