//! Makes Mermaid text of many prompts or plans at once, to be measured:
//! `diagrams < LINES > OUT`, where each line is `{"id": …, "prompt": …, "type": …}` or `{"id": …, "plan": {…}}`.

use linocut_core::Context;
use linocut_diagram::{Family, Plan, check, compose, mermaid};
use serde_json::{Value, json};
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let value: Value = serde_json::from_str(&line?)?;
        let family = value.get("type").and_then(Value::as_str).and_then(|name| Family::parse(name).ok());
        let mut unused = Vec::new();
        let made = match value.get("prompt").and_then(Value::as_str) {
            Some(words) => compose(words, family).and_then(|composed| {
                unused.clone_from(&composed.unused);
                mermaid(&composed.plan)
            }),
            None => {
                Plan::from_json(&value.get("plan").unwrap_or(&Value::Null).to_string()).and_then(|plan| mermaid(&plan))
            }
        };
        let (output, error) = match made {
            Ok(text) => (text, None),
            Err(error) => (
                String::new(),
                Some(format!("{error} {:?}", std::error::Error::source(&error).map(ToString::to_string))),
            ),
        };
        let valid = check(&output, &Context::default()).is_ok_and(|report| report.valid());
        writeln!(
            out,
            "{}",
            json!({ "id": value.get("id"), "output": output, "error": error, "unused": unused, "valid": valid })
        )?;
    }
    Ok(())
}
