//! What happened in a run.

use crate::memo::Kept;
use linocut_ask::Step;
use linocut_core::Kind;
use serde::Serialize;
use std::time::Duration;

/// Hears what happens while it happens; called from several threads.
pub trait Observer: Send + Sync {
    /// The time since the run began; zero for one without a clock.
    fn elapsed(&self) -> Duration;
    /// Hears an event.
    fn hear(&self, event: &Event);
    /// Sees the value of a node, right before the event that it finished or is pinned.
    fn see(&self, _node: &str, _kept: &Kept) {}
}

/// An observer without ears or clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unobserved;

impl Observer for Unobserved {
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }
    fn hear(&self, _event: &Event) {}
}

/// Something that happened to a node.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Event {
    /// The node.
    pub node: String,
    /// Milliseconds since the run began.
    pub at_ms: f64,
    /// What happened.
    #[serde(flatten)]
    pub what: Happened,
}

/// What can happen to a node.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Happened {
    /// It began to run.
    Started {
        /// What its result will be kept under.
        key: String,
    },
    /// Its stage is this far.
    Progress {
        /// What it is doing.
        step: String,
        /// Steps done.
        done: u64,
        /// Of so many.
        total: u64,
    },
    /// It asked a model.
    Asked {
        /// What for; `paint` for a picture.
        purpose: &'static str,
        /// Name of the provider and of the model.
        model: String,
        /// The last message of the request, clipped.
        asked: String,
        /// The reply, clipped; `None` when there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        answered: Option<String>,
        /// Why there is none.
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>,
        /// How long it took.
        seconds: f64,
        /// Tokens that were read, where the provider tells them.
        input_tokens: Option<u64>,
        /// Tokens that were written, where the provider tells them.
        output_tokens: Option<u64>,
    },
    /// It has a value.
    Finished {
        /// Digest of the value.
        digest: String,
        /// Its type.
        value: &'static str,
        /// Whether the memo had it.
        cached: bool,
        /// What it was kept under.
        key: String,
        /// What a person should know of it.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        warnings: Vec<String>,
    },
    /// It failed.
    Failed {
        /// The kind of failure, lower case.
        kind: &'static str,
        /// The sentence.
        error: String,
        /// The node that answers instead.
        #[serde(skip_serializing_if = "Option::is_none")]
        instead: Option<String>,
    },
    /// Its value was given, nothing ran.
    Pinned {
        /// Digest of the value.
        digest: String,
    },
}

impl From<Step> for Happened {
    fn from(step: Step) -> Self {
        let Step { purpose, model, asked, answered, took, usage, .. } = step;
        let (answered, error) = answered.map_or_else(|error| (None, Some(error)), |text| (Some(text), None));
        let (input_tokens, output_tokens) = (usage.input_tokens, usage.output_tokens);
        Self::Asked { purpose, model, asked, answered, error, seconds: took.as_secs_f64(), input_tokens, output_tokens }
    }
}

/// A run as data: what the studio draws and `--timings` prints.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Record {
    /// What happened, in order, without [`Happened::Progress`].
    pub events: Vec<Event>,
}

impl Record {
    /// What became of `node` in the end.
    #[must_use]
    pub fn last(&self, node: &str) -> Option<&Event> {
        self.events.iter().rev().find(|event| event.node == node)
    }

    /// Milliseconds that `node` took from start to end; `None` when it did not run.
    #[must_use]
    pub fn took_ms(&self, node: &str) -> Option<f64> {
        let mut of_node = self.events.iter().filter(|event| event.node == node);
        let start = of_node.find(|event| matches!(event.what, Happened::Started { .. }))?;
        let end = of_node.find(|event| !matches!(event.what, Happened::Asked { .. }))?;
        Some(end.at_ms - start.at_ms)
    }
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

pub(crate) const fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Input => "input",
        Kind::Missing => "missing",
        Kind::Unavailable => "unavailable",
        Kind::Limit => "limit",
        Kind::Refused => "refused",
        Kind::Cancelled => "cancelled",
        Kind::Io => "io",
        Kind::Bug => "bug",
    }
}
