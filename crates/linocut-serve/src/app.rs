//! What the server is made of.

use crate::answers::Answers;
use crate::cage::catalogue;
use crate::data::Data;
use crate::gate::Gate;
use crate::handle::handle;
use crate::metrics::Metrics;
use crate::models::{Directory, Pens};
use crate::queue::Queue;
use crate::quota::Quota;
use crate::room::Room;
use crate::shelved::Shelved;
use crate::task::Task;
use crate::work::{now, wall};
use crate::{
    alias, artifacts, bodies, config, diagrams, docs, door, jobs, library, metrics, models, openapi, page, recipes,
    system, v1, verbs,
};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use linocut_core::Result;
use linocut_flow::{Catalogue, Memo};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Semaphore;

/// How a server behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// The word that clients must send as `Authorization: Bearer …`. Default: none, only this computer may ask.
    pub token: Option<String>,
    /// Names besides `localhost` under which the server may be called; port numbers do not count. Default: none.
    pub hosts: Vec<String>,
    /// Requests worked on at the same time. Default: the number of cores.
    pub workers: usize,
    /// Requests of one address that may be worked on or wait at the same time. Default: none, which is 16, and no limit for this
    /// computer.
    pub per_client: Option<u32>,
    /// How long a request may take when it does not say. Default: 30 s.
    pub deadline: Duration,
    /// Largest body, in bytes. Default: 32 MiB.
    pub most_bytes: usize,
    /// Most pixels of a picture. Default: 16 Mi: tracing takes some 40 bytes for each, so that three of them at a time are
    /// about 2 GB.
    pub most_pixels: u64,
    /// Folder for artifacts and jobs. Default: none, they are kept in memory.
    pub data: Option<PathBuf>,
    /// This program, which renders foreign drawings in processes of its own. Default: none, they are rendered here.
    pub program: Option<PathBuf>,
    /// How long a small body may take to come; large ones have a second more for each 512 KiB. Default: 10 s.
    pub patience: Duration,
    /// How long a client that watches its own work (`Accept: text/event-stream`) may be away before that is stopped.
    /// Default: a minute.
    pub away: Duration,
    /// Most bytes of artifacts that are kept. Default: 4 GiB in a folder, 256 MiB in memory.
    pub most_kept: Option<u64>,
    /// Results held in memory, in bytes. Default: 256 MiB.
    pub memo_bytes: usize,
    /// Where language models and painters are known from. Default: none are.
    pub providers: Option<Arc<dyn Directory>>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            token: None,
            hosts: Vec::new(),
            workers: std::thread::available_parallelism().map_or(1, Into::into),
            per_client: None,
            deadline: Duration::from_secs(30),
            most_bytes: 32 << 20,
            most_pixels: 16 << 20,
            data: None,
            program: None,
            patience: Duration::from_secs(10),
            away: Duration::from_mins(1),
            most_kept: None,
            memo_bytes: 256 << 20,
            providers: None,
        }
    }
}

/// What all requests share.
pub struct App {
    pub(crate) options: Options,
    pub(crate) catalogue: Catalogue,
    pub(crate) memo: Memo,
    pub(crate) answers: Answers,
    pub(crate) quota: Arc<Quota>,
    pub(crate) gate: Arc<Gate>,
    pub(crate) metrics: Metrics,
    pub(crate) data: Data,
    pub(crate) queue: Queue,
    /// Artifacts of values.
    pub(crate) shelved: Shelved,
    /// Room for pictures.
    pub(crate) room: Room,
    /// Room for bodies.
    pub(crate) bodies: Arc<Semaphore>,
    pub(crate) pens: Pens,
    requests: AtomicU64,
    pub(crate) start: Instant,
    began_ms: u64,
    draining: AtomicBool,
}

impl App {
    /// A server that has answered nothing yet.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the data folder cannot be used,
    /// [`Kind::Unavailable`](linocut_core::Kind::Unavailable) when another server uses it.
    pub fn new(options: Options) -> Result<Arc<Self>> {
        let memo = Memo::new(options.memo_bytes);
        Self::over(options, memo)
    }

    /// The same, with results of stages in `memo`, which may outlive the process.
    ///
    /// # Errors
    /// As [`App::new`].
    pub fn over(options: Options, memo: Memo) -> Result<Arc<Self>> {
        let data = Data::new(options.data.as_deref(), options.most_kept)?;
        let gate = Arc::new(Gate::new(options.workers));
        let pens = Pens::new(options.providers.clone());
        Ok(Arc::new(Self {
            catalogue: catalogue(options.program.as_deref()),
            memo,
            answers: Answers::default(),
            quota: Quota::new(options.per_client),
            gate,
            metrics: Metrics::default(),
            data,
            queue: Queue::new(),
            shelved: Shelved::default(),
            room: Room::new(options.most_pixels),
            bodies: bodies::room(options.most_bytes),
            pens,
            requests: AtomicU64::new(0),
            start: now(),
            began_ms: wall(),
            draining: AtomicBool::new(false),
            options,
        }))
    }

    /// Takes no new work from now on; `/ready` says so.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
        self.queue.ring();
        self.queue.beat();
    }

    /// A name for a request: how many there were before, and when the server began.
    pub(crate) fn next_request(&self) -> String {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        format!("{:x}-{number}", self.began_ms)
    }

    pub(crate) fn is_draining(&self) -> bool {
        self.draining.load(Ordering::SeqCst)
    }
}

/// The routes of `app`.
pub fn app(app: Arc<App>) -> Router {
    let most = app.options.most_bytes;
    let mut routes = Router::new()
        .route("/health", get(|| async { Json(json!({ "status": "ok" })) }))
        .route("/ready", get(ready))
        .route("/metrics", get(metrics::page))
        .route("/openapi.json", get(openapi::page))
        .route("/api/v1/session", post(door::session).delete(door::leave))
        .route("/api/v1/system", get(system::page))
        .route("/api/v1/config", get(config::page))
        .route("/api/v1/batch", post(|State(app), request| handle(Task::Batch, app, request)));
    for verb in verbs::Verb::ALL {
        let handler = move |State(app), request| handle(Task::Verb(verb), app, request);
        routes = routes.route(verb.path(), post(handler));
    }
    routes
        .merge(page::routes())
        .merge(docs::routes())
        .merge(alias::routes())
        .merge(artifacts::routes())
        .merge(jobs::routes())
        .merge(library::routes())
        .merge(recipes::routes())
        .merge(diagrams::routes())
        .merge(models::routes())
        .merge(v1::routes())
        .fallback(door::nowhere)
        .layer(middleware::from_fn_with_state(Arc::clone(&app), bodies::whole))
        .layer(DefaultBodyLimit::max(most))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), door::guard))
        .with_state(app)
}

async fn ready(State(app): State<Arc<App>>) -> Response {
    if app.is_draining() {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "draining" }))).into_response();
    }
    Json(json!({ "status": "ready" })).into_response()
}
