//! What happens while a job is done, for those who watch.

use crate::app::App;
use crate::work::{now, wall};
use linocut_core::{Result, Watch};
use linocut_flow::{Event, Happened, Observer};
use linocut_jobs::{Fence, Told};
use serde_json::{Value as Page, json};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant};

/// Shortest time between two reports of progress: people see no more, and each is written to disk.
const APART: Duration = Duration::from_millis(200);

/// Entries that are read at a time.
const PAGE: u32 = 200;

/// Writes what happens into the journal of jobs.
pub(crate) struct Journal {
    app: Weak<App>,
    fence: Fence,
    start: Instant,
    pace: Mutex<Pace>,
    /// Artifacts of nodes whose end was not told yet.
    made: Mutex<BTreeMap<String, Page>>,
}

/// A stage since it was heard of first, from which its speed follows.
struct Leg {
    stage: String,
    since: Instant,
    /// How far it was then, and how far it was the last time.
    first: u64,
    last: u64,
}

/// How fast it goes.
#[derive(Default)]
struct Pace {
    /// When progress was told the last time.
    told: Option<Instant>,
    /// What is being done.
    stage: Option<Leg>,
    /// When nodes began, in milliseconds of the run.
    began: BTreeMap<String, f64>,
}

impl Journal {
    pub(crate) fn new(app: &Arc<App>, fence: &Fence) -> Self {
        let (app, fence) = (Arc::downgrade(app), fence.clone());
        Self { app, fence, start: now(), pace: Mutex::default(), made: Mutex::default() }
    }

    /// Has the end of `node` tell its artifact.
    pub(crate) fn note(&self, node: &str, artifact: Page) {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(node.to_owned(), artifact);
    }

    fn tell(&self, sort: &'static str, data: &Page) {
        let Some(app) = self.app.upgrade() else { return };
        // What could not be written is missed by those who watch, and by nobody else.
        drop(app.data.jobs.tell(&self.fence, &Told { sort, data: data.to_string() }, wall()));
        app.queue.beat();
    }

    /// Keeps what came of one item of a batch.
    pub(crate) fn item(&self, at: usize, page: &Page) {
        self.tell("item", &json!({ "at": at, "item": page }));
    }

    /// What came of the items that were done before, by their place; those that failed are worth another attempt.
    pub(crate) fn items(&self) -> Result<BTreeMap<usize, Page>> {
        let (mut items, mut after) = (BTreeMap::new(), 0);
        let Some(app) = self.app.upgrade() else { return Ok(items) };
        loop {
            let entries = app.data.jobs.entries(after, Some(&self.fence.job), PAGE)?;
            for entry in entries.iter().filter(|entry| entry.sort == "item") {
                let mut told: Page = serde_json::from_str(&entry.data).unwrap_or_default();
                let at = told.get("at").and_then(Page::as_u64).and_then(|at| usize::try_from(at).ok());
                let page = told.get_mut("item").map(Page::take).filter(|page| page.get("problem").is_none());
                items.extend(at.zip(page));
            }
            let Some(last) = entries.last() else { return Ok(items) };
            after = last.number;
        }
    }

    fn progress(&self, node: Option<&str>, stage: &str, done: u64, total: u64) {
        let at = now();
        let mut pace = self.pace.lock().unwrap_or_else(PoisonError::into_inner);
        // One that is done anew begins anew; threads may be a few steps behind each other.
        let (since, first) = match &pace.stage {
            Some(leg) if leg.stage == stage && done.saturating_mul(2) >= leg.last => (leg.since, leg.first),
            Some(_) | None => (at, done),
        };
        pace.stage = Some(Leg { stage: stage.to_owned(), since, first, last: done });
        let is_end = total > 0 && done >= total;
        if !is_end && pace.told.is_some_and(|told| at - told < APART) {
            return;
        }
        pace.told = Some(at);
        drop(pace);
        let (left, gone) = (total.saturating_sub(done), done.saturating_sub(first));
        let share = u32::try_from(gone).ok().filter(|gone| *gone > 0).zip(u32::try_from(left).ok());
        let rest = share.map(|(gone, left)| (at - since).as_secs_f64() * f64::from(left) / f64::from(gone));
        let eta = if is_end { Some(0.0) } else { rest.filter(|_| total > 0) };
        self.tell("progress", &json!({ "node": node, "stage": stage, "done": done, "total": total, "eta_s": eta }));
    }
}

impl Observer for Journal {
    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn hear(&self, event: &Event) {
        let node = &event.node;
        let made = || self.made.lock().unwrap_or_else(PoisonError::into_inner).remove(node);
        match &event.what {
            Happened::Progress { step, done, total } => self.progress(Some(node), step, *done, *total),
            Happened::Started { .. } => {
                self.pace.lock().unwrap_or_else(PoisonError::into_inner).began.insert(node.clone(), event.at_ms);
                self.tell("node", &json!({ "node": node, "event": "started" }));
            }
            // What was said stays in the record.
            Happened::Asked { purpose, model, error, seconds, .. } => {
                let page = json!({ "purpose": purpose, "model": model, "seconds": seconds, "error": error });
                self.tell("step", &json!({ "node": node, "step": page }));
            }
            Happened::Finished { value, cached, .. } => {
                let began = self.pace.lock().unwrap_or_else(PoisonError::into_inner).began.remove(node);
                let ms = began.map(|began| event.at_ms - began);
                let mut page = json!({ "node": node, "event": "finished", "cached": cached, "type": value, "ms": ms });
                add(&mut page, made());
                self.tell("node", &page);
            }
            Happened::Failed { error, instead, .. } => {
                self.tell("node", &json!({ "node": node, "event": "failed", "error": error, "instead": instead }));
            }
            Happened::Pinned { .. } => {
                let mut page = json!({ "node": node, "event": "pinned" });
                add(&mut page, made());
                self.tell("node", &page);
            }
        }
    }
}

/// Adds the artifact of a node's value, where there is one.
fn add(page: &mut Page, artifact: Option<Page>) {
    if let Some(page) = page.as_object_mut() {
        page.extend(artifact.map(|artifact| ("artifact".to_owned(), artifact)));
    }
}

/// Stops a job that is not wanted any more.
pub(crate) struct Holder {
    pub(crate) stop: Arc<AtomicBool>,
    pub(crate) app: Weak<App>,
    /// When it must have ended; `None` for a batch, of which each item has its own time.
    pub(crate) end: Option<Instant>,
    pub(crate) journal: Arc<Journal>,
}

impl Watch for Holder {
    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed) || self.app.upgrade().is_none_or(|app| app.is_draining())
    }

    fn late(&self) -> bool {
        self.end.is_some_and(|end| now() > end)
    }

    fn remaining(&self) -> Option<Duration> {
        self.end.map(|end| end.saturating_duration_since(now()))
    }

    fn follows(&self) -> bool {
        true
    }

    fn note(&self, stage: &str, done: u64, total: u64) {
        self.journal.progress(None, stage, done, total);
    }
}
