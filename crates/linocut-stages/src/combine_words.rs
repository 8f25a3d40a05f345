//! What and how → one prompt.

use crate::words::answered;
use linocut_ask::fill;
use linocut_core::{Asked, Context, Result, Type, Value};
use linocut_flow::{Inputs, Port, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const PROMPT: &str = include_str!("../prompts/combine.md");

/// Makes one prompt of what a picture shows and how it is drawn; asks the language model if it may be asked unbidden,
/// else joins both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CombineWords {}

impl Stage for CombineWords {
    const NAME: &'static str = "combine-words";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("what", Type::Text), Port::needed("how", Type::Text)];
    const OUTPUT: Type = Type::Text;
    const ASKS: bool = true;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        let (what, how) = (inputs.text("what")?, inputs.text("how")?);
        if cx.language.is_none() || cx.asked != Asked::Unbidden {
            return Ok(Value::text(format!("{}. {}", what.trim().trim_end_matches('.'), how.trim())));
        }
        answered("combine", fill(PROMPT, &[("what", &*what), ("how", &*how)]), cx)
    }
}
