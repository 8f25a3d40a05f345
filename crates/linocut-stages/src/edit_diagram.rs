//! Mermaid text + words → Mermaid text.

use linocut_core::{Context, Error, Kind, Result, Type, Value};
use linocut_diagram::{Plan, edit, mermaid, parse_edits};
use linocut_flow::{Inputs, Port, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Changes a diagram by plain words, such as `rename API to Gateway; insert Cache between Gateway and DB`: nodes, edges,
/// groups, values, title, direction. The rest stays, and so do its ids.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct EditDiagram {
    /// What to change, unless words are connected.
    pub(crate) words: String,
}

impl Stage for EditDiagram {
    const NAME: &'static str = "edit-diagram";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("mermaid", Type::Text), Port::open("words", Type::Text)];
    const OUTPUT: Type = Type::Text;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        let words = if inputs.get("words").is_some() { inputs.text("words")? } else { self.words.as_str().into() };
        if words.trim().is_empty() {
            let error = Error::new(Kind::Input, "no edit is asked for");
            return Err(error.hinted("say it in words, such as \"remove Cache\""));
        }
        let plan = Plan::from_mermaid(&inputs.text("mermaid")?, cx)?;
        Ok(Value::text(mermaid(&edit(&plan, &parse_edits(&words)?)?)?))
    }
}
