//! Picture → facts.

use linocut_core::{Context, Raster, Result, Type, Value};
use linocut_flow::{Inputs, Port, Stage};
use linocut_trace::{Analysis, analyze};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

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

/// What [`analyze`] finds in a picture, as JSON.
#[must_use]
pub fn analysis(picture: &Raster) -> Json {
    Json::Object(facts((picture.width(), picture.height()), &analyze(picture)))
}

/// An analysis of a picture of `size` pixels, as JSON; the names are permanent.
#[must_use]
pub fn facts(size: (u32, u32), a: &Analysis) -> Map<String, Json> {
    let features = json!({
        "edge_density": a.edge_density.get(),
        "unique_colors": a.unique_colors,
        "entropy": a.entropy,
        "corner_density": a.corner_density,
        "gradient_strength": a.gradient_strength.get(),
        "complexity": a.complexity.get(),
        "letters": a.letters,
    });
    let palette: Vec<Json> =
        a.palette.iter().map(|s| json!({ "color": s.color.to_string(), "share": s.share.get() })).collect();
    let facts = [
        ("width", json!(size.0)),
        ("height", json!(size.1)),
        ("has_alpha", json!(a.has_alpha)),
        ("class", json!(a.class.name())),
        ("confidence", json!(a.confidence.get())),
        ("preset", json!(a.preset.name())),
        ("features", features),
        ("palette", json!(palette)),
    ];
    facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
