//! Time, which tests make pass as they like.

use std::time::Duration;

/// What time it is, and waiting.
pub trait Clock: Send + Sync {
    /// Time since some moment in the past; never goes back.
    fn now(&self) -> Duration;
    /// Waits that long.
    fn wait(&self, time: Duration);
}

/// The machine's own clock.
#[derive(Debug)]
pub struct SystemClock(std::time::Instant);

impl SystemClock {
    /// A clock that begins now.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "waits for other machines are measured here, results never")]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Duration {
        self.0.elapsed()
    }

    fn wait(&self, time: Duration) {
        std::thread::sleep(time);
    }
}
