//! `/api/v1/config`: what is on, how large things may be, who can be asked.

use crate::app::App;
use crate::models::told;
use crate::problem::Problem;
use crate::verbs::{MOST_DRAWN, Verb};
use crate::work::aside;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use linocut_export::Format;
use serde_json::{Value as Page, json};
use std::sync::Arc;

pub(crate) async fn page(State(app): State<Arc<App>>) -> Response {
    aside(&app, |app| described(app)).await.map(Json).into_response()
}

/// All that a client may want to know before it asks; no secrets.
fn described(app: &App) -> Result<Page, Problem> {
    let options = &app.options;
    let providers = told(&app.pens)?;
    let known = |what: &str| providers.get(what).is_some_and(Page::is_string);
    let verbs: Vec<Page> =
        Verb::ALL.into_iter().map(|verb| json!({ "op": verb.name(), "path": verb.path() })).collect();
    let formats: Vec<&str> = Format::ALL.into_iter().map(Format::name).chain(["png"]).collect();
    Ok(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "verbs": verbs,
        "routes": {
            "auto": true, "library": true, "compose": true, "icon": cfg!(feature = "icon"),
            "plan": known("writes"), "template": known("writes"), "diffusion": known("paints"),
        },
        "formats": formats,
        "limits": {
            "body_bytes": options.most_bytes,
            "pixels": options.most_pixels,
            "deadline_s": options.deadline.as_secs_f64(),
            "workers": options.workers,
            "per_client": options.per_client,
            "variants": MOST_DRAWN,
            "kept_bytes": options.most_kept,
        },
        "kept": app.data.is_kept(),
        "token": options.token.is_some(),
        "hosts": options.hosts,
        "providers": providers,
        "documents": { "openapi": "/openapi.json", "page": "/docs", "stages": "/api/v1/stages" },
    }))
}
