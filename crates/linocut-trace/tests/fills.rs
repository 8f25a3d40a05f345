//! Gradients and alpha, from pixels to fills.
#![cfg(test)]

use linocut_core::{Context, Drawing, Gradient, GradientShape, Paint, Raster, Rgba};
use linocut_svg::{RenderOptions, render};
use linocut_trace::{TraceOptions, trace};

const SIDE: u8 = 96;

fn picture(f: impl Fn(f64, f64) -> Rgba) -> Raster {
    let pixels = (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (f64::from(x) + 0.5, f64::from(y) + 0.5)));
    Raster::new(u32::from(SIDE), u32::from(SIDE), pixels.map(|(x, y)| f(x, y)).collect()).unwrap()
}

fn traced(raster: &Raster) -> Drawing {
    trace(raster, &TraceOptions::default(), &Context::default()).unwrap()
}

fn gradients(drawing: &Drawing) -> Vec<Gradient> {
    let gradient = |p: Paint| if let Paint::Gradient(g) = p { Some(g) } else { None };
    drawing.shapes().filter_map(|s| s.fill.clone()).filter_map(gradient).collect()
}

/// The largest difference of any channel between two pictures, premultiplied.
///
/// The outermost pixels are left out: where a border meets the picture's side it may turn off by a pixel.
fn worst(a: &Raster, b: &Raster) -> i32 {
    let seen = |p: &Rgba| [p.r, p.g, p.b, 255].map(|c| i32::from(c) * i32::from(p.a) / 255);
    let off = |(p, q): (&Rgba, &Rgba)| (0..4).map(|k| (seen(p)[k] - seen(q)[k]).abs()).max().unwrap();
    let inner = |a: &Raster| -> Vec<Rgba> {
        let rows = a.rows().skip(1).take(usize::from(SIDE) - 2);
        rows.flat_map(|r| r.iter().skip(1).take(usize::from(SIDE) - 2).copied()).collect()
    };
    inner(a).iter().zip(&inner(b)).map(off).max().unwrap()
}

#[track_caller]
fn check(f: impl Fn(f64, f64) -> Rgba, count: usize, within: i32) -> Vec<Gradient> {
    let raster = picture(f);
    let drawing = traced(&raster);
    let found = gradients(&drawing);
    assert_eq!(found.len(), count, "{found:?}");
    let again = render(&drawing, &RenderOptions::default()).unwrap();
    let off = worst(&raster, &again);
    assert!(off <= within, "{off} levels off: {found:?}");
    found
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::as_conversions, reason = "clamped")]
fn byte(x: f64) -> u8 {
    x.round().clamp(0.0, 255.0) as u8
}

fn between(a: [f64; 3], b: [f64; 3], t: f64) -> Rgba {
    let t = t.clamp(0.0, 1.0);
    let at = |k: usize| byte(a[k] + (b[k] - a[k]) * t);
    Rgba::opaque(at(0), at(1), at(2))
}

const SUN: [f64; 3] = [250.0, 220.0, 80.0];
const SEA: [f64; 3] = [30.0, 70.0, 180.0];

#[test]
fn ellipses_of_color_are_one_gradient() {
    let found = check(|x, y| between(SUN, SEA, ((x - 40.0) / 70.0).hypot((y - 50.0) / 120.0)), 1, 4);
    assert!(matches!(found[0].shape, GradientShape::Radial { .. }), "{found:?}");
}

#[test]
fn steep_shading_is_a_gradient() {
    // 8 levels a pixel in one channel.
    check(|x, _| between(SUN, [250.0, 0.0, 80.0], (x - 30.0) / 28.0), 1, 8);
}

#[test]
fn shading_in_a_full_channel_reaches_its_ends() {
    let (sky, ice) = ([88.0, 170.0, 254.0], [108.0, 224.0, 255.0]);
    check(|x, y| between(sky, ice, (x + 2.0 * y) / 288.0), 1, 1);
}

#[test]
fn fading_to_transparent_keeps_the_color() {
    let found = check(|x, _| Rgba { r: 225, g: 29, b: 72, a: byte(255.0 * (1.0 - x / 96.0)) }, 1, 4);
    let near = |c: Rgba| c.r.abs_diff(225) < 6 && c.g.abs_diff(29) < 6 && c.b.abs_diff(72) < 6;
    assert!(found[0].stops.iter().all(|s| near(s.color)), "{found:?}");
}

