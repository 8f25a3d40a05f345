//! Badges that everybody uses, drawn for the size they are shown at.
//!
//! A large icon scaled down to a badge closes up: its lines keep their width and its gaps do not. These are drawn with
//! lines two units wide in a box of 8 to 11 units, and keep a unit and a half of air inside.

use crate::track::{outline_path, tracks};
use linocut_core::kurbo::{BezPath, Circle, Point, Rect, Shape as _, Vec2};
use linocut_core::{Cap, Drawing, Item, Join, Outline, Paint, Shape, Stroke};

/// The name of a stock badge, its other names, and how it is drawn.
struct Entry(&'static str, &'static [&'static str], Art);

/// Lines two units wide.
struct Art {
    /// Width and height of its box with the lines, in 24ths of a view box.
    size: (f64, f64),
    /// Path data in that box.
    lines: &'static str,
    /// Whether closed lines are filled, too.
    filled: bool,
}

const fn lines(size: (f64, f64), lines: &'static str) -> Art {
    Art { size, lines, filled: false }
}

const fn solid(size: (f64, f64), lines: &'static str) -> Art {
    Art { size, lines, filled: true }
}

/// Names of the badges that [`stock_badge`] draws.
pub const STOCK_BADGES: [&str; 19] = [
    "plus",
    "minus",
    "check",
    "x",
    "lock",
    "heart",
    "star",
    "clock",
    "gear",
    "question",
    "exclamation",
    "info",
    "arrow-up",
    "arrow-down",
    "arrow-left",
    "arrow-right",
    "search",
    "dot",
    "bolt",
];

const ENTRIES: [Entry; 19] = [
    Entry("plus", &["add", "new"], lines((8.0, 8.0), "M4 1V7M1 4H7")),
    Entry("minus", &["remove", "dash"], lines((8.0, 8.0), "M1 4H7")),
    Entry(
        "check",
        &["check mark", "checkmark", "tick", "done", "ok", "success"],
        lines((9.0, 8.0), "M1 4.5L3.5 7L8 2"),
    ),
    Entry("x", &["cross", "close", "cancel", "delete"], lines((8.0, 8.0), "M1.25 1.25L6.75 6.75M6.75 1.25L1.25 6.75")),
    Entry(
        "lock",
        &["padlock", "locked", "secure"],
        lines(
            (10.0, 11.0),
            "M2 5H8A1 1 0 0 1 9 6V9A1 1 0 0 1 8 10H2A1 1 0 0 1 1 9V6A1 1 0 0 1 2 5ZM2.75 5V3.25A2.25 2.25 0 0 1 7.25 3.25V5",
        ),
    ),
    Entry(
        "heart",
        &["like", "love", "favorite", "favourite"],
        lines((10.0, 9.5), "M5 8.5L1.75 5.2A2.3 2.3 0 0 1 5 1.95A2.3 2.3 0 0 1 8.25 5.2Z"),
    ),
    Entry(
        "star",
        &["favorite star"],
        solid((10.5, 10.0), "M5.25 1L6.5 3.6L9.4 4L7.3 6L7.8 8.85L5.25 7.5L2.7 8.85L3.2 6L1.1 4L4 3.6Z"),
    ),
    Entry(
        "clock",
        &["time", "pending", "history"],
        lines(
            (11.0, 11.0),
            "M5.5 1A4.5 4.5 0 0 1 10 5.5A4.5 4.5 0 0 1 5.5 10A4.5 4.5 0 0 1 1 5.5A4.5 4.5 0 0 1 5.5 1ZM5.5 3.75V5.5L6.75 6.5",
        ),
    ),
    Entry("gear", &["cog", "settings", "config"], lines((11.0, 11.0), "")),
    Entry(
        "question",
        &["question mark", "help", "unknown"],
        lines((8.0, 11.0), "M1.5 3.4A2.5 2.5 0 1 1 5.25 5.6C4.45 6.05 4 6.3 4 7M4 10V10.01"),
    ),
    Entry(
        "exclamation",
        &["exclamation mark", "alert", "warning", "error"],
        lines((7.0, 10.0), "M3.5 1V5.5M3.5 9V9.01"),
    ),
    Entry("info", &["information", "i"], lines((7.0, 10.0), "M3.5 4.5V9M3.5 1V1.01")),
    Entry("arrow-up", &["up", "upload"], lines((8.0, 9.0), "M4 8V1M1 4L4 1L7 4")),
    Entry("arrow-down", &["down", "download"], lines((8.0, 9.0), "M4 1V8M1 5L4 8L7 5")),
    Entry("arrow-left", &["left", "back"], lines((9.0, 8.0), "M8 4H1M4 1L1 4L4 7")),
    Entry("arrow-right", &["arrow", "right", "next", "forward"], lines((9.0, 8.0), "M1 4H8M5 1L8 4L5 7")),
    Entry(
        "search",
        &["find", "magnifier"],
        lines(
            (9.5, 9.5),
            "M4.25 1A3.25 3.25 0 0 1 7.5 4.25A3.25 3.25 0 0 1 4.25 7.5A3.25 3.25 0 0 1 1 4.25A3.25 3.25 0 0 1 4.25 1ZM6.6 6.6L8.5 8.5",
        ),
    ),
    Entry(
        "dot",
        &["notification", "point", "circle"],
        solid((7.0, 7.0), "M3.5 1A2.5 2.5 0 0 1 6 3.5A2.5 2.5 0 0 1 3.5 6A2.5 2.5 0 0 1 1 3.5A2.5 2.5 0 0 1 3.5 1Z"),
    ),
    Entry("bolt", &["lightning", "flash", "zap"], lines((8.0, 11.0), "M4.5 1L1 6H7L3.5 10")),
];

/// The artwork of a badge that everybody uses, with its name as title; `None` when there is none of that name.
///
/// The names are those of [`STOCK_BADGES`] and some that mean the same, such as `add` and `tick`; case, spaces and
/// hyphens do not matter. Its view box is the box that it takes, in 24ths of a base's view box.
#[must_use]
pub fn stock_badge(name: &str) -> Option<Drawing> {
    let wanted = name.trim().to_lowercase().replace(['-', '_'], " ");
    let is = |own: &str| own.replace('-', " ") == wanted;
    let Entry(name, _, art) = ENTRIES.iter().find(|Entry(name, others, _)| is(name) || others.iter().any(|o| is(o)))?;
    let path = if *name == "gear" { gear() } else { BezPath::from_svg(art.lines).ok()? };
    let stroke = Stroke { cap: Cap::Round, join: Join::Round, ..Stroke::new(Paint::CurrentColor, 2.0) };
    let mut shape = Shape::stroked(Outline::Path(path), stroke);
    shape.fill = art.filled.then_some(Paint::CurrentColor);
    let (width, height) = art.size;
    let mut drawing = Drawing::new(Rect::new(0.0, 0.0, width, height), vec![Item::shape(shape)]);
    drawing.title = Some((*name).to_owned());
    Some(drawing)
}

/// A stock badge as it goes among areas: what its lines close is filled where that keeps its meaning, which it does for
/// a lock and a heart, and not for the dial of a clock or the glass of a magnifier. `None` for all other artwork.
pub(super) fn among_areas(badge: &Drawing) -> Option<Drawing> {
    let name = badge.title.as_deref().filter(|name| matches!(*name, "lock" | "heart"))?;
    stock_badge(name).filter(|stock| stock == badge)?;
    let mut filled = badge.clone();
    filled.items = badge
        .shapes()
        .flat_map(|shape| {
            tracks(&outline_path(&shape.outline)).into_iter().map(move |track| {
                let fill = if track.closed { Some(Paint::CurrentColor) } else { None };
                Item::shape(Shape { outline: Outline::Path(track.to_path()), fill, ..shape.clone() })
            })
        })
        .collect();
    Some(filled)
}

/// A ring with eight teeth.
fn gear() -> BezPath {
    let center = Point::new(5.5, 5.5);
    let mut path = Circle::new(center, 2.5).to_path(1e-3);
    for tooth in 0..8_u8 {
        let (sin, cos) = libm::sincos(f64::from(tooth) * std::f64::consts::FRAC_PI_4);
        let out = Vec2::new(cos, sin);
        path.move_to(center + out * 2.5);
        path.line_to(center + out * 4.5);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::{ENTRIES, STOCK_BADGES, stock_badge};
    use crate::place::ink_box;

    #[test]
    fn every_stock_badge_stays_in_its_box() {
        for name in STOCK_BADGES {
            let drawing = stock_badge(name).unwrap();
            let ink = ink_box(&drawing.items).unwrap();
            assert_eq!(
                drawing.view_box.inflate(0.15, 0.15).union(ink),
                drawing.view_box.inflate(0.15, 0.15),
                "{name} {ink:?}"
            );
        }
        assert_eq!(ENTRIES.map(|e| e.0), STOCK_BADGES);
    }

    #[test]
    fn other_names_are_known() {
        assert_eq!(stock_badge("Question Mark").unwrap().title.as_deref(), Some("question"));
        assert!(stock_badge("elephant").is_none());
    }
}
