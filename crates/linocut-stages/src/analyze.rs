//! Picture → facts.

use linocut_core::{Context, Raster, Result, Type, Value};
use linocut_flow::{Inputs, Port, Stage};
use linocut_trace::{Preset, analyze};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// Tells what kind of picture it is: features, palette, class and the preset that suits, as JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Analyze {}

impl Stage for Analyze {
    const NAME: &'static str = "analyze";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("picture", Type::Raster)];
    const OUTPUT: Type = Type::Text;

    fn run(&self, inputs: &Inputs, _cx: &Context) -> Result<Value> {
        Ok(Value::text(analysis(&*inputs.raster("picture")?).to_string()))
    }
}

/// What [`analyze`] finds, as JSON; the names are permanent.
#[must_use]
pub fn analysis(picture: &Raster) -> Json {
    let a = analyze(picture);
    let palette: Vec<Json> =
        a.palette.iter().map(|s| json!({ "color": s.color.to_string(), "share": s.share.get() })).collect();
    json!({
        "width": picture.width(),
        "height": picture.height(),
        "has_alpha": a.has_alpha,
        "class": a.class.name(),
        "confidence": a.confidence.get(),
        "preset": preset(a.preset),
        "features": {
            "edge_density": a.edge_density.get(),
            "unique_colors": a.unique_colors,
            "entropy": a.entropy,
            "corner_density": a.corner_density,
            "gradient_strength": a.gradient_strength.get(),
            "complexity": a.complexity.get(),
            "letters": a.letters,
        },
        "palette": palette,
    })
}

fn preset(preset: Preset) -> &'static str {
    match preset {
        Preset::Logo => "logo",
        Preset::Icon => "icon",
        Preset::Lineart => "lineart",
        Preset::Centerline => "centerline",
        Preset::Cutter => "cutter",
        Preset::Pixel => "pixel",
        Preset::Photo => "photo",
    }
}
