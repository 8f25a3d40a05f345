//! What comes back.

use crate::door::{attached, under};
use crate::problem::Problem;
use crate::zip::Zip;
use axum::Json;
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use linocut_core::Result;
use serde_json::{Map, Value as Page, json};
use std::borrow::Cow;

/// An answer, before it is known in which form the client wants it.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// A drawing, and what is known of it.
    Svg(String, Map<String, Page>),
    /// Facts.
    Json(Page),
    /// Some words, under a name.
    Text(Cow<'static, str>, String),
    /// A diagram: its Mermaid text, its drawing, and what is known of it.
    Diagram { mermaid: String, svg: String, about: Map<String, Page> },
    /// A file: media type, name, content.
    File(Cow<'static, str>, String, Vec<u8>),
    /// A run of a recipe, and the value of its first target alone.
    Run(Page, Box<std::result::Result<Self, Problem>>),
    /// Many answers.
    Batch(Page),
}

impl Answer {
    /// About how many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        let told = |about: &Map<String, Page>| Page::Object(about.clone()).to_string().len();
        match self {
            Self::Svg(svg, about) => svg.len() + told(about),
            Self::Json(page) | Self::Run(page, _) | Self::Batch(page) => page.to_string().len(),
            Self::Text(_, text) => text.len(),
            Self::Diagram { mermaid, svg, about } => mermaid.len() + svg.len() + told(about),
            Self::File(_, _, bytes) => bytes.len(),
        }
    }

    /// The answer in the form that the client accepts: a drawing is bare SVG unless JSON is asked for.
    pub(crate) fn respond(self, headers: &HeaderMap) -> Response {
        let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let json = wants_json(headers);
        match self {
            Self::Svg(svg, about) if accept.contains("application/zip") => zipped(svg, about)
                .map_or_else(|error| Problem::from(error).into_response(), IntoResponse::into_response),
            Self::Svg(..) if !SHOWN.iter().any(|kind| accept.is_empty() || accept.contains(kind)) => {
                let problem =
                    Problem::new(StatusCode::NOT_ACCEPTABLE, "accept", format!("a drawing is not given as {accept}"));
                problem
                    .hinted(
                        "there are image/svg+xml, application/json and application/zip; /api/v1/convert writes others",
                    )
                    .into_response()
            }
            Self::Svg(svg, mut about) if json => {
                about.insert("svg".to_owned(), Page::String(svg));
                Json(Page::Object(about)).into_response()
            }
            Self::Svg(svg, _) => typed("image/svg+xml", svg),
            Self::Diagram { mermaid, svg, mut about } if json => {
                about.extend([("mermaid".to_owned(), json!(mermaid)), ("svg".to_owned(), json!(svg))]);
                Json(Page::Object(about)).into_response()
            }
            Self::Diagram { svg, .. } if accept.contains("image/svg+xml") => typed("image/svg+xml", svg),
            Self::Diagram { mermaid, .. } => typed("text/plain; charset=utf-8", mermaid),
            Self::Json(page) | Self::Batch(page) => Json(page).into_response(),
            Self::Run(page, _) if json => Json(page).into_response(),
            Self::Run(_, bare) => bare.map_or_else(IntoResponse::into_response, |bare| bare.respond(headers)),
            Self::Text(name, text) if json => {
                Json(Page::Object(Map::from_iter([(name.into_owned(), Page::String(text))]))).into_response()
            }
            Self::Text(_, text) => typed("text/plain; charset=utf-8", text),
            Self::File(kind, name, bytes) => attached(typed(&kind, bytes), &name),
        }
    }
}

/// What a drawing is given as, or may be taken for.
const SHOWN: [&str; 7] =
    ["*/*", "image/*", "image/svg+xml", "application/json", "application/xml", "text/", "application/*"];

/// A drawing, others that came with it, and what is known of them, in one file.
fn zipped(svg: String, about: Map<String, Page>) -> Result<Response> {
    let mut about = about;
    let mut files = vec![("drawing.svg".to_owned(), svg)];
    for (at, variant) in about.get_mut("variants").and_then(Page::as_array_mut).into_iter().flatten().enumerate() {
        if let Some(Page::String(svg)) =
            variant.as_object_mut().and_then(|variant| variant.remove("svg")).filter(|_| at > 0)
        {
            files.push((format!("drawing-{}.svg", at + 1), svg));
        }
    }
    files.push(("about.json".to_owned(), Page::Object(about).to_string()));
    let (mut zip, mut bytes) = (Zip::default(), Vec::new());
    for (name, content) in files {
        bytes.extend(zip.head(&name, content.as_bytes())?);
        bytes.extend(content.into_bytes());
    }
    bytes.extend(zip.end());
    Ok(attached(typed("application/zip", bytes), "drawing.zip"))
}

/// Whether the client reads JSON.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("application/json"))
}

fn typed(kind: &str, body: impl IntoResponse) -> Response {
    under(body.into_response(), CONTENT_TYPE, kind)
}
