//! What happens while a job is done, for those who watch.

use crate::app::App;
use crate::work::{now, wall};
use linocut_core::Watch;
use linocut_flow::{Event, Happened, Observer};
use linocut_jobs::{Fence, Told};
use serde_json::{Value as Page, json};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

/// Shortest time between two reports of progress: people see no more, and each is written to disk.
const APART: Duration = Duration::from_millis(200);

/// Writes what happens into the journal of jobs.
pub(crate) struct Journal {
    app: Weak<App>,
    fence: Fence,
    start: Instant,
    /// When progress was told the last time.
    told: Mutex<Option<Instant>>,
}

impl Journal {
    pub(crate) fn new(app: &Arc<App>, fence: &Fence) -> Self {
        let (app, fence) = (Arc::downgrade(app), fence.clone());
        Self { app, fence, start: now(), told: Mutex::default() }
    }

    fn tell(&self, sort: &'static str, data: &Page) {
        let Some(app) = self.app.upgrade() else { return };
        // What could not be written is missed by those who watch, and by nobody else.
        drop(app.data.jobs.tell(&self.fence, &Told { sort, data: data.to_string() }, wall()));
        app.queue.beat();
    }

    fn progress(&self, node: Option<&str>, stage: &str, done: u64, total: u64) {
        let at = now();
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        if told.is_some_and(|told| at - told < APART) {
            return;
        }
        *told = Some(at);
        drop(told);
        let left = total.saturating_sub(done);
        let share = u32::try_from(done).ok().filter(|done| *done > 0).zip(u32::try_from(left).ok());
        let eta = share.map(|(done, left)| (at - self.start).as_secs_f64() * f64::from(left) / f64::from(done));
        self.tell("progress", &json!({ "node": node, "stage": stage, "done": done, "total": total, "eta_s": eta }));
    }
}

impl Observer for Journal {
    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn hear(&self, event: &Event) {
        let node = &event.node;
        match &event.what {
            Happened::Progress { step, done, total } => self.progress(Some(node), step, *done, *total),
            Happened::Started { .. } => self.tell("node", &json!({ "node": node, "event": "started" })),
            Happened::Finished { value, cached, .. } => {
                self.tell("node", &json!({ "node": node, "event": "finished", "cached": cached, "type": value }));
            }
            Happened::Failed { error, instead, .. } => {
                self.tell("node", &json!({ "node": node, "event": "failed", "error": error, "instead": instead }));
            }
            Happened::Pinned { .. } => self.tell("node", &json!({ "node": node, "event": "pinned" })),
        }
    }
}

/// Stops a job that is not wanted any more.
pub(crate) struct Holder {
    pub(crate) stop: Arc<AtomicBool>,
    pub(crate) app: Weak<App>,
    pub(crate) end: Instant,
    pub(crate) journal: Arc<Journal>,
}

impl Watch for Holder {
    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.app.upgrade().is_none_or(|app| app.is_draining())
    }

    fn late(&self) -> bool {
        now() > self.end
    }

    fn note(&self, stage: &str, done: u64, total: u64) {
        self.journal.progress(None, stage, done, total);
    }
}
