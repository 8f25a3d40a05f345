//! Drawings as renderers see them: shapes on a page, and nothing that only SVG can say.

mod foreign;
mod page;
mod refs;

use crate::render::on_large_stack;
use linocut_core::kurbo::{Affine, BezPath, Rect};
use linocut_core::{Drawing, FillRule, Raster, Result, Shape, Unit, Warned};
use page::Walk;

/// How [`flatten`] lays a drawing out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FlatOptions {
    /// Width and height of the page in CSS pixels, above 0; the view box is fitted into its middle.
    /// Default: the size the drawing wants.
    pub size: Option<(f64, f64)>,
    /// Pixels per CSS pixel in which filters, masks, patterns, blending and pictures are drawn; above 0.
    /// Default: none, what of these can be is drawn without them, the rest is left out.
    pub pictures: Option<f64>,
}

/// A drawing on its page.
#[derive(Clone, Debug, PartialEq)]
pub struct Flat {
    /// Width of the page in CSS pixels, above 0.
    pub width: f64,
    /// Height of the page in CSS pixels, above 0.
    pub height: f64,
    /// What is painted, from the bottom up.
    pub marks: Vec<Mark>,
}

/// One thing on a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A filled or stroked outline.
    Stamp(Box<Stamp>),
    /// Marks that belong together.
    Layer(Layer),
    /// Pixels.
    Picture(Picture),
}

/// A shape and where it lies on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Stamp {
    /// Its name for people.
    pub name: Option<String>,
    /// The shape; opacities are in its paints.
    pub shape: Shape,
    /// Maps its user space to the page.
    pub transform: Affine,
}

/// Marks that are named, cut or seen through together.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Its name for people.
    pub name: Option<String>,
    /// Opacity of the whole.
    pub opacity: Unit,
    /// What cuts it, on the page; only what is inside all of them is seen.
    pub clips: Vec<Clip>,
    /// What is painted, from the bottom up.
    pub marks: Vec<Mark>,
}

/// An outline that cuts.
#[derive(Clone, Debug, PartialEq)]
pub struct Clip {
    /// The outline on the page.
    pub path: BezPath,
    /// Which points are inside.
    pub rule: FillRule,
}

/// Pixels on a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The pixels.
    pub raster: Raster,
    /// Where they lie on the page.
    pub place: Rect,
}

/// Puts a drawing on a page for formats that know only shapes.
///
/// - Text becomes the outlines of its letters, in the font that comes with Linocut; carried markup becomes shapes where
///   it can.
/// - Clip paths become outlines on the page. Groups without a name, an opacity or a clip path are opened.
/// - The opacity of an item with one paint goes into that paint.
/// - Warnings name what was left out or became pixels.
///
/// ```
/// use linocut_svg::{FlatOptions, Limits, Mark, flatten, read};
///
/// let svg = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text y="8">a</text></svg>"#;
/// let flat = flatten(&read(svg, &Limits::default())?.value, &FlatOptions::default())?.value;
/// assert!(matches!(flat.marks.as_slice(), [Mark::Stamp(_)]));
/// # Ok::<(), linocut_core::Error>(())
/// ```
///
/// # Errors
/// As [`render_svg`](crate::render_svg), when there is text or markup that goes through the renderer.
pub fn flatten(drawing: &Drawing, options: &FlatOptions) -> Result<Warned<Flat>> {
    on_large_stack(|| Walk::new(drawing, options).flat())
}

impl Flat {
    /// Every stamp in painting order, with the layers opened.
    pub fn stamps(&self) -> impl Iterator<Item = &Stamp> {
        let mut open: Vec<&Mark> = self.marks.iter().rev().collect();
        std::iter::from_fn(move || {
            while let Some(mark) = open.pop() {
                match mark {
                    Mark::Stamp(stamp) => return Some(stamp.as_ref()),
                    Mark::Layer(layer) => open.extend(layer.marks.iter().rev()),
                    Mark::Picture(_) => {}
                }
            }
            None
        })
    }
}
