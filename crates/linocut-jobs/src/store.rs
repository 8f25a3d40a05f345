//! What a keeper of jobs promises.

use crate::job::{Claim, Entry, Fence, Job, Key, NewJob, State};
use linocut_core::Result;

/// Keeps jobs until they are done, through crashes of those who do them.
///
/// All times are milliseconds since 1970. Every change is durable when the call returns.
pub trait JobStore: Send + Sync {
    /// Adds a job, unless one with its key was added less than a day before.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn enqueue(&self, job: &NewJob, now_ms: u64) -> Result<Enqueued>;

    /// The job that was added under `key` less than a day before.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn known(&self, key: &Key, now_ms: u64) -> Result<Option<Enqueued>>;

    /// Hands out the job that waits longest, for `lease_ms`; one whose holder went silent counts as waiting.
    ///
    /// A job that was begun [`MOST_ATTEMPTS`] times without an end fails instead: it may be what ends its holders.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn claim(&self, lease_ms: u64, now_ms: u64) -> Result<Option<Claim>>;

    /// Holds a job for another `lease_ms`.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn heartbeat(&self, fence: &Fence, lease_ms: u64, now_ms: u64) -> Result<Held>;

    /// Writes into the journal what happens to a held job.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn tell(&self, fence: &Fence, told: &Told, now_ms: u64) -> Result<Held>;

    /// Ends a held job with its result.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn complete(&self, fence: &Fence, result: &str, now_ms: u64) -> Result<Held>;

    /// Gives a held job back because of `problem`, to be done again from `again_ms` on; the last attempt fails.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn fail(&self, fence: &Fence, problem: &str, again_ms: u64, now_ms: u64) -> Result<Held>;

    /// Ends a held job with a problem that another attempt would not mend.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn dead_letter(&self, fence: &Fence, problem: &str, now_ms: u64) -> Result<Held>;

    /// Gives a held job back as if it had never been handed out.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn release(&self, fence: &Fence, now_ms: u64) -> Result<Held>;

    /// Ends a job that has not ended; its holder hears of it at the next heartbeat. Gives the job as it is then.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn cancel(&self, id: &str, now_ms: u64) -> Result<Option<Job>>;

    /// Puts a job that failed or was cancelled back into the queue, its attempts forgotten. Gives the job as it is then.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn retry(&self, id: &str, now_ms: u64) -> Result<Option<Job>>;

    /// The job called `id`.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn get(&self, id: &str) -> Result<Option<Job>>;

    /// The job called `id` as lists show it: without what may be long.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn brief(&self, id: &str) -> Result<Option<Job>>;

    /// Digests of the files of all jobs that have not ended.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn files(&self) -> Result<Vec<String>>;

    /// How many bytes these files have, those of several jobs counted for each.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn file_bytes(&self) -> Result<u64>;

    /// At most `most` jobs, newest first, of those before the one called `before` and in `state`.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn list(&self, state: Option<State>, before: Option<&str>, most: u32) -> Result<Vec<Job>>;

    /// How many jobs are in `state`.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn count(&self, state: State) -> Result<u64>;

    /// At most `most` entries of the journal after number `after`, of one job or of all.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn entries(&self, after: u64, job: Option<&str>, most: u32) -> Result<Vec<Entry>>;

    /// The number of the last entry of the journal; 0 when there is none.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn last_entry(&self) -> Result<u64>;

    /// Forgets jobs that ended before `before_ms`, all but the `most` last of those that ended, and their entries; gives
    /// how many.
    ///
    /// # Errors
    /// [`Kind::Io`](linocut_core::Kind::Io) when the store cannot be used.
    fn forget(&self, before_ms: u64, most: u64) -> Result<u64>;
}

/// How often a job is begun before it is given up: a crash or an outage may hit it twice, a third time it is its fault.
pub const MOST_ATTEMPTS: u32 = 3;

/// How long a key stands for its job, in milliseconds: a day.
pub const KEY_MS: u64 = 24 * 60 * 60 * 1000;

/// What became of a job that was to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Enqueued {
    /// It was added.
    New(Job),
    /// The same request was added before, under the same key.
    Same(Job),
    /// Another request was added before, under the same key.
    Other(Job),
}

/// Whether somebody still holds the job they speak of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Held {
    /// They do, and what they said was written.
    Yes,
    /// It was cancelled or handed to another, and what they said was not written.
    Lost,
}

/// Something that happens while a job is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What sort it is, such as `progress` or `node`; `progress` is what [`Job::progress`] gives, too.
    pub sort: &'static str,
    /// What it says.
    pub data: String,
}
