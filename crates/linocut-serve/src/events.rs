//! What happens to jobs, as server-sent events (HTML standard, section 9.2).

use crate::app::App;
use crate::jobs::{brief, cancelled};
use crate::pieces::Pieces;
use crate::problem::Problem;
use crate::work::aside;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use linocut_jobs::{Entry, State as Stand};
use serde::Deserialize;
use serde_json::{Map, Value as Page, json};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// How often a line goes to clients to whom nothing happens, so that nobody between takes the line for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Entries of the journal that are read at a time.
const PAGE: u32 = 200;

#[derive(Deserialize)]
pub(crate) struct After {
    after: Option<u64>,
}

/// `GET /api/v1/events`: all jobs, from now on or from the last event the client has.
pub(crate) async fn all(State(app): State<Arc<App>>, Query(query): Query<After>, headers: HeaderMap) -> Response {
    let seen = last_seen(&headers).or(query.after);
    let after = aside(&app, move |app| Ok(seen.map_or_else(|| app.data.jobs.last_entry(), Ok)?)).await;
    after.map(|after| stream(&app, None, after)).into_response()
}

/// `GET /api/v1/jobs/{id}/events`: one job, from its beginning or from the last event the client has.
pub(crate) async fn of_job(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(query): Query<After>,
    headers: HeaderMap,
) -> Response {
    let after = last_seen(&headers).or(query.after).unwrap_or(0);
    let job = aside(&app, move |app| brief(app, &id)).await;
    job.map(|job| stream(&app, Some(job.id), after)).into_response()
}

fn last_seen(headers: &HeaderMap) -> Option<u64> {
    headers.get("last-event-id")?.to_str().ok()?.trim().parse().ok()
}

/// The events of a job that somebody added to watch it: it is stopped when they went away, unless they come back or
/// somebody else watches.
pub(crate) fn own(app: &Arc<App>, job: String) -> Response {
    let (send, receive) = channel(16);
    let app = Arc::clone(app);
    tokio::spawn(async move {
        follow(Arc::clone(&app), Some(job.clone()), 0, send).await;
        tokio::time::sleep(app.options.away).await;
        if !app.is_draining() && !app.queue.followers.any(&job) {
            // One that ended stays as it is.
            drop(aside(&app, move |app| cancelled(app, &job)).await);
        }
    });
    response(receive)
}

/// The events after number `after`: of one job until it ended, or of all.
pub(crate) fn stream(app: &Arc<App>, job: Option<String>, after: u64) -> Response {
    let (send, receive) = channel(16);
    tokio::spawn(follow(Arc::clone(app), job, after, send));
    response(receive)
}

fn response(receive: Receiver<io::Result<Bytes>>) -> Response {
    let kind = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-store")];
    (kind, Body::new(Pieces { receive, bytes: None })).into_response()
}

/// Sends events until the job ended, the client went away or the server closes.
async fn follow(app: Arc<App>, job: Option<String>, after: u64, send: Sender<io::Result<Bytes>>) {
    let _follower = app.queue.followers.enter(job.as_deref());
    let mut pulse = app.queue.pulse();
    let mut after = after;
    loop {
        pulse.borrow_and_update();
        let name = job.clone();
        let Ok(news) = aside(&app, move |app| told(app, after, name.as_deref())).await else { return };
        after = news.last;
        if !news.text.is_empty() && send.send(Ok(news.text.into())).await.is_err() {
            return;
        }
        if (job.is_some() && news.ended) || app.is_draining() {
            return;
        }
        if news.more {
            continue;
        }
        tokio::select! {
            changed = pulse.changed() => if changed.is_err() { return },
            () = send.closed() => return,
            () = tokio::time::sleep(KEEP_ALIVE) => {
                if send.send(Ok(Bytes::from_static(b": still here\n\n"))).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// Some events as text.
struct News {
    text: String,
    /// The number of the last of them.
    last: u64,
    /// Whether there are more already.
    more: bool,
    /// Whether the last word about the job's state was that it ended.
    ended: bool,
}

fn told(app: &App, after: u64, job: Option<&str>) -> Result<News, Problem> {
    let entries = app.data.jobs.entries(after, job, PAGE)?;
    let more = u32::try_from(entries.len()).is_ok_and(|count| count == PAGE);
    let last = entries.last().map_or(after, |entry| entry.number);
    // A client that had all of it before would wait for nothing.
    let stands = job.map(|id| brief(app, id)).transpose()?.map(|job| job.state);
    let ended = !more && matches!(stands, Some(Stand::Ended(_)));
    let text = entries.iter().map(|entry| line(app, entry)).collect::<Result<String, _>>()?;
    // A job that ended between the two looks is not over before its last entry was sent.
    let ended = ended && app.data.jobs.entries(last, job, 1)?.is_empty();
    Ok(News { text, last, more, ended })
}

/// One event.
fn line(app: &App, entry: &Entry) -> Result<String, Problem> {
    let mut data = if entry.sort == "state" {
        state(app, entry)?
    } else {
        serde_json::from_str::<Map<String, Page>>(&entry.data).unwrap_or_default()
    };
    data.insert("job".to_owned(), json!(entry.job));
    data.insert("at_ms".to_owned(), json!(entry.at_ms));
    Ok(format!("id: {}\nevent: {}\ndata: {}\n\n", entry.number, entry.sort, Page::Object(data)))
}

fn state(app: &App, entry: &Entry) -> Result<Map<String, Page>, Problem> {
    let mut data =
        Map::from_iter([("state".to_owned(), json!(entry.data)), ("attempt".to_owned(), json!(entry.attempt))]);
    let ended = matches!(Stand::named(&entry.data), Some(Stand::Ended(_)));
    let job = if ended { app.data.jobs.get(&entry.job) } else { app.data.jobs.brief(&entry.job) };
    if let Some(job) = job? {
        data.insert("op".to_owned(), json!(job.op));
        data.insert("label".to_owned(), json!(job.label));
        let read = |text: Option<String>| text.and_then(|text| serde_json::from_str::<Page>(&text).ok());
        match Stand::named(&entry.data) {
            Some(Stand::Ended(linocut_jobs::Ended::Succeeded)) => {
                data.extend(read(job.result).map(|result| ("result".to_owned(), result)));
            }
            Some(Stand::Ended(linocut_jobs::Ended::Failed)) => {
                data.extend(read(job.problem).map(|problem| ("problem".to_owned(), problem)));
            }
            Some(Stand::Ended(linocut_jobs::Ended::Cancelled) | Stand::Queued | Stand::Running) | None => {}
        }
    }
    Ok(data)
}
