//! A drawing as a flat list of painted outlines on the 24-unit grid.

use super::segment::Subpath;
use linocut_core::kurbo::{Affine, BezPath, Circle, Ellipse, Line, Point, Rect, RoundedRect, Shape as _, Vec2};
use linocut_core::{Body, Cap, Drawing, Error, FillRule, Gradient, Item, Join, Kind, Outline, Paint, Result, Rgba};
use linocut_core::{Shape, Unit};

/// Side of the grid.
const SIDE: f64 = 24.0;
/// Deepest nesting of groups.
const MAX_DEPTH: usize = 64;
/// Most path elements of a drawing: far more than 448 tokens can say, few enough to compare them all in pairs.
const MAX_ELEMENTS: usize = 4096;
/// Fainter paint is not seen.
const INVISIBLE: f64 = 0.02;
/// How unequal scales may be, as a share, for circles to stay circles.
const ROUND: f64 = 1e-3;
/// Accuracy of paths in place of turned ellipses and rectangles, on the grid: a sixtieth of a step.
const PATH_TOLERANCE: f64 = 0.002;

/// An outline and its paint.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) geometry: Geometry,
    pub(super) fill: Option<Coat>,
    pub(super) line: Option<(Coat, Pen)>,
    pub(super) even_odd: bool,
}

/// An outline on the grid.
#[derive(Clone, Debug)]
pub(super) enum Geometry {
    Path(Vec<Subpath>),
    Circle(Circle),
    /// Center and radii.
    Ellipse(Point, Vec2),
    Rect(RoundedRect),
    Line(Line),
}

/// A color and how much of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Coat {
    pub(super) tint: Tint,
    pub(super) opacity: f64,
}

/// A color, or that of the text around the icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tint {
    /// `currentColor` or black.
    Current,
    Color(Rgba),
}

/// How a line is drawn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pen {
    pub(super) width: f64,
    pub(super) round: bool,
}

/// Every visible shape of a drawing, in painting order, its larger side scaled to the grid and centered.
pub(super) fn pieces(drawing: &Drawing) -> Result<Vec<Piece>> {
    let page = drawing.view_box;
    let side = page.width().max(page.height());
    if !(side > 0.0 && side.is_finite() && page.is_finite()) {
        return Err(Error::new(Kind::Input, "drawing has no page"));
    }
    let to_grid = Affine::translate((SIDE / 2.0, SIDE / 2.0))
        * Affine::scale(SIDE / side)
        * Affine::translate(-page.center().to_vec2());
    let mut gather = Gather { pieces: Vec::new(), elements: 0 };
    for item in &drawing.items {
        gather.item(item, Frame { place: to_grid, opacity: 1.0, depth: 0 })?;
    }
    let page = Rect::from_center_size((SIDE / 2.0, SIDE / 2.0), (SIDE + 1.0, SIDE + 1.0));
    gather.pieces.retain(|piece| piece.reach().overlaps(page));
    Ok(gather.pieces)
}

/// Where an item lies and how faint it is.
#[derive(Clone, Copy)]
struct Frame {
    place: Affine,
    opacity: f64,
    depth: usize,
}

struct Gather {
    pieces: Vec<Piece>,
    elements: usize,
}

impl Gather {
    fn item(&mut self, item: &Item, frame: Frame) -> Result<()> {
        for (part, name) in [(&item.clip, "clip paths"), (&item.mask, "masks"), (&item.filter, "filters")] {
            if part.is_some() {
                return Err(refused(name));
            }
        }
        let opacity = frame.opacity * item.opacity.get();
        let frame = Frame { place: frame.place * item.transform, opacity, depth: frame.depth + 1 };
        match &item.body {
            Body::Group(_) if frame.depth > MAX_DEPTH => {
                Err(Error::new(Kind::Limit, format!("groups are more than {MAX_DEPTH} deep")))
            }
            Body::Group(items) => items.iter().try_for_each(|item| self.item(item, frame)),
            Body::Shape(shape) => self.shape(shape, frame),
            Body::Words(_) => Err(refused("text")),
            Body::Opaque(_) => Err(refused("pictures, patterns and markers")),
        }
    }

