//! Verbs that ask a model, and who is asked.

use crate::desk::{DISC, Desk, Reply, get, patient, post};
use crate::providers::Room;
use axum::http::Request;
use linocut_serve::Options;
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) const PLAN: &str = r#"{ "when": { "purpose": "plan" }, "again": true, "reply": { "text": "{\"concepts\":[{\"description\":\"a\",\"elements\":[{\"type\":\"circle\",\"role\":\"a\",\"position\":\"12,12\",\"relationship\":\"\"}],\"style\":{}}]}", "input_tokens": 300, "output_tokens": 60 } }"#;
pub(crate) const SVG: &str = r#"{ "when": { "purpose": "svg" }, "again": true, "reply": { "text": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><circle cx='12' cy='12' r='9' fill='none' stroke='#000' stroke-width='2'/></svg>", "input_tokens": 500, "output_tokens": 90 } }"#;
const EDIT: &str = r#"{ "when": { "purpose": "edit" }, "again": true, "reply": { "text": "{\"summary\":\"a chimney\",\"operations\":[{\"op\":\"add\",\"id\":\"\",\"svg\":\"<rect x='14' y='2' width='2' height='4'/>\"}]}" } }"#;
const DIAGRAM: &str = r#"{ "when": { "purpose": "diagram" }, "again": true, "reply": { "text": "{\"nodes\":[{\"id\":\"a\",\"label\":\"Ask\"},{\"id\":\"b\",\"label\":\"Tell\"}],\"edges\":[{\"from\":\"a\",\"to\":\"b\"}]}" } }"#;
const PONG: &str = r#"{ "when": { "purpose": "test" }, "again": true, "reply": { "text": "pong", "input_tokens": 9, "output_tokens": 1 } }"#;

pub(crate) fn room() -> (Desk, Arc<Room>) {
    let room = Room::of(&[PLAN, SVG, EDIT, DIAGRAM, PONG]);
    let providers: Arc<dyn linocut_serve::Directory> = Arc::<Room>::clone(&room);
    (Desk::new(Options { providers: Some(providers), ..patient() }), room)
}

fn json(desk: &Desk, path: &str, body: &Value) -> Value {
    let mut request = post(path, "application/json", body.to_string());
    request.headers_mut().insert("accept", "application/json".parse().unwrap());
    let reply = desk.ask(request);
    assert_eq!(reply.status, 200, "{}", reply.text());
    reply.json()
}

