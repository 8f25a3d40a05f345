//! The walk over a drawing's items.

use super::foreign::{self, Beyond, Foreign};
use super::refs::Definitions;
use super::{Flat, FlatOptions, Layer, Mark, Picture, Stamp};
use crate::render::{RenderOptions, parsing, render};
use linocut_core::kurbo::{Affine, Rect, Vec2};
use linocut_core::{Body, Drawing, Gradient, Item, Outline, Paint, Result, Rgba, Shape, Stop, Stroke, Unit, Warned};
use resvg::usvg;
use std::collections::BTreeSet;

/// Largest picture that stands for an item, in pixels a side; what would be larger is drawn coarser.
const MAX_PICTURE: f64 = 4096.0;

/// Farthest coordinate of a shape that is kept, as far as [`write`](crate::write()) goes.
const FAR: f64 = 1e9;

pub(super) struct Walk<'a> {
    drawing: &'a Drawing,
    options: &'a FlatOptions,
    page: (f64, f64),
    /// Maps the view box to the page.
    fit: Affine,
    definitions: Definitions<'a>,
    parsing: usvg::Options<'static>,
    notes: BTreeSet<String>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(drawing: &'a Drawing, options: &'a FlatOptions) -> Self {
        let view = drawing.view_box.abs();
        let (view_width, view_height) = (side(view.width()), side(view.height()));
        let (width, height) = options.size.or(drawing.size).unwrap_or((view_width, view_height));
        let page = (side(width), side(height));
        let scale = (page.0 / view_width).min(page.1 / view_height);
        let margin = Vec2::new(page.0 - view_width * scale, page.1 - view_height * scale) / 2.0;
        let fit = Affine::translate(margin) * Affine::scale(scale) * Affine::translate(-view.origin().to_vec2());
        let definitions = Definitions::new(&drawing.defs);
        let parsing = parsing(&RenderOptions::default());
        Self { drawing, options, page, fit, definitions, parsing, notes: BTreeSet::new() }
    }

    pub(super) fn flat(mut self) -> Result<Warned<Flat>> {
        let mut marks = self.items(&self.drawing.items, Affine::IDENTITY)?;
        keep_within(&mut marks, Rect::new(0.0, 0.0, self.page.0, self.page.1));
        let value = Flat { width: self.page.0, height: self.page.1, marks };
        Ok(Warned { value, warnings: self.notes.into_iter().collect() })
    }

    /// The marks of `items`, which `outer` maps to the view box.
    fn items(&mut self, items: &[Item], outer: Affine) -> Result<Vec<Mark>> {
        let mut marks = Vec::new();
        for item in items {
            self.item(item, outer, &mut marks)?;
        }
        Ok(marks)
    }

    fn item(&mut self, item: &Item, outer: Affine, into: &mut Vec<Mark>) -> Result<()> {
        let plain = item.clip.is_none() && item.mask.is_none() && item.filter.is_none();
        let inner = outer * item.transform;
        match &item.body {
            Body::Group(items) if plain => {
                let marks = self.items(items, inner)?;
                put_layer(Layer { name: name(item), opacity: item.opacity, clips: Vec::new(), marks }, into);
            }
            Body::Shape(shape) if plain => {
                let stamp = Stamp { name: name(item), shape: shape.clone(), transform: self.fit * inner };
                put_stamp(stamp, item.opacity, into);
            }
            Body::Group(_) | Body::Shape(_) | Body::Words(_) | Body::Opaque(_) => {
                self.foreign(item, outer, into)?;
            }
        }
        Ok(())
    }

    /// Lets the renderer's reader take `item` apart.
    fn foreign(&mut self, item: &Item, outer: Affine, into: &mut Vec<Mark>) -> Result<()> {
        let mut group = Item::group(vec![item.clone()]);
        group.transform = outer;
        let view = Rect::from_origin_size(
            self.drawing.view_box.abs().origin(),
            (side(self.drawing.view_box.width().abs()), side(self.drawing.view_box.height().abs())),
        );
        let alone = Drawing::new(view, vec![group]);
        let alone = self.definitions.complete(alone);
        let to_page = self.fit * Affine::translate(view.origin().to_vec2());
        let Foreign { marks, bounds, beyond } = foreign::marks(&alone, &self.parsing, to_page)?;
        let page = Rect::new(0.0, 0.0, self.page.0, self.page.1);
        let pixels = self.options.pictures.filter(|_| beyond.iter().any(|thing| *thing != Beyond::Blending));
        let told = |thing: &Beyond| match pixels {
            Some(_) if *thing != Beyond::Blending => format!("{} became pixels", thing.name()),
            Some(_) | None => format!("left out {}", thing.name()),
        };
        self.notes.extend(beyond.iter().map(told));
        if let Some(scale) = pixels {
            into.extend(self.picture(&alone, bounds.intersect(page), scale)?.map(Mark::Picture));
        } else {
            put_layer(Layer { name: name(item), opacity: Unit::ONE, clips: Vec::new(), marks }, into);
        }
        Ok(())
    }

    /// What `alone` shows inside `place` on the page, as pixels.
    fn picture(&self, alone: &Drawing, place: Rect, scale: f64) -> Result<Option<Picture>> {
        if place.width() <= 0.0 || place.height() <= 0.0 {
            return Ok(None);
        }
        let scale = scale.min(MAX_PICTURE / place.width().max(place.height()));
        let pixels = |side: f64| format!("{:.0}", (side * scale).ceil().clamp(1.0, MAX_PICTURE)).parse().ok();
        let part = Drawing { view_box: self.fit.inverse().transform_rect_bbox(place), ..alone.clone() };
        let (width, height) = (pixels(place.width()), pixels(place.height()));
        let raster = render(&part, &RenderOptions { width, height, ..RenderOptions::default() })?;
        Ok(Some(Picture { raster, place }))
    }
}

