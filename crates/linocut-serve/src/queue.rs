//! Jobs: added, done by threads of their own, ended.

use crate::app::App;
use crate::asked::Asked;
use crate::here::Here;
use crate::journal::{Holder, Journal};
use crate::outcome::kept;
use crate::problem::Problem;
use crate::task::Task;
use crate::ticket::{label, read, written};
use crate::work::{now, wall};
use linocut_core::{Context, Result};
use linocut_flow::{Digest, Observer};
use linocut_jobs::{Claim, Enqueued, Fence, Held, Job, Key, NewJob, State};
use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::thread;
use std::time::Duration;
use tokio::sync::watch;

/// How long a job is held without a sign of life, in milliseconds: longer than any pause of a living process.
const LEASE: u64 = 60_000;
/// How often signs of life are given, and how often jobs are looked for whose time to be tried again has come.
const GLANCE: Duration = Duration::from_secs(1);
/// Longest time that a job may take.
const LIMIT: Duration = Duration::from_mins(10);
/// Most jobs that wait; beyond it a client had better come back later.
const MOST_WAITING: u64 = 1000;
/// How long jobs that ended are remembered, in milliseconds: a week.
const REMEMBERED: u64 = 7 * 24 * 60 * 60 * 1000;
/// How long a job waits before it is tried again, in milliseconds, for each attempt it has had.
const PAUSE: u64 = 2000;
/// How often a job steps back for requests that somebody waits for.
const STEPS_BACK: u32 = 50;
/// How long each of these lasts.
const STEP_BACK: Duration = Duration::from_millis(20);

/// What the threads of jobs share.
pub(crate) struct Queue {
    /// Changes whenever something was written into the journal.
    pulse: watch::Sender<u64>,
    bell: Arc<Bell>,
    /// Jobs that are being done, and how to stop them.
    held: Mutex<BTreeMap<String, (Fence, Arc<AtomicBool>)>>,
    began: AtomicBool,
    busy: AtomicUsize,
}

/// Wakes threads that wait for jobs.
#[derive(Default)]
struct Bell {
    rung: Mutex<u64>,
    changed: Condvar,
}

impl Queue {
    pub(crate) fn new() -> Self {
        let (began, busy) = (AtomicBool::new(false), AtomicUsize::new(0));
        Self { pulse: watch::Sender::new(0), bell: Arc::default(), held: Mutex::default(), began, busy }
    }

    /// Changes whenever the journal did.
    pub(crate) fn pulse(&self) -> watch::Receiver<u64> {
        self.pulse.subscribe()
    }

    /// Says that the journal changed.
    pub(crate) fn beat(&self) {
        self.pulse.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Jobs that are being done.
    pub(crate) fn busy(&self) -> usize {
        self.busy.load(Ordering::SeqCst)
    }

    /// Stops the job called `id`, if it is being done here.
    pub(crate) fn stop(&self, id: &str) {
        if let Some((_, stop)) = self.held.lock().unwrap_or_else(PoisonError::into_inner).get(id) {
            stop.store(true, Ordering::SeqCst);
        }
    }

    /// Wakes all threads.
    pub(crate) fn ring(&self) {
        *self.bell.rung.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.bell.changed.notify_all();
    }
}

/// Adds a request as a job.
pub(crate) fn add(app: &Arc<App>, task: &Task, asked: Asked, word: Option<String>) -> Result<Enqueued, Problem> {
    let waiting = app.data.jobs.count(State::Queued)?;
    if waiting >= MOST_WAITING {
        return Err(app.gate.crowded(waiting));
    }
    let label = label(task, &asked);
    let request = written(task, asked, &app.data.artifacts)?;
    let key = word.map(|word| Key { word, request: Digest::of(request.as_bytes()).to_string() });
    let at = wall();
    let job = NewJob { id: name(at), op: task.op().to_owned(), label, request, key };
    let added = app.data.jobs.enqueue(&job, at)?;
    begin(app);
    app.queue.beat();
    app.queue.ring();
    Ok(added)
}

/// A name that is later than all before it: the time, a count, and what another process would not choose.
fn name(now_ms: u64) -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let salt = RandomState::new().hash_one(count);
    format!("{now_ms:012x}{:06x}{:06x}", count & 0xff_ffff, salt & 0xff_ffff)
}

