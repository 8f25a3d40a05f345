//! How many calls at once, how many in a minute, how many again.

use super::Clock;
use linocut_core::{Context, Result};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often a wish to stop is looked for while waiting.
const TURN: Duration = Duration::from_millis(50);

/// Seats for calls at the same time.
#[derive(Debug)]
pub(super) struct Seats {
    free: Mutex<usize>,
    left: Condvar,
}

/// A seat that is taken.
pub(super) struct Seat<'a>(&'a Seats);

impl Seats {
    pub(super) fn new(count: usize) -> Self {
        Self { free: Mutex::new(count.max(1)), left: Condvar::new() }
    }

    /// Waits for a seat.
    pub(super) fn take(&self, cx: &Context) -> Result<Seat<'_>> {
        let mut free = hold(&self.free);
        while *free == 0 {
            cx.check()?;
            free = self.left.wait_timeout(free, TURN).unwrap_or_else(PoisonError::into_inner).0;
        }
        *free -= 1;
        Ok(Seat(self))
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        *hold(&self.0.free) += 1;
        self.0.left.notify_one();
    }
}

/// Tickets that come back with time: at most so many in a minute, evenly spread after a first burst.
#[derive(Debug)]
pub(super) struct Tickets {
    /// Time between two tickets; none when there is no limit.
    every: Option<Duration>,
    /// When the ticket of the next caller is valid.
    next: Mutex<Duration>,
    /// How far behind the present `next` may lie: what was not used is kept for a burst.
    burst: Duration,
}

impl Tickets {
    pub(super) fn new(a_minute: Option<u32>) -> Self {
        let every = a_minute.map(|count| Duration::from_mins(1) / count.max(1));
        // A tenth of a minute's tickets at once: a set of icons begins at full speed.
        let burst = Duration::from_secs(6);
        Self { every, next: Mutex::new(Duration::ZERO), burst }
    }

    /// Waits until it is this caller's turn.
    pub(super) fn take(&self, clock: &dyn Clock, cx: &Context) -> Result<()> {
        let Some(every) = self.every else { return Ok(()) };
        let turn = {
            let mut next = hold(&self.next);
            let turn = (*next).max(clock.now().saturating_sub(self.burst));
            *next = turn + every;
            turn
        };
        wait(turn.saturating_sub(clock.now()), clock, cx)
    }
}

/// Waits that long, unless the context ends first.
pub(super) fn wait(time: Duration, clock: &dyn Clock, cx: &Context) -> Result<()> {
    let end = clock.now() + time;
    loop {
        cx.check()?;
        let left = end.saturating_sub(clock.now());
        if left.is_zero() {
            return Ok(());
        }
        clock.wait(left.min(TURN));
    }
}

/// What second tries cost: when everything fails, they must not double the load.
#[derive(Debug)]
pub(super) struct Purse(Mutex<u32>);

/// Of a first try a tenth of a second one is earned, so that at most a tenth of all calls are repeated for long.
const COST: u32 = 10;
/// Second tries that are there from the beginning.
const FULL: u32 = 10 * COST;

impl Purse {
    pub(super) fn full() -> Self {
        Self(Mutex::new(FULL))
    }

    pub(super) fn earn(&self) {
        let mut held = hold(&self.0);
        *held = (*held + 1).min(FULL);
    }

    /// Pays for a second try, if there is enough.
    pub(super) fn pay(&self) -> bool {
        let mut held = hold(&self.0);
        let rich = *held >= COST;
        *held -= if rich { COST } else { 0 };
        rich
    }
}

pub(super) fn hold<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
