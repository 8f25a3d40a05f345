//! Mermaid text → what is wrong with it.

use linocut_core::{Context, Result, Type, Value};
use linocut_diagram::{Diagnostic, Fix, Severity, check};
use linocut_flow::{Inputs, Port, Stage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

/// Tells what is wrong with Mermaid text, where, and what to do, as JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CheckDiagram {}

impl Stage for CheckDiagram {
    const NAME: &'static str = "check-diagram";
    const VERSION: u32 = 1;
    const INPUTS: &'static [Port] = &[Port::needed("mermaid", Type::Text)];
    const OUTPUT: Type = Type::Text;

    fn run(&self, inputs: &Inputs, cx: &Context) -> Result<Value> {
        let report = check(&inputs.text("mermaid")?, cx)?;
        Ok(Value::text(Json::Object(findings(&report.diagnostics, &[])).to_string()))
    }
}

/// Most findings of a text, and most mends, that are listed; nobody reads more, and a text can have one in every line.
pub const MOST_LISTED: usize = 100;

/// What is wrong with a diagram and what was mended, as JSON; the names are permanent.
///
/// At most [`MOST_LISTED`] of each are listed; `more` counts the rest.
#[must_use]
pub fn findings(diagnostics: &[Diagnostic], fixes: &[Fix]) -> Map<String, Json> {
    let found = diagnostics.iter().take(MOST_LISTED).map(|found| {
        json!({
            "line": found.line,
            "column": found.column,
            "severity": severity(found),
            "class": found.class.name(),
            "message": found.message,
            "hint": found.hint,
        })
    });
    let mended = fixes
        .iter()
        .take(MOST_LISTED)
        .map(|fix| json!({ "line": fix.line, "column": fix.column, "class": fix.class.name(), "what": fix.what }));
    let valid = diagnostics.iter().all(|found| found.severity == Severity::Warning);
    let more = diagnostics.len().saturating_sub(MOST_LISTED) + fixes.len().saturating_sub(MOST_LISTED);
    let facts = [
        ("valid", json!(valid)),
        ("diagnostics", found.collect::<Vec<Json>>().into()),
        ("fixes", mended.collect::<Vec<Json>>().into()),
        ("more", json!(more)),
    ];
    facts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn severity(found: &Diagnostic) -> &'static str {
    match found.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
