//! Who may begin, and when the others should come back.

use crate::problem::Problem;
use axum::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// What work is taken to last before any was done, in microseconds: a picture of 512 pixels.
const FIRST_GUESS: u64 = 150_000;
/// Weight of the newest duration in the mean, one in so many: follows a change within some ten requests.
const MEMORY: u64 = 8;
/// Which part of a deadline a prediction may fill, in percent: predictions are means, and half of all are longer.
const FILLED: u32 = 80;

/// Lets as many requests work as there are workers; a request that would not be done in time is turned away at once.
///
/// A bounded queue alone does not help under overload; predicting the finish does.
pub(crate) struct Gate {
    places: Arc<Semaphore>,
    workers: u32,
    /// Requests that work or wait.
    inside: AtomicUsize,
    /// Mean duration, in microseconds.
    mean: AtomicU64,
}

/// The right to work; given back when dropped.
pub(crate) struct Pass {
    _inside: Inside,
    _place: OwnedSemaphorePermit,
}

/// Counted among those inside, until dropped: a client may go away while it waits.
struct Inside(Arc<Gate>);

impl Drop for Inside {
    fn drop(&mut self) {
        self.0.inside.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Gate {
    pub(crate) fn new(workers: usize) -> Self {
        let workers = workers.max(1);
        Self {
            places: Arc::new(Semaphore::new(workers)),
            workers: u32::try_from(workers).unwrap_or(u32::MAX),
            inside: AtomicUsize::new(0),
            mean: AtomicU64::new(FIRST_GUESS),
        }
    }

    /// Requests that work or wait.
    pub(crate) fn inside(&self) -> usize {
        self.inside.load(Ordering::SeqCst)
    }

    /// Waits for a place.
    ///
    /// # Errors
    /// 503 with `Retry-After` when the work would not be done within `deadline`.
    pub(crate) async fn enter(self: &Arc<Self>, deadline: Duration) -> Result<Pass, Problem> {
        let ahead = self.inside.fetch_add(1, Ordering::SeqCst);
        let inside = Inside(Arc::clone(self));
        let mean = Duration::from_micros(self.mean.load(Ordering::Relaxed));
        let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
        let wait = if ahead < self.workers { Duration::ZERO } else { mean.saturating_mul(ahead) / self.workers };
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

    /// Turns a job away because `waiting` are ahead.
    pub(crate) fn crowded(&self, waiting: u64) -> Problem {
        let mean = Duration::from_micros(self.mean.load(Ordering::Relaxed));
        let wait = mean.saturating_mul(u32::try_from(waiting).unwrap_or(u32::MAX)) / self.workers;
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", format!("{waiting} jobs are waiting")).retry(wait)
    }

    /// Notes how long work took.
    pub(crate) fn note(&self, took: Duration) {
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let old = self.mean.load(Ordering::Relaxed);
        self.mean.store(old - old / MEMORY + took / MEMORY, Ordering::Relaxed);
    }
}