    fn shape(&mut self, shape: &Shape, frame: Frame) -> Result<()> {
        let is_seen = |coat: &Coat| coat.opacity > INVISIBLE;
        let is_line = matches!(shape.outline, Outline::Line(_));
        let fill = shape.fill.as_ref().filter(|_| !is_line).map(|paint| coat(paint, frame.opacity)).filter(is_seen);
        let mut line = None;
        if let Some(stroke) = &shape.stroke {
            let coat = coat(&stroke.paint, frame.opacity);
            let width = stroke.width * frame.place.determinant().abs().sqrt();
            let pen = Pen { width, round: stroke.cap == Cap::Round || stroke.join == Join::Round };
            line = Some((coat, pen)).filter(|_| is_seen(&coat) && stroke.width > 0.0);
            if line.is_some() && !stroke.dashes.is_empty() {
                return Err(refused("dashes"));
            }
        }
        if fill.is_none() && line.is_none() {
            return Ok(());
        }
        if let Outline::Path(path) = &shape.outline {
            self.elements += path.elements().len();
        }
        if self.elements > MAX_ELEMENTS || self.pieces.len() > MAX_ELEMENTS {
            return Err(Error::new(Kind::Limit, format!("drawing has more than {MAX_ELEMENTS} path elements")));
        }
        let Some(geometry) = geometry(&shape.outline, frame.place)? else { return Ok(()) };
        self.pieces.push(Piece { geometry, fill, line, even_odd: shape.fill_rule == FillRule::EvenOdd });
        Ok(())
    }
}

fn refused(what: &str) -> Error {
    let sentence = format!("drawing has {what}, drawing tokens have none");
    Error::new(Kind::Input, sentence).hinted("turn it into plain shapes first")
}

fn coat(paint: &Paint, opacity: f64) -> Coat {
    let color = match paint {
        Paint::CurrentColor => return Coat { tint: Tint::Current, opacity },
        Paint::Solid(color) => *color,
        Paint::Gradient(gradient) => mean(gradient),
    };
    let opaque = color.with_alpha(255);
    let tint = if opaque == Rgba::BLACK { Tint::Current } else { Tint::Color(opaque) };
    Coat { tint, opacity: opacity * f64::from(color.a) / 255.0 }
}

/// The mean of the stops' colors, alpha included.
fn mean(gradient: &Gradient) -> Rgba {
    let channel = |pick: fn(Rgba) -> u8| {
        let sum: usize = gradient.stops.iter().map(|stop| usize::from(pick(stop.color))).sum();
        u8::try_from(sum / gradient.stops.len().max(1)).unwrap_or(u8::MAX)
    };
    Rgba { r: channel(|c| c.r), g: channel(|c| c.g), b: channel(|c| c.b), a: channel(|c| c.a) }
}

/// An outline on the grid; `None` when it has no extent.
fn geometry(outline: &Outline, place: Affine) -> Result<Option<Geometry>> {
    if !place.is_finite() || !is_finite(outline) {
        return Err(Error::new(Kind::Input, "drawing has numbers that are not finite"));
    }
    let scale = similarity(place);
    let [a, b, c, d, ..] = place.as_coeffs();
    let is_upright = b.abs() < 1e-6 && c.abs() < 1e-6 && a > 0.0 && d > 0.0;
    let geometry = match outline {
        Outline::Circle(circle) => match scale {
            Some(scale) => Geometry::Circle(Circle::new(place * circle.center, circle.radius * scale)),
            None => ellipse(place * Ellipse::from(*circle)),
        },
        Outline::Ellipse(shape) => ellipse(place * *shape),
        Outline::Rect(rect) if is_upright && (scale.is_some() || rect.radii().top_left <= 0.0) => {
            let radius = rect.radii().top_left * a;
            Geometry::Rect(RoundedRect::from_rect(place.transform_rect_bbox(rect.rect()), radius))
        }
        Outline::Rect(rect) if rect.radii().top_left <= 0.0 => path(&(place * rect.rect().to_path(PATH_TOLERANCE))),
        Outline::Rect(rect) => path(&(place * rect.to_path(PATH_TOLERANCE))),
        Outline::Line(line) => Geometry::Line(place * *line),
        Outline::Path(bez) => path(&(place * bez.clone())),
    };
    let is_empty = match &geometry {
        Geometry::Path(subpaths) => subpaths.is_empty(),
        Geometry::Rect(rect) => rect.width() <= 0.0 || rect.height() <= 0.0,
        Geometry::Circle(circle) => circle.radius <= 0.0,
        Geometry::Ellipse(_, radii) => radii.x <= 0.0 || radii.y <= 0.0,
        Geometry::Line(_) => false,
    };
    Ok((!is_empty).then_some(geometry))
}

