//! SVG text → drawing.

use linocut_core::{Context, Result, Type, Value};
use linocut_flow::{Inputs, Port, Stage};
use linocut_svg::{Limits, read};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Reads SVG text, hostile or broken, into a drawing without anything active or external.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ReadSvg {}

impl Stage for ReadSvg {
    const NAME: &'static str = "read-svg";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("svg", Type::Text)];
    const OUTPUT: Type = Type::Drawing;

    fn run(&self, inputs: &Inputs, _cx: &Context) -> Result<Value> {
        let read = read(inputs.text("svg")?.as_bytes(), &Limits::default())?;
        Ok(Value::Drawing(Arc::new(read.value)))
    }
}
