//! Half-transparent shapes over several colors, or over a gradient, come back as one shape with its opacity.
#![cfg(test)]

use linocut_core::{Context, Drawing, Paint, Raster, Rgba};
use linocut_svg::{Limits, RenderOptions, read, render, score};
use linocut_trace::{Stacking, TraceOptions, trace};

fn picture(body: &str) -> Raster {
    let svg =
        format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 160 120' width='160' height='120'>{body}</svg>");
    render(&read(svg.as_bytes(), &Limits::default()).unwrap().value, &RenderOptions::default()).unwrap()
}

/// The fills of all shapes that are neither opaque nor a gradient.
fn glass(drawing: &Drawing) -> Vec<Rgba> {
    let fills = drawing.shapes().filter_map(|shape| shape.fill.as_ref());
    let color = |fill: &Paint| if let Paint::Solid(color) = fill { Some(*color) } else { None };
    fills.filter_map(color).filter(|color| color.a < 255).collect()
}

/// Traces `body` and checks how many shapes there are, that one is glass of about this color, and that it looks the same.
#[track_caller]
fn check(body: &str, shapes: usize, color: Rgba) {
    let picture = picture(body);
    let drawing = trace(&picture, &TraceOptions::default(), &Context::default()).unwrap();
    assert_eq!(drawing.items.len(), shapes, "{drawing:?}");
    let found = glass(&drawing);
    let [only] = found.as_slice() else { panic!("{found:?}") };
    let near = |(a, b): (u8, u8), most: u8| a.abs_diff(b) <= most;
    assert!(near((only.r, color.r), 4) && near((only.g, color.g), 4) && near((only.b, color.b), 4), "{only:?}");
    assert!(near((only.a, color.a), 2), "{only:?}");
    let again = render(&drawing, &RenderOptions::default()).unwrap();
    let page = Rgba::opaque(255, 0, 255);
    let score = score::compare(&picture.over(page), &again.over(page)).unwrap();
    assert!(score.part("ssim").unwrap() > 0.998 && score.part("flat").unwrap() < 0.3, "{score:?}");
}

const CIRCLES: &str = "<rect width='160' height='120' fill='#fff'/><rect x='16' y='16' width='56' height='56' fill='#d33'/>\
    <circle cx='100' cy='72' r='32' fill='#2a7'/><circle cx='76' cy='60' r='30' fill='#24c' fill-opacity='.45'/>";

#[test]
fn a_disc_over_three_colors() {
    check(CIRCLES, 4, Rgba { r: 0x22, g: 0x44, b: 0xcc, a: 115 });
}

#[test]
fn a_card_over_a_gradient() {
    let card = "<linearGradient id='g'><stop stop-color='#ff8a00'/><stop offset='1' stop-color='#8000c0'/></linearGradient>\
        <rect width='160' height='120' fill='url(#g)'/>\
        <rect x='28' y='24' width='104' height='68' rx='10' fill='#fff' fill-opacity='.35'/>\
        <circle cx='80' cy='56' r='16' fill='#123'/>";
    check(card, 3, Rgba { a: 89, ..Rgba::WHITE });
}

#[test]
fn a_band_across_stripes() {
    let band = "<rect width='160' height='120' fill='#eee'/><rect width='40' height='120' fill='#c33'/>\
        <rect x='40' width='40' height='120' fill='#fc3'/><rect x='80' width='40' height='120' fill='#3a5'/>\
        <rect y='70' width='160' height='26' fill-opacity='.5'/>";
    let picture = picture(band);
    let drawing = trace(&picture, &TraceOptions::default(), &Context::default()).unwrap();
    assert_eq!(glass(&drawing), [Rgba { r: 0, g: 0, b: 0, a: 128 }], "{drawing:?}");
    assert_eq!(drawing.items.len(), 5, "{drawing:?}");
}

#[test]
fn flat_colors_that_only_touch_are_no_glass() {
    let flat = "<rect width='160' height='120' fill='#fff'/><rect x='16' y='16' width='56' height='56' fill='#d33'/>\
        <rect x='72' y='16' width='56' height='56' fill='#2a7'/><rect x='16' y='72' width='56' height='32' fill='#24c'/>\
        <rect x='72' y='72' width='56' height='32' fill='#fc0'/>";
    let drawing = trace(&picture(flat), &TraceOptions::default(), &Context::default()).unwrap();
    assert_eq!((glass(&drawing).len(), drawing.items.len()), (0, 5), "{drawing:?}");
}

#[test]
fn cut_outs_have_no_glass() {
    let options = TraceOptions { stacking: Stacking::Cutouts, ..TraceOptions::default() };
    let drawing = trace(&picture(CIRCLES), &options, &Context::default()).unwrap();
    assert!(glass(&drawing).is_empty(), "{drawing:?}");
}
