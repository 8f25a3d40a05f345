//! Thin and faint lines of clean pictures come back, and so does what they enclose.
#![cfg(test)]

use linocut_core::{Context, Raster, Rgba};
use linocut_svg::{Limits, RenderOptions, WriteOptions, read, render, score};
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

/// How many shapes the tracing of `body` on white has.
#[track_caller]
fn check_shapes(body: &str, shapes: usize) {
    let input = picture("#fff", body);
    let drawing = trace(&input, &TraceOptions::default(), &Context::default()).unwrap();
    assert_eq!(drawing.shapes().count(), shapes, "{}", linocut_svg::write(&drawing, &WriteOptions::default()));
    let (_, ssim) = traced(&input);
    assert!(ssim > 0.99, "{ssim}");
}

#[test]
fn a_line_beside_something_in_a_tint_of_its_color_is_one_line() {
    for (line, tint) in [("#000", "#555"), ("#c00", "#e88"), ("#048", "#8ac")] {
        let body = format!(
            "<path d='M10 15L110 62' stroke='{line}' stroke-width='3'/><circle cx='40' cy='85' r='25' fill='{tint}'/>"
        );
        check_shapes(&body, 3);
    }
}

#[test]
fn hairlines_beside_stronger_lines_are_one_line_each() {
    check_shapes(
        "<path d='M10 20L150 35' stroke='#000' stroke-width='.6'/><path d='M10 60h140' stroke='#000' stroke-width='2'/>",
        3,
    );
    check_shapes(
        "<path d='M10 20L150 30M10 60L150 75' stroke='#000' stroke-width='.5'/><path d='M10 90L150 110' stroke='#000'/>",
        4,
    );
}
