//! Jobs: added, done by threads of their own, ended.

use crate::app::App;
use crate::asked::Asked;
use crate::followers::Followers;
use crate::here::Here;
use crate::journal::{Holder, Journal};
use crate::outcome::kept;
use crate::problem::Problem;
use crate::shown::Shown;
use crate::task::Task;
use crate::ticket::{Written, label, read, written};
use crate::work::{now, wall};
use linocut_core::{Context, Result};
use linocut_flow::Observer;
use linocut_jobs::{Claim, Enqueued, Fence, Held, Job, Key, NewJob, State};
use std::hash::{BuildHasher, RandomState};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;
use tokio::sync::watch;

/// How long a job is held without a sign of life, in milliseconds: longer than any pause of a living process.
const LEASE: u64 = 60_000;
/// How often signs of life are given, and how often jobs are looked for whose time to be tried again has come.
const GLANCE: Duration = Duration::from_secs(1);
/// How long signs of life may be missing before jobs are handed out, in milliseconds: a machine that slept gives its
/// own jobs theirs first.
const SILENCE: u64 = 5000;
/// Longest time that a job may take; of a batch, each item.
const LIMIT: Duration = Duration::from_mins(10);
/// Most jobs that wait; beyond it a client had better come back later.
const MOST_WAITING: u64 = 1000;
/// How long jobs that ended are remembered, in milliseconds: a week.
const REMEMBERED: u64 = 7 * 24 * 60 * 60 * 1000;
/// Most jobs that are remembered after they ended: some 100 MB, most of which are results of batches.
const MOST_REMEMBERED: u64 = 10_000;
/// How long a job waits before it is tried again, in milliseconds, for each attempt it has had.
const PAUSE: u64 = 2000;

/// What the threads of jobs share.
pub(crate) struct Queue {
    /// Changes whenever something was written into the journal.
    pulse: watch::Sender<u64>,
    bell: Arc<Bell>,
    /// Who watches.
    pub(crate) followers: Arc<Followers>,
    /// Jobs that are being done, and how to stop them; one that was cancelled and begun anew is there twice until the
    /// first thread has heard of it.
    held: Mutex<Vec<(Fence, Arc<AtomicBool>)>>,
    /// When signs of life were given the last time.
    alive_ms: AtomicU64,
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
        Self {
            pulse: watch::Sender::new(0),
            bell: Arc::default(),
            followers: Arc::default(),
            held: Mutex::default(),
            alive_ms: AtomicU64::new(0),
            began: AtomicBool::new(false),
            busy: AtomicUsize::new(0),
        }
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
        for (_, stop) in self.hold().iter().filter(|(fence, _)| fence.job == id) {
            stop.store(true, Ordering::SeqCst);
        }
    }

    fn hold(&self) -> MutexGuard<'_, Vec<(Fence, Arc<AtomicBool>)>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Wakes all threads.
    pub(crate) fn ring(&self) {
        *self.bell.rung.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.bell.changed.notify_all();
    }
}

/// Adds a request as a job.
pub(crate) fn add(app: &Arc<App>, task: &Task, asked: Asked, word: Option<String>) -> Result<Enqueued, Problem> {
    let (label, mut asked) = (label(task, &asked), asked);
    // Whatever becomes of it until the job runs.
    if let Task::Recipe(Some(id)) = task {
        asked.recipe = Some(Box::new(app.data.recipes.get(id)?.recipe));
    }
    task.check(app, &asked)?;
    let Written { text: request, digest, files } = written(task, asked, &app.data.artifacts)?;
    let key = word.map(|word| Key { word, request: digest.to_string() });
    let at = wall();
    let more = files.iter().map(|file| file.bytes).sum();
    let job = NewJob { id: name(at), op: task.op().to_owned(), label, request, key, files };
    // Who asks again under the same word only hears of the job that there is.
    if let Some(found) = job.key.as_ref().map(|key| app.data.jobs.known(key, at)).transpose()?.flatten() {
        return Ok(found);
    }
    crowded(app, more)?;
    let added = app.data.jobs.enqueue(&job, at)?;
    begin(app);
    app.queue.beat();
    app.queue.ring();
    Ok(added)
}

