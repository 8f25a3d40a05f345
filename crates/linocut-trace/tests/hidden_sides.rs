//! What lies under other shapes goes on there as a person would draw it: by few curves, and nowhere in sight.
#![cfg(test)]

use linocut_core::kurbo::{BezPath, Rect};
use linocut_core::{Context, Drawing, Item, Outline, Paint, Rgba, Shape};
use linocut_svg::{RenderOptions, render};
use linocut_trace::{TraceOptions, trace};

const SKIN: Rgba = Rgba::opaque(0xf9, 0xdd, 0xbd);
const SHADE: Rgba = Rgba::opaque(0xb2, 0x68, 0x30);

fn filled(path: &str, color: Rgba) -> Item {
    Item::shape(Shape::filled(Outline::Path(BezPath::from_svg(path).unwrap()), Paint::Solid(color)))
}

fn traced(items: Vec<Item>) -> (Drawing, Drawing) {
    let drawing = Drawing::new(Rect::new(0.0, 0.0, 100.0, 100.0), items);
    let options = RenderOptions { width: Some(256), background: Some(Rgba::WHITE), ..RenderOptions::default() };
    let found = trace(&render(&drawing, &options).unwrap(), &TraceOptions::default(), &Context::default()).unwrap();
    (drawing, found)
}

/// The pieces of the shape of a color.
fn pieces(drawing: &Drawing, color: Rgba) -> usize {
    let count = |shape: &Shape| if let Outline::Path(path) = &shape.outline { path.segments().count() } else { 4 };
    drawing.shapes().filter(|shape| shape.fill == Some(Paint::Solid(color))).map(count).sum()
}

/// The pixels that anybody would see to differ: at the tips of what tapers off are some.
fn apart(a: &Drawing, b: &Drawing) -> usize {
    let pixels = |d: &Drawing| {
        let options = RenderOptions { width: Some(256), background: Some(Rgba::WHITE), ..RenderOptions::default() };
        render(d, &options).unwrap()
    };
    let (a, b) = (pixels(a), pixels(b));
    a.pixels().iter().zip(b.pixels()).filter(|(x, y)| x.g.abs_diff(y.g) > 25).count()
}

#[test]
fn body_under_a_thin_shade_takes_few_curves() {
    // A blob, and along its lower side a shade that tapers off at both ends, as on drawn hands.
    let body = "M50 8C76 6 94 28 92 52C90 78 70 92 46 92C22 92 6 72 8 48C10 24 26 10 50 8Z";
    let shade = "M92 52C90 78 70 92 46 92C22 92 6 72 8 48C11 70 26 86 48 86C70 86 88 72 92 52Z";
    let (drawing, found) = traced(vec![filled(body, SKIN), filled(shade, SHADE)]);
    assert!(pieces(&found, SKIN) <= 10, "{} pieces: {found:?}", pieces(&found, SKIN));
    assert!(apart(&drawing, &found) <= 40, "{} pixels", apart(&drawing, &found));
}

#[test]
fn body_under_a_long_winding_shade_shows_nowhere() {
    // A shade that goes around bays: a straight way under it would cross what is seen.
    let body = "M8 8H92V92H8Z";
    let shade = "M8 92V70C20 60 24 84 36 78C48 72 44 54 56 56C68 58 62 80 76 78C86 76 84 60 92 58V92Z";
    let (drawing, found) = traced(vec![filled(body, SKIN), filled(shade, SHADE)]);
    assert!(pieces(&found, SKIN) <= 6, "{} pieces: {found:?}", pieces(&found, SKIN));
    assert!(apart(&drawing, &found) <= 40, "{} pixels", apart(&drawing, &found));
}

#[test]
fn stripes_across_the_page_are_rectangles() {
    let stripe = |x: f64, color| {
        let outline = Outline::Rect(Rect::new(x, 0.0, x + 33.3, 100.0).to_rounded_rect(0.0));
        Item::shape(Shape::filled(outline, Paint::Solid(color)))
    };
    let (_, found) = traced(vec![stripe(0.0, SKIN), stripe(66.7, SHADE)]);
    let outlines: Vec<&Outline> = found.shapes().map(|shape| &shape.outline).collect();
    assert!(outlines.len() == 3 && outlines.iter().all(|o| matches!(o, Outline::Rect(_))), "{found:?}");
}

#[test]
fn what_the_page_cuts_ends_at_its_border() {
    // A leaning side meets the right and the left border, and nothing of the shape lies beyond them.
    let (_, found) = traced(vec![filled("M-10 70L110 30V110H-10Z", SHADE)]);
    let Some(Outline::Path(path)) = found.shapes().nth(1).map(|shape| &shape.outline) else { panic!("{found:?}") };
    let bounds = linocut_core::kurbo::Shape::bounding_box(path);
    assert!(bounds.x0 >= 0.0 && bounds.x1 <= 256.0 && bounds.y1 <= 256.0, "{path:?}");
    assert!(path.segments().count() <= 4, "{path:?}");
}

#[test]
fn rectangles_side_by_side_are_rectangles() {
    let (left, right) = (Rgba::opaque(0xe3, 0x06, 0x13), Rgba::opaque(0x33, 0x66, 0xee));
    let (drawing, found) = traced(vec![filled("M10 25H50V75H10Z", left), filled("M50 25H90V75H50Z", right)]);
    let rects = found.shapes().filter(|s| matches!(s.outline, Outline::Rect(_)));
    assert_eq!(rects.count(), 3, "{found:?}");
    assert!(apart(&drawing, &found) < 8);
}
