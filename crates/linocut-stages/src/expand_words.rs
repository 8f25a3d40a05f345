//! Words → a description of one side of a picture, by a language model.

use crate::words::{Side, answered};
use linocut_ask::fill;
use linocut_core::{Context, Result, Type, Value};
use linocut_flow::{Inputs, Port, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const WHAT: &str = include_str!("../prompts/expand-what.md");
const HOW: &str = include_str!("../prompts/expand-how.md");

/// Describes what a picture shows, or how it is drawn, from a few words; asks the language model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ExpandWords {
    /// The side of the picture that is described.
    pub(crate) side: Side,
}

impl Stage for ExpandWords {
    const NAME: &'static str = "expand-words";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("words", Type::Text)];
    const OUTPUT: Type = Type::Text;
    const ASKS: bool = true;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        let prompt = match self.side {
            Side::What => WHAT,
            Side::How => HOW,
        };
        answered("expand", fill(prompt, &[("words", &inputs.text("words")?)]), cx)
    }
}