/// Begins to do jobs, unless that has begun.
pub(crate) fn begin(app: &Arc<App>) {
    if app.queue.began.swap(true, Ordering::SeqCst) {
        return;
    }
    for _ in 0..app.options.workers.max(1) {
        let (app, bell) = (Arc::downgrade(app), Arc::clone(&app.queue.bell));
        thread::spawn(move || serve(&app, &bell));
    }
    let app = Arc::downgrade(app);
    thread::spawn(move || tend(&app));
}

/// Does one job after the other, until the server ends.
fn serve(app: &Weak<App>, bell: &Bell) {
    while let Some(app) = app.upgrade().filter(|app| !app.is_draining()) {
        let seen = *bell.rung.lock().unwrap_or_else(PoisonError::into_inner);
        step_back(&app);
        if let Ok(Some(claim)) = app.data.jobs.claim(LEASE, wall()) {
            perform(&app, &claim);
            continue;
        }
        drop(app);
        let rung = bell.rung.lock().unwrap_or_else(PoisonError::into_inner);
        drop(bell.changed.wait_timeout_while(rung, GLANCE, |rung| *rung == seen));
    }
}

/// Lets requests go first that somebody waits for, but not forever.
fn step_back(app: &App) {
    for _ in 0..STEPS_BACK {
        if app.gate.inside() < app.options.workers {
            return;
        }
        thread::sleep(STEP_BACK);
    }
}

/// Gives signs of life for the jobs that are being done, and forgets old ones.
fn tend(app: &Weak<App>) {
    let mut swept = 0;
    while let Some(app) = app.upgrade() {
        let at = wall();
        if at.saturating_sub(swept) > LEASE * 60 {
            // What cannot be forgotten now is forgotten an hour later.
            let _ = app.data.jobs.forget(at.saturating_sub(REMEMBERED));
            swept = at;
        }
        let held: Vec<_> = app.queue.held.lock().unwrap_or_else(PoisonError::into_inner).values().cloned().collect();
        for (fence, stop) in held {
            if matches!(app.data.jobs.heartbeat(&fence, LEASE, at), Ok(Held::Lost)) {
                stop.store(true, Ordering::SeqCst);
            }
        }
        drop(app);
        thread::sleep(GLANCE);
    }
}

/// Does a job, and says what came of it.
fn perform(app: &Arc<App>, claim: &Claim) {
    let (fence, stop) = (&claim.fence, Arc::new(AtomicBool::new(false)));
    let hold = || app.queue.held.lock().unwrap_or_else(PoisonError::into_inner);
    app.queue.busy.fetch_add(1, Ordering::SeqCst);
    hold().insert(claim.job.id.clone(), (fence.clone(), Arc::clone(&stop)));
    app.queue.beat();
    let journal = Arc::new(Journal::new(app, fence));
    let holder = Holder { stop, app: Arc::downgrade(app), end: now() + LIMIT, journal: Arc::clone(&journal) };
    let cx = Context::new(Arc::new(holder));
    let done = catch_unwind(AssertUnwindSafe(|| attempt(app, &claim.job, journal, &cx)));
    let jobs = app.data.jobs.as_ref();
    let at = wall();
    let said = match done.unwrap_or_else(|_| Err(Problem::broke())) {
        Ok(result) => jobs.complete(fence, &result, at),
        Err(_) if app.is_draining() => jobs.release(fence, at),
        Err(problem) if problem.passes() => {
            let again = at + PAUSE * u64::from(claim.job.attempt);
            jobs.fail(fence, &problem.page().to_string(), again, at)
        }
        Err(problem) => jobs.dead_letter(fence, &problem.page().to_string(), at),
    };
    // A store that cannot be written hands the job out again when the lease ends; a lost one is another's.
    drop(said);
    hold().remove(&claim.job.id);
    app.queue.beat();
    app.queue.busy.fetch_sub(1, Ordering::SeqCst);
}

fn attempt(app: &Arc<App>, job: &Job, journal: Arc<Journal>, cx: &Context) -> Result<String, Problem> {
    let (task, asked) = read(&job.request, &app.data.artifacts)?;
    let observer: Arc<dyn Observer> = journal;
    let answer = task.done(&Here { app, observer }, asked, cx)?;
    Ok(kept(app, answer)?.to_string())
}
