//! `/api/v1/system`: what this server is and has.

use crate::app::App;
use crate::problem::Problem;
use crate::work::since;
use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use linocut_core::Result;
use linocut_jobs::State as JobState;
use serde_json::{Value as Page, json};
use std::sync::Arc;

pub(crate) async fn page(State(app): State<Arc<App>>) -> Response {
    let counted = tokio::task::spawn_blocking(move || described(&app)).await;
    let page = counted.map_err(|_| Problem::broke()).and_then(|page| page.map_err(Problem::from));
    page.map(Json).into_response()
}

fn described(app: &App) -> Result<Page> {
    let stages: Vec<&str> = app.catalogue.kinds().iter().map(|kind| kind.name).collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let (queued, running) = (app.data.jobs.count(JobState::Queued)?, app.data.jobs.count(JobState::Running)?);
    Ok(json!({
        "name": "linocut",
        "version": env!("CARGO_PKG_VERSION"),
        "workers": app.options.workers,
        "uptime_s": since(app.start).as_secs(),
        "kept": app.data.is_kept(),
        "jobs": { "queued": queued, "running": running },
        "inside": app.gate.inside(),
        "memo_bytes": app.memo.bytes(),
        "limits": { "body_bytes": app.options.most_bytes, "pixels": app.options.most_pixels },
        "devices": [{ "kind": "cpu", "cores": cores }],
        "models": [{ "name": "icon", "version": env!("CARGO_PKG_VERSION"), "available": cfg!(feature = "icon") }],
        "stages": stages,
    }))
}
