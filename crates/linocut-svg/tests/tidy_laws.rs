//! Tidying: what holds for every drawing.
#![cfg(test)]

mod drawings;

use linocut_core::{Drawing, Raster, Rgba};
use linocut_svg::{Precision, RenderOptions, TidyOptions, WriteOptions, render, tidy, write};
use proptest::prelude::*;

/// Pixels of the rendering per pixel that is compared: the renderer has four lines per pixel, so that a boundary that
/// moves by nothing may still change a pixel by a quarter; averaged over 4 × 4 pixels it is a sixteenth.
const FINE: usize = 4;
const SIDE: usize = 100;
/// Levels of 255 that joining two opacities may change, since layers are rounded to bytes.
const ROUNDING: f64 = 1.0;

/// The channels of the drawing at one pixel a unit, over gray so that lost transparency shows.
fn pixels(drawing: &Drawing) -> Vec<f64> {
    let options = RenderOptions {
        width: Some(u32::try_from(SIDE * FINE).unwrap()),
        background: Some(Rgba::opaque(128, 128, 128)),
        ..RenderOptions::default()
    };
    averaged(&render(drawing, &options).unwrap())
}

/// What a failure shows.
fn svg(drawing: &Drawing) -> String {
    write(drawing, &WriteOptions { precision: Precision::MAX, ..WriteOptions::default() })
}

fn averaged(picture: &Raster) -> Vec<f64> {
    let mut out = vec![0.0; SIDE * SIDE * 3];
    for (i, pixel) in picture.pixels().iter().enumerate() {
        let (x, y) = (i % (SIDE * FINE) / FINE, i / (SIDE * FINE) / FINE);
        for (k, value) in [pixel.r, pixel.g, pixel.b].into_iter().enumerate() {
            out[(y * SIDE + x) * 3 + k] += f64::from(value) / 16.0;
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn tidying_keeps_the_picture(drawing in drawings::drawing()) {
        let tidied = tidy(&drawing, &TidyOptions::default());
        let differences: Vec<f64> =
            pixels(&drawing).iter().zip(pixels(&tidied)).map(|(a, b)| ((a - b).abs() - ROUNDING).max(0.0)).collect();
        let (most, total) = differences.iter().fold((0.0, 0.0), |(most, sum), d| (f64::max(most, *d), sum + d));
        let mean = total / f64::from(u32::try_from(differences.len()).unwrap());
        prop_assert!(mean <= 0.05 && most <= 40.0, "mean {mean}, most {most}\n{}\n{}", svg(&drawing), svg(&tidied));
    }
}

proptest! {
    #[test]
    fn tidying_twice_is_tidying_once(drawing in drawings::drawing(), decimals in proptest::option::of(0..=5_u8)) {
        let options = TidyOptions { precision: decimals.and_then(Precision::new), ..TidyOptions::default() };
        let once = tidy(&drawing, &options);
        prop_assert_eq!(&tidy(&once, &options), &once);
    }

    #[test]
    fn tidying_makes_no_drawing_longer_by_much(drawing in drawings::drawing()) {
        let options = WriteOptions { precision: Precision::fitting(drawing.view_box), ..WriteOptions::default() };
        let (before, after) = (write(&drawing, &options), write(&tidy(&drawing, &TidyOptions::default()), &options));
        prop_assert!(after.len() <= before.len() + before.len() / 10 + 40, "{before}\n{after}");
    }
}
