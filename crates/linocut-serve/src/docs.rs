//! `/docs`: the description of the API for people, without scripts and without anything from elsewhere.

use crate::app::App;
use crate::openapi::description;
use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::{Map, Value as Page};
use std::fmt::Write;
use std::sync::Arc;

/// What the page may load: its own style sheet.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const STYLE: &str = "\
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 56rem; margin: 0 auto; padding: 2rem 1.25rem 6rem; }
h1 { font-size: 1.75rem; letter-spacing: -0.02em; margin: 0 0 0.5rem; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 0.5rem; }
details { border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
summary { padding: 0.55rem 0; cursor: pointer; }
summary b { display: inline-block; min-width: 4.2rem; font: 600 0.75rem ui-monospace, monospace; text-transform: uppercase; opacity: 0.65; }
code { font: 0.9rem ui-monospace, monospace; }
summary span, p, td { opacity: 0.85; }
table { border-collapse: collapse; margin: 0 0 1rem; font-size: 0.9rem; }
td { padding: 0.3rem 1rem 0.3rem 0; vertical-align: top; }
pre { padding: 0.75rem 1rem; border-radius: 8px; overflow: auto; background: color-mix(in srgb, currentColor 7%, transparent); }
";

/// How to begin.
const BEGIN: &str = "<pre>curl --data-binary @logo.png http://localhost:7878/api/v1/trace &gt; logo.svg\n\
curl http://localhost:7878/api/v1/draw -H 'Content-Type: application/json' -d '{\"prompt\": \"bell\"}' &gt; bell.svg</pre>";

pub(crate) fn routes() -> Router<Arc<App>> {
    let style = || async { ([(CONTENT_TYPE, "text/css; charset=utf-8"), (CACHE_CONTROL, "no-cache")], STYLE) };
    Router::new().route("/docs", get(page)).route("/docs/style.css", get(style))
}

async fn page(State(app): State<Arc<App>>) -> Response {
    let head =
        [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache"), (CONTENT_SECURITY_POLICY, POLICY)];
    (head, html(&description(&app))).into_response()
}

/// The description as a page: a fold for each operation, those of one part of the API under one title.
fn html(description: &Page) -> String {
    let mut out = String::from(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>Linocut's API</title><link rel=\"stylesheet\" href=\"/docs/style.css\"><main><h1>Linocut's API</h1>",
    );
    let version = description.pointer("/info/version").and_then(Page::as_str).unwrap_or_default();
    let _ = write!(
        out,
        "<p>Version {}. <a href=\"/openapi.json\">openapi.json</a> says the same to programs, <a href=\"/\">the studio</a> \
         is where people draw.</p>{BEGIN}",
        plain(version)
    );
    let mut part = "";
    for (path, operations) in description.get("paths").and_then(Page::as_object).into_iter().flatten() {
        let own = title(path);
        if own != part {
            part = own;
            let _ = write!(out, "<h2>{own}</h2>");
        }
        for (method, operation) in operations.as_object().into_iter().flatten() {
            fold(&mut out, (method, path), operation);
        }
    }
    out + "</main></html>"
}

/// The part of the API that a path is of.
fn title(path: &str) -> &'static str {
    if path.starts_with("/api/v1/") {
        "Linocut"
    } else if path.starts_with("/v1/") {
        "As OpenAI"
    } else if path.starts_with("/api/") || path == "/generate" || path == "/mutate" {
        "As other systems"
    } else {
        "Health"
    }
}

/// One operation.
fn fold(out: &mut String, (method, path): (&str, &str), operation: &Page) {
    let summary = operation.get("summary").and_then(Page::as_str).unwrap_or_default();
    let _ = write!(
        out,
        "<details><summary><b>{method}</b> <code>{}</code> <span>{}</span></summary>",
        plain(path),
        plain(summary)
    );
    let answers = operation.pointer("/responses/200/description").and_then(Page::as_str);
    if let Some(answer) = answers.filter(|answer| *answer != "Done.") {
        let _ = write!(out, "<p>{}</p>", plain(answer));
    }
    let parameters = operation.get("parameters").and_then(Page::as_array).into_iter().flatten();
    let body = operation.pointer("/requestBody/content/application~1json/schema/properties").and_then(Page::as_object);
    let own = |name: &str| body.is_some_and(|body| body.contains_key(name));
    out.push_str("<table>");
    for parameter in parameters {
        let text = |name: &str| parameter.get(name).and_then(Page::as_str).unwrap_or_default();
        // Fields stand below, wherever they may be sent.
        if !own(text("name")) {
            row(out, text("name"), text("in"), text("description"));
        }
    }
    for (name, schema) in body.into_iter().flat_map(Map::iter) {
        let about = schema.get("description").and_then(Page::as_str).unwrap_or_default();
        row(out, name, &choices(schema), about);
    }
    out.push_str("</table></details>");
}

/// The words that a field may be, or its sort.
fn choices(schema: &Page) -> String {
    let all = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Page::as_array).into_iter().flatten();
    let words = all.chain([schema]).flat_map(|one| {
        let listed = one.get("enum").and_then(Page::as_array).into_iter().flatten();
        listed.chain(one.get("const")).filter_map(Page::as_str).map(ToOwned::to_owned).collect::<Vec<_>>()
    });
    let words: Vec<String> = words.collect();
    let sort = || match schema.get("type") {
        Some(Page::String(sort)) => sort.clone(),
        Some(Page::Array(sorts)) => {
            sorts.iter().filter_map(Page::as_str).find(|sort| *sort != "null").unwrap_or_default().to_owned()
        }
        _ => String::new(),
    };
    if words.is_empty() { sort() } else { words.join(", ") }
}

fn row(out: &mut String, name: &str, sort: &str, about: &str) {
    let _ = write!(out, "<tr><td><code>{}</code><td>{}<td>{}", plain(name), plain(sort), plain(about));
}

/// Text as it stands between tags.
fn plain(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
