//! Texts in the font that comes with Linocut: by name, embedded, as outlines.

#![cfg(test)]

use linocut_core::{Body, Drawing};
use linocut_svg::{
    Lettering, Limits, RenderOptions, TidyOptions, WriteOptions, lettered, read, render, sanitize, tidy, write,
};

const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60"><g id="node-a" data-node="a"><text x="10" y="20" font-family="'Linocut Sans',sans-serif" font-size="14">AVATAR: „To“ Ärger</text><text x="100" y="45" font-family="'Linocut Sans',sans-serif" font-size="18" font-weight="700" text-anchor="middle">Wave → Tävla</text></g></svg>"#;

fn drawing() -> Drawing {
    read(SVG.as_bytes(), &Limits::default()).unwrap().value
}

fn written(drawing: &Drawing) -> String {
    write(drawing, &WriteOptions::default())
}

fn embedded() -> String {
    written(&lettered(&drawing(), Lettering::Embedded).value)
}

#[test]
fn all_three_render_the_same() {
    let wanted = render(&drawing(), &RenderOptions::default()).unwrap();
    for lettering in [Lettering::Named, Lettering::Embedded, Lettering::Outlined] {
        let made = render(&lettered(&drawing(), lettering).value, &RenderOptions::default()).unwrap();
        let apart = wanted.pixels().iter().zip(made.pixels()).map(|(one, other)| one.a.abs_diff(other.a)).max();
        assert!(apart.unwrap() < 24, "{lettering:?}: {apart:?}");
    }
}

#[test]
fn only_what_the_texts_need_is_embedded() {
    let svg = embedded();
    assert_eq!(svg.matches("@font-face").count(), 2);
    assert!(svg.len() < 12_000, "{}", svg.len());
    let one = SVG.replace("font-weight=\"700\" ", "").replace("AVATAR: „To“ Ärger", "a");
    let one = read(one.as_bytes(), &Limits::default()).unwrap().value;
    assert!(written(&lettered(&one, Lettering::Embedded).value).len() < svg.len() * 2 / 3);
}

#[test]
fn it_stays_when_the_file_is_read_tidied_and_made_safe() {
    let svg = embedded();
    let back = read(svg.as_bytes(), &Limits::default()).unwrap();
    assert_eq!((written(&back.value), back.warnings), (svg.clone(), Vec::new()));
    assert!(written(&tidy(&back.value, &TidyOptions::default())).contains("@font-face"));
    let safe = sanitize(svg.as_bytes(), &Limits::default()).unwrap();
    assert!(safe.warnings.is_empty() && safe.value.contains("@font-face"), "{:?}", safe.warnings);
    assert_eq!(sanitize(safe.value.as_bytes(), &Limits::default()).unwrap().value, safe.value);
}

#[test]
fn bytes_of_strangers_never_pass_as_the_font() {
    let svg = embedded();
    let mark = "base64,d09GR";
    assert!(svg.contains(mark));
    let forged = svg
        .replace(mark, "base64,EVIL0d09GR")
        .replace("@font-face", "@font-face{font-family:x;src:url(http://x)}@font-face");
    let safe = sanitize(forged.as_bytes(), &Limits::default()).unwrap();
    assert!(!safe.value.contains("EVIL0") && !safe.value.contains("http://x"));
    assert_eq!(safe.value.matches("@font-face").count(), 2);
    assert!(safe.warnings.iter().any(|warning| warning.contains("font-face")), "{:?}", safe.warnings);
}

#[test]
fn a_claim_alone_brings_no_font() {
    let claim = "<style>@font-face{font-family:'Linocut Sans'}</style><g";
    let safe = sanitize(SVG.replacen("<g", claim, 1).as_bytes(), &Limits::default()).unwrap();
    assert!(!safe.value.contains("@font-face"));
}

#[test]
fn outlines_say_what_they_read() {
    let svg = written(&lettered(&drawing(), Lettering::Outlined).value);
    assert!(!svg.contains("<text") && svg.contains("data-name=\"Wave → Tävla\""), "{svg}");
}

#[test]
fn a_text_without_letters_stays_text() {
    let svg = SVG.replace("Wave → Tävla", "波 wave");
    let drawing = read(svg.as_bytes(), &Limits::default()).unwrap().value;
    let made = lettered(&drawing, Lettering::Outlined);
    assert!(made.warnings.len() == 1 && written(&made.value).contains("波"), "{:?}", made.warnings);
}

#[test]
fn texts_in_other_fonts_are_left_alone() {
    let svg = SVG.replace("'Linocut Sans',", "");
    let drawing = read(svg.as_bytes(), &Limits::default()).unwrap().value;
    for lettering in [Lettering::Embedded, Lettering::Outlined] {
        assert_eq!(lettered(&drawing, lettering).value, drawing);
    }
    assert!(matches!(drawing.items[0].body, Body::Group(_)));
}

#[test]
fn characters_that_the_font_lacks_are_known() {
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><text font-family='Linocut Sans'>Zażółć Привет \
               \u{7528}\u{6237}\u{1f389}\u{fe0f}</text><text font-family='Other'>\u{5bc6}</text></svg>";
    let drawing = linocut_svg::read(svg.as_bytes(), &linocut_svg::Limits::default()).unwrap().value;
    assert_eq!(linocut_svg::lacking(&drawing).into_iter().collect::<String>(), "\u{6237}\u{7528}\u{1f389}");
}
