//! When a drawing repeats another one.
#![cfg(test)]

use linocut_models::judge::{Geometry, Repeat};
use linocut_svg::{Limits, read};

fn geometry(group: &str, shapes: &str) -> Geometry {
    let svg = format!(r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g {group}>{shapes}</g></svg>"#);
    Geometry::of(&read(svg.as_bytes(), &Limits::default()).unwrap().value)
}

#[track_caller]
fn check(one: &str, other: &str, expected: Option<Repeat>) {
    let (one, other) = (geometry(r#"stroke-width="2""#, one), geometry(r#"stroke="red" fill="none""#, other));
    assert_eq!(one.repeats(&other), expected);
    assert_eq!(other.repeats(&one), expected);
}

const HOUSE: &str = r#"<path d="M3 11 12 3 21 11V21H3Z"/><path d="M9 21V14H15V21"/>"#;

#[test]
fn paints_and_order_do_not_count() {
    check(HOUSE, r#"<path d="M9 21V14H15V21"/><path d="M3 11 12 3 21 11V21H3Z"/>"#, Some(Repeat::Equal));
}

#[test]
fn a_quarter_of_a_unit_is_near() {
    check(HOUSE, r#"<path d="M3.25 11 12 3.25 21 11V21H3.25Z"/><path d="M9 21V14H15V21"/>"#, Some(Repeat::Near));
}

#[test]
fn other_commands_may_run_along_the_same_lines() {
    check("<circle cx='12' cy='12' r='9'/>", "<path d='M12 3A9 9 0 0 1 12 21A9 9 0 0 1 12 3Z'/>", Some(Repeat::Along));
    check("<path d='M4 4H20'/>", "<path d='M4 4H12H20'/>", Some(Repeat::Along));
}

#[test]
fn half_a_unit_is_another_drawing() {
    check(HOUSE, r#"<path d="M3.5 11 12 3 21 11V21H3Z"/><path d="M9 21V14H15V21"/>"#, None);
}

#[test]
fn a_part_is_no_repeat() {
    check(HOUSE, r#"<path d="M3 11 12 3 21 11V21H3Z"/>"#, None);
}

#[test]
fn nothing_repeats_nothing() {
    check("", "", None);
}
