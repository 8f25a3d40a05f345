//! Drawing → SVG text.

use crate::choice::choice;
use linocut_core::{Context, Result, Type, Value};
use linocut_flow::{Inputs, Port, Stage};
use linocut_svg::{Layout, Precision, WriteOptions, write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Writes a drawing as canonical SVG text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WriteSvg {
    /// Whether every element gets a line of its own.
    pub(crate) pretty: bool,
    /// How shapes that repeat are written.
    pub(crate) repeat: Repeat,
}

choice! {
    /// Shapes that repeat.
    Repeat => linocut_svg::Repeats {
        /// Each by itself.
        Copies,
        /// As `<use>` of the first one, so that an edit of that changes all.
        #[serde(rename = "use")]
        Uses,
    }
}

impl Default for WriteSvg {
    fn default() -> Self {
        Self { pretty: false, repeat: Repeat::Copies }
    }
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
            WriteOptions { layout, precision: Precision::fitting(drawing.view_box), repeats: self.repeat.into() };
        Ok(Value::text(write(&drawing, &options)))
    }
}
