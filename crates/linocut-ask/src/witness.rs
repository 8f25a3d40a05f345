//! Keeps what is asked and answered, for people who want to see it.

use crate::ask::clipped;
use linocut_core::{Context, LanguageModel, Model, ModelId, Result, TextReply, TextRequest};
use std::sync::{Mutex, PoisonError};

/// Bytes of a request and of a reply that are kept.
const MOST: usize = 4_000;

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
pub struct Witness<'a> {
    model: &'a dyn LanguageModel,
    steps: Mutex<Vec<Step>>,
}

impl<'a> Witness<'a> {
    /// Keeps what `model` is asked.
    #[must_use]
    pub fn new(model: &'a dyn LanguageModel) -> Self {
        Self { model, steps: Mutex::default() }
    }

    /// The steps so far.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Model for Witness<'_> {
    fn id(&self) -> &ModelId {
        self.model.id()
    }
}

impl LanguageModel for Witness<'_> {
    fn generate(&self, request: &TextRequest, cx: &Context) -> Result<TextReply> {
        let result = self.model.generate(request, cx);
        let asked = request.messages.last().map(|message| clipped(&message.text, MOST)).unwrap_or_default();
        let answered = match &result {
            Ok(reply) => Ok(clipped(&reply.text, MOST)),
            Err(error) => Err(error.to_string()),
        };
        let step = Step { purpose: request.purpose, asked, answered };
        self.steps.lock().unwrap_or_else(PoisonError::into_inner).push(step);
        result
    }

    fn sees(&self) -> bool {
        self.model.sees()
    }
}
