//! One provider as it is asked: behind a guard that lasts, its calls counted in a ledger for each piece of work.

use crate::config::Known;
use crate::cost::{Entry, Ledger, Metered, Price};
use crate::guard::{Clock, Ended, Guard, GuardOptions, GuardReport, Guarded, Past};
use linocut_core::{ImageModel, LanguageModel, Result};
use std::sync::Arc;
use std::time::Duration;

/// How far back calls count: as long as a breaker may stay open, so that none is forgotten that still says something.
pub const MEMORY: Duration = Duration::from_mins(5);

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
            a_minute: known.rates.calls,
            tokens_a_minute: known.rates.tokens,
            at_once: known.rates.at_once.unwrap_or(defaults.at_once),
            seed,
            ..defaults
        };
        let guard = Arc::new(Guard::new(options, Arc::clone(&clock)));
        Ok(Self { guard, price: known.tariff()?, clock })
    }

    /// Goes on from the calls to the provider among `entries`, the oldest first, `now` being seconds since 1970: limits and
    /// breaker hold across commands. The clock must run for [`MEMORY`] already.
    pub fn recall(&self, known: &Known, entries: &[Entry], now: u64) {
        let past = |entry: &Entry| {
            let ago = Duration::from_secs(now.saturating_sub(entry.at));
            let end = match (entry.answered, entry.outage) {
                (true, _) => Ended::Answered,
                (false, true) => Ended::Failed,
                (false, false) => Ended::Otherwise,
            };
            let tokens = entry.input_tokens.unwrap_or(0).saturating_add(entry.output_tokens.unwrap_or(0));
            Past { ago, took: Duration::try_from_secs_f64(entry.seconds).unwrap_or_default(), tokens, end }
        };
        let id = known.settings.id();
        let own = entries.iter().filter(|entry| entry.provider == id.name && entry.place == id.digest);
        let past: Vec<Past> = own.map(past).filter(|past| past.ago < MEMORY).collect();
        self.guard.recall(&past);
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

#[cfg(test)]
mod tests {
    use super::Access;
    use crate::config::{Config, Known};
    use crate::cost::Entry;
    use crate::guard::Clock;
    use std::sync::Arc;
    use std::time::Duration;

    struct Stopped;

    impl Clock for Stopped {
        fn now(&self) -> Duration {
            super::MEMORY
        }
        fn wait(&self, _time: Duration) {}
    }

    fn known(port: u16) -> Known {
        let url = format!("http://127.0.0.1:{port}/v1");
        let lookup = |name: &str| {
            [("LLM_API_BASE_URL", url.as_str()), ("LINOCUT_RATE", "6calls")]
                .iter()
                .find_map(|(own, value)| (*own == name).then(|| (*value).to_owned()))
        };
        Config::read(None, &lookup).unwrap().known["llm"].clone()
    }

    /// The state of the breaker and the seconds until a turn, after ten failed calls to port 1 a second ago.
    fn recalled(port: u16, now: u64) -> (&'static str, u64) {
        let place = "http://127.0.0.1:1/v1".to_owned();
        let entry = Entry { at: 1_000, provider: "llm".to_owned(), place, outage: true, ..Entry::default() };
        let access = Access::new(&known(port), Arc::new(Stopped), 0).unwrap();
        access.recall(&known(port), &vec![entry; 10], now);
        (access.report().breaker.name(), access.report().pause.as_secs())
    }

    #[test]
    fn calls_of_before_count_for_the_same_server() {
        assert_eq!(recalled(1, 1_001), ("open", 93));
        assert_eq!(recalled(2, 1_001), ("closed", 0));
        assert_eq!(recalled(1, 9_000), ("closed", 0));
    }
}
