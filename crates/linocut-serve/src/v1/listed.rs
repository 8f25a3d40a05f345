//! `/v1/models`: our own, and those of providers.

use super::fault::Fault;
use crate::app::App;
use crate::work::aside;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use linocut_core::Result;
use serde_json::{Value as Page, json};
use std::sync::Arc;

/// Our own models and the routes that they take.
pub(crate) const OWN: [(&str, &str); 7] = [
    ("linocut", "auto"),
    ("linocut-library", "library"),
    ("linocut-compose", "compose"),
    ("linocut-icon", "icon"),
    ("linocut-plan", "plan"),
    ("linocut-template", "template"),
    ("linocut-diffusion", "diffusion"),
];

/// The route of a model of our own; nothing said means the first.
pub(crate) fn route(model: Option<&str>) -> Option<&'static str> {
    let model = model.filter(|model| !model.is_empty()).unwrap_or("linocut");
    OWN.into_iter().find(|(name, _)| *name == model).map(|(_, route)| route)
}

pub(crate) async fn all(State(app): State<Arc<App>>) -> Response {
    let found = aside(&app, |app| Ok(ids(app)?)).await.map_err(Fault::from);
    found
        .map(|ids| Json(json!({ "object": "list", "data": ids.iter().map(model).collect::<Vec<_>>() })))
        .into_response()
}

pub(crate) async fn one(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let found = aside(&app, move |app| {
        let known = ids(app)?.into_iter().find(|(own, _)| *own == id);
        known.ok_or_else(|| {
            let sentence = format!("the model '{id}' does not exist");
            crate::problem::Problem::new(StatusCode::NOT_FOUND, "model_not_found", sentence)
        })
    });
    found.await.map(|found| Json(model(&found))).map_err(Fault::from).into_response()
}

/// Ids and owners.
fn ids(app: &App) -> Result<Vec<(String, String)>> {
    let own = OWN.into_iter().map(|(name, _)| (name.to_owned(), "linocut".to_owned()));
    let config = app.pens.config()?;
    let writers = config.known.values().filter(|known| known.settings.family.writes());
    let others = writers.map(|known| {
        let settings = &known.settings;
        let bare = settings.model.is_empty();
        (
            if bare { settings.name.clone() } else { format!("{}/{}", settings.name, settings.model) },
            settings.name.clone(),
        )
    });
    Ok(own.chain(others).collect())
}

fn model((id, owner): &(String, String)) -> Page {
    json!({ "id": id, "object": "model", "created": 0, "owned_by": owner })
}
