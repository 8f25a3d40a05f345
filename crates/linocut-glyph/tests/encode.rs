//! SVG text in, the names of its tokens out.
#![cfg(test)]

use linocut_core::kurbo::{BezPath, Point, Rect};
use linocut_core::{Drawing, Item, Kind, Outline, Paint, Shape, Stroke};
use linocut_glyph::{Corner, Encoded, Style, Vocabulary, encode};
use linocut_svg::Limits;
use serde_json::Value;

const GOLDEN: &str = include_str!("../../../models/tiny/golden.json");

fn read(svg: &str) -> Drawing {
    linocut_svg::read(svg.as_bytes(), &Limits::default()).unwrap().value
}

fn page(body: &str) -> Drawing {
    read(&format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{body}</svg>"#))
}

fn spelled(encoded: &Encoded) -> String {
    encoded.tokens.iter().filter_map(|&token| Vocabulary::v1().name(token)).collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(body: &str, expected: &str) {
    assert_eq!(spelled(&encode(&page(body)).unwrap()), format!("{expected} <eos>"));
}

#[track_caller]
fn refuses(body: &str, kind: Kind, sentence: &str) {
    let error = encode(&page(body)).unwrap_err();
    assert_eq!((error.kind(), error.to_string()), (kind, format!("tokens: {sentence}")));
}

#[test]
fn scales_any_page_to_the_grid() {
    let wide =
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 10 48 24"><circle cx="16" cy="22" r="12"/></svg>"#;
    assert_eq!(spelled(&encode(&read(wide)).unwrap()), "<g:fill> <circle> 12 12 6 <eos>");
}

#[test]
fn resolves_groups_transforms_and_opacities() {
    check(
        r#"<g transform="translate(2 3)" opacity=".5"><g transform="scale(2)"><circle cx="4" cy="4" r="2" opacity=".6"/></g></g>"#,
        "<g:fill> <circle> <opacity:0.3> 10 11 4",
    );
    check(r#"<circle cx="4" cy="4" r="2" transform="scale(2 1)"/>"#, "<g:fill> <ellipse> 8 4 4 2");
    check(
        r#"<rect x="-3" y="-2" width="6" height="4" transform="translate(9 9) rotate(90)"/>"#,
        "<g:fill> <rect> 7 6 4 6",
    );
}

#[test]
fn recognizes_circles_rectangles_and_lines_in_paths() {
    check(r#"<path d="M20 12a8 8 0 1 1-16 0a8 8 0 0 1 16 0z"/>"#, "<g:fill> <circle> 12 12 8");
    check(r#"<path d="M4 6h16v10H4z"/>"#, "<g:fill> <rect> 4 6 16 10");
    check(
        r#"<path d="M6 4h12c1.1 0 2 .9 2 2v12c0 1.1-.9 2-2 2H6c-1.1 0-2-.9-2-2V6c0-1.1.9-2 2-2z"/>"#,
        "<g:fill> <rect> 4 4 16 16 2",
    );
    check(
        r#"<path d="M4 4 20 20M4 20V6" fill="none" stroke="currentColor" stroke-width="2"/>"#,
        "<g:line-sharp> 2 <line> 4 4 20 20 <line> 4 20 4 6",
    );
}

#[test]
fn starts_closed_paths_at_the_topmost_then_leftmost_vertex() {
    check(r#"<path d="M20 20H4L12 4z"/>"#, "<g:fill> <path> 12 4 L 20 20 H 4 Z");
    check(r#"<path d="M16 4l4 8-8 8-8-8 4-8z"/>"#, "<g:fill> <path> 8 4 H 16 L 20 12 L 12 20 L 4 12 Z");
}

#[test]
fn keeps_what_doubles_back() {
    check(
        r#"<path d="M4 4h8h-8v8z" fill="none" stroke="red"/>"#,
        "<g:color> <path> <no-fill> <stroke> #f11 1 4 4 H 12 H 4 V 12 Z",
    );
}

#[test]
fn joins_runs_and_drops_faint_bends() {
    check(
        r#"<path d="M4.05 4 8 4.01 20 4c.4.001.7.012 1 .03V12q-4 .01-8 0" fill="none" stroke="black" stroke-linecap="round"/>"#,
        "<g:line-round> 1 <path> 4 4 H 21 V 12 H 13",
    );
}

#[test]
fn draws_nearly_whole_rings_in_parts() {
    check(
        r#"<path d="M20.34 17.52a10 10 0 1 0-2.82 2.82" fill="none" stroke="black" stroke-width="2"/>"#,
        "<g:line-sharp> 2 <path> 20.375 17.5 A00 10 13.875 2.25 A00 9.875 2.25 13.875 A00 10 17.5 20.375",
    );
}

#[test]
fn splits_only_what_does_not_touch() {
    check(
        r#"<path fill-rule="evenodd" d="M2 2h8v8l-8-1zM4 4h2v2zM20 20h2l-1 2z"/>"#,
        "<g:fill> <path> <evenodd> 2 2 H 10 V 10 L 2 9 Z M 4 4 H 6 V 6 Z <path> 20 20 H 22 L 21 22 Z",
    );
}

#[test]
fn draws_dots_of_one_step_and_drops_specks() {
    check(
        r#"<path d="M12 17h.01" fill="none" stroke="black" stroke-width="2" stroke-linecap="round"/>"#,
        "<g:line-round> 2 <line> 12 17 12.125 17",
    );
    check(r#"<path d="M5 5h.02v.02z"/><circle cx="9" cy="9" r="4"/>"#, "<g:fill> <circle> 9 9 4");
}

#[test]
fn tells_styles_widths_and_corners_apart() {
    for (body, style, width, corner) in [
        (
            r#"<g fill="none" stroke="black" stroke-width="1.45" stroke-linejoin="round"><circle cx="9" cy="9" r="4"/></g>"#,
            Style::Line,
            Some(1.5),
            Some(Corner::Round),
        ),
        (
            r#"<g stroke="black" stroke-width="2"><circle cx="9" cy="9" r="4"/></g>"#,
            Style::Mixed,
            Some(2.0),
            Some(Corner::Sharp),
        ),
        (r#"<circle cx="9" cy="9" r="8"/>"#, Style::Solid, None, None),
        (r#"<path d="M2 2h20v1H3v18H2z"/>"#, Style::Outline, None, None),
        (r#"<circle cx="9" cy="9" r="8" opacity=".4"/><path d="M2 2h9v9z"/>"#, Style::Duotone, None, None),
        (r##"<circle cx="9" cy="9" r="8" fill="#0a5"/>"##, Style::Color, None, None),
    ] {
        let encoded = encode(&page(body)).unwrap();
        assert_eq!((encoded.style, encoded.width, encoded.corner), (style, width, corner), "{body}");
    }
}

#[test]
fn paints_gradients_in_their_mean_color() {
    check(
        r##"<linearGradient id="g"><stop stop-color="#600"/><stop offset="1" stop-color="#006"/></linearGradient><circle cx="9" cy="9" r="8" fill="url(#g)"/>"##,
        "<g:color> <circle> #313 9 9 8",
    );
}

#[test]
fn leaves_out_what_is_invisible() {
    check(
        r#"<path fill="none" d="M0 0h24v24H0z"/><circle cx="90" cy="9" r="8"/><circle cx="9" cy="9" r="8"/>"#,
        "<g:fill> <circle> 9 9 8",
    );
}

#[test]
fn refuses_what_tokens_cannot_say() {
    let disc = r#"<circle cx="9" cy="9" r="8"/>"#;
    refuses(
        &format!(r#"<clipPath id="c">{disc}</clipPath><g clip-path="url(#c)"><path d="M0 0h24v24z"/></g>"#),
        Kind::Input,
        "drawing has clip paths, drawing tokens have none",
    );
    refuses(r#"<text x="3" y="9">a</text>"#, Kind::Input, "drawing has text, drawing tokens have none");
    refuses(
        r#"<path d="M3 3h18" stroke="red" stroke-dasharray="2"/>"#,
        Kind::Input,
        "drawing has dashes, drawing tokens have none",
    );
    refuses(r#"<circle cx="3" cy="9" r="30"/>"#, Kind::Input, "drawing reaches beyond its page");
    refuses("", Kind::Input, "drawing has nothing to see");
    refuses(r#"<path d="M5 5h.02v.02z"/>"#, Kind::Input, "drawing has nothing that is large enough to see");
}

#[test]
fn refuses_drawings_that_are_too_long() {
    let zigzag = |count: usize| {
        let steps = (0..count).map(|at| if at % 2 == 0 { "l7 2" } else { "l-7-1" }).collect::<String>();
        format!(r#"<path transform="scale(.01)" d="M9 9{steps}" fill="none" stroke="red"/>"#)
    };
    let wide = zigzag(300).replace("scale(.01)", "scale(.1)");
    assert_eq!(encode(&page(&wide)).unwrap_err().kind(), Kind::Limit);
    assert_eq!(encode(&page(&zigzag(5000))).unwrap_err().kind(), Kind::Limit);
}

#[test]
fn spells_real_icons_as_the_training_data_does() {
    let golden: Value = serde_json::from_str(GOLDEN).unwrap();
    let mut same = 0;
    for entry in golden["decode"].as_array().unwrap() {
        let encoded = encode(&read(entry["svg"].as_str().unwrap())).unwrap();
        let again = encode(&read(&Vocabulary::v1().decode(&encoded.tokens).unwrap())).unwrap();
        assert_eq!(again, encoded);
        let tokens: Vec<u16> = serde_json::from_value(entry["tokens"].clone()).unwrap();
        same += usize::from(encoded.tokens == tokens);
        assert!(encoded.tokens.len() <= tokens.len());
    }
    // The rest says the same in fewer tokens, or has the flag of a half turn the other way.
    assert!(same >= 27, "{same} of 36");
}

#[test]
fn spells_any_outline_or_says_why_not() {
    let mut state = 9_u64;
    let mut dice = |end: u32| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(state >> 33).unwrap() % end
    };
    let mut spelled = 0;
    for _ in 0..400 {
        let huge = dice(8) == 0;
        let mut path = BezPath::new();
        path.move_to((6.0, 6.0));
        for _ in 0..dice(20) {
            let mut point = || {
                let mut number = || match (huge, dice(30)) {
                    (true, 0) => [f64::NAN, f64::INFINITY, 1e300, -1e300][usize::try_from(dice(4)).unwrap()],
                    _ => f64::from(dice(2500)) / 100.0 - 0.5,
                };
                Point::new(number(), number())
            };
            let (a, b, c) = (point(), point(), point());
            match dice(6) {
                0 => path.move_to(a),
                1 | 2 => path.line_to(a),
                3 => path.quad_to(a, b),
                4 => path.curve_to(a, b, c),
                _ => path.close_path(),
            }
        }
        let shape = if dice(2) == 0 {
            Shape::filled(Outline::Path(path), Paint::CurrentColor)
        } else {
            Shape::stroked(Outline::Path(path), Stroke::new(Paint::CurrentColor, 2.0))
        };
        match encode(&Drawing::new(Rect::new(0.0, 0.0, 24.0, 24.0), vec![Item::shape(shape)])) {
            Ok(_) => spelled += 1,
            Err(error) => assert_eq!(error.kind(), Kind::Input, "{error}"),
        }
    }
    assert!(spelled > 300, "{spelled}");
}
