//! Calls in a time that passes as the test likes.
#![cfg(test)]

use super::{BreakerState, Clock, Ended, Guard, GuardOptions, Guarded, Past};
use crate::provider::Fault;
use crate::script::Script;
use linocut_core::{Context, Error, Kind, LanguageModel, Message, Result, Role, TextRequest, Watch};
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

/// A model that takes as many tokens as it says, whatever was asked.
fn writer(read: u64, written: u64) -> Script {
    let reply = format!(r#"{{"again":true,"reply":{{"text":"x","input_tokens":{read},"output_tokens":{written}}}}}"#);
    Script::new("demo", vec![("a".to_owned(), reply)]).unwrap()
}

fn request(most: u32) -> TextRequest {
    TextRequest { max_tokens: most, ..TextRequest::new("svg", vec![Message::new(Role::Person, "a bell")]) }
}

#[test]
fn tokens_keep_their_rate_as_they_were_taken() {
    let Stage { clock, guard } = stage(GuardOptions { tokens_a_minute: Some(6000), ..GuardOptions::default() });
    clock.pass(Duration::from_mins(1));
    let model = Guarded::new(writer(100, 400), Arc::new(guard));
    for _ in 0..13 {
        // It may take eight times as much; what it does not take is given back.
        model.generate(&request(4000), &Context::default()).unwrap();
    }
    // 600 are there for a burst, and the last call need not have come back: 12 of 500 tokens at 100 a second.
    assert_eq!(clock.now(), Duration::from_mins(1) + Duration::from_secs(54));
}

#[test]
fn a_turn_after_the_deadline_is_not_waited_for() {
    let stage = stage(GuardOptions { a_minute: Some(1), ..GuardOptions::default() });
    stage.clock.pass(Duration::from_mins(1));
    stage.guard.call(&Context::default(), &|_| Ok(())).unwrap();
    for _ in 0..3 {
        let error = stage.guard.call(&stage.cx(20), &|_| Ok(())).unwrap_err();
        let sentence = "the limit of calls or tokens in a minute leaves no turn for 54 s";
        assert_eq!((error.kind(), error.to_string()), (Kind::Unavailable, sentence.to_owned()));
    }
    let report = stage.guard.report();
    assert_eq!((report.pause.as_secs(), report.tries, report.under_way), (54, 1, 0));
    // Nobody lost a turn by asking in vain.
    stage.guard.call(&stage.cx(60), &|_| Ok(())).unwrap();
    assert_eq!(stage.clock.now().as_secs(), 114);
}

fn past(ago: u64, tokens: u64, end: Ended) -> Past {
    Past { ago: Duration::from_secs(ago), took: Duration::from_secs(1), tokens, end }
}

#[test]
fn limits_hold_across_commands() {
    let stage = stage(GuardOptions { a_minute: Some(6), tokens_a_minute: Some(600), ..GuardOptions::default() });
    stage.clock.pass(Duration::from_mins(5));
    stage.guard.recall(&[past(200, 10_000, Ended::Answered), past(120, 10, Ended::Answered)]);
    // 10,010 tokens are 1,001 seconds of the limit, from six seconds before the first call on.
    assert_eq!(stage.guard.report().pause.as_secs(), 795);
    let stage = self::stage(GuardOptions { a_minute: Some(6), ..GuardOptions::default() });
    stage.clock.pass(Duration::from_mins(5));
    stage.guard.recall(&[past(30, 0, Ended::Answered), past(1, 0, Ended::Answered), past(0, 0, Ended::Answered)]);
    assert_eq!(stage.guard.report().pause.as_secs(), 13);
}

#[test]
fn a_breaker_stays_open_across_commands() {
    let failed: Vec<Past> = (0..10).rev().map(|ago| past(ago, 0, Ended::Failed)).collect();
    let guard = |past: &[Past]| {
        let stage = stage(GuardOptions::default());
        stage.clock.pass(Duration::from_mins(5));
        stage.guard.recall(past);
        stage
    };
    let shut = guard(&failed);
    let error = shut.guard.call(&Context::default(), &|_| Ok(())).unwrap_err();
    assert!(error.to_string().starts_with("failed too often"), "{error}");
    assert_eq!(error.hint(), Some("`linocut providers test` asks all the same"));
    shut.clock.pass(Duration::from_secs(6));
    assert!(shut.guard.call(&Context::default(), &|_| Ok(())).is_ok());
    // Who asked all the same and was answered.
    let mended = guard(&[failed, vec![past(0, 5, Ended::Answered)]].concat());
    assert_eq!(mended.guard.report().breaker, BreakerState::Closed);
    let wrong: Vec<Past> = (0..20).map(|_| past(1, 0, Ended::Otherwise)).collect();
    assert_eq!(guard(&wrong).guard.report().breaker, BreakerState::Closed);
}
