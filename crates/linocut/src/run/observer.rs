//! The clock of a run.

use crate::clock::now;
use linocut_flow::{Event, Observer};
use std::time::{Duration, Instant};

/// Somebody with a watch.
pub(crate) struct Spectator {
    start: Instant,
}

impl Spectator {
    pub(crate) fn new() -> Self {
        Self { start: now() }
    }
}

impl Observer for Spectator {
    fn elapsed(&self) -> Duration {
        now() - self.start
    }
    /// The record holds what is printed in the end.
    fn hear(&self, _event: &Event) {}
}
