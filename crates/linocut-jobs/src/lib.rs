//! Keeps long work and what it makes through crashes: jobs, their journal, artifacts by digest.
//!
//! ```
//! use linocut_jobs::{Ended, Held, JobStore, NewJob, Sqlite, State};
//!
//! let store = Sqlite::in_memory()?;
//! store.enqueue(&NewJob::new("1", "trace", "{}"), 0)?;
//! let claim = store.claim(30_000, 5)?.unwrap();
//! assert_eq!(store.complete(&claim.fence, "{}", 9)?, Held::Yes);
//! assert_eq!(store.get("1")?.unwrap().state, State::Ended(Ended::Succeeded));
//! # Ok::<(), linocut_core::Error>(())
//! ```
//!
//! - A [`JobStore`] promises that a job it took is done once: it outlives a crash of the process, is handed out again
//!   when whoever worked on it went silent, and takes a result only from the last one it was handed to (fencing, after
//!   M. Kleppmann, "Designing Data-Intensive Applications", 2017, chapter 8).
//! - Every change of a job and its entry in the journal are one transaction, so that whoever reads the journal from a
//!   number on misses nothing.
//! - [`Artifacts`] are files named by the BLAKE3 digest of what they hold, whole or not there.
//! - There is no clock here: all times are milliseconds since 1970, UTC, and come from the caller.

mod artifacts;
mod job;
mod sqlite;
mod store;

pub use artifacts::{Artifacts, Spare};
pub use job::{Claim, Ended, Entry, Fence, Job, Key, Needed, NewJob, State};
pub use sqlite::Sqlite;
pub use store::{Enqueued, Held, JobStore, KEY_MS, MOST_ATTEMPTS, Told};
