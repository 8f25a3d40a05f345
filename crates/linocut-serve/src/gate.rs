//! Who may begin, and when the others should come back.

use crate::problem::Problem;
use axum::http::StatusCode;
use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What work is taken to last before any of its sort was done: a picture of 512 pixels.
const FIRST_GUESS: Duration = Duration::from_millis(150);
/// Weight of the newest duration in the mean, one in so many: follows a change within some ten requests.
const MEMORY: u32 = 8;
/// Which part of a deadline a prediction may fill, in percent: predictions are means, and half of all are longer.
const FILLED: u32 = 80;

/// How often a job steps back for requests that somebody waits for.
const STEPS_BACK: u32 = 50;
/// How long each of these lasts.
const STEP_BACK: Duration = Duration::from_millis(20);

/// Lets as many requests work as there are workers; a request that would not be done in time is turned away at once.
///
/// A bounded queue alone does not help under overload; predicting the finish does.
pub(crate) struct Gate {
    places: Arc<Semaphore>,
    /// Places that jobs may have at the same time: all but one, so that a request never waits for a long job.
    back: Arc<Semaphore>,
    workers: u32,
    /// By route: a trace of a second says nothing of a tidy of a millisecond.
    lanes: Mutex<BTreeMap<&'static str, Lane>>,
}

/// Requests of one route.
struct Lane {
    /// Those that work or wait.
    inside: u32,
    /// How long they work.
    mean: Duration,
}

impl Default for Lane {
    fn default() -> Self {
        Self { inside: 0, mean: FIRST_GUESS }
    }
}

/// The right to work; given back when dropped.
pub(crate) struct Pass {
    _inside: Inside,
    _place: OwnedSemaphorePermit,
}

/// The right to do a job, or a part of one; given back when dropped.
pub(crate) struct Place {
    _back: OwnedSemaphorePermit,
    /// A single worker is for requests; a job works beside it.
    _place: Option<OwnedSemaphorePermit>,
}