#[test]
fn a_plan_is_drawn_counted_and_told() {
    let (desk, room) = room();
    let ask = json!({ "prompt": "a round thing", "route": "plan", "debug": true });
    let page = json(&desk, "/api/v1/draw", &ask);
    assert_eq!(page["variants"][0]["route"], "plan");
    assert!(page["variants"][0]["note"].as_str().unwrap().starts_with("written · script"), "{page}");
    assert_eq!(
        (&page["cost"]["calls"], &page["cost"]["tokens"], &page["cost"]["usd"]),
        (&json!(2), &json!(950), &json!(null))
    );
    let purposes: Vec<&str> =
        page["steps"].as_array().unwrap().iter().map(|step| step["purpose"].as_str().unwrap()).collect();
    assert_eq!(purposes, ["plan", "svg"]);
    assert_eq!(room.noted.lock().unwrap().len(), 2);
    let usage = desk.get("/api/v1/usage?limit=1").json();
    assert_eq!(
        (&usage["total"]["calls"], &usage["total"]["unpriced"], usage["items"].as_array().unwrap().len()),
        (&json!(2), &json!(2), 1)
    );
    assert_eq!(usage["items"][0]["verb"], "draw");
    let metrics = desk.get("/metrics").text();
    for line in [
        "linocut_model_tries_total{provider=\"script\"} 2",
        "linocut_model_breaker{provider=\"script\",state=\"closed\"} 1",
        "linocut_model_tokens_total{provider=\"script\",model=\"script\",direction=\"written\"} 150",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
    assert!(!metrics.contains("usd_total{"), "{metrics}");
}

#[test]
fn jobs_tell_what_they_took() {
    let (desk, _) = room();
    let ask = json!({ "prompt": "a round thing", "route": "plan", "n": 1 }).to_string();
    let mut request = post("/api/v1/draw", "application/json", ask);
    request.headers_mut().insert("prefer", "respond-async, wait=60".parse().unwrap());
    let reply = desk.ask(request);
    assert_eq!(reply.status, 200, "{}", reply.text());
    let job = desk.get(reply.headers["location"].to_str().unwrap()).json();
    assert_eq!(job["cost"]["calls"], 2, "{job}");
    let variant = &job["result"]["about"]["variants"][0];
    assert!(variant["artifact"]["digest"].is_string() && variant["route"] == "plan", "{job}");
}

#[test]
fn an_edit_by_a_model_tells_element_by_element() {
    let (desk, _) = room();
    let page = json(&desk, "/api/v1/edit", &json!({ "svg": DISC, "instruction": "give it a chimney" }));
    assert_eq!((&page["by"], &page["summary"]), (&json!("model"), &json!("a chimney")));
    assert_eq!(page["diff"], json!({ "modified": [], "removed": [], "added": ["el-2"] }));
    assert!(
        page["before"].as_str().unwrap().contains("id=\"el-1\"")
            && page["svg"].as_str().unwrap().contains("id=\"el-2\"")
    );
    let ruled = json(&desk, "/api/v1/edit", &json!({ "svg": DISC, "instruction": "make it red" }));
    assert_eq!((&ruled["by"], &ruled["diff"], ruled.get("cost")), (&json!("rules"), &json!(null), None));
    let refused =
        desk.post("/api/v1/edit", &json!({ "svg": DISC, "instruction": "make it friendlier", "by": "rules" }));
    assert_eq!(refused.status, 422);
}

#[test]
fn a_diagram_by_a_model_and_without_one() {
    let (desk, room) = room();
    let ask = json!({ "instruction": "ask, then tell", "by": "model" });
    let page = json(&desk, "/api/v1/diagram", &ask);
    assert!(page["mermaid"].as_str().unwrap().contains("Tell") && page["by"] == "model", "{page}");
    *room.file.lock().unwrap() = linocut_models::config::ProviderFile::default();
    assert_eq!(desk.post("/api/v1/diagram", &ask).status, 503);
}

#[test]
fn an_outage_is_told_and_drawn_without() {
    let broken = r#"{ "again": true, "error": { "status": 400, "said": "no" } }"#;
    let room = Room::of(&[broken]);
    let desk = Desk::new(Options { providers: Some(room), ..patient() });
    let page = json(&desk, "/api/v1/draw", &json!({ "prompt": "bell", "route": "plan" }));
    assert!(page["warnings"][0].as_str().unwrap().starts_with("drawn offline"), "{page}");
    assert_ne!(page["variants"][0]["route"], "plan");
}

#[test]
fn a_painted_picture_is_traced() {
    let (desk, _) = room();
    let page = json(&desk, "/api/v1/draw", &json!({ "prompt": "a square", "route": "diffusion" }));
    assert_eq!(page["variants"][0]["route"], "diffusion");
    assert!(
        page["svg"].as_str().unwrap().contains("<rect") || page["svg"].as_str().unwrap().contains("<path"),
        "{page}"
    );
}

fn item(page: &Value, name: &str) -> Value {
    page["items"].as_array().unwrap().iter().find(|item| item["name"] == name).cloned().unwrap_or_default()
}

#[test]
fn providers_are_listed_tried_and_chosen_without_their_keys() {
    let (desk, _) = room();
    let page = desk.get("/api/v1/providers").json();
    assert_eq!(
        (&page["writes"], &page["paints"], &page["unbidden"]),
        (&json!("script"), &json!("brush"), &json!(true))
    );
    let far = item(&page, "far");
    assert_eq!((&far["has_key"], &far["key_from"], &far["elsewhere"]), (&json!(true), &json!("file"), &json!(true)));
    let tried = json(&desk, "/api/v1/providers/script/test", &json!({}));
    assert_eq!((&tried["ok"], &tried["reply"], &tried["output_tokens"]), (&json!(true), &json!("pong"), &json!(1)));
    let tried = json(&desk, "/api/v1/providers/brush/test", &json!({}));
    assert_eq!((&tried["ok"], &tried["models"]), (&json!(true), &json!(["sd"])));
    assert_eq!(desk.post("/api/v1/providers/nobody/test", &json!({})).status, 404);
    let own = json!({ "name": "own", "family": "openai", "url": "http://127.0.0.1:9/v1", "model": "m", "key": "sk-canary-x1" });
    let page = json(&desk, "/api/v1/providers/use", &own);
    assert_eq!((&page["writes"], &item(&page, "own")["model"]), (&json!("own"), &json!("m")));
    let page = json(&desk, "/api/v1/providers/use", &json!({ "name": "own", "model": "other" }));
    let changed = item(&page, "own");
    assert_eq!(
        (&changed["model"], &changed["url"], &changed["has_key"]),
        (&json!("other"), &json!("http://127.0.0.1:9/v1"), &json!(true))
    );
    for wrong in [
        json!({ "name": "own", "url": "localhost:9" }),
        json!({ "name": "own", "kee": "sk-canary-x2" }),
        json!({ "name": "new", "family": "sk-canary" }),
        json!({ "name": "nobody" }),
        json!({ "name": "new", "family": "openai", "url": "http://127.0.0.1:9", "key_env": "HOME" }),
        json!({ "name": "new", "family": "scripted", "url": "/etc" }),
    ] {
        let reply: Reply = desk.post("/api/v1/providers/use", &wrong);
        assert!(reply.status.is_client_error() && !reply.text().contains("sk-canary-x2"), "{wrong}: {}", reply.text());
    }
    let moved = json(&desk, "/api/v1/providers/use", &json!({ "name": "far", "url": "https://elsewhere.example/v1" }));
    assert_eq!(item(&moved, "far")["has_key"], false, "a key does not follow an address");
    let page = json(&desk, "/api/v1/providers/use", &json!({ "name": null }));
    assert_eq!(page["unbidden"], false);
    let forgotten = desk.ask(
        Request::delete("/api/v1/providers/own").header("host", "localhost").body(axum::body::Body::empty()).unwrap(),
    );
    assert_eq!((forgotten.status.as_u16(), item(&forgotten.json(), "own")), (200, json!(null)));
    for path in ["/api/v1/providers", "/metrics", "/api/v1/usage"] {
        assert!(!desk.ask(get(path)).text().contains("canary"), "{path}");
    }
}

#[test]
fn prices_are_dated() {
    let (desk, _) = room();
    let page = desk.get("/api/v1/prices").json();
    assert!(page["as_of"].as_str().unwrap().starts_with("20") && page["items"].as_array().unwrap().len() > 10);
}
