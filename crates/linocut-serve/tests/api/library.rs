//! All that was made, in one list.

use crate::desk::{DISC, Desk, get, patient, post, square};
use serde_json::{Value, json};

/// Sends work as a job, and waits for it.
fn work(desk: &Desk, path: &str, body: &Value) {
    let mut request = post(path, "application/json", body.to_string());
    request.headers_mut().insert("prefer", "respond-async".parse().unwrap());
    let job = desk.ask(request).json();
    desk.get(job["urls"]["events"].as_str().unwrap());
}

fn names(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap_or("-").to_owned()).collect()
}

#[test]
fn lists_what_was_made_and_finds_it_again() {
    let desk = Desk::new(patient());
    work(&desk, "/api/v1/draw", &json!({ "prompt": "Fire bell", "n": 3 }));
    work(&desk, "/api/v1/tidy", &json!({ "svg": DISC }));
    work(&desk, "/api/v1/tidy", &json!({ "svg": "<svg" }));
    let items = json!([{ "name": "one.svg", "svg": DISC }, { "name": "two.svg", "svg": DISC.replace('9', "8") }]);
    work(&desk, "/api/v1/batch", &json!({ "op": "tidy", "items": items }));
    let all = desk.get("/api/v1/library").json();
    assert_eq!(names(&all), ["one.svg", "two.svg", "-", "Fire bell", "Fire bell", "Fire bell"], "{all}");
    let first = &all["items"][0];
    assert_eq!(
        (&first["op"], &first["name"], &first["media_type"]),
        (&json!("batch"), &json!("one.svg"), &json!("image/svg+xml"))
    );
    assert!(desk.get(first["urls"]["self"].as_str().unwrap()).text().contains("<circle "), "{first}");
    assert!(first["created_ms"].is_u64() && first["job"].is_string() && first["digest"].is_string());
    assert_eq!(names(&desk.get("/api/v1/library?q=BELL+draw").json()), ["Fire bell"; 3]);
    assert_eq!(names(&desk.get("/api/v1/library?op=tidy").json()), ["-"]);
    assert_eq!(names(&desk.get("/api/v1/library?q=whale").json()).len(), 0);
    // Page by page it is the same list, also where a page ends within a job.
    let (mut told, mut next) = (Vec::new(), Some("/api/v1/library?limit=2".to_owned()));
    while let Some(place) = next {
        let reply = desk.ask(get(&place));
        told.extend(reply.json()["items"].as_array().unwrap().clone());
        let link = reply.headers.get("link").map(|link| link.to_str().unwrap().to_owned());
        next = link.map(|link| link.split(['<', '>']).nth(1).unwrap().to_owned());
    }
    assert_eq!(json!(told), all["items"]);
}

#[test]
fn a_recipe_counts_with_what_it_was_run_for() {
    let desk = Desk::new(patient());
    let picture = desk.ask(post("/api/v1/artifacts", "image/png", square().unwrap())).json();
    let inputs = json!({ "picture": format!("digest:{}", picture["digest"].as_str().unwrap()) });
    work(&desk, "/api/v1/recipes/picture-to-drawing/run", &json!({ "inputs": inputs }));
    let all = desk.get("/api/v1/library").json();
    assert_eq!(names(&all), ["picture-to-drawing"], "{all}");
    assert_eq!((&all["items"][0]["op"], &all["items"][0]["media_type"]), (&json!("recipe"), &json!("image/svg+xml")));
}
