//! What a command has besides its arguments: the screen, and the wish of the person to stop.

use crate::cli::Common;
use crate::clock::now;
use crate::screen::Screen;
use linocut_core::{Context, Effort, Error, Kind, Result, Watch};
use std::process::exit;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// How long work in progress may take to end cleanly after the first Ctrl-C; a second one ends it at once.
const GRACE: Duration = Duration::from_secs(1);
/// Exit code of a command that was stopped; the same as that of [`Kind::Cancelled`].
const CANCELLED: i32 = 130;

pub(crate) struct World {
    pub(crate) screen: Screen,
    stop: Arc<AtomicBool>,
    /// Whether work in progress ends in its own time after the first Ctrl-C.
    patient: Arc<AtomicBool>,
}

impl World {
    /// Opens the screen and begins to listen for Ctrl-C.
    pub(crate) fn new(common: &Common) -> Result<Self> {
        let screen = Screen::new(common.level(), common.color);
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
        let deadline = budget.and_then(|time| now().checked_add(time));
        let mut cx = Context::new(Arc::new(Attention { stop: Arc::clone(&self.stop), deadline }));
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
}

impl Watch for Attention {
    fn cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
    fn late(&self) -> bool {
        self.deadline.is_some_and(|deadline| now() > deadline)
    }
    fn note(&self, _stage: &str, _done: u64, _total: u64) {}
    fn remaining(&self) -> Option<Duration> {
        self.deadline.map(|deadline| deadline.saturating_duration_since(now()))
    }
}
