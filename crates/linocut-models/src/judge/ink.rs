//! What a drawing paints, as layers of lines on a 24 × 24 grid.

use linocut_core::kurbo::{Affine, BezPath, PathEl, PathSeg, Point, Shape as _, Vec2, flatten};
use linocut_core::{Body, Drawing, FillRule, Item, Outline, Paint, Rgba, Shape};

/// Side of the grid that all measures are taken on, in units.
pub(super) const GRID: f64 = 24.0;
/// How far a flattened curve may lie from the curve, in units: a tenth of a screen pixel at 48 px.
const FLAT: f64 = 0.05;

/// One shape of a drawing, moved to the grid.
pub(super) struct Layer {
    pub(super) subpaths: Vec<Subpath>,
    pub(super) fill: Option<Tint>,
    pub(super) rule: FillRule,
    pub(super) stroke: Option<Line>,
}

/// How a layer's lines are drawn.
#[derive(Clone, Copy)]
pub(super) struct Line {
    pub(super) tint: Tint,
    /// In units of the grid.
    pub(super) width: f64,
}

/// What a layer is painted with: a color (none for a gradient) and its opacity.
#[derive(Clone, Copy)]
pub(super) struct Tint {
    pub(super) color: Option<(u8, u8, u8)>,
    pub(super) alpha: f64,
}

/// One connected piece of an outline.
pub(super) struct Subpath {
    /// The curves as drawn; empty for circles, rectangles and ellipses, whose geometry cannot be untidy.
    pub(super) segments: Vec<PathSeg>,
    /// The same as a polyline; a closed one ends where it began.
    pub(super) points: Vec<Point>,
    pub(super) closed: bool,
}

impl Subpath {
    /// The polyline's edges.
    pub(super) fn edges(&self) -> impl Iterator<Item = (Point, Point)> + '_ {
        self.points.iter().copied().zip(self.points.iter().copied().skip(1))
    }

    /// The polyline's edges and the one that closes it.
    pub(super) fn closed_edges(&self) -> impl Iterator<Item = (Point, Point)> + '_ {
        let back = self.points.last().copied().zip(self.points.first().copied());
        self.edges().chain(back)
    }

    /// Points along the polyline, at most `step` units apart.
    pub(super) fn samples(&self, step: f64) -> Vec<Point> {
        let mut out = Vec::new();
        for (a, b) in self.edges() {
            let steps = (a.distance(b) / step).ceil().max(1.0);
            let mut at = 0.0;
            while at < steps {
                out.push(a.lerp(b, at / steps));
                at += 1.0;
            }
        }
        out.extend(self.points.last());
        out
    }

    pub(super) fn length(&self) -> f64 {
        self.edges().map(|(a, b)| a.distance(b)).sum()
    }

    /// Enclosed area in square units, whichever way it turns.
    pub(super) fn area(&self) -> f64 {
        (self.closed_edges().map(|(a, b)| a.to_vec2().cross(b.to_vec2())).sum::<f64>() / 2.0).abs()
    }
}

/// The layers of a drawing from the bottom up.
pub(super) fn layers(drawing: &Drawing) -> Vec<Layer> {
    let frame = drawing.view_box;
    let side = frame.width().max(frame.height());
    let scale = if side.is_finite() && side > 0.0 { GRID / side } else { 1.0 };
    // A canvas that is not square lies in the middle of the grid.
    let rest = Vec2::new(GRID - frame.width() * scale, GRID - frame.height() * scale) / 2.0;
    let place = Affine::translate(rest) * Affine::scale(scale) * Affine::translate(-frame.origin().to_vec2());
    let mut out = Vec::new();
    let mut open: Vec<(&Item, Affine, f64)> = drawing.items.iter().rev().map(|item| (item, place, 1.0)).collect();
    while let Some((item, above, alpha)) = open.pop() {
        let (here, alpha) = (above * item.transform, alpha * item.opacity.get());
        match &item.body {
            Body::Group(items) => open.extend(items.iter().rev().map(|item| (item, here, alpha))),
            Body::Shape(shape) => out.push(layer(shape, here, alpha)),
            Body::Words(_) | Body::Opaque(_) => {}
        }
    }
    out
}

fn layer(shape: &Shape, place: Affine, alpha: f64) -> Layer {
    let scale = place.determinant().abs().sqrt();
    let stroke = shape.stroke.as_ref().filter(|s| s.width > 0.0);
    Layer {
        subpaths: subpaths(&shape.outline, place),
        fill: shape.fill.as_ref().map(|paint| tint(paint, alpha)),
        rule: shape.fill_rule,
        stroke: stroke.map(|s| Line { tint: tint(&s.paint, alpha), width: s.width * scale }),
    }
}

fn tint(paint: &Paint, alpha: f64) -> Tint {
    match paint {
        Paint::Solid(Rgba { r, g, b, a }) => Tint { color: Some((*r, *g, *b)), alpha: alpha * f64::from(*a) / 255.0 },
        Paint::CurrentColor => Tint { color: Some((0, 0, 0)), alpha },
        Paint::Gradient(_) => Tint { color: None, alpha },
    }
}

fn subpaths(outline: &Outline, place: Affine) -> Vec<Subpath> {
    let (path, drawn) = match outline {
        Outline::Path(path) => (path.clone(), true),
        Outline::Rect(rect) => (rect.to_path(FLAT), false),
        Outline::Circle(circle) => (circle.to_path(FLAT), false),
        Outline::Ellipse(ellipse) => (ellipse.to_path(FLAT), false),
        Outline::Line(line) => (line.to_path(FLAT), true),
    };
    let mut pieces: Vec<BezPath> = Vec::new();
    for element in place * path {
        match (element, pieces.last_mut()) {
            (PathEl::MoveTo(_), _) | (_, None) => pieces.push(BezPath::from_vec(vec![element])),
            (_, Some(piece)) => piece.push(element),
        }
    }
    pieces.iter().filter(|piece| piece.elements().len() > 1).map(|piece| subpath(piece, drawn)).collect()
}

fn subpath(piece: &BezPath, drawn: bool) -> Subpath {
    let mut points: Vec<Point> = Vec::new();
    let mut closed = false;
    flatten(piece, FLAT, |element| match element {
        PathEl::MoveTo(p) | PathEl::LineTo(p) | PathEl::QuadTo(_, p) | PathEl::CurveTo(_, _, p) => points.push(p),
        PathEl::ClosePath => closed = true,
    });
    let meets = points.len() > 2 && points.first().zip(points.last()).is_some_and(|(a, b)| a.distance(*b) < 1e-6);
    if closed && !meets {
        points.extend(points.first().copied());
    }
    let segments = if drawn { piece.segments().collect() } else { Vec::new() };
    Subpath { segments, points, closed: closed || meets }
}
