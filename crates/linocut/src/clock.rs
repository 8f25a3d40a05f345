//! The time, which only the binary may ask for.

#![expect(clippy::disallowed_methods, reason = "deadlines, measured times and the age of files begin here")]

use std::time::{Duration, Instant, SystemTime};

/// The present.
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// The date and time of day, to note when something was used.
pub(crate) fn today() -> SystemTime {
    SystemTime::now()
}

/// The clock of guards and bills; at the start it has been running for as long as calls of before count.
#[derive(Debug)]
pub(crate) struct Ticker(Instant);

impl Ticker {
    pub(crate) fn start() -> Self {
        Self(now())
    }
}

impl linocut_models::guard::Clock for Ticker {
    fn now(&self) -> Duration {
        linocut_models::access::MEMORY + (now() - self.0)
    }
    fn wait(&self, time: Duration) {
        std::thread::sleep(time);
    }
}

/// Measures what follows upon what.
#[derive(Debug)]
pub(crate) struct Stopwatch {
    start: Instant,
    last: Instant,
}

impl Stopwatch {
    pub(crate) fn start() -> Self {
        let start = now();
        Self { start, last: start }
    }

    /// Milliseconds since the last lap.
    pub(crate) fn lap(&mut self) -> f64 {
        let now = now();
        let lap = milliseconds(now - self.last);
        self.last = now;
        lap
    }

    /// Milliseconds since the start.
    pub(crate) fn total(&self) -> f64 {
        milliseconds(now() - self.start)
    }
}

/// To the microsecond: finer digits are noise.
fn milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e6).round() / 1e3
}
