//! `analyze` on pictures whose features are known.
#![cfg(test)]
#![expect(clippy::as_conversions, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "test pictures")]

use linocut_core::{Raster, Rgba};
use linocut_trace::{Analysis, Class, Preset, analyze};

/// A picture of `width × height` whose pixels are `f(x, y)` at their centers.
fn picture(width: u32, height: u32, f: impl Fn(f64, f64) -> Rgba) -> Raster {
    let at = |i: u32| f(f64::from(i % width) + 0.5, f64::from(i / width) + 0.5);
    Raster::new(width, height, (0..width * height).map(at).collect()).unwrap()
}

/// Black where `inside` is positive, white elsewhere, `inside` being a distance to the edge in pixels.
fn ink(width: u32, height: u32, inside: impl Fn(f64, f64) -> f64) -> Raster {
    picture(width, height, |x, y| {
        let level = (255.0 * (0.5 - inside(x, y)).clamp(0.0, 1.0)).round() as u8;
        Rgba::opaque(level, level, level)
    })
}

fn disc(x: f64, y: f64) -> f64 {
    100.0 - (x - 256.0).hypot(y - 256.0)
}

fn ramp(x: f64, y: f64) -> Rgba {
    if disc(x, y) > 0.0 { Rgba::opaque(40 + (x / 4.0) as u8, 80, 200) } else { Rgba::WHITE }
}

/// A row of `count` upright rings, 40 pixels apart.
fn rings(count: u32) -> impl Fn(f64, f64) -> f64 {
    move |x, y| {
        let nearest = ((x - 60.0) / 40.0).round().clamp(0.0, f64::from(count - 1));
        3.0 - ((x - 60.0 - 40.0 * nearest).hypot((y - 128.0) * 0.8) - 14.0).abs()
    }
}

/// A star of 40 rays and a few rings.
fn ornament(x: f64, y: f64) -> f64 {
    let (r, angle) = ((x - 256.0).hypot(y - 256.0), (y - 256.0).atan2(x - 256.0));
    let star = 160.0 + 40.0 * (40.0 * angle).sin() - r;
    star.min((r - 60.0).abs() - 10.0).min((r - 100.0).abs() - 6.0)
}

#[track_caller]
fn check(picture: &Raster, expected: Class) -> Analysis {
    let analysis = analyze(picture);
    assert_eq!(analysis.class, expected, "{analysis:?}");
    assert!(analysis.confidence.get() > 0.5, "{analysis:?}");
    analysis
}

#[test]
fn a_disc_is_simple() {
    let analysis = check(&ink(512, 512, disc), Class::Simple);
    assert_eq!(analysis.palette.len(), 2);
    assert!((analysis.palette[0].share.get() - 0.88).abs() < 0.01);
    assert!(analysis.complexity.get() < 0.15);
    assert!(analysis.corner_density < 0.001);
    assert!(!analysis.has_alpha);
}

#[test]
fn a_row_of_rings_is_text() {
    assert_eq!(check(&ink(512, 256, rings(9)), Class::Text).letters, 9);
}

#[test]
fn a_shaded_disc_is_a_gradient() {
    assert!(check(&picture(512, 512, ramp), Class::Gradient).gradient_strength.get() > 0.7);
}

#[test]
fn an_ornament_is_complex() {
    assert!(check(&ink(512, 512, ornament), Class::Complex).complexity.get() > 0.6);
}

#[test]
fn noise_is_not_shading() {
    let noisy = picture(256, 256, |x, y| {
        let hash = ((x * 12.9898 + y * 78.233).sin() * 43758.545).fract().abs();
        let level = 120 + (hash * 6.0) as u8;
        if x < 128.0 { Rgba::WHITE } else { Rgba::opaque(level, level, level) }
    });
    assert!(analyze(&noisy).gradient_strength.get() < 0.02);
}

#[test]
fn counts_the_corners_of_a_square() {
    let square = ink(200, 200, |x, y| 60.0 - (x - 100.0).abs().max((y - 100.0).abs()));
    assert!((analyze(&square).corner_density - 4.0 * 1000.0 / 40_000.0).abs() < 1e-9);
}

#[test]
fn entropy_of_two_halves_is_one_bit() {
    let halves = picture(64, 64, |x, _| if x < 32.0 { Rgba::BLACK } else { Rgba::WHITE });
    assert!((analyze(&halves).entropy - 1.0).abs() < 1e-9);
    assert_eq!(analyze(&halves).unique_colors, 2);
}

#[test]
fn the_palette_leaves_the_transparent_background_out() {
    let red = Rgba::opaque(200, 30, 30);
    let logo = picture(256, 256, |x, _| if x < 64.0 { red } else { Rgba::TRANSPARENT });
    let analysis = analyze(&logo);
    assert!(analysis.has_alpha);
    assert_eq!(analysis.palette.iter().map(|s| (s.color, s.share.get())).collect::<Vec<_>>(), [(red, 1.0)]);
}

#[test]
fn sees_white_marks_on_transparency() {
    let mark = picture(512, 512, |x, y| if disc(x, y) > 0.0 { Rgba::WHITE } else { Rgba::TRANSPARENT });
    assert!(analyze(&mark).edge_density.get() > 0.0);
}

#[test]
fn class_does_not_depend_on_size() {
    for side in [128, 256, 1024] {
        let scale = 512.0 / f64::from(side);
        let scaled = ink(side, side, |x, y| disc(x * scale, y * scale) / scale);
        check(&scaled, Class::Simple);
    }
}

#[test]
fn suggests_presets_by_size_and_ink() {
    let tiny = picture(16, 16, |x, _| if x < 5.0 { Rgba::BLACK } else { Rgba::WHITE });
    assert_eq!(analyze(&tiny).preset, Preset::Pixel);
    // A sprite of 32 pixels, each drawn as 16 × 16.
    let stairs = |x: f64, y: f64| ((x / 16.0).floor() + 2.0 * (y / 16.0).floor()) % 5.0 < 2.0;
    let sprite = picture(512, 512, |x, y| if stairs(x, y) { Rgba::BLACK } else { Rgba::WHITE });
    assert_eq!(analyze(&sprite).preset, Preset::Pixel);
    assert_eq!(analyze(&ink(80, 80, |x, y| 20.0 - (x - 40.0).hypot(y - 40.0))).preset, Preset::Icon);
    assert_eq!(analyze(&ink(512, 512, |x, y| 2.0 - disc(x, y).abs())).preset, Preset::Lineart);
    assert_eq!(analyze(&ink(512, 512, disc)).preset, Preset::Logo);
}

#[test]
fn survives_the_smallest_pictures() {
    for (width, height) in [(1, 1), (1, 3), (3, 1), (2, 2), (5, 5), (1, 4000)] {
        for color in [Rgba::TRANSPARENT, Rgba::WHITE, Rgba::BLACK] {
            let analysis = analyze(&Raster::filled(width, height, color).unwrap());
            assert_eq!(analysis.class, Class::Simple);
            assert!(analysis.gradient_strength.get() + analysis.complexity.get() < 1e-9);
        }
    }
}
