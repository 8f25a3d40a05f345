//! Why a provider did not answer.

use linocut_core::{Error, Kind};
use std::fmt;
use std::time::Duration;

/// What is known of a failed call; the cause of an error of [`Kind::Unavailable`], so that a guard can judge it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The status of HTTP, if an answer came.
    pub status: Option<u16>,
    /// How long the server asks to wait.
    pub retry_after: Option<Duration>,
    /// Whether the same call may do better later.
    pub passing: bool,
}

impl Fault {
    /// No whole answer came: refused, cut off, or not understood.
    pub const BROKEN: Self = Self { status: None, retry_after: None, passing: true };

    /// An answer that says no.
    #[must_use]
    pub const fn of_status(status: u16, retry_after: Option<Duration>) -> Self {
        // 408 too slow, 409 busy, 425 too early, 429 too many, 529 overloaded; a wrong key stays wrong.
        let passing = matches!(status, 408 | 409 | 425 | 429 | 500..=599);
        Self { status: Some(status), retry_after, passing }
    }

    /// Whether the call took nothing: who is refused at the door is not billed.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.status.is_some_and(|status| (400..500).contains(&status))
    }

    /// The fault in an error, if it is one of a provider.
    #[must_use]
    pub fn of(error: &Error) -> Option<Self> {
        let mut cause = std::error::Error::source(error);
        while let Some(inner) = cause {
            if let Some(fault) = inner.downcast_ref::<Self>() {
                return Some(*fault);
            }
            cause = inner.source();
        }
        None
    }

    /// An error that says `sentence` and carries this.
    #[must_use]
    pub fn error(self, sentence: impl Into<String>) -> Error {
        Error::new(Kind::Unavailable, sentence).cause(self)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Some(status) => write!(f, "status {status}"),
            None => f.write_str("no whole answer"),
        }
    }
}

impl std::error::Error for Fault {}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn a_guard_finds_the_fault_behind_an_error() {
        let fault = Fault::of_status(429, Some(std::time::Duration::from_secs(2)));
        assert_eq!(Fault::of(&fault.error("busy").at("openai")), Some(fault));
        assert!(fault.passing && !Fault::of_status(401, None).passing);
    }
}
