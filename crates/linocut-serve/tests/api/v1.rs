//! What programs that speak to `OpenAI` see.

use crate::desk::{Desk, patient};
use crate::models::room;
use crate::providers::Room;
use base64::Engine as _;
use linocut_serve::Options;
use serde_json::{Value, json};

fn chat(desk: &Desk, body: &Value) -> (u16, Value) {
    let reply = desk.post("/v1/chat/completions", body);
    (reply.status.as_u16(), reply.json())
}

fn says(words: &str) -> Value {
    json!([{ "role": "system", "content": "draw" }, { "role": "user", "content": words }])
}

#[test]
fn a_conversation_is_answered_with_a_drawing_and_goes_on() {
    let desk = Desk::new(patient());
    let (status, page) = chat(&desk, &json!({ "model": "linocut", "messages": says("bell") }));
    let svg = page["choices"][0]["message"]["content"].as_str().unwrap_or_default().to_owned();
    assert!(status == 200 && svg.starts_with("<svg"), "{page}");
    assert_eq!((&page["object"], &page["choices"][0]["finish_reason"]), (&json!("chat.completion"), &json!("stop")));
    let mut messages = says("bell").as_array().unwrap().clone();
    messages.extend([
        json!({ "role": "assistant", "content": svg }),
        json!({ "role": "user", "content": [{ "type": "text", "text": "make it red" }] }),
    ]);
    let (_, page) = chat(&desk, &json!({ "messages": messages }));
    assert!(page["choices"][0]["message"]["content"].as_str().unwrap().contains("#f00"), "{page}");
}

#[test]
fn a_stream_is_the_same_in_pieces() {
    let desk = Desk::new(patient());
    let whole = chat(&desk, &json!({ "messages": says("bell") })).1["choices"][0]["message"]["content"].clone();
    let ask = json!({ "messages": says("bell"), "stream": true, "stream_options": { "include_usage": true } });
    let reply = desk.post("/v1/chat/completions", &ask);
    assert_eq!(reply.kind, "text/event-stream");
    let text = reply.text();
    let lines: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("data: ")).collect();
    assert_eq!(lines.last(), Some(&"[DONE]"));
    let chunks: Vec<Value> = lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let pieces = chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str());
    assert_eq!(json!(pieces.collect::<String>()), whole);
    assert!(chunks.iter().any(|chunk| chunk["choices"][0]["finish_reason"] == "stop"));
    assert!(chunks.last().unwrap()["usage"]["total_tokens"].is_u64());
}

#[test]
fn models_of_providers_are_passed_on_to() {
    let hello = r#"{ "when": { "purpose": "chat", "contains": "hello" }, "again": true, "reply": { "text": "good day", "input_tokens": 5, "output_tokens": 2 } }"#;
    let busy = r#"{ "again": true, "error": { "status": 400, "said": "too long" } }"#;
    let desk = Desk::new(Options { providers: Some(Room::of(&[hello, busy])), ..patient() });
    let (status, page) = chat(&desk, &json!({ "model": "script", "messages": says("hello") }));
    assert_eq!(
        (status, &page["choices"][0]["message"]["content"], &page["usage"]["total_tokens"]),
        (200, &json!("good day"), &json!(7))
    );
    let reply =
        desk.post("/v1/chat/completions", &json!({ "model": "script", "messages": says("hello"), "stream": true }));
    assert!(
        reply.text().contains("\"content\":\"good day\"") && reply.text().ends_with("[DONE]\n\n"),
        "{}",
        reply.text()
    );
    let (status, page) = chat(&desk, &json!({ "model": "script", "messages": says("other") }));
    assert_eq!((status, &page["error"]["code"]), (400, &json!("upstream")));
    let reply =
        desk.post("/v1/chat/completions", &json!({ "model": "script", "messages": says("other"), "stream": true }));
    assert!(reply.text().contains("too long"), "{}", reply.text());
}

#[test]
fn mistakes_have_the_shape_that_programs_expect() {
    let desk = Desk::new(patient());
    for (body, status, param) in [
        (json!({}), 400, "messages"),
        (json!({ "messages": [] }), 400, "messages"),
        (json!({ "messages": says("bell"), "n": 2 }), 400, "n"),
        (json!({ "messages": [{ "role": "assistant", "content": "x" }] }), 400, "messages"),
        (json!({ "messages": says("bell"), "model": "gpt-9" }), 404, ""),
        (json!({ "messages": says("bell"), "model": "linocut-plan" }), 503, ""),
    ] {
        let (found, page) = chat(&desk, &body);
        assert_eq!(found, status, "{body} {page}");
        assert_eq!(page["error"]["param"].as_str().unwrap_or_default(), param, "{page}");
        assert!(page["error"]["message"].as_str().is_some_and(|text| !text.is_empty()), "{page}");
    }
}

#[test]
fn pictures_come_as_svg_and_as_png() {
    let desk = Desk::new(patient());
    let made = |body: Value| -> (String, Vec<u8>) {
        let reply = desk.post("/v1/images/generations", &body);
        assert_eq!(reply.status, 200, "{}", reply.text());
        let page = reply.json();
        let text = page["data"][0]["b64_json"].as_str().unwrap();
        (
            page["output_format"].as_str().unwrap().to_owned(),
            base64::engine::general_purpose::STANDARD.decode(text).unwrap(),
        )
    };
    let (format, svg) = made(json!({ "prompt": "bell", "output_format": "svg" }));
    assert!(format == "svg" && svg.starts_with(b"<svg"));
    let (format, png) = made(json!({ "prompt": "bell", "size": "64x64", "background": "opaque" }));
    let picture = linocut_raster::decode(&png, &linocut_raster::Limits::default()).unwrap();
    assert_eq!((format.as_str(), picture.width(), picture.pixels()[0].a), ("png", 64, 255));
    let two = desk.post(
        "/v1/images/generations",
        &json!({ "prompt": "bell", "n": 2, "response_format": "url", "output_format": "svg" }),
    );
    let data = two.json()["data"].as_array().unwrap().clone();
    assert!(data.len() == 2 && data[1]["url"].as_str().unwrap().starts_with("data:image/svg+xml;base64,"));
    for wrong in [
        json!({}),
        json!({ "prompt": "x", "n": 99 }),
        json!({ "prompt": "x", "output_format": "gif" }),
        json!({ "prompt": "x", "size": "9" }),
    ] {
        assert_eq!(desk.post("/v1/images/generations", &wrong).status, 400, "{wrong}");
    }
}

#[test]
fn models_are_listed() {
    let (desk, _) = room();
    let page = desk.get("/v1/models").json();
    let ids: Vec<&str> = page["data"].as_array().unwrap().iter().map(|model| model["id"].as_str().unwrap()).collect();
    assert!(
        ids.contains(&"linocut")
            && ids.contains(&"script")
            && ids.contains(&"far/gpt-4.1-mini")
            && !ids.contains(&"brush"),
        "{ids:?}"
    );
    assert_eq!(desk.get("/v1/models/far/gpt-4.1-mini").json()["owned_by"], "far");
    let lost = desk.get("/v1/models/nobody");
    assert_eq!((lost.status.as_u16(), &lost.json()["error"]["code"]), (404, &json!("model_not_found")));
}