fn is_finite(outline: &Outline) -> bool {
    match outline {
        Outline::Path(path) => path.is_finite(),
        Outline::Rect(rect) => rect.is_finite(),
        Outline::Circle(circle) => circle.is_finite(),
        Outline::Ellipse(ellipse) => ellipse.is_finite(),
        Outline::Line(line) => line.is_finite(),
    }
}

fn path(path: &BezPath) -> Geometry {
    Geometry::Path(Subpath::all(path))
}

/// The scale of a transform that keeps circles circles.
fn similarity(place: Affine) -> Option<f64> {
    let [a, b, c, d, ..] = place.as_coeffs();
    let scale = place.determinant().abs().sqrt();
    let slack = ROUND * scale.max(1e-9);
    let turns = (a - d).abs() < slack && (b + c).abs() < slack;
    let mirrors = (a + d).abs() < slack && (b - c).abs() < slack;
    (turns || mirrors).then_some(scale)
}

/// An ellipse as circle, upright ellipse or path.
fn ellipse(ellipse: Ellipse) -> Geometry {
    let extent = ellipse.bounding_box();
    let (center, radii) = (ellipse.center(), Vec2::new(extent.width() / 2.0, extent.height() / 2.0));
    // Turning an ellipse makes its bounding box larger against its area.
    let is_upright = (radii.x * radii.y * std::f64::consts::PI - ellipse.area().abs()).abs() < ROUND * extent.area();
    if !is_upright {
        return path(&ellipse.to_path(PATH_TOLERANCE));
    }
    if (radii.x - radii.y).abs() < ROUND * radii.x {
        return Geometry::Circle(Circle::new(center, radii.x));
    }
    Geometry::Ellipse(center, radii)
}

impl Piece {
    /// The least opacity of its paint.
    pub(super) fn faintest(&self) -> f64 {
        self.coats().map(|coat| coat.opacity).fold(1.0, f64::min)
    }

    /// The opacity it is drawn with: that of its stronger paint.
    pub(super) fn opacity(&self) -> Unit {
        Unit::clamped(self.coats().map(|coat| coat.opacity).fold(0.0, f64::max))
    }

    /// Its paints.
    pub(super) fn coats(&self) -> impl Iterator<Item = Coat> {
        self.fill.into_iter().chain(self.line.map(|(coat, _)| coat))
    }

    /// A box around what it paints.
    fn reach(&self) -> Rect {
        let extent = match &self.geometry {
            Geometry::Path(subpaths) => {
                subpaths.iter().map(Subpath::extent).reduce(|a, b| a.union(b)).unwrap_or_default()
            }
            Geometry::Circle(circle) => circle.bounding_box(),
            Geometry::Ellipse(center, radii) => Rect::from_center_size(*center, (2.0 * radii.x, 2.0 * radii.y)),
            Geometry::Rect(rect) => rect.bounding_box(),
            Geometry::Line(line) => line.bounding_box(),
        };
        let margin = self.line.map_or(0.0, |(_, pen)| pen.width / 2.0);
        extent.inflate(margin, margin)
    }
}
