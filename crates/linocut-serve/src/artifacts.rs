//! `/api/v1/artifacts`: content by digest.

use crate::app::App;
use crate::door::{IMMUTABLE, attached, is_known, tagged};
use crate::media::Media;
use crate::problem::Problem;
use crate::thumb::{SIDES, thumb};
use crate::work::{aside, work};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use linocut_core::Result;
use linocut_flow::Digest;
use linocut_svg::{Limits, sanitize};
use serde::Deserialize;
use serde_json::{Value as Page, json};
use std::sync::Arc;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/artifacts", post(add))
        .route("/api/v1/artifacts/{digest}", get(fetch).put(put))
        .route("/api/v1/artifacts/{digest}/thumb", get(small))
}

/// The sort of work, to tell how long it takes; all else here is a matter of the disk and waits for no worker.
const THUMB: &str = "/api/v1/artifacts/{digest}/thumb";

/// What is said of an artifact.
pub(crate) fn described(digest: Digest, bytes: &[u8]) -> Page {
    let media = Media::of(bytes);
    let place = format!("/api/v1/artifacts/{digest}");
    let urls = if media.is_picture() {
        json!({ "self": place, "thumb": format!("{place}/thumb") })
    } else {
        json!({ "self": place })
    };
    json!({ "digest": digest.to_string(), "media_type": media.name(), "bytes": bytes.len(), "urls": urls })
}

/// The artifact that a text of 64 hexadecimal digits names.
pub(crate) fn content(app: &App, digest: &str) -> Result<Vec<u8>, Problem> {
    let missing = || Problem::new(StatusCode::NOT_FOUND, "missing", format!("there is no artifact {digest}"));
    app.data.artifacts.get(named(digest)?)?.ok_or_else(missing)
}

fn named(digest: &str) -> Result<Digest, Problem> {
    Digest::parse(digest).ok_or_else(|| {
        let sentence = format!("'{digest}' is no digest, which has 64 hexadecimal digits in lower case");
        Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "input", sentence)
    })
}

/// Keeps a body; an SVG is made safe first, so the digest is that of what is kept.
async fn add(State(app): State<Arc<App>>, body: Result<Bytes, axum::extract::rejection::BytesRejection>) -> Response {
    let kept = async {
        let body = body.map_err(|error| Problem::of_body(&error))?;
        aside(&app, move |app| {
            let is_svg = Media::of(&body) == Media::Svg;
            let safe = if is_svg { sanitize(&body, &Limits::default())?.value.into_bytes() } else { body.to_vec() };
            Ok(described(app.data.artifacts.put(&safe)?, &safe))
        })
        .await
    };
    kept.await.map(|page| created(StatusCode::CREATED, page)).into_response()
}

/// Keeps a body under the digest that the client says it has.
async fn put(
    State(app): State<Arc<App>>,
    Path(digest): Path<String>,
    body: Result<Bytes, axum::extract::rejection::BytesRejection>,
) -> Response {
    let kept = async {
        let (digest, body) = (named(&digest)?, body.map_err(|error| Problem::of_body(&error))?);
        aside(&app, move |app| {
            let found = Digest::of(&body);
            if found != digest {
                let sentence = format!("the body has the BLAKE3 digest {found}");
                return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "digest", sentence));
            }
            let known = app.data.artifacts.has(digest);
            // What is given back as SVG runs nothing, wherever it is opened.
            if !known && Media::of(&body) == Media::Svg && !sanitize(&body, &Limits::default())?.warnings.is_empty() {
                let problem = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "unsafe", "the SVG is not safe as it is");
                return Err(problem.hinted("POST /api/v1/artifacts makes it safe and tells its digest"));
            }
            let status = if known { StatusCode::OK } else { StatusCode::CREATED };
            app.data.artifacts.put(&body)?;
            Ok((status, described(digest, &body)))
        })
        .await
    };
    kept.await.map(|(status, page)| created(status, page)).into_response()
}

fn created(status: StatusCode, page: Page) -> Response {
    let place = page.get("urls").and_then(|urls| urls.get("self")).and_then(Page::as_str).unwrap_or_default();
    (status, [(LOCATION, place.to_owned())], Json(page)).into_response()
}

#[derive(Deserialize)]
struct Named {
    /// The name under which a browser saves it.
    name: Option<String>,
}

async fn fetch(
    State(app): State<Arc<App>>,
    Path(digest): Path<String>,
    Query(query): Query<Named>,
    headers: HeaderMap,
) -> Response {
    if is_known(&headers, &digest) {
        return (StatusCode::NOT_MODIFIED, tagged(&digest)).into_response();
    }
    let name = digest.clone();
    let found = aside(&app, move |app| content(app, &name)).await;
    found
        .map(|bytes| {
            let kind = [(CONTENT_TYPE, Media::of(&bytes).name()), (CACHE_CONTROL, IMMUTABLE)];
            let response = (kind, tagged(&digest), bytes).into_response();
            query.name.iter().fold(response, |response, name| attached(response, name))
        })
        .into_response()
}

#[derive(Deserialize)]
struct Small {
    /// Side of the square it fits, in pixels.
    w: Option<u32>,
}

async fn small(
    State(app): State<Arc<App>>,
    Path(digest): Path<String>,
    Query(query): Query<Small>,
    headers: HeaderMap,
) -> Response {
    let side = query.w.unwrap_or(256).clamp(*SIDES.start(), *SIDES.end());
    let tag = format!("{digest}-{side}");
    if is_known(&headers, &tag) {
        return (StatusCode::NOT_MODIFIED, tagged(&tag)).into_response();
    }
    let made =
        work(&app, THUMB, app.options.deadline, move |app, cx| thumb(app, &content(app, &digest)?, side, cx)).await;
    made.map(|png| {
        let kind = [(CONTENT_TYPE, Media::Png.name()), (CACHE_CONTROL, IMMUTABLE)];
        (kind, tagged(&tag), png)
    })
    .into_response()
}
