//! Pictures that were compressed on their way come back as what was drawn.
#![cfg(test)]

use linocut_core::{Context, Drawing, Outline, Raster, Rgba};
use linocut_svg::{Limits, RenderOptions, read, render};
use linocut_trace::{Preset, TraceOptions, trace};
use std::f64::consts::PI;

const SIDE: usize = 128;

fn float(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap())
}

/// The share of a pixel that a disc of radius 34 around (60.3, 66.7) covers, from 8×8 points.
fn disc(x: usize, y: usize) -> f64 {
    let inside = |i: usize| {
        let (u, v) = (float(8 * x + i % 8) / 8.0 + 0.0625, float(8 * y + i / 8) / 8.0 + 0.0625);
        (u - 60.3).powi(2) + (v - 66.7).powi(2) < 34.0 * 34.0
    };
    float((0..64).filter(|&i| inside(i)).count()) / 64.0
}

/// A disc of one color on another, as one channel sees it.
fn channel(ground: f64, ink: f64) -> Vec<f64> {
    (0..SIDE * SIDE).map(|i| ground + (ink - ground) * disc(i % SIDE, i / SIDE)).collect()
}

/// One 8×8 block after its cosine coefficients were rounded to multiples of `step`, more for finer waves, as in JPEG.
fn quantized(block: &[[f64; 8]; 8], step: f64) -> [[f64; 8]; 8] {
    let scale = |k: usize| if k == 0 { (1.0_f64 / 8.0).sqrt() } else { 0.5 };
    let wave = |k: usize, x: usize| scale(k) * (float((2 * x + 1) * k) * PI / 16.0).cos();
    let places = || (0..64).map(|i| (i % 8, i / 8));
    let mut back = [[0.0; 8]; 8];
    for (u, v) in places() {
        let sum: f64 = places().map(|(x, y)| block[y][x] * wave(u, x) * wave(v, y)).sum();
        let step = step * float(1 + u + v);
        let rounded = (sum / step).round() * step;
        places().for_each(|(x, y)| back[y][x] += rounded * wave(u, x) * wave(v, y));
    }
    back
}

fn compressed(channel: &[f64], step: f64) -> Vec<f64> {
    let mut result = channel.to_vec();
    for (bx, by) in (0..SIDE / 8).flat_map(|by| (0..SIDE / 8).map(move |bx| (bx * 8, by * 8))) {
        let block = std::array::from_fn(|y| std::array::from_fn(|x| channel[(by + y) * SIDE + bx + x]));
        for (y, row) in quantized(&block, step).iter().enumerate() {
            result[(by + y) * SIDE + bx..][..8].copy_from_slice(row);
        }
    }
    result
}

/// The trace of a blue disc on cream whose coefficients were rounded to multiples of `step`.
fn traced(step: f64) -> Drawing {
    let colors = [(250.0, 10.0), (240.0, 50.0), (220.0, 130.0)].map(|(ground, ink)| channel(ground, ink));
    let [red, green, blue] = degraded(colors, step);
    let byte = |v: f64| (0..u8::MAX).find(|&b| f64::from(b) + 0.5 > v).unwrap_or(u8::MAX);
    let pixels = (0..SIDE * SIDE).map(|i| Rgba::opaque(byte(red[i]), byte(green[i]), byte(blue[i]))).collect();
    let picture = Raster::new(128, 128, pixels).unwrap();
    trace(&picture, &TraceOptions::default(), &Context::default()).unwrap()
}

/// Rounds the coefficients of brightness to multiples of `step`, and stores hue at half the resolution.
fn degraded(colors: [Vec<f64>; 3], step: f64) -> [Vec<f64>; 3] {
    let [red, green, blue] = colors;
    let luma: Vec<f64> = (0..SIDE * SIDE).map(|i| 0.3 * red[i] + 0.59 * green[i] + 0.11 * blue[i]).collect();
    let crushed = compressed(&luma, step);
    [red, green, blue].map(|c| {
        let hue = |i: usize| {
            let corner = i / SIDE / 2 * 2 * SIDE + i % SIDE / 2 * 2;
            [0, 1, SIDE, SIDE + 1].map(|o| c[corner + o] - luma[corner + o]).iter().sum::<f64>() / 4.0
        };
        (0..SIDE * SIDE).map(|i| crushed[i] + hue(i)).collect()
    })
}

