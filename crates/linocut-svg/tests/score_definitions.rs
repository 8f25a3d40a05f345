//! The measures: what they say about pictures whose answer is known.
#![cfg(test)]

use linocut_core::{Kind, Raster, Rgba};
use linocut_svg::score::{Counts, compare, count, displacement};

/// A white picture whose columns left of `edge` are black; a fractional edge gives a grey column.
fn half(width: u32, height: u32, edge: f64) -> Raster {
    let columns = (0..width).map(|x| {
        let white = 255.0 * (f64::from(x) + 1.0 - edge).clamp(0.0, 1.0);
        let v = (0..=255_u8)
            .min_by(|&a, &b| (f64::from(a) - white).abs().total_cmp(&(f64::from(b) - white).abs()))
            .unwrap();
        Rgba::opaque(v, v, v)
    });
    let row: Vec<Rgba> = columns.collect();
    Raster::new(width, height, row.repeat(usize::try_from(height).unwrap())).unwrap()
}

#[track_caller]
fn check(svg: &str, expected: Counts) {
    let got = count(svg);
    let expected = Counts { bytes: svg.len(), gzip_bytes: got.gzip_bytes, ..expected };
    assert_eq!(got, expected, "{svg}");
}

#[test]
fn equal_pictures_of_any_size_score_one() {
    for (w, h) in [(1, 1), (1, 40), (5, 3), (11, 11), (12, 12), (64, 33)] {
        let picture = half(w, h, f64::from(w) / 2.0);
        let score = compare(&picture, &picture).unwrap();
        assert!((score.part("ssim").unwrap() - 1.0).abs() < 1e-6, "{w} × {h}: {score:?}");
        assert!((score.part("ssim_color").unwrap() - 1.0).abs() < 1e-6);
        assert!((score.part("psnr").unwrap() - 61.14).abs() < 0.01);
        assert_eq!(score.part("mse"), Some(0.0));
    }
}

#[test]
fn small_pictures_that_differ_score_less() {
    let (a, b) = (half(4, 4, 2.0), half(4, 4, 3.0));
    let score = compare(&a, &b).unwrap();
    assert!(score.value.get() < 0.9, "{score:?}");
}

#[test]
fn parts_are_errors_near_and_far_from_edges() {
    let reference = half(40, 40, 20.0);
    let mut pixels = reference.pixels().to_vec();
    pixels.iter_mut().filter(|p| p.r == 255).for_each(|p| *p = Rgba::opaque(245, 245, 245));
    let candidate = Raster::new(40, 40, pixels).unwrap();
    let score = compare(&reference, &candidate).unwrap();
    assert_eq!(score.part("mse"), Some(50.0));
    // The edge lies at column 19; the band 17..=21 has two of five columns in white, the rest 18 of 35.
    assert!((score.part("edge").unwrap() - 4.0).abs() < 1e-9);
    assert!((score.part("flat").unwrap() - 10.0 * 18.0 / 35.0).abs() < 1e-9);
}

#[test]
fn transparency_counts_as_white() {
    let clear = Raster::filled(16, 16, Rgba::TRANSPARENT).unwrap();
    let white = Raster::filled(16, 16, Rgba::WHITE).unwrap();
    assert_eq!(compare(&clear, &white).unwrap().part("mse"), Some(0.0));
}

#[test]
fn different_sizes_are_an_input_error_with_a_hint() {
    let error = compare(&half(20, 20, 3.0), &half(20, 21, 3.0)).unwrap_err();
    assert_eq!(error.kind(), Kind::Input);
    assert!(error.hint().is_some());
}

#[test]
fn displacement_is_how_far_an_edge_moved() {
    let reference = half(90, 60, 45.0);
    for moved in [0.0, 0.5, 1.5, 3.0] {
        let delta = displacement(&reference, &half(90, 60, 45.0 + moved));
        assert!((delta - moved / 3.0).abs() < 0.002, "{moved}: {delta}");
    }
    assert!(displacement(&half(90, 60, 0.0), &reference).abs() < 1e-9, "no edges, no displacement");
    assert!(displacement(&reference, &half(80, 70, 45.0)) < 1e-9, "other sizes are cut or filled with white");
}

#[test]
fn counts_segments_of_every_command() {
    let d = "M0 0 1 1L2 2 3 3h1 2v3c1 2 3 4 5 6s1 2 3 4q1,2-3.5.5t1e-3 2a1 1 0 1 1 5 5A1 1 0 11.5.5z";
    let svg = format!("<svg><path fill='#f00' d='{d}'/></svg>");
    check(&svg, Counts { paths: 1, segments: 1 + 2 + 2 + 1 + 1 + 1 + 1 + 1 + 1 + 1, colors: 1, ..Counts::default() });
}

#[test]
fn counts_primitives_and_leaves_definitions_out() {
    let svg = "<svg><defs><path d='M0 0h1'/><linearGradient id='a'/></defs><mask><rect/></mask>\
        <rect fill=\"url(#a)\"/><circle style='fill: #abcdef'/><line/><polygon points='0 0 1 1 2 0'/><polyline/>\
        <rectangle/><ellipse fill='red'/></svg>";
    let expected =
        Counts { paths: 6, segments: 4 + 1 + 1 + 3 + 1, colors: 2, primitives: 6, gradients: 1, ..Counts::default() };
    check(svg, expected);
}

#[test]
fn takes_any_text() {
    for text in [
        "",
        "<",
        "<path",
        "<path d",
        "<path d=",
        "<path d='",
        "<defs",
        "fill",
        "fill=#",
        "é<pathé d='M0 0é'",
        "<defs><path d='M0 0h1'/>",
    ] {
        let _ = count(text);
    }
    assert_eq!(count("<defs><path d='M0 0h1'/>").paths, 1, "an element that is never closed hides nothing");
}
