//! Keeps what is asked and answered, for people who want to see it.

use crate::ask::clipped;
use linocut_core::{Context, LanguageModel, Model, ModelId, Result, TextReply, TextRequest};
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of a request and of a reply that are kept.
const MOST: usize = 4_000;
/// Most steps that are kept; a set of a hundred icons takes a few hundred.
const MOST_STEPS: usize = 1_000;

/// One request and what came of it, clipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it was for.
    pub purpose: &'static str,
    /// The last message of the request.
    pub asked: String,
    /// The reply, or why there is none.
    pub answered: Result<String, String>,
}

/// A model whose requests and replies are kept.
pub struct Witness {
    model: Arc<dyn LanguageModel>,
    steps: Mutex<Vec<Step>>,
}

impl Witness {
    /// Keeps what `model` is asked.
    #[must_use]
    pub fn new(model: Arc<dyn LanguageModel>) -> Self {
        Self { model, steps: Mutex::default() }
    }

    /// The steps since the last time that they were taken.
    #[must_use]
    pub fn take(&self) -> Vec<Step> {
        std::mem::take(&mut *self.steps.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Model for Witness {
    fn id(&self) -> &ModelId {
        self.model.id()
    }
}

impl LanguageModel for Witness {
    fn generate(&self, request: &TextRequest, cx: &Context) -> Result<TextReply> {
        let result = self.model.generate(request, cx);
        let asked = request.messages.last().map(|message| clipped(&message.text, MOST)).unwrap_or_default();
        let answered = match &result {
            Ok(reply) => Ok(clipped(&reply.text, MOST)),
            Err(error) => Err(error.to_string()),
        };
        let mut steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
        if steps.len() < MOST_STEPS {
            steps.push(Step { purpose: request.purpose, asked, answered });
        }
        drop(steps);
        result
    }

    fn sees(&self) -> bool {
        self.model.sees()
    }

    fn keep(&self, request: &TextRequest, reply: &TextReply) {
        self.model.keep(request, reply);
    }
}
