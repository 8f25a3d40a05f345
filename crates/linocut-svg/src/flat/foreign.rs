//! What only SVG can say, taken apart by the renderer's reader.

use super::page::{faded, put_layer, put_stamp};
use super::{Clip, Layer, Mark, Stamp};
use crate::render::checked_document;
use crate::write::{Layout, Precision, WriteOptions, write};
use linocut_core::kurbo::{Affine, BezPath, Rect, Shape as _};
use linocut_core::{
    Cap, Drawing, Error, FillRule, Gradient, GradientShape, Join, Kind, Outline, Paint, Result, Rgba, Shape, Spread,
    Stop, Stroke, Unit,
};
use resvg::tiny_skia::{PathSegment, Transform};
use resvg::usvg;
use std::collections::BTreeSet;

/// What became of an item.
pub(super) struct Foreign {
    /// Its marks on the page, without what is beyond shapes.
    pub(super) marks: Vec<Mark>,
    /// The box around it on the page, as the renderer would draw it.
    pub(super) bounds: Rect,
    /// What shapes cannot say.
    pub(super) beyond: BTreeSet<Beyond>,
}

/// What shapes cannot say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Beyond {
    Filter,
    Mask,
    Pattern,
    Blending,
    Picture,
}

impl Beyond {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Filter => "a filter",
            Self::Mask => "a mask",
            Self::Pattern => "a pattern",
            Self::Blending => "blending",
            Self::Picture => "a picture of pixels",
        }
    }
}

/// The marks of a drawing whose user space, moved to the origin, `to_page` maps to the page.
pub(super) fn marks(drawing: &Drawing, parsing: &usvg::Options<'_>, to_page: Affine) -> Result<Foreign> {
    let text =
        write(drawing, &WriteOptions { precision: Precision::MAX, layout: Layout::Compact, ..WriteOptions::default() });
    let document = checked_document(&text)?;
    let tree = usvg::Tree::from_xmltree(&document, parsing)
        .map_err(|e| Error::new(Kind::Input, "not an SVG drawing that can be taken apart").cause(e))?;
    let mut taker = Taker { beyond: BTreeSet::new() };
    let mut marks = Vec::new();
    taker.group(tree.root(), to_page, &mut marks);
    let bounds = tree.root().abs_layer_bounding_box();
    let [left, top, right, bottom] = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()].map(f64::from);
    let bounds = to_page.transform_rect_bbox(Rect::new(left, top, right, bottom));
    Ok(Foreign { marks, bounds, beyond: taker.beyond })
}

struct Taker {
    beyond: BTreeSet<Beyond>,
}

impl Taker {
    fn group(&mut self, group: &usvg::Group, outer: Affine, into: &mut Vec<Mark>) {
        let inner = outer * affine(group.transform());
        self.note(group);
        let mut clips = Vec::new();
        let mut next = group.clip_path();
        while let Some(clip) = next {
            clips.push(self.clip(clip, inner));
            next = clip.clip_path();
        }
        let mut marks = Vec::new();
        for node in group.children() {
            match node {
                usvg::Node::Group(group) => self.group(group, inner, &mut marks),
                usvg::Node::Path(path) => self.path(path, inner, &mut marks),
                usvg::Node::Text(text) => self.group(text.flattened(), inner, &mut marks),
                usvg::Node::Image(_) => drop(self.beyond.insert(Beyond::Picture)),
            }
        }
        let opacity = Unit::clamped(f64::from(group.opacity().get()));
        put_layer(Layer { name: None, opacity, clips, marks }, into);
    }

    fn note(&mut self, group: &usvg::Group) {
        let found = [
            (!group.filters().is_empty(), Beyond::Filter),
            (group.mask().is_some(), Beyond::Mask),
            (group.blend_mode() != usvg::BlendMode::Normal, Beyond::Blending),
        ];
        self.beyond.extend(found.into_iter().filter(|(there, _)| *there).map(|(_, thing)| thing));
    }

    /// The outline of a clip path: all its shapes together.
    fn clip(&mut self, clip: &usvg::ClipPath, outer: Affine) -> Clip {
        let mut found = Vec::new();
        self.group(clip.root(), outer * affine(clip.transform()), &mut found);
        let mut shapes = Vec::new();
        gather(&found, &mut shapes);
        if let [(path, rule)] = shapes.as_mut_slice() {
            return Clip { path: std::mem::take(path), rule: *rule };
        }
        // All turned the same way, winding adds up where they overlap and never cancels.
        let turned =
            shapes.iter().map(|(path, _)| if path.area() < 0.0 { path.reverse_subpaths() } else { path.clone() });
        Clip { path: turned.flatten().collect(), rule: FillRule::NonZero }
    }

