//! Plans under the names that models use for the same things.

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Lists of things that have an id and a label.
const THINGS: [&str; 6] = ["nodes", "states", "participants", "classes", "entities", "groups"];
/// Lists of what joins two things.
const JOINTS: [&str; 4] = ["edges", "transitions", "relations", "relationships"];

/// Makes bare names things, and lets what joins them go by their ids.
pub(super) fn name(plan: &mut Map<String, Value>) {
    let mut ids = BTreeMap::new();
    for list in THINGS {
        for (one, number) in items(plan, list).zip(1..) {
            thing(one, &format!("{list}{number}"), &mut ids);
        }
    }
    for list in JOINTS {
        for one in items(plan, list) {
            joint(one, &ids);
        }
    }
}

fn items<'a>(plan: &'a mut Map<String, Value>, list: &str) -> impl Iterator<Item = &'a mut Value> {
    plan.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten()
}

/// Completes a thing, and notes which id its label stands for.
fn thing(value: &mut Value, spare: &str, ids: &mut BTreeMap<String, String>) {
    if let Value::String(label) = value {
        *value = json!({ "label": std::mem::take(label) });
    }
    let Some(fields) = value.as_object_mut() else { return };
    for theirs in ["text", "name", "title"] {
        rename(fields, theirs, "label");
    }
    let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
    match (text("id"), text("label")) {
        (Some(id), Some(label)) => drop(ids.entry(label).or_insert(id)),
        (Some(id), None) => drop(fields.insert("label".to_owned(), json!(id))),
        (None, Some(label)) => {
            let id = id(&label, spare);
            fields.insert("id".to_owned(), json!(id));
            ids.entry(label).or_insert(id);
        }
        (None, None) => {}
    }
}

/// Lets a joint name its ends by id where it names them by label.
fn joint(value: &mut Value, ids: &BTreeMap<String, String>) {
    if let Some(ends) = ends(value) {
        *value = ends;
    }
    let Some(fields) = value.as_object_mut() else { return };
    for (theirs, ours) in [("source", "from"), ("target", "to"), ("text", "label")] {
        rename(fields, theirs, ours);
    }
    for end in ["from", "to"] {
        let Some(said) = fields.get(end).and_then(Value::as_str) else { continue };
        if let Some(id) = ids.get(said).filter(|_| !ids.values().any(|id| id == said)) {
            fields.insert(end.to_owned(), json!(id));
        }
    }
}

/// A joint of a list of its ends, or of an arrow between them.
fn ends(value: &Value) -> Option<Value> {
    match value {
        Value::Array(parts) => Some(json!({ "from": parts.first()?, "to": parts.get(1)?, "label": parts.get(2) })),
        Value::String(text) => {
            let (from, to) = text.split_once("->").or_else(|| text.split_once('\u{2192}'))?;
            Some(json!({ "from": from.trim_end_matches('-').trim(), "to": to.trim_start_matches('>').trim() }))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
    }
}

fn rename(fields: &mut Map<String, Value>, theirs: &str, ours: &str) {
    if !fields.contains_key(ours)
        && let Some(value) = fields.remove(theirs)
    {
        fields.insert(ours.to_owned(), value);
    }
}

/// An id made of a label; `spare` where no letter of it can stand in one.
fn id(label: &str, spare: &str) -> String {
    let plain: String = label.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<&str> = plain.split_whitespace().take(6).collect();
    let id = words.join("_");
    if id.starts_with(|c: char| c.is_ascii_alphabetic()) && id.len() <= 60 { id } else { spare.to_owned() }
}
