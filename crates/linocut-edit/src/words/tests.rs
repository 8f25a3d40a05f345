use super::{UNDERSTOOD, parse};
use crate::{Axis, BadgeOptions, Corner, Corners, Ink, Length, Operation, RestyleOptions, Style, Target, Tone, Width};
use linocut_core::{Cap, Join, Kind, Unit};

fn ink(text: &str) -> Ink {
    Ink::parse(text).unwrap()
}

fn recolor(name: Option<&str>, color: &str) -> Operation {
    Operation::Recolor { target: name.map_or_else(Target::all, Target::named), ink: ink(color) }
}

fn times(times: f64) -> Operation {
    Operation::Width { target: Target::all(), width: Width::Times(times) }
}

fn badge(name: &str, at: Corner) -> Operation {
    Operation::AddBadge { name: name.to_owned(), options: BadgeOptions { at, ..BadgeOptions::default() } }
}

fn style(style: Style) -> Operation {
    Operation::Restyle(RestyleOptions { style, palette: None })
}

#[track_caller]
fn check(words: &str, expected: &[Operation]) {
    match parse(words) {
        Ok(found) => assert_eq!(found, expected, "{words}"),
        Err(error) => panic!("{words}: {error}"),
    }
}

#[test]
fn reads_colors() {
    check("make it red", &[recolor(None, "red")]);
    check("Make the roof dark blue!", &[recolor(Some("roof"), "darkblue")]);
    check("color it #1f6feb", &[recolor(None, "#1f6feb")]);
    check("paint the front door currentColor", &[recolor(Some("front door"), "currentColor")]);
    check("swap blue for green", &[Operation::Replace { from: ink("blue"), to: ink("green") }]);
    check("swap red and blue, thicker", &[Operation::Swap { a: ink("red"), b: ink("blue") }, times(1.25)]);
    check("change red to light green", &[Operation::Replace { from: ink("red"), to: ink("lightgreen") }]);
    check("black and white", &[Operation::Tone(Tone::BlackAndWhite)]);
    check("make it black and white and thicker", &[Operation::Tone(Tone::BlackAndWhite), times(1.25)]);
    check("make it darker", &[Operation::Tone(Tone::Darker(0.2))]);
    check("slightly lighter", &[Operation::Tone(Tone::Lighter(0.1))]);
    check("lighten it by 30%", &[Operation::Tone(Tone::Lighter(0.3))]);
    check("invert the colors", &[Operation::Tone(Tone::Invert)]);
    let palette = crate::Palette::parse("navy,orange,white").unwrap();
    check("use the palette navy, orange and white", &[Operation::Palette(palette)]);
    check(
        "make the door half transparent",
        &[Operation::Opacity { target: Target::named("door"), value: Unit::clamped(0.5) }],
    );
}

#[test]
fn reads_lines_and_styles() {
    check("thicker lines", &[times(1.25)]);
    check("much thinner", &[times(1.0 / 1.5625)]);
    check("stroke width 1.5", &[Operation::Width { target: Target::all(), width: Width::Units(1.5) }]);
    check("set the line width to 2 px", &[Operation::Width { target: Target::all(), width: Width::Units(2.0) }]);
    check("1.5px lines", &[Operation::Width { target: Target::all(), width: Width::Units(1.5) }]);
    check(
        "round caps and bevel joins",
        &[
            Operation::Caps { target: Target::all(), cap: Cap::Round },
            Operation::Joins { target: Target::all(), join: Join::Bevel },
        ],
    );
    check("round the corners by 2", &[Operation::Corners(Corners::Round(2.0))]);
    check("sharp corners", &[Operation::Corners(Corners::Sharp)]);
    check("make it solid", &[style(Style::Solid)]);
    check("outline style", &[style(Style::Outline)]);
    check("duotone", &[style(Style::Duotone)]);
    check("expand the strokes", &[style(Style::Expanded)]);
}

