//! The paths of other systems, in their shapes.

use crate::desk::{DISC, Desk, asked, got, patient, post, square, with};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use linocut_serve::Options;
use serde_json::{Value, json};

/// The names of an object's fields, in order.
fn fields(page: &Value) -> Vec<&str> {
    let mut names: Vec<&str> = page.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

fn picture() -> String {
    format!("data:image/png;base64,{}", base64::engine::general_purpose::STANDARD.encode(square().unwrap()))
}

#[test]
fn icons_come_as_three_variants() {
    let brand = json!({ "grid": 48, "strokeWidth": 3, "style": "outline" });
    let icons = asked("/generate", &json!({ "prompt": "bell", "brandConstraints": brand })).json();
    assert_eq!(fields(&icons), ["svg", "variants"]);
    let variants = icons["variants"].as_array().unwrap();
    let svg = |at: usize| variants[at]["svg"].as_str().unwrap();
    assert!(variants.len() == 3 && svg(0) != svg(1) && svg(1) != svg(2) && svg(0) != svg(2), "{icons}");
    assert!(icons["svg"] == variants[0]["svg"] && svg(0).contains("0 0 48 48"), "{icons}");
    let told = asked("/generate", &json!({ "prompt": "bell", "debug": true })).json();
    assert_eq!(fields(&told), ["debug", "svg", "variants"]);
    assert_eq!(fields(&told["debug"]), ["model", "provider", "steps", "variants"]);
    assert_eq!((&told["debug"]["provider"], &told["debug"]["model"]), (&json!("linocut"), &json!("offline")));
}

#[test]
fn diagrams_and_changes_come_as_they_did() {
    let diagram = asked("/generate", &json!({ "instruction": "user asks server", "diagram_type": "sequence" })).json();
    assert_eq!(fields(&diagram), ["backend", "mermaid", "success"]);
    assert!(diagram["success"] == true && diagram["mermaid"].as_str().unwrap().starts_with("sequenceDiagram"));
    let mutated = asked("/mutate", &json!({ "svg": DISC, "userInput": "make it red" })).json();
    assert_eq!(fields(&mutated), ["svg"]);
    assert!(mutated["svg"].as_str().unwrap().contains("fill=\"#f00\""));
    let told = asked("/mutate", &json!({ "svg": DISC, "userInput": "make it red", "debug": true })).json();
    assert_eq!(fields(&told), ["debug", "svg"]);
}

#[test]
fn pictures_come_with_what_was_measured() {
    let png = square().unwrap();
    let path = "/api/convert-ai?tier=1&target_quality=0.9&colors=2";
    let vector = with(patient(), post(path, "image/png", png.clone())).json();
    let whole = ["ai_metadata", "fallback_used", "model_info", "processing_time", "success", "svg_content"];
    assert_eq!(fields(&vector), whole);
    let about = &vector["ai_metadata"];
    let told = "actual_quality confidence logo_type model_versions parameters_used predicted_quality processing_time \
                selected_tier target_met";
    assert_eq!(fields(about).join(" "), told);
    assert_eq!(fields(&vector["model_info"]), ["inference_engine", "versions"]);
    assert!(about["actual_quality"].as_f64().unwrap() > 0.99 && about["target_met"] == true, "{vector}");
    assert!(about["logo_type"].is_string() && about["selected_tier"] == 1, "{vector}");
    // All parameters, as they were used: not as they were sent.
    assert!(about["parameters_used"]["colors"] == 2 && about["parameters_used"]["preset"] == "logo", "{vector}");
    let brief = with(patient(), post("/api/convert-ai?time_budget=0.4", "image/png", png.clone())).json();
    assert_eq!(brief["ai_metadata"]["selected_tier"], 1, "{brief}");
    let plain = with(patient(), post("/api/convert", "image/png", png.clone())).json();
    assert_eq!(fields(&plain), ["ssim", "success", "svg"]);
    for knobs in [
        "converter=vtracer&color_precision=10&mode=polygon",
        "threshold=128&turdsize=2&alphamax=1.0",
        "converter=potrace",
    ] {
        let old = with(patient(), post(&format!("/api/convert?{knobs}"), "image/png", png.clone())).json();
        assert!(old["ssim"].as_f64().unwrap() > 0.9 && old["svg"] != plain["svg"], "{knobs}: {old}");
    }
    let wrong = with(patient(), post("/api/convert?corner_threshold=181", "image/png", png.clone())).json();
    assert_eq!(wrong["field_errors"][0]["field"], "corner_threshold", "{wrong}");
    let facts = with(patient(), post("/api/analyze-image", "image/png", png)).json();
    assert!(facts["success"] == true && facts["analysis"]["class"].is_string(), "{facts}");
    for path in ["/api/ai-health", "/api/model-status"] {
        let health = got(path).json();
        assert!(health["available"] == true && health["components"]["tracer"] == "available", "{health}");
    }
}

#[test]
fn many_pictures_come_at_once() {
    let check = |done: &Value| {
        assert_eq!(fields(done), ["failed", "results", "success", "successful", "total"]);
        assert_eq!((&done["total"], &done["successful"], &done["failed"]), (&json!(2), &json!(1), &json!(1)), "{done}");
        let [good, bad] = [&done["results"][0], &done["results"][1]];
        assert_eq!((good["success"] == true, bad["success"] == false), (true, true));
        assert!(good["svg"].as_str().unwrap().starts_with("<svg ") && good["ssim"].as_f64().unwrap() > 0.9, "{good}");
        assert!(bad["error"].is_string() && fields(bad) == ["error", "filename", "success"], "{bad}");
    };
    let mut form = b"--X\r\nContent-Disposition: form-data; name=\"tier\"\r\n\r\n1\r\n".to_vec();
    for (name, bytes) in [("a.png", square().unwrap()), ("b.png", b"no picture".to_vec())] {
        let head = format!("--X\r\nContent-Disposition: form-data; name=\"images\"; filename=\"{name}\"\r\n\r\n");
        form.extend_from_slice(head.as_bytes());
        form.extend_from_slice(&bytes);
        form.extend_from_slice(b"\r\n");
    }
    form.extend_from_slice(b"--X--\r\n");
    let done = with(patient(), post("/api/batch-convert", "multipart/form-data; boundary=X", form)).json();
    check(&done);
    assert_eq!((&done["results"][0]["filename"], &done["results"][1]["filename"]), (&json!("a.png"), &json!("b.png")));
    check(&asked("/api/batch-convert", &json!({ "images": [picture(), "data:image/png;base64,aGk="] })).json());
    assert_eq!(asked("/api/batch-convert", &json!({ "images": [] })).status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn jobs_are_told_as_they_were() {
    let desk = Desk::new(patient());
    let mut request =
        post("/mutate", "application/json", json!({ "svg": DISC, "userInput": "make it red" }).to_string());
    request.headers_mut().insert("prefer", "respond-async".parse().unwrap());
    let sent = desk.ask(request);
    assert_eq!(sent.status, StatusCode::ACCEPTED, "an alias can be a job, too: {}", sent.text());
    let (id, events) = (sent.json()["id"].clone(), sent.json()["urls"]["events"].clone());
    desk.get(events.as_str().unwrap());
    let job = desk.get(&format!("/api/job/{}", id.as_str().unwrap())).json();
    let told = "createdAt endTime error jobId label progress result startTime status type";
    assert_eq!(fields(&job).join(" "), told);
    assert_eq!((&job["status"], &job["type"], &job["jobId"]), (&json!("completed"), &json!("/mutate"), &id), "{job}");
    assert!(job["result"]["about"]["svg"].as_str().unwrap().contains("#f00"), "{job}");
    assert_eq!(desk.get("/api/jobs").json()["jobs"][0]["jobId"], id);
    let none = || Request::delete("/api/job/none").header("host", "localhost").body(Body::empty()).unwrap();
    assert_eq!(
        (desk.get("/api/job/none").status, desk.ask(none()).status),
        (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND)
    );
}

#[test]
fn a_budget_that_is_too_short_gets_the_plain_way() {
    // No tracer ends in ten milliseconds here, so either way the answer comes, and says which it was.
    let request = post("/api/convert-ai?tier=3&time_budget=0.01", "image/png", square().unwrap());
    let vector = with(Options { workers: 1, ..patient() }, request).json();
    assert!(vector["success"] == true && vector["fallback_used"].is_boolean(), "{vector}");
    let tier = if vector["fallback_used"] == true { 1 } else { 3 };
    assert_eq!(vector["ai_metadata"]["selected_tier"], tier, "{vector}");
}

#[test]
fn the_systems_before_it_hear_what_they_said_wrong() {
    for (path, body, status, word) in [
        ("/generate", json!({ "prompt": "a" }), 422, "3 to 500"),
        ("/generate", json!({ "prompt": "bell", "brandConstraints": { "style": 5 } }), 422, "invalid type"),
        ("/generate", json!({ "prompt": "bell", "brandConstraints": "loud" }), 422, "struct"),
        ("/generate", json!({ "prompt": "bell", "brandConstraints": { "grid": 7 } }), 422, "8 to 256"),
        ("/generate", json!({ "prompt": "bell", "color": "red" }), 422, "color"),
        ("/generate", json!({ "diagram_type": "pie" }), 400, "instruction"),
        ("/generate", json!({}), 400, "instruction"),
        ("/generate", json!({ "instruction": "" }), 400, "instruction"),
        ("/mutate", json!({ "svg": "<svg/>", "userInput": "make it red" }), 422, "svg has at least 11"),
        ("/mutate", json!({ "svg": DISC, "userInput": "x" }), 422, "2 to 500"),
        ("/mutate", json!({ "svg": DISC }), 400, "userInput"),
        ("/api/convert-ai", json!({ "tier": 9 }), 422, "tier '9'"),
        ("/api/convert-ai", json!({ "target_quality": 2 }), 422, "target_quality"),
        ("/api/convert-ai", json!({ "time_budget": "soon" }), 422, "soon"),
    ] {
        let reply = asked(path, &body);
        assert_eq!(reply.status.as_u16(), status, "{path} {body}: {}", reply.text());
        assert!(reply.text().contains(word), "{path} {body}: {}", reply.text());
    }
}
