//! Tidying: what becomes of each thing, as the text it is written as.
#![cfg(test)]

use linocut_core::Opaque;
use linocut_svg::{KeepIds, Limits, Precision, TidyOptions, WriteOptions, read, tidy, write};

fn tidied(body: &str, options: &TidyOptions) -> String {
    let text = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">{body}</svg>");
    let drawing = read(text.as_bytes(), &Limits::default()).unwrap().value;
    let precision = Precision::fitting(drawing.view_box);
    let out = write(&tidy(&drawing, options), &WriteOptions { precision, ..WriteOptions::default() });
    let inside = out.strip_prefix(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">"#);
    inside.and_then(|rest| rest.strip_suffix("</svg>")).unwrap_or(&out).to_owned()
}

#[track_caller]
fn check(body: &str, expected: &str) {
    assert_eq!(tidied(body, &TidyOptions::default()), expected);
}

#[test]
fn drops_what_is_not_painted() {
    check("<path d='M0 0h9v9z' fill='none'/>", "");
    check("<path d='M0 0h9v9z' opacity='0'/>", "");
    check("<path d='M0 0h9v9z' fill='#fff' fill-opacity='0'/>", "");
    check("<path d='M0 0h9'/><circle r='0'/><rect width='9' height='0' stroke='#000'/>", "");
    check("<circle cx='-9' cy='5' r='8'/><circle cx='50' cy='120' r='20'/>", "");
    check("<g><g></g></g>", "");
}

#[test]
fn keeps_what_reaches_into_the_view() {
    check(
        "<circle cx='-9' cy='5' r='8' stroke='#f00' stroke-width='4'/>",
        "<circle cx=\"-9\" cy=\"5\" r=\"8\" stroke=\"#f00\" stroke-width=\"4\"/>",
    );
    check(
        "<path d='M50 50z' stroke='#f00' stroke-linecap='round' fill='none'/>",
        "<path d=\"M50 50h0z\" fill=\"none\" stroke=\"#f00\" stroke-linecap=\"round\"/>",
    );
}

#[test]
fn opens_groups_of_one_and_keeps_the_others() {
    check(
        "<g opacity='.5'><g transform='translate(1 2)'><circle r='3'/></g></g>",
        "<circle opacity=\".5\" cx=\"1\" cy=\"2\" r=\"3\"/>",
    );
    check(
        "<g><circle r='3'/><circle r='2' fill='#f00'/></g>",
        "<g><circle r=\"3\"/><circle r=\"2\" fill=\"#f00\"/></g>",
    );
}

#[test]
fn transforms_go_into_coordinates_unless_that_is_longer() {
    check("<g transform='scale(10)'><path d='M1 1h2v3z'/></g>", "<path d=\"M10 10h20v30z\"/>");
    let group = "<g transform=\"scale(.123)\"><path d=\"M101 103h205v307l99 99 99-99-311 17z\"/></g>";
    check(group, "<path transform=\"scale(.123)\" d=\"M101 103h205v307l99 99 99-99-311 17z\"/>");
}

#[test]
fn removes_segments_that_say_nothing() {
    check("<path d='M0 0L5 0L10 0L10 0L10 5C10 6 10 8 10 9L0 0z'/>", "<path d=\"M0 0h10v9z\"/>");
}

#[test]
fn recognizes_primitives_and_leaves_near_misses() {
    check("<path d='M1 2h10v20H1z'/>", "<rect x=\"1\" y=\"2\" width=\"10\" height=\"20\"/>");
    check("<path d='M30 20a10 10 0 0 1-20 0a10 10 0 0 1 20 0z'/>", "<circle cx=\"20\" cy=\"20\" r=\"10\"/>");
    check(
        "<path d='M20 10h20a4 4 0 0 1 4 4v9a4 4 0 0 1-4 4h-20a4 4 0 0 1-4-4v-9a4 4 0 0 1 4-4z'/>",
        "<rect x=\"16\" y=\"10\" width=\"28\" height=\"17\" rx=\"4\"/>",
    );
    check("<path d='M1 2L5 9' stroke='#000'/>", "<line x1=\"1\" y1=\"2\" x2=\"5\" y2=\"9\" stroke=\"#000\"/>");
    check("<path d='M1 2h10v20.1L1 22z'/>", "<path d=\"M1 2h10v20.1L1 22z\"/>");
    check("<path d='M1 2h10v20H1' stroke='#000'/>", "<path d=\"M1 2h10v20H1\" stroke=\"#000\"/>");
}

#[test]
fn merges_neighbors_that_lie_apart() {
    check("<path d='M0 0h9l-5 5z'/><path d='M20 0h9l-5 5z'/>", "<path d=\"M0 0h9L4 5zm20 0h9l-5 5z\"/>");
    let touching = "<path d=\"M0 0h9L4 5z\"/><path d=\"M9 0h9l-5 5z\"/>";
    check(touching, touching);
    let other = "<path d=\"M0 0h9L4 5z\"/><path d=\"M20 0h9l-5 5z\" fill=\"#f00\"/>";
    check(other, other);
}

#[test]
fn gradients_of_one_color_become_that_color_and_unused_ones_go() {
    let gradients = "<defs><linearGradient id='a'><stop stop-color='#f00'/><stop offset='1' stop-color='#f00'/></linearGradient>\
        <linearGradient id='b'><stop/><stop offset='1' stop-color='#fff'/></linearGradient></defs>";
    check(
        &format!("{gradients}<circle cx='9' cy='9' r='5' fill='url(#a)'/>"),
        "<circle cx=\"9\" cy=\"9\" r=\"5\" fill=\"#f00\"/>",
    );
}

#[test]
fn ids_stay_only_when_asked() {
    let body = "<circle id=\"sun\" r=\"5\"/>";
    check(body, "<circle r=\"5\"/>");
    assert_eq!(tidied(body, &TidyOptions { keep_ids: KeepIds::All, ..TidyOptions::default() }), body);
}

#[test]
fn definitions_that_nothing_refers_to_go() {
    use linocut_core::kurbo::{Circle, Rect};
    use linocut_core::{Drawing, Id, Item, Outline, Paint, Rgba, Shape};
    let clip = |id: &str, inside: &str| Opaque { markup: format!("<clipPath id=\"{id}\">{inside}</clipPath>") };
    let disc = Shape::filled(Outline::Circle(Circle::new((5.0, 5.0), 4.0)), Paint::Solid(Rgba::BLACK));
    let item = Item { clip: Id::new("a"), ..Item::shape(disc) };
    let defs = vec![clip("a", "<use href=\"#b\"/>"), clip("b", ""), clip("c", "<use href=\"#a\"/>")];
    let drawing = Drawing { defs, ..Drawing::new(Rect::new(0.0, 0.0, 9.0, 9.0), vec![item]) };
    let kept = tidy(&drawing, &TidyOptions::default()).defs;
    assert_eq!(kept, drawing.defs[..2]);
}
