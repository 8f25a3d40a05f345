//! What a command has besides its arguments: the screen, and the wish of the person to stop.

use crate::cli::Common;
use crate::clock::now;
use crate::screen::Screen;
use linocut_core::{Context, Effort, Error, Kind, Result, Watch};
use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// How long work in progress may take to end cleanly after the first Ctrl-C; a second one ends it at once.
const GRACE: Duration = Duration::from_secs(1);
/// Exit code of a command that was stopped; the same as that of [`Kind::Cancelled`].
const CANCELLED: i32 = 130;

pub(crate) struct World {
    pub(crate) screen: Arc<Screen>,
    stop: Arc<AtomicBool>,
    /// Whether work in progress ends in its own time after the first Ctrl-C.
    patient: Arc<AtomicBool>,
}

impl World {
    /// Opens the screen and begins to listen for Ctrl-C.
    pub(crate) fn new(common: &Common) -> Result<Self> {
        let screen = Arc::new(Screen::new(common.level(), common.color));
        let stop = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stop);
        let patient = Arc::new(AtomicBool::new(false));
        let waits = Arc::clone(&patient);
        let (level, color) = (common.level(), common.color);
        ctrlc::set_handler(move || {
            if flag.swap(true, Ordering::SeqCst) {
                exit(CANCELLED);
            }
            if waits.load(Ordering::SeqCst) {
                return;
            }
            // Whatever waits for input does not hear of the wish to stop, so the wait has an end.
            spawn(move || {
                sleep(GRACE);
                Screen::new(level, color).error(&Error::new(Kind::Cancelled, "cancelled"));
                exit(CANCELLED);
            });
        })
        .map_err(|e| Error::new(Kind::Io, "cannot listen for Ctrl-C").cause(e))
        .inspect_err(|error| screen.error(error))?;
        Ok(Self { screen, stop, patient })
    }

    /// What is set when the person asks to stop. Whoever takes it ends in its own time: the second Ctrl-C ends it at once.
    pub(crate) fn stop(&self) -> Arc<AtomicBool> {
        self.patient.store(true, Ordering::SeqCst);
        Arc::clone(&self.stop)
    }

    /// A context that ends when the person stops the command, or `budget` from now.
    pub(crate) fn context(&self, effort: Effort, budget: Option<Duration>) -> Context {
        self.attended(effort, budget, None)
    }

    /// The same, and the person sees how far the work is.
    pub(crate) fn followed(&self, effort: Effort, budget: Option<Duration>) -> Context {
        let screen = Some(Arc::clone(&self.screen)).filter(|screen| screen.is_followed());
        self.attended(effort, budget, screen.map(|screen| Follower { screen, head: Mutex::default() }))
    }

    fn attended(&self, effort: Effort, budget: Option<Duration>, follower: Option<Follower>) -> Context {
        let deadline = budget.and_then(|time| now().checked_add(time));
        let mut cx = Context::new(Arc::new(Attention { stop: Arc::clone(&self.stop), deadline, follower }));
        cx.effort = effort;
        cx
    }

    /// Passes unless the person stopped the command.
    pub(crate) fn check(&self) -> Result<()> {
        self.context(Effort::default(), None).check()
    }
}

struct Attention {
    stop: Arc<AtomicBool>,
    deadline: Option<Instant>,
    follower: Option<Follower>,
}

/// Shows how far work is, until it ends.
struct Follower {
    screen: Arc<Screen>,
    /// How many of its parts are done.
    head: Mutex<String>,
}

impl Follower {
    fn note(&self, stage: &str, done: u64, total: u64) {
        let mut head = self.head.lock().unwrap_or_else(PoisonError::into_inner);
        let known = format!("{stage}: {done} of {total}");
        // Where neither is known, the name says enough.
        let written = if done == 0 { stage.to_owned() } else { format!("{stage}: {done} tokens") };
        let line = match (total, head.is_empty()) {
            (0, true) => written,
            (0, false) => format!("{head}, {written}"),
            _ => known.clone(),
        };
        if total > 0 {
            *head = known;
        }
        drop(head);
        self.screen.follow(&line);
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.screen.follow_no_more();
    }
}

impl Watch for Attention {
    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
    fn late(&self) -> bool {
        self.deadline.is_some_and(|deadline| now() > deadline)
    }
    fn note(&self, stage: &str, done: u64, total: u64) {
        if let Some(follower) = &self.follower {
            follower.note(stage, done, total);
        }
    }
    fn follows(&self) -> bool {
        self.follower.is_some()
    }
    fn remaining(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(now()))
    }
}
