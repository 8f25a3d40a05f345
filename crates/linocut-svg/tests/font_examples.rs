//! The bundled font: measuring, cutting, and text that is there on every machine.
#![cfg(test)]

use linocut_core::Rgba;
use linocut_svg::{RenderOptions, font, render_svg};

/// Columns of pixels with ink when `text` with `attributes` is rendered at a size of 40 on white.
fn columns(attributes: &str, text: &str) -> Vec<u32> {
    let head = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 60'>";
    let svg = format!("{head}<text y='42' font-size='40' {attributes}>{text}</text></svg>");
    let options = RenderOptions { background: Some(Rgba::WHITE), ..RenderOptions::default() };
    let picture = render_svg(&svg, &options).unwrap();
    let inked = |x: u32| (0..picture.height()).any(|y| picture.get(x, y).unwrap().g < 128);
    (0..picture.width()).filter(|&x| inked(x)).collect()
}

/// Checks that the renderer gives `text` the width that was measured: it lies at the same place whether it begins at
/// 10 or ends at 10 and its width.
#[track_caller]
fn check(text: &str, weight: u16) {
    let begins = columns(&format!("font-weight='{weight}' x='10'"), text);
    let end = 10.0 + font::advance(text, 40.0, weight);
    let ends = columns(&format!("font-weight='{weight}' text-anchor='end' x='{end}'"), text);
    assert!(begins.len() > 10);
    assert_eq!(begins, ends, "{text} at {weight}");
}

#[test]
fn measures_what_is_rendered() {
    for text in ["Hamburg", "AVATAR", "Zürich", "Ελλάδα", "Привет", "a → b", "½ × 3 ≤ 2€"] {
        check(text, 400);
        check(text, 700);
    }
}

#[test]
fn kerns_and_scales() {
    assert!(font::advance("AV", 10.0, 400) < font::advance("A", 10.0, 400) + font::advance("V", 10.0, 400));
    assert!(font::advance("wide", 10.0, 700) > font::advance("wide", 10.0, 400));
    assert!((font::advance("wide", 30.0, 400) - 3.0 * font::advance("wide", 10.0, 400)).abs() < 1e-9);
    assert!(font::advance("", 10.0, 400).abs() < 1e-9);
}

#[test]
fn bold_begins_where_css_takes_it() {
    for weight in [100, 400, 500, 600, 700, 900] {
        check("mmmmmmmm", weight);
    }
}

#[test]
fn text_in_an_unknown_font_does_not_vanish() {
    let own = columns("x='10' font-family='Linocut Sans'", "Text");
    assert!(own.len() > 30);
    for attributes in
        ["x='10'", "x='10' font-family='No Such Font, serif'", "x='10' font-family='monospace' font-style='italic'"]
    {
        assert_eq!(columns(attributes, "Text"), own, "{attributes}");
    }
    assert_ne!(columns("x='10' font-weight='bold'", "Text"), own);
}

#[test]
fn a_font_of_the_caller_wins_by_its_name() {
    let mut renamed = font::BOLD.to_vec();
    let name: Vec<u8> = font::FAMILY.encode_utf16().flat_map(u16::to_be_bytes).collect();
    for at in 0..renamed.len() - name.len() {
        if renamed[at..].starts_with(&name) {
            renamed[at + 1] = b'X';
        }
    }
    let render = |family: &str| {
        let head = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 60'>";
        let svg = format!("{head}<text y='42' font-family='{family}'>Text</text></svg>");
        render_svg(&svg, &RenderOptions { fonts: vec![renamed.clone().into()], ..RenderOptions::default() }).unwrap()
    };
    assert_ne!(render("Xinocut Sans"), render("Linocut Sans"));
    assert_eq!(render("No Such Font, Xinocut Sans"), render("Xinocut Sans"));
    assert_eq!(render("No Such Font"), render("Linocut Sans"));
}

#[test]
fn long_text_is_cut_at_a_character() {
    let width = font::advance("notification…", 12.0, 400);
    assert_eq!(font::elide("notification bell", width, 12.0, 400), "notification…");
    assert_eq!(font::elide("notification bell", width + 2.0, 12.0, 400), "notification…");
    assert_eq!(font::elide("notification", width, 12.0, 400), "notification");
    assert_eq!(font::elide("notification", 0.0, 12.0, 400), "…");
    assert_eq!(font::elide("", 0.0, 12.0, 400), "");
    assert_eq!(font::elide(&"é".repeat(2000), 1e6, 12.0, 400).chars().count(), 1000);
}

#[test]
fn metrics_are_those_of_the_files() {
    for file in [font::REGULAR, font::BOLD] {
        assert!(file.len() < 120_000);
        let number = |table: &[u8; 4], offset: usize| {
            let entry = file[12..].chunks(16).find(|entry| entry.starts_with(table)).unwrap();
            let start = u32::from_be_bytes(entry[8..12].try_into().unwrap());
            let at = usize::try_from(start).unwrap() + offset;
            f64::from(i16::from_be_bytes([file[at], file[at + 1]])) / 2048.0
        };
        let metrics = [number(b"hhea", 4), -number(b"hhea", 6), number(b"OS/2", 88)];
        for (read, said) in metrics.iter().zip([font::ASCENT, font::DESCENT, font::CAP_HEIGHT]) {
            assert!((read - said).abs() < 1e-9);
        }
    }
}