/// Passes if another job with files of `more` bytes may wait.
pub(crate) fn crowded(app: &App, more: u64) -> Result<(), Problem> {
    let waiting = app.data.jobs.count(State::Queued)?;
    if waiting >= MOST_WAITING || !app.data.has_room(more)? {
        return Err(app.gate.crowded(waiting));
    }
    Ok(())
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
        // Nobody takes a place to find that there is nothing to do.
        let place = if is_waiting(&app) { app.gate.wait(|| app.is_draining()) } else { None };
        if wall().saturating_sub(app.queue.alive_ms.load(Ordering::SeqCst)) > SILENCE {
            breathe(&app);
        }
        let claim = place.as_ref().and_then(|_| app.data.jobs.claim(LEASE, wall()).ok().flatten());
        if let Some(claim) = claim {
            perform(&app, &claim);
            continue;
        }
        drop((place, app));
        let rung = bell.rung.lock().unwrap_or_else(PoisonError::into_inner);
        drop(bell.changed.wait_timeout_while(rung, GLANCE, |rung| *rung == seen));
    }
}

/// Whether there are jobs that nobody here does; those of a process before this one count as running.
fn is_waiting(app: &App) -> bool {
    let count = |state| app.data.jobs.count(state).unwrap_or(0);
    let held = u64::try_from(app.queue.hold().len()).unwrap_or(u64::MAX);
    count(State::Queued) > 0 || count(State::Running) > held
}

/// Gives signs of life for the jobs that are being done, and forgets old ones.
fn tend(app: &Weak<App>) {
    let mut swept = 0;
    while let Some(app) = app.upgrade() {
        let at = wall();
        if at.saturating_sub(swept) > LEASE * 60 {
            // What cannot be forgotten now is forgotten an hour later.
            let _ = app.data.jobs.forget(at.saturating_sub(REMEMBERED), MOST_REMEMBERED);
            swept = at;
        }
        breathe(&app);
        drop(app);
        thread::sleep(GLANCE);
    }
}

/// Gives a sign of life for each job that is being done; one that was lost is stopped.
fn breathe(app: &App) {
    let at = wall();
    let held: Vec<_> = app.queue.hold().clone();
    for (fence, stop) in held {
        if matches!(app.data.jobs.heartbeat(&fence, LEASE, at), Ok(Held::Lost)) {
            stop.store(true, Ordering::SeqCst);
        }
    }
    app.queue.alive_ms.store(at, Ordering::SeqCst);
}

/// Does a job, and says what came of it.
fn perform(app: &Arc<App>, claim: &Claim) {
    let (fence, stop) = (&claim.fence, Arc::new(AtomicBool::new(false)));
    app.queue.busy.fetch_add(1, Ordering::SeqCst);
    app.queue.hold().push((fence.clone(), Arc::clone(&stop)));
    app.queue.beat();
    let journal = Arc::new(Journal::new(app, fence));
    let limit = (claim.job.op != Task::Batch.op()).then(|| now() + LIMIT);
    let holder = Holder { stop, app: Arc::downgrade(app), end: limit, journal: Arc::clone(&journal) };
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
    app.queue.hold().retain(|(own, _)| own != fence);
    app.queue.beat();
    app.queue.busy.fetch_sub(1, Ordering::SeqCst);
}

fn attempt(app: &Arc<App>, job: &Job, journal: Arc<Journal>, cx: &Context) -> Result<String, Problem> {
    let (task, asked) = read(&job.request, &app.data.artifacts)?;
    let observer: Arc<dyn Observer> = match &task {
        Task::Recipe(_) => Arc::new(Shown { app: Arc::downgrade(app), journal: Arc::clone(&journal) }),
        Task::Verb(_) | Task::Batch | Task::Alias(_) => Arc::<Journal>::clone(&journal),
    };
    let answer = task.done(&Here { app, observer, journal: Some(journal) }, asked, cx)?;
    Ok(kept(app, answer)?.to_string())
}
