//! Palettes, spot colors and numbers of colors, from pixels to shapes.
#![cfg(test)]

use linocut_core::kurbo::{Circle, Rect};
use linocut_core::{Context, Drawing, Item, Outline, Paint, Raster, Rgba, Shape};
use linocut_svg::{RenderOptions, render, score};
use linocut_trace::{PaletteRule, Preset, TraceOptions, parse_palette, trace};

const RED: Rgba = Rgba::opaque(0xe3, 0x06, 0x13);
const CRIMSON: Rgba = Rgba::opaque(0xc8, 0x10, 0x2e);
const SKY: Rgba = Rgba::opaque(0x4c, 0xc9, 0xf0);

fn circle(x: f64, y: f64, r: f64, color: Rgba) -> Item {
    Item::shape(Shape::filled(Outline::Circle(Circle::new((x, y), r)), Paint::Solid(color)))
}

fn picture(items: Vec<Item>, background: Option<Rgba>) -> Raster {
    let scene = Drawing::new(Rect::new(0.0, 0.0, 96.0, 96.0), items);
    render(&scene, &RenderOptions { background, ..RenderOptions::default() }).unwrap()
}

/// A red ring around a white disc, a crimson and a blue dot, on white.
fn target(background: Option<Rgba>) -> Raster {
    let ring = [circle(40.0, 40.0, 30.0, RED), circle(40.0, 40.0, 18.0, Rgba::WHITE)];
    let dots = [circle(80.0, 80.0, 9.0, CRIMSON), circle(80.0, 20.0, 9.0, SKY)];
    picture(ring.into_iter().chain(dots).collect(), background)
}

fn with(palette: &str, colors: Option<u16>) -> TraceOptions {
    let palette = if palette.is_empty() { Vec::new() } else { parse_palette(palette).unwrap() };
    TraceOptions { palette, colors, ..TraceOptions::default() }
}

fn colors(drawing: &Drawing) -> Vec<String> {
    let paints = |s: &Shape| [s.fill.clone(), s.stroke.clone().map(|stroke| stroke.paint)];
    let solid = |p: Paint| if let Paint::Solid(c) = p { Some(c.to_string()) } else { None };
    let mut found: Vec<String> = drawing.shapes().flat_map(paints).flatten().filter_map(solid).collect();
    found.sort();
    found.dedup();
    found
}

#[track_caller]
fn check(options: &TraceOptions, expected: &[&str]) {
    let drawing = trace(&target(Some(Rgba::WHITE)), options, &Context::default()).unwrap();
    assert_eq!(colors(&drawing), expected);
}

#[test]
fn rules_change_what_they_name_and_nothing_else() {
    check(&with("", None), &["#4cc9f0", "#c8102e", "#e30613", "#fff"]);
    check(&with("#e30613 -> navy ~ 0.03", None), &["#000080", "#4cc9f0", "#c8102e", "#fff"]);
    check(&with("red -> #d00; #4cc9f0 -> black ~ 0.1; white", None), &["#000", "#d00", "#fff"]);
}

#[test]
fn what_becomes_none_shows_what_is_behind_the_drawing() {
    let drawing = trace(&target(Some(Rgba::WHITE)), &with("#fff -> none ~ 0.02", None), &Context::default()).unwrap();
    assert_eq!(colors(&drawing), ["#4cc9f0", "#c8102e", "#e30613"]);
    let options = RenderOptions { background: Some(SKY), ..RenderOptions::default() };
    let shown = render(&drawing, &options).unwrap();
    assert_eq!(shown.get(40, 40), Some(SKY), "the hole of the ring");
    assert_eq!(shown.get(15, 40), Some(RED));
    let ring = [circle(40.0, 40.0, 30.0, RED), circle(40.0, 40.0, 18.0, SKY), circle(80.0, 80.0, 9.0, CRIMSON)];
    let quality = score::compare(&picture(ring.to_vec(), Some(SKY)), &shown).unwrap();
    assert!(quality.value.get() > 0.99, "{quality:?}");
}

#[test]
fn spot_colors_survive_a_cap() {
    check(&with("", Some(3)), &["#4cc9f0", "#e30613", "#fff"]);
    check(&with("#e30613 ~ 0.02; #c8102e ~ 0.02", Some(3)), &["#c8102e", "#e30613", "#fff"]);
    let spots = vec![PaletteRule::spot(CRIMSON), PaletteRule::spot(SKY)];
    check(
        &TraceOptions { palette: spots, colors: Some(3), ..TraceOptions::default() },
        &["#4cc9f0", "#c8102e", "#fff"],
    );
}

#[test]
fn a_cap_holds_for_every_number() {
    for most in 1..=6 {
        let drawing = trace(&target(Some(SKY)), &with("", Some(most)), &Context::default()).unwrap();
        assert!(colors(&drawing).len() <= usize::from(most), "{most}");
    }
}

#[test]
fn transparency_is_no_color() {
    let raster = target(None);
    let drawing = trace(&raster, &with("#fff, #000", None), &Context::default()).unwrap();
    let shown = render(&drawing, &RenderOptions::default()).unwrap();
    assert_eq!(shown.get(2, 2), Some(Rgba::TRANSPARENT));
}

#[test]
fn names_become_labels() {
    let sky = PaletteRule { name: Some("Sky".to_owned()), ..PaletteRule::spot(SKY) };
    let options = TraceOptions { palette: vec![sky], ..TraceOptions::default() };
    let drawing = trace(&target(Some(Rgba::WHITE)), &options, &Context::default()).unwrap();
    let labels: Vec<_> = drawing.items.iter().filter_map(|item| item.label.as_deref()).collect();
    assert_eq!(labels, ["Sky"]);
}

#[test]
fn colors_that_meet_in_one_leave_no_edge() {
    let halves = vec![circle(48.0, 48.0, 40.0, RED), circle(48.0, 48.0, 20.0, CRIMSON)];
    let raster = picture(halves, Some(Rgba::WHITE));
    let drawing =
        trace(&raster, &with("#e30613 -> red ~ 0.05; #c8102e -> red ~ 0.05", None), &Context::default()).unwrap();
    assert_eq!(drawing.shapes().count(), 2);
}

#[test]
fn pixel_art_takes_palettes_too() {
    let pixels = [RED, CRIMSON, SKY, Rgba::WHITE].repeat(4);
    let raster = Raster::new(4, 4, pixels).unwrap();
    let drawing =
        trace(&raster, &TraceOptions { preset: Preset::Pixel, ..with("", Some(3)) }, &Context::default()).unwrap();
    assert_eq!(colors(&drawing).len(), 3);
    let options = TraceOptions { preset: Preset::Pixel, ..with("white -> none ~ 0; #4cc9f0 -> black ~ 0", None) };
    let drawing = trace(&raster, &options, &Context::default()).unwrap();
    assert_eq!(colors(&drawing), ["#000", "#c8102e", "#e30613"]);
}
