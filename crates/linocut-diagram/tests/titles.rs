//! Lines that lead into groups leave out the titles of the groups and the texts on their way.
#![cfg(test)]

use linocut_core::kurbo::{ParamCurve, ParamCurveArclen, Point, Rect, Shape as _};
use linocut_core::{Anchor, Body, Context, Item, Outline, Shape, Words};
use linocut_diagram::{DrawOptions, draw};
use linocut_svg::font;

const SAMPLES: [&str; 5] = [
    "flowchart TD\nA -->|x| B\nsubgraph S[Some group]\nB --> C\nend",
    "classDiagram\nnamespace Shop {\nclass Cart\nclass Item\n}\nCart --> Item\nnote for Cart \"A note about the cart\"",
    "architecture-beta\ngroup api(cloud)[API]\nservice a(server)[Gateway]\nservice b(database)[Store] in api\na:B -- T:b",
    "gantt\ndateFormat YYYY-MM-DD\nA long task :a, 2024-01-01, 10d\nAnother :b, 2024-01-05, 10d\n\
     Release : vert, v1, 2024-01-06, 2h",
    "C4Context\nPerson(a, \"Customer\")\nSystem_Boundary(b, \"Bank\") {\nSystem(c, \"Core\")\n}\nRel(a, c, \"Uses\", \"HTTPS\")",
];

/// The rooms of texts, and points along lines.
#[derive(Default)]
struct Seen {
    texts: Vec<(String, Rect)>,
    points: Vec<Point>,
}

impl Seen {
    fn look(&mut self, items: &[Item]) {
        for item in items {
            match &item.body {
                Body::Group(inner) => self.look(inner),
                Body::Words(words) => self.texts.push((words.text.clone(), room(words))),
                Body::Shape(shape) => self.points.extend(course(shape)),
                Body::Opaque(_) => {}
            }
        }
    }
}

/// The middle of a text: what a line would make hard to read.
fn room(words: &Words) -> Rect {
    let width = font::advance(&words.text, words.size, words.weight);
    let x = match words.anchor {
        Anchor::Start => words.at.x,
        Anchor::Middle => words.at.x - width / 2.0,
        Anchor::End => words.at.x - width,
    };
    Rect::new(x, words.at.y - font::CAP_HEIGHT * words.size, x + width, words.at.y)
}

fn course(shape: &Shape) -> Vec<Point> {
    let path = match (&shape.outline, &shape.fill) {
        (Outline::Path(path), None) => path.clone(),
        (Outline::Line(line), _) => line.to_path(0.1),
        _ => return Vec::new(),
    };
    let steps = |length: f64| (1..200_u32).find(|&steps| length / f64::from(steps) < 2.0).unwrap_or(200);
    let segments = path.segments().map(|segment| (segment, steps(segment.arclen(0.1))));
    let points = segments.flat_map(|(segment, steps)| {
        (0..=steps).map(move |step| segment.eval(f64::from(step) / f64::from(steps))).collect::<Vec<Point>>()
    });
    points.collect()
}

#[test]
fn no_line_goes_through_a_text() {
    for text in SAMPLES {
        let drawn = draw(text, &DrawOptions::default(), &Context::default()).unwrap();
        let mut seen = Seen::default();
        seen.look(&drawn.drawing.items);
        assert!(seen.texts.len() > 2 && seen.points.len() > 20, "{text}");
        for (words, room) in &seen.texts {
            assert!(!seen.points.iter().any(|point| room.contains(*point)), "a line goes through {words}: {text}");
        }
    }
}
