//! What a drawing's texts are set in, once it leaves this machine.

use crate::font::{FAMILY, Used, has, outline};
use linocut_core::kurbo::Affine;
use linocut_core::{Anchor, Body, Drawing, FillRule, Item, Opaque, Outline, Shape, Warned, Words};
use std::collections::BTreeSet;

/// How the letters of [`font`](crate::font) get to those who look at a drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lettering {
    /// By the names of font families only: viewers take a font of their own, so widths may differ.
    Named,
    /// The part of the font that the texts need is put into the drawing; text stays text. The default.
    #[default]
    Embedded,
    /// As outlines: the same everywhere, but no longer text; each outline is labeled with what it says.
    Outlined,
}

/// A drawing with its texts set as `lettering` says; texts in other fonts stay as they are.
///
/// A text with characters that the font lacks stays text, with a warning when outlines were wanted.
///
/// ```
/// use linocut_svg::{Lettering, Limits, WriteOptions, lettered, read, write};
///
/// let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text y="8" font-family="Linocut Sans">a</text></svg>"#;
/// let drawing = read(svg, &Limits::default())?.value;
/// let written = |lettering| write(&lettered(&drawing, lettering).value, &WriteOptions::default());
/// assert!(written(Lettering::Embedded).contains("@font-face"));
/// assert!(written(Lettering::Outlined).contains("<path"));
/// # Ok::<(), linocut_core::Error>(())
/// ```
#[must_use]
pub fn lettered(drawing: &Drawing, lettering: Lettering) -> Warned<Drawing> {
    let mut drawing = drawing.clone();
    drawing.defs.retain(|def| !is_style(def));
    match lettering {
        Lettering::Named => Warned::clean(drawing),
        Lettering::Embedded => {
            let mut used = Used::default();
            drawing.items.iter().for_each(|item| note(item, &mut used));
            drawing.defs.extend(used.style().map(|style| sheet(&style)));
            Warned::clean(drawing)
        }
        Lettering::Outlined => {
            let mut left = 0;
            drawing.items.iter_mut().for_each(|item| draw_out(item, &mut left));
            let text = if left == 1 { "text was" } else { "texts were" };
            let warning = format!("{left} {text} left as text, the font has no letters for them");
            Warned { value: drawing, warnings: if left == 0 { Vec::new() } else { vec![warning] } }
        }
    }
}

/// The characters that texts in the font which comes with Linocut have, and that it lacks.
///
/// Viewers of SVG take a font of their own for these; [`render`](crate::render()) shows a box for each, unless its
/// options bring a font that has them.
#[must_use]
pub fn lacking(drawing: &Drawing) -> BTreeSet<char> {
    let mut lacking = BTreeSet::new();
    drawing.items.iter().for_each(|item| collect(item, &mut lacking));
    lacking
}

fn collect(item: &Item, lacking: &mut BTreeSet<char>) {
    match &item.body {
        Body::Group(items) => items.iter().for_each(|item| collect(item, lacking)),
        Body::Words(words) if is_ours(words) => lacking.extend(words.text.chars().filter(|&c| !has(c))),
        Body::Words(_) | Body::Shape(_) | Body::Opaque(_) => {}
    }
}

/// A definition that brings the font.
pub(crate) fn sheet(style: &str) -> Opaque {
    Opaque { markup: format!("<style>{style}</style>") }
}

/// Whether a definition brings the font: no other style sheets are carried.
pub(crate) fn is_style(def: &Opaque) -> bool {
    def.markup.starts_with("<style>")
}

fn is_ours(words: &Words) -> bool {
    words.families.first().is_some_and(|family| family == FAMILY)
}

fn note(item: &Item, used: &mut Used) {
    match &item.body {
        Body::Group(items) => items.iter().for_each(|item| note(item, used)),
        Body::Words(words) if is_ours(words) => used.add(&words.text, words.weight),
        Body::Words(_) | Body::Shape(_) | Body::Opaque(_) => {}
    }
}

/// Turns texts into outlines; `left` counts those that stay.
fn draw_out(item: &mut Item, left: &mut usize) {
    match &mut item.body {
        Body::Group(items) => items.iter_mut().for_each(|item| draw_out(item, left)),
        Body::Words(words) if is_ours(words) => {
            let Some(shape) = drawn(words) else {
                *left += 1;
                return;
            };
            item.label.get_or_insert_with(|| words.text.clone());
            item.body = Body::Shape(shape);
        }
        Body::Words(_) | Body::Shape(_) | Body::Opaque(_) => {}
    }
}

fn drawn(words: &Words) -> Option<Shape> {
    let (path, width) = outline(&words.text, words.size, words.weight, words.italic)?;
    let x = match words.anchor {
        Anchor::Start => words.at.x,
        Anchor::Middle => words.at.x - width / 2.0,
        Anchor::End => words.at.x - width,
    };
    Some(Shape {
        outline: Outline::Path(Affine::translate((x, words.at.y)) * path),
        fill: words.fill.clone(),
        fill_rule: FillRule::NonZero,
        stroke: words.stroke.clone(),
    })
}
