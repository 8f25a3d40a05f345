//! Drawings in the color of the text around them.

use crate::Ink;
use linocut_core::{Body, Drawing, Item, Paint, Rgba, Unit, Warned};
use std::collections::BTreeSet;

/// `drawing` in the ink that is wanted.
pub(crate) fn inked(drawing: &Drawing, ink: Ink) -> Warned<Drawing> {
    match ink {
        Ink::Own => Warned::clean(drawing.clone()),
        Ink::Current => current(drawing),
    }
}

fn current(drawing: &Drawing) -> Warned<Drawing> {
    let mut found = Found::default();
    drawing.items.iter().for_each(|item| found.look(item));
    let keep = |why: String| Warned { value: drawing.clone(), warnings: vec![why] };
    if found.more {
        return keep("colors stay: gradients and carried markup cannot take currentColor".to_owned());
    }
    if found.colors.len() > 1 {
        return keep(format!("colors stay: there are {}, currentColor is one", found.colors.len()));
    }
    let mut drawing = drawing.clone();
    drawing.items.iter_mut().for_each(recolor);
    Warned::clean(drawing)
}

/// What a drawing is painted with.
#[derive(Default)]
struct Found {
    /// Solid colors without their alpha; the current color is none of them.
    colors: BTreeSet<Rgba>,
    /// Whether anything else is there.
    more: bool,
}

impl Found {
    fn look(&mut self, item: &Item) {
        let paints = match &item.body {
            Body::Group(items) => return items.iter().for_each(|item| self.look(item)),
            Body::Opaque(_) => {
                self.more = true;
                return;
            }
            Body::Shape(shape) => [shape.fill.as_ref(), shape.stroke.as_ref().map(|stroke| &stroke.paint)],
            Body::Words(words) => [words.fill.as_ref(), words.stroke.as_ref().map(|stroke| &stroke.paint)],
        };
        for paint in paints.into_iter().flatten() {
            match paint {
                Paint::Solid(color) => drop(self.colors.insert(color.with_alpha(255))),
                Paint::CurrentColor => {}
                Paint::Gradient(_) => self.more = true,
            }
        }
    }
}

fn recolor(item: &mut Item) {
    let (fill, stroke) = match &mut item.body {
        Body::Group(items) => return items.iter_mut().for_each(recolor),
        Body::Opaque(_) => return,
        Body::Shape(shape) => (shape.fill.as_mut(), shape.stroke.as_mut().map(|stroke| &mut stroke.paint)),
        Body::Words(words) => (words.fill.as_mut(), words.stroke.as_mut().map(|stroke| &mut stroke.paint)),
    };
    let mut alpha = 255;
    for paint in [fill, stroke].into_iter().flatten() {
        if let Paint::Solid(color) = *paint {
            alpha = alpha.min(color.a);
            *paint = Paint::CurrentColor;
        }
    }
    // The current color has no alpha of its own, so the item takes it.
    item.opacity = Unit::clamped(item.opacity.get() * f64::from(alpha) / 255.0);
}
