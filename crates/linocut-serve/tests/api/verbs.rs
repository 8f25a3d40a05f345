//! Verbs, aliases, and who may ask.

use crate::desk::{DISC, Desk, Reply, asked, got, patient, post, square, with};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use linocut_serve::Options;
use serde_json::{Value, json};

#[test]
fn traces_a_raw_body_and_tells_more_to_who_asks_for_json() {
    let png = square().unwrap();
    let reply = with(Options::default(), post("/api/v1/trace?colors=2", "image/png", png.clone()));
    assert_eq!((reply.status, reply.kind.as_str()), (StatusCode::OK, "image/svg+xml"));
    assert!(reply.text().starts_with("<svg ") && reply.text().contains("<rect "), "{}", reply.text());
    let mut request = post("/api/v1/trace", "image/png", png);
    request.headers_mut().insert("accept", "application/json".parse().unwrap());
    let page = with(Options::default(), request).json();
    assert!(page["scores"]["ssim"].as_f64().unwrap() > 0.99, "{page}");
    let svg = page["svg"].as_str().unwrap();
    assert!(svg.starts_with("<svg "));
    assert_eq!(page["digest"], linocut_flow::Digest::of(svg.as_bytes()).to_string());
}

#[test]
fn takes_forms_and_data_uris() {
    use base64::Engine as _;
    let png = square().unwrap();
    let mut form = b"--X\r\nContent-Disposition: form-data; name=\"colors\"\r\n\r\n2\r\n--X\r\n\
        Content-Disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\n"
        .to_vec();
    form.extend_from_slice(&png);
    form.extend_from_slice(b"\r\n--X--\r\n");
    let reply = with(Options::default(), post("/api/v1/trace", "multipart/form-data; boundary=X", form));
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let uri = format!("data:image/png;base64,{}", base64::engine::general_purpose::STANDARD.encode(png));
    let facts = asked("/api/v1/analyze", &json!({ "image": uri })).json();
    assert_eq!(facts["width"], 48);
    let drawn = with(patient(), post("/api/v1/draw", "application/x-www-form-urlencoded", "prompt=bell"));
    assert_eq!(drawn.text(), asked("/api/v1/draw", &json!({ "prompt": "bell" })).text());
    let raw = with(patient(), post("/api/v1/tidy", "application/x-www-form-urlencoded", DISC));
    assert!(raw.text().contains("<circle "), "{}", raw.text());
    let words = json!({ "instruction": "data: collect it, then clean it" });
    assert!(asked("/api/v1/diagram", &words).text().contains("Collect it"));
    assert_eq!(asked("/api/v1/draw", &json!({ "prompt": null })).status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[test]
fn draws_several_at_once() {
    let page = |n: u64| {
        let mut request = post("/api/v1/draw", "application/json", json!({ "prompt": "bell", "n": n }).to_string());
        request.headers_mut().insert("accept", "application/json".parse().unwrap());
        with(patient(), request).json()
    };
    let (one, three) = (page(1), page(3));
    assert_eq!(three["variants"].as_array().map(Vec::len), Some(3));
    assert_eq!(one["svg"], three["variants"][0]["svg"]);
    assert_ne!(three["variants"][0], three["variants"][1]);
}

#[test]
fn every_verb_answers() {
    let svg = json!({ "svg": DISC });
    let of = |path: &str, more: Value| {
        let mut body = svg.clone();
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        asked(path, &body)
    };
    assert!(of("/api/v1/edit", json!({ "instruction": "make it red" })).text().contains("fill=\"#f00\""));
    assert!(of("/api/v1/tidy", json!({})).text().contains("<circle "));
    assert!(of("/api/v1/sanitize", json!({})).text().contains("<circle "));
    let png = of("/api/v1/render", json!({ "width": 9 }));
    assert_eq!(png.kind, "image/png");
    let picture = linocut_raster::decode(&png.body, &linocut_raster::Limits::default()).unwrap();
    assert_eq!(picture.width(), 9);
    let pdf = of("/api/v1/convert", json!({ "format": "pdf" }));
    assert!(pdf.body.starts_with(b"%PDF-") && pdf.kind == "application/pdf");
    assert!(asked("/api/v1/draw", &json!({ "prompt": "bell" })).text().starts_with("<svg "));
    assert!(asked("/api/v1/diagram", &json!({ "instruction": "a, then b" })).text().starts_with("flowchart "));
    let broken = json!({ "mermaid": "flowchart LR\n  a[Log in (web)] --> b", "theme": "dark", "font": "none" });
    let drawn = asked("/api/v1/diagram/render", &broken);
    assert!(drawn.kind == "image/svg+xml" && drawn.text().contains(">Log in (web)<"), "{}", drawn.text());
    let mut request = post("/api/v1/diagram", "application/json", r#"{"instruction": "a, then b"}"#);
    request.headers_mut().insert("accept", "image/svg+xml".parse().unwrap());
    assert!(with(Options::default(), request).text().starts_with("<svg "));
    let named = asked("/api/v1/recipes/words-to-icon/run", &json!({ "words": "bell", "targets": "draw" }));
    assert!(named.text().starts_with("<svg "), "{}", named.text());
}

#[test]
fn tells_what_of_a_sentence_it_left_out_and_what_a_plan_has() {
    let mut request = post(
        "/api/v1/diagram",
        "application/json",
        r#"{"instruction": "open the door, then walk in. Make it pretty."}"#,
    );
    request.headers_mut().insert("accept", "application/json".parse().unwrap());
    let answer = with(Options::default(), request).json();
    assert_eq!((&answer["clauses"], &answer["unused"]), (&json!(3), &json!(["Make it pretty"])), "{answer}");
    let schema = got("/api/v1/diagram/schema/sequence").json();
    assert_eq!(schema["properties"]["diagram"]["const"], "sequence");
    let unknown = got("/api/v1/diagram/schema/hologram");
    assert!(unknown.status == 404 && unknown.text().contains("flowchart, sequence"), "{}", unknown.text());
}

#[test]
fn changes_a_diagram_in_words() {
    let change =
        json!({ "mermaid": "flowchart LR\n a[API] --> d[DB]", "instruction": "insert Cache between API and DB" });
    let changed = asked("/api/v1/diagram/edit", &change);
    assert!(changed.text().contains("Cache") && changed.text().contains("a[\"API\"]"), "{}", changed.text());
    let mut request = post("/api/v1/diagram/edit", "application/json", change.to_string());
    request.headers_mut().insert("accept", "application/json".parse().unwrap());
    let page = with(patient(), request).json();
    assert!(page["svg"].as_str().unwrap().contains(">Cache<") && page["mermaid"] == changed.text(), "{page}");
    let odd = asked("/api/v1/diagram/edit", &json!({ "mermaid": "flowchart LR\n a-->b", "instruction": "sing" }));
    assert!(odd.status == 422 && odd.json()["hint"].as_str().unwrap().contains("rename X to Y"), "{}", odd.text());
}

#[test]
fn speaks_the_names_and_forms_that_others_know() {
    let png = square().unwrap();
    let path = "/api/v1/trace?processing.max_colors=2&output.shape_stacking=cutouts&mode=preview";
    assert_eq!(with(patient(), post(path, "image/png", png)).status, StatusCode::OK);
    assert!(asked("/api/v1/draw", &json!({ "prompt": "bell", "view_box": "0 0 32 32" })).text().contains("0 0 32 32"));
    let draw = |accept: &str| {
        let body = json!({ "prompt": "bell", "n": 2 }).to_string();
        let mut request = post("/api/v1/draw", "application/json", body);
        request.headers_mut().insert("accept", accept.parse().unwrap());
        with(patient(), request)
    };
    let zip = draw("application/zip");
    assert_eq!((zip.kind.as_str(), &zip.body[..2]), ("application/zip", b"PK".as_slice()));
    for name in ["drawing.svg", "drawing-2.svg", "about.json"] {
        assert!(zip.text().contains(name), "{name}");
    }
    let pdf = draw("application/pdf");
    assert!(pdf.status == 406 && pdf.json()["hint"].as_str().unwrap().contains("convert"), "{}", pdf.text());
    assert_eq!(draw("image/avif,image/webp,*/*;q=0.8").kind, "image/svg+xml");
}

#[test]
fn says_what_is_wrong_as_a_problem() {
    let check = |reply: &Reply, status: StatusCode, code: &str, detail: &str| {
        assert_eq!((reply.status, reply.kind.as_str()), (status, "application/problem+json"), "{}", reply.text());
        let page = reply.json();
        assert_eq!((page["code"].as_str().unwrap(), page["detail"].as_str().unwrap()), (code, detail));
    };
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    check(&asked("/api/v1/trace", &json!({})), wrong, "input", "a picture is missing");
    let reply = asked("/api/v1/tidy", &json!({ "svg": DISC, "max_errors": 1 }));
    check(&reply, wrong, "input", "there is no parameter 'max_errors'");
    assert_eq!(reply.json()["hint"], "did you mean max_error?");
    let field =
        |reply: &Reply| (reply.json()["field_errors"][0]["field"].clone(), reply.json()["field_errors"].clone());
    assert_eq!(field(&reply).0, "max_errors", "{}", reply.text());
    for (path, body, name) in [
        ("/api/v1/trace", json!({}), "image"),
        ("/api/v1/draw", json!({ "prompt": "bell", "n": 99 }), "n"),
        ("/api/v1/tidy", json!({ "svg": DISC, "effort": "some" }), "effort"),
        (
            "/api/v1/recipes/run",
            json!({ "recipe": { "inputs": {}, "output": "a", "nodes": { "a":
            { "stage": "draw", "params": { "grid": -1 } } } } }),
            "a.grid",
        ),
        ("/generate", json!({ "prompt": "bell", "brandConstraints": { "grid": 7 } }), "grid"),
    ] {
        let reply = asked(path, &body);
        assert_eq!(field(&reply).0, name, "{}", reply.text());
        assert!(field(&reply).1[0]["message"].is_string());
    }
    let reply = with(Options::default(), post("/api/v1/tidy", "application/json", "{"));
    assert_eq!(reply.status, wrong);
    for kind in ["application/x-www-form-urlencoded", "text/plain"] {
        let reply = with(Options::default(), post("/api/v1/draw", kind, r#"{"prompt": "bell"}"#));
        assert_eq!((reply.status.as_u16(), &reply.json()["code"]), (415, &json!("type")), "{}", reply.text());
    }
    check(
        &asked("/api/v1/recipes/none/run", &json!({})),
        StatusCode::NOT_FOUND,
        "missing",
        "there is no recipe 'none'",
    );
    check(&got("/nothing"), StatusCode::NOT_FOUND, "missing", "there is nothing at GET /nothing");
    let reply = got("/api/v1/trace");
    assert_eq!((reply.status.as_u16(), reply.json()["code"].as_str().unwrap()), (405, "method"));
    assert_eq!(reply.headers["allow"], "POST");
    assert_eq!(reply.json()["request_id"], reply.headers["x-request-id"].to_str().unwrap());
    let digest = "0".repeat(64);
    check(
        &got(&format!("/api/v1/artifacts/{digest}")),
        StatusCode::NOT_FOUND,
        "missing",
        &format!("there is no artifact {digest}"),
    );
    assert_eq!(got(&format!("/api/v1/artifacts/{digest}/thumb?w=wide")).json()["code"], "input");
    let small = Options { most_bytes: 10, ..Options::default() };
    let reply = with(small, post("/api/v1/trace", "image/png", vec![0; 99]));
    assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::PAYLOAD_TOO_LARGE, &json!("limit")));
}

#[test]
fn lets_in_only_whom_it_should() {
    let ask = |host: &str, origin: Option<&str>, token: Option<&str>, options: Options| {
        let mut request = Request::get("/api/v1/system").header("host", host);
        for (name, value) in [("origin", origin), ("authorization", token)] {
            request = value.into_iter().fold(request, |request, value| request.header(name, value));
        }
        with(options, request.body(Body::empty()).unwrap()).status.as_u16()
    };
    let open = Options::default;
    let closed = || Options { token: Some("secret".to_owned()), hosts: vec!["box".to_owned()], ..open() };
    assert_eq!(ask("localhost:7878", None, None, open()), 200);
    assert_eq!(ask("[::1]:7878", None, None, open()), 200);
    assert_eq!(ask("evil.example", None, None, open()), 403, "a name that was bound to this computer");
    assert_eq!(ask("localhost:7878", Some("http://localhost:7878"), None, open()), 200);
    assert_eq!(ask("localhost:7878", Some("https://evil.example"), None, open()), 403, "a page elsewhere");
    assert_eq!(ask("LOCALHOST:7878", Some("http://localhost:7878"), None, open()), 200);
    assert_eq!(ask("localhost:7878", Some("chrome-extension://localhost:7878"), None, open()), 403, "another scheme");
    assert_eq!(
        ask("localhost:7878", Some("http://l\u{f6}calhost:7878"), None, open()),
        403,
        "an origin that is no text"
    );
    assert_eq!(ask("box", None, None, closed()), 401);
    assert_eq!(ask("another.example", None, Some("bearer secret"), closed()), 200, "the token is enough");
    assert_eq!(ask("box", None, Some("Bearer secre"), closed()), 401);
    assert_eq!(ask("box", None, Some("Bearer secret"), closed()), 200);
}

#[test]
fn a_browser_that_knows_the_token_gets_a_cookie() {
    let desk = Desk::new(Options { token: Some("secret".to_owned()), ..Options::default() });
    let session = |method: &str| {
        let request = Request::builder().method(method).uri("/api/v1/session").header("host", "localhost");
        desk.ask(request.header("authorization", "Bearer secret").body(Body::empty()).unwrap())
    };
    let given = session("POST");
    let cookie = given.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(given.status == StatusCode::NO_CONTENT && cookie.contains("HttpOnly; SameSite=Strict"), "{cookie}");
    assert!(!cookie.contains("secret"));
    let with = |cookie: &str| {
        let request = Request::get("/api/v1/system").header("host", "localhost").header("cookie", cookie);
        desk.ask(request.body(Body::empty()).unwrap()).status.as_u16()
    };
    let pair = cookie.split(';').next().unwrap();
    assert_eq!((with(&format!("a=b; {pair}")), with("linocut="), with("linocut=secret")), (200, 401, 401));
    assert!(session("DELETE").headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
}

#[test]
fn answers_cannot_run_anything_in_a_browser() {
    let reply = asked("/api/v1/sanitize", &json!({ "svg": "<svg><script>alert(1)</script><circle r='3'/></svg>" }));
    assert!(!reply.text().contains("script"));
    let policy = reply.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"));
    assert_eq!(reply.headers["x-content-type-options"], "nosniff");
}

#[test]
fn a_request_that_comes_too_late_is_told_so() {
    let request = post("/api/v1/trace", "image/png", square().unwrap());
    let reply = with(Options { deadline: std::time::Duration::ZERO, ..Options::default() }, request);
    assert_eq!(
        (reply.status, &reply.json()["code"]),
        (StatusCode::GATEWAY_TIMEOUT, &json!("deadline")),
        "{}",
        reply.text()
    );
}

#[test]
fn the_description_is_up_to_date() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json");
    let made = serde_json::to_string(&got("/openapi.json").json()).unwrap() + "\n";
    if std::env::var_os("LINOCUT_BLESS").is_some() {
        std::fs::write(&path, &made).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(written == made, "openapi.json is old: LINOCUT_BLESS=1 cargo test -p linocut-serve");
}

#[test]
fn people_and_programs_are_told_what_there_is() {
    let desk = Desk::new(Options { token: Some("a secret of 16 and more".to_owned()), ..Options::default() });
    let ask = |path: &str| {
        let mut request = crate::desk::get(path);
        request.headers_mut().insert("authorization", "Bearer a secret of 16 and more".parse().unwrap());
        desk.ask(request)
    };
    let config = ask("/api/v1/config");
    let page = config.json();
    assert_eq!(
        (&page["limits"]["pixels"], &page["token"], &page["kept"]),
        (&json!(16 << 20), &json!(true), &json!(false))
    );
    assert_eq!((&page["routes"]["library"], &page["routes"]["plan"]), (&json!(true), &json!(false)), "{page}");
    assert!(!config.text().contains("secret"), "{page}");
    let docs = ask("/docs");
    assert_eq!((docs.status, docs.kind.as_str()), (StatusCode::OK, "text/html; charset=utf-8"));
    let policy = docs.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("style-src 'self'"), "{policy}");
    // Every path of the description stands there, and what its fields may be.
    for path in ask("/openapi.json").json()["paths"].as_object().unwrap().keys() {
        assert!(docs.text().contains(&format!("<code>{path}</code>")), "{path}");
    }
    assert!(docs.text().contains("<code>preset</code><td>logo, icon, "), "{}", docs.text());
    assert_eq!(ask("/docs/style.css").kind, "text/css; charset=utf-8");
    assert_eq!(desk.get("/docs").status, StatusCode::UNAUTHORIZED);
    let parameters = &ask("/openapi.json").json()["paths"]["/api/v1/trace"]["post"]["parameters"];
    let names: Vec<_> = parameters.as_array().unwrap().iter().filter(|one| one["in"] == "query").collect();
    assert!(names.iter().any(|one| one["name"] == "colors" && one["schema"]["maximum"] == 256), "{parameters}");
}

#[test]
fn what_was_asked_before_waits_for_no_worker() {
    let desk = Desk::new(Options { workers: 1, ..patient() });
    let icon = || desk.post("/api/v1/draw", &json!({ "prompt": "bell" }));
    let first = icon().text();
    // Told to take no time at all, only what is known comes.
    let again = |prompt: &str| {
        let mut request = post("/api/v1/draw", "application/json", json!({ "prompt": prompt }).to_string());
        request.headers_mut().insert("prefer", "wait=0".parse().unwrap());
        desk.ask(request)
    };
    assert_eq!((again("bell").status, again("bell").text()), (StatusCode::OK, first));
    // What is not goes on as a job.
    let later = again("cloud");
    assert_eq!(later.status, StatusCode::ACCEPTED, "{}", later.text());
    let place = later.headers["location"].to_str().unwrap().to_owned();
    desk.get(&format!("{place}/events"));
    assert_eq!(desk.get(&place).json()["state"], "succeeded");
}

#[test]
fn counts_what_it_answers() {
    let desk = Desk::new(Options::default());
    for _ in 0..2 {
        desk.post("/api/v1/tidy", &json!({ "svg": DISC }));
    }
    let text = desk.get("/metrics").text();
    assert!(text.contains("linocut_requests_total{route=\"/api/v1/tidy\",status=\"200\"} 2"), "{text}");
    assert!(text.contains("linocut_requests_inside 0"), "{text}");
}

#[test]
fn how_large_a_picture_may_be_is_an_option() {
    let small = Options { most_pixels: 1000, ..patient() };
    let told = with(small, post("/api/v1/trace", "image/png", square().unwrap()));
    assert_eq!(
        (told.status, &told.json()["code"]),
        (StatusCode::PAYLOAD_TOO_LARGE, &json!("limit")),
        "{}",
        told.text()
    );
    assert!(told.json()["hint"].as_str().unwrap().contains("`linocut serve --max-megapixels`"), "{}", told.text());
}
