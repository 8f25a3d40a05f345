//! Picture + picture → score.

use linocut_core::{Context, Result, Type, Value};
use linocut_flow::{Inputs, Port, Stage};
use linocut_svg::score::compare;
use linocut_svg::{RenderOptions, render};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Measures how close a drawing is to a picture, rendered at the picture's size.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Score {}

impl Stage for Score {
    const NAME: &'static str = "score";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("reference", Type::Raster), Port::needed("drawing", Type::Drawing)];
    const OUTPUT: Type = Type::Score;

    fn run(&self, inputs: &Inputs, _cx: &Context) -> Result<Value> {
        let reference = inputs.raster("reference")?;
        let (width, height) = (Some(reference.width()), Some(reference.height()));
        let options = RenderOptions { width, height, ..RenderOptions::default() };
        let candidate = render(&*inputs.drawing("drawing")?, &options)?;
        Ok(Value::Score(Arc::new(compare(&reference, &candidate)?)))
    }
}
