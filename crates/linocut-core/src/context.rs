//! What a stage may touch besides its input.

use crate::{Error, Kind, Result};
use std::sync::Arc;

/// How hard to try.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effort {
    /// An answer while the person watches.
    Fast,
    /// The usual compromise.
    #[default]
    Balanced,
    /// Quality before time.
    Best,
}

/// The caller's side of a running stage: may stop it and hears how far it is.
///
/// Called from several threads, about once per loop turn, so every method must be cheap.
pub trait Watch: Send + Sync {
    /// Whether the person asked to stop.
    fn cancelled(&self) -> bool;
    /// Whether the deadline has passed.
    fn late(&self) -> bool;
    /// Hears that `done` of `total` steps of `stage` are finished.
    fn note(&self, stage: &str, done: u64, total: u64);
}

/// A watch that never stops anything and hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unattended;

impl Watch for Unattended {
    fn cancelled(&self) -> bool {
        false
    }
    fn late(&self) -> bool {
        false
    }
    fn note(&self, _stage: &str, _done: u64, _total: u64) {}
}

/// A watch without its deadline.
struct Untimed(Arc<dyn Watch>);

impl Watch for Untimed {
    fn cancelled(&self) -> bool {
        self.0.cancelled()
    }
    fn late(&self) -> bool {
        false
    }
    fn note(&self, stage: &str, done: u64, total: u64) {
        self.0.note(stage, done, total);
    }
}

/// All a stage may touch: the seed, the effort, and the caller's [`Watch`].
#[derive(Clone)]
pub struct Context {
    /// Seed of every random choice. Default: 0.
    pub seed: u64,
    /// How hard to try. Default: [`Effort::Balanced`].
    pub effort: Effort,
    watch: Arc<dyn Watch>,
}

impl Context {
    /// A context with default seed and effort that reports to `watch`.
    #[must_use]
    pub fn new(watch: Arc<dyn Watch>) -> Self {
        Self { seed: 0, effort: Effort::default(), watch }
    }

    /// The same context without its deadline: for a little work that makes what was done in time useful.
    ///
    /// The person can still stop it.
    #[must_use]
    pub fn untimed(&self) -> Self {
        Self { watch: Arc::new(Untimed(Arc::clone(&self.watch))), ..self.clone() }
    }

    /// Passes if work should go on; call it once per loop turn.
    ///
    /// # Errors
    /// [`Kind::Cancelled`] when the person asked to stop, [`Kind::Limit`] when the deadline has passed.
    pub fn check(&self) -> Result<()> {
        if self.watch.cancelled() {
            return Err(Error::new(Kind::Cancelled, "cancelled"));
        }
        if self.watch.late() {
            return Err(Error::new(Kind::Limit, "time limit reached"));
        }
        Ok(())
    }

    /// Reports progress of `stage`: `done` of `total` steps.
    pub fn note(&self, stage: &str, done: u64, total: u64) {
        self.watch.note(stage, done, total);
    }
}

impl Default for Context {
    fn default() -> Self {
        Self::new(Arc::new(Unattended))
    }
}
