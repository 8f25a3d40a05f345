//! Words → Mermaid text.

use crate::by::By;
use crate::edit::needed;
use linocut_core::{Asked, Context, Error, Kind, Result, Type, Value, Warned};
use linocut_diagram::{Family, compose, mermaid, write};
use linocut_flow::{Inputs, Port, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest clause that a comment repeats, in letters.
const LONGEST_QUOTE: usize = 100;

/// Turns sentences into the Mermaid text of a diagram; comments at its end name what rules did not understand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ComposeDiagram {
    /// The kind of diagram, such as `sequence`; from the words when left out.
    pub(crate) family: Option<String>,
    /// Who reads the words.
    pub(crate) by: By,
}

impl Stage for ComposeDiagram {
    const NAME: &'static str = "compose-diagram";
    const VERSION: u32 = 2;
    const INPUTS: &'static [Port] = &[Port::needed("words", Type::Text)];
    const OUTPUT: Type = Type::Text;
    const ASKS: bool = true;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        self.run_warned(inputs, cx).map(|composed| composed.value)
    }

    fn run_warned(&self, inputs: &Inputs, cx: &Context) -> Result<Warned<Value>> {
        let family = self.family.as_deref().map(Family::parse).transpose()?;
        let planned = planned(&inputs.text("words")?, family, self.by, cx)?;
        let Warned { value: mut text, warnings } = planned.text;
        for clause in &planned.unused {
            let clause = clause.split_whitespace().collect::<Vec<_>>().join(" ").replace(['{', '}'], "");
            let clause = clause.chars().take(LONGEST_QUOTE).collect::<String>();
            text.push_str("%% not understood: ");
            text.push_str(&clause);
            text.push('\n');
        }
        Ok(Warned { value: Value::text(text), warnings })
    }
}

/// A diagram as Mermaid text, and who made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// The text, and what had to be mended.
    pub text: Warned<String>,
    /// [`By::Rules`] or [`By::Model`].
    pub by: By,
    /// How many clauses the words have; 0 when a language model read them.
    pub clauses: usize,
    /// Those that rules did not understand.
    pub unused: Vec<String>,
}

/// The Mermaid text of the diagram that `words` describe: by rules, or by the language model of `cx`, without an answer of which
/// rules do what they can.
///
/// # Errors
/// [`Kind::Unavailable`] when a language model is to do it and none is known; those of rules and model.
pub fn planned(words: &str, family: Option<Family>, by: By, cx: &Context) -> Result<Planned> {
    let ruled = || -> Result<Planned> {
        let composed = compose(words, family)?;
        let text = Warned::clean(mermaid(&composed.plan)?);
        Ok(Planned { text, by: By::Rules, clauses: composed.clauses, unused: composed.unused })
    };
    let whole = || ruled().is_ok_and(|planned| planned.unused.is_empty());
    let model = match by {
        By::Rules => None,
        By::Model => Some(needed(cx)?),
        By::Auto => cx.language.as_deref().filter(|_| cx.asked == Asked::Unbidden && !whole()),
    };
    let Some(model) = model else { return ruled() };
    match write(words, family, model, cx) {
        Ok(Warned { value, warnings }) => {
            let text = Warned { value: value.text, warnings };
            Ok(Planned { text, by: By::Model, clauses: 0, unused: Vec::new() })
        }
        // What rules understand is there still when the model does not answer.
        Err(error) if matches!(error.kind(), Kind::Unavailable | Kind::Limit | Kind::Refused) => {
            cx.check()?;
            cx.forget();
            let mut planned = ruled().map_err(|_| Error::new(error.kind(), error.to_string()))?;
            planned.text.warnings.push(format!("composed by rules, the language model gave no plan: {error}"));
            Ok(planned)
        }
        Err(error) => Err(error),
    }
}
