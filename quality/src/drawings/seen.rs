//! What is to be seen in a drawing of a diagram, by its geometry.

use linocut_core::kurbo::{ParamCurve, ParamCurveArclen, Point, Rect, Shape as _};
use linocut_core::{Anchor, Body, Drawing, Item, Outline, Shape, Words};
use linocut_svg::font;
use serde::Serialize;

/// Counts of what is wrong; the bounds are those of `mermaid_quality.mjs`, which measures mermaid.js.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub(super) struct Seen {
    /// Runs of text.
    pub(super) texts: usize,
    /// Texts that reach out of the view box by more than a unit.
    pub(super) outside: usize,
    /// Texts that reach out of the box that they are in.
    pub(super) clipped: usize,
    /// Pairs of texts that share more than a quarter of the smaller one.
    pub(super) overlaps: usize,
    /// Texts whose middle an open line goes through.
    pub(super) struck: usize,
}

/// Lines shorter than this are no edges, in user units.
const SHORTEST: f64 = 24.0;
/// From one point of a line that is looked at to the next.
const STEP: f64 = 12.0;

#[derive(Default)]
struct Found {
    texts: Vec<Rect>,
    clipped: usize,
    points: Vec<Point>,
}

/// Looks at a drawing. Transforms are taken for none: our own drawings have none.
pub(super) fn look(drawing: &Drawing) -> Seen {
    let mut found = Found::default();
    walk(&drawing.items, None, &mut found);
    let page = drawing.view_box.inflate(1.0, 1.0);
    let outside = found.texts.iter().filter(|text| page.union(**text) != page).count();
    let mut overlaps = 0;
    for (index, one) in found.texts.iter().enumerate() {
        overlaps += found.texts.iter().skip(index + 1).filter(|other| lies_on(*one, **other)).count();
    }
    let struck = found.texts.iter().filter(|text| {
        let middle = text.inset((-0.15 * text.width(), -0.25 * text.height()));
        found.points.iter().any(|point| middle.contains(*point))
    });
    Seen { texts: found.texts.len(), outside, clipped: found.clipped, overlaps, struck: struck.count() }
}

fn walk(items: &[Item], frame: Option<Rect>, found: &mut Found) {
    for item in items {
        match &item.body {
            Body::Group(inner) => walk(inner, frame_of(item, inner), found),
            Body::Words(words) => {
                let room = room(words);
                let wide = |frame: &Rect| room.x0 < frame.x0 - 1.5 || room.x1 > frame.x1 + 1.5;
                found.clipped += usize::from(frame.as_ref().is_some_and(wide));
                found.texts.push(room);
            }
            Body::Shape(shape) => found.points.extend(course(shape)),
            Body::Opaque(_) => {}
        }
    }
}

/// The largest shape of a node's group: its labels belong inside.
fn frame_of(item: &Item, inner: &[Item]) -> Option<Rect> {
    let boxed = item.id.as_ref().is_some_and(|id| id.as_str().starts_with("node-"));
    let bounds = inner.iter().filter_map(|item| match &item.body {
        Body::Shape(shape) if shape.fill.is_some() => Some(shape.outline.bounds()),
        Body::Shape(_) | Body::Group(_) | Body::Words(_) | Body::Opaque(_) => None,
    });
    // Places of a flow have their names beside them.
    bounds.filter(|_| boxed).reduce(|a, b| a.union(b)).filter(|frame| frame.width() > 15.0)
}

fn room(words: &Words) -> Rect {
    let width = font::advance(&words.text, words.size, words.weight);
    let x = match words.anchor {
        Anchor::Start => words.at.x,
        Anchor::Middle => words.at.x - width / 2.0,
        Anchor::End => words.at.x - width,
    };
    Rect::new(x, words.at.y - font::ASCENT * words.size, x + width, words.at.y + font::DESCENT * words.size)
}

fn lies_on(one: Rect, other: Rect) -> bool {
    let spare = one.height().min(other.height()) * 0.3;
    let both = one.intersect(other);
    both.width() > 2.0 && both.height() > spare && both.area() > 0.25 * one.area().min(other.area())
}

/// Points along the lines of a shape, if it is an open line.
fn course(shape: &Shape) -> Vec<Point> {
    let path = match (&shape.outline, &shape.fill, &shape.stroke) {
        (Outline::Path(path), None, Some(_)) => path.clone(),
        (Outline::Line(line), _, Some(_)) => line.to_path(0.1),
        _ => return Vec::new(),
    };
    let closed = path.elements().iter().any(|element| matches!(element, linocut_core::kurbo::PathEl::ClosePath));
    let lengths: Vec<f64> = path.segments().map(|segment| segment.arclen(0.1)).collect();
    if closed || lengths.iter().sum::<f64>() < SHORTEST {
        return Vec::new();
    }
    let mut points = Vec::new();
    for (segment, length) in path.segments().zip(lengths) {
        let steps = (1..=60_u32).find(|&steps| length / f64::from(steps) <= STEP / 2.0).unwrap_or(60);
        points.extend((0..=steps).map(|step| segment.eval(f64::from(step) / f64::from(steps))));
    }
    points
}
