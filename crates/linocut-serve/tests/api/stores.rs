//! What is kept, and for how long.

use crate::desk::{DISC, Desk, patient, post};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use linocut_serve::Options;
use serde_json::{Value, json};

fn later(path: &str, kind: &str, body: impl Into<Body>) -> Request<Body> {
    let mut request = post(path, kind, body);
    request.headers_mut().insert("prefer", "respond-async".parse().unwrap());
    request
}

/// A drawing of some bytes, no two the same.
fn drawing(number: usize, bytes: usize) -> String {
    DISC.replace("<circle", &format!("<!--{number}{}--><circle", "x".repeat(bytes)))
}

/// A long job for the only thread that does any.
fn busy(desk: &Desk) -> Value {
    let items: Vec<_> = (0..900).map(|n| json!({ "prompt": format!("bell {n}") })).collect();
    desk.post("/api/v1/batch", &json!({ "op": "draw", "items": items })).json()
}

fn cancel(desk: &Desk, job: &Value) {
    assert_eq!(desk.ask(post(job["urls"]["cancel"].as_str().unwrap(), "", "")).status, StatusCode::OK);
}

fn ended(desk: &Desk, job: &Value) -> Value {
    desk.get(job["urls"]["events"].as_str().unwrap());
    desk.get(job["urls"]["self"].as_str().unwrap()).json()
}

#[test]
fn a_job_that_waits_keeps_its_files() {
    let desk = Desk::new(Options { workers: 1, most_kept: Some(200_000), ..patient() });
    let long = busy(&desk);
    let raw = desk.ask(later("/api/v1/tidy", "image/svg+xml", drawing(0, 20_000))).json();
    let text = json!({ "svg": drawing(1, 20_000) });
    let text = desk.ask(later("/api/v1/tidy", "application/json", text.to_string())).json();
    let kept = desk.ask(post("/api/v1/artifacts", "text/plain", "y".repeat(20_000))).json();
    let named = json!({ "svg": format!("digest:{}", kept["digest"].as_str().unwrap()) });
    let named = desk.ask(later("/api/v1/tidy", "application/json", named.to_string())).json();
    for number in 0..40 {
        let body = format!("{number}").repeat(10_000);
        assert_eq!(desk.ask(post("/api/v1/artifacts", "text/plain", body)).status, StatusCode::CREATED);
    }
    cancel(&desk, &long);
    for job in [&raw, &text] {
        let job = ended(&desk, job);
        assert_eq!(job["state"], "succeeded", "{}", job["problem"]);
    }
    // It is text and no drawing, which only somebody who still has it can tell.
    assert_eq!(ended(&desk, &named)["problem"]["code"], "input");
    let gone = desk.get(kept["urls"]["self"].as_str().unwrap());
    desk.ask(post("/api/v1/artifacts", "text/plain", "z".repeat(150_000)));
    let after = desk.get(kept["urls"]["self"].as_str().unwrap());
    assert_eq!((gone.status, after.status), (StatusCode::OK, StatusCode::NOT_FOUND), "it is needed no more");
}

#[test]
fn jobs_that_would_fill_the_place_are_turned_away() {
    let desk = Desk::new(Options { workers: 1, most_kept: Some(200_000), ..patient() });
    let long = busy(&desk);
    let ask = |number: usize| desk.ask(later("/api/v1/tidy", "image/svg+xml", drawing(number, 30_000)));
    let replies: Vec<_> = (0..6).map(ask).collect();
    let refused: Vec<_> = replies.iter().filter(|reply| reply.status != StatusCode::ACCEPTED).collect();
    assert!((2..=4).contains(&refused.len()), "{}", refused.len());
    for reply in refused {
        assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::SERVICE_UNAVAILABLE, &json!("busy")));
        assert!(reply.headers.contains_key("retry-after"));
    }
    cancel(&desk, &long);
    for reply in replies.iter().filter(|reply| reply.status == StatusCode::ACCEPTED) {
        assert_eq!(ended(&desk, &reply.json())["state"], "succeeded");
    }
    assert_eq!(ask(9).status, StatusCode::ACCEPTED, "there is room again");
}

#[test]
fn what_is_missing_of_an_archive_is_named() {
    let desk = Desk::new(Options { most_kept: Some(100_000), ..patient() });
    let batch = json!({ "op": "tidy", "items": [{ "svg": DISC, "name": "a.svg" }] });
    let job = desk.post("/api/v1/batch", &batch).json();
    assert_eq!(ended(&desk, &job)["state"], "succeeded");
    let whole = desk.get(job["urls"]["archive"].as_str().unwrap());
    assert!(whole.text().contains("a.svg") && whole.text().contains("<circle"), "{}", whole.text());
    for byte in ["1", "2", "3", "4"] {
        desk.ask(post("/api/v1/artifacts", "text/plain", byte.repeat(50_000)));
    }
    let parts = desk.get(job["urls"]["archive"].as_str().unwrap());
    assert_eq!((parts.status, parts.kind.as_str()), (StatusCode::OK, "application/zip"));
    assert!(parts.text().contains("missing.txt") && parts.text().contains("a.svg was forgotten"), "{}", parts.text());
}
