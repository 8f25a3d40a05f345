//! A circuit breaker: whoever fails too often is left alone for a while (Nygard, Release It, 2nd ed., section 5.2).

use std::collections::VecDeque;
use std::time::Duration;

/// When a breaker opens and for how long.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakerOptions {
    /// Calls that count are younger than this. Default: 60 s.
    pub window: Duration,
    /// Fewest calls that say something; fewer open too easily, more let too many wait. Default: 10.
    pub least_calls: usize,
    /// Share of failed calls at which it opens, `0..=1`. Default: 0.5.
    pub failure_rate: f64,
    /// A call that takes longer is slow. Default: 30 s.
    pub slow: Duration,
    /// Share of slow calls at which it opens, `0..=1`. Default: 0.8.
    pub slow_rate: f64,
    /// How long it stays open the first time; doubles each time that a probe fails. Default: 5 s.
    pub open: Duration,
    /// Longest time that it stays open. Default: 5 min.
    pub longest: Duration,
}

impl Default for BreakerOptions {
    fn default() -> Self {
        Self {
            window: Duration::from_mins(1),
            least_calls: 10,
            failure_rate: 0.5,
            slow: Duration::from_secs(30),
            slow_rate: 0.8,
            open: Duration::from_secs(5),
            longest: Duration::from_mins(5),
        }
    }
}

/// Whether calls pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreakerState {
    /// All calls pass.
    Closed,
    /// None pass until then.
    Open {
        /// By the guard's clock.
        until: Duration,
    },
    /// One call is on its way to find out.
    HalfOpen,
}

impl BreakerState {
    /// Its name in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Open { .. } => "open",
            Self::HalfOpen => "half-open",
        }
    }
}

/// How a call went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Good,
    Slow,
    /// The other side failed; mistakes of the caller do not count.
    Bad,
    /// It says nothing of the other side: the person stopped it, or asked for what makes no sense.
    Unknown,
}

/// The state of a breaker; time comes from outside.
#[derive(Debug)]
pub(crate) struct Breaker {
    options: BreakerOptions,
    state: BreakerState,
    calls: VecDeque<(Duration, Outcome)>,
    /// How often in a row it opened.
    opened: u32,
    /// Grows whenever the state changes, so that a call knows whether it belongs to it.
    turn: u64,
}

/// The right to make one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token(u64);

impl Breaker {
    pub(crate) fn new(options: BreakerOptions) -> Self {
        Self { options, state: BreakerState::Closed, calls: VecDeque::new(), opened: 0, turn: 0 }
    }

    pub(crate) fn state(&self) -> BreakerState {
        self.state
    }

    /// Lets a call pass, or says how long to wait; the first after the wait is the probe.
    pub(crate) fn enter(&mut self, now: Duration) -> Result<Token, Duration> {
        match self.state {
            BreakerState::Closed => Ok(Token(self.turn)),
            BreakerState::Open { until } if now >= until => {
                self.become_state(BreakerState::HalfOpen);
                Ok(Token(self.turn))
            }
            BreakerState::Open { until } => Err(until.saturating_sub(now)),
            BreakerState::HalfOpen => Err(self.options.open),
        }
    }

    fn become_state(&mut self, state: BreakerState) {
        self.state = state;
        self.turn = self.turn.wrapping_add(1);
    }

    /// Hears how the call of `token` went; `chance`, `0..1`, spreads the times at which many of us come back.
    ///
    /// Calls that began before the state changed say nothing new: half open, the probe alone is listened to.
    pub(crate) fn leave(&mut self, token: Token, outcome: Outcome, now: Duration, chance: f64) {
        if token.0 != self.turn {
            return;
        }
        match (self.state, outcome) {
            (BreakerState::HalfOpen, Outcome::Good | Outcome::Slow) => self.close(),
            (BreakerState::HalfOpen, Outcome::Bad) => self.open(now, chance),
            // A probe that found nothing out leaves the question open: the next call asks again.
            (BreakerState::HalfOpen, Outcome::Unknown) => self.become_state(BreakerState::Open { until: now }),
            (BreakerState::Closed, Outcome::Good | Outcome::Slow | Outcome::Bad) => {
                self.calls.push_back((now, outcome));
                while self.calls.front().is_some_and(|(then, _)| *then + self.options.window < now) {
                    self.calls.pop_front();
                }
                if self.is_bad() {
                    self.open(now, chance);
                }
            }
            (BreakerState::Closed, Outcome::Unknown) | (BreakerState::Open { .. }, _) => {}
        }
    }

