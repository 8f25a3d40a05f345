//! Time, which programs take from the machine and tests make pass as they like.

use std::time::Duration;

/// What time it is, and waiting.
pub trait Clock: Send + Sync {
    /// Time since some moment in the past; never goes back.
    fn now(&self) -> Duration;
    /// Waits that long.
    fn wait(&self, time: Duration);
}