/// Leaves out what lies wholly beside the page.
fn keep_within(marks: &mut Vec<Mark>, page: Rect) {
    marks.retain_mut(|mark| match mark {
        Mark::Stamp(stamp) => {
            let outline = stamp.transform.transform_rect_bbox(stamp.shape.outline.bounds());
            let stroke = stamp.shape.stroke.as_ref();
            // A miter reaches as far as its limit allows, a square cap less.
            let reach = stroke.map_or(0.0, |stroke| stroke.width * stroke.miter_limit.max(1.5) / 2.0);
            let reach = reach * stamp.transform.spectral_norm();
            outline.inflate(reach, reach).overlaps(page)
        }
        Mark::Layer(layer) => {
            keep_within(&mut layer.marks, page);
            !layer.marks.is_empty()
        }
        Mark::Picture(_) => true,
    });
}

/// A length that something can be fitted into; 1 where there is none.
fn side(length: f64) -> f64 {
    if length.is_finite() && length > 0.0 { length } else { 1.0 }
}

fn name(item: &Item) -> Option<String> {
    item.label.clone().or_else(|| item.id.as_ref().map(ToString::to_string))
}

/// Adds a layer, or its marks where it says nothing.
pub(super) fn put_layer(mut layer: Layer, into: &mut Vec<Mark>) {
    if layer.marks.is_empty() || layer.opacity == Unit::ZERO {
        return;
    }
    if layer.name.is_none() && layer.opacity == Unit::ONE && layer.clips.is_empty() {
        into.append(&mut layer.marks);
    } else {
        into.push(Mark::Layer(layer));
    }
}

/// Adds a shape that is seen at `opacity`; one that shows nothing is left out.
pub(super) fn put_stamp(mut stamp: Stamp, opacity: Unit, into: &mut Vec<Mark>) {
    if !is_sound(&stamp) {
        return;
    }
    let shape = &mut stamp.shape;
    let has_area = !matches!(shape.outline, Outline::Line(_));
    shape.fill = shape.fill.take().filter(|fill| has_area && is_seen(fill));
    shape.stroke = shape.stroke.take().filter(|stroke| is_seen(&stroke.paint) && stroke.width > 0.0);
    let both = shape.fill.is_some() && shape.stroke.is_some();
    if shape.fill.is_none() && shape.stroke.is_none() || opacity == Unit::ZERO {
        return;
    }
    // The current color is the one paint that has no alpha to put the opacity into.
    let current = Some(&Paint::CurrentColor);
    let is_current = shape.fill.as_ref() == current || shape.stroke.as_ref().map(|s| &s.paint) == current;
    if opacity != Unit::ONE && (both || is_current) {
        let layer = Layer { name: None, opacity, clips: Vec::new(), marks: vec![Mark::Stamp(Box::new(stamp))] };
        return into.push(Mark::Layer(layer));
    }
    fade(shape, opacity);
    into.push(Mark::Stamp(Box::new(stamp)));
}

/// Whether a shape has a place and a size that can be computed with; one squeezed flat has none.
fn is_sound(stamp: &Stamp) -> bool {
    let area = stamp.transform.determinant();
    let bounds = stamp.shape.outline.bounds();
    let on_page = stamp.transform.transform_rect_bbox(bounds);
    let far = |rect: Rect| [rect.x0, rect.y0, rect.x1, rect.y1].iter().any(|side| side.is_nan() || side.abs() > FAR);
    let sound_stroke = stamp.shape.stroke.as_ref().is_none_or(|stroke| stroke.width <= FAR);
    area.is_finite() && area != 0.0 && !far(bounds) && !far(on_page) && sound_stroke
}

fn is_seen(paint: &Paint) -> bool {
    match paint {
        Paint::Solid(color) => color.a > 0,
        Paint::CurrentColor => true,
        Paint::Gradient(gradient) => gradient.stops.iter().any(|stop| stop.color.a > 0),
    }
}

/// Puts an opacity into the paints of a shape.
fn fade(shape: &mut Shape, opacity: Unit) {
    let paints = [shape.fill.as_mut(), shape.stroke.as_mut().map(|Stroke { paint, .. }| paint)];
    for paint in paints.into_iter().flatten() {
        match paint {
            Paint::Solid(color) => *color = faded(*color, opacity),
            Paint::CurrentColor => {}
            Paint::Gradient(Gradient { stops, .. }) => {
                for Stop { color, .. } in stops {
                    *color = faded(*color, opacity);
                }
            }
        }
    }
}

/// The color seen at `opacity`.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a byte is a byte"
)]
pub(super) fn faded(color: Rgba, opacity: Unit) -> Rgba {
    color.with_alpha((f64::from(color.a) * opacity.get()).round() as u8)
}
