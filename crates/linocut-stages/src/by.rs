//! Who does what rules and language models can both do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who does the work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub enum By {
    /// Rules; for what they do not understand the language model, if it may be asked unbidden.
    #[default]
    Auto,
    /// Rules only.
    Rules,
    /// A language model.
    Model,
}
