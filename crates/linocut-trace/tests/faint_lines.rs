//! Thin and faint lines of clean pictures come back, and so does what they enclose.
#![cfg(test)]

use linocut_core::{Context, Raster, Rgba};
use linocut_svg::{Limits, RenderOptions, read, render, score};
use linocut_trace::{TraceOptions, trace};

/// A picture of `body` on 160×120 pixels of `page`.
fn picture(page: &str, body: &str) -> Raster {
    let svg = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 160 120' width='160' height='120'>\
         <rect width='160' height='120' fill='{page}'/>{body}</svg>"
    );
    let drawing = read(svg.as_bytes(), &Limits::default()).unwrap().value;
    render(&drawing, &RenderOptions::default()).unwrap()
}

/// The rendered tracing of `picture`, and its similarity.
fn traced(picture: &Raster) -> (Raster, f64) {
    let drawing = trace(picture, &TraceOptions::default(), &Context::default()).unwrap();
    let again = render(&drawing, &RenderOptions::default()).unwrap();
    let score = score::compare(picture, &again).unwrap();
    let ssim = score.parts.iter().find(|(n, _)| *n == "ssim").unwrap().1;
    (again, ssim)
}

fn pixel(picture: &Raster, x: usize, y: usize) -> Rgba {
    picture.pixels()[y * 160 + x]
}

#[test]
fn a_card_with_a_faint_border_stays() {
    for (page, fill, border) in [("#f3f4f6", "#fff", "#d1d5db"), ("#0f172a", "#1e293b", "#334155")] {
        let card = format!("<rect x='30' y='20' width='100' height='80' rx='4' fill='{fill}' stroke='{border}'/>");
        let input = picture(page, &card);
        let (again, ssim) = traced(&input);
        assert_eq!(pixel(&again, 80, 60), pixel(&input, 80, 60));
        assert!(ssim > 0.97, "{ssim}");
    }
}
