//! Changes that a language model makes, as a list of operations on elements.
//!
//! The model sees the drawing with an id for every element and says what to replace, remove and add.
//! New elements go through the reader of hostile SVG; what is not named stays as it is, number for number.
//! A model that answers with the whole drawing instead is understood, too.

mod change;
mod fragment;
mod surroundings;
mod tree;
mod whole;

pub use change::Diff;
pub use tree::named;
pub use whole::difference;

use change::{Change, change};
use linocut_ask::{Asking, ask, fill, fit, json_in};
use linocut_core::{
    Context, Drawing, Error, Form, Item, Kind, LanguageModel, Message, Result, Role, TextRequest, Warned,
};
use linocut_svg::{Layout, Precision, WriteOptions, write};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;
use surroundings::{Place, Surroundings};
use tree::ids;

const PROMPT: &str = include_str!("../../prompts/edit.md");
/// Longest drawing that a model is shown, in bytes: about 40,000 tokens.
const LONGEST: usize = 100_000;
/// Longest instruction, in bytes.
const LONGEST_WORDS: usize = 4_000;
/// Most replies that are looked at: the first, and two that were told what is wrong.
const TRIES: u32 = 3;

/// A changed drawing, what changed in it, and what the model says it did.
type Taken = (Drawing, Diff, String);

/// A drawing that a model changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Rewritten {
    /// The drawing; every element has an id.
    pub drawing: Drawing,
    /// The drawing before, with the same ids.
    pub before: Drawing,
    /// What changed.
    pub diff: Diff,
    /// What the model says it did; a stranger's words.
    pub summary: String,
    /// What had to be mended.
    pub warnings: Vec<String>,
}

/// The JSON Schema of changes, as language models are asked for them.
///
/// # Errors
/// [`Kind::Bug`], which a test rules out.
pub fn rewrite_schema() -> Result<Value> {
    let text = include_str!("../../prompts/edit.schema.json");
    serde_json::from_str(text).map_err(|e| Error::new(Kind::Bug, "the schema of changes is not JSON").cause(e))
}

/// Lets `model` change `drawing` as `words` ask; of `only`, if there are any, elements outside stay as they are.
///
/// # Errors
/// [`Kind::Limit`] for a drawing over 100 kB or words over 4 kB, [`Kind::Missing`] when an id of `only` is not there,
/// [`Kind::Unavailable`] when the model gives no change that holds in three tries, and those of model and `cx`.
pub fn rewrite(
    drawing: &Drawing,
    words: &str,
    only: &[String],
    model: &dyn LanguageModel,
    cx: &Context,
) -> Result<Rewritten> {
    let start = named(drawing);
    let there = ids(&start);
    if let Some(lost) = only.iter().find(|id| !there.contains(*id)) {
        return Err(Error::new(Kind::Missing, format!("no element has the id '{lost}'")));
    }
    let options = WriteOptions {
        layout: Layout::Pretty,
        precision: Precision::new(2).unwrap_or_default(),
        ..WriteOptions::default()
    };
    let svg = write(&start, &options);
    if svg.len() > LONGEST || words.len() > LONGEST_WORDS {
        let sentence =
            format!("a drawing of {} bytes is too long for a language model, {LONGEST} is the most", svg.len());
        return Err(Error::new(Kind::Limit, sentence).hinted("`linocut tidy` makes it shorter"));
    }
    let view = start.view_box;
    let view = format!("{} {} {} {}", view.x0, view.y0, view.width(), view.height());
    let mut prompt = fill(PROMPT, &[("svg", &svg), ("words", words), ("view_box", &view)]);
    if !only.is_empty() {
        prompt.extend(["\nOnly these elements may be modified or removed: ", &only.join(", "), ".\n"]);
    }
    let schema = rewrite_schema()?;
    let form = Form::Json(Arc::from(schema.to_string()));
    let messages = vec![Message::new(Role::Person, prompt)];
    let request = TextRequest { form, max_tokens: 8192, ..TextRequest::new("edit", messages) };
    let only: BTreeSet<&str> = only.iter().map(String::as_str).collect();
    let asking = Asking { tries: TRIES, ..Asking::default() };
    let around = Surroundings::of(&svg);
    let answer = ask(model, request, asking, cx, &mut |text| {
        if whole::is_drawing(text) {
            return whole::changed(text, &start, &svg, &only);
        }
        let found = json_in(text)?;
        let fitted = fit(usual(found.value), &schema)?;
        let Warned { value: (summary, changes), warnings } = read(&fitted.value, &around)?;
        let (drawing, diff) = change(&start, &changes, &only)?;
        let warnings = [found.warnings, fitted.warnings, warnings].concat();
        Ok(Warned { value: (drawing, diff, summary), warnings })
    })?;
    let (drawing, diff, summary) = answer.value;
    Ok(Rewritten { drawing, before: start, diff, summary, warnings: answer.warnings })
}

/// The names that models use for the same things.
fn usual(value: Value) -> Value {
    let value = if value.is_array() { serde_json::json!({ "operations": value }) } else { value };
    let Value::Object(mut fields) = value else { return value };
    for name in ["changes", "edits", "ops"] {
        if let Some(list) = fields.remove(name) {
            fields.entry("operations").or_insert(list);
        }
    }
    let operations = fields.get_mut("operations").and_then(Value::as_array_mut).into_iter().flatten();
    for operation in operations.filter_map(Value::as_object_mut) {
        for (theirs, ours) in [
            ("operation", "op"),
            ("type", "op"),
            ("action", "op"),
            ("target", "id"),
            ("anchor", "id"),
            ("element", "svg"),
            ("content", "svg"),
        ] {
            if let Some(held) = operation.remove(theirs) {
                operation.entry(ours).or_insert(held);
            }
        }
        let op = operation.get("op").and_then(Value::as_str).map(|op| match op.to_ascii_lowercase().as_str() {
            "replace" | "update" | "change" | "edit" => "modify".to_owned(),
            "delete" => "remove".to_owned(),
            "insert" | "append" | "create" => "add".to_owned(),
            other => other.to_owned(),
        });
        if let Some(op) = op {
            operation.insert("op".to_owned(), Value::String(op));
        }
    }
    Value::Object(fields)
}

fn read(value: &Value, around: &Surroundings<'_>) -> Result<Warned<(String, Vec<Change>)>> {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (mut changes, mut warnings) = (Vec::new(), Vec::new());
    let mut items = |svg: &str, place: Place<'_>| -> Result<Vec<Item>> {
        let read = fragment::items(svg, place, around)?;
        warnings.extend(read.warnings);
        Ok(read.value)
    };
    for operation in value.get("operations").and_then(Value::as_array).into_iter().flatten() {
        let (id, svg) = (text(operation, "id"), text(operation, "svg"));
        changes.push(match text(operation, "op").as_str() {
            "modify" => Change::Modify { items: items(&svg, Place::Of(&id))?, id },
            "remove" => Change::Remove { id },
            _ => {
                let above = Some(id).filter(|id| !id.is_empty());
                Change::Add { items: items(&svg, above.as_deref().map_or(Place::Top, Place::Beside))?, above }
            }
        });
    }
    let summary: String = text(value, "summary").chars().filter(|c| !c.is_control()).take(300).collect();
    Ok(Warned { value: (summary, changes), warnings })
}

#[cfg(test)]
mod tests;
