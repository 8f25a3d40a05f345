//! What a stage may touch besides its input.

use crate::{Asked, Error, ImageModel, Kind, LanguageModel, Result};
use std::sync::Arc;
use std::time::Duration;

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
    /// Hears that `done` of `total` steps of `stage` are finished; a total of 0 says that nobody knows how many there are.
    fn note(&self, stage: &str, done: u64, total: u64);
    /// How long it is to the deadline; `None` when there is none or it is not known. Default: `None`.
    fn remaining(&self) -> Option<Duration> {
        None
    }
    /// Whether somebody wants to know how far a model has written; pieces of its answer are counted by [`Watch::note`] then.
    /// Default: nobody.
    fn follows(&self) -> bool {
        false
    }
    /// Whether somebody wants to read along while a model writes. Default: nobody.
    fn listens(&self) -> bool {
        false
    }
    /// Hears a piece of what a model writes. Default: nothing is heard.
    fn hear(&self, _text: &str) {}
    /// Hears that the result is good for now only, because something did not answer: nothing to keep. Default: nothing is
    /// heard.
    fn forget(&self) {}
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
    fn follows(&self) -> bool {
        self.0.follows()
    }
    fn listens(&self) -> bool {
        self.0.listens()
    }
    fn hear(&self, text: &str) {
        self.0.hear(text);
    }
    fn forget(&self) {
        self.0.forget();
    }
}

/// A watch whose deadline comes earlier.
struct Sparing {
    inner: Arc<dyn Watch>,
    reserve: Duration,
}

impl Watch for Sparing {
    fn cancelled(&self) -> bool {
        self.inner.cancelled()
    }
    fn late(&self) -> bool {
        self.inner.late() || self.remaining().is_some_and(|left| left.is_zero())
    }
    fn note(&self, stage: &str, done: u64, total: u64) {
        self.inner.note(stage, done, total);
    }
    fn remaining(&self) -> Option<Duration> {
        self.inner.remaining().map(|left| left.saturating_sub(self.reserve))
    }
    fn follows(&self) -> bool {
        self.inner.follows()
    }
    fn listens(&self) -> bool {
        self.inner.listens()
    }
    fn hear(&self, text: &str) {
        self.inner.hear(text);
    }
    fn forget(&self) {
        self.inner.forget();
    }
}

/// All a stage may touch: the seed, the effort, models behind other programs, and the caller's [`Watch`].
#[derive(Clone)]
pub struct Context {
    /// Seed of every random choice. Default: 0.
    pub seed: u64,
    /// How hard to try. Default: [`Effort::Balanced`].
    pub effort: Effort,
    /// The language model that may be asked. Default: none.
    pub language: Option<Arc<dyn LanguageModel>>,
    /// When it may be asked. Default: [`Asked::OnRequest`].
    pub asked: Asked,
    /// The model that may be asked for pictures. Default: none.
    pub painter: Option<Arc<dyn ImageModel>>,
    /// Whether models are asked also where their answer is known. Default: no.
    pub anew: bool,
    watch: Arc<dyn Watch>,
}

impl Context {
    /// A context with default seed and effort that reports to `watch`.
    #[must_use]
    pub fn new(watch: Arc<dyn Watch>) -> Self {
        Self {
            seed: 0,
            effort: Effort::default(),
            language: None,
            asked: Asked::default(),
            painter: None,
            anew: false,
            watch,
        }
    }

    /// The same context without its deadline: for a little work that makes what was done in time useful.
    ///
    /// The person can still stop it.
    #[must_use]
    pub fn untimed(&self) -> Self {
        Self { watch: Arc::new(Untimed(Arc::clone(&self.watch))), ..self.clone() }
    }

    /// The same context with a deadline that comes earlier by `reserve`, so that time is left for another way.
    ///
    /// Without a deadline nothing changes.
    #[must_use]
    pub fn sparing(&self, reserve: Duration) -> Self {
        Self { watch: Arc::new(Sparing { inner: Arc::clone(&self.watch), reserve }), ..self.clone() }
    }

    /// The same context that reports to `watch` instead.
    #[must_use]
    pub fn watched(&self, watch: Arc<dyn Watch>) -> Self {
        Self { watch, ..self.clone() }
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

    /// Reports progress of `stage`: `done` of `total` steps; a total of 0 is not known.
    pub fn note(&self, stage: &str, done: u64, total: u64) {
        self.watch.note(stage, done, total);
    }

    /// How long it is to the deadline; `None` without one.
    #[must_use]
    pub fn remaining(&self) -> Option<Duration> {
        self.watch.remaining()
    }

    /// Whether somebody wants to know how far a model has written.
    #[must_use]
    pub fn follows(&self) -> bool {
        self.watch.follows()
    }

    /// Whether somebody wants to read along while a model writes.
    #[must_use]
    pub fn listens(&self) -> bool {
        self.watch.listens()
    }

    /// Passes on a piece of what a model writes.
    pub fn hear(&self, text: &str) {
        self.watch.hear(text);
    }

    /// Says that the result is good for now only: whoever keeps results asks anew the next time.
    pub fn forget(&self) {
        self.watch.forget();
    }
}

impl Default for Context {
    fn default() -> Self {
        Self::new(Arc::new(Unattended))
    }
}

#[cfg(test)]
mod tests {
    use super::{Context, Watch};
    use std::sync::Arc;
    use std::time::Duration;

    struct Until(Duration);

    impl Watch for Until {
        fn cancelled(&self) -> bool {
            false
        }
        fn late(&self) -> bool {
            self.0.is_zero()
        }
        fn note(&self, _stage: &str, _done: u64, _total: u64) {}
        fn remaining(&self) -> Option<Duration> {
            Some(self.0)
        }
    }

    #[test]
    fn a_reserve_brings_the_deadline_nearer() {
        let cx = Context::new(Arc::new(Until(Duration::from_secs(10))));
        assert_eq!(cx.sparing(Duration::from_secs(4)).remaining(), Some(Duration::from_secs(6)));
        assert!(cx.sparing(Duration::from_secs(4)).check().is_ok());
        assert!(cx.sparing(Duration::from_secs(10)).check().is_err());
        assert_eq!(cx.untimed().remaining(), None);
    }
}