#[test]
fn a_glow_on_a_gradient_is_a_veil() {
    let glow = |x: f64, y: f64| (1.0 - (x - 60.0).hypot(y - 40.0) / 26.0).clamp(0.0, 1.0) * 0.8;
    let color = |x: f64, y: f64| {
        let base: Vec<f64> = (0..3).map(|k| SUN[k] + (SEA[k] - SUN[k]) * y / 96.0).collect();
        let lit = |k: usize| byte(base[k] + (255.0 - base[k]) * glow(x, y));
        Rgba::opaque(lit(0), lit(1), lit(2))
    };
    check(color, 2, 14);
}

/// How much of the pixel around `(x, y)` a disc of radius 30 covers.
fn cover(x: f64, y: f64) -> f64 {
    let offsets = (0..8).map(|i| f64::from(i) / 8.0 - 0.4375);
    let inside = offsets.clone().flat_map(|dx| offsets.clone().map(move |dy| (dx, dy)));
    inside.filter(|(dx, dy)| (x + dx - 48.0).hypot(y + dy - 48.0) < 30.0).map(|_| 1.0 / 64.0).sum()
}

#[track_caller]
fn radius_of(raster: &Raster) -> f64 {
    let drawing = traced(raster);
    let disc = drawing.shapes().last().unwrap().outline.bounds();
    (disc.width() + disc.height()) / 4.0
}

#[test]
fn a_white_matte_leaves_no_fringe() {
    let matte = |x: f64, y: f64| {
        let a = cover(x, y);
        let c = between([255.0; 3], SEA, a);
        Rgba { a: byte(255.0 * a), ..c }
    };
    let r = radius_of(&picture(matte));
    assert!((r - 30.0).abs() < 0.03, "{r}");
}

#[test]
fn edges_blended_in_linear_light_stay_in_place() {
    let decode = |v: f64| ((v / 255.0 + 0.055) / 1.055).powf(2.4);
    let encode = |l: f64| 255.0 * (1.055 * l.powf(1.0 / 2.4) - 0.055);
    let blended = |x: f64, y: f64| {
        let a = cover(x, y);
        let at = |k: usize| byte(encode(decode(255.0) * (1.0 - a) + decode([220.0, 30.0, 60.0][k]) * a));
        Rgba::opaque(at(0), at(1), at(2))
    };
    let r = radius_of(&picture(blended));
    assert!((r - 30.0).abs() < 0.05, "{r}");
}

#[test]
fn ringing_beside_edges_shades_nothing() {
    let ringing = |x: f64, y: f64| {
        let far = ((x - 48.0).hypot(y - 48.0) - 30.0).abs();
        let level = (7.0 * x + 13.0 * y).rem_euclid(5.0).floor() * 3.0 - 6.0;
        let ring = if far > 1.5 && far < 6.0 { level } else { 0.0 };
        let c = between([255.0; 3], SEA, cover(x, y));
        let rung = |v: u8| byte(f64::from(v) + ring);
        Rgba::opaque(rung(c.r), rung(c.g), rung(c.b))
    };
    let drawing = traced(&picture(ringing));
    let fills: Vec<Paint> = drawing.shapes().filter_map(|s| s.fill.clone()).collect();
    assert_eq!(fills, [Paint::Solid(Rgba::WHITE), Paint::Solid(Rgba::opaque(30, 70, 180))]);
}

#[test]
fn shading_beside_crisp_edges_stays_whole() {
    // Bars of light on a sea that darkens: beside them color goes beyond that of the nearest rows, as resampling does.
    let inside = |from: f64, to: f64, at: f64| (at + 0.5).min(to) - (at - 0.5).max(from);
    let cover =
        |x: f64, y: f64, top: f64| inside(14.3, 81.6, x).clamp(0.0, 1.0) * inside(top, top + 6.0, y).clamp(0.0, 1.0);
    let light = |x: f64, y: f64| [14.0, 40.0, 66.0].map(|top| cover(x, y, top)).into_iter().sum::<f64>();
    let sea = |y: f64| [181.0 - 1.1 * y, 83.0 - 0.4 * y, 111.0 - 0.2 * y];
    let drawing = traced(&picture(|x, y| {
        let [r, g, b] = [255.0, 217.0, 160.0].map(|c| c * light(x, y));
        let [u, v, w] = sea(y).map(|c| c * (1.0 - light(x, y)));
        Rgba::opaque(byte(r + u), byte(g + v), byte(b + w))
    }));
    assert_eq!((gradients(&drawing).len(), drawing.shapes().count()), (1, 4), "{drawing:?}");
}
