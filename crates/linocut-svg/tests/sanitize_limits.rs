//! Files that cost too much are refused, each with the limit that it broke; those just below pass.
#![cfg(test)]

use flate2::Compression;
use flate2::write::GzEncoder;
use linocut_core::Kind;
use linocut_svg::{Limits, read, sanitize};
use std::io::Write;

fn file(inside: &str) -> Vec<u8> {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">{inside}</svg>").into_bytes()
}

/// One piece after the other.
fn many(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect::<Vec<_>>().concat()
}

#[track_caller]
fn check(bytes: &[u8], limits: &Limits, broken: Option<&str>) {
    for error in [sanitize(bytes, limits).err(), read(bytes, limits).err()] {
        match (error, broken) {
            (None, None) => {}
            (Some(error), Some(limit)) => {
                assert_eq!(error.kind(), Kind::Limit, "{error}");
                assert!(error.hint().unwrap().contains(&format!("`{limit}`")), "{:?}", error.hint());
            }
            (error, broken) => panic!("{error:?} {broken:?}"),
        }
    }
}

/// Limits a hundred times below the usual ones, which makes the tests fast.
fn small() -> Limits {
    Limits { elements: 2_000, segments: 20_000, expansion: 20_000, selectors: 200_000, ..Limits::default() }
}

