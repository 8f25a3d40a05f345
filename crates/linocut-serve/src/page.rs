//! The studio: a page that was built from `web/` and travels inside the program.

use crate::app::App;
use crate::door::{is_known, tagged, under};
use crate::problem::Problem;
use axum::Router;
use axum::extract::Path;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use linocut_flow::Digest;
use std::sync::Arc;

/// A file of the page: its name, its bytes, and the same packed by gzip where that is smaller.
type File = (&'static str, &'static [u8], Option<&'static [u8]>);

/// Every file of the page, by name.
const FILES: &[File] = &include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// What the page may load: its own files, and pictures that it made itself; nothing inline, nothing from elsewhere.
const POLICY: &str = "default-src 'self'; img-src 'self' blob: data:; font-src 'self' data:; object-src 'none'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";
/// Names carry a digest of the content, so that a file never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Whether a path is of the page itself, which holds no secrets: browsers ask for it before a person can say a token.
pub(crate) fn is_open(path: &str) -> bool {
    path == "/" || path.starts_with("/assets/")
}

pub(crate) fn routes() -> Router<Arc<App>> {
    let index = |headers: HeaderMap| async move { file("index.html", "no-cache", &headers) };
    Router::new().route("/", get(index)).route("/assets/{name}", get(asset))
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    file(&format!("assets/{name}"), FOREVER, &headers)
}

fn file(name: &str, cache: &'static str, headers: &HeaderMap) -> Response {
    let Some((_, bytes, packed)) = FILES.iter().find(|(own, ..)| *own == name) else {
        return Problem::new(StatusCode::NOT_FOUND, "missing", format!("the page has no file {name}")).into_response();
    };
    let tag = Digest::of(bytes).to_string();
    let head: [(HeaderName, &str); 4] = [
        (CONTENT_TYPE, media_type(name)),
        (CACHE_CONTROL, cache),
        (CONTENT_SECURITY_POLICY, POLICY),
        (VARY, "Accept-Encoding"),
    ];
    // What a browser has takes the headers that come now, of which the policy lets its own scripts run.
    if is_known(headers, &tag) {
        return (StatusCode::NOT_MODIFIED, head, tagged(&tag)).into_response();
    }
    match packed.filter(|_| unpacks(headers)) {
        Some(packed) => under((head, tagged(&tag), packed).into_response(), CONTENT_ENCODING, "gzip"),
        None => (head, tagged(&tag), *bytes).into_response(),
    }
}

/// Whether the client takes what gzip packed (RFC 9110, section 12.5.3).
fn unpacks(headers: &HeaderMap) -> bool {
    let all = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    all.split(',').any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((one, ""));
        let never = weight.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0));
        name.trim().eq_ignore_ascii_case("gzip") && !never
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
