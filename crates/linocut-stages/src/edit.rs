//! Drawing + words → drawing.

use linocut_core::{Context, Error, Kind, Result, Type, Value, Warned};
use linocut_edit::{apply, parse, stock};
use linocut_flow::{Inputs, Port, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Changes a drawing by plain words: colors, lines, outline and solid, flip, rotate, scale, pad, background, badges.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Edit {
    /// What to change, such as `make it red, thicker`, unless words are connected.
    pub(crate) words: String,
}

impl Stage for Edit {
    const NAME: &'static str = "edit";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("drawing", Type::Drawing), Port::open("words", Type::Text)];
    const OUTPUT: Type = Type::Drawing;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        self.run_warned(inputs, cx).map(|edited| edited.value)
    }

    fn run_warned(&self, inputs: &Inputs, _cx: &Context) -> Result<Warned<Value>> {
        let words = if inputs.get("words").is_some() { inputs.text("words")? } else { self.words.as_str().into() };
        if words.trim().is_empty() {
            return Err(
                Error::new(Kind::Input, "no edit is asked for").hinted("say it in words, such as \"make it red\"")
            );
        }
        let drawing = inputs.drawing("drawing")?;
        let edited = apply(&drawing, &parse(&words)?, &stock)?;
        Ok(Warned { value: Value::Drawing(Arc::new(edited.value)), warnings: edited.warnings })
    }
}