    fn path(&mut self, path: &usvg::Path, transform: Affine, into: &mut Vec<Mark>) {
        if !path.is_visible() {
            return;
        }
        let outline = Outline::Path(bez_path(path.data()));
        let fill = path.fill().and_then(|fill| self.paint(fill.paint(), fill.opacity()));
        let fill_rule = match path.fill().map(usvg::Fill::rule) {
            Some(usvg::FillRule::EvenOdd) => FillRule::EvenOdd,
            Some(usvg::FillRule::NonZero) | None => FillRule::NonZero,
        };
        let stroke = path.stroke().and_then(|stroke| self.stroke(stroke));
        let whole = Shape { outline, fill, fill_rule, stroke };
        let shapes = match path.paint_order() {
            usvg::PaintOrder::FillAndStroke => vec![whole],
            usvg::PaintOrder::StrokeAndFill => {
                vec![Shape { fill: None, ..whole.clone() }, Shape { stroke: None, ..whole }]
            }
        };
        for shape in shapes {
            put_stamp(Stamp { name: None, shape, transform }, Unit::ONE, into);
        }
    }

    fn paint(&mut self, paint: &usvg::Paint, opacity: usvg::Opacity) -> Option<Paint> {
        match paint {
            usvg::Paint::Color(color) => Some(Paint::Solid(rgba(*color, opacity.get()))),
            usvg::Paint::LinearGradient(line) => {
                let start = (f64::from(line.x1()), f64::from(line.y1())).into();
                let end = (f64::from(line.x2()), f64::from(line.y2())).into();
                Some(Paint::Gradient(gradient(line, GradientShape::Linear { start, end }, opacity.get())))
            }
            usvg::Paint::RadialGradient(round) => {
                let center = (f64::from(round.cx()), f64::from(round.cy())).into();
                let focus = (f64::from(round.fx()), f64::from(round.fy())).into();
                let shape = GradientShape::Radial { center, radius: f64::from(round.r().get()), focus };
                Some(Paint::Gradient(gradient(round, shape, opacity.get())))
            }
            usvg::Paint::Pattern(_) => {
                self.beyond.insert(Beyond::Pattern);
                None
            }
        }
    }

    fn stroke(&mut self, stroke: &usvg::Stroke) -> Option<Stroke> {
        let paint = self.paint(stroke.paint(), stroke.opacity())?;
        Some(Stroke {
            paint,
            width: f64::from(stroke.width().get()),
            cap: match stroke.linecap() {
                usvg::LineCap::Butt => Cap::Butt,
                usvg::LineCap::Round => Cap::Round,
                usvg::LineCap::Square => Cap::Square,
            },
            join: match stroke.linejoin() {
                usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => Join::Miter,
                usvg::LineJoin::Round => Join::Round,
                usvg::LineJoin::Bevel => Join::Bevel,
            },
            miter_limit: f64::from(stroke.miterlimit().get()),
            dashes: stroke.dasharray().unwrap_or_default().iter().copied().map(f64::from).collect(),
            dash_offset: f64::from(stroke.dashoffset()),
        })
    }
}

/// The filled outlines of marks, on the page.
fn gather(marks: &[Mark], into: &mut Vec<(BezPath, FillRule)>) {
    for mark in marks {
        match mark {
            Mark::Stamp(stamp) => {
                if let Outline::Path(path) = &stamp.shape.outline {
                    into.push((stamp.transform * path, stamp.shape.fill_rule));
                }
            }
            Mark::Layer(layer) => gather(&layer.marks, into),
            Mark::Picture(_) => {}
        }
    }
}

fn gradient(base: &usvg::BaseGradient, shape: GradientShape, opacity: f32) -> Gradient {
    let stop = |stop: &usvg::Stop| Stop {
        offset: Unit::clamped(f64::from(stop.offset().get())),
        color: rgba(stop.color(), stop.opacity().get() * opacity),
    };
    let spread = match base.spread_method() {
        usvg::SpreadMethod::Pad => Spread::Pad,
        usvg::SpreadMethod::Reflect => Spread::Reflect,
        usvg::SpreadMethod::Repeat => Spread::Repeat,
    };
    Gradient { shape, stops: base.stops().iter().map(stop).collect(), spread, transform: affine(base.transform()) }
}

fn rgba(color: usvg::Color, opacity: f32) -> Rgba {
    faded(Rgba::opaque(color.red, color.green, color.blue), Unit::clamped(f64::from(opacity)))
}

fn affine(t: Transform) -> Affine {
    Affine::new([t.sx, t.ky, t.kx, t.sy, t.tx, t.ty].map(f64::from))
}

fn bez_path(data: &resvg::tiny_skia::Path) -> BezPath {
    let at = |p: resvg::tiny_skia::Point| (f64::from(p.x), f64::from(p.y));
    let mut path = BezPath::new();
    for segment in data.segments() {
        match segment {
            PathSegment::MoveTo(p) => path.move_to(at(p)),
            PathSegment::LineTo(p) => path.line_to(at(p)),
            PathSegment::QuadTo(a, p) => path.quad_to(at(a), at(p)),
            PathSegment::CubicTo(a, b, p) => path.curve_to(at(a), at(b), at(p)),
            PathSegment::Close => path.close_path(),
        }
    }
    path
}
