//! Editable vector scenes.

use crate::{Paint, Stroke, Unit, Words};
use kurbo::{Affine, BezPath, Circle, Ellipse, Line, Rect, RoundedRect, Shape as _};
use std::fmt;

/// A vector picture: a view box and items painted in order, later ones on top.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// The part of user space that is shown, in user units.
    pub view_box: Rect,
    /// The size it wants to be shown at, in CSS pixels; `None` for the size of the view box.
    pub size: Option<(f64, f64)>,
    /// What is painted, from the bottom up.
    pub items: Vec<Item>,
    /// Clip paths, masks, filters, patterns and other things that items name by id.
    pub defs: Vec<Opaque>,
    /// A title for people and screen readers.
    pub title: Option<String>,
    /// A longer description.
    pub description: Option<String>,
}

/// One thing in a drawing.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// Its name in the file, unique in the drawing.
    pub id: Option<Id>,
    /// Its name for people.
    pub label: Option<String>,
    /// The thing in a diagram's source that it draws.
    pub node: Option<String>,
    /// Maps its user space to its parent's.
    pub transform: Affine,
    /// Opacity of the whole item.
    pub opacity: Unit,
    /// The clip path in [`Drawing::defs`] that cuts it.
    pub clip: Option<Id>,
    /// The mask in [`Drawing::defs`] that covers it.
    pub mask: Option<Id>,
    /// The filter in [`Drawing::defs`] it goes through.
    pub filter: Option<Id>,
    /// What it is.
    pub body: Body,
}

/// What an item is.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Items that move together.
    Group(Vec<Item>),
    /// A filled or stroked outline.
    Shape(Shape),
    /// Text.
    Words(Words),
    /// Safe SVG that Linocut carries through unchanged.
    Opaque(Opaque),
}

/// A filled or stroked outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// Its geometry.
    pub outline: Outline,
    /// What fills it.
    pub fill: Option<Paint>,
    /// Which points are inside.
    pub fill_rule: FillRule,
    /// What follows the outline.
    pub stroke: Option<Stroke>,
}

/// The geometry of a shape; a circle stays a circle.
#[derive(Clone, Debug, PartialEq)]
pub enum Outline {
    /// Lines and curves.
    Path(BezPath),
    /// A rectangle, its four corner radii equal.
    Rect(RoundedRect),
    /// A circle.
    Circle(Circle),
    /// An ellipse along the axes; a turned one is an item with a transform.
    Ellipse(Ellipse),
    /// One straight line.
    Line(Line),
}

/// Which points are inside an outline that crosses or contains itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FillRule {
    /// Where the outline winds around at least once.
    #[default]
    NonZero,
    /// Where a ray to infinity crosses the outline an odd number of times.
    EvenOdd,
}

/// A piece of SVG that was read through the allowlist and is written back unchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opaque {
    /// One canonical, well-formed SVG element without anything active or external.
    pub markup: String,
}

/// A name in a file: a letter or `_`, then letters, digits, `_`, `-` or `.`; at most 128 characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

impl Id {
    /// Takes `text` as an id, or `None` when it is not one.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let starts = first.is_alphabetic() || first == '_';
        let goes_on = chars.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        (starts && goes_on && text.chars().count() <= 128).then(|| Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Drawing {
    /// A drawing of `items` with nothing else set.
    #[must_use]
    pub fn new(view_box: Rect, items: Vec<Item>) -> Self {
        Self { view_box, size: None, items, defs: Vec::new(), title: None, description: None }
    }

    /// Every shape, in painting order, with the groups opened.
    pub fn shapes(&self) -> impl Iterator<Item = &Shape> {
        let mut open: Vec<&Item> = self.items.iter().rev().collect();
        std::iter::from_fn(move || {
            while let Some(item) = open.pop() {
                match &item.body {
                    Body::Shape(shape) => return Some(shape),
                    Body::Group(items) => open.extend(items.iter().rev()),
                    Body::Words(_) | Body::Opaque(_) => {}
                }
            }
            None
        })
    }
}

impl Item {
    /// An item with nothing set but its body.
    #[must_use]
    pub fn new(body: Body) -> Self {
        Self {
            id: None,
            label: None,
            node: None,
            transform: Affine::IDENTITY,
            opacity: Unit::ONE,
            clip: None,
            mask: None,
            filter: None,
            body,
        }
    }

    /// An item that is a shape.
    #[must_use]
    pub fn shape(shape: Shape) -> Self {
        Self::new(Body::Shape(shape))
    }

    /// An item that is a group.
    #[must_use]
    pub fn group(items: Vec<Self>) -> Self {
        Self::new(Body::Group(items))
    }
}

impl Outline {
    /// The smallest box around the geometry, in user units; a stroke along it reaches beyond.
    #[must_use]
    pub fn bounds(&self) -> Rect {
        match self {
            Self::Path(path) => path.bounding_box(),
            Self::Rect(rect) => rect.bounding_box(),
            Self::Circle(circle) => circle.bounding_box(),
            Self::Ellipse(ellipse) => ellipse.bounding_box(),
            Self::Line(line) => line.bounding_box(),
        }
    }
}

impl Shape {
    /// A shape with a fill and no stroke.
    #[must_use]
    pub fn filled(outline: Outline, fill: Paint) -> Self {
        Self { outline, fill: Some(fill), fill_rule: FillRule::NonZero, stroke: None }
    }

    /// A shape with a stroke and no fill.
    #[must_use]
    pub fn stroked(outline: Outline, stroke: Stroke) -> Self {
        Self { outline, fill: None, fill_rule: FillRule::NonZero, stroke: Some(stroke) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Drawing, Id, Item, Outline, Shape};
    use crate::{Paint, Rgba};
    use kurbo::{Circle, Rect};

    fn disc(radius: f64) -> Item {
        let circle = Circle::new((0.0, 0.0), radius);
        Item::shape(Shape::filled(Outline::Circle(circle), Paint::Solid(Rgba::BLACK)))
    }

    #[test]
    fn lists_shapes_in_painting_order() {
        let items = vec![disc(1.0), Item::group(vec![disc(2.0), disc(3.0)]), disc(4.0)];
        let drawing = Drawing::new(Rect::new(0.0, 0.0, 8.0, 8.0), items);
        let radii: Vec<f64> = drawing
            .shapes()
            .filter_map(|s| if let Outline::Circle(c) = &s.outline { Some(c.radius) } else { None })
            .collect();
        assert_eq!(radii, [1.0, 2.0, 3.0, 4.0]);
    }

    #[test]
    fn takes_only_safe_ids() {
        for (text, fine) in [("a", true), ("_x-1.b", true), ("1a", false), ("", false), ("a b", false), ("a\"", false)]
        {
            assert_eq!(Id::new(text).is_some(), fine, "{text}");
        }
    }
}
