//! Synchronous work on behalf of a request.
#![expect(clippy::disallowed_methods, reason = "deadlines and measured times of requests begin here")]

use crate::app::App;
use crate::door::REQUEST;
use crate::gate::Gate;
use crate::here::Here;
use crate::problem::Problem;
use axum::http::{HeaderMap, StatusCode};
use linocut_core::{Context, Kind, Watch};
use linocut_flow::{Event, Observer};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant, SystemTime};

/// How long work may take to end after its deadline: what stops by itself then answers with what it has.
const LINGER: Duration = Duration::from_millis(250);
/// Longest deadline that a request may ask for.
const LONGEST: Duration = Duration::from_mins(10);

/// How long a request may take: `Prefer: wait=SECONDS` (RFC 7240, section 4.3), else the server's own.
pub(crate) fn deadline(app: &App, headers: &HeaderMap) -> Duration {
    let wished = headers.get("prefer").and_then(|value| value.to_str().ok()).and_then(|text| {
        let seconds = text.split([',', ';']).find_map(|part| part.trim().strip_prefix("wait="))?;
        seconds.parse().ok().map(Duration::from_secs)
    });
    wished.unwrap_or(app.options.deadline).min(LONGEST)
}

/// Does `job` for a request of `route` on a thread of its own, once there is room for it; it is told to stop when the client goes away or the
/// deadline passes.
pub(crate) async fn work<T: Send + 'static>(
    app: &Arc<App>,
    route: &'static str,
    deadline: Duration,
    job: impl FnOnce(&Here, &Context) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    gated(app, Arc::clone(&app.gate), route, deadline, job).await
}

/// The same for work that another gate lets in: what waits for others must not keep this machine's cores.
pub(crate) async fn gated<T: Send + 'static>(
    app: &Arc<App>,
    gate: Arc<Gate>,
    route: &'static str,
    deadline: Duration,
    job: impl FnOnce(&Here, &Context) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    if app.is_draining() {
        return Err(Problem::closing());
    }
    let start = Instant::now();
    let pass = gate.enter(route, deadline).await?;
    let mut gone = Gone { stop: Arc::default(), app: Some(Arc::clone(app)) };
    let watch = Client { gone: Arc::clone(&gone.stop), end: start + deadline };
    let inner = Arc::clone(app);
    let done = tokio::task::spawn_blocking(move || {
        let begun = Instant::now();
        let here = Here { app: &inner, observer: Arc::new(Timed(begun)), journal: None };
        let result = job(&here, &Context::new(Arc::new(watch)));
        let took = begun.elapsed();
        gate.note(route, took);
        drop(pass);
        (result, took)
    });
    // Work that does not look at the clock keeps its place until it ends; whoever waits for it hears in time.
    let late = || {
        let sentence = format!("not done within {} s", deadline.as_secs());
        Problem::new(StatusCode::GATEWAY_TIMEOUT, "deadline", sentence).hinted("Prefer: wait=60 asks for more time")
    };
    let result = tokio::time::timeout(deadline.saturating_sub(start.elapsed()) + LINGER, done).await;
    gone.app = None;
    drop(gone);
    let (result, took) = result.map_err(|_| late())?.map_err(|_| Problem::broke())?;
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    // Outside of a request nobody is told.
    let _ = REQUEST.try_with(|asking| asking.work.store(micros, Ordering::Relaxed));
    result.map_err(|problem| if start.elapsed() < deadline { problem } else { late() })
}

/// Looks something up, or changes it, on a thread that may block; nobody waits for a worker.
pub(crate) async fn aside<T: Send + 'static>(
    app: &Arc<App>,
    look: impl FnOnce(&Arc<App>) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let app = Arc::clone(app);
    tokio::task::spawn_blocking(move || look(&app)).await.map_err(|_| Problem::broke())?
}

/// Milliseconds since 1970, UTC.
pub(crate) fn wall() -> u64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Milliseconds since `start`.
pub(crate) fn since(start: Instant) -> Duration {
    start.elapsed()
}

pub(crate) fn now() -> Instant {
    Instant::now()
}

/// Somebody who hears nothing of what happens from now on.
pub(crate) fn quiet() -> Arc<dyn Observer> {
    Arc::new(Timed(Instant::now()))
}

/// The clock of guards and bills; at the start it has been running for as long as calls of before count.
pub(crate) struct Ticker(Instant);

impl Ticker {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }
}

impl linocut_models::guard::Clock for Ticker {
    fn now(&self) -> Duration {
        linocut_models::access::MEMORY + self.0.elapsed()
    }
    fn wait(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// Hears nothing, and knows the time.
struct Timed(Instant);

impl Observer for Timed {
    fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
    fn hear(&self, _event: &Event) {}
}

/// The context of a part of some work, which may take at most `limit`.
pub(crate) fn within(cx: &Context, limit: Duration) -> Context {
    cx.watched(Arc::new(Piece { whole: cx.clone(), end: Instant::now() + limit }))
}

/// A part of some work, with a deadline of its own.
struct Piece {
    whole: Context,
    end: Instant,
}

impl Watch for Piece {
    fn cancelled(&self) -> bool {
        self.whole.check().is_err_and(|error| error.kind() == Kind::Cancelled)
    }
    fn late(&self) -> bool {
        Instant::now() > self.end || self.whole.check().is_err_and(|error| error.kind() == Kind::Limit)
    }
    fn note(&self, _stage: &str, _done: u64, _total: u64) {}
    fn remaining(&self) -> Option<Duration> {
        let own = self.end.saturating_duration_since(Instant::now());
        Some(self.whole.remaining().map_or(own, |left| left.min(own)))
    }
}

/// Says that nobody waits any more, when the request is dropped.
struct Gone {
    stop: Arc<AtomicBool>,
    /// Where clients that went away are counted; `None` once there was an answer.
    app: Option<Arc<App>>,
}

impl Drop for Gone {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        if let Some(app) = &self.app {
            app.metrics.left();
        }
    }
}

struct Client {
    gone: Arc<AtomicBool>,
    end: Instant,
}

impl Watch for Client {
    fn cancelled(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }
    fn late(&self) -> bool {
        Instant::now() > self.end
    }
    fn note(&self, _stage: &str, _done: u64, _total: u64) {}
    fn remaining(&self) -> Option<Duration> {
        Some(self.end.saturating_duration_since(Instant::now()))
    }
}
