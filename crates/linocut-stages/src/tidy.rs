//! Drawing → the same picture with less.

use linocut_core::{Context, Result, Type, Value};
use linocut_flow::{Inputs, Port, Stage};
use linocut_svg::{TidyOptions, tidy};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Rounds, joins and drops what is not seen: the same picture in fewer bytes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Tidy {
    /// How far a boundary may move, in units of the view box; half a unit of the last digit written when left out.
    #[schemars(range(min = 0.0, max = 10.0))]
    pub(crate) max_error: Option<f64>,
}

impl Stage for Tidy {
    const NAME: &'static str = "tidy";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("drawing", Type::Drawing)];
    const OUTPUT: Type = Type::Drawing;

    fn run(&self, inputs: &Inputs, _cx: &Context) -> Result<Value> {
        let options = TidyOptions { max_error: self.max_error, ..TidyOptions::default() };
        Ok(Value::Drawing(Arc::new(tidy(&*inputs.drawing("drawing")?, &options))))
    }
}
