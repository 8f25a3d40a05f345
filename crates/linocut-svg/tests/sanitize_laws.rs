//! What holds for every file: safe twice is safe once, real pictures look the same, budgets hold.
#![cfg(test)]

mod sanitize_inert;

use linocut_core::{Kind, Raster, Rgba};
use linocut_svg::{Limits, RenderOptions, WriteOptions, read, render_svg, sanitize, write};
use proptest::prelude::*;
use sanitize_inert::complaint;

/// Drawn for these tests, except the last eight: MIT and Apache-2.0, see NOTICE.
const FILES: &[&str] = &[
    include_str!("svg/editor.svg"),
    include_str!("svg/references.svg"),
    include_str!("svg/style-sheet.svg"),
    include_str!("svg/flat-color-icons-address-book.svg"),
    include_str!("svg/flat-color-icons-lock-portrait.svg"),
    include_str!("svg/fluent-color-beach-48.svg"),
    include_str!("svg/fluent-color-headset-48.svg"),
    include_str!("svg/fluent-color-phone-laptop-32.svg"),
    include_str!("svg/noto-emoji-u1f338.svg"),
    include_str!("svg/noto-emoji-u1f526.svg"),
    include_str!("svg/noto-emoji-u2697.svg"),
];

fn picture(svg: &str) -> Raster {
    let options = RenderOptions { width: Some(160), background: Some(Rgba::WHITE), ..RenderOptions::default() };
    render_svg(svg, &options).unwrap()
}

/// Mean difference of the channels, 0 to 255.
fn difference(a: &Raster, b: &Raster) -> f64 {
    assert_eq!((a.width(), a.height()), (b.width(), b.height()));
    let pairs = a.pixels().iter().flat_map(|p| p.channels()).zip(b.pixels().iter().flat_map(|p| p.channels()));
    let (sum, count) = pairs.fold((0.0, 0.0), |(sum, count), (x, y)| (sum + f64::from(x.abs_diff(y)), count + 1.0));
    sum / count
}

#[test]
fn real_files_render_to_the_same_bits() {
    for (index, file) in FILES.iter().enumerate() {
        let safe = sanitize(file.as_bytes(), &Limits::default()).unwrap().value;
        assert_eq!(complaint(&safe), None);
        assert_eq!(picture(file), picture(&safe), "file {index}: {safe}");
    }
}

#[test]
fn real_files_look_the_same_as_drawings() {
    for (index, file) in FILES.iter().enumerate() {
        let drawing = read(file.as_bytes(), &Limits::default()).unwrap().value;
        let written = write(&drawing, &WriteOptions::default());
        assert_eq!(complaint(&written), None);
        let difference = difference(&picture(file), &picture(&written));
        assert!(difference < 0.1, "file {index}: {difference} {written}");
        let again = write(&read(written.as_bytes(), &Limits::default()).unwrap().value, &WriteOptions::default());
        assert_eq!(again, written, "file {index}");
    }
}

/// Pieces that make a harmless file dangerous, or break it.
const PIECES: &[&str] = &[
    "<script>alert(1)</script>",
    " onload=\"x\"",
    "<g>",
    "</g>",
    "\"",
    "'",
    ">",
    "<",
    "&",
    "&#x0;",
    "]]>",
    "<![CDATA[",
    "<!--",
    "-->",
    "<?x?>",
    "url(#a)",
    "url(//x)",
    " href=\"#a\"",
    " id=\"a\"",
    "<use href=\"#a\"/>",
    "\\75 rl(x)",
    "style=\"fill:red\"",
    "<style>*{fill:red}",
    "</style>",
    "1e99",
    "NaN",
    ";",
    "}",
    "{",
    "/*",
    "\u{feff}",
    "\u{0}",
    "é",
    " class=\"a b\"",
    " transform=\"scale(0)\"",
    "<svg>",
    "</svg>",
    " viewBox=\"0 0 0 0\"",
    "<text>a</text>",
];

fn mutated() -> impl Strategy<Value = String> {
    let edit = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_usize..30, any::<bool>());
    (any::<prop::sample::Index>(), prop::collection::vec(edit, 1..6)).prop_map(|(file, edits)| {
        let mut text: Vec<char> = file.get(FILES).chars().collect();
        for (at, piece, cut, insert) in edits {
            let at = at.index(text.len() + 1);
            let end = (at + cut).min(text.len());
            let piece = if insert { *piece.get(PIECES) } else { "" };
            text.splice(at..end, piece.chars());
        }
        text.into_iter().collect()
    })
}

fn holds(bytes: &[u8]) {
    let limits = Limits::default();
    let drawing = read(bytes, &limits);
    match sanitize(bytes, &limits) {
        Ok(safe) => {
            assert_eq!(complaint(&safe.value), None, "{}", safe.value);
            assert_eq!(sanitize(safe.value.as_bytes(), &limits).unwrap().value, safe.value);
            assert!(safe.value.len() <= bytes.len() * 2 + (64 << 10));
            let written = write(&drawing.unwrap().value, &WriteOptions::default());
            assert_eq!(complaint(&written), None, "{written}");
        }
        Err(error) => assert_ne!(error.kind(), Kind::Bug, "{error}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_are_refused_or_safe(text in mutated()) {
        holds(text.as_bytes());
    }

    #[test]
    fn any_attributes_and_styles_are_safe(name in "[a-z:-]{1,12}|style|fill|d|href|id|transform", value in ".{0,40}") {
        let value = value.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        holds(format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><g {name}=\"{value}\"/></svg>").as_bytes());
        holds(format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><style>{value}</style><g/></svg>").as_bytes());
        holds(format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><g style=\"{value}\"/></svg>").as_bytes());
    }

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        holds(&bytes);
    }
}
