//! What calls took, a line a call, and sums of it.

use super::Bill;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One call, as it is noted.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Seconds since 1970.
    pub at: u64,
    /// The command.
    pub verb: String,
    /// What it was for.
    pub purpose: String,
    /// Name of the provider.
    pub provider: String,
    /// The model.
    pub model: String,
    /// Where the provider answers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// Tokens read, where the provider says so.
    pub input_tokens: Option<u64>,
    /// Tokens written, where the provider says so.
    pub output_tokens: Option<u64>,
    /// US dollars; `None` when they are not known.
    pub usd: Option<f64>,
    /// How long it took.
    pub seconds: f64,
    /// Whether an answer came.
    pub answered: bool,
    /// Whether the other side failed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub outage: bool,
}

impl Entry {
    /// The entries for the calls of a command, the last of which ended `at` seconds since 1970.
    #[must_use]
    pub fn all(verb: &str, at: u64, bills: &[Bill]) -> Vec<Self> {
        let last = bills.iter().map(|bill| bill.ended).max().unwrap_or_default();
        let then = |bill: &Bill| at.saturating_sub(last.saturating_sub(bill.ended).as_secs());
        bills.iter().map(|bill| Self::of(verb, then(bill), bill)).collect()
    }

    fn of(verb: &str, at: u64, bill: &Bill) -> Self {
        Self {
            at,
            verb: verb.to_owned(),
            purpose: bill.purpose.to_owned(),
            provider: bill.provider.clone(),
            model: bill.model.clone(),
            place: bill.place.clone(),
            input_tokens: bill.usage.input_tokens,
            output_tokens: bill.usage.output_tokens,
            usd: bill.usd,
            seconds: (bill.seconds * 1e3).round() / 1e3,
            answered: bill.answered,
            outage: bill.outage,
        }
    }
}

/// Several calls together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Sum {
    /// Calls.
    pub calls: u64,
    /// Those without an answer.
    pub failed: u64,
    /// Tokens that were said to be read; `None` when no call said so.
    pub input_tokens: Option<u64>,
    /// Tokens that were said to be written; `None` when no call said so.
    pub output_tokens: Option<u64>,
    /// US dollars as far as they are known; `None` when no call has a known price.
    pub usd: Option<f64>,
    /// Answers whose price is not known.
    pub unpriced: u64,
    /// Seconds.
    pub seconds: f64,
}

impl Sum {
    /// Adds a call.
    pub fn add(&mut self, entry: &Entry) {
        self.calls += 1;
        self.failed += u64::from(!entry.answered);
        let both = |one: Option<u64>, other: Option<u64>| match (one, other) {
            (Some(one), Some(other)) => Some(one.saturating_add(other)),
            (one, other) => one.or(other),
        };
        self.input_tokens = both(self.input_tokens, entry.input_tokens);
        self.output_tokens = both(self.output_tokens, entry.output_tokens);
        self.usd = entry.usd.map_or(self.usd, |usd| Some(self.usd.unwrap_or(0.0) + usd));
        self.unpriced += u64::from(entry.usd.is_none() && entry.answered);
        self.seconds += entry.seconds;
    }

    /// The sum of `entries`.
    #[must_use]
    pub fn all<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut sum = Self::default();
        entries.into_iter().for_each(|entry| sum.add(entry));
        sum
    }

    /// The sums by provider and model.
    #[must_use]
    pub fn by_model(entries: &[Entry]) -> BTreeMap<(&str, &str), Self> {
        let mut sums: BTreeMap<(&str, &str), Self> = BTreeMap::new();
        for entry in entries {
            sums.entry((&entry.provider, &entry.model)).or_default().add(entry);
        }
        sums
    }
}
