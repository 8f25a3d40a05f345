//! The outlines of a drawing, without its fills.

use linocut_core::{Body, Drawing, Item, Paint, Rgba, Stroke};

const INK: Rgba = Rgba::opaque(20, 60, 160);

/// The same outlines as thin lines, `width` user units wide.
pub(crate) fn outlines(drawing: &Drawing, width: f64) -> Drawing {
    Drawing { items: drawing.items.iter().map(|item| outlined(item, width)).collect(), ..drawing.clone() }
}

fn outlined(item: &Item, width: f64) -> Item {
    let body = match &item.body {
        Body::Group(items) => Body::Group(items.iter().map(|item| outlined(item, width)).collect()),
        Body::Shape(shape) => {
            let mut shape = shape.clone();
            shape.fill = None;
            shape.stroke = Some(Stroke::new(Paint::Solid(INK), width));
            Body::Shape(shape)
        }
        Body::Words(_) | Body::Opaque(_) => item.body.clone(),
    };
    Item { body, ..item.clone() }
}
