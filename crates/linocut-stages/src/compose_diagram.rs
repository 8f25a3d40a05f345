//! Words → Mermaid text.

use linocut_core::{Context, Result, Type, Value};
use linocut_diagram::{Family, compose, mermaid};
use linocut_flow::{Inputs, Port, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest clause that a comment repeats, in letters.
const LONGEST_QUOTE: usize = 100;

/// Turns sentences into the Mermaid text of a diagram, by rules; comments at its end name what was not understood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ComposeDiagram {
    /// The kind of diagram, such as `sequence`; from the words when left out.
    pub(crate) family: Option<String>,
}

impl Stage for ComposeDiagram {
    const NAME: &'static str = "compose-diagram";
    const VERSION: u32 = 2;
    const INPUTS: &'static [Port] = &[Port::needed("words", Type::Text)];
    const OUTPUT: Type = Type::Text;

    fn run(&self, inputs: &Inputs, _cx: &Context) -> Result<Value> {
        let family = self.family.as_deref().map(Family::parse).transpose()?;
        let composed = compose(&inputs.text("words")?, family)?;
        let mut text = mermaid(&composed.plan)?;
        for clause in &composed.unused {
            let clause = clause.split_whitespace().collect::<Vec<_>>().join(" ").replace(['{', '}'], "");
            let clause = clause.chars().take(LONGEST_QUOTE).collect::<String>();
            text.push_str("%% not understood: ");
            text.push_str(&clause);
            text.push('\n');
        }
        Ok(Value::text(text))
    }
}
