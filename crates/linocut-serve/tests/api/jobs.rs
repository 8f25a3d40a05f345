//! Work that goes on by itself.

use crate::desk::{DISC, Desk, Reply, get, patient, post, square};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use linocut_serve::Options;
use serde_json::{Value, json};
use std::time::Duration;

fn headed(request: Request<Body>, headers: &[(&'static str, &str)]) -> Request<Body> {
    headers.iter().fold(request, |mut request, (name, value)| {
        request.headers_mut().insert(*name, value.parse().unwrap());
        request
    })
}

fn tidy(headers: &[(&'static str, &str)]) -> Request<Body> {
    headed(post("/api/v1/tidy", "application/json", json!({ "svg": DISC }).to_string()), headers)
}

/// Waits for a job through its events, which end when it does.
fn done(desk: &Desk, reply: &Reply) -> Value {
    assert_eq!(reply.status, StatusCode::ACCEPTED, "{}", reply.text());
    let place = reply.headers["location"].to_str().unwrap().to_owned();
    assert_eq!(reply.json()["urls"]["self"], place.as_str());
    let events = desk.get(&format!("{place}/events"));
    assert_eq!(events.kind, "text/event-stream");
    desk.get(&place).json()
}

/// Numbers, sorts and data of events.
fn events(text: &str) -> Vec<(u64, String, Value)> {
    let field = |event: &str, name: &str| event.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned();
    text.split_terminator("\n\n")
        .filter(|event| !event.starts_with(':'))
        .map(|event| {
            let data = serde_json::from_str(&field(event, "data: ")).unwrap();
            (field(event, "id: ").parse().unwrap(), field(event, "event: "), data)
        })
        .collect()
}

#[test]
fn a_job_answers_later_what_a_request_answers_now() {
    let desk = Desk::new(Options::default());
    let now = desk.ask(tidy(&[]));
    let job = done(&desk, &desk.ask(tidy(&[("prefer", "respond-async")])));
    assert_eq!((&job["state"], &job["attempt"], &job["op"]), (&json!("succeeded"), &json!(1), &json!("tidy")), "{job}");
    assert!(job["metrics"]["run_ms"].is_u64() && job["cost"].is_null() && job["problem"].is_null(), "{job}");
    let later = desk.get(job["urls"]["result"].as_str().unwrap());
    assert_eq!((later.status, later.kind.as_str()), (StatusCode::OK, "image/svg+xml"));
    assert_eq!(later.text(), now.text());
    let artifact = desk.get(job["result"]["artifact"]["urls"]["self"].as_str().unwrap());
    assert_eq!(artifact.text(), now.text());
    let waited = desk.ask(tidy(&[("prefer", "respond-async, wait=20")]));
    assert_eq!((waited.status, waited.text()), (StatusCode::OK, now.text()));
}

#[test]
fn words_that_begin_like_data_stay_words() {
    let desk = Desk::new(Options::default());
    let words = json!({ "instruction": "data: collect it, then clean it" }).to_string();
    let ask = |prefer: &str| {
        let request = post("/api/v1/diagram", "application/json", words.clone());
        let reply = desk.ask(headed(request, &[("prefer", prefer)]));
        (reply.status, reply.text())
    };
    assert_eq!(ask("wait=30"), ask("respond-async, wait=30"));
    assert!(ask("wait=30").1.contains("Collect it"), "{}", ask("wait=30").1);
    let run = json!({ "inputs": { "words": "data: a, then b" } });
    let made = desk.post("/api/v1/recipes/words-to-diagram/run", &run);
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let svg = "data:image/svg+xml,%3Csvg viewBox='0 0 9 9'%3E%3Crect width='9' height='9'/%3E%3C/svg%3E";
    let sent = post("/api/v1/tidy", "application/json", json!({ "svg": svg }).to_string());
    let tidied = desk.ask(headed(sent, &[("prefer", "respond-async, wait=30")]));
    assert!(tidied.text().contains("viewBox=\"0 0 9 9\""), "{}", tidied.text());
}

#[test]
fn every_sort_of_answer_survives_being_a_job() {
    let desk = Desk::new(Options::default());
    let svg = json!({ "svg": DISC });
    let with = |more: Value| {
        let mut body = svg.clone();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    for (verb, body) in [
        ("draw", json!({ "prompt": "bell", "n": 2 })),
        ("diagram", json!({ "instruction": "a, then b" })),
        ("render", with(json!({ "width": 9 }))),
        ("convert", with(json!({ "format": "pdf" }))),
    ] {
        for accept in ["*/*", "application/json"] {
            let ask = |prefer: &str| {
                let request = post(&format!("/api/v1/{verb}"), "application/json", body.to_string());
                let reply = desk.ask(headed(request, &[("prefer", prefer), ("accept", accept)]));
                // The order of fields says nothing.
                let text = if accept == "*/*" { reply.text() } else { String::new() };
                (reply.status, reply.kind.clone(), text, reply.json())
            };
            assert_eq!(ask("wait=30"), ask("respond-async, wait=30"), "{verb} as {accept}");
        }
    }
}

#[test]
fn a_failed_job_says_why_and_can_be_tried_again() {
    let desk = Desk::new(Options::default());
    let request = post("/api/v1/tidy", "application/json", json!({ "svg": "<svg" }).to_string());
    let job = done(&desk, &desk.ask(headed(request, &[("prefer", "respond-async")])));
    assert_eq!((&job["state"], &job["problem"]["code"]), (&json!("failed"), &json!("input")), "{job}");
    let url = |name: &str| job["urls"][name].as_str().unwrap().to_owned();
    let result = desk.get(&url("result"));
    assert_eq!((result.status, result.kind.as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "application/problem+json"));
    assert_eq!(desk.ask(post(&url("cancel"), "", "")).status, StatusCode::CONFLICT);
    let again = done(&desk, &desk.ask(post(&url("retry"), "", "")));
    assert_eq!((&again["state"], &again["attempt"]), (&json!("failed"), &json!(1)));
    assert_eq!(desk.get(&url("archive")).status, StatusCode::CONFLICT);
}

#[test]
fn a_job_that_waits_can_be_cancelled() {
    // One worker that a long job holds.
    let desk = Desk::new(Options { workers: 1, ..Options::default() });
    let long = json!({ "op": "draw", "items": (0..300).map(|n| json!({ "prompt": format!("bell {n}") })).collect::<Vec<_>>() });
    let long = desk.post("/api/v1/batch", &long).json();
    let waiting = desk.ask(tidy(&[("prefer", "respond-async")])).json();
    for job in [&waiting, &long] {
        let ended = desk.ask(post(job["urls"]["cancel"].as_str().unwrap(), "", ""));
        assert_eq!((ended.status, &ended.json()["state"]), (StatusCode::OK, &json!("cancelled")), "{}", ended.text());
        let told = events(&desk.get(job["urls"]["events"].as_str().unwrap()).text());
        assert_eq!(told.last().unwrap().2["state"], "cancelled");
        assert_eq!(desk.get(job["urls"]["result"].as_str().unwrap()).status, StatusCode::CONFLICT);
    }
    let after = desk.ask(tidy(&[("prefer", "respond-async, wait=20")]));
    assert_eq!(after.status, StatusCode::OK, "the worker is free again");
}

#[test]
fn events_come_in_order_and_none_is_lost_between_two_connections() {
    let desk = Desk::new(Options::default());
    let request = post("/api/v1/trace", "image/png", square().unwrap());
    let reply = desk.ask(headed(request, &[("accept", "text/event-stream")]));
    assert_eq!((reply.status, reply.kind.as_str()), (StatusCode::OK, "text/event-stream"));
    let all = events(&reply.text());
    let states: Vec<_> = all.iter().filter(|event| event.1 == "state").map(|event| event.2["state"].clone()).collect();
    assert_eq!(states, ["queued", "running", "succeeded"]);
    assert!(all.is_sorted_by_key(|event| event.0));
    let node = |name: &str, what: &str| {
        all.iter().any(|event| event.1 == "node" && event.2["node"] == name && event.2["event"] == what)
    };
    assert!(node("trace", "started") && node("trace", "finished") && node("score", "finished"), "{all:?}");
    let result = &all.last().unwrap().2["result"];
    assert!(result["about"]["scores"]["ssim"].as_f64().unwrap() > 0.99, "{result}");
    let place = format!("{}/events", reply.headers["location"].to_str().unwrap());
    for cut in 0..all.len() {
        let seen = all[cut].0.to_string();
        let rest = events(&desk.ask(headed(get(&place), &[("last-event-id", &seen)])).text());
        assert_eq!(rest, all[cut + 1..], "after event {seen}");
        assert_eq!(events(&desk.get(&format!("{place}?after={seen}")).text()), rest);
    }
}

#[test]
fn a_line_that_breaks_while_a_job_runs_loses_no_event() {
    let desk = Desk::new(Options { workers: 2, ..patient() });
    let svg = |n: u32| DISC.replace("r=\"9\"", &format!("r=\"{n}\""));
    let items: Vec<_> = (1..90).map(|n| json!({ "svg": svg(n), "width": 200 })).collect();
    let job = desk.post("/api/v1/batch", &json!({ "op": "render", "items": items })).json();
    let place = job["urls"]["events"].as_str().unwrap().to_owned();
    let (mut heard, mut lines, mut ended) = (Vec::new(), 0, false);
    while !ended {
        let seen = heard.last().map_or(0, |event: &(u64, String, Value)| event.0).to_string();
        let text = desk.listen(headed(get(&place), &[("last-event-id", &seen)]), 3);
        heard.extend(events(&text));
        ended = heard.last().is_some_and(|event| event.2["state"] == "succeeded");
        lines += 1;
    }
    assert!(lines > 2, "the line broke while it ran");
    assert_eq!(heard, events(&desk.get(&place).text()));
    let items: Vec<_> = heard.iter().filter(|event| event.1 == "item").map(|event| &event.2["at"]).collect();
    assert_eq!(items.len(), 89);
}

#[test]
fn work_that_nobody_watches_any_more_is_stopped() {
    let desk = Desk::new(Options { away: Duration::ZERO, ..patient() });
    let items: Vec<_> = (0..900).map(|n| json!({ "prompt": format!("bell {n}") })).collect();
    let batch = |accept: &'static str| {
        let body = json!({ "op": "draw", "items": items }).to_string();
        headed(post("/api/v1/batch", "application/json", body), &[("accept", accept)])
    };
    // It is told where its job is, and goes away.
    let place = desk.glimpse(batch("text/event-stream")).headers["location"].to_str().unwrap().to_owned();
    while desk.get(&place).json()["state"] != "cancelled" {
        std::thread::yield_now();
    }
    // Who asked for a job may go.
    let kept = desk.glimpse(batch("*/*")).headers["location"].to_str().unwrap().to_owned();
    let state = desk.get(&kept).json()["state"].clone();
    assert!(state == "queued" || state == "running", "{state}");
    assert_eq!(desk.ask(post(&format!("{kept}/cancel"), "", "")).status, StatusCode::OK);
}

#[test]
fn a_key_does_a_request_once() {
    let desk = Desk::new(Options::default());
    let first = desk.ask(tidy(&[("idempotency-key", "k")]));
    let second = desk.ask(tidy(&[("idempotency-key", "k")]));
    assert_eq!((first.status, second.status), (StatusCode::OK, StatusCode::OK));
    assert_eq!((first.text(), &first.headers["location"]), (second.text(), &second.headers["location"]));
    let other = post("/api/v1/sanitize", "application/json", json!({ "svg": DISC }).to_string());
    let other = desk.ask(headed(other, &[("idempotency-key", "k")]));
    assert_eq!((other.status, &other.json()["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("key")));
    assert_eq!(desk.ask(tidy(&[("idempotency-key", "")])).status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.get("/api/v1/jobs").json()["items"].as_array().unwrap().len(), 1);
    // In flight: the only worker is held by another.
    let desk = Desk::new(Options { workers: 1, ..Options::default() });
    let long = json!({ "op": "draw", "items": (0..300).map(|n| json!({ "prompt": format!("bell {n}") })).collect::<Vec<_>>() });
    let long = desk.post("/api/v1/batch", &long).json();
    let keyed = [("idempotency-key", "k"), ("prefer", "respond-async")];
    let first = desk.ask(tidy(&keyed));
    let second = desk.ask(tidy(&keyed));
    assert_eq!(
        (first.status, second.status),
        (StatusCode::ACCEPTED, StatusCode::ACCEPTED),
        "where it is is told again"
    );
    assert_eq!(first.headers["location"], second.headers["location"]);
    let again = desk.ask(tidy(&keyed[..1]));
    assert_eq!((again.status, &again.json()["code"]), (StatusCode::CONFLICT, &json!("running")));
    assert!(again.headers.contains_key("location") && again.headers.contains_key("retry-after"));
    desk.ask(post(long["urls"]["cancel"].as_str().unwrap(), "", ""));
}

#[test]
fn lists_jobs_page_by_page() {
    let desk = Desk::new(Options::default());
    for _ in 0..3 {
        done(&desk, &desk.ask(tidy(&[("prefer", "respond-async")])));
    }
    let first = desk.get("/api/v1/jobs?limit=2&state=succeeded");
    let link = first.headers["link"].to_str().unwrap().to_owned();
    let next = link.strip_prefix('<').unwrap().split('>').next().unwrap().to_owned();
    let second = desk.get(&next).json();
    let ids =
        |page: &Value| page["items"].as_array().unwrap().iter().map(|job| job["id"].to_string()).collect::<Vec<_>>();
    let all = [ids(&first.json()), ids(&second)].concat();
    assert!(all.len() == 3 && all.is_sorted_by(|a, b| a > b), "{all:?}");
    assert!(second["next_cursor"].is_null());
    assert_eq!(desk.get("/api/v1/jobs?state=failed").json()["items"], json!([]));
    assert_eq!(desk.get("/api/v1/jobs?state=lost").status, StatusCode::UNPROCESSABLE_ENTITY);
    for path in ["", "/events", "/result", "/archive.zip"] {
        assert_eq!(desk.get(&format!("/api/v1/jobs/none{path}")).status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["cancel", "retry"] {
        let reply = desk.ask(post(&format!("/api/v1/jobs/none/{path}"), "", ""));
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[test]
fn a_batch_does_what_it_can() {
    let desk = Desk::new(Options::default());
    let items = json!([{ "name": "a/one.svg", "svg": DISC }, { "name": "bad.svg", "svg": "no svg" }, { "svg": DISC }]);
    let job = done(&desk, &desk.post("/api/v1/batch", &json!({ "op": "tidy", "items": items })));
    let result = &job["result"];
    assert_eq!((&result["done"], &result["failed"]), (&json!(2), &json!(1)), "{job}");
    assert_eq!(
        (&result["items"][1]["name"], &result["items"][1]["problem"]["code"]),
        (&json!("bad.svg"), &json!("input"))
    );
    let archive = desk.get(job["urls"]["archive"].as_str().unwrap());
    assert_eq!((archive.status, archive.kind.as_str()), (StatusCode::OK, "application/zip"));
    let text = archive.text();
    assert!(archive.body.starts_with(b"PK") && text.contains("one.svg") && text.contains("3.svg"), "{text}");
    assert!(text.contains("failed.txt") && text.contains("bad.svg: "), "{text}");
    assert_eq!(job["progress"], Value::Null, "it is done");
    let mut form = b"--X\r\nContent-Disposition: form-data; name=\"op\"\r\n\r\nanalyze\r\n".to_vec();
    for name in ["a.png", "b.png"] {
        let head = format!("--X\r\nContent-Disposition: form-data; name=\"image\"; filename=\"{name}\"\r\n\r\n");
        form.extend_from_slice(head.as_bytes());
        form.extend_from_slice(&square().unwrap());
        form.extend_from_slice(b"\r\n");
    }
    form.extend_from_slice(b"--X--\r\n");
    let job = done(&desk, &desk.ask(post("/api/v1/batch", "multipart/form-data; boundary=X", form)));
    assert_eq!((&job["label"], &job["result"]["items"][1]["about"]["width"]), (&json!("a.png"), &json!(48)), "{job}");
    let empty = desk.post("/api/v1/batch", &json!({ "items": [] }));
    assert_eq!(empty.json()["detail"], "a batch has no items");
}

#[test]
fn a_trace_tells_how_far_it_is() {
    let desk = Desk::new(patient());
    let mut request = post("/api/v1/trace", "image/png", square().unwrap());
    request.headers_mut().insert("accept", "text/event-stream".parse().unwrap());
    let told = events(&desk.ask(request).text());
    let progress: Vec<_> = told.iter().filter(|(_, sort, _)| sort == "progress").map(|(.., data)| data).collect();
    let stages: Vec<_> = progress.iter().map(|data| data["stage"].as_str().unwrap()).collect();
    assert!(stages.contains(&"noise"), "{stages:?}");
    // What is done is told to its end, and takes no more time then.
    let last = progress.last().unwrap();
    assert_eq!(
        (&last["stage"], &last["done"], &last["eta_s"]),
        (&json!("curves"), &last["total"], &json!(0.0)),
        "{last}"
    );
    let unknown = progress.iter().find(|data| data["stage"] == "noise").unwrap();
    assert_eq!((&unknown["total"], &unknown["eta_s"]), (&json!(0), &Value::Null), "{unknown}");
}
