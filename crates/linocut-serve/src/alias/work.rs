//! `/api/jobs` and `/api/job/{id}`: work that goes on by itself, as another system tells it.

use crate::app::App;
use crate::jobs::{MOST_LISTED, cancelled, known};
use crate::work::aside;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use linocut_jobs::{Ended, Job, State as Stand};
use serde::Deserialize;
use serde_json::{Value as Page, json};
use std::sync::Arc;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/api/jobs", get(list)).route("/api/job/{id}", get(one).delete(stop))
}

#[derive(Deserialize)]
struct Listing {
    limit: Option<u32>,
}

async fn list(State(app): State<Arc<App>>, Query(query): Query<Listing>) -> Response {
    let limit = query.limit.unwrap_or(50).clamp(1, MOST_LISTED);
    let jobs = aside(&app, move |app| Ok(app.data.jobs.list(None, None, limit)?)).await;
    jobs.map(|jobs| Json(json!({ "jobs": jobs.iter().map(told).collect::<Vec<_>>() }))).into_response()
}

async fn one(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    aside(&app, move |app| known(app, &id)).await.map(|job| Json(told(&job))).into_response()
}

async fn stop(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let ended = aside(&app, move |app| cancelled(app, &id)).await;
    ended.map(|job| Json(told(&job))).into_response()
}

fn told(job: &Job) -> Page {
    let read = |text: &Option<String>| text.as_deref().and_then(|text| serde_json::from_str::<Page>(text).ok());
    let status = match job.state {
        Stand::Queued => "pending",
        Stand::Running => "running",
        Stand::Ended(Ended::Succeeded) => "completed",
        Stand::Ended(Ended::Failed) => "failed",
        Stand::Ended(Ended::Cancelled) => "cancelled",
    };
    json!({
        "jobId": job.id,
        "type": job.op,
        "label": job.label,
        "status": status,
        "progress": read(&job.progress),
        "createdAt": job.created_ms,
        "startTime": job.started_ms,
        "endTime": job.finished_ms,
        "result": read(&job.result),
        "error": read(&job.problem).as_ref().and_then(|problem| problem.get("detail")),
    })
}
