//! A guard around a model of somebody else: short tries, patience with measure, and no storms.
//!
//! Each try gets at most a third of the time that is left.
//! What fails for a passing reason is tried again after a random wait (full jitter, Brooker 2015, "Exponential Backoff And
//! Jitter"), or after the time that the server asks for, as long as the budget of second tries lasts.
//! Who fails too often is left alone, see [`BreakerOptions`].
//! Calls and tokens in a minute are limited where a limit is given; a turn that comes after the deadline is not waited for.

mod breaker;
mod clock;
mod guarded;
mod pace;
mod past;
#[cfg(test)]
mod tests;

pub use breaker::{BreakerOptions, BreakerState};
pub use clock::Clock;
pub use guarded::Guarded;
pub use past::{Ended, Past};

use crate::provider::Fault;
use breaker::{Breaker, Outcome, Token};
use linocut_core::{Context, Error, Kind, Result, Watch};
use pace::{Purse, Seats, Tickets, hold, wait};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How a guard behaves.
#[derive(Clone, Debug, PartialEq)]
pub struct GuardOptions {
    /// Longest time of one try. Default: 60 s.
    pub attempt: Duration,
    /// Most tries of one call, the first among them. Default: 3.
    pub tries: u32,
    /// Longest wait before the second try; doubles with every further one. Default: 0.5 s.
    pub backoff: Duration,
    /// Longest wait before any try, also when the server asks for more. Default: 20 s.
    pub longest_wait: Duration,
    /// Most calls at the same time. Default: 4, which is what small servers and small accounts bear.
    pub at_once: usize,
    /// Most calls in a minute. Default: no limit.
    pub a_minute: Option<u32>,
    /// Most tokens in a minute, read and written; a call counts as the most that it may take until it says what it took.
    /// Default: no limit.
    pub tokens_a_minute: Option<u32>,
    /// When to leave it alone.
    pub breaker: BreakerOptions,
    /// Seed of the random waits. Default: 0; programs take their process number.
    pub seed: u64,
}

impl Default for GuardOptions {
    fn default() -> Self {
        Self {
            attempt: Duration::from_mins(1),
            tries: 3,
            backoff: Duration::from_millis(500),
            longest_wait: Duration::from_secs(20),
            at_once: 4,
            a_minute: None,
            tokens_a_minute: None,
            breaker: BreakerOptions::default(),
            seed: 0,
        }
    }
}

/// What a guard saw so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuardReport {
    /// Whether calls pass.
    pub breaker: BreakerState,
    /// Tries that were made.
    pub tries: u64,
    /// Tries that failed.
    pub failures: u64,
    /// Calls that were not made because the breaker was open.
    pub spared: u64,
    /// Calls under way.
    pub under_way: usize,
    /// How long a call that comes now waits for its turn by the limits of calls and tokens in a minute.
    pub pause: Duration,
}

/// What a call takes of the limit of tokens.
struct Load<'a, T> {
    /// At most.
    most: u64,
    /// As it turned out, where that is known.
    took: &'a dyn Fn(&T) -> Option<u64>,
}

/// Stands before one model of one provider.
pub struct Guard {
    options: GuardOptions,
    clock: Arc<dyn Clock>,
    breaker: Mutex<Breaker>,
    seats: Seats,
    calls: Tickets,
    tokens: Tickets,
    purse: Purse,
    chance: AtomicU64,
    tries: AtomicU64,
    failures: AtomicU64,
    spared: AtomicU64,
}

impl Guard {
    /// A guard that has seen nothing yet.
    #[must_use]
    pub fn new(options: GuardOptions, clock: Arc<dyn Clock>) -> Self {
        Self {
            breaker: Mutex::new(Breaker::new(options.breaker.clone())),
            seats: Seats::new(options.at_once),
            calls: Tickets::new(options.a_minute),
            tokens: Tickets::new(options.tokens_a_minute),
            purse: Purse::full(),
            chance: AtomicU64::new(options.seed),
            tries: AtomicU64::new(0),
            failures: AtomicU64::new(0),
            spared: AtomicU64::new(0),
            options,
            clock,
        }
    }

