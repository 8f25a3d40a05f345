//! Drawing → picture.

use linocut_core::{Context, Result, Rgba, Type, Value};
use linocut_flow::{Inputs, Port, Stage};
use linocut_svg::{RenderOptions, render};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Renders a drawing to pixels.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Render {
    /// Width in pixels; the drawing's own when left out.
    #[schemars(range(min = 1, max = 32768))]
    pub(crate) width: Option<u32>,
    /// Height in pixels; from the width when left out.
    #[schemars(range(min = 1, max = 32768))]
    pub(crate) height: Option<u32>,
    /// Color under the drawing, such as `#fff`; none when left out.
    pub(crate) background: Option<String>,
}

impl Stage for Render {
    const NAME: &'static str = "render";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("drawing", Type::Drawing)];
    const OUTPUT: Type = Type::Raster;

    fn run(&self, inputs: &Inputs, _cx: &Context) -> Result<Value> {
        let background = self.background.as_deref().map(Rgba::parse).transpose()?;
        let (width, height) = (self.width, self.height);
        let options = RenderOptions { width, height, background, ..RenderOptions::default() };
        Ok(Value::Raster(Arc::new(render(&*inputs.drawing("drawing")?, &options)?)))
    }
}
