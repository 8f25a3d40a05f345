//! The studio's page: complete, cacheable, and closed to anything from elsewhere.
#![cfg(test)]

use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use linocut_serve::{App, Options, app};
use tower::ServiceExt as _;

fn got(path: &str) -> (StatusCode, axum::http::HeaderMap, String) {
    let (status, headers, body) = asked(path, &[]);
    (status, headers, String::from_utf8_lossy(&body).into_owned())
}

fn asked(path: &str, headers: &[(&str, &str)]) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
    let options = Options { token: Some("a-long-enough-token".to_owned()), ..Options::default() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let request = Request::get(path).header("host", "localhost");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        let request = request.body(Body::empty()).unwrap();
        let (parts, body) = app(App::new(options).unwrap()).oneshot(request).await.unwrap().into_parts();
        (parts.status, parts.headers, body.collect().await.unwrap().to_bytes().to_vec())
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

#[test]
fn travels_packed_and_only_when_it_changed() {
    let (_, headers, html) = asked("/", &[]);
    let tag = headers["etag"].to_str().unwrap();
    let known = asked("/", &[("if-none-match", tag)]);
    assert_eq!((known.0, known.2.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(known.1["content-security-policy"], headers["content-security-policy"], "the page runs as before");
    assert_eq!(asked("/", &[("if-none-match", "\"other\"")]).2, html);
    let text = String::from_utf8_lossy(&html).into_owned();
    let script =
        quoted(&text, "./assets/").into_iter().find(|name| name.starts_with("index-") && name.contains(".js")).unwrap();
    let place = format!("/assets/{script}");
    let plain = asked(&place, &[("accept-encoding", "br, gzip;q=0")]);
    let packed = asked(&place, &[("accept-encoding", "br, gzip")]);
    assert!(!plain.1.contains_key("content-encoding") && plain.1["vary"] == "Accept-Encoding");
    assert_eq!(packed.1["content-encoding"], "gzip");
    assert!(packed.2.starts_with(b"\x1f\x8b") && packed.2.len() * 2 < plain.2.len());
    // How long what was packed is stands at the end (RFC 1952).
    let length = u32::from_le_bytes(*packed.2.last_chunk().unwrap());
    assert_eq!(usize::try_from(length).unwrap(), plain.2.len());
}
