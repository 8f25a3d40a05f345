//! Rounding, and what becomes simpler by it.

use super::Room;
use super::path::cleaned;
use super::primitive::recognized;
use crate::outline::{Axes, axes};
use crate::write::{Grid, Space, rounded};
use linocut_core::kurbo::{Affine, Circle, Ellipse, Line, Point, Rect, RoundedRect};
use linocut_core::{Body, Item, Outline, Shape, Stroke, Unit, Words};

/// Rounds every number to what is seen in the view box.
pub(super) fn items(items: Vec<Item>, room: &Room<'_>) -> Vec<Item> {
    items.into_iter().map(|item| rounded_item(item, room)).collect()
}

fn rounded_item(mut item: Item, room: &Room<'_>) -> Item {
    if room.is_referenced(&item) {
        return item;
    }
    item.transform = rounded(item.transform, &room.space);
    item.opacity = Unit::clamped(Grid::for_byte(item.opacity.get()).round(item.opacity.get()));
    let inside = Room { space: room.space.inside(item.transform), ..*room };
    item.body = match item.body {
        Body::Group(children) => Body::Group(items(children, &inside)),
        Body::Shape(shape) => Body::Shape(rounded_shape(shape, &inside)),
        Body::Words(words) => Body::Words(rounded_words(words, &inside.space)),
        Body::Opaque(opaque) => Body::Opaque(opaque),
    };
    item
}

fn rounded_shape(shape: Shape, room: &Room<'_>) -> Shape {
    let grid = room.space.grid();
    let outline = recognized(&shape, room).unwrap_or_else(|| shape.outline.clone());
    let outline = match outline {
        Outline::Path(path) => Outline::Path(cleaned(&path, shape.stroke.as_ref(), grid)),
        Outline::Rect(rect) => Outline::Rect(rounded_rect(rect, shape.stroke.is_some(), grid)),
        Outline::Circle(circle) => {
            Outline::Circle(Circle::new(point(circle.center, grid), length(circle.radius, grid)))
        }
        Outline::Ellipse(ellipse) => Outline::Ellipse(rounded_ellipse(&ellipse, grid)),
        Outline::Line(line) => Outline::Line(Line::new(point(line.p0, grid), point(line.p1, grid))),
    };
    Shape { outline, stroke: shape.stroke.map(|stroke| rounded_stroke(stroke, grid)), ..shape }
}

fn point(p: Point, grid: Grid) -> Point {
    Point::new(grid.round(p.x), grid.round(p.y))
}

fn length(value: f64, grid: Grid) -> f64 {
    grid.for_length(value).round(value)
}

/// Both sides are rounded where they lie; one with a stroke keeps some width, or the stroke would vanish with it.
fn rounded_rect(rect: RoundedRect, stroked: bool, grid: Grid) -> RoundedRect {
    let side = |from: f64, to: f64| {
        let (start, end) = (grid.steps(from), grid.steps(to));
        let end = if stroked && to > from { end.max(start + 1) } else { end };
        (grid.value(start), grid.value(end))
    };
    let Rect { x0, y0, x1, y1 } = rect.rect().abs();
    let ((x0, x1), (y0, y1)) = (side(x0, x1), side(y0, y1));
    RoundedRect::new(x0, y0, x1, y1, grid.round(rect.radii().top_left))
}

fn rounded_ellipse(ellipse: &Ellipse, grid: Grid) -> Ellipse {
    let Axes { center, rx, ry, turn } = axes(ellipse);
    if turn != Affine::IDENTITY {
        return *ellipse;
    }
    Ellipse::new(point(center, grid), (length(rx, grid), length(ry, grid)), 0.0)
}

fn rounded_stroke(stroke: Stroke, grid: Grid) -> Stroke {
    let fine = Grid::new(grid.decimals() + 2);
    Stroke {
        width: length(stroke.width, grid),
        miter_limit: Grid::new(3).round(stroke.miter_limit),
        dashes: stroke.dashes.iter().map(|&dash| fine.round(dash)).collect(),
        dash_offset: fine.round(stroke.dash_offset),
        ..stroke
    }
}

fn rounded_words(words: Words, space: &Space) -> Words {
    let grid = space.grid();
    Words {
        at: point(words.at, grid),
        size: length(words.size, grid),
        stroke: words.stroke.map(|stroke| rounded_stroke(stroke, grid)),
        ..words
    }
}