#[track_caller]
fn check_inside(inside: &str, broken: Option<&str>) {
    check(&file(inside), &small(), broken);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn bytes_are_counted_before_and_after_inflating() {
    let small = Limits { bytes: 1000, inflated: 2000, ..Limits::default() };
    check(&file(&"<g/>".repeat(200)), &small, None);
    check(&file(&"<g/>".repeat(250)), &small, Some("bytes"));
    check(&gzip(&file(&"<g/>".repeat(400))), &small, None);
    check(&gzip(&file(&" ".repeat(2000))), &small, Some("inflated"));
    check(&gzip(&file(&" ".repeat(30 << 20))), &Limits::default(), Some("inflated"));
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| format!("{}{}", "<g>".repeat(depth), "</g>".repeat(depth));
    check_inside(&nested(255), None);
    check_inside(&nested(256), Some("depth"));
    check_inside(&nested(100_000), Some("depth"));
    check_inside(&"<g>".repeat(100_000), Some("depth"));
    check_inside(&format!("<metadata>{}</metadata>", nested(100_000)), Some("depth"));
    check_inside(&format!("<text>{}</text>", nested(100_000).replace('g', "tspan")), Some("depth"));
}

#[test]
fn references_are_as_deep_as_elements() {
    let chain = |length: usize| {
        let links = many(length, |i| format!("<g id=\"a{i}\"><use href=\"#a{}\"/></g>", i + 1));
        format!("<defs>{links}</defs><use href=\"#a0\"/>")
    };
    check_inside(&chain(120), None);
    check_inside(&chain(140), Some("depth"));
    check_inside(&chain(900), Some("depth"));
    let gradients = many(1_900, |i| format!("<linearGradient id=\"a{i}\" href=\"#a{}\"/>", i + 1));
    check_inside(&format!("{gradients}<rect fill=\"url(#a0)\"/>"), Some("depth"));
}

#[test]
fn elements_attributes_and_segments_are_counted() {
    check_inside(&"<g/>".repeat(1_999), None);
    check_inside(&"<g/>".repeat(2_000), Some("elements"));
    let attributes = |count: usize| many(count, |i| format!(" a{i}=\"\""));
    check_inside(&format!("<g{}/>", attributes(256)), None);
    check_inside(&format!("<g{}/>", attributes(257)), Some("attributes"));
    check_inside(&format!("<path d=\"M0 0{}\"/>", "h1".repeat(19_000)), None);
    check_inside(&format!("<path d=\"M0 0{}\"/>", "h1".repeat(20_000)), Some("segments"));
    check_inside(&format!("<path d=\"M0 0{}\"/>", "a9 9 0 0 1 1 1".repeat(2_600)), Some("segments"));
    check_inside(&format!("<polygon points=\"{}\"/>", "1 1 ".repeat(21_000)), Some("segments"));
}

#[test]
fn expansion_is_computed_before_anything_expands() {
    let levels = many(20, |i| format!("<g id=\"a{}\">{}</g>", i + 1, format!("<use href=\"#a{i}\"/>").repeat(10)));
    check_inside(&format!("<circle id=\"a0\" r=\"1\"/>{levels}"), Some("expansion"));
    let fine = "<circle id=\"a\" r=\"1\"/><g id=\"b\">".to_owned() + &"<use href=\"#a\"/>".repeat(100) + "</g>";
    check_inside(&format!("{fine}{}", "<use href=\"#b\"/>".repeat(20)), None);
    for (resource, user) in [
        ("<pattern id=\"p\">@</pattern>", "<rect fill=\"url(#p)\"/>"),
        ("<mask id=\"p\">@</mask>", "<rect mask=\"url(#p)\"/>"),
        ("<clipPath id=\"p\">@</clipPath>", "<g clip-path=\"url(#p)\"/>"),
        ("<marker id=\"p\">@</marker>", "<g marker-start=\"url(#p)\"><path d=\"M0 0h1\"/></g>"),
        ("<symbol id=\"p\">@</symbol>", "<use href=\"#p\"/>"),
        ("<filter id=\"p\"><feFlood/></filter><g>@</g>", "<g filter=\"url(#p)\"/>"),
    ] {
        let resource = resource.replace('@', &"<path d=\"M0 0h1\"/>".repeat(50));
        check_inside(&format!("{resource}{}", user.repeat(10)), None);
        check_inside(&format!("{resource}{}", user.repeat(400)), Some("expansion"));
    }
    // A marker is shown at every corner.
    let marker = format!("<marker id=\"m\">{}</marker>", "<g/>".repeat(100));
    check_inside(&format!("{marker}<path marker-mid=\"url(#m)\" d=\"M0 0{}\"/>", "h1".repeat(250)), Some("expansion"));
}

#[test]
fn characters_of_texts_are_counted() {
    let texts = |count: usize, length: usize| format!("<text>{}</text>", "a".repeat(length)).repeat(count);
    check_inside(&texts(190, 100), None);
    check_inside(&texts(210, 100), Some("expansion"));
    check_inside(&texts(1, 3_900), None);
    check_inside(&texts(1, 5_000), Some("expansion"));
    check_inside(&format!("<title>{}</title>", "a".repeat(30_000)), None);
}

#[test]
fn expanded_segments_are_counted() {
    let path = format!("<path id=\"p\" d=\"M0 0{}\"/>", "h1".repeat(1_000));
    check_inside(&format!("{path}{}", "<use href=\"#p\"/>".repeat(15)), None);
    check_inside(&format!("{path}{}", "<use href=\"#p\"/>".repeat(25)), Some("segments"));
}

#[test]
fn filters_are_bounded() {
    let filter = |count: usize| format!("<filter id=\"f\">{}</filter>", "<feOffset dx=\"1\"/>".repeat(count));
    check_inside(&filter(64), None);
    check_inside(&filter(65), Some("primitives"));
}

#[test]
fn style_sheets_cannot_blow_up() {
    let rules = many(1_000, |i| format!("g g g[id*=\"a{i}\"]{{fill:red}}"));
    check_inside(&format!("<style>{rules}</style>{}", "<g id=\"x\"/>".repeat(1_000)), Some("selectors"));
    let after = "<style>rect~g~g~g~path{fill:red}</style>".to_owned() + &"<g/>".repeat(900) + &"<path/>".repeat(900);
    check_inside(&after, Some("selectors"));
    let long = format!("*{{font-family:{}}}", "abcdefgh,".repeat(500));
    check_inside(&format!("<style>{long}</style>{}", "<g/>".repeat(1_000)), Some("twice the input"));
    check_inside(&format!("<style>{}</style>", "a,".repeat(2_500) + "b{fill:red}"), Some("elements"));
    check_inside(&format!("<style>{}</style>", "@media{".repeat(10_000)), None);
    check_inside(&format!("<g style=\"{}\"/>", "fill:red;".repeat(10_000)), None);
}

#[test]
fn embedded_pictures_are_measured_by_their_header() {
    // A PNG header of 60,000 × 60,000 pixels.
    let bomb = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA6mAAAOpgCAYAAAAAAAAAAAAAAA==";
    check_inside(&format!("<image href=\"{bomb}\"/>"), Some("image_pixels"));
}

#[test]
fn inherited_properties_of_what_is_carried_are_bounded() {
    let family = "a".repeat(4000);
    let texts = "<text>a<tspan dx=\"1\">b</tspan></text>".repeat(1000);
    let bytes = file(&format!("<g font-family=\"{family}\">{texts}</g>"));
    assert!(sanitize(&bytes, &Limits::default()).is_ok());
    assert_eq!(read(&bytes, &Limits::default()).unwrap_err().kind(), Kind::Limit);
}
