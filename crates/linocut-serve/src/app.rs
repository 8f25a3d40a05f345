//! What the server is made of.

use crate::gate::Gate;
use crate::metrics::Metrics;
use crate::{alias, door, metrics, openapi, page, recipes, verbs};
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router, middleware};
use linocut_flow::{Catalogue, Memo};
use linocut_stages::catalogue;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How a server behaves.
#[derive(Clone, Debug)]
pub struct Options {
    /// The word that clients must send as `Authorization: Bearer …`. Default: none, only this computer may ask.
    pub token: Option<String>,
    /// Names besides `localhost` under which the server may be called; port numbers do not count. Default: none.
    pub hosts: Vec<String>,
    /// Requests worked on at the same time. Default: the number of cores.
    pub workers: usize,
    /// How long a request may take when it does not say. Default: 30 s.
    pub deadline: Duration,
    /// Largest body, in bytes. Default: 32 MiB.
    pub most_bytes: usize,
    /// Results held in memory, in bytes. Default: 256 MiB.
    pub memo_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            token: None,
            hosts: Vec::new(),
            workers: std::thread::available_parallelism().map_or(1, Into::into),
            deadline: Duration::from_secs(30),
            most_bytes: 32 << 20,
            memo_bytes: 256 << 20,
        }
    }
}

/// What all requests share.
pub struct App {
    pub(crate) options: Options,
    pub(crate) catalogue: Catalogue,
    pub(crate) memo: Memo,
    pub(crate) gate: Arc<Gate>,
    pub(crate) metrics: Metrics,
    draining: AtomicBool,
}

impl App {
    /// A server that has answered nothing yet.
    #[must_use]
    pub fn new(options: Options) -> Arc<Self> {
        let memo = Memo::new(options.memo_bytes);
        let gate = Arc::new(Gate::new(options.workers));
        let (metrics, draining) = (Metrics::default(), AtomicBool::new(false));
        Arc::new(Self { options, catalogue: catalogue(), memo, gate, metrics, draining })
    }

    /// Takes no new work from now on; `/ready` says so.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
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
        .route("/api/v1/system", get(recipes::system))
        .route("/api/v1/stages", get(recipes::stages))
        .route("/api/v1/recipes", get(recipes::recipes))
        .route("/api/v1/recipes/{name}", get(recipes::recipe))
        .route("/api/v1/recipes/{name}/run", post(recipes::run_recipe));
    for verb in verbs::Verb::ALL {
        let handler = move |state, request| verbs::answer(verb, state, request);
        routes = routes.route(verb.path(), post(handler));
    }
    routes
        .merge(page::routes())
        .merge(alias::routes())
        .fallback(door::nowhere)
        .layer(DefaultBodyLimit::max(most))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), door::guard))
        .with_state(app)
}

async fn ready(axum::extract::State(app): axum::extract::State<Arc<App>>) -> Response {
    if app.is_draining() {
        return (StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "draining" }))).into_response();
    }
    Json(json!({ "status": "ready" })).into_response()
}
