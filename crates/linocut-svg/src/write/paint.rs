//! Fills, strokes and gradients.

use super::number::Grid;
use super::page::{Page, Tag};
use super::space::Space;
use super::transform::transform_text;
use linocut_core::{Cap, FillRule, Gradient, GradientShape, Join, Paint, Rgba, Spread, Stop, Stroke};
use std::collections::{BTreeMap, BTreeSet};

/// The gradients of a drawing, equal ones once, in the order of their first use.
pub(super) struct Gradients {
    pub(super) page: Page,
    /// The id of each gradient by its markup without an id.
    ids: BTreeMap<String, String>,
    /// Names that gradients must not take.
    taken: BTreeSet<String>,
}

impl Gradients {
    pub(super) fn new(page: Page, taken: BTreeSet<String>) -> Self {
        Self { page, ids: BTreeMap::new(), taken }
    }

    /// The id of `gradient`, which is written if it is new.
    fn id(&mut self, gradient: &Gradient, space: &Space) -> String {
        let key = format!("{:?}", Spelled::new(gradient, space));
        if let Some(id) = self.ids.get(&key) {
            return id.clone();
        }
        // One of any `taken.len() + 1` names is free.
        let free = (self.ids.len()..).take(self.taken.len() + 1).map(|n| format!("g{n}"));
        let id = free.into_iter().find(|id| !self.taken.contains(id)).unwrap_or_default();
        self.taken.insert(id.clone());
        Spelled::new(gradient, space).write(&id, &mut self.page);
        self.ids.insert(key, id.clone());
        id
    }
}

/// A gradient as text; equal ones look the same.
#[derive(Debug)]
struct Spelled {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    stops: Vec<(String, Rgba)>,
}

impl Spelled {
    fn new(gradient: &Gradient, space: &Space) -> Self {
        let (name, mut attributes) = geometry(gradient.shape, space.inside(gradient.transform).grid());
        match gradient.spread {
            Spread::Pad => {}
            Spread::Reflect => attributes.push(("spreadMethod", "reflect".to_owned())),
            Spread::Repeat => attributes.push(("spreadMethod", "repeat".to_owned())),
        }
        attributes.extend(transform_text(gradient.transform, space).map(|text| ("gradientTransform", text)));
        let spell = |stop: &Stop| (space.offset_grid().number(stop.offset.get()), stop.color);
        Self { name, attributes, stops: gradient.stops.iter().map(spell).collect() }
    }

    fn write(&self, id: &str, page: &mut Page) {
        let mut tag = Tag::new(self.name);
        tag.set("id", id);
        tag.set("gradientUnits", "userSpaceOnUse");
        for (name, value) in &self.attributes {
            tag.set(name, value);
        }
        page.element(&tag, |page| {
            for (offset, color) in &self.stops {
                let mut stop = Tag::new("stop");
                stop.set_nonzero("offset", offset.clone());
                if color.with_alpha(255) != Rgba::BLACK {
                    stop.set("stop-color", color);
                }
                stop.set_some("stop-opacity", alpha(*color));
                page.empty(&stop);
            }
        });
    }
}

/// Element name and attributes of a gradient's geometry.
fn geometry(shape: GradientShape, grid: Grid) -> (&'static str, Vec<(&'static str, String)>) {
    let number = |name: &'static str, value: f64| (name, grid.number(value));
    match shape {
        GradientShape::Linear { start, end } => {
            let zero_by_default = [number("x1", start.x), number("y1", start.y), number("y2", end.y)];
            let mut attributes = vec![number("x2", end.x)];
            attributes.extend(zero_by_default.into_iter().filter(|(_, value)| value != "0"));
            ("linearGradient", attributes)
        }
        GradientShape::Radial { center, radius, focus } => {
            let fine = grid.for_length(radius);
            let mut attributes =
                vec![number("cx", center.x), number("cy", center.y), ("r", fine.number(radius.max(0.0)))];
            attributes.extend((grid.steps(focus.x) != grid.steps(center.x)).then(|| number("fx", focus.x)));
            attributes.extend((grid.steps(focus.y) != grid.steps(center.y)).then(|| number("fy", focus.y)));
            ("radialGradient", attributes)
        }
    }
}

/// Sets the fill of `tag`; nothing is written for opaque black, which is the default.
pub(super) fn set_fill(tag: &mut Tag, fill: Option<&Paint>, rule: FillRule, pen: &mut Ink<'_>) {
    match fill {
        None => tag.set("fill", "none"),
        Some(Paint::Solid(Rgba::BLACK)) => {}
        Some(Paint::Solid(color)) => {
            if color.with_alpha(255) != Rgba::BLACK {
                tag.set("fill", color);
            }
            tag.set_some("fill-opacity", alpha(*color));
        }
        Some(Paint::CurrentColor) => tag.set("fill", "currentColor"),
        Some(Paint::Gradient(gradient)) => tag.set("fill", pen.link(gradient)),
    }
    if fill.is_some() && rule == FillRule::EvenOdd {
        tag.set("fill-rule", "evenodd");
    }
}

/// Sets the stroke of `tag`, leaving out what is the default.
pub(super) fn set_stroke(tag: &mut Tag, stroke: &Stroke, pen: &mut Ink<'_>) {
    match &stroke.paint {
        Paint::Solid(color) => {
            tag.set("stroke", color);
            tag.set_some("stroke-opacity", alpha(*color));
        }
        Paint::CurrentColor => tag.set("stroke", "currentColor"),
        Paint::Gradient(gradient) => tag.set("stroke", pen.link(gradient)),
    }
    let grid = pen.space.grid();
    let width = grid.for_length(stroke.width).number(stroke.width.max(0.0));
    tag.set_some("stroke-width", (width != "1").then_some(width));
    match stroke.cap {
        Cap::Butt => {}
        Cap::Round => tag.set("stroke-linecap", "round"),
        Cap::Square => tag.set("stroke-linecap", "square"),
    }
    match stroke.join {
        Join::Miter => {
            let limit = Grid::new(3).number(stroke.miter_limit.max(1.0));
            tag.set_some("stroke-miterlimit", (limit != "4").then_some(limit));
        }
        Join::Round => tag.set("stroke-linejoin", "round"),
        Join::Bevel => tag.set("stroke-linejoin", "bevel"),
    }
    set_dashes(tag, stroke, grid);
}

/// Dashes repeat, so that their errors add up: they get two more decimals.
fn set_dashes(tag: &mut Tag, stroke: &Stroke, grid: Grid) {
    let fine = Grid::new(grid.decimals() + 2);
    let drawn =
        stroke.dashes.iter().all(|d| d.is_finite() && *d >= 0.0) && stroke.dashes.iter().any(|&d| fine.steps(d) > 0);
    if drawn {
        let lengths: Vec<String> = stroke.dashes.iter().map(|&d| fine.number(d)).collect();
        tag.set("stroke-dasharray", lengths.join(" "));
        tag.set_nonzero("stroke-dashoffset", fine.number(stroke.dash_offset));
    }
}

/// The opacity of a color, in as many decimals as give the same byte again; `None` when opaque.
fn alpha(color: Rgba) -> Option<String> {
    let share = f64::from(color.a) / 255.0;
    (color.a < 255).then(|| Grid::for_byte(share).number(share))
}

/// What paints are written with: the user space they are in, and the gradients so far.
pub(super) struct Ink<'a> {
    pub(super) space: Space,
    pub(super) gradients: &'a mut Gradients,
}

impl Ink<'_> {
    fn link(&mut self, gradient: &Gradient) -> String {
        format!("url(#{})", self.gradients.id(gradient, &self.space))
    }
}
