//! Texts and their tokens, as `tokenizers` 0.23 of Hugging Face gives them for models/icon/tokenizer.json.
#![cfg(test)]

use linocut_core::Kind;
use linocut_models::Tokenizer;

const ICON: &[u8] = include_bytes!("../../../models/icon/tokenizer.json");

#[test]
fn splits_any_text_as_the_reference_does() {
    let cases: Vec<(String, Vec<u16>)> = serde_json::from_str(include_str!("tokens.json")).unwrap();
    assert!(cases.len() > 100);
    let tokenizer = Tokenizer::parse(ICON).unwrap();
    for (text, tokens) in cases {
        assert_eq!(tokenizer.encode(&text), tokens, "{text:?}");
    }
}

#[test]
fn ends_soon_with_a_text_that_does_not() {
    let tokens = Tokenizer::parse(ICON).unwrap().encode(&"house".repeat(1_000_000));
    assert!(tokens.len() < 4096);
}

#[track_caller]
fn check(json: &str, sentence: &str) {
    let error = Tokenizer::parse(json.as_bytes()).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (Kind::Input, sentence));
}

#[test]
fn refuses_other_files() {
    check("", "tokenizer cannot be read");
    check(r#"{"model":{"type":"Unigram","vocab":{},"merges":[]}}"#, r#"tokenizer of the kind "Unigram", not BPE"#);
    check(r#"{"model":{"type":"BPE","vocab":{"a":1},"merges":[]}}"#, r#"tokenizer lacks "Ā""#);
}
