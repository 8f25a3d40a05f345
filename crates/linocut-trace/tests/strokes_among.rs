//! Lines among filled shapes come back as strokes with the default preset.
#![cfg(test)]

use linocut_core::kurbo::{BezPath, Rect};
use linocut_core::{Cap, Context, Drawing, Item, Join, Outline, Paint, Raster, Rgba, Shape, Stroke};
use linocut_svg::{RenderOptions, render, score};
use linocut_trace::{Background, GroupBy, Preset, Stacking, TraceOptions, trace};

const INK: Rgba = Rgba::opaque(0xc0, 0x39, 0x2b);
const CARD: Rgba = Rgba::opaque(0x26, 0x46, 0x53);

/// A round stroke of ink along SVG path data.
fn line(path: &str, width: f64) -> Shape {
    let stroke = Stroke { cap: Cap::Round, join: Join::Round, ..Stroke::new(Paint::Solid(INK), width) };
    Shape::stroked(Outline::Path(BezPath::from_svg(path).unwrap()), stroke)
}

fn filled(path: &str, color: Rgba) -> Shape {
    Shape::filled(Outline::Path(BezPath::from_svg(path).unwrap()), Paint::Solid(color))
}

fn picture(shapes: Vec<Shape>) -> Raster {
    let drawing = Drawing::new(Rect::new(0.0, 0.0, 128.0, 128.0), shapes.into_iter().map(Item::shape).collect());
    render(&drawing, &RenderOptions { background: Some(Rgba::WHITE), ..RenderOptions::default() }).unwrap()
}

/// A card with a house of two lines on it.
fn house() -> Raster {
    picture(vec![
        filled("M8 8 H120 V120 H8 Z", CARD),
        line("M28 60 L64 28 L100 60 V104 H28 Z", 8.0),
        line("M50 84 H78", 8.0),
    ])
}

fn traced(raster: &Raster, options: &TraceOptions) -> Drawing {
    trace(raster, options, &Context::default()).unwrap()
}

fn strokes(drawing: &Drawing) -> Vec<Stroke> {
    drawing.shapes().filter_map(|s| s.stroke.clone()).collect()
}

#[track_caller]
fn looks_like(raster: &Raster, drawing: &Drawing) {
    let back = render(drawing, &RenderOptions::default()).unwrap();
    let same = score::compare(raster, &back).unwrap().value.get();
    assert!(same > 0.99, "{same} {drawing:?}");
}

#[test]
fn line_icons_on_a_card_are_strokes() {
    let raster = house();
    for preset in [Preset::Logo, Preset::Icon] {
        let found = traced(&raster, &TraceOptions { preset, ..TraceOptions::default() });
        let strokes = strokes(&found);
        assert_eq!(strokes.len(), 2, "{found:?}");
        assert!(strokes.iter().all(|s| (s.width - 8.0).abs() < 0.2 && s.paint == Paint::Solid(INK)), "{strokes:?}");
        assert!(strokes.iter().all(|s| (s.cap, s.join) == (Cap::Round, Join::Round)), "{strokes:?}");
        // The paper and the card: what the lines enclose is no shape of its own.
        assert_eq!(found.shapes().count(), 4, "{found:?}");
        looks_like(&raster, &found);
    }
}

#[test]
fn short_lines_of_an_icon_are_strokes_and_dots_circles() {
    let raster = picture(vec![line("M64 20 L112 104 H16 Z", 8.0), line("M64 52 V70", 8.0), line("M64 87 H64.04", 8.0)]);
    let found = traced(&raster, &TraceOptions::default());
    assert_eq!(strokes(&found).len(), 2, "{found:?}");
    assert_eq!(found.shapes().filter(|s| matches!(s.outline, Outline::Circle(_))).count(), 1, "{found:?}");
    assert_eq!(found.shapes().count(), 4, "{found:?}");
    looks_like(&raster, &found);
}

#[test]
fn what_varies_in_width_stays_filled() {
    let raster = picture(vec![filled("M10 70 L116 52 L116 92 L10 74 Z", INK), filled("M20 16 H60 V40 H20 Z", INK)]);
    let found = traced(&raster, &TraceOptions::default());
    assert!(strokes(&found).is_empty(), "{found:?}");
}

#[test]
fn lines_on_two_colors_stay_filled() {
    let raster = picture(vec![filled("M0 0 H64 V128 H0 Z", CARD), line("M20 64 H108", 8.0)]);
    let found = traced(&raster, &TraceOptions::default());
    assert!(strokes(&found).is_empty(), "{found:?}");
    looks_like(&raster, &found);
}

#[test]
fn cutouts_are_areas() {
    let options = TraceOptions { stacking: Stacking::Cutouts, gap_filler: Some(0.0), ..TraceOptions::default() };
    let found = traced(&house(), &options);
    assert!(strokes(&found).is_empty(), "{found:?}");
}

#[test]
fn strokes_are_grouped_and_lose_their_background_as_fills_do() {
    let options = TraceOptions { group_by: GroupBy::Color, ..TraceOptions::default() };
    assert_eq!(strokes(&traced(&house(), &options)).len(), 2);
    let raster = picture(vec![line("M28 60 L64 28 L100 60 V104 H28 Z", 8.0)]);
    let options = TraceOptions { background: Background::Drop, ..TraceOptions::default() };
    let found = traced(&raster, &options);
    assert_eq!((strokes(&found).len(), found.shapes().count()), (1, 1), "{found:?}");
}
