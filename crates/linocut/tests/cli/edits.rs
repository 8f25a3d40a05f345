//! Drawings changed by words and options.

use crate::desk::Desk;

const CLOUD: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\"><title>cloud</title>\
    <g id=\"sky\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linecap=\"round\">\
    <path id=\"cloud\" d=\"M7 18a5 5 0 1 1 1-9.9A6 6 0 0 1 19 9.5A4.5 4.5 0 0 1 18 18Z\"/>\
    <circle id=\"sun\" cx=\"18\" cy=\"5\" r=\"2\"/></g></svg>";

fn desk() -> Desk {
    let desk = Desk::empty();
    desk.put("cloud.svg", CLOUD.as_bytes());
    desk
}

/// Runs `linocut edit` with arguments that may hold spaces; gives exit code, stdout and stderr.
fn edit(desk: &Desk, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = desk.call(&[&["edit"], arguments].concat(), b"");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

/// The SVG that an edit gives; it is safe already, so that sanitizing it again changes nothing.
#[track_caller]
fn edited(desk: &Desk, arguments: &[&str]) -> String {
    let (code, svg, said) = edit(desk, arguments);
    assert_eq!(code, Some(0), "{said}");
    let safe = linocut_svg::sanitize(svg.as_bytes(), &linocut_svg::Limits::default()).unwrap();
    assert!(safe.warnings.is_empty(), "{:?}", safe.warnings);
    let drawing = linocut_svg::read(svg.as_bytes(), &linocut_svg::Limits::default()).unwrap().value;
    let again = linocut_svg::read(safe.value.as_bytes(), &linocut_svg::Limits::default()).unwrap().value;
    assert_eq!(drawing, again);
    svg
}

#[test]
fn words_and_options_do_the_same() {
    let desk = desk();
    for (words, options) in [
        ("make it red", vec!["--recolor", "red"]),
        ("stroke width 1.5", vec!["--stroke-width", "1.5"]),
        ("rotate 90 counterclockwise", vec!["--rotate", "-90"]),
        ("flip vertically and scale to 80%", vec!["--scale", "0.8", "--flip", "vertical"]),
        ("pad 10%, white background", vec!["--pad", "10%", "--background", "white"]),
        ("butt caps, bevel joins", vec!["--caps", "butt", "--joins", "bevel"]),
        ("add a plus badge at the top left", vec!["--badge", "plus", "--badge-at", "top-left"]),
        ("make it solid", vec!["--style", "solid"]),
    ] {
        let mut arguments = vec!["cloud.svg"];
        let by_words = edited(&desk, &["cloud.svg", words]);
        arguments.extend(options);
        assert_eq!(by_words, edited(&desk, &arguments), "{words}");
        assert_ne!(by_words, edited(&desk, &["cloud.svg", "rotate 0"]), "{words}");
    }
}

#[test]
fn names_titles_and_the_view_box_stay() {
    let svg = edited(&desk(), &["cloud.svg", "make the sun gold, thicker, rotate 30, add a lock badge"]);
    for kept in
        ["viewBox=\"0 0 24 24\"", "<title>cloud</title>", "id=\"cloud\"", "id=\"sun\"", "gold|#ffd700", "id=\"badge\""]
    {
        assert!(kept.split('|').any(|form| svg.contains(form)), "{kept}: {svg}");
    }
    assert_eq!(svg.matches("gold").count() + svg.matches("#ffd700").count(), 1, "{svg}");
}

#[test]
fn a_badge_comes_and_goes() {
    let desk = desk();
    let with = edited(&desk, &["cloud.svg", "--badge", "check", "-o", "-"]);
    desk.put("with.svg", with.as_bytes());
    let (code, without, said) = edit(&desk, &["with.svg", "remove the badge"]);
    assert_eq!(code, Some(0));
    assert!(!without.contains("badge"));
    assert!(said.contains("warning: with.svg: the gap that was cut for the badge stays"), "{said}");
}

#[test]
fn a_file_is_a_badge_too() {
    let desk = desk();
    desk.put("ring.svg", CLOUD.replace("cloud</title>", "ring</title>").as_bytes());
    let svg = edited(&desk, &["cloud.svg", "--badge", "ring.svg", "--badge-size", "12"]);
    assert!(svg.contains("badge: ring"), "{svg}");
}

#[test]
fn what_is_not_understood_is_quoted() {
    let desk = desk();
    let (code, out, said) = edit(&desk, &["cloud.svg", "make it red and frobnicate the cloud"]);
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(said.starts_with("error: 'frobnicate the cloud' is not understood\n\nhint: these are:\n      "), "{said}");
    assert!(said.contains("rotate 45 degrees") && said.contains("add a plus badge"), "{said}");
}

#[test]
fn refusals_name_what_there_is() {
    let desk = desk();
    for (words, code, sentence) in [
        (
            "make the roof red",
            3,
            "error: cloud.svg: the drawing has no part named 'roof'\n\nhint: its parts are cloud, sky, sun\n",
        ),
        (
            "swap green for red",
            3,
            "error: cloud.svg: the drawing has no color like #008000\n\nhint: its colors are currentColor\n",
        ),
        ("stroke width 5000", 2, "error: cloud.svg: width of lines is 5000, it goes from 0.01 to 1000\n"),
    ] {
        let (found, out, said) = edit(&desk, &["cloud.svg", words]);
        assert_eq!((found, out.as_str(), said.as_str()), (Some(code), "", sentence), "{words}");
    }
    let (code, _, said) = edit(&desk, &["cloud.svg"]);
    assert_eq!(code, Some(2));
    assert!(said.starts_with("error: no edit is asked for\n"), "{said}");
}

#[test]
fn the_library_has_badges_for_everything_else() {
    let desk = desk();
    let (code, svg, said) = edit(&desk, &["cloud.svg", "add a rocket badge"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("badge: Icon ") && svg.contains("<desc>Icon "), "{said}");
    let (code, _, said) = edit(&desk, &["cloud.svg", "--badge", "xyzzyq"]);
    assert_eq!(code, Some(3));
    assert!(said.contains("no badge and no icon is named 'xyzzyq'"), "{said}");
}
