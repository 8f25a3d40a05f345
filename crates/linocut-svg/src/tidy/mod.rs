//! Drawings made smaller without a visible change.

mod absorb;
mod gradient;
mod groups;
mod merge;
mod names;
mod path;
mod primitive;
mod round;
mod visible;

use crate::write::{Precision, Space};
use linocut_core::kurbo::Rect;
use linocut_core::{Drawing, Item};
use std::collections::BTreeSet;

/// What [`tidy`] may do.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TidyOptions {
    /// Decimals of coordinates, in user units of the view box. Default: [`Precision::fitting`] of the view box.
    pub precision: Option<Precision>,
    /// How far a path may lie from the circle, ellipse, rectangle or line that replaces it, in user units of the view
    /// box; curves may lie 0.028 % of their radius off, as circles of four cubics do. Default: half a unit of the last
    /// digit.
    pub max_error: Option<f64>,
    /// Which ids stay. Default: [`KeepIds::Referenced`].
    pub keep_ids: KeepIds,
}

/// Which ids stay in a tidied drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeepIds {
    /// Those that something in the drawing refers to.
    #[default]
    Referenced,
    /// All: something outside, a style sheet or a script, may refer to them.
    All,
}

/// Rounds are repeated until nothing changes, which takes two or three; a drawing that would need more stays as it is
/// after this many.
const MOST_ROUNDS: usize = 8;

/// Makes a drawing smaller: what is seen stays the same, and so does what can be edited.
///
/// - Coordinates are rounded to `precision` as seen in the view box: half a unit of the last digit for each transform
///   around a shape. That and `max_error` is how far any boundary moves. Colors keep
///   their bytes; where two opacities are joined a pixel may change by one level of 255.
/// - Dropped: what is not painted (no fill and no stroke, transparent, no area, outside the view box), empty groups and
///   texts, definitions and ids that nothing refers to, segments without length.
/// - Joined: lines that continue each other, groups of one with what they contain, neighboring paths of the same paint
///   that lie apart, so that filling them together changes nothing.
/// - Transforms along the axes go into the coordinates where that is no longer, those of gradients always; gradients of
///   one color become that color.
/// - Circles, ellipses, rectangles and lines stay what they are, and paths that are one within `max_error` become one,
///   as do those drawn round with four cubics.
/// - Kept as they are: titles, labels, groups of several items, items that others refer to by id,
///   [`linocut_core::Opaque`] markup.
///
/// Tidying twice gives the same drawing as tidying once.
///
/// ```
/// use linocut_core::{Drawing, Item, Outline, Paint, Rgba, Shape, kurbo::{BezPath, Rect}};
/// use linocut_svg::{TidyOptions, tidy};
///
/// let square = BezPath::from_svg("M1 1H5.00001V5H1Z")?;
/// let shape = Item::shape(Shape::filled(Outline::Path(square), Paint::Solid(Rgba::BLACK)));
/// let drawing = Drawing::new(Rect::new(0.0, 0.0, 9.0, 9.0), vec![Item::group(vec![shape])]);
/// let tidied = tidy(&drawing, &TidyOptions::default());
/// assert!(matches!(tidied.shapes().next().map(|s| &s.outline), Some(Outline::Rect(_))));
/// # Ok::<(), linocut_core::kurbo::SvgParseError>(())
/// ```
#[must_use]
pub fn tidy(drawing: &Drawing, options: &TidyOptions) -> Drawing {
    let precision = options.precision.unwrap_or_else(|| Precision::fitting(drawing.view_box));
    let max_error = options.max_error.unwrap_or(precision.step() / 2.0);
    let space = Space::new(drawing.view_box, precision);
    let visible = visible_part(drawing);
    let mut tidied = drawing.clone();
    for _ in 0..MOST_ROUNDS {
        let mut next = tidied.clone();
        let referenced = names::drop_unused(&mut next, options.keep_ids);
        let room = Room { space, visible, max_error, measured: false, referenced: &referenced };
        next.items = round(next.items, &room);
        if next == tidied {
            break;
        }
        tidied = next;
    }
    tidied
}

fn round(items: Vec<Item>, room: &Room<'_>) -> Vec<Item> {
    let items = groups::open(items, room);
    let items = visible::painted(items, room);
    let items = round::items(items, room);
    merge::neighbors(items, room)
}

/// Where a piece of a drawing is tidied.
#[derive(Clone, Copy)]
struct Room<'a> {
    space: Space,
    /// The part of the view that is shown.
    visible: Rect,
    /// In user units of the view box.
    max_error: f64,
    /// Whether a clip, mask or filter around it may be sized by its bounding box, painted or not.
    measured: bool,
    /// The ids that something refers to.
    referenced: &'a BTreeSet<String>,
}

impl Room<'_> {
    /// Whether `item` is also shown elsewhere, in a way that is not known here; it is left as it is.
    fn is_referenced(&self, item: &Item) -> bool {
        item.id.as_ref().is_some_and(|id| self.referenced.contains(id.as_str()))
    }
}

/// The view box, widened to the aspect ratio of the size: viewers center the one in the other and show both.
fn visible_part(drawing: &Drawing) -> Rect {
    let view = drawing.view_box.abs();
    if view.area() <= 0.0 {
        return Rect::new(f64::NEG_INFINITY, f64::NEG_INFINITY, f64::INFINITY, f64::INFINITY);
    }
    let Some((width, height)) = drawing.size.filter(|s| s.0 > 0.0 && s.1 > 0.0) else { return view };
    let scale = (width / view.width()).min(height / view.height());
    if !scale.is_finite() || scale <= 0.0 {
        return view;
    }
    Rect::from_center_size(view.center(), (width / scale, height / scale)).union(view)
}
