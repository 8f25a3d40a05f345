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

    /// Seats that nobody sits on.
    pub(super) fn free(&self) -> usize {
        *hold(&self.free)
    }
}

impl Drop for Seat<'_> {
    fn drop(&mut self) {
        *hold(&self.0.free) += 1;
        self.0.left.notify_one();
    }
}

/// Tickets that come back with time: at most so many in a minute, evenly spread after a first burst (the generic cell
/// rate algorithm, ITU-T I.371).
#[derive(Debug)]
pub(super) struct Tickets {
    /// Time between two tickets; none when there is no limit.
    every: Option<Duration>,
    /// When the ticket of the next caller is valid.
    next: Mutex<Duration>,
}

/// How far behind the present the next ticket may lie, what was not used being kept for a burst: a tenth of a minute's
/// tickets at once, so that a set of icons begins at full speed.
const BURST: Duration = Duration::from_secs(6);

impl Tickets {
    pub(super) fn new(a_minute: Option<u32>) -> Self {
        let every = a_minute.map(|count| Duration::from_mins(1) / count.max(1));
        Self { every, next: Mutex::new(Duration::ZERO) }
    }

    /// Takes so many tickets at `now`, and says how long it is until they are valid. More than there are in a minute are
    /// valid in their turn, too; whoever comes next waits for all of them.
    pub(super) fn take(&self, count: u64, now: Duration) -> Duration {
        let Some(every) = self.every else { return Duration::ZERO };
        let mut next = hold(&self.next);
        let turn = (*next).max(now.saturating_sub(BURST));
        *next = turn.saturating_add(several(every, count));
        turn.saturating_sub(now)
    }

    /// Gives back tickets that were not needed.
    pub(super) fn give_back(&self, count: u64) {
        let Some(every) = self.every else { return };
        let mut next = hold(&self.next);
        *next = next.saturating_sub(several(every, count));
    }

    /// How long somebody who comes at `now` waits.
    pub(super) fn pause(&self, now: Duration) -> Duration {
        if self.every.is_none() { Duration::ZERO } else { hold(&self.next).saturating_sub(now) }
    }
}

fn several(every: Duration, count: u64) -> Duration {
    every.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX))
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

/// What a second try costs.
const COST: u32 = 10;
/// What a first try earns: three tenths of a second one. A server that fails at every fifth call needs a quarter; one that is
/// down hears at most three tenths more for long.
const EARNED: u32 = 3;
/// Second tries that are there from the beginning.
const FULL: u32 = 10 * COST;

impl Purse {
    pub(super) fn full() -> Self {
        Self(Mutex::new(FULL))
    }

    pub(super) fn earn(&self) {
        let mut held = hold(&self.0);
        *held = (*held + EARNED).min(FULL);
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
