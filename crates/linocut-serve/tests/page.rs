//! The studio's page: complete, cacheable, and closed to anything from elsewhere.
#![cfg(test)]

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use linocut_serve::{App, Options, app};
use tower::ServiceExt as _;

fn got(path: &str) -> (StatusCode, axum::http::HeaderMap, String) {
    let options = Options { token: Some("a-long-enough-token".to_owned()), ..Options::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let request = Request::get(path).header("host", "localhost").body(Body::empty()).unwrap();
        let (parts, body) = app(App::new(options).unwrap()).oneshot(request).await.unwrap().into_parts();
        let text = String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned();
        (parts.status, parts.headers, text)
    })
}

/// What stands between `before` and the next quotation mark, wherever `before` stands.
fn quoted<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split(['"', '\'', '`']).next()).collect()
}

#[test]
fn has_every_file_that_it_names() {
    let (status, headers, html) = got("/");
    assert_eq!((status, &headers["cache-control"]), (StatusCode::OK, &"no-cache".parse().unwrap()));
    let mut names: Vec<String> = quoted(&html, "./assets/").into_iter().map(ToOwned::to_owned).collect();
    assert!(names.len() > 1, "{html}");
    let mut seen = Vec::new();
    while let Some(name) = names.pop() {
        let (status, headers, text) = got(&format!("/assets/{name}"));
        assert_eq!(status, StatusCode::OK, "{name}");
        assert!(headers["cache-control"].to_str().unwrap().contains("immutable"), "{name}");
        assert!(!headers["content-type"].to_str().unwrap().contains("octet-stream"), "{name}");
        seen.push(name);
        let more = ["from\"./", "import(`./", "import\"./", "\"assets/"].iter().flat_map(|mark| quoted(&text, mark));
        for found in more.filter(|found| found.contains('.') && !seen.iter().any(|name| name == found)) {
            if !names.iter().any(|name| name == found) {
                names.push(found.to_owned());
            }
        }
    }
    assert!(seen.len() > 4, "the screens are files of their own: {seen:?}");
    assert_eq!(got("/assets/none.js").0, StatusCode::NOT_FOUND);
}

#[test]
fn lets_in_nothing_inline_and_nothing_from_elsewhere() {
    let (_, headers, html) = got("/");
    let policy = headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.starts_with("default-src 'self'; img-src 'self' blob: data:; font-src 'self' data:; object-src 'none'"),
        "{policy}"
    );
    assert!(!policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    for forbidden in ["http://", "https://", "<style", "style=", "onload", "<script>"] {
        assert!(!html.contains(forbidden), "{forbidden} in {html}");
    }
}