#[test]
fn reads_places() {
    check("rotate 45", &[Operation::Rotate(45.0)]);
    check("rotate it by 90° counterclockwise", &[Operation::Rotate(-90.0)]);
    check("rotate 30 degrees to the left", &[Operation::Rotate(-30.0)]);
    check("flip it", &[Operation::Flip(Axis::Horizontal)]);
    check("mirror vertically", &[Operation::Flip(Axis::Vertical)]);
    check("scale to 80%", &[Operation::Scale(0.8)]);
    check("make it twice as big", &[Operation::Scale(2.0)]);
    check("shrink by 10%", &[Operation::Scale(0.9)]);
    check("bigger", &[Operation::Scale(1.25)]);
    check("add padding of 2", &[Operation::Pad(Length::Units(2.0))]);
    check("pad 10%", &[Operation::Pad(Length::Share(0.1))]);
    check("trim, center it, square the view box", &[Operation::Trim, Operation::Center, Operation::Square]);
    check("white background", &[Operation::Background(Some(ink("white")))]);
    check("add a light blue background", &[Operation::Background(Some(ink("lightblue")))]);
    check("remove the background", &[Operation::Background(None)]);
}

#[test]
fn reads_badges_and_parts() {
    check("add a plus badge", &[badge("plus", Corner::BottomRight)]);
    check("with a check mark at the top right", &[badge("check mark", Corner::TopRight)]);
    check("add a question mark badge in the top left corner", &[badge("question mark", Corner::TopLeft)]);
    check("add a lock icon", &[badge("lock", Corner::BottomRight)]);
    check("remove the badge", &[Operation::RemoveBadge]);
    check("remove the roof", &[Operation::Remove("roof".to_owned())]);
    check("keep only the front door", &[Operation::Keep("front door".to_owned())]);
}

#[test]
fn reads_several_edits_in_a_row() {
    check("make it red and thicker, rotate 45 degrees", &[recolor(None, "red"), times(1.25), Operation::Rotate(45.0)]);
    let darker = Operation::Opacity { target: Target::named("roof"), value: Unit::clamped(0.5) };
    check("make the roof red and half transparent", &[recolor(Some("roof"), "red"), darker]);
    check("make it blue with a plus badge", &[recolor(None, "blue"), badge("plus", Corner::BottomRight)]);
    check(
        "make it blue, add a plus badge then flip it",
        &[recolor(None, "blue"), badge("plus", Corner::BottomRight), Operation::Flip(Axis::Horizontal)],
    );
}

#[test]
fn reads_loose_and_polite_phrases() {
    check("can you make it thicker, please", &[times(1.25)]);
    check("I want it blue", &[recolor(None, "blue")]);
    check("turn everything green please", &[recolor(None, "green")]);
    check("red and thicker", &[recolor(None, "red"), times(1.25)]);
    check("put a lock on it", &[badge("lock", Corner::BottomRight)]);
    check("add badge plus", &[badge("plus", Corner::BottomRight)]);
    check("use thinner strokes", &[times(0.8)]);
}

#[test]
fn quotes_what_it_does_not_understand() {
    for (words, quoted) in [
        ("make it red and frobnicate the Whatsit, thicker", "'frobnicate the Whatsit'"),
        ("make it more cheerful", "'make it more cheerful'"),
        ("rotate", "'rotate'"),
        ("make it reddish", "'make it reddish'"),
        ("rotate 45 bananas", "'bananas'"),
    ] {
        let error = parse(words).unwrap_err();
        assert_eq!((error.kind(), error.to_string()), (Kind::Input, format!("{quoted} is not understood")), "{words}");
        assert!(error.hint().unwrap().contains("add a plus badge"));
    }
    assert_eq!(parse(" , and ").unwrap_err().to_string(), "no edit is asked for");
}

#[test]
fn understands_what_it_says_it_does() {
    for line in UNDERSTOOD.iter().take(UNDERSTOOD.len() - 1) {
        for phrase in line.split(" · ") {
            assert!(parse(phrase).is_ok(), "{phrase}: {}", parse(phrase).unwrap_err());
        }
    }
}

#[test]
fn strange_input_is_an_error_or_an_edit_but_never_a_panic() {
    for words in [
        "",
        "\u{1f98a}",
        "make",
        "\u{0}",
        "((((",
        "10",
        "9e999",
        "add",
        "make the",
        "use the palette",
        "swap red",
        &"and ".repeat(9999),
    ] {
        let _ = parse(words);
    }
}
