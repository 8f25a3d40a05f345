//! Writes down what a model answers.

use super::Exchange;
use linocut_core::{Context, LanguageModel, Model, ModelId, Result, TextReply, TextRequest};

/// Called with every exchange.
type Keep = Box<dyn Fn(&Exchange) + Send + Sync>;

/// A model whose exchanges are written down; requests only as digests, so that nothing private is kept by accident.
pub struct Recorder<M> {
    model: M,
    keep: Keep,
}

impl<M> Recorder<M> {
    /// Hands every exchange of `model` to `keep`.
    #[must_use]
    pub fn new(model: M, keep: Keep) -> Self {
        Self { model, keep }
    }
}

impl<M: Model> Model for Recorder<M> {
    fn id(&self) -> &ModelId {
        self.model.id()
    }
}

impl<M: LanguageModel> LanguageModel for Recorder<M> {
    fn generate(&self, request: &TextRequest, cx: &Context) -> Result<TextReply> {
        let result = self.model.generate(request, cx);
        (self.keep)(&Exchange::of(request, &result));
        result
    }

    fn sees(&self) -> bool {
        self.model.sees()
    }
}
