//! `/api/v1/jobs`: work that goes on by itself.

use crate::app::App;
use crate::archive::archive;
use crate::door::under;
use crate::events::{all, of_job};
use crate::handle::settled;
use crate::problem::Problem;
use crate::queue::crowded;
use crate::work::{aside, wall};
use axum::extract::{Path, Query, State};
use axum::http::header::{LINK, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use linocut_jobs::{Ended, Job, State as Stand};
use serde::Deserialize;
use serde_json::{Value as Page, json};
use std::sync::Arc;

/// Most jobs of one answer.
pub(crate) const MOST_LISTED: u32 = 200;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/events", get(all))
        .route("/api/v1/jobs", get(list))
        .route("/api/v1/jobs/{id}", get(one))
        .route("/api/v1/jobs/{id}/events", get(of_job))
        .route("/api/v1/jobs/{id}/result", get(result))
        .route("/api/v1/jobs/{id}/archive.zip", get(archive))
        .route("/api/v1/jobs/{id}/cancel", post(cancel))
        .route("/api/v1/jobs/{id}/retry", post(retry))
}

/// Where a job is to be found.
pub(crate) fn place(id: &str) -> String {
    format!("/api/v1/jobs/{id}")
}

/// The job called `id`.
pub(crate) fn known(app: &App, id: &str) -> Result<Job, Problem> {
    app.data.jobs.get(id)?.ok_or_else(|| missing(id))
}

/// The same, as lists show it: for those who look often.
pub(crate) fn brief(app: &App, id: &str) -> Result<Job, Problem> {
    app.data.jobs.brief(id)?.ok_or_else(|| missing(id))
}

fn missing(id: &str) -> Problem {
    let sentence = format!("there is no job '{id}'");
    Problem::new(StatusCode::NOT_FOUND, "missing", sentence)
        .hinted("jobs are forgotten a week after they ended, and all but the last 10,000")
}

/// A job as clients see it.
pub(crate) fn page(job: &Job) -> Page {
    let read = |text: &Option<String>| -> Page {
        text.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    };
    let (place, result) = (place(&job.id), read(&job.result));
    let mut urls = json!({ "self": place });
    for name in ["events", "result", "cancel", "retry", "archive.zip"] {
        let short = name.split('.').next().unwrap_or(name);
        urls.as_object_mut().map(|urls| urls.insert(short.to_owned(), json!(format!("{place}/{name}"))));
    }
    let queued = job.started_ms.map(|start| start.saturating_sub(job.created_ms));
    let ran = job.started_ms.zip(job.finished_ms).map(|(start, end)| end.saturating_sub(start));
    json!({
        "id": job.id,
        "op": job.op,
        "label": job.label,
        "state": job.state.name(),
        "attempt": job.attempt,
        "created_ms": job.created_ms,
        "started_ms": job.started_ms,
        "finished_ms": job.finished_ms,
        // Where something that ended well has got to is its result.
        "progress": if job.state == Stand::Ended(Ended::Succeeded) { Page::Null } else { read(&job.progress) },
        "urls": urls,
        "metrics": { "queued_ms": queued, "run_ms": ran },
        "cost": result.pointer("/about/cost").or_else(|| result.get("cost")),
        // A batch that ended well may have items that did not.
        "failed": result.get("failed"),
        "result": result,
        "problem": read(&job.problem),
    })
}

#[derive(Deserialize)]
struct Listing {
    limit: Option<u32>,
    cursor: Option<String>,
    state: Option<String>,
}

async fn list(State(app): State<Arc<App>>, Query(query): Query<Listing>) -> Response {
    let limit = query.limit.unwrap_or(50).clamp(1, MOST_LISTED);
    let wanted = query.state.clone();
    let found = aside(&app, move |app| {
        let state = query.state.as_deref().map(|name| {
            let names: Vec<&str> = Stand::ALL.into_iter().map(Stand::name).collect();
            Stand::named(name).ok_or_else(|| {
                let problem = Problem::of_field("state", format!("'{name}' is no state"));
                problem.hinted(format!("there are {}", names.join(", ")))
            })
        });
        Ok(app.data.jobs.list(state.transpose()?, query.cursor.as_deref(), limit + 1)?)
    });
    let jobs = match found.await {
        Ok(jobs) => jobs,
        Err(problem) => return problem.into_response(),
    };
    let shown = jobs.get(..usize::try_from(limit).unwrap_or(usize::MAX).min(jobs.len())).unwrap_or_default();
    let next = (jobs.len() > shown.len()).then(|| shown.last().map(|job| job.id.clone())).flatten();
    let items: Vec<Page> = shown.iter().map(page).collect();
    let response = Json(json!({ "items": items, "next_cursor": next })).into_response();
    let Some(next) = next else { return response };
    let state = wanted.map(|state| format!("&state={state}")).unwrap_or_default();
    under(response, LINK, &format!("</api/v1/jobs?limit={limit}&cursor={next}{state}>; rel=\"next\""))
}

async fn one(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    aside(&app, move |app| known(app, &id)).await.map(|job| Json(page(&job))).into_response()
}

async fn result(State(app): State<Arc<App>>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    match aside(&app, move |app| known(app, &id)).await {
        Ok(job) if matches!(job.state, Stand::Ended(_)) => settled(&app, job, &headers).await,
        Ok(job) => conflict(&job).into_response(),
        Err(problem) => problem.into_response(),
    }
}

/// Ends a job that has not ended.
pub(crate) fn cancelled(app: &App, id: &str) -> Result<Job, Problem> {
    let job = app.data.jobs.cancel(id, wall())?.ok_or_else(|| missing(id))?;
    app.queue.stop(id);
    app.queue.beat();
    Ok(job)
}

async fn cancel(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let ended = aside(&app, move |app| {
        let job = cancelled(app, &id)?;
        if job.state == Stand::Ended(Ended::Cancelled) { Ok(job) } else { Err(conflict(&job)) }
    });
    ended.await.map(|job| Json(page(&job))).into_response()
}

async fn retry(State(app): State<Arc<App>>, Path(id): Path<String>) -> Response {
    let again = aside(&app, move |app| {
        let before = known(app, &id)?;
        if !matches!(before.state, Stand::Ended(Ended::Failed | Ended::Cancelled)) {
            return Err(conflict(&before));
        }
        crowded(app, 0)?;
        let job = app.data.jobs.retry(&id, wall())?.ok_or_else(Problem::broke)?;
        crate::queue::begin(app);
        app.queue.beat();
        app.queue.ring();
        Ok(job)
    });
    again.await.map(|job| (StatusCode::ACCEPTED, [(LOCATION, place(&job.id))], Json(page(&job)))).into_response()
}

fn conflict(job: &Job) -> Problem {
    Problem::new(StatusCode::CONFLICT, "state", format!("the job is {}", job.state.name()))
}