    /// What it saw so far.
    #[must_use]
    pub fn report(&self) -> GuardReport {
        let now = self.clock.now();
        GuardReport {
            breaker: hold(&self.breaker).state(),
            tries: self.tries.load(Ordering::Relaxed),
            failures: self.failures.load(Ordering::Relaxed),
            spared: self.spared.load(Ordering::Relaxed),
            under_way: self.options.at_once.max(1).saturating_sub(self.seats.free()),
            pause: self.calls.pause(now).max(self.tokens.pause(now)),
        }
    }

    /// Makes a call that takes no tokens, again if that may help.
    ///
    /// # Errors
    /// Those of the last try; [`Kind::Unavailable`] at once while the breaker is open, or when its turn would come after
    /// the deadline; those of `cx`.
    pub fn call<T>(&self, cx: &Context, work: &dyn Fn(&Context) -> Result<T>) -> Result<T> {
        self.weighed(cx, &Load { most: 0, took: &|_| None }, work)
    }

    /// The same of a call that takes tokens.
    fn weighed<T>(&self, cx: &Context, load: &Load<'_, T>, work: &dyn Fn(&Context) -> Result<T>) -> Result<T> {
        let _seat = self.seats.take(cx)?;
        self.purse.earn();
        let mut tried = 0;
        loop {
            cx.check()?;
            let heard = Arc::new(AtomicBool::new(false));
            let error = match self.in_turn(cx, (load, &heard), work) {
                Ok(done) => return Ok(done),
                Err(error) => error,
            };
            tried += 1;
            cx.check()?;
            let fault = Fault::of(&error).filter(|fault| fault.passing);
            let Some(pause) = fault.map(|fault| self.pause(tried, fault)) else { return Err(error) };
            // Who read along would read it from the beginning again.
            if heard.load(Ordering::Relaxed) {
                return Err(error);
            }
            let in_time = cx.remaining().is_none_or(|left| pause < left);
            if tried >= self.options.tries || pause > self.options.longest_wait || !in_time || !self.purse.pay() {
                return Err(error);
            }
            wait(pause, self.clock.as_ref(), cx)?;
        }
    }

