use super::{RegularizeOptions, regularize};
use linocut_core::kurbo::{ParamCurve as _, Point};
use linocut_core::{Drawing, Outline};
use linocut_svg::{Limits, WriteOptions, read, write};

fn drawing(inner: &str) -> Drawing {
    let text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\"><g fill=\"none\" stroke=\"#000\" stroke-width=\"2\">{inner}</g></svg>"
    );
    read(text.as_bytes(), &Limits::default()).unwrap().value
}

#[track_caller]
fn check(before: &str, after: &str) {
    let found = regularize(&drawing(before), &RegularizeOptions { grid: 0.5, stroke_width: None });
    let options = WriteOptions::default();
    assert_eq!(write(&found, &options), write(&drawing(after), &options));
}

#[test]
fn nearly_level_and_upright_lines_become_so() {
    check("<path d=\"M4 4.125L20.1 4L20 19.9L4.1 20Z\"/>", "<path d=\"M4 4H20V20H4Z\"/>");
}

#[test]
fn ends_that_almost_meet_are_joined() {
    check("<path d=\"M4 4H20V20H4V4.2\"/>", "<path d=\"M4 4H20V20H4Z\"/>");
    check(
        "<path d=\"M4 12H12\"/><path d=\"M12.1 12.1L20 20\"/>",
        "<line x1=\"4\" y1=\"12\" x2=\"12\" y2=\"12\"/><line x1=\"12\" y1=\"12\" x2=\"20\" y2=\"20\"/>",
    );
}

#[test]
fn radii_and_centers_go_to_the_grid() {
    check(
        "<circle cx=\"6.1\" cy=\"12.05\" r=\"2.95\"/><circle cx=\"17.9\" cy=\"12\" r=\"3.1\"/>",
        "<circle cx=\"6\" cy=\"12\" r=\"3\"/><circle cx=\"18\" cy=\"12\" r=\"3\"/>",
    );
}

#[test]
fn what_is_regular_stays() {
    for inner in [
        "<path d=\"M4 11L12 3L20 11V21H4Z\"/>",
        "<path d=\"M4 20A8 8 0 0 1 20 20\"/>",
        "<rect x=\"3\" y=\"5\" width=\"18\" height=\"14\" rx=\"2\"/><line x1=\"3\" y1=\"10\" x2=\"21\" y2=\"10\"/>",
        "<path d=\"M12 3C7 3 4 7 4 12C4 17 8 21 12 21C16 21 20 17 20 12C20 7 17 3 12 3Z\"/>",
    ] {
        check(inner, inner);
    }
}

#[test]
fn near_mirror_images_become_exact() {
    let found = regularize(
        &drawing("<path d=\"M4 4L12 12.3L20.2 4\"/>"),
        &RegularizeOptions { grid: 0.125, stroke_width: None },
    );
    let Some(Outline::Path(path)) = found.shapes().next().map(|shape| shape.outline.clone()) else { panic!() };
    let points: Vec<Point> = path.segments().flat_map(|s| [s.start(), s.end()]).collect();
    let (first, last) = (points[0], points[points.len() - 1]);
    assert!(
        (first.y - last.y).abs() < 1e-9 && (points[1].x - f64::midpoint(first.x, last.x)).abs() < 1e-9,
        "{points:?}"
    );
}

#[test]
fn tiny_things_do_not_vanish_on_a_coarse_grid() {
    let found = regularize(
        &drawing("<path d=\"M12 12V12.125\"/><circle cx=\"5\" cy=\"5\" r=\"0.2\"/>"),
        &RegularizeOptions { grid: 2.0, stroke_width: None },
    );
    assert_eq!(found.shapes().count(), 2);
    assert!(found.shapes().all(|shape| shape.outline.bounds().size().max_side() > 0.1));
}

#[test]
fn an_arc_over_a_short_chord_stays_where_it_is() {
    let ring = drawing("<path d=\"M12.1 4A8 8 0 1 1 11.6 4.05\"/>");
    let found = regularize(&ring, &RegularizeOptions { grid: 0.5, stroke_width: None });
    let (before, after) = (crate::place::ink_box(&ring.items).unwrap(), crate::place::ink_box(&found.items).unwrap());
    assert!((before.x0 - after.x0).abs() < 1.0 && (before.y1 - after.y1).abs() < 1.0, "{before:?} {after:?}");
}
