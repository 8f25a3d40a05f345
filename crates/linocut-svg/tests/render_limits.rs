//! Rendering: sizes, alpha, limits, hostile nesting.
#![cfg(test)]

use linocut_core::{Kind, Raster, Rgba};
use linocut_svg::{RenderOptions, render_svg};

const HEAD: &str = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 33.5 47'>";

fn svg(body: &str) -> String {
    format!("{HEAD}{body}</svg>")
}

fn sized(width: Option<u32>, height: Option<u32>) -> RenderOptions {
    RenderOptions { width, height, ..RenderOptions::default() }
}

#[track_caller]
fn check(options: &RenderOptions, expected: (u32, u32)) -> Raster {
    let picture = render_svg(&svg("<rect width='33.5' height='47' fill='#f00'/>"), options).unwrap();
    assert_eq!((picture.width(), picture.height()), expected);
    picture
}

#[test]
fn keeps_the_aspect_and_fills_the_picture() {
    check(&sized(None, None), (34, 47));
    check(&sized(None, Some(94)), (67, 94));
    check(&sized(Some(50), Some(60)), (50, 60));
    let picture = check(&sized(Some(512), None), (512, 718));
    assert!(picture.pixels().iter().all(|&p| p == Rgba::opaque(255, 0, 0)));
}

#[test]
fn alpha_comes_out_straight() {
    let text = svg("<rect width='33.5' height='47' fill='#f00' fill-opacity='.5'/>");
    let picture = render_svg(&text, &RenderOptions::default()).unwrap();
    assert_eq!(picture.get(3, 3), Some(Rgba { r: 255, g: 0, b: 0, a: 128 }));
    let white = RenderOptions { background: Some(Rgba::WHITE), ..RenderOptions::default() };
    assert_eq!(render_svg(&text, &white).unwrap().get(3, 3), Some(Rgba::opaque(255, 127, 127)));
}

#[track_caller]
fn refuses(text: &str, options: &RenderOptions, kind: Kind) {
    assert_eq!(render_svg(text, options).unwrap_err().kind(), kind);
}

#[test]
fn refuses_what_is_too_large_or_not_svg() {
    refuses(&svg(""), &sized(Some(32_769), Some(1)), Kind::Limit);
    refuses(&svg(""), &sized(Some(9000), Some(9000)), Kind::Limit);
    refuses(&svg(""), &sized(Some(0), None), Kind::Input);
    refuses("<svg", &RenderOptions::default(), Kind::Input);
    refuses("<html/>", &RenderOptions::default(), Kind::Input);
    refuses(
        "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'/>",
        &RenderOptions::default(),
        Kind::Input,
    );
    refuses(
        "<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1e9'/>",
        &RenderOptions::default(),
        Kind::Limit,
    );
}

#[test]
fn deep_nesting_is_refused_and_nearly_deep_nesting_renders() {
    let nested = |depth: usize| {
        svg(&format!("{}<path d='M0 0h9v9z'/>{}", "<g opacity='.9'>".repeat(depth), "</g>".repeat(depth)))
    };
    refuses(&nested(256), &RenderOptions::default(), Kind::Limit);
    refuses(&nested(100_000), &RenderOptions::default(), Kind::Limit);
    assert!(render_svg(&nested(254), &RenderOptions::default()).is_ok());
}

#[test]
fn a_very_long_text_is_refused_and_a_long_one_renders() {
    let text = |count: usize| svg(&format!("<text>{}<tspan>a</tspan></text>", "a".repeat(count - 1)));
    refuses(&text(10_001), &RenderOptions::default(), Kind::Limit);
    assert!(render_svg(&text(10_000), &RenderOptions::default()).is_ok());
}

#[test]
fn long_chains_of_references_do_not_overflow_the_stack() {
    let links: Vec<String> = (0..2000).map(|i| format!("<g id='a{i}'><use href='#a{}'/></g>", i + 1)).collect();
    let _ = render_svg(&svg(&links.concat()), &RenderOptions::default());
}

#[test]
fn reads_no_files() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs");
    let picture =
        render_svg(&svg(&format!("<image href='{path}' width='9' height='9'/>")), &RenderOptions::default()).unwrap();
    assert!(picture.pixels().iter().all(|p| p.a == 0));
}
