//! What is drawn, with the room it takes.

use super::text::{self, Face, Label};
use linocut_core::kurbo::{BezPath, Circle, Line, Point, Rect, RoundedRect};
use linocut_core::{Anchor, Body, Id, Item, Join, Outline, Paint, Rgba, Shape, Stroke, Words};
use linocut_svg::font;

/// Between a text and a line that is interrupted for it, in user units.
const AROUND: f64 = 2.0;

/// Items from the bottom up and the box around them, in user units.
#[derive(Clone, Debug, Default)]
pub(super) struct Scene {
    pub(super) items: Vec<Item>,
    pub(super) bounds: Option<Rect>,
}

/// Fill and stroke of a shape.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Ink {
    pub(super) fill: Option<Rgba>,
    pub(super) stroke: Option<Rgba>,
    pub(super) width: f64,
    pub(super) dashes: Vec<f64>,
}

impl Ink {
    pub(super) fn fill(fill: Rgba) -> Self {
        Self { fill: Some(fill), stroke: None, width: 0.0, dashes: Vec::new() }
    }

    pub(super) fn line(stroke: Rgba, width: f64) -> Self {
        Self { fill: None, stroke: Some(stroke), width, dashes: Vec::new() }
    }

    pub(super) fn both(fill: Rgba, stroke: Rgba, width: f64) -> Self {
        Self { fill: Some(fill), stroke: Some(stroke), width, dashes: Vec::new() }
    }

    pub(super) fn dashed(self, dashes: &[f64]) -> Self {
        Self { dashes: dashes.to_vec(), ..self }
    }
}

/// Where a label is put, its first line's top at the point's height unless it is said to be in the middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum At {
    /// Its left top.
    Left(Point),
    /// The middle of its top.
    Top(Point),
    /// Its middle.
    Middle(Point),
    /// The middle of its left side.
    LeftMiddle(Point),
}

impl Scene {
    pub(super) fn grow(&mut self, room: Rect) {
        self.bounds = Some(self.bounds.map_or(room, |bounds| bounds.union(room)));
    }

    pub(super) fn outline(&mut self, outline: Outline, ink: &Ink) {
        self.grow(outline.bounds().inflate(ink.width / 2.0, ink.width / 2.0));
        let stroke = ink.stroke.filter(|_| ink.width > 0.0).map(|color| Stroke {
            join: Join::Round,
            dashes: ink.dashes.clone(),
            ..Stroke::new(Paint::Solid(color), ink.width)
        });
        let fill = ink.fill.map(Paint::Solid);
        self.items.push(Item::shape(Shape { outline, fill, fill_rule: linocut_core::FillRule::NonZero, stroke }));
    }

    pub(super) fn rect(&mut self, rect: Rect, radius: f64, ink: &Ink) {
        self.outline(Outline::Rect(RoundedRect::from_rect(rect, radius)), ink);
    }

    pub(super) fn circle(&mut self, center: Point, radius: f64, ink: &Ink) {
        self.outline(Outline::Circle(Circle::new(center, radius)), ink);
    }

    pub(super) fn path(&mut self, path: BezPath, ink: &Ink) {
        self.outline(Outline::Path(path), ink);
    }

    pub(super) fn line(&mut self, from: Point, to: Point, ink: &Ink) {
        self.outline(Outline::Line(Line::new(from, to)), ink);
    }

    /// The line from one point to another, upright or level, without its parts that would go through `texts`.
    pub(super) fn line_between(&mut self, (from, to): (Point, Point), texts: &[Rect], ink: &Ink) {
        let along = to - from;
        let length = along.hypot();
        let upright = along.x.abs() < along.y.abs();
        let span = |text: &Rect| {
            let (low, high, near) = if upright {
                (text.y0 - from.y, text.y1 - from.y, text.x0 < from.x && from.x < text.x1)
            } else {
                (text.x0 - from.x, text.x1 - from.x, text.y0 < from.y && from.y < text.y1)
            };
            let sign = if upright { along.y } else { along.x }.signum();
            let (low, high) = if sign < 0.0 { (-high, -low) } else { (low, high) };
            (near && high > 0.0 && low < length).then_some((low - AROUND, high + AROUND))
        };
        let mut spans: Vec<(f64, f64)> = texts.iter().filter_map(span).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut at = 0.0;
        for (low, high) in spans.into_iter().chain([(length, length)]) {
            if low - at > AROUND {
                self.line(from + along * (at / length), from + along * (low.min(length) / length), ink);
            }
            at = f64::max(at, high);
        }
    }

