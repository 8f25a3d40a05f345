//! A small icon in a corner of a large one, with a gap cut around it.
//!
//! Icon sets draw "cloud with lock" as a cloud that stops short of a small lock. So the base is cut here, not covered:
//! its lines end in their own caps, its areas lose a piece along a smooth curve, and no mask or white rim is needed.

mod areas;
mod clearance;
mod fit;
mod lines;
mod stock;

pub use stock::{STOCK_BADGES, stock_badge};

use crate::frame::{Frame, painted};
use crate::page::take_ground;
use crate::place::baked;
use clearance::Clearance;
use linocut_core::{Body, Drawing, Error, Id, Item, Kind, Outline, Result, Shape};

/// The id of the group that a badge is put into, by which it is found again.
const BADGE_ID: &str = "badge";

/// Widest gap that is chosen without being asked for, in 24ths of the view box: narrower ones close at 16 pixels, wider
/// ones take too much of the base.
const GAP: f64 = 1.5;

/// Share of the base's ink above which its gap counts as damage and a smaller badge is tried: without a third of itself a
/// cloud is a broken circle.
const LOSS: f64 = 0.35;

/// Sizes of those smaller badges, in 24ths of the view box, with a gap of one.
const SMALLER: [f64; 3] = [9.0, 8.0, 7.0];

/// How [`badge`] composes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BadgeOptions {
    /// Where the badge goes. Default: [`Corner::BottomRight`].
    pub at: Corner,
    /// Longer side of the badge with its strokes, in 24ths of the shorter side of the base's view box, `4..=16`.
    /// Default: artwork with a view box at most half as large as the base's keeps its size, or where that
    /// takes more than 35 % of the base gets 9, 8 or 7 with a clearance of 1; other artwork gets 10.
    pub size: Option<f64>,
    /// Gap between badge and base, in 24ths of the base's view box, `0..=6`.
    /// Default: 1.5, or the width of the base's lines where that is less, but at least 1.
    pub clearance: Option<f64>,
}

/// A corner of the view box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Corner {
    /// At the start of the first line.
    TopLeft,
    /// Where notifications are counted.
    TopRight,
    /// Below, left.
    BottomLeft,
    /// Where icon sets put them.
    #[default]
    BottomRight,
}

/// Puts `badge` into a corner of `base` and cuts a gap around it into the base.
///
/// - The badge's geometry is scaled, its lines get the width, caps and joins of the base's lines, and artwork in one
///   color gets the base's color. A base without lines gets a badge without lines.
/// - The gap follows the convex hull of the badge. Lines that enter it end before it, so that their caps keep the
///   distance; areas lose it by a boolean difference that keeps curves; shapes that stay clear of it stay as they are.
/// - What is left is dropped when it is a crumb: shorter than 1.5 24ths of the view box, cut off between the badge and
///   its corner, or less than half of a small detail. A small hole that is cut open is filled.
/// - A background that fills the view box stays whole.
/// - Texts, opaque markup and items that a clip, mask or filter cuts are not cut.
/// - What the badge's description says, such as who drew it, is added to the base's.
/// - The badge becomes a group with the id `badge`, on top; a badge that was there is replaced, its gap stays.
///
/// # Errors
/// [`Kind::Input`] when one of the drawings paints nothing or an option is out of its range.
pub fn badge(base: &Drawing, badge: &Drawing, options: &BadgeOptions) -> Result<Drawing> {
    check(options)?;
    let mut drawing = without_badge(base).0;
    baked(&mut drawing);
    // What is behind the icon stays whole, and says nothing about it.
    let ground = take_ground(&mut drawing);
    let frame = Frame::of(&drawing).ok_or_else(|| empty("the base"))?;
    let composed = sparing(&drawing, badge, &frame, options)?;
    drawing.items = ground.into_iter().chain(composed.base).collect();
    let mut group = Item::group(composed.badge);
    group.id = Id::new(BADGE_ID);
    group.label =
        Some(badge.title.as_deref().map_or_else(|| BADGE_ID.to_owned(), |name| format!("{BADGE_ID}: {name}")));
    drawing.items.push(group);
    let told = [drawing.description.take(), badge.description.clone()];
    let told: Vec<String> = told.into_iter().flatten().collect();
    drawing.description = (!told.is_empty()).then(|| told.join(" "));
    Ok(drawing)
}

/// A base with its gap, and the badge that goes into it.
struct Composed {
    base: Vec<Item>,
    badge: Vec<Item>,
    /// Share of the base's ink that the gap took.
    loss: f64,
}

/// The usual badge, or the first smaller one that leaves enough of the base; artwork that is not drawn for the purpose has
/// been scaled down already and closes up when it becomes smaller still.
fn sparing(base: &Drawing, badge: &Drawing, frame: &Frame, options: &BadgeOptions) -> Result<Composed> {
    let usual = composed(base, badge, frame, options)?;
    if usual.loss <= LOSS || !fit::is_small(badge) || options.size.is_some() || options.clearance.is_some() {
        return Ok(usual);
    }
    for size in SMALLER {
        let options = BadgeOptions { size: Some(size), clearance: Some(1.0), ..*options };
        let smaller = composed(base, badge, frame, &options)?;
        if smaller.loss <= LOSS {
            return Ok(smaller);
        }
    }
    Ok(usual)
}

