//! Many files at once.

use crate::desk::{DISC, Desk, patient, post, square};
use axum::http::StatusCode;
use linocut_serve::Options;
use serde_json::{Value, json};

/// Waits for a job, and gives it as it ended.
fn ended(desk: &Desk, job: &Value) -> Value {
    desk.get(job["urls"]["events"].as_str().unwrap());
    desk.get(job["urls"]["self"].as_str().unwrap()).json()
}

fn gauge(desk: &Desk, name: &str) -> u64 {
    let text = desk.get("/metrics").text();
    text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok()).unwrap()
}

#[test]
fn too_many_items_are_refused_before_any_is_copied() {
    let desk = Desk::new(Options { most_bytes: 256 << 20, ..patient() });
    // Were each item to carry a copy, this would be 64 GB.
    let svg = "x".repeat(8 << 20);
    let items = vec![json!({}); 8000];
    let told = desk.post("/api/v1/batch", &json!({ "op": "tidy", "params": { "svg": svg }, "items": items }));
    assert_eq!((told.status.as_u16(), &told.json()["code"]), (413, &json!("limit")), "{}", told.text());
}

#[test]
fn what_cannot_be_done_is_said_before_it_is_a_job() {
    let desk = Desk::new(patient());
    for (path, body, field) in [
        ("/api/v1/batch", json!({ "op": "fly", "items": [{ "svg": DISC }] }), "op"),
        ("/api/v1/batch", json!({ "op": "tidy", "items": [] }), "items"),
        ("/api/v1/batch", json!({ "op": "tidy", "items": ["rocket"] }), "items"),
        ("/api/v1/batch", json!({ "op": "trace", "items": [{}], "params": { "colors": 999 } }), "colors"),
        ("/api/v1/trace", json!({ "colors": "many" }), "colors"),
        ("/api/v1/trace", json!({ "colors": 2 }), "image"),
        ("/api/v1/edit", json!({ "svg": DISC }), "instruction"),
        ("/api/v1/batch", json!({ "op": "trace", "items": [{ "image": "rocket" }, { "colors": 999 }] }), "image"),
        ("/api/v1/recipes/words-to-icon/run", json!({ "overrides": { "draw": { "grid": 0 } } }), "draw.grid"),
    ] {
        let mut request = post(path, "application/json", body.to_string());
        request.headers_mut().insert("prefer", "respond-async".parse().unwrap());
        let told = desk.ask(request);
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", told.text());
        assert_eq!(told.json()["field_errors"][0]["field"], field, "{}", told.text());
    }
    assert_eq!(desk.get("/api/v1/jobs").json()["items"], json!([]));
}

#[test]
fn what_a_batch_says_for_all_is_overruled_by_an_item() {
    let desk = Desk::new(patient());
    let batch =
        json!({ "op": "render", "params": { "svg": DISC, "width": 5 }, "items": [{}, { "width": 7 }, { "width": 0 }] });
    let job = ended(&desk, &desk.post("/api/v1/batch", &batch).json());
    let items = job["result"]["items"].as_array().unwrap();
    let width = |item: &Value| desk.get(item["artifact"]["urls"]["self"].as_str().unwrap()).body[19];
    assert_eq!((width(&items[0]), width(&items[1])), (5, 7));
    assert_eq!(items[2]["problem"]["code"], "input", "{}", items[2]);
    assert_eq!((&job["result"]["done"], &job["result"]["failed"]), (&json!(2), &json!(1)));
}

