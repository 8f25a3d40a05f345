//! Drawings that a language model writes: planned and then drawn, or described, drawn, looked at and drawn again.
//!
//! A model proposes, rules decide: every reply goes through the reader of hostile SVG, every candidate is kept and judged,
//! and the best one wins, which is not always the last.

mod accept;
mod candidate;
mod critique;
mod duel;
mod examples;
mod plan;
mod template;

pub use critique::{Flaw, FlawSort, critique};

use crate::answer::Answer;
use crate::request::{DrawRequest, Means, Route};
use candidate::answers;
use linocut_core::{Context, Effort, Error, Kind, LanguageModel, Result};
use serde_json::Value;

/// A language model to draw with.
#[derive(Clone, Copy)]
pub struct Writer<'a> {
    /// The model.
    pub model: &'a dyn LanguageModel,
    /// When it is asked.
    pub asked: Asked,
}

/// When a language model is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// When the route names it.
    OnRequest,
    /// Also by [`Route::Auto`], when nothing embedded shows the whole prompt.
    Unbidden,
}

/// The JSON Schema of plans for icons, as language models are asked for them.
///
/// # Errors
/// [`Kind::Bug`], which a test rules out.
pub fn plan_schema() -> Result<Value> {
    let text = include_str!("../../prompts/plan.schema.json");
    serde_json::from_str(text).map_err(|e| Error::new(Kind::Bug, "the schema of plans is not JSON").cause(e))
}

/// Times that a drawing is shown again with what is wrong with it.
pub(crate) const fn rounds(effort: Effort) -> usize {
    match effort {
        Effort::Fast => 0,
        Effort::Balanced => 1,
        Effort::Best => 2,
    }
}

/// The drawings that `writer` makes, best first.
pub(crate) fn write(request: &DrawRequest, means: &Means<'_>, writer: Writer<'_>, cx: &Context) -> Result<Vec<Answer>> {
    let candidates = match request.route {
        Route::Template => template::candidates(request, writer.model, cx)?,
        Route::Auto | Route::Library | Route::Icon | Route::Compose | Route::Plan => {
            plan::candidates(request, means, writer.model, cx)?
        }
    };
    answers(candidates, request, means, writer.model, cx)
}
