//! One provider as it is asked: behind a guard that lasts, its calls counted in a ledger for each piece of work.

use crate::config::Known;
use crate::cost::{Ledger, Metered, Price};
use crate::guard::{Clock, Guard, GuardOptions, GuardReport, Guarded};
use linocut_core::{ImageModel, LanguageModel, Result};
use std::sync::Arc;

/// One provider as it is asked; share it for as long as its settings stay the same, so that its guard remembers.
pub struct Access {
    guard: Arc<Guard>,
    price: Option<Price>,
    clock: Arc<dyn Clock>,
}

impl Access {
    /// Access to the provider that `known` describes; `seed` spreads the waits of many programs.
    ///
    /// # Errors
    /// [`Kind::Bug`](linocut_core::Kind::Bug) when the embedded table of prices cannot be read.
    pub fn new(known: &Known, clock: Arc<dyn Clock>, seed: u64) -> Result<Self> {
        let defaults = GuardOptions::default();
        let options = GuardOptions {
            attempt: known.settings.timeout,
            a_minute: known.a_minute,
            at_once: known.at_once.unwrap_or(defaults.at_once),
            seed,
            ..defaults
        };
        let guard = Arc::new(Guard::new(options, Arc::clone(&clock)));
        Ok(Self { guard, price: known.tariff()?, clock })
    }

    /// What its guard saw so far.
    #[must_use]
    pub fn report(&self) -> GuardReport {
        self.guard.report()
    }

    /// How long it is left alone still; `None` unless its breaker is open.
    #[must_use]
    pub fn shut_for(&self) -> Option<std::time::Duration> {
        match self.guard.report().breaker {
            crate::guard::BreakerState::Open { until } => Some(until.saturating_sub(self.clock.now())),
            crate::guard::BreakerState::Closed | crate::guard::BreakerState::HalfOpen => None,
        }
    }

    /// `model` behind the guard; every try is counted in `ledger`.
    #[must_use]
    pub fn writer(&self, model: Arc<dyn LanguageModel>, ledger: Arc<Ledger>) -> Arc<dyn LanguageModel> {
        let metered = Metered::new(model, self.price, ledger, Arc::clone(&self.clock));
        Arc::new(Guarded::new(metered, Arc::clone(&self.guard)))
    }

    /// `model` behind the guard; every try is counted in `ledger`.
    #[must_use]
    pub fn painter(&self, model: Arc<dyn ImageModel>, ledger: Arc<Ledger>) -> Arc<dyn ImageModel> {
        let metered = Metered::new(model, self.price, ledger, Arc::clone(&self.clock));
        Arc::new(Guarded::new(metered, Arc::clone(&self.guard)))
    }
}