#[test]
fn an_interrupted_batch_goes_on_where_it_was() {
    let desk = Desk::new(Options { workers: 1, ..patient() });
    // The first ones are in the library; the last ones are drawn by the icon model, which takes a while.
    let prompts = ["bell", "rocket", "calendar", "cloud", "shield", "bell 7 8", "cloud 7 8"];
    let items: Vec<_> = prompts.iter().map(|prompt| json!({ "prompt": prompt, "name": prompt })).collect();
    let job = desk.post("/api/v1/batch", &json!({ "op": "draw", "items": items })).json();
    let place = job["urls"]["self"].as_str().unwrap().to_owned();
    let items = |text: &str| text.matches("event: item").count();
    let events = || desk.get(&format!("/api/v1/jobs/{}/events", job["id"].as_str().unwrap())).text();
    // It is stopped once something of it is done, which its progress tells.
    while desk.get(&place).json()["progress"]["done"].as_u64().unwrap_or(0) == 0 {
        std::thread::yield_now();
    }
    assert_eq!(desk.ask(post(&format!("{place}/cancel"), "", "")).status, StatusCode::OK);
    while gauge(&desk, "linocut_jobs_working") > 0 {
        std::thread::yield_now();
    }
    let before = items(&events());
    assert!((1..prompts.len()).contains(&before), "{before}");
    assert_eq!(desk.ask(post(&format!("{place}/retry"), "", "")).status, StatusCode::ACCEPTED);
    assert_eq!(items(&events()), prompts.len(), "none was done twice");
    let done = desk.get(&place).json();
    let names: Vec<_> = done["result"]["items"].as_array().unwrap().iter().map(|item| item["name"].clone()).collect();
    assert_eq!(names, prompts);
}

#[test]
fn a_job_that_was_begun_anew_can_be_stopped_again() {
    let desk = Desk::new(Options { workers: 3, ..patient() });
    let items: Vec<_> = (0..900).map(|n| json!({ "prompt": format!("cloud {n}") })).collect();
    let job = desk.post("/api/v1/batch", &json!({ "op": "draw", "items": items })).json();
    let place = job["urls"]["self"].as_str().unwrap().to_owned();
    for _ in 0..5 {
        while desk.get(&place).json()["state"] != "running" {
            std::thread::yield_now();
        }
        assert_eq!(desk.ask(post(&format!("{place}/cancel"), "", "")).status, StatusCode::OK);
        assert_eq!(desk.ask(post(&format!("{place}/retry"), "", "")).status, StatusCode::ACCEPTED);
    }
    assert_eq!(desk.ask(post(&format!("{place}/cancel"), "", "")).status, StatusCode::OK);
    // A thread that nobody could stop would go on for a long time.
    while gauge(&desk, "linocut_jobs_working") > 0 {
        std::thread::yield_now();
    }
    assert_eq!(desk.get(&place).json()["state"], "cancelled");
}

#[test]
fn what_is_no_picture_is_refused_before_it_is_a_job() {
    let desk = Desk::new(patient());
    let ask = |path: &str, body: &[u8]| {
        let mut request = post(path, "application/octet-stream", body.to_vec());
        request.headers_mut().insert("prefer", "respond-async".parse().unwrap());
        desk.ask(request)
    };
    let png = square().unwrap();
    for (path, body, sentence) in [
        ("/api/v1/trace", b"Dear diary".as_slice(), "not a picture"),
        ("/api/v1/analyze", &png[..20], "damaged"),
        ("/api/v1/tidy", b"Dear diary", "outside its root element"),
    ] {
        let told = ask(path, body);
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}: {}", told.text());
        assert!(told.text().contains(sentence), "{path}: {}", told.text());
    }
    assert_eq!(desk.get("/api/v1/jobs").json()["items"], json!([]));
    // One that is a picture outside and none inside is found when it is its turn, and is a job that failed.
    let svg =
        json!({ "op": "tidy", "items": [{ "svg": "<svg", "name": "one" }, { "svg": "<svg><g>", "name": "two" }] });
    let job = ended(&desk, &desk.post("/api/v1/batch", &svg).json());
    assert_eq!((&job["state"], &job["problem"]["code"]), (&json!("failed"), &json!("input")), "{job}");
    assert!(job["problem"]["detail"].as_str().unwrap().starts_with("none of 2 items could be done; one: "), "{job}");
    assert_eq!(job["problem"]["errors"].as_array().unwrap().len(), 2, "{job}");
    let some = json!({ "op": "tidy", "items": [{ "svg": "<svg" }, { "svg": DISC }] });
    let job = ended(&desk, &desk.post("/api/v1/batch", &some).json());
    assert_eq!((&job["state"], &job["failed"]), (&json!("succeeded"), &json!(1)), "{job}");
}