/// Counted among those inside, until dropped: a client may go away while it waits.
struct Inside(Arc<Gate>, &'static str);

impl Drop for Inside {
    fn drop(&mut self) {
        self.0.with(|lanes| {
            let lane = lanes.entry(self.1).or_default();
            lane.inside = lane.inside.saturating_sub(1);
        });
    }
}

impl Gate {
    pub(crate) fn new(workers: usize) -> Self {
        let workers = workers.max(1);
        Self {
            places: Arc::new(Semaphore::new(workers)),
            back: Arc::new(Semaphore::new(workers.saturating_sub(1).max(1))),
            workers: u32::try_from(workers).unwrap_or(u32::MAX),
            lanes: Mutex::new(BTreeMap::new()),
        }
    }

    /// Requests that work or wait.
    pub(crate) fn inside(&self) -> usize {
        self.with(|lanes| lanes.values().map(|lane| usize::try_from(lane.inside).unwrap_or(usize::MAX)).sum())
    }

    /// Each change is done in one go, so a panic elsewhere leaves the table whole.
    fn with<T>(&self, work: impl FnOnce(&mut BTreeMap<&'static str, Lane>) -> T) -> T {
        work(&mut self.lanes.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits for a place for a request of `route`.
    ///
    /// # Errors
    /// 503 with `Retry-After` when the work would not be done within `deadline`.
    pub(crate) async fn enter(self: &Arc<Self>, route: &'static str, deadline: Duration) -> Result<Pass, Problem> {
        let (ahead, wait, mean) = self.with(|lanes| {
            let ahead: u32 = lanes.values().map(|lane| lane.inside).sum();
            let work: Duration = lanes.values().map(|lane| lane.mean.saturating_mul(lane.inside)).sum();
            let free = self.free();
            let wait = if ahead < free { Duration::ZERO } else { work / free };
            let lane = lanes.entry(route).or_default();
            lane.inside += 1;
            (ahead, wait, lane.mean)
        });
        let inside = Inside(Arc::clone(self), route);
        if wait + mean > deadline * FILLED / 100 && !wait.is_zero() {
            let sentence = format!("{ahead} requests are ahead, the answer would take about {} s", wait.as_secs() + 1);
            return Err(Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", sentence).retry(wait));
        }
        let closed = |_| Problem::closing();
        let entered = tokio::time::timeout(deadline, Arc::clone(&self.places).acquire_owned()).await;
        let late = |_| Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "no worker was free in time").retry(mean);
        let place = entered.map_err(late)?.map_err(closed)?;
        Ok(Pass { _inside: inside, _place: place })
    }

    /// How many requests may work at the same time beside the jobs that are being done.
    fn free(&self) -> u32 {
        let taken =
            self.workers.saturating_sub(1).saturating_sub(u32::try_from(self.back.available_permits()).unwrap_or(0));
        self.workers.saturating_sub(taken).max(1)
    }

    /// Waits for a place for a job, which steps back for requests that somebody waits for, but not forever; `None`
    /// when `stop` says so before.
    pub(crate) fn wait(&self, stop: impl Fn() -> bool) -> Option<Place> {
        for _ in 0..STEPS_BACK {
            if stop() || u32::try_from(self.inside()).is_ok_and(|inside| inside < self.free()) {
                break;
            }
            thread::sleep(STEP_BACK);
        }
        let back = wait_for(Arc::clone(&self.back).acquire_owned(), &stop)?.ok()?;
        let place = if self.workers > 1 {
            Some(wait_for(Arc::clone(&self.places).acquire_owned(), &stop)?.ok()?)
        } else {
            None
        };
        Some(Place { _back: back, _place: place })
    }

    /// Places that nobody else wants now, at most `most`, so that a recipe may work on several nodes.
    pub(crate) fn spare(&self, most: usize) -> Vec<OwnedSemaphorePermit> {
        (0..most).map_while(|_| Arc::clone(&self.places).try_acquire_owned().ok()).collect()
    }

    /// Turns a job away because `waiting` are ahead.
    pub(crate) fn crowded(&self, waiting: u64) -> Problem {
        let mean = self.with(|lanes| {
            let sum: Duration = lanes.values().map(|lane| lane.mean).sum();
            sum.checked_div(u32::try_from(lanes.len()).unwrap_or(u32::MAX)).unwrap_or(FIRST_GUESS)
        });
        let wait = mean.saturating_mul(u32::try_from(waiting).unwrap_or(u32::MAX)) / self.workers;
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", format!("{waiting} jobs are waiting")).retry(wait)
    }

    /// Notes how long work took.
    pub(crate) fn note(&self, route: &'static str, took: Duration) {
        self.with(|lanes| {
            let lane = lanes.entry(route).or_default();
            lane.mean = lane.mean.saturating_sub(lane.mean / MEMORY) + took / MEMORY;
        });
    }
}

/// Waits for `future` on this thread, until `stop` says so.
fn wait_for<T>(future: impl Future<Output = T>, stop: impl Fn() -> bool) -> Option<T> {
    let waker = Waker::from(Arc::new(Sleeper(thread::current())));
    let mut future = pin!(future);
    while !stop() {
        if let Poll::Ready(done) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return Some(done);
        }
        thread::park_timeout(STEP_BACK);
    }
    None
}

/// A thread that waits for a future.
struct Sleeper(Thread);

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

#[cfg(test)]
mod tests {
    use super::Gate;
    use axum::http::StatusCode;
    use axum::http::header::RETRY_AFTER;
    use axum::response::IntoResponse;
    use std::cell::Cell;
    use std::sync::Arc;
    use std::time::Duration;

    #[test]
    fn slow_work_of_one_sort_turns_away_what_would_wait_for_it() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let gate = Arc::new(Gate::new(1));
            gate.note("/slow", Duration::from_secs(800));
            let minute = Duration::from_mins(1);
            let fast = gate.enter("/fast", minute).await.unwrap();
            drop(fast);
            let slow = gate.enter("/slow", minute).await.unwrap();
            let refused = gate.enter("/fast", minute).await.err().unwrap().into_response();
            assert_eq!(refused.status(), StatusCode::SERVICE_UNAVAILABLE);
            let after: u64 = refused.headers()[RETRY_AFTER].to_str().unwrap().parse().unwrap();
            assert!((100..110).contains(&after), "{after}");
            drop(slow);
            assert_eq!(gate.inside(), 0);
            assert!(gate.enter("/fast", minute).await.is_ok());
        });
    }

    #[test]
    fn jobs_leave_a_place_for_requests() {
        let gate = Gate::new(3);
        let jobs = [gate.wait(|| false), gate.wait(|| false)];
        assert!(jobs.iter().all(Option::is_some));
        let looks = Cell::new(0);
        let third = gate.wait(|| looks.replace(looks.get() + 1) > 9);
        assert!(third.is_none(), "all but one are taken");
        assert_eq!(gate.free(), 1);
        assert_eq!(gate.spare(8).len(), 1);
        drop(jobs);
        assert_eq!(gate.free(), 3);
        assert!(gate.wait(|| false).is_some());
        // A single worker is for requests.
        let one = Gate::new(1);
        let job = one.wait(|| false);
        assert!(job.is_some() && one.spare(1).len() == 1);
    }
}
