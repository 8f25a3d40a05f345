//! From the safe tree to a [`Drawing`].

mod carry;
mod color;
mod extent;
mod gradient;
mod item;
pub(crate) mod number;
mod outline;
mod paint;
pub(crate) mod path;
mod scope;
mod source;
pub(crate) mod transform;
mod viewport;
mod words;

use crate::lettering::{Lettering, lettered};
use crate::limits::Limits;
use crate::sanitize::notes::Notes;
use crate::sanitize::tree::Element;
use crate::sanitize::{Clean, clean};
use carry::Carrier;
use item::{Reader, child_text};
use linocut_core::kurbo::Rect;
use linocut_core::{Drawing, Item, Result, Warned};
use scope::Scope;
use source::Source;

/// The size of a picture that does not say any, in CSS pixels: that of a replaced element.
const SIZE: (f64, f64) = (300.0, 150.0);

/// Reads foreign SVG or svgz into a drawing, and says what it could not take over.
///
/// - It passes through [`sanitize`](crate::sanitize()) first: nothing active or external gets into the drawing.
/// - Basic shapes stay what they are; arcs of paths become cubics.
/// - Properties that groups hand down arrive at the shapes; gradients are in the user space of their shape.
/// - `use`, `symbol` and inner `svg` become groups, their copies without ids; text in one line and style becomes words.
/// - Pictures, patterns, markers, blending, filters and rich text stay SVG: carried through as they are, with the
///   definitions they need in [`Drawing::defs`].
/// - Hidden elements are left out.
/// - A file that brings [`font`](crate::font) does so again: as [`Lettering::Embedded`](crate::Lettering::Embedded).
///
/// # Errors
/// As [`sanitize`](crate::sanitize()); also [`Kind::Limit`](linocut_core::Kind::Limit) when what has to be carried
/// through grows beyond four times the file plus 1 MiB.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Warned<Drawing>> {
    let Clean { root, mut notes, length, brings_font } = clean(bytes, limits)?;
    let value = drawing(&root, length, &mut notes)?;
    let value = if brings_font { lettered(&value, Lettering::Embedded).value } else { value };
    Ok(Warned { value, warnings: notes.sentences() })
}

fn drawing(root: &Element, length: usize, notes: &mut Notes) -> Result<Drawing> {
    let (view, size) = page(root, notes);
    let scope = Scope::new(view.width(), view.height());
    let source = Source::new(root, &scope);
    let inner = scope.of(root);
    let mut reader = Reader { source: &source, carrier: Carrier::new(&source, length), notes };
    let items = reader.root(root, &inner)?;
    let mut drawing = Drawing::new(view, items);
    drawing.size = size;
    if let Some((width, height)) = size.filter(|_| !viewport::is_usual(root)) {
        // The drawing knows only the usual way to fit; any other is made one by a transform.
        let place = Rect::new(0.0, 0.0, width, height);
        let mut group = Item::group(std::mem::take(&mut drawing.items));
        group.transform = viewport::fit(root, view, place);
        drawing.items = vec![group];
        drawing.view_box = place;
    }
    let (defs, given) = reader.carrier.finish()?;
    carry::yield_ids(&mut drawing.items, &given);
    drawing.defs = defs;
    drawing.title = child_text(root, "title");
    drawing.description = child_text(root, "desc");
    Ok(drawing)
}

/// View box and size of the page.
fn page(root: &Element, notes: &mut Notes) -> (Rect, Option<(f64, f64)>) {
    let side = |name: &str| root.get(name).and_then(number::pixels).filter(|side| *side > 0.0);
    let (width, height) = (side("width"), side("height"));
    let view = viewport::view_box(root).unwrap_or_else(|| {
        notes.add("assumed a size of 300 × 150 pixels, the picture says none");
        Rect::new(0.0, 0.0, width.unwrap_or(SIZE.0), height.unwrap_or(SIZE.1))
    });
    let ratio = view.width() / view.height();
    let size = match (width, height) {
        (Some(width), Some(height)) => Some((width, height)),
        (Some(width), None) => Some((width, width / ratio)),
        (None, Some(height)) => Some((height * ratio, height)),
        (None, None) => None,
    };
    (view, size)
}

impl<'t> Reader<'t> {
    /// The items of the root; what is set on the root itself goes to a group around them.
    fn root(&mut self, root: &'t Element, scope: &Scope<'t>) -> Result<Vec<Item>> {
        let set = ["opacity", "transform", "clip-path", "mask", "filter", "style"];
        if !set.iter().any(|name| root.get(name).is_some()) {
            return self.children(root, scope);
        }
        let items = self.children(root, scope)?;
        Ok(vec![self.dressed(root, scope, Item::group(items))])
    }
}