fn composed(base: &Drawing, badge: &Drawing, frame: &Frame, options: &BadgeOptions) -> Result<Composed> {
    let badge = fit::fitted(badge, frame, options).ok_or_else(|| empty("the badge"))?;
    let gap = options.clearance.unwrap_or_else(|| (frame.width / frame.unit).clamp(1.0, GAP)) * frame.unit;
    let clearance = Clearance::around(&badge, gap, frame.unit).ok_or_else(|| empty("the badge"))?;
    let cut = Cut { clearance: &clearance, gap, unit: frame.unit, at: options.at };
    let before = ink(base);
    let rest = Drawing { items: cut.items(base.items.clone())?, ..base.clone() };
    let loss = if before > 0.0 { 1.0 - ink(&rest) / before } else { 0.0 };
    Ok(Composed { base: rest.items, badge, loss })
}

/// How much a drawing paints, in square user units: areas, and lines by their length and width.
fn ink(drawing: &Drawing) -> f64 {
    drawing.shapes().flat_map(painted).map(|(_, area)| area).sum()
}

/// Takes away the badges that [`badge`] added, and says how many there were; the gap in the base stays.
#[must_use]
pub fn without_badge(drawing: &Drawing) -> (Drawing, usize) {
    let mut rest = drawing.clone();
    let before = rest.items.len();
    rest.items.retain(|item| !is_badge(item));
    let found = before - rest.items.len();
    (rest, found)
}

fn is_badge(item: &Item) -> bool {
    let by_id = item.id.as_ref().is_some_and(|id| id.as_str() == BADGE_ID);
    let by_label = item.label.as_deref().is_some_and(|l| l == BADGE_ID || l.starts_with("badge: "));
    matches!(item.body, Body::Group(_)) && (by_id || by_label)
}

fn check(options: &BadgeOptions) -> Result<()> {
    let within = |value: Option<f64>, low: f64, high: f64| value.is_none_or(|v| (low..=high).contains(&v));
    if !within(options.size, 4.0, 16.0) {
        return Err(Error::new(Kind::Input, "size of the badge is out of range, it goes from 4 to 16"));
    }
    if !within(options.clearance, 0.0, 6.0) {
        return Err(Error::new(Kind::Input, "clearance is out of range, it goes from 0 to 6"));
    }
    Ok(())
}

fn empty(what: &str) -> Error {
    Error::new(Kind::Input, format!("{what} paints nothing"))
}

/// What is cut, and how.
struct Cut<'a> {
    clearance: &'a Clearance,
    /// How wide the gap is, in user units.
    gap: f64,
    /// A 24th of the view box, in user units.
    unit: f64,
    at: Corner,
}

impl Cut<'_> {
    fn items(&self, items: Vec<Item>) -> Result<Vec<Item>> {
        let mut kept = Vec::with_capacity(items.len());
        for mut item in items {
            let bound = item.clip.is_some() || item.mask.is_some() || item.filter.is_some();
            item.body = match item.body {
                Body::Group(inner) if !bound => match self.items(inner)? {
                    inner if inner.is_empty() => continue,
                    inner => Body::Group(inner),
                },
                Body::Shape(shape) if !bound => match self.shape(shape)? {
                    Some(shape) => Body::Shape(shape),
                    None => continue,
                },
                body @ (Body::Group(_) | Body::Shape(_) | Body::Words(_) | Body::Opaque(_)) => body,
            };
            kept.push(item);
        }
        Ok(kept)
    }

    /// What is left of a shape.
    fn shape(&self, shape: Shape) -> Result<Option<Shape>> {
        let half = shape.stroke.as_ref().map_or(0.0, |stroke| stroke.width / 2.0);
        if !self.clearance.is_near(&shape.outline, half) {
            return Ok(Some(shape));
        }
        let outline = if shape.fill.is_some() {
            areas::cut(self, &shape.outline, shape.fill_rule, half)?
        } else {
            lines::cut(self, &shape.outline, half)
        };
        Ok(outline.map(|outline| Shape { outline, ..shape }))
    }

    /// Whether a point lies between the badge and its corner.
    fn is_beyond(&self, point: linocut_core::kurbo::Point) -> bool {
        let from = point - self.clearance.center();
        match self.at {
            Corner::TopLeft => from.x < 0.0 && from.y < 0.0,
            Corner::TopRight => from.x > 0.0 && from.y < 0.0,
            Corner::BottomLeft => from.x < 0.0 && from.y > 0.0,
            Corner::BottomRight => from.x > 0.0 && from.y > 0.0,
        }
    }
}

/// A shape that was left unchanged, or the path that is left.
type Rest = Option<Outline>;
