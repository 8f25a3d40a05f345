//! Drawings to SVG text.

mod arc;
mod item;
mod node;
mod number;
mod page;
mod paint;
mod path;
mod repeat;
mod space;
mod transform;

pub use node::INHERITED;
pub use number::Precision;
pub(crate) use number::{Grid, Steps};
pub use path::path_data;
pub use repeat::Repeats;
pub(crate) use space::Space;
pub(crate) use transform::rounded;

use crate::lettering::is_style;
use linocut_core::kurbo::Rect;
use linocut_core::{Body, Drawing, Item};
use node::{Node, share};
use page::{Page, Tag};
use paint::Gradients;
use std::collections::BTreeSet;

/// How [`write`] spells a drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteOptions {
    /// Decimals of coordinates, in user units of the view box. Default: 2, right for a view box of some hundred units;
    /// [`Precision::fitting`] chooses by the view box.
    pub precision: Precision,
    /// Where lines break. Default: [`Layout::Compact`].
    pub layout: Layout,
    /// How shapes that are alike are spelled. Default: [`Repeats::Copies`].
    pub repeats: Repeats,
}

/// Where lines break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Nowhere: the fewest bytes.
    #[default]
    Compact,
    /// One element a line, indented by two spaces a level.
    Pretty,
}

/// Writes a drawing as canonical SVG: the same drawing and options give the same bytes on every machine.
///
/// - Every point as seen in the view box is off by at most half a unit of the last digit, and by as much again for each
///   transform around it; the errors of neighboring segments do not add up. Cubics that become a circular arc lie within
///   2.8e-4 of their length of it besides.
/// - Attributes at their default are left out, what all shapes of a group share is said by the group, numbers and transforms take their shortest form, equal gradients are
///   written once, under the ids `g0`, `g1`, … or the next that are free.
/// - A label is written as `data-name`, the attribute that Illustrator reads and writes for names that are not ids;
///   it needs no namespace.
/// - Numbers that are not finite become 0; a view box without area becomes one unit wide or high.
/// - Text and names are escaped, characters that XML cannot hold are left out, [`linocut_core::Opaque`] markup is
///   copied as it is.
///
/// ```
/// use linocut_core::{Drawing, Item, Outline, Paint, Rgba, Shape, kurbo::{Circle, Rect}};
/// use linocut_svg::{WriteOptions, write};
///
/// let disc = Shape::filled(Outline::Circle(Circle::new((12.0, 12.0), 10.0)), Paint::Solid(Rgba::opaque(204, 0, 0)));
/// let drawing = Drawing::new(Rect::new(0.0, 0.0, 24.0, 24.0), vec![Item::shape(disc)]);
/// assert_eq!(
///     write(&drawing, &WriteOptions::default()),
///     r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="10" fill="#c00"/></svg>"##,
/// );
/// ```
#[must_use]
pub fn write(drawing: &Drawing, options: &WriteOptions) -> String {
    let space = Space::new(drawing.view_box, options.precision);
    let mut gradients = Gradients::new(Page::within(options.layout, 2), names(drawing));
    let mut nodes: Vec<Node> = drawing.items.iter().map(|item| item::node(item, &space, &mut gradients)).collect();
    let mut root = root(drawing, options.precision);
    // Other definitions would inherit it, too.
    if drawing.defs.iter().all(is_style) && nodes.iter().all(Node::is_plain) {
        share(&mut root, &mut nodes);
    }
    match options.repeats {
        Repeats::Copies => {}
        Repeats::Uses => repeat::refer(drawing, &mut nodes, &space, names(drawing)),
    }
    let mut page = Page::within(options.layout, 0);
    page.element(&root, |page| {
        for (name, text) in [("title", &drawing.title), ("desc", &drawing.description)] {
            if let Some(text) = text {
                page.with_text(&Tag::new(name), text);
            }
        }
        if !gradients.page.text.is_empty() || !drawing.defs.is_empty() {
            page.element(&Tag::new("defs"), |page| {
                page.elements(&gradients.page);
                drawing.defs.iter().for_each(|opaque| page.line(&opaque.markup));
            });
        }
        for node in &nodes {
            node.write(page);
        }
    });
    page.text
}

/// How long the text of an item is, with the gradients it needs, in bytes.
pub(crate) fn length(item: &Item, space: &Space) -> usize {
    let mut gradients = Gradients::new(Page::within(Layout::Compact, 0), BTreeSet::new());
    let mut page = Page::within(Layout::Compact, 0);
    item::node(item, space, &mut gradients).write(&mut page);
    page.text.len() + gradients.page.text.len()
}

fn root(drawing: &Drawing, precision: Precision) -> Tag {
    let mut tag = Tag::new("svg");
    tag.set("xmlns", "http://www.w3.org/2000/svg");
    if markups(drawing).iter().any(|markup| markup.contains("xlink:")) {
        tag.set("xmlns:xlink", "http://www.w3.org/1999/xlink");
    }
    let Rect { x0, y0, x1, y1 } = drawing.view_box.abs();
    let (width, height) = (side(x1 - x0, precision), side(y1 - y0, precision));
    let grid = Grid::new(precision.decimals()).for_length((x1 - x0).min(y1 - y0) / 100.0);
    tag.set("viewBox", format_args!("{} {} {width} {height}", grid.number(x0), grid.number(y0)));
    if let Some((width, height)) = drawing.size {
        tag.set("width", side(width, precision));
        tag.set("height", side(height, precision));
    }
    tag
}

/// A side of the picture, to at least four digits; 1 where there is none.
fn side(length: f64, precision: Precision) -> String {
    let text = Grid::new(precision.decimals()).for_length(length / 100.0).number(length);
    if length > 0.0 && text != "0" { text } else { "1".to_owned() }
}

/// Every id in the drawing, with those in markup that is carried through.
fn names(drawing: &Drawing) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut open: Vec<&Item> = drawing.items.iter().collect();
    while let Some(item) = open.pop() {
        names.extend(item.id.as_ref().map(ToString::to_string));
        if let Body::Group(items) = &item.body {
            open.extend(items);
        }
    }
    for markup in markups(drawing) {
        let values = markup.split(" id=").skip(1).filter_map(|rest| rest.split(['"', '\'']).nth(1));
        names.extend(values.map(str::to_owned));
    }
    names
}

/// All markup that is carried through.
fn markups(drawing: &Drawing) -> Vec<&str> {
    let mut found: Vec<&str> = drawing.defs.iter().map(|opaque| opaque.markup.as_str()).collect();
    let mut open: Vec<&Item> = drawing.items.iter().collect();
    while let Some(item) = open.pop() {
        match &item.body {
            Body::Group(items) => open.extend(items),
            Body::Opaque(opaque) => found.push(&opaque.markup),
            Body::Shape(_) | Body::Words(_) => {}
        }
    }
    found
}
