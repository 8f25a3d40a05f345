//! What comes back.

use axum::Json;
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value as Page, json};

/// An answer, before it is known in which form the client wants it.
#[derive(Debug)]
pub(crate) enum Answer {
    /// A drawing, and what is known of it.
    Svg(String, Map<String, Page>),
    /// Facts.
    Json(Page),
    /// Some words, under a name.
    Text(&'static str, String),
    /// A diagram: its Mermaid text, its drawing, and what is known of it.
    Diagram { mermaid: String, svg: String, about: Map<String, Page> },
    /// A file: media type, name, content.
    File(&'static str, String, Vec<u8>),
}

impl Answer {
    /// The answer in the form that the client accepts: a drawing is bare SVG unless JSON is asked for.
    pub(crate) fn respond(self, headers: &HeaderMap) -> Response {
        let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let json = accept.contains("application/json");
        match self {
            Self::Svg(svg, mut about) if json => {
                about.insert("svg".to_owned(), Page::String(svg));
                Json(Page::Object(about)).into_response()
            }
            Self::Svg(svg, _) => typed("image/svg+xml", svg),
            Self::Json(page) => Json(page).into_response(),
            Self::Text(name, text) if json => Json(json!({ name: text })).into_response(),
            Self::Text(_, text) => typed("text/plain; charset=utf-8", text),
            Self::Diagram { mermaid, svg, mut about } if json => {
                about.extend([("mermaid".to_owned(), json!(mermaid)), ("svg".to_owned(), json!(svg))]);
                Json(Page::Object(about)).into_response()
            }
            Self::Diagram { svg, .. } if accept.contains("image/svg+xml") => typed("image/svg+xml", svg),
            Self::Diagram { mermaid, .. } => typed("text/plain; charset=utf-8", mermaid),
            Self::File(kind, name, bytes) => {
                let mut response = typed(kind, bytes);
                if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
                    response.headers_mut().insert(CONTENT_DISPOSITION, value);
                }
                response
            }
        }
    }
}

fn typed(kind: &'static str, body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
