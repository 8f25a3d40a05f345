//! Drawing → SVG text.

use linocut_core::{Context, Result, Type, Value};
use linocut_flow::{Inputs, Port, Stage};
use linocut_svg::{Layout, Precision, WriteOptions, write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Writes a drawing as canonical SVG text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WriteSvg {
    /// Whether every element gets a line of its own.
    pub(crate) pretty: bool,
}

impl Stage for WriteSvg {
    const NAME: &'static str = "write-svg";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("drawing", Type::Drawing)];
    const OUTPUT: Type = Type::Text;

    fn run(&self, inputs: &Inputs, _cx: &Context) -> Result<Value> {
        let drawing = inputs.drawing("drawing")?;
        let layout = if self.pretty { Layout::Pretty } else { Layout::Compact };
        let options =
            WriteOptions { layout, precision: Precision::fitting(drawing.view_box), ..WriteOptions::default() };
        Ok(Value::text(write(&drawing, &options)))
    }
}
