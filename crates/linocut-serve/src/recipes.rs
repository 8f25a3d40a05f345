//! What there is: stages and recipes.

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::flows::{flow, scores, written};
use crate::inputs::{drawing, picture, words};
use crate::problem::Problem;
use crate::work::{deadline, now, since, work};
use axum::Json;
use axum::extract::{Path, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use linocut_core::{Context, Result, Value};
use linocut_flow::Order;
use linocut_raster::encode_png;
use linocut_stages::{STOCK, stock};
use serde_json::{Value as Page, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What there is: versions and stages.
pub(crate) async fn system(State(app): State<Arc<App>>) -> Json<Page> {
    let names: Vec<&str> = app.catalogue.kinds().iter().map(|kind| kind.name).collect();
    Json(
        json!({ "name": "linocut", "version": env!("CARGO_PKG_VERSION"), "workers": app.options.workers, "stages": names }),
    )
}

/// All stages with the JSON Schema of their parameters.
pub(crate) async fn stages(State(app): State<Arc<App>>) -> Json<Page> {
    let row = |kind: &linocut_flow::StageKind| {
        let ports: Vec<Page> = kind
            .inputs
            .iter()
            .map(|port| json!({ "name": port.name, "takes": port.takes.name(), "optional": port.optional }))
            .collect();
        json!({ "name": kind.name, "version": kind.version, "inputs": ports, "output": kind.output.name(), "parameters": kind.schema })
    };
    Json(json!({ "items": app.catalogue.kinds().iter().map(row).collect::<Vec<_>>() }))
}

/// The stock recipes.
pub(crate) async fn recipes() -> Response {
    let rows: Result<Vec<Page>> = STOCK
        .iter()
        .map(|(name, _)| stock(name).map(|recipe| json!({ "name": name, "about": recipe.about })))
        .collect();
    rows.map_err(Problem::from).map(|items| Json(json!({ "items": items }))).into_response()
}

/// One stock recipe.
pub(crate) async fn recipe(Path(name): Path<String>) -> Response {
    stock(&name).map_err(Problem::from).map(Json).into_response()
}

/// Runs a stock recipe: its inputs by name, `set` as `{"node.parameter": value}`, `target` a node.
pub(crate) async fn run_recipe(State(app): State<Arc<App>>, Path(name): Path<String>, request: Request) -> Response {
    let (headers, start) = (request.headers().clone(), now());
    let limit = deadline(&app, &headers);
    let result = match Asked::read(request).await {
        Ok(asked) => work(&app, limit, move |app, cx| run_named(app, &name, asked, cx)).await,
        Err(problem) => Err(problem),
    };
    let status = result.as_ref().map_or_else(Problem::status, |_| StatusCode::OK);
    app.metrics.note("/api/v1/recipes/{name}/run", status.as_u16(), since(start));
    result.map_or_else(IntoResponse::into_response, |answer| answer.respond(&headers))
}

fn run_named(app: &App, name: &str, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let (mut asked, mut recipe) = (asked, stock(name)?);
    if let Some(Page::Object(settings)) = asked.fields.remove("set") {
        for (place, value) in settings {
            recipe.set(&format!("{place}={value}"))?;
        }
    }
    let target = asked.fields.remove("target").and_then(|name| name.as_str().map(ToOwned::to_owned));
    let mut inputs = BTreeMap::new();
    for (port, sort) in &recipe.inputs {
        let value = match sort.as_str() {
            "raster" => picture(&mut asked)?,
            "drawing" => drawing(&mut asked)?,
            _ => words(&mut asked, &[port])?,
        };
        inputs.insert(port.clone(), value);
    }
    let target = target.unwrap_or_else(|| recipe.output.clone());
    let order = Order { inputs, targets: vec![target.clone()], jobs: 2, ..Order::default() };
    let done = flow(app, &recipe, &order, cx)?;
    match done.value(&target)? {
        Value::Drawing(drawing) => written(app, Value::Drawing(Arc::clone(drawing)), cx),
        Value::Raster(pixels) => Ok(Answer::File("image/png", format!("{name}.png"), encode_png(pixels)?)),
        Value::Text(text) => Ok(Answer::Text("text", text.as_ref().to_owned())),
        score @ Value::Score(_) => Ok(Answer::Json(Page::Object(scores(score)))),
    }
}
