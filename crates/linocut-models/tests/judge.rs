//! What counts as tidy.
#![cfg(test)]

use linocut_core::Unit;
use linocut_models::judge::{Check, Tidiness, rank, tidiness};
use linocut_svg::{Limits, read};

const LINE: &str =
    r#"fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round""#;

fn judged(group: &str, shapes: &str) -> Tidiness {
    let svg = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g {group}>{shapes}</g></svg>"#);
    tidiness(&read(svg.as_bytes(), &Limits::default()).unwrap().value)
}

/// Judges line work: nothing wrong, or this above all.
#[track_caller]
fn check(shapes: &str, worst: Option<Check>) {
    let flaws = judged(LINE, shapes).flaws();
    assert_eq!(flaws.first().map(|f| f.check), worst, "{flaws:?}");
}

#[test]
fn a_clean_icon_has_no_flaw() {
    check(r#"<path d="M3 11 12 3 21 11V21H3Z"/><path d="M9 21V14H15V21"/>"#, None);
    check(r#"<circle cx="11" cy="11" r="8"/><path d="M21 21 16.7 16.7"/>"#, None);
}

#[test]
fn ink_outside_the_canvas_is_seen() {
    check(r#"<circle cx="12" cy="12" r="14"/><path d="M8 8V16H12"/>"#, Some(Check::OffCanvas));
}

#[test]
fn a_shape_drawn_twice_is_hidden() {
    check(r#"<path d="M4 4H20V20H4Z"/><path d="M4 4H20V20H4Z"/>"#, Some(Check::HiddenShapes));
}

#[test]
fn lines_melting_together_are_seen() {
    check(r#"<path d="M4 4H20V20"/><path d="M4 4.75H20"/><path d="M4 20H20"/>"#, Some(Check::DoubledLines));
}

#[test]
fn an_outline_that_crosses_itself_is_seen() {
    check(r#"<path d="M4 4 20 20V8L4 14 12 20 20 4Z"/>"#, Some(Check::SelfCrossings));
}

#[test]
fn a_tiny_drawing_is_seen() {
    check(r#"<path d="M11 11H13V13H11Z"/><path d="M12 11V13"/>"#, Some(Check::TooSmall));
}

#[test]
fn a_drawing_in_a_corner_is_seen() {
    check(r#"<path d="M2 2H14V14H2Z"/><path d="M2 8H14"/>"#, Some(Check::OffCenter));
}

#[test]
fn an_almost_level_line_is_seen() {
    check(r#"<path d="M4 12 20 12.125"/><path d="M4 18H20"/><path d="M4 6H20"/>"#, Some(Check::Slants));
}

#[test]
fn a_pinhole_between_lines_is_seen() {
    check(r#"<path d="M4 4H20V20H4Z"/><circle cx="12" cy="12" r="1.35"/>"#, Some(Check::Pinholes));
}

#[test]
fn specks_and_slivers_are_seen() {
    let solid = judged(r#"fill="currentColor""#, r#"<path d="M4 4H18V20H4Z"/><path d="M20 4H20.125V20H20Z"/>"#);
    assert_eq!(solid.flaws()[0].check, Check::Specks);
}

#[test]
fn white_on_the_page_is_hidden() {
    let white = judged(r##"fill="#fff""##, r#"<path d="M4 4H20V20H4Z"/>"#);
    assert_eq!(white.flaws()[0].check, Check::HiddenShapes);
}

#[test]
fn white_on_a_dark_disc_shows() {
    let shapes = r##"<circle cx="12" cy="12" r="10" fill="#135"/><path d="M8 8H16V16H8Z" fill="#fff"/>"##;
    assert!(judged("", shapes).flaws().is_empty());
}

#[test]
fn an_empty_drawing_is_worth_nothing() {
    assert_eq!(judged(LINE, "").value, Unit::ZERO);
}

#[test]
fn a_drawing_of_thousands_of_lines_is_turned_down_at_once() {
    let path = "L3 4L9 8".repeat(100_000);
    check(&format!(r#"<path d="M0 0{path}"/>"#), Some(Check::TooManyNodes));
}

#[test]
fn any_canvas_is_measured_on_the_same_grid() {
    let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="-50 -50 100 100"><circle r="40"/><path d="M-45-45h4v4z"/></svg>"#;
    let large = tidiness(&read(svg.as_bytes(), &Limits::default()).unwrap().value);
    assert!(large.flaws().is_empty(), "{large:?}");
}

#[test]
fn beyond_real_icons_only_tidiness_counts() {
    let clean = judged(LINE, r#"<path d="M3 11 12 3 21 11V21H3Z"/>"#);
    let messy = judged(LINE, r#"<path d="M4 4 20 20V8L4 14 12 20 20 4Z"/>"#);
    assert!(rank(0.48, &clean) > rank(0.60, &messy));
    assert!(rank(0.48, &clean) >= rank(0.60, &clean));
    assert!(rank(0.40, &clean) > rank(0.30, &clean));
}
