//! How a command ends.

use linocut_core::{Error, Kind, Result};
use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};
use std::process::ExitCode;
use std::sync::Mutex;

/// Where and why the last panic happened; a caught panic that matters is reported with it.
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// How a command ended that did what it could.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Everything was done.
    Done,
    /// Everything was written, but something is less than what was asked for.
    Missed,
    /// Some files of a batch failed; each was reported.
    SomeFailed,
}

impl Status {
    pub(crate) fn exit_code(self) -> ExitCode {
        match self {
            Self::Done => ExitCode::SUCCESS,
            Self::Missed => ExitCode::from(1),
            Self::SomeFailed => ExitCode::from(8),
        }
    }
}

/// Remembers panics instead of printing them: a decoder that panics on a damaged file is no news to the person.
pub(crate) fn keep_panics_quiet() {
    set_hook(Box::new(|panic: &PanicHookInfo<'_>| {
        if let Ok(mut last) = LAST_PANIC.lock() {
            *last = Some(panic.to_string());
        }
    }));
}

/// Runs `work`; a panic in it becomes a [`Kind::Bug`].
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let reason = LAST_PANIC.lock().ok().and_then(|mut last| last.take()).unwrap_or_default();
        let error = Error::new(Kind::Bug, "linocut made a mistake and cannot go on");
        Err(error.cause(reason).hinted("please report it, with the file and the command that show it"))
    })
}