    /// The room of every text.
    pub(super) fn texts(&self) -> Vec<Rect> {
        let mut found = Vec::new();
        let mut open: Vec<&Item> = self.items.iter().collect();
        while let Some(item) = open.pop() {
            match &item.body {
                Body::Group(items) => open.extend(items),
                Body::Words(words) => found.push(room(words)),
                Body::Shape(_) | Body::Opaque(_) => {}
            }
        }
        found
    }

    /// Closed lines through `points`.
    pub(super) fn polygon(&mut self, points: &[Point], ink: &Ink) {
        let mut path = polyline(points);
        path.close_path();
        self.path(path, ink);
    }

    /// One run of text whose baseline's anchor is `at`.
    pub(super) fn words(&mut self, text: &str, at: Point, look: Letters) {
        if text.trim().is_empty() {
            return;
        }
        let words = Words {
            text: text.to_owned(),
            at,
            families: vec![font::FAMILY.to_owned(), "sans-serif".to_owned()],
            size: look.size,
            weight: look.face.weight(),
            italic: look.face.italic,
            anchor: look.anchor,
            fill: Some(Paint::Solid(look.color)),
            stroke: None,
        };
        self.grow(room(&words));
        self.items.push(Item::new(Body::Words(words)));
    }

    /// A label at a place, in a color.
    pub(super) fn label(&mut self, label: &Label, at: At, color: Rgba) {
        let (point, anchor) = match at {
            At::Left(point) | At::LeftMiddle(point) => (point, Anchor::Start),
            At::Top(point) | At::Middle(point) => (point, Anchor::Middle),
        };
        let rise = match at {
            At::Left(_) | At::Top(_) => 0.0,
            At::Middle(_) | At::LeftMiddle(_) => label.height / 2.0,
        };
        let mut baseline = point.y - rise + label.first_baseline();
        for line in &label.lines {
            match line.runs.as_slice() {
                [run] => {
                    let look = Letters { size: label.size, face: run.face, anchor, color };
                    self.words(run.text.trim_end(), Point::new(point.x, baseline), look);
                }
                runs => {
                    let mut x = match anchor {
                        Anchor::Start => point.x,
                        Anchor::Middle => point.x - line.width / 2.0,
                        Anchor::End => point.x - line.width,
                    };
                    for run in runs {
                        let lead = run.text.len() - run.text.trim_start().len();
                        let gap = text::width(run.text.get(..lead).unwrap_or_default(), label.size, run.face);
                        let look = Letters { size: label.size, face: run.face, anchor: Anchor::Start, color };
                        self.words(run.text.trim(), Point::new(x + gap, baseline), look);
                        x += run.width;
                    }
                }
            }
            baseline += label.leading();
        }
    }

    /// Everything in `inside` as one group with an id, the thing it stands for and its name for people.
    pub(super) fn group(&mut self, names: Names, inside: Self) {
        if inside.items.is_empty() {
            return;
        }
        if let Some(bounds) = inside.bounds {
            self.grow(bounds);
        }
        let name = names.name.split_whitespace().collect::<Vec<_>>().join(" ");
        let item = Item {
            id: Id::new(&names.id),
            label: (!name.is_empty() && name != names.node).then_some(name),
            node: (!names.node.is_empty()).then_some(names.node),
            ..Item::group(inside.items)
        };
        self.items.push(item);
    }

    /// Everything in `inside` on top, as it is.
    pub(super) fn append(&mut self, inside: Self) {
        if let Some(bounds) = inside.bounds {
            self.grow(bounds);
        }
        self.items.extend(inside.items);
    }
}

/// The room of a run of text.
fn room(words: &Words) -> Rect {
    let face = Face { bold: words.weight > 500, italic: words.italic };
    let width = text::width(&words.text, words.size, face);
    let left = match words.anchor {
        Anchor::Start => words.at.x,
        Anchor::Middle => words.at.x - width / 2.0,
        Anchor::End => words.at.x - width,
    };
    let (top, bottom) = (words.at.y - font::ASCENT * words.size, words.at.y + font::DESCENT * words.size);
    Rect::new(left, top, left + width, bottom)
}

/// How a group is named.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    /// Its id in the file.
    pub(super) id: String,
    /// What it stands for in the diagram's source.
    pub(super) node: String,
    /// What people call it.
    pub(super) name: String,
}

/// How a run of text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Letters {
    pub(super) size: f64,
    pub(super) face: Face,
    pub(super) anchor: Anchor,
    pub(super) color: Rgba,
}

/// Open lines through `points`.
pub(super) fn polyline(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    for (index, &point) in points.iter().enumerate() {
        if index == 0 { path.move_to(point) } else { path.line_to(point) }
    }
    path
}
