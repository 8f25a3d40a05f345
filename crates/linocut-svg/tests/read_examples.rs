//! Reading, example by example: SVG in, the same drawing written by us out.
#![cfg(test)]

use linocut_core::kurbo::Affine;
use linocut_core::{Body, Drawing, GradientShape, Outline, Paint};
use linocut_svg::{Limits, WriteOptions, read, write};

const HEAD: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">"#;

#[track_caller]
fn drawing(inside: &str) -> Drawing {
    read(format!("{HEAD}{inside}</svg>").as_bytes(), &Limits::default()).unwrap().value
}

#[track_caller]
fn check(inside: &str, expected: &str) {
    let written = write(&drawing(inside), &WriteOptions::default());
    let body = written.strip_prefix(HEAD).and_then(|rest| rest.strip_suffix("</svg>"));
    assert_eq!(body, Some(expected), "{written}");
}

/// The warnings for a whole file.
#[track_caller]
fn warnings(file: &str) -> Vec<String> {
    read(file.as_bytes(), &Limits::default()).unwrap().warnings
}

#[test]
fn basic_shapes_stay_what_they_are() {
    for shape in [
        r#"<rect x="1" y="2" width="3" height="4"/>"#,
        r#"<rect x="1" y="2" width="30" height="40" rx="5"/>"#,
        r#"<circle cx="5" cy="6" r="7"/>"#,
        r#"<ellipse cx="5" cy="6" rx="7" ry="8"/>"#,
        r##"<line x1="1" y1="2" x2="3" y2="4" stroke="#000"/>"##,
    ] {
        check(shape, shape);
    }
    let path = drawing(r#"<rect width="9" height="9" rx="4" ry="2"/>"#);
    assert!(matches!(path.shapes().next().map(|shape| &shape.outline), Some(Outline::Path(_))));
    check(r#"<polygon points="0 0 9 0 9 9"/>"#, r#"<path d="M0 0h9v9z"/>"#);
    check(r#"<rect width="50%" height="50" rx="900"/>"#, r#"<rect width="50" height="50" rx="25"/>"#);
    check(r#"<rect width="25.4mm" height="1in"/>"#, r#"<rect width="96" height="96"/>"#);
}

#[test]
fn what_shows_nothing_is_left_out() {
    check(
        r##"<rect/><circle r="-1"/><ellipse rx="2" ry="0"/><path/><path d="M1 1"/><polyline points="1 1"/>
        <g display="none"><rect width="9" height="9"/></g><rect visibility="hidden" width="9" height="9"/><use href="#x"/>"##,
        "",
    );
}

#[test]
fn properties_arrive_at_the_shapes() {
    check(
        r#"<g fill="red" stroke="blue" stroke-width="2"><g fill="inherit"><circle r="1"/></g><circle r="2" fill="none"/></g>"#,
        r##"<g><g><circle r="1" fill="#f00" stroke="#00f" stroke-width="2"/></g><circle r="2" fill="none" stroke="#00f" stroke-width="2"/></g>"##,
    );
    check(
        r#"<g color="teal"><circle r="1" fill="currentColor"/></g><circle r="1" fill="currentColor"/>"#,
        r##"<g><circle r="1" fill="#008080"/></g><circle r="1" fill="currentColor"/>"##,
    );
    check(
        r#"<circle r="1" opacity=".5" fill-opacity="40%" fill="hsl(120,100%,50%)"/>"#,
        r##"<circle opacity=".5" r="1" fill="#0f0" fill-opacity=".4"/>"##,
    );
}

#[test]
fn strokes_keep_every_detail() {
    check(
        r#"<path d="M0 0h9" fill="none" stroke="black" stroke-linecap="round" stroke-linejoin="bevel" stroke-miterlimit="9"
        stroke-dasharray="1,2 3" stroke-dashoffset="4" stroke-opacity=".5" stroke-width="1.5px"/>"#,
        r##"<path d="M0 0h9" fill="none" stroke="#000" stroke-opacity=".5" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="bevel" stroke-dasharray="1 2 3" stroke-dashoffset="4"/>"##,
    );
    check(r#"<circle r="1" stroke="red" stroke-width="0"/>"#, r#"<circle r="1"/>"#);
    check(r#"<circle r="1" stroke="red" stroke-dasharray="-1 2"/>"#, r##"<circle r="1" stroke="#f00"/>"##);
}

#[test]
fn gradients_come_to_the_space_of_their_shape() {
    let gradient = |inside: &str| match drawing(inside).shapes().next().and_then(|shape| shape.fill.clone()) {
        Some(Paint::Gradient(gradient)) => gradient,
        other => panic!("{other:?}"),
    };
    let stops = r#"<stop offset="20%" stop-color="red"/><stop offset=".1" stop-opacity=".5"/>"#;
    let boxed = gradient(&format!(
        r##"<linearGradient id="b" href="#a" x2=".5"/><linearGradient id="a" x1="9" spreadMethod="repeat">{stops}</linearGradient>
        <rect x="10" y="20" width="30" height="40" fill="url(#b)" fill-opacity=".5"/>"##
    ));
    assert_eq!(boxed.transform, Affine::new([30.0, 0.0, 0.0, 40.0, 10.0, 20.0]));
    let GradientShape::Linear { start, end } = boxed.shape else { panic!("{boxed:?}") };
    assert_eq!((start.x, end.x, end.y), (9.0, 0.5, 0.0));
    let read: Vec<(f64, u8, u8)> = boxed.stops.iter().map(|s| (s.offset.get(), s.color.r, s.color.a)).collect();
    assert_eq!(read, [(0.2, 255, 128), (0.2, 0, 64)]);
    let radial = gradient(&format!(
        r#"<radialGradient id="a" gradientUnits="userSpaceOnUse" cx="10%" r="5" fx="11" gradientTransform="scale(2)">{stops}</radialGradient>
        <circle r="9" fill="url(#a)"/>"#
    ));
    let GradientShape::Radial { center, radius, focus } = radial.shape else { panic!("{radial:?}") };
    assert_eq!((center.x, center.y, radius, focus.x, focus.y), (10.0, 50.0, 5.0, 11.0, 50.0));
    assert_eq!(radial.transform, Affine::scale(2.0));
}

#[test]
fn degenerate_paints_become_plain() {
    for (paint, expected) in [
        (r#"<linearGradient id="a"/>"#, r#" fill="none""#),
        (r#"<linearGradient id="a"><stop stop-color="red"/></linearGradient>"#, r##" fill="#f00""##),
        (r#"<linearGradient id="a" x2="0"><stop/><stop stop-color="red"/></linearGradient>"#, r##" fill="#f00""##),
        (r#"<radialGradient id="a" r="0"><stop/><stop stop-color="red"/></radialGradient>"#, r##" fill="#f00""##),
        ("", r#" fill="none""#),
    ] {
        check(
            &format!(r#"{paint}<circle r="1" fill="url(#a)" stroke="red"/>"#),
            &format!(r##"<circle r="1"{expected} stroke="#f00"/>"##),
        );
    }
    check(r#"<circle r="1" fill="url(#none) red"/>"#, r##"<circle r="1" fill="#f00"/>"##);
    check(
        r#"<linearGradient id="a"><stop/><stop/></linearGradient><path d="M0 0h9" stroke="url(#a)"/>"#,
        r#"<path d="M0 0h9"/>"#,
    );
}

#[test]
fn use_and_symbols_become_groups_or_what_is_in_them() {
    check(
        r##"<defs><circle id="a" r="1"/></defs><use href="#a" x="3" y="4" fill="red"/>"##,
        r##"<circle transform="translate(3 4)" r="1" fill="#f00"/>"##,
    );
    check(
        r##"<g id="a"><circle id="b" r="1"/></g><use id="c" href="#a" opacity=".5" transform="scale(2)"/>"##,
        r#"<g id="a"><circle id="b" r="1"/></g><g id="c" transform="scale(2)" opacity=".5"><g><circle r="1"/></g></g>"#,
    );
    check(
        r##"<symbol id="s" viewBox="0 0 10 10"><circle cx="5" cy="5" r="2"/></symbol><use href="#s" x="10" width="20" height="40"/>"##,
        r#"<g transform="matrix(2 0 0 2 10 10)"><circle cx="5" cy="5" r="2"/></g>"#,
    );
    check(
        r#"<svg x="10" y="10" width="20" height="20"><circle r="50%"/></svg>"#,
        concat!(
            r#"<defs><clipPath id="viewport-1"><rect height="20" width="20" x="0" y="0"/></clipPath></defs>"#,
            r#"<g transform="translate(10 10)" clip-path="url(#viewport-1)"><circle r="10"/></g>"#
        ),
    );
    check(r#"<switch><g systemLanguage="de"/><circle r="1"/><circle r="2"/></switch>"#, r#"<g><circle r="1"/></g>"#);
}

#[test]
fn names_and_titles_are_kept() {
    let named = drawing(
        r#"<title> A  picture </title><desc>of things</desc><g id="1 x" data-name="Layer"/><g aria-label="b"/><g><title>c</title></g>"#,
    );
    assert_eq!((named.title.as_deref(), named.description.as_deref()), (Some("A picture"), Some("of things")));
    let labels: Vec<_> = named.items.iter().map(|item| item.label.clone().unwrap()).collect();
    assert_eq!(labels, ["Layer", "b", "c"]);
    assert_eq!(named.items[0].id.as_ref().unwrap().as_str(), "_1_x");
}

#[test]
fn simple_text_becomes_words() {
    let text = r#"<text x="5" y="6" font-family="'Noto Sans', serif" font-size="8" font-weight="bold" text-anchor="middle">Hello  you</text>"#;
    let Body::Words(words) = &drawing(text).items[0].body else { panic!() };
    assert_eq!((words.text.as_str(), words.at.x, words.size, words.weight), ("Hello you", 5.0, 8.0, 700));
    assert_eq!(words.families, ["Noto Sans", "serif"]);
    let span = drawing(r#"<g font-size="10"><text><tspan x="1" y="2" font-size="150%">a</tspan></text></g>"#);
    let Body::Group(items) = &span.items[0].body else { panic!() };
    let Body::Words(words) = &items[0].body else { panic!() };
    assert_eq!((words.size, words.at.y), (15.0, 2.0));
}

#[test]
fn what_only_svg_can_say_is_carried_with_its_definitions() {
    for (inside, kept) in [
        (r#"<text x="1 2">ab</text>"#, r#"<text x="1 2">ab</text>"#),
        (
            r#"<g fill="red"><text><tspan dx="1">a</tspan>b</text></g>"#,
            r#"<g><text fill="red"><tspan dx="1">a</tspan>b</text></g>"#,
        ),
        (
            r#"<g style="mix-blend-mode:multiply"><circle r="1"/></g>"#,
            r#"<g style="mix-blend-mode:multiply"><circle r="1"/></g>"#,
        ),
        (
            r#"<g stroke="red"><circle r="1" vector-effect="non-scaling-stroke"/></g>"#,
            r#"<g><circle r="1" stroke="red" vector-effect="non-scaling-stroke"/></g>"#,
        ),
        (
            r#"<pattern id="p" width="2" height="2"><circle r="1" fill="url(#g)"/></pattern><linearGradient id="g"/><rect width="9" height="9" fill="url(#p)"/>"#,
            r#"<defs><pattern height="2" id="p" width="2"><circle r="1" fill="url(#g)"/></pattern><linearGradient id="g"/></defs><rect fill="url(#p)" height="9" width="9"/>"#,
        ),
        (
            r#"<marker id="m"><path d="M0 0h1"/></marker><g marker-end="url(#m)"><path d="M0 0h9"/><circle r="1"/></g>"#,
            r#"<defs><marker id="m"><path d="M0 0h1"/></marker></defs><g><path d="M0 0h9" marker-end="url(#m)"/><circle r="1"/></g>"#,
        ),
        (
            r#"<g fill="red"><mask id="m"><circle r="5"/></mask></g><circle r="9" mask="url(#m)"/>"#,
            r#"<defs><mask fill="red" id="m"><circle r="5"/></mask></defs><g></g><circle mask="url(#m)" r="9"/>"#,
        ),
    ] {
        check(inside, kept);
    }
}

#[test]
fn a_shape_that_a_definition_needs_gives_its_id_away() {
    check(
        r##"<circle id="a" r="1"/><clipPath id="c"><use href="#a"/></clipPath><rect width="9" height="9" clip-path="url(#c)"/>"##,
        concat!(
            r##"<defs><clipPath id="c"><use href="#a"/></clipPath><circle id="a" r="1"/></defs>"##,
            r#"<circle r="1"/><rect clip-path="url(#c)" width="9" height="9"/>"#
        ),
    );
}

#[test]
fn pages_without_a_view_box_get_one() {
    let page = |attributes: &str| {
        let file = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {attributes}/>");
        let drawing = read(file.as_bytes(), &Limits::default()).unwrap().value;
        (drawing.view_box.width(), drawing.view_box.height(), drawing.size)
    };
    assert_eq!(page("width='20' height='10mm'"), (20.0, (10.0 * (96.0 / 25.4)), Some((20.0, (10.0 * (96.0 / 25.4))))));
    assert_eq!(page("viewBox='1 2 30 40' width='100%'"), (30.0, 40.0, None));
    assert_eq!(page("viewBox='0 0 30 60' width='10'"), (30.0, 60.0, Some((10.0, 20.0))));
    assert_eq!(page("viewBox='0 0 0 9'"), (300.0, 150.0, None));
    assert_eq!(
        page("viewBox='0 0 10 10' width='40' height='20' preserveAspectRatio='none'"),
        (40.0, 20.0, Some((40.0, 20.0)))
    );
}

#[test]
fn everything_lost_is_said_once_with_its_count() {
    assert_eq!(
        warnings("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><rect width='1' height='1'/></svg>"),
        [""; 0]
    );
    assert_eq!(
        warnings(
            "<svg><script/><script/><g onload='x' onclick='y'/><use href='#x'/><use href='//x'/><image/><g display='none'/></svg>"
        ),
        [
            "added the missing SVG namespace",
            "dropped <script>, which is not kept (2 times)",
            "dropped the attribute onload, which is not kept",
            "dropped the attribute onclick, which is not kept",
            "dropped an external reference in href",
            "assumed a size of 300 × 150 pixels, the picture says none",
            "left out a <use> of something that is not there (2 times)",
            "kept <image> as it is, it cannot be edited",
            "left out a hidden element",
        ]
    );
}

#[test]
fn transforms_of_every_kind_are_read() {
    check(
        r#"<circle transform="translate(1,2) rotate(90) scale(2)" r="1"/><g transform="skewX(45)"/><circle transform="matrix(1 2" r="1"/>"#,
        r#"<circle transform="matrix(0 2-2 0 1 2)" r="1"/><g transform="matrix(1 0 1 1 0 0)"></g><circle r="1"/>"#,
    );
}

#[test]
fn style_sheets_reach_the_drawing() {
    check(
        r#"<style>@media screen{.a{fill:red}} g ~ circle{stroke:blue} #b{fill:lime!important} [r="4"]{fill:gray} :root{stroke-width:3}
        @media print{*{display:none}} circle:hover{fill:none} x,.d{fill:navy} .e{fill:nonsense(1)}</style>
        <g/><circle class="a" r="1"/><circle id="b" style="fill:red" r="2"/><circle class="d" r="3"/><circle r="4"/><circle class="e" r="5"/>"#,
        r##"<g></g><circle r="1" fill="#f00" stroke="#00f" stroke-width="3"/><circle id="b" r="2" fill="#0f0" stroke="#00f" stroke-width="3"/><circle r="3" fill="#000080" stroke="#00f" stroke-width="3"/><circle r="4" fill="#808080" stroke="#00f" stroke-width="3"/><circle r="5" stroke="#00f" stroke-width="3"/>"##,
    );
    check(
        r#"<style>text{font:italic 700 12px/1.5 "A B", serif}</style><text>x</text>"#,
        r#"<text font-family="'A B',serif" font-size="12" font-weight="700" font-style="italic">x</text>"#,
    );
}
