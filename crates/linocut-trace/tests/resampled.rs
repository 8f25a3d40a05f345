//! Pictures scaled by filters with negative lobes have the shapes that were scaled, and nothing beside them.
#![cfg(test)]

use linocut_core::{Context, Drawing, Raster, Rgba};
use linocut_svg::{Limits, RenderOptions, read, render};
use linocut_trace::{TraceOptions, trace};

/// Pixels of the larger picture for one of the smaller.
const SCALE: usize = 3;
const SIDE: usize = 128;

/// `body` drawn three times as large, then scaled down with Lanczos' filter of three lobes.
fn scaled(body: &str) -> Raster {
    let side = SCALE * SIDE;
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {SIDE} {SIDE}' width='{side}' height='{side}'>{body}</svg>"
    );
    let drawing = read(svg.as_bytes(), &Limits::default()).unwrap().value;
    let large = render(&drawing, &RenderOptions::default()).unwrap();
    let pixels: Vec<[f64; 4]> =
        large.pixels().iter().map(|p| [p.r, p.g, p.b, p.a].map(f64::from)).map(premultiplied).collect();
    let rows: Vec<[f64; 4]> = (0..side * SIDE).map(|i| filtered(|k| pixels[i / SIDE * side + k], i % SIDE)).collect();
    let small = (0..SIDE * SIDE).map(|i| filtered(|k| rows[k * SIDE + i % SIDE], i / SIDE)).map(straight).collect();
    Raster::new(u32::try_from(SIDE).unwrap(), u32::try_from(SIDE).unwrap(), small).unwrap()
}

fn premultiplied([r, g, b, a]: [f64; 4]) -> [f64; 4] {
    [r * a / 255.0, g * a / 255.0, b * a / 255.0, a]
}

/// The nearest byte.
fn byte(level: f64) -> u8 {
    (0..=255).rev().find(|b| f64::from(*b) <= level + 0.5).unwrap_or(0)
}

/// A column or row.
fn float(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap())
}

fn straight(color: [f64; 4]) -> Rgba {
    let alpha = color[3].clamp(0.0, 255.0);
    let [r, g, b] = [0, 1, 2].map(|k| if alpha < 0.5 { 0 } else { byte(color[k] * 255.0 / alpha) });
    Rgba { r, g, b, a: byte(alpha) }
}

/// The weighted mean of the pixels of a line around the middle of the smaller pixel number `to`.
fn filtered(line: impl Fn(usize) -> [f64; 4], to: usize) -> [f64; 4] {
    let (mut sum, mut weight) = ([0.0; 4], 0.0);
    for k in (SCALE * to).saturating_sub(3 * SCALE)..(SCALE * (to + 4)).min(SCALE * SIDE) {
        let x = (float(k) + 0.5) / float(SCALE) - float(to) - 0.5;
        let w = if x.abs() < 3.0 { sinc(x) * sinc(x / 3.0) } else { 0.0 };
        sum = [0, 1, 2, 3].map(|c| sum[c] + w * line(k)[c]);
        weight += w;
    }
    sum.map(|s| s / weight)
}

fn sinc(x: f64) -> f64 {
    let t = std::f64::consts::PI * x;
    if t.abs() < 1e-9 { 1.0 } else { libm::sin(t) / t }
}

fn traced(picture: &Raster) -> Drawing {
    trace(picture, &TraceOptions::default(), &Context::default()).unwrap()
}

/// Traces `body` as it was scaled and checks the number of shapes, and that none is blurred.
#[track_caller]
fn check(body: &str, shapes: usize) {
    let drawing = traced(&scaled(body));
    assert_eq!((drawing.items.len(), drawing.defs.len()), (shapes, 0), "{drawing:?}");
}

#[test]
fn a_disc_on_nothing_has_no_box_around_it() {
    check("<circle cx='64.1' cy='63.7' r='40' fill='#1e78dc'/>", 1);
}

#[test]
fn shapes_on_a_color_have_no_freckles() {
    let heart = "<rect width='128' height='128' fill='#345'/>\
        <path d='M64 20c20-20 52-6 52 20 0 32-32 52-52 70C44 92 12 72 12 40 12 14 44 0 64 20z' fill='#e24'/>";
    check(heart, 2);
}

/// A page that fades around a hole, as if the hole cast a shadow on it.
#[test]
fn holes_cast_no_shadows() {
    let pixel = |i: usize| {
        let (x, y) = (float(i % SIDE) - 63.5, float(i / SIDE) - 63.5);
        let far = libm::hypot(x, y) - 24.0;
        let faded = 60.0 * libm::erfc((far - 1.0) / (4.0 * std::f64::consts::SQRT_2));
        let alpha = (255.0 - faded) * (far + 0.5).clamp(0.0, 1.0);
        Rgba { r: 30, g: 120, b: 220, a: byte(alpha) }
    };
    let side = u32::try_from(SIDE).unwrap();
    let drawing = traced(&Raster::new(side, side, (0..SIDE * SIDE).map(pixel).collect()).unwrap());
    assert!(drawing.items.iter().all(|item| item.filter.is_none()), "{drawing:?}");
}
