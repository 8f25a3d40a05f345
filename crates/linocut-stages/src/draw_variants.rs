//! Words → several drawings.

use crate::draw::{Draw, built_in};
use linocut_core::{Context, Drawing, ModelId, Result, Type, Value};
use linocut_flow::{Inputs, Port, Stage};
use linocut_svg::{Precision, WriteOptions, write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Draws several icons for words at once, as a JSON list of SVG texts, the best first; fewer than asked for are no
/// mistake.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct DrawVariants(Draw);

impl Stage for DrawVariants {
    const NAME: &'static str = "draw-variants";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("words", Type::Text)];
    const OUTPUT: Type = Type::Text;
    const ASKS: bool = true;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        let drawings = self.0.answers(inputs, cx)?;
        let svgs: Vec<String> = drawings.iter().map(compact).collect();
        Ok(Value::text(json!(svgs).to_string()))
    }

    fn models(&self) -> Vec<ModelId> {
        built_in()
    }
}

fn compact(drawing: &Drawing) -> String {
    write(drawing, &WriteOptions { precision: Precision::fitting(drawing.view_box), ..WriteOptions::default() })
}
