//! Finding parts in the JSON of a plan.

use linocut_core::{Error, Kind, Result};
use serde_json::Value;

/// No part is called so.
pub(super) fn missing(part: &str) -> Error {
    Error::new(Kind::Missing, format!("nothing in the plan is called {part:?}"))
        .hinted("name a part by its label or its id, in quotes if it has several words")
}

/// Whether a field says this; case does not matter.
pub(super) fn same(value: Option<&Value>, name: &str) -> bool {
    value.and_then(Value::as_str).is_some_and(|text| text.to_lowercase() == name.to_lowercase())
}

/// A part by its name: one with an id before others, so that an edge that says the same is not meant.
pub(super) fn find<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let exact = |item: &Value| item.get("id").and_then(Value::as_str) == Some(name);
    let own = |item: &Value| item.get("id").is_some() && (same(item.get("id"), name) || same(item.get("label"), name));
    first(value, &exact).or_else(|| first(value, &own)).or_else(|| first(value, &|item| same(item.get("label"), name)))
}

/// Passes when at most one part is called so: an id as it is written, else a label or an id of parts, else a label of edges.
///
/// # Errors
/// [`Kind::Input`] that names all of them.
pub(super) fn single(value: &Value, name: &str) -> Result<()> {
    let id = |item: &Value| item.get("id").and_then(Value::as_str).map(str::to_owned);
    let mut called: Vec<String> = Vec::new();
    let mut edges: Vec<String> = Vec::new();
    each(value, &mut |item| {
        let says = same(item.get("label"), name);
        let end = |side: &str| item.get(side).and_then(Value::as_str).unwrap_or("the start").to_owned();
        match id(item) {
            Some(own) if says || own.to_lowercase() == name.to_lowercase() => called.push(own),
            None if says && item.get("from").is_some() => edges.push(format!("{} to {}", end("from"), end("to"))),
            Some(_) | None => {}
        }
    });
    if called.iter().any(|own| own == name) {
        return Ok(());
    }
    let found = if called.is_empty() { edges } else { called };
    if found.len() < 2 {
        return Ok(());
    }
    let sentence = format!("{} parts are called {name:?}: {}", found.len(), found.join(", "));
    Err(Error::new(Kind::Input, sentence).hinted("name the one that is meant by its id, or its edge by both ends"))
}

fn each(value: &Value, act: &mut dyn FnMut(&Value)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| each(item, act)),
        Value::Object(fields) => {
            act(value);
            fields.values().for_each(|field| each(field, act));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn first<'a>(value: &'a Value, wanted: &dyn Fn(&Value) -> bool) -> Option<&'a Value> {
    if value.is_object() && wanted(value) {
        return Some(value);
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| first(item, wanted)),
        Value::Object(fields) => fields.values().find_map(|field| first(field, wanted)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// Does something with the first object that is as wanted; whether there was one.
pub(super) fn change(value: &mut Value, wanted: &dyn Fn(&Value) -> bool, act: &mut dyn FnMut(&mut Value)) -> bool {
    if value.is_object() && wanted(value) {
        act(value);
        return true;
    }
    match value {
        Value::Array(items) => items.iter_mut().any(|item| change(item, wanted, act)),
        Value::Object(fields) => fields.values_mut().any(|field| change(field, wanted, act)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// The id of a part.
pub(super) fn id_of(value: &Value, name: &str) -> Result<String> {
    let id = find(value, name).and_then(|found| found.get("id")).and_then(Value::as_str);
    id.map(str::to_owned).ok_or_else(|| missing(name))
}

/// All ids of a plan.
pub(super) fn ids(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| ids(item, out)),
        Value::Object(fields) => {
            out.extend(fields.get("id").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|field| ids(field, out));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Takes items out of all lists; the first that went is given back.
pub(super) fn take(value: &mut Value, gone: &dyn Fn(&Value) -> bool) -> Option<Value> {
    let mut taken = None;
    prune(value, gone, &mut taken);
    taken
}

fn prune(value: &mut Value, gone: &dyn Fn(&Value) -> bool, taken: &mut Option<Value>) {
    match value {
        Value::Array(items) => {
            let lost = items.iter().position(gone);
            if let Some(item) = lost.and_then(|at| items.get(at)).filter(|_| taken.is_none()) {
                *taken = Some(item.clone());
            }
            items.retain(|item| !gone(item));
            for item in items {
                prune(item, gone, taken);
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(|field| prune(field, gone, taken)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A list of an object, made if it is not there.
pub(super) fn list<'a>(value: &'a mut Value, name: &str) -> Result<&'a mut Vec<Value>> {
    let fields = value.as_object_mut().ok_or_else(|| Error::new(Kind::Bug, "a plan is no object"))?;
    let list = fields.entry(name).or_insert_with(|| Value::Array(Vec::new())).as_array_mut();
    list.ok_or_else(|| Error::new(Kind::Bug, format!("{name} is no list")))
}

/// Words and the numbers behind them: `Fish 5`.
pub(super) fn numbered(label: &str) -> (String, Vec<f64>) {
    let mut words: Vec<&str> = label.split_whitespace().collect();
    let mut numbers = Vec::new();
    while words.len() > 1
        && let Some(number) = words.last().and_then(|word| number(word))
    {
        numbers.insert(0, number);
        words.pop();
    }
    (words.join(" "), numbers)
}

/// A number; a unit or a percent sign may stand behind it.
pub(super) fn number(word: &str) -> Option<f64> {
    let digits = word.trim_end_matches(|c: char| c.is_alphabetic() || c == '%' || c == ',');
    digits.parse().ok().filter(|number: &f64| number.is_finite())
}
