//! The studio: a page that was built from `web/` and travels inside the program.

use crate::app::App;
use crate::problem::Problem;
use axum::Router;
use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::sync::Arc;

/// Every file of the page, by name.
const FILES: &[(&str, &[u8])] = &include!(concat!(env!("OUT_DIR"), "/page.rs"));

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
    Router::new().route("/", get(|| async { file("index.html", "no-cache") })).route("/assets/{name}", get(asset))
}

async fn asset(Path(name): Path<String>) -> Response {
    file(&format!("assets/{name}"), FOREVER)
}

fn file(name: &str, cache: &'static str) -> Response {
    let Some((_, bytes)) = FILES.iter().find(|(own, _)| *own == name) else {
        return Problem::new(StatusCode::NOT_FOUND, "missing", format!("the page has no file {name}")).into_response();
    };
    let headers: [(HeaderName, &str); 3] =
        [(CONTENT_TYPE, media_type(name)), (CACHE_CONTROL, cache), (CONTENT_SECURITY_POLICY, POLICY)];
    (headers, *bytes).into_response()
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