    /// One try, when it is its turn.
    fn in_turn<T>(
        &self,
        cx: &Context,
        (load, heard): (&Load<'_, T>, &Arc<AtomicBool>),
        work: &dyn Fn(&Context) -> Result<T>,
    ) -> Result<T> {
        let token = self.enter(cx, load.most)?;
        let result = self.once(cx, (token, heard), work);
        let back = match &result {
            Ok(done) => (load.took)(done).map_or(0, |took| load.most.saturating_sub(took)),
            // Who is refused at the door takes nothing.
            Err(error) if Fault::of(error).is_some_and(|fault| fault.is_free()) => load.most,
            Err(_) => 0,
        };
        self.tokens.give_back(back);
        result
    }

    /// Waits for the turn of a call of so many tokens, unless it is in vain.
    fn enter(&self, cx: &Context, tokens: u64) -> Result<Token> {
        let now = self.clock.now();
        if let BreakerState::Open { until } = hold(&self.breaker).state()
            && until > now
        {
            return Err(self.shut(until.saturating_sub(now)));
        }
        let pause = self.calls.take(1, now).max(self.tokens.take(tokens, now));
        let in_time = cx.remaining().is_none_or(|left| pause < left);
        let waited = if in_time { wait(pause, self.clock.as_ref(), cx) } else { Err(full(pause)) };
        let entered = waited.and_then(|()| {
            let now = self.clock.now();
            hold(&self.breaker).enter(now).map_err(|left| self.shut(left))
        });
        if entered.is_err() {
            self.calls.give_back(1);
            self.tokens.give_back(tokens);
        }
        entered
    }

    /// One try, within its time.
    fn once<T>(
        &self,
        cx: &Context,
        (token, heard): (Token, &Arc<AtomicBool>),
        work: &dyn Fn(&Context) -> Result<T>,
    ) -> Result<T> {
        let start = self.clock.now();
        self.tries.fetch_add(1, Ordering::Relaxed);
        let share = cx.remaining().map_or(self.options.attempt, |left| (left / 3).min(self.options.attempt));
        let (outer, clock, heard) = (cx.clone(), Arc::clone(&self.clock), Arc::clone(heard));
        let inner = cx.watched(Arc::new(Attempt { outer, clock, end: start + share, heard }));
        let mut result = work(&inner);
        if result.as_ref().is_err_and(|error| error.kind() == Kind::Limit)
            && inner.check().is_err()
            && cx.check().is_ok()
        {
            result = Err(Fault::BROKEN.error(format!("no answer within {:.1} s", share.as_secs_f64())));
        }
        let now = self.clock.now();
        let outcome = match &result {
            Ok(_) if now.saturating_sub(start) >= self.options.breaker.slow => Outcome::Slow,
            Ok(_) => Outcome::Good,
            Err(error) if Fault::of(error).is_some_and(|fault| fault.passing) => Outcome::Bad,
            Err(_) => Outcome::Unknown,
        };
        self.failures.fetch_add(u64::from(result.is_err()), Ordering::Relaxed);
        let chance = self.chance();
        hold(&self.breaker).leave(token, outcome, now, chance);
        result
    }

    /// How long to wait before try number `tried + 1`.
    fn pause(&self, tried: u32, fault: Fault) -> Duration {
        let most = self.options.backoff.saturating_mul(1 << (tried - 1).min(16)).min(self.options.longest_wait);
        most.mul_f64(self.chance()).max(fault.retry_after.unwrap_or_default())
    }

    fn shut(&self, left: Duration) -> Error {
        self.spared.fetch_add(1, Ordering::Relaxed);
        let sentence = format!("failed too often, left alone for {:.0} s", left.as_secs_f64().ceil());
        // Not passing: whoever hears it goes another way at once.
        let fault = Fault { status: None, retry_after: Some(left), passing: false };
        fault.error(sentence).hinted("`linocut providers test` asks all the same")
    }

    /// The next random number, `0..1`: `SplitMix64` (Steele, Lea, Flood 2014).
    fn chance(&self) -> f64 {
        let mut z = self.chance.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let top = u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or(0);
        f64::from(top) / (f64::from(u32::MAX) + 1.0)
    }
}

/// Why a call is not made whose turn comes too late.
fn full(pause: Duration) -> Error {
    let sentence =
        format!("the limit of calls or tokens in a minute leaves no turn for {:.0} s", pause.as_secs_f64().ceil());
    // Not passing: whoever hears it goes another way at once.
    Fault { status: None, retry_after: Some(pause), passing: false }.error(sentence)
}

/// The world of one try: that of the call, with an earlier end.
struct Attempt {
    outer: Context,
    clock: Arc<dyn Clock>,
    end: Duration,
    /// Whether a piece of an answer was passed on.
    heard: Arc<AtomicBool>,
}

impl Watch for Attempt {
    fn cancelled(&self) -> bool {
        self.outer.check().is_err_and(|error| error.kind() == Kind::Cancelled)
    }
    fn late(&self) -> bool {
        self.clock.now() >= self.end || self.outer.check().is_err_and(|error| error.kind() == Kind::Limit)
    }
    fn note(&self, stage: &str, done: u64, total: u64) {
        self.outer.note(stage, done, total);
    }
    fn remaining(&self) -> Option<Duration> {
        let own = self.end.saturating_sub(self.clock.now());
        Some(self.outer.remaining().map_or(own, |left| left.min(own)))
    }
    fn follows(&self) -> bool {
        self.outer.follows()
    }
    fn listens(&self) -> bool {
        self.outer.listens()
    }
    fn hear(&self, text: &str) {
        self.heard.fetch_or(self.outer.listens() && !text.is_empty(), Ordering::Relaxed);
        self.outer.hear(text);
    }
}
