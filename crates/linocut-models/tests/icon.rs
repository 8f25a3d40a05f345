//! The icon model against the values of the reference implementation (golden.json beside each model's weights).
#![cfg(test)]

use linocut_core::{Context, Kind};
use linocut_glyph::Style;
use linocut_models::{IconFiles, IconModel, IconRequest};
use serde_json::Value;
use std::sync::OnceLock;

fn read(path: &str) -> Vec<u8> {
    std::fs::read(format!("../../models/{path}")).unwrap()
}

fn open(folder: &str) -> IconModel {
    let [weights, tokenizer, vocabulary] =
        ["lm.safetensors", "tokenizer.json", "vocab.json"].map(|file| read(&format!("{folder}/{file}")));
    IconModel::open(&IconFiles { weights: &weights, tokenizer: &tokenizer, vocabulary: &vocabulary }).unwrap()
}

fn tiny() -> &'static IconModel {
    static TINY: OnceLock<IconModel> = OnceLock::new();
    TINY.get_or_init(|| open("tiny"))
}

fn tokens(value: &Value) -> Vec<u16> {
    serde_json::from_value(value.clone()).unwrap()
}

fn request(case: &Value) -> IconRequest {
    IconRequest {
        style: case["style"].as_str().and_then(Style::from_name),
        width: case["width"].as_str().map(|width| width.parse().unwrap()),
        set: case["set"].as_str().map(str::to_owned),
        count: 1,
        temperature: 0.0,
        guidance: case["cfg"].as_f64().unwrap(),
        max_tokens: serde_json::from_value(case["max_tokens"].clone()).unwrap(),
        ..IconRequest::new(case["text"].as_str().unwrap())
    }
}

/// Prompt, first scores and the best drawing of every case in the folder's golden.json.
#[track_caller]
fn check(model: &IconModel, folder: &str, cases: usize) {
    let golden: Value = serde_json::from_slice(&read(&format!("{folder}/golden.json"))).unwrap();
    let golden = golden["lm"].as_array().unwrap();
    assert_eq!(golden.len(), cases);
    for case in golden {
        let (request, expected) = (request(case), tokens(&case["tokens"]));
        let prompt = model.prompt(&request).unwrap();
        assert_eq!(prompt, tokens(&case["prompt"]));
        for first in case["first_logits"].as_array().into_iter().flatten() {
            let (token, score): (usize, f32) = serde_json::from_value(first.clone()).unwrap();
            let got = model.scores(&prompt).unwrap()[token];
            assert!((got - score).abs() < 1e-3, "{prompt:?}: {got} for {score}");
        }
        let drawn = model.generate(&request, &Context::default()).unwrap().remove(0);
        assert_eq!(drawn.tokens, expected, "{request:?}");
        assert_eq!(drawn.svg, case["svg"].as_str().unwrap());
    }
}

#[test]
fn draws_as_the_reference_with_the_tiny_weights() {
    check(tiny(), "tiny", 20);
}

#[test]
fn draws_as_the_reference_with_the_weights_of_the_program() {
    check(&open("icon"), "icon", 20);
}

#[test]
fn a_candidate_depends_on_seed_and_index_alone() {
    let mut cx = Context::default();
    let request = |count| IconRequest { count, max_tokens: 60, temperature: 1.0, ..IconRequest::new("cloud") };
    let many = tiny().generate(&request(11), &cx).unwrap();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    for count in [1, 3, 9] {
        assert_eq!(pool.install(|| tiny().generate(&request(count), &cx)).unwrap(), many[..count]);
    }
    assert_ne!(many[0], many[1]);
    cx.seed = 1;
    assert_ne!(tiny().generate(&request(1), &cx).unwrap(), many[..1]);
}

#[test]
fn keeps_within_the_budget() {
    for max_tokens in [6, 7, 8, 20, 10_000] {
        let request = IconRequest { count: 3, max_tokens, temperature: 2.0, ..IconRequest::new("cloud") };
        for candidate in tiny().generate(&request, &Context::default()).unwrap() {
            assert!(candidate.tokens.len() <= max_tokens.min(448));
            assert_eq!(tiny().vocabulary().decode(&candidate.tokens).unwrap(), candidate.svg);
        }
    }
}

#[track_caller]
fn refuse(request: &IconRequest, sentence: &str) {
    let error = tiny().generate(request, &Context::default()).unwrap_err();
    assert_eq!((error.kind(), error.to_string().as_str()), (Kind::Input, sentence));
}

#[test]
fn says_what_is_wrong_with_a_request() {
    let home = IconRequest::new("home");
    refuse(&IconRequest::new(" \u{0}\n\t-"), "prompt has no words");
    refuse(&IconRequest { set: Some("nobody".into()), ..home.clone() }, "icon model knows no set \"nobody\"");
    refuse(&IconRequest { count: 0, ..home.clone() }, "0 candidates, between 1 and 256 can be drawn");
    refuse(&IconRequest { max_tokens: 5, ..home.clone() }, "5 tokens are too few, a drawing has at least 6");
    refuse(&IconRequest { top_p: f64::NAN, ..home }, "temperature 0.7, top-p NaN or guidance 2 out of range");
}

#[test]
fn draws_something_for_any_prompt() {
    for prompt in ["дом", "房子 🏠", "../../etc/passwd", "</svg><script>alert(1)</script>", &"long ".repeat(100_000)]
    {
        let request = IconRequest { count: 1, max_tokens: 30, ..IconRequest::new(prompt) };
        assert!(tiny().generate(&request, &Context::default()).unwrap()[0].svg.ends_with("</svg>"));
    }
}
