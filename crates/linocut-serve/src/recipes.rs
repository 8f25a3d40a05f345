//! `/api/v1/recipes` and `/api/v1/stages`.

use crate::app::App;
use crate::door::{is_known, tagged};
use crate::handle::handle;
use crate::lineage::told;
use crate::problem::Problem;
use crate::shelf::{Known, Put};
use crate::task::Task;
use crate::work::aside;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{IF_MATCH, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use linocut_flow::{Plan, Recipe, StageKind};
use serde::Deserialize;
use serde_json::{Map, Value as Page, json};
use std::sync::Arc;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/stages", get(stages))
        .route("/api/v1/lineage", post(told))
        .route("/api/v1/recipes", get(list))
        .route("/api/v1/recipes/check", post(check))
        .route("/api/v1/recipes/run", post(run))
        .route("/api/v1/recipes/{id}", get(one).put(put).delete(remove))
        .route("/api/v1/recipes/{id}/run", post(run_named))
}

/// All stages with the JSON Schema of their parameters.
async fn stages(State(app): State<Arc<App>>) -> Json<Page> {
    let row = |kind: &StageKind| {
        let ports: Vec<Page> = kind
            .inputs
            .iter()
            .map(|port| json!({ "name": port.name, "takes": port.takes.name(), "optional": port.optional }))
            .collect();
        json!({
            "name": kind.name,
            "version": kind.version,
            "about": kind.schema.get("description"),
            "inputs": ports,
            "output": kind.output.name(),
            "parameters": kind.schema,
        })
    };
    Json(json!({ "items": app.catalogue.kinds().iter().map(row).collect::<Vec<_>>() }))
}

async fn list(State(app): State<Arc<App>>) -> Response {
    let rows = aside(&app, |app| {
        let all = app.data.recipes.all()?.into_iter();
        let row = |(id, one): (String, crate::shelf::Shelved)| json!({ "id": id, "name": one.recipe.name, "about": one.recipe.about, "stock": one.stock, "etag": one.etag });
        Ok(all.map(row).collect::<Vec<_>>())
    });
    rows.await.map(|items| Json(json!({ "items": items, "next_cursor": null }))).into_response()
}

async fn one(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    match aside(&app, move |app| Ok(app.data.recipes.get(&id)?)).await {
        Ok(found) if is_known(&headers, &found.etag) => (StatusCode::NOT_MODIFIED, tagged(&found.etag)).into_response(),
        Ok(found) => (tagged(&found.etag), Json(found.recipe)).into_response(),
        Err(problem) => problem.into_response(),
    }
}

#[derive(Deserialize)]
struct Draft {
    /// Keeps a recipe that is not whole yet.
    draft: Option<String>,
}

async fn put(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(query): Query<Draft>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let known = known(&headers);
    let place = format!("/api/v1/recipes/{id}");
    let kept = aside(&app, move |app| {
        let recipe = written(body)?;
        if query.draft.is_none_or(|draft| draft == "0") {
            Plan::new(&recipe, &app.catalogue).map_err(Problem::several)?;
        }
        let put = app.data.recipes.put(&id, &recipe, &known)?;
        Ok((put, app.data.recipes.get(&id)?))
    });
    let answer = kept.await.map(|(put, kept)| {
        let status = match put {
            Put::New => StatusCode::CREATED,
            Put::Replaced => StatusCode::OK,
        };
        (status, [(LOCATION, place)], tagged(&kept.etag), Json(kept.recipe))
    });
    answer.into_response()
}

async fn remove(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let known = known(&headers);
    let gone = aside(&app, move |app| app.data.recipes.remove(&id, &known));
    gone.await.map(|()| StatusCode::NO_CONTENT).into_response()
}

fn known(headers: &HeaderMap) -> Known {
    let tag = headers.get(IF_MATCH).and_then(|value| value.to_str().ok());
    tag.map_or(Known::Nothing, |tag| Known::Version(tag.trim().trim_matches('"').to_owned()))
}

fn written(body: Result<Bytes, BytesRejection>) -> Result<Recipe, Problem> {
    let body = body.map_err(|error| Problem::of_body(&error))?;
    Ok(Recipe::from_json(&String::from_utf8_lossy(&body))?)
}

/// All mistakes of a recipe, or what its nodes give.
async fn check(State(app): State<Arc<App>>, body: Result<Bytes, BytesRejection>) -> Response {
    let checked = aside(&app, move |app| {
        let plan = Plan::new(&written(body)?, &app.catalogue).map_err(Problem::several)?;
        let nodes = plan.steps.iter().map(|(name, step)| (name.clone(), json!({ "gives": step.gives.name() })));
        Ok(json!({ "ok": true, "nodes": nodes.collect::<Map<_, _>>() }))
    });
    checked.await.map(Json).into_response()
}

async fn run(State(app): State<Arc<App>>, request: Request) -> Response {
    handle(Task::Recipe(None), app, request).await
}

async fn run_named(State(app): State<Arc<App>>, Path(id): Path<String>, request: Request) -> Response {
    handle(Task::Recipe(Some(id)), app, request).await
}
