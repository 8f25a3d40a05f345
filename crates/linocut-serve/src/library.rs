//! `/api/v1/library`: all that was made, one row an artifact.

use crate::app::App;
use crate::door::under;
use crate::jobs::{MOST_LISTED, known};
use crate::problem::Problem;
use crate::work::aside;
use axum::extract::{Query, State};
use axum::http::header::LINK;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use linocut_flow::Digest;
use linocut_jobs::{Ended, Job, State as Stand};
use serde::Deserialize;
use serde_json::{Value as Page, json};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Jobs that are looked at at a time.
const PAGE: u32 = 200;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/api/v1/library", get(list))
}

#[derive(Deserialize)]
struct Listing {
    /// Words, each of which is part of the label or of what was done.
    q: Option<String>,
    op: Option<String>,
    limit: Option<u32>,
    cursor: Option<String>,
}

/// A row, and the place after it.
struct Row {
    page: Page,
    cursor: String,
}

async fn list(State(app): State<Arc<App>>, Query(query): Query<Listing>) -> Response {
    let limit = usize::try_from(query.limit.unwrap_or(50).clamp(1, MOST_LISTED)).unwrap_or(1);
    let again: String = [("q", &query.q), ("op", &query.op)]
        .iter()
        .filter_map(|(name, value)| Some(format!("&{name}={}", escaped(value.as_deref()?))))
        .collect();
    let mut rows = match aside(&app, move |app| found(app, &query, limit + 1)).await {
        Ok(rows) => rows,
        Err(problem) => return problem.into_response(),
    };
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| row.cursor.clone());
    let items: Vec<Page> = rows.into_iter().map(|row| row.page).collect();
    let response = Json(json!({ "items": items, "next_cursor": next })).into_response();
    let Some(next) = next else { return response };
    under(response, LINK, &format!("</api/v1/library?limit={limit}&cursor={next}{again}>; rel=\"next\""))
}

/// At most `most` rows, newest first, of those after the cursor.
fn found(app: &App, query: &Listing, most: usize) -> Result<Vec<Row>, Problem> {
    let words: Vec<String> = query.q.as_deref().unwrap_or_default().split_whitespace().map(str::to_lowercase).collect();
    let fits = |job: &Job| {
        let text = format!("{} {}", job.label.as_deref().unwrap_or_default(), job.op).to_lowercase();
        query.op.as_ref().is_none_or(|op| *op == job.op) && words.iter().all(|word| text.contains(word))
    };
    let (mut before, mut rows) = (None, Vec::new());
    // A cursor names a job and how many of its rows were told.
    if let Some((id, told)) = query.cursor.as_deref().and_then(|cursor| cursor.split_once('.')) {
        let told = told.parse().map_err(|_| Problem::of_field("cursor", "the cursor is none of this list"))?;
        before = Some(id.to_owned());
        // It may have been forgotten meanwhile.
        if let Ok(job) = known(app, id) {
            rows.extend(made(app, &job).into_iter().skip(told));
        }
    }
    while rows.len() < most {
        let jobs = app.data.jobs.list(Some(Stand::Ended(Ended::Succeeded)), before.as_deref(), PAGE)?;
        let Some(last) = jobs.last() else { break };
        before = Some(last.id.clone());
        for job in jobs.iter().filter(|job| fits(job)) {
            if rows.len() >= most {
                break;
            }
            // Lists do not tell results.
            rows.extend(app.data.jobs.get(&job.id)?.iter().flat_map(|job| made(app, job)));
        }
    }
    rows.truncate(most);
    Ok(rows)
}

/// What a job made, as far as it is still there: of a verb its drawing and other ones, of a batch each item, of a
/// recipe the value of its target.
fn made(app: &App, job: &Job) -> Vec<Row> {
    let result: Page = job.result.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let listed = |place: &str| result.pointer(place).and_then(Page::as_array).into_iter().flatten();
    let target = result.get("target").and_then(Page::as_str).unwrap_or_default();
    let node = result.get("nodes").and_then(|nodes| nodes.get(target));
    let all = [Some(&result), node].into_iter().flatten().chain(listed("/about/variants")).chain(listed("/items"));
    let mut seen = BTreeSet::new();
    let mut rows = Vec::new();
    for of in all {
        let Some(artifact) = of.get("artifact").filter(|artifact| artifact.is_object()) else { continue };
        let digest = artifact.get("digest").and_then(Page::as_str).unwrap_or_default();
        let is_there = Digest::parse(digest).is_some_and(|digest| app.data.artifacts.has(digest));
        if !is_there || !seen.insert(digest.to_owned()) {
            continue;
        }
        let label = of.get("name").filter(|_| job.op == "batch").cloned().unwrap_or_else(|| json!(job.label));
        let mut page = artifact.clone();
        if let Some(page) = page.as_object_mut() {
            let more = [
                ("name", of.get("name").or_else(|| result.get("name")).cloned().unwrap_or_default()),
                ("op", json!(job.op)),
                ("label", label),
                ("created_ms", json!(job.created_ms)),
                ("job", json!(job.id)),
            ];
            page.extend(more.map(|(name, value)| (name.to_owned(), value)));
        }
        rows.push(Row { page, cursor: format!("{}.{}", job.id, rows.len() + 1) });
    }
    rows
}

/// The text as a value in an address.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
