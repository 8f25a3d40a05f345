//! Models behind a guard.

use super::{Guard, Load};
use crate::cost::most;
use linocut_core::{
    Context, Error, ImageModel, ImageRequest, Kind, LanguageModel, Model, ModelId, Raster, Result, TextReply,
    TextRequest, Usage,
};
use std::sync::Arc;

/// A model whose calls a [`Guard`] makes.
pub struct Guarded<M> {
    model: M,
    guard: Arc<Guard>,
}

impl<M> Guarded<M> {
    /// `model` behind `guard`.
    #[must_use]
    pub fn new(model: M, guard: Arc<Guard>) -> Self {
        Self { model, guard }
    }
}

impl<M: Model> Guarded<M> {
    /// The error with the name of the provider, where the guard itself says that it cannot be reached; errors of the model
    /// name it themselves.
    fn named(&self, error: Error) -> Error {
        let name = &self.model.id().name;
        let told = error.kind() != Kind::Unavailable || error.to_string().starts_with(&format!("{name}: "));
        if told { error } else { error.at(name.clone()) }
    }
}

impl<M: Model> Model for Guarded<M> {
    fn id(&self) -> &ModelId {
        self.model.id()
    }
}

impl<M: LanguageModel> LanguageModel for Guarded<M> {
    fn generate(&self, request: &TextRequest, cx: &Context) -> Result<TextReply> {
        let Usage { input_tokens, output_tokens } = most(request);
        let most = input_tokens.unwrap_or(0).saturating_add(output_tokens.unwrap_or(0));
        let took = |reply: &TextReply| Some(reply.usage.input_tokens? + reply.usage.output_tokens?);
        let load = Load { most, took: &took };
        self.guard.weighed(cx, &load, &|cx| self.model.generate(request, cx)).map_err(|error| self.named(error))
    }

    fn sees(&self) -> bool {
        self.model.sees()
    }
}

impl<M: ImageModel> ImageModel for Guarded<M> {
    fn generate(&self, request: &ImageRequest, cx: &Context) -> Result<Raster> {
        self.guard.call(cx, &|cx| self.model.generate(request, cx)).map_err(|error| self.named(error))
    }
}
