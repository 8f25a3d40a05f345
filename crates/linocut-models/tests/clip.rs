//! icon-CLIP against the reference's values.
#![cfg(test)]

use linocut_core::{Context, Raster, VisionModel};
use linocut_models::clip::{NameIndex, similarity};
use linocut_models::{ClipFiles, IconClip};
use serde_json::Value;
use std::sync::Arc;

macro_rules! model {
    ($folder:literal) => {{
        let files = ClipFiles {
            weights: include_bytes!(concat!("../../../models/", $folder, "/clip.safetensors")),
            tokenizer: include_bytes!(concat!("../../../models/", $folder, "/tokenizer.json")),
            vocabulary: include_bytes!(concat!("../../../models/", $folder, "/vocab.json")),
        };
        let golden = include_str!(concat!("../../../models/", $folder, "/golden.json"));
        (IconClip::open(&files).unwrap(), serde_json::from_str::<Value>(golden).unwrap()["clip"].clone())
    }};
}

fn vector(value: &Value) -> Vec<f32> {
    serde_json::from_value(value.clone()).unwrap()
}

/// The reference's values are rounded to six digits.
#[track_caller]
fn near(given: &[f32], wanted: &[f32]) {
    let off = given.iter().zip(wanted).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(given.len() == wanted.len() && off < 1e-5, "off by {off}");
}

#[track_caller]
fn check((clip, golden): (IconClip, Value)) {
    let pixels = (0..64 * 64).flat_map(|at: u32| {
        let (x, y) = (at % 64, at / 64);
        let channel = |c: u32| u8::try_from((7 * x + 13 * y + 29 * c) % 256).unwrap();
        [channel(0), channel(1), channel(2), 255]
    });
    let picture = Raster::from_bytes(64, 64, &pixels.collect::<Vec<u8>>()).unwrap();
    near(&clip.embed_image(&picture).unwrap(), &vector(&golden["image_embedding"]));
    for text in golden["texts"].as_array().unwrap() {
        near(&clip.embed_text(text["text"].as_str().unwrap()).unwrap(), &vector(&text["embedding"]));
    }
}

#[test]
fn version_0_agrees_with_the_reference() {
    check(model!("icon"));
}

#[test]
fn version_1_agrees_with_the_reference() {
    check(model!("tiny"));
}

fn drawn(body: &str) -> Arc<Raster> {
    let head = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">"#;
    let options = linocut_svg::RenderOptions { width: Some(256), ..Default::default() };
    Arc::new(linocut_svg::render_svg(&format!("{head}{body}</svg>"), &options).unwrap())
}

#[test]
fn tells_which_icon_is_meant() {
    let clip = IconClip::embedded().unwrap();
    let pictures = [
        drawn(r#"<circle cx="11" cy="11" r="8"/><path d="M21 21 16.7 16.7"/>"#),
        drawn(r#"<path d="M3 11 12 3 21 11V21H15V14H9V21H3Z"/>"#),
        drawn(r#"<path d="M4 4h16v13H9l-5 4z"/>"#),
    ];
    let best = |prompt| {
        let seen = clip.assess(prompt, &pictures, &Context::default()).unwrap();
        (0..3).max_by(|&a, &b| seen[a].alignment.get().total_cmp(&seen[b].alignment.get())).unwrap()
    };
    assert_eq!(["search", "a house", "chat message"].map(best), [0, 1, 2]);
}

#[test]
fn pictures_together_are_seen_as_one_by_one() {
    let clip = IconClip::embedded().unwrap();
    let pictures = ["<path d='M4 4V20H20'/>", "<circle cx='9' cy='9' r='4'/>", "<path d='M4 4H9'/>"].map(drawn);
    let together = clip.embed_images(&pictures.each_ref().map(|picture| &**picture)).unwrap();
    for (picture, together) in pictures.iter().zip(&together) {
        assert_eq!(&clip.embed_image(picture).unwrap(), together);
    }
}

#[test]
fn a_text_without_words_is_refused() {
    let clip = IconClip::embedded().unwrap();
    assert!(clip.embed_text(" -- ").is_err());
    assert!(similarity(&clip.embed_text("House icon").unwrap(), &clip.embed_text("house").unwrap()) > 0.9999);
}

#[test]
fn names_are_found_by_meaning_and_nonsense_is_not() {
    let (clip, index) = (IconClip::embedded().unwrap(), NameIndex::embedded().unwrap());
    let nearest = |text| index.nearest(&clip.embed_text(text).unwrap(), 3);
    assert_eq!(nearest("farmer")[0].0, "farm");
    for nonsense in ["qwertzuiop", "zxcvbnm", "blorptastic", "grmpf"] {
        assert!(nearest(nonsense).is_empty(), "{nonsense}");
    }
}
