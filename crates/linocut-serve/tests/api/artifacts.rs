//! Content by digest.

use crate::desk::{DISC, Desk, post, square};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use linocut_flow::Digest;
use linocut_serve::Options;
use serde_json::json;

fn put(digest: &str, body: Vec<u8>) -> Request<Body> {
    let request = Request::put(format!("/api/v1/artifacts/{digest}")).header("host", "localhost");
    request.body(body.into()).unwrap()
}

#[test]
fn keeps_content_under_its_digest() {
    let desk = Desk::new(Options::default());
    let png = square().unwrap();
    let digest = Digest::of(&png).to_string();
    let kept = desk.ask(put(&digest, png.clone()));
    assert_eq!((kept.status, &kept.json()["media_type"]), (StatusCode::CREATED, &json!("image/png")));
    assert_eq!(desk.ask(put(&digest, png.clone())).status, StatusCode::OK);
    let place = format!("/api/v1/artifacts/{digest}");
    assert_eq!(kept.headers["location"], place.as_str());
    let found = desk.get(&format!("{place}?name=../a%20b.png"));
    assert_eq!((found.kind.as_str(), found.body), ("image/png", png));
    assert_eq!(found.headers["etag"], format!("\"{digest}\"").as_str());
    assert!(found.headers["cache-control"].to_str().unwrap().ends_with("immutable"));
    assert_eq!(found.headers["x-content-type-options"], "nosniff");
    assert_eq!(found.headers["content-disposition"], "attachment; filename=\".._a_b.png\"");
    let mut again = crate::desk::get(&place);
    again.headers_mut().insert("if-none-match", found.headers["etag"].clone());
    assert_eq!(desk.ask(again).status, StatusCode::NOT_MODIFIED);
    let drawn = desk.post("/api/v1/trace", &json!({ "image": format!("digest:{digest}") }));
    assert!(drawn.text().starts_with("<svg "), "{}", drawn.text());
}

#[test]
fn says_what_is_wrong_with_a_digest() {
    let desk = Desk::new(Options::default());
    let other = Digest::of(b"other").to_string();
    let reply = desk.ask(put(&other, b"words".to_vec()));
    assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("digest")));
    assert_eq!(desk.ask(put("../etc", b"x".to_vec())).status, StatusCode::NOT_FOUND);
    assert_eq!(desk.ask(put("F00", b"x".to_vec())).status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.get(&format!("/api/v1/artifacts/{other}")).status, StatusCode::NOT_FOUND);
    let reply = desk.post("/api/v1/tidy", &json!({ "svg": format!("digest:{other}") }));
    assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::NOT_FOUND, &json!("missing")));
}

#[test]
fn makes_small_pictures_of_pictures_and_drawings() {
    let desk = Desk::new(Options::default());
    let thumb = |body: Vec<u8>, query: &str| {
        let kept = desk.ask(post("/api/v1/artifacts", "", body)).json();
        let place = kept["urls"]["thumb"].as_str().unwrap_or("/nothing").to_owned();
        desk.get(&format!("{place}{query}"))
    };
    let side = |png: &[u8]| linocut_raster::decode(png, &linocut_raster::Limits::default()).unwrap().width();
    let small = thumb(square().unwrap(), "?w=20");
    assert_eq!((small.kind.as_str(), side(&small.body)), ("image/png", 20));
    assert_eq!(side(&thumb(DISC.as_bytes().to_vec(), "").body), 256);
    assert_eq!(side(&thumb(DISC.as_bytes().to_vec(), "?w=9999").body), 1024);
    assert_eq!(thumb(b"words".to_vec(), "").status, StatusCode::NOT_FOUND);
}

#[test]
fn an_svg_is_made_safe_before_it_is_kept() {
    let desk = Desk::new(Options::default());
    let hostile = "<svg xmlns='http://www.w3.org/2000/svg' onload='x()'><script>x()</script><circle r='3'/></svg>";
    let kept = desk.ask(post("/api/v1/artifacts", "image/svg+xml", hostile)).json();
    let found = desk.get(kept["urls"]["self"].as_str().unwrap());
    assert!(found.text().contains("circle") && !found.text().contains("x()"), "{}", found.text());
    assert_eq!(Digest::of(&found.body).to_string(), kept["digest"].as_str().unwrap());
    assert!(found.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
}

#[test]
fn an_svg_that_runs_something_is_not_kept_as_it_is() {
    let desk = Desk::new(Options::default());
    let put = |svg: &str| {
        let path = format!("/api/v1/artifacts/{}", linocut_flow::Digest::of(svg.as_bytes()));
        desk.ask(Request::put(path).header("host", "localhost").body(svg.to_owned().into()).unwrap())
    };
    let armed = put("<svg viewBox='0 0 9 9'><script>alert(1)</script><circle r='3'/></svg>");
    assert_eq!((armed.status, &armed.json()["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("unsafe")));
    assert_eq!(put(DISC).status, StatusCode::CREATED);
}
