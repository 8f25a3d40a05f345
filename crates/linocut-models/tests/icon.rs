//! The icon model against the values of the reference implementation (golden.json beside each model's weights).
#![cfg(test)]

mod golden;

use linocut_core::{Context, Kind};
use linocut_models::{IconModel, IconRequest};
use std::sync::OnceLock;

fn tiny() -> &'static IconModel {
    static TINY: OnceLock<IconModel> = OnceLock::new();
    TINY.get_or_init(|| golden::open("tiny").unwrap().0)
}

#[track_caller]
fn check(folder: &str, drawn: &[usize]) {
    let (model, cases) = golden::open(folder).unwrap();
    assert_eq!(cases.len(), 20);
    for case in &cases {
        case.begins_alike(&model).unwrap();
    }
    for &index in drawn {
        cases[index].draws_alike(&model).unwrap();
    }
}

#[test]
fn draws_as_the_reference_with_the_tiny_weights() {
    check("tiny", &(0..20).collect::<Vec<_>>());
}

/// Without and with guidance, line and solid; `examples/golden.rs` draws all.
#[test]
fn draws_as_the_reference_with_the_weights_of_the_program() {
    check("icon", &[0, 6, 10, 13]);
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
    for prompt in
        ["дом", "房子 \u{1f3e0}", "../../etc/passwd", "</svg><script>alert(1)</script>", &"long ".repeat(100_000)]
    {
        let request = IconRequest { count: 1, max_tokens: 30, ..IconRequest::new(prompt) };
        assert!(tiny().generate(&request, &Context::default()).unwrap()[0].svg.ends_with("</svg>"));
    }
}
