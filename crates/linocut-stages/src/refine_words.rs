//! A description + a critique of the picture made of it → a better description, by a language model.

use crate::words::{Side, answered};
use linocut_ask::fill;
use linocut_core::{Context, Result, Type, Value};
use linocut_flow::{Inputs, Port, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const PROMPT: &str = include_str!("../prompts/refine.md");

/// Writes a description anew, so that what was criticized in its picture gets better; asks the language model.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RefineWords {
    /// The side of the picture that the words describe.
    pub(crate) side: Side,
}

impl Stage for RefineWords {
    const NAME: &'static str = "refine-words";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("words", Type::Text), Port::needed("critique", Type::Text)];
    const OUTPUT: Type = Type::Text;
    const ASKS: bool = true;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        let (side, other) = self.side.said();
        let (words, critique) = (inputs.text("words")?, inputs.text("critique")?);
        let values = [("side", side), ("other", other), ("words", &*words), ("critique", &*critique)];
        answered("refine", fill(PROMPT, &values), cx)
    }
}
