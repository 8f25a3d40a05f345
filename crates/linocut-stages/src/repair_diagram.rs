//! Mermaid text → the same, mended.

use linocut_core::{Context, Result, Type, Value};
use linocut_diagram::repair;
use linocut_flow::{Inputs, Port, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Mends Mermaid text by rules as far as they know; text without a mistake stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct RepairDiagram {}

impl Stage for RepairDiagram {
    const NAME: &'static str = "repair-diagram";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("mermaid", Type::Text)];
    const OUTPUT: Type = Type::Text;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        repair(&inputs.text("mermaid")?, cx).map(|repaired| Value::text(repaired.text))
    }
}
