//! Words → several drawings.

use crate::draw::{Draw, built_in};
use linocut_core::{Context, Drawing, ModelId, Result, Type, Value, Warned};
use linocut_draw::{Answer, Drawn, Source};
use linocut_flow::{Inputs, Port, Stage};
use linocut_svg::{Precision, WriteOptions, write};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// Draws several icons for words at once, as JSON: `why` the first is what it is, `warnings`, and `variants`, the best
/// first, each with its `svg`, `route`, `note`, `credit`, `score` and `flaws`; fewer than asked for are no mistake.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub(crate) struct DrawVariants(Draw);

impl Stage for DrawVariants {
    const NAME: &'static str = "draw-variants";
    const VERSION: u32 = 2;
    const INPUTS: &'static [Port] = &[Port::needed("words", Type::Text)];
    const OUTPUT: Type = Type::Text;
    const ASKS: bool = true;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        self.run_warned(inputs, cx).map(|drawn| drawn.value)
    }

    fn run_warned(&self, inputs: &Inputs, cx: &Context) -> Result<Warned<Value>> {
        let drawn = self.0.drawn(inputs.text("words")?.as_ref(), cx)?;
        Ok(Warned { value: Value::text(told(&drawn).to_string()), warnings: drawn.warnings })
    }

    fn models(&self) -> Vec<ModelId> {
        built_in()
    }
}

/// What was drawn, as JSON: `why`, `warnings`, `variants`.
#[must_use]
pub fn told(drawn: &Drawn) -> Json {
    let variants: Vec<Json> = drawn.answers.iter().map(variant).collect();
    json!({ "why": drawn.why, "warnings": drawn.warnings, "variants": variants })
}

fn variant(answer: &Answer) -> Json {
    let flaws: &[String] = match &answer.source {
        Source::Written { flaws, .. } => flaws,
        Source::Library { .. } | Source::Composed { .. } | Source::Generated { .. } | Source::Painted { .. } => &[],
    };
    json!({
        "svg": compact(&answer.drawing),
        "route": answer.source.route().name(),
        "note": answer.source.note(),
        "credit": answer.source.credit(),
        "score": answer.score.get(),
        "flaws": flaws,
    })
}

fn compact(drawing: &Drawing) -> String {
    write(drawing, &WriteOptions { precision: Precision::fitting(drawing.view_box), ..WriteOptions::default() })
}
