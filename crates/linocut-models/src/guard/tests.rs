//! Calls in a time that passes as the test likes.
#![cfg(test)]

use super::{BreakerState, Clock, Guard, GuardOptions};
use crate::provider::Fault;
use linocut_core::{Context, Error, Kind, Result, Watch};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Waiting moves it on.
#[derive(Default)]
struct FakeClock(AtomicU64);

impl FakeClock {
    fn pass(&self, time: Duration) {
        self.0.fetch_add(u64::try_from(time.as_nanos()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Duration {
        Duration::from_nanos(self.0.load(Ordering::SeqCst))
    }
    fn wait(&self, time: Duration) {
        self.pass(time);
    }
}

/// A deadline by the fake clock.
struct Until(Arc<FakeClock>, Duration);

impl Watch for Until {
    fn cancelled(&self) -> bool {
        false
    }
    fn late(&self) -> bool {
        self.0.now() >= self.1
    }
    fn note(&self, _stage: &str, _done: u64, _total: u64) {}
    fn remaining(&self) -> Option<Duration> {
        Some(self.1.saturating_sub(self.0.now()))
    }
}

struct Stage {
    clock: Arc<FakeClock>,
    guard: Guard,
}

fn stage(options: GuardOptions) -> Stage {
    let clock = Arc::new(FakeClock::default());
    let shared: Arc<dyn Clock> = Arc::<FakeClock>::clone(&clock);
    let guard = Guard::new(options, shared);
    Stage { clock, guard }
}

impl Stage {
    fn cx(&self, seconds: u64) -> Context {
        Context::new(Arc::new(Until(Arc::clone(&self.clock), self.clock.now() + Duration::from_secs(seconds))))
    }
}

fn busy(status: u16) -> Error {
    Fault::of_status(status, None).error("busy")
}

#[test]
fn passing_faults_are_tried_again_and_others_are_not() {
    for (status, tries) in [(500, 3), (429, 3), (401, 1), (400, 1)] {
        let stage = stage(GuardOptions::default());
        let result: Result<()> = stage.guard.call(&Context::default(), &|_| Err(busy(status)));
        assert_eq!(result.unwrap_err().kind(), Kind::Unavailable);
        assert_eq!(stage.guard.report().tries, tries, "{status}");
    }
}

#[test]
fn a_second_try_that_works_is_an_answer() {
    let stage = stage(GuardOptions::default());
    let tries = AtomicU64::new(0);
    let work = |_: &Context| if tries.fetch_add(1, Ordering::SeqCst) == 0 { Err(busy(503)) } else { Ok(7) };
    assert_eq!(stage.guard.call(&Context::default(), &work).unwrap(), 7);
}

#[test]
fn the_servers_wish_to_wait_is_honored_within_measure() {
    for (asked, tries) in [(3, 3), (30, 1)] {
        let stage = stage(GuardOptions::default());
        let error = || Fault::of_status(429, Some(Duration::from_secs(asked))).error("busy");
        let result: Result<()> = stage.guard.call(&Context::default(), &|_| Err(error()));
        assert!(result.is_err());
        assert_eq!(stage.guard.report().tries, tries);
        assert!(stage.clock.now() >= Duration::from_secs(asked * (tries - 1)));
    }
}

#[test]
fn a_try_gets_a_third_of_the_time_that_is_left() {
    let stage = stage(GuardOptions { backoff: Duration::ZERO, ..GuardOptions::default() });
    let given = Mutex::new(Vec::new());
    let hang = |cx: &Context| -> Result<()> {
        given.lock().unwrap().push(cx.remaining().unwrap().as_secs());
        while cx.check().is_ok() {
            stage.clock.pass(Duration::from_secs(1));
        }
        cx.check()
    };
    let error = stage.guard.call(&stage.cx(27), &hang).unwrap_err();
    assert_eq!((error.kind(), error.to_string()), (Kind::Unavailable, "no answer within 4.0 s".to_owned()));
    assert_eq!(*given.lock().unwrap(), [9, 6, 4]);
    assert!(stage.clock.now() < Duration::from_secs(27), "time is left for another way");
}

#[test]
fn the_breaker_opens_and_spares_the_rest() {
    let stage = stage(GuardOptions { backoff: Duration::ZERO, ..GuardOptions::default() });
    let calls = AtomicU64::new(0);
    for _ in 0..20 {
        let result: Result<()> = stage.guard.call(&Context::default(), &|_| {
            calls.fetch_add(1, Ordering::SeqCst);
            Err(busy(500))
        });
        assert_eq!(result.unwrap_err().kind(), Kind::Unavailable);
    }
    assert_eq!(calls.load(Ordering::SeqCst), 10);
    let report = stage.guard.report();
    assert!(matches!(report.breaker, BreakerState::Open { .. }) && report.spared > 10, "{report:?}");
    stage.clock.pass(Duration::from_secs(6));
    stage.guard.call(&Context::default(), &|_| Ok(())).unwrap();
    assert_eq!(stage.guard.report().breaker, BreakerState::Closed);
}

#[test]
fn second_tries_run_out() {
    let mut options = GuardOptions { backoff: Duration::ZERO, tries: 100, ..GuardOptions::default() };
    options.breaker.least_calls = 1000;
    let stage = stage(options);
    let result: Result<()> = stage.guard.call(&Context::default(), &|_| Err(busy(500)));
    assert!(result.is_err());
    assert_eq!(stage.guard.report().tries, 11);
}

#[test]
fn calls_keep_their_rate() {
    let stage = stage(GuardOptions { a_minute: Some(60), ..GuardOptions::default() });
    stage.clock.pass(Duration::from_mins(1));
    for _ in 0..16 {
        stage.guard.call(&Context::default(), &|_| Ok(())).unwrap();
    }
    // Six are kept for a burst, and the turn itself is one.
    assert_eq!(stage.clock.now(), Duration::from_mins(1) + Duration::from_secs(9));
}

#[test]
fn only_so_many_calls_at_once() {
    let stage = stage(GuardOptions { at_once: 2, ..GuardOptions::default() });
    let (now, most) = (AtomicU64::new(0), AtomicU64::new(0));
    let work = |_: &Context| {
        most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        std::thread::yield_now();
        now.fetch_sub(1, Ordering::SeqCst);
        Ok(())
    };
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| stage.guard.call(&Context::default(), &work).unwrap());
        }
    });
    assert!(most.load(Ordering::SeqCst) <= 2);
}

#[test]
fn a_person_who_stops_does_not_count_against_the_server() {
    let stage = stage(GuardOptions::default());
    for _ in 0..20 {
        let stopped = |_: &Context| -> Result<()> { Err(Error::new(Kind::Cancelled, "cancelled")) };
        assert_eq!(stage.guard.call(&Context::default(), &stopped).unwrap_err().kind(), Kind::Cancelled);
    }
    assert_eq!(stage.guard.report().breaker, BreakerState::Closed);
}
