//! Drawing + words → drawing.

use crate::by::By;
use linocut_core::{Asked, Context, Drawing, Error, Kind, Result, Type, Value, Warned};
use linocut_edit::{Rewritten, apply, parse, rewrite, stock};
use linocut_flow::{Inputs, Port, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Changes a drawing by plain words: colors, lines, outline and solid, flip, rotate, scale, pad, background, badges by
/// rules; anything else by a language model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Edit {
    /// What to change, such as `make it red, thicker`, unless words are connected.
    pub(crate) words: String,
    /// Who makes the change.
    pub(crate) by: By,
    /// Elements that a language model may change, by their ids; all when empty.
    pub(crate) only: Vec<String>,
}

impl Stage for Edit {
    const NAME: &'static str = "edit";
    const VERSION: u32 = 2;
    const INPUTS: &'static [Port] = &[Port::needed("drawing", Type::Drawing), Port::open("words", Type::Text)];
    const OUTPUT: Type = Type::Drawing;
    const ASKS: bool = true;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        self.run_warned(inputs, cx).map(|edited| edited.value)
    }

    fn run_warned(&self, inputs: &Inputs, cx: &Context) -> Result<Warned<Value>> {
        let words = if inputs.get("words").is_some() { inputs.text("words")? } else { self.words.as_str().into() };
        let drawing = inputs.drawing("drawing")?;
        let Warned { value, warnings } = match edited(&drawing, &words, (self.by, &self.only), cx)? {
            Edited::ByRules(edited) => edited,
            Edited::ByModel(rewritten) => Warned { value: rewritten.drawing, warnings: rewritten.warnings },
        };
        Ok(Warned { value: Value::Drawing(Arc::new(value)), warnings })
    }
}

/// A changed drawing, and who changed it.
#[derive(Clone, Debug, PartialEq)]
pub enum Edited {
    /// Rules did; with what could not be done.
    ByRules(Warned<Drawing>),
    /// A language model did.
    ByModel(Box<Rewritten>),
}

/// Changes `drawing` as `words` say: by rules, or by the language model of `cx`, which may change the elements `only`,
/// or any when there are none.
///
/// # Errors
/// [`Kind::Input`] for words that say nothing, or that rules do not understand when they are to do it,
/// [`Kind::Unavailable`] when a language model is to do it and none is known, and those of rules and model.
pub fn edited(drawing: &Drawing, words: &str, (by, only): (By, &[String]), cx: &Context) -> Result<Edited> {
    if words.trim().is_empty() {
        return Err(Error::new(Kind::Input, "no edit is asked for").hinted("say it in words, such as \"make it red\""));
    }
    let by_rules = || -> Result<Edited> {
        if !only.is_empty() {
            return Err(Error::new(Kind::Input, "rules cannot keep to some elements only")
                .hinted("a language model can: by = model"));
        }
        Ok(Edited::ByRules(apply(drawing, &parse(words)?, &stock)?))
    };
    let by_model = |model| Ok(Edited::ByModel(Box::new(rewrite(drawing, words, only, model, cx)?)));
    match by {
        By::Rules => by_rules(),
        By::Model => by_model(needed(cx)?),
        By::Auto => match (by_rules(), cx.language.as_deref().filter(|_| cx.asked == Asked::Unbidden)) {
            // What rules do not understand, or have no artwork for.
            (Err(error), Some(model)) if matches!(error.kind(), Kind::Input | Kind::Missing) => by_model(model),
            (ruled, _) => ruled,
        },
    }
}

/// The language model that is needed.
pub(crate) fn needed(cx: &Context) -> Result<&dyn linocut_core::LanguageModel> {
    cx.language.as_deref().ok_or_else(|| {
        Error::new(Kind::Unavailable, "this needs a language model, none is known")
            .hinted("`linocut providers list` shows how one is made known")
    })
}
