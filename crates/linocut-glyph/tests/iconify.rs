//! Iconify JSON in, names and SVG text out.
#![cfg(test)]

use linocut_core::Kind;
use linocut_core::kurbo::Rect;
use linocut_glyph::{Collection, encode};
use linocut_svg::Limits;

fn parse(icons: &str, rest: &str) -> Collection {
    Collection::parse(format!(r#"{{"prefix":"set","icons":{{{icons}}}{rest}}}"#).as_bytes()).unwrap()
}

#[track_caller]
fn refuses(json: &[u8], kind: Kind) {
    assert_eq!(Collection::parse(json).unwrap_err().kind(), kind);
}

/// The tokens of each icon, by name.
fn spelled(collection: &Collection) -> Vec<String> {
    let vocabulary = linocut_glyph::Vocabulary::v1();
    let spell = |svg: &str| {
        let drawing = linocut_svg::read(svg.as_bytes(), &Limits::default()).unwrap().value;
        let tokens = encode(&drawing).unwrap().tokens;
        tokens.iter().filter_map(|&token| vocabulary.name(token)).collect::<Vec<_>>().join(" ")
    };
    collection.icons.iter().map(|icon| format!("{}: {}", icon.name, spell(&icon.svg))).collect()
}

#[test]
fn reads_names_credits_and_aliases() {
    let rest = r#","width":24,"height":24,
        "aliases":{"home":{"parent":"house"},"hut":{"parent":"home"},"gone":{"parent":"nowhere"}},
        "categories":{"Buildings":["house"]},
        "info":{"name":"A Set","author":{"name":"Ann","url":"https://a.example"},"palette":false,
                "license":{"title":"MIT","spdx":"MIT","url":"https://a.example/license"}}"#;
    let collection = parse(r#""house":{"body":"<path d=\"M4 4h9v9z\"/>"},"old":{"body":"","hidden":true}"#, rest);
    assert_eq!(collection.prefix, "set");
    assert_eq!(collection.info.title.as_deref(), Some("A Set"));
    assert_eq!(collection.info.author.as_deref(), Some("Ann"));
    assert_eq!(collection.info.license.as_deref(), Some("MIT"));
    assert_eq!(collection.info.license_url.as_deref(), Some("https://a.example/license"));
    assert_eq!(collection.broken, ["gone"]);
    let [house] = collection.icons.as_slice() else { panic!("{:?}", collection.icons) };
    assert_eq!(house.name, "house");
    assert_eq!(house.aliases, ["home", "hut"]);
    assert_eq!(house.categories, ["Buildings"]);
    let drawing = linocut_svg::read(house.svg.as_bytes(), &Limits::default()).unwrap().value;
    assert_eq!(drawing.view_box, Rect::new(0.0, 0.0, 24.0, 24.0));
}

#[test]
fn takes_credits_from_a_file_of_their_own() {
    let collection = parse("", "").with_info(br#"{"prefix":"set","author":"Ann","license":{"spdx":"ISC"}}"#).unwrap();
    assert_eq!((collection.info.author.as_deref(), collection.info.license.as_deref()), (Some("Ann"), Some("ISC")));
    assert_eq!(parse("", "").with_info(br#"{"prefix":"other"}"#).unwrap_err().kind(), Kind::Input);
}

#[test]
fn turns_and_mirrors() {
    let icons = r#""a":{"body":"<path d=\"M12 22v2h6z\"/>","left":10,"top":20,"width":8,"height":4}"#;
    let aliases = r#","aliases":{"b":{"parent":"a","rotate":1},"c":{"parent":"a","hFlip":true},
        "d":{"parent":"b","vFlip":true},"e":{"parent":"c","rotate":2},"f":{"parent":"b","rotate":1}}"#;
    let collection = parse(icons, aliases);
    assert_eq!(
        spelled(&collection),
        [
            "a: <g:fill> <path> 6 12 V 18 H 24 Z <eos>",
            "b: <g:fill> <path> 6 6 V 24 L 12 6 Z <eos>",
            "c: <g:fill> <path> 18 12 V 18 H 0 Z <eos>",
            "d: <g:fill> <path> 12 6 H 18 V 24 Z <eos>",
            "e: <g:fill> <path> 6 6 H 24 L 6 12 Z <eos>",
            "f: <g:fill> <path> 0 6 L 18 12 V 6 Z <eos>",
        ]
    );
}

#[test]
fn leaves_out_what_is_broken() {
    let aliases = r#","aliases":{"x":{"parent":"y"},"y":{"parent":"x"},"z":{"parent":"a","width":-1}}"#;
    let collection = parse(r#""a":{"body":""},"../b":{"body":""},"c":{"body":"","width":1e300}"#, aliases);
    assert_eq!(collection.broken, ["../b", "c", "x", "y", "z"]);
    assert_eq!(collection.icons.len(), 1);
}

#[test]
fn refuses_hostile_files() {
    refuses(b"", Kind::Input);
    refuses(b"[]", Kind::Input);
    refuses(br#"{"prefix":"set"}"#, Kind::Input);
    refuses(br#"{"prefix":"../set","icons":{}}"#, Kind::Input);
    refuses("[".repeat(1_000_000).as_bytes(), Kind::Input);
    let nested = format!(r#"{{"prefix":"set","icons":{{}},"more":{}}}"#, "[".repeat(100_000));
    refuses(nested.as_bytes(), Kind::Input);
}

#[test]
fn bounds_aliases_that_repeat_a_large_icon() {
    let body = "x".repeat(1 << 20);
    let aliases: Vec<String> = (0..30).map(|at| format!(r#""b{at}":{{"parent":"a","hFlip":true}}"#)).collect();
    let json = format!(r#"{{"prefix":"set","icons":{{"a":{{"body":"{body}"}}}},"aliases":{{{}}}}}"#, aliases.join(","));
    refuses(json.as_bytes(), Kind::Limit);
}
