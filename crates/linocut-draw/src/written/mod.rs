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
use candidate::{Candidate, answers};
use linocut_core::{Asked, Context, Effort, Error, Kind, LanguageModel, Result};
use serde_json::Value;

/// A language model to draw with.
#[derive(Clone, Copy)]
pub struct Writer<'a> {
    /// The model.
    pub model: &'a dyn LanguageModel,
    /// When it is asked: [`Asked::Unbidden`] means also by [`Route::Auto`], when nothing embedded shows the whole prompt.
    pub asked: Asked,
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

/// What a person hears of progress: so many of the drawings are done.
pub(crate) const DRAWINGS: &str = "drawings";

/// What each of `from` becomes; one that fails leaves the others, all that fail are a failure.
fn all<T>(
    from: impl ExactSizeIterator<Item = T>,
    cx: &Context,
    mut draw: impl FnMut(T) -> Result<Vec<Candidate>>,
) -> Result<Vec<Candidate>> {
    let (mut out, mut last) = (Vec::new(), None);
    let count = u64::try_from(from.len()).unwrap_or(u64::MAX);
    for (one, number) in from.zip(0..) {
        cx.note(DRAWINGS, number, count);
        match draw(one) {
            Ok(drawn) => out.extend(drawn),
            Err(error) if matches!(error.kind(), Kind::Cancelled | Kind::Bug) => return Err(error),
            Err(error) => last = Some(error),
        }
    }
    match last {
        Some(error) if out.is_empty() => Err(error),
        _ => Ok(out),
    }
}

/// The drawings that `writer` makes, best first.
pub(crate) fn write(request: &DrawRequest, means: &Means<'_>, writer: Writer<'_>, cx: &Context) -> Result<Vec<Answer>> {
    let candidates = match request.route {
        Route::Template => template::candidates(request, writer.model, cx)?,
        Route::Auto | Route::Library | Route::Icon | Route::Compose | Route::Plan | Route::Diffusion => {
            plan::candidates(request, means, writer.model, cx)?
        }
    };
    answers(candidates, request, means, writer.model, cx)
}