    /// Lets all calls pass, whatever was before.
    pub(crate) fn close(&mut self) {
        self.become_state(BreakerState::Closed);
        self.opened = 0;
        self.calls.clear();
    }

    fn is_bad(&self) -> bool {
        let share = |wanted: Outcome| {
            let count = self.calls.iter().filter(|(_, outcome)| *outcome == wanted).count();
            let of = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
            of(count) / of(self.calls.len()).max(1.0)
        };
        self.calls.len() >= self.options.least_calls
            && (share(Outcome::Bad) >= self.options.failure_rate || share(Outcome::Slow) >= self.options.slow_rate)
    }

    fn open(&mut self, now: Duration, chance: f64) {
        let doubled = self.options.open.saturating_mul(1 << self.opened.min(16)).min(self.options.longest);
        // Between the whole time and half of it.
        let time = doubled.mul_f64(0.5 + chance.clamp(0.0, 1.0) / 2.0);
        self.opened = self.opened.saturating_add(1);
        self.calls.clear();
        self.become_state(BreakerState::Open { until: now + time });
    }
}

#[cfg(test)]
mod tests {
    use super::{Breaker, BreakerOptions, BreakerState, Outcome};
    use std::time::Duration;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn failed(count: u64) -> Breaker {
        let mut breaker = Breaker::new(BreakerOptions::default());
        for second in 0..count {
            call(&mut breaker, second, Outcome::Bad);
        }
        breaker
    }

    fn call(breaker: &mut Breaker, second: u64, outcome: Outcome) {
        let token = breaker.enter(at(second)).unwrap();
        breaker.leave(token, outcome, at(second), 1.0);
    }

    #[test]
    fn opens_at_the_tenth_failure_and_closes_on_one_good_probe() {
        assert_eq!(failed(9).state(), BreakerState::Closed);
        let mut breaker = failed(10);
        assert_eq!(breaker.state(), BreakerState::Open { until: at(14) });
        assert_eq!(breaker.enter(at(12)), Err(at(2)));
        let probe = breaker.enter(at(14)).unwrap();
        assert!(breaker.enter(at(14)).is_err(), "one probe only");
        breaker.leave(probe, Outcome::Good, at(15), 1.0);
        assert_eq!(breaker.state(), BreakerState::Closed);
    }

    #[test]
    fn stays_open_longer_each_time_a_probe_fails() {
        let mut breaker = failed(10);
        for (now, until) in [(14, 24), (24, 44), (44, 84)] {
            call(&mut breaker, now, Outcome::Bad);
            assert_eq!(breaker.state(), BreakerState::Open { until: at(until) });
        }
    }

    #[test]
    fn old_failures_and_the_callers_own_do_not_count() {
        let mut breaker = failed(9);
        for second in 0..20 {
            call(&mut breaker, second, Outcome::Unknown);
        }
        call(&mut breaker, 100, Outcome::Bad);
        assert_eq!(breaker.state(), BreakerState::Closed);
    }

    #[test]
    fn slow_calls_open_it_too() {
        let mut breaker = Breaker::new(BreakerOptions::default());
        for second in 0..10 {
            let token = breaker.enter(at(second)).unwrap();
            breaker.leave(token, Outcome::Slow, at(second), 0.0);
        }
        assert_eq!(breaker.state(), BreakerState::Open { until: at(9) + Duration::from_millis(2500) });
    }

    #[test]
    fn a_probe_without_result_is_asked_again() {
        let mut breaker = failed(10);
        call(&mut breaker, 14, Outcome::Unknown);
        assert!(breaker.enter(at(15)).is_ok());
    }

    #[test]
    fn a_slow_call_from_before_is_no_probe() {
        for outcome in [Outcome::Good, Outcome::Bad, Outcome::Unknown] {
            let mut breaker = failed(9);
            let slow = breaker.enter(at(9)).unwrap();
            call(&mut breaker, 9, Outcome::Bad);
            assert!(matches!(breaker.state(), BreakerState::Open { .. }));
            let probe = breaker.enter(at(30)).unwrap();
            breaker.leave(slow, outcome, at(31), 1.0);
            assert_eq!(breaker.state(), BreakerState::HalfOpen, "{outcome:?}");
            assert!(breaker.enter(at(31)).is_err(), "one probe only, {outcome:?}");
            breaker.leave(probe, Outcome::Good, at(32), 1.0);
            assert_eq!(breaker.state(), BreakerState::Closed);
        }
    }
}
