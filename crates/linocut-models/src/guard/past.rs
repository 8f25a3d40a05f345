//! What happened before a guard was there, in an earlier command or before a server began: limits and breakers go on from it.

use super::Guard;
use super::breaker::Outcome;
use super::pace::hold;
use std::time::Duration;

/// A call that was made before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Past {
    /// How long ago it ended.
    pub ago: Duration,
    /// How long it took.
    pub took: Duration,
    /// Tokens that were read and written, as far as that is known.
    pub tokens: u64,
    /// How it ended.
    pub end: Ended,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// With an answer.
    Answered,
    /// The other side failed.
    Failed,
    /// Otherwise: it was refused or stopped.
    Otherwise,
}

impl Guard {
    /// Goes on from calls that were made before, the oldest first.
    ///
    /// The clock must have been running for as long as the oldest call is ago; older ones count as if they came then.
    pub fn recall(&self, past: &[Past]) {
        let now = self.clock.now();
        for call in past {
            let then = now.saturating_sub(call.ago);
            self.calls.take(1, then);
            self.tokens.take(call.tokens, then);
            let outcome = match call.end {
                Ended::Answered if call.took >= self.options.breaker.slow => Outcome::Slow,
                Ended::Answered => Outcome::Good,
                Ended::Failed => Outcome::Bad,
                Ended::Otherwise => Outcome::Unknown,
            };
            let chance = self.chance();
            let mut breaker = hold(&self.breaker);
            match breaker.enter(then) {
                Ok(token) => breaker.leave(token, outcome, then, chance),
                // Somebody asked in spite of it, and was answered.
                Err(_) if outcome == Outcome::Good => breaker.close(),
                Err(_) => {}
            }
        }
    }
}