/// The outline of the disc, which comes back alone and fits its bounds within `slack` pixels.
#[track_caller]
fn check(step: f64, slack: f64) -> Outline {
    let drawing = traced(step);
    assert_eq!(drawing.shapes().count(), 2, "the ground and the disc");
    let outline = drawing.shapes().last().unwrap().outline.clone();
    let bounds = outline.bounds();
    for (found, meant) in [(bounds.x0, 26.3), (bounds.y0, 32.7), (bounds.x1, 94.3), (bounds.y1, 100.7)] {
        assert!((found - meant).abs() < slack, "{bounds:?}");
    }
    outline
}

#[test]
fn lightly_compressed_circles_stay_circles() {
    assert!(matches!(check(2.0, 0.1), Outline::Circle(_)));
}

#[test]
fn compression_adds_no_shapes() {
    check(5.0, 0.3);
}

/// The next of a row of numbers in `-0.5..0.5` that look like chance.
fn chance(state: &mut u32) -> f64 {
    *state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    f64::from(*state >> 8) / f64::from(1_u32 << 24) - 0.5
}

/// A ring in uneven ink on grainy paper with as many specks of dust as there are `motes`, compressed.
fn scan(step: f64, motes: usize) -> Raster {
    let mut state = 7;
    let level = |i: usize| {
        let (x, y) = (float(i % SIDE) - 63.8, float(i / SIDE) - 64.3);
        let share = ((4.5 - (x.hypot(y) - 44.0).abs()) / 2.0).clamp(0.0, 1.0);
        // The sum of four has a third of the variance of one.
        let grain: f64 = (0..4).map(|_| chance(&mut state)).sum();
        (235.0 + 7.0 * grain) * (1.0 - share) + (40.0 + 21.0 * grain) * share
    };
    let mut levels: Vec<f64> = (0..SIDE * SIDE).map(level).collect();
    for k in 0..motes {
        levels[(5 + 9 * k) * SIDE + 4 + 37 * k % 120] = 60.0;
    }
    let gray = |level: f64| (0..u8::MAX).find(|&b| f64::from(b) + 0.5 > level).unwrap_or(u8::MAX);
    let pixels = compressed(&levels, step).into_iter().map(gray).map(|v| Rgba::opaque(v, v, v)).collect();
    Raster::new(128, 128, pixels).unwrap()
}

#[test]
fn uneven_ink_is_one_color() {
    let drawing = trace(&scan(8.0, 0), &TraceOptions::default(), &Context::default()).unwrap();
    assert!(drawing.shapes().count() <= 3, "the paper, the ring and what it surrounds");
}

#[test]
fn small_print_survives_compression() {
    let letter = |k: usize| {
        let (x, y) = (10.3 + 17.4 * float(k % 6), 74.6 + 22.3 * float(k / 6));
        format!("M{x} {y}v-9M{x} {y}m0-4h6M{} {y}v-9", x + 6.0)
    };
    let letters: String = (0..12).map(letter).collect();
    // A large dark shape, as a word beside the print, rings more.
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 128 128' width='128' height='128'>\
         <rect width='128' height='128' fill='#fff'/><path d='M10 12h90l-12 34h-70z' fill='#123'/>\
         <path d='{letters}' fill='none' stroke='#444' stroke-width='1.7'/></svg>"
    );
    let drawn = |drawing: &Drawing| -> Vec<f64> {
        let picture = render(drawing, &RenderOptions::default()).unwrap();
        picture.pixels().iter().map(|p| f64::from(p.g)).collect()
    };
    let clean = drawn(&read(svg.as_bytes(), &Limits::default()).unwrap().value);
    let gray = |level: f64| (0..u8::MAX).find(|&b| f64::from(b) + 0.5 > level).unwrap_or(u8::MAX);
    let pixels = compressed(&clean, 14.0).into_iter().map(gray).map(|v| Rgba::opaque(v, v, v)).collect();
    let picture = Raster::new(128, 128, pixels).unwrap();
    let again = drawn(&trace(&picture, &TraceOptions::default(), &Context::default()).unwrap());
    let ink = |levels: &[f64], k: usize| -> f64 {
        let (x0, y0) = (8 + 35 * (k % 6) / 2, 63 + 22 * (k / 6));
        (0..140).map(|i| 255.0 - levels[(y0 + i / 10) * SIDE + x0 + i % 10]).sum()
    };
    let kept = (0..12).filter(|&k| ink(&again, k) > 0.3 * ink(&clean, k)).count();
    assert!(kept >= 9, "{kept} of 12 letters");
}

#[test]
fn dust_is_no_stroke() {
    let strokes = |motes: usize| {
        let options = TraceOptions { preset: Preset::Centerline, ..TraceOptions::default() };
        trace(&scan(3.0, motes), &options, &Context::default()).unwrap().shapes().count()
    };
    assert_eq!(strokes(13), strokes(0));
}
