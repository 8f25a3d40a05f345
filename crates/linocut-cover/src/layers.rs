//! A drawing as outlines in pixels, painted one after the other.

use crate::brush::Brush;
use crate::outline;
use linocut_core::kurbo::{self, Affine, BezPath, PathEl};
use linocut_core::{Body, Drawing, Error, FillRule, Item, Kind, Result, Shape, Stroke};

/// What of a shape is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Its inside.
    Fill,
    /// What follows its outline.
    Stroke,
}

/// One thing to do, in painting order.
pub(crate) enum Step<'a> {
    /// Paint an outline.
    Layer(Box<Layer<'a>>),
    /// What follows is painted on nothing.
    Open,
    /// It is laid over what was there before, at this opacity.
    Close(f64),
}

/// An outline with one paint.
pub(crate) struct Layer<'a> {
    /// Which shape of the drawing, counted as [`Drawing::shapes`] does.
    pub(crate) index: usize,
    pub(crate) shape: &'a Shape,
    pub(crate) part: Part,
    /// From user space to pixels.
    pub(crate) place: Affine,
    /// In pixels.
    pub(crate) path: BezPath,
    pub(crate) rule: FillRule,
    pub(crate) brush: Brush,
}

/// Deepest nesting of groups.
const MAX_DEPTH: usize = 256;
/// How far outlined strokes may be off, in pixels.
const TOLERANCE: f64 = 0.01;

/// The steps that paint `drawing` in a picture of `extent`, stretched over it.
pub(crate) fn steps(drawing: &Drawing, extent: (f64, f64)) -> Result<Vec<Step<'_>>> {
    let place = placement(drawing, extent)?;
    let mut out = Walk { steps: Vec::new(), shapes: 0 };
    for item in &drawing.items {
        out.item(item, place, 0)?;
    }
    Ok(out.steps)
}

/// From user space to pixels: the view box in the middle of the drawing's size, that stretched over the picture.
pub(crate) fn placement(drawing: &Drawing, extent: (f64, f64)) -> Result<Affine> {
    let view = drawing.view_box;
    let (w, h) = drawing.size.unwrap_or((view.width(), view.height()));
    let sides = [view.width(), view.height(), w, h];
    if sides.iter().any(|s| !s.is_finite() || *s <= 0.0) {
        return Err(Error::new(Kind::Input, "drawing has no extent"));
    }
    let scale = (w / view.width()).min(h / view.height());
    let middle = kurbo::Vec2::new(w / 2.0, h / 2.0) - scale * view.center().to_vec2();
    let inner = Affine::translate(middle) * Affine::scale(scale);
    Ok(Affine::scale_non_uniform(extent.0 / w, extent.1 / h) * inner)
}

struct Walk<'a> {
    steps: Vec<Step<'a>>,
    shapes: usize,
}

impl<'a> Walk<'a> {
    fn item(&mut self, item: &'a Item, place: Affine, depth: usize) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err(Error::new(Kind::Limit, format!("groups are nested over {MAX_DEPTH} deep")));
        }
        if item.clip.is_some() || item.mask.is_some() || item.filter.is_some() {
            return Err(refusal("clip paths, masks and filters"));
        }
        let place = place * item.transform;
        let isolated = item.opacity.get() < 1.0;
        if isolated {
            self.steps.push(Step::Open);
        }
        match &item.body {
            Body::Group(items) => items.iter().try_for_each(|item| self.item(item, place, depth + 1))?,
            Body::Shape(shape) => self.shape(shape, place),
            Body::Words(_) => return Err(refusal("words")),
            Body::Opaque(_) => return Err(refusal("SVG that is carried through")),
        }
        if isolated {
            self.steps.push(Step::Close(item.opacity.get()));
        }
        Ok(())
    }

    fn shape(&mut self, shape: &'a Shape, place: Affine) {
        let index = self.shapes;
        self.shapes += 1;
        let mut push = |part, brush: Option<Brush>, path: BezPath, rule| {
            if let Some(brush) = brush {
                let path = place * path;
                self.steps.push(Step::Layer(Box::new(Layer { index, shape, part, place, path, rule, brush })));
            }
        };
        let path = outline::path(&shape.outline);
        if let Some(fill) = &shape.fill {
            push(Part::Fill, Brush::new(fill, place), path.clone(), shape.fill_rule);
        }
        if let Some(stroke) = shape.stroke.as_ref().filter(|s| s.width > 0.0) {
            let brush = Brush::new(&stroke.paint, place);
            push(Part::Stroke, brush, outlined(&path, stroke, scale(place)), FillRule::NonZero);
        }
    }
}

fn refusal(what: &str) -> Error {
    Error::new(Kind::Refused, format!("{what} cannot be covered, only shapes"))
        .hinted("render the drawing with linocut_svg, which knows all of SVG")
}

/// How much lengths grow from user space to pixels, at least a little.
fn scale(place: Affine) -> f64 {
    place.determinant().abs().sqrt().max(1e-6)
}

/// The outline of a stroke along `path`, in user space.
fn outlined(path: &BezPath, stroke: &Stroke, scale: f64) -> BezPath {
    kurbo::stroke(moving(path), &stroke.style(), &kurbo::StrokeOpts::default(), TOLERANCE / scale)
}

/// The elements of `path` without lines to where it already is, which would be dots with joins of their own.
fn moving(path: &BezPath) -> impl Iterator<Item = PathEl> {
    let mut here = None;
    path.elements().iter().copied().filter(move |element| {
        let still = matches!(element, PathEl::LineTo(p) if here == Some(*p));
        here = element.end_point().or(here);
        !still
    })
}
