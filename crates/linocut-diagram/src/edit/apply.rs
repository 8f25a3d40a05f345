//! Changes made to the JSON of a plan, which is the same in shape for all families, and checked when it is read back.

use super::Operation;
use crate::Family;
use crate::plan::{Direction, Ids, Plan};
use linocut_core::{Error, Kind, Result};
use serde_json::{Value, json};

/// A plan with changes made to it, in order.
///
/// # Errors
/// [`Kind::Missing`] when a part is not there, [`Kind::Input`] when the family has no such thing (a pie has no edges) or
/// nothing sensible is left.
pub fn edit(plan: &Plan, operations: &[Operation]) -> Result<Plan> {
    let mut value: Value = serde_json::from_str(&plan.to_json()?)
        .map_err(|e| Error::new(Kind::Bug, "the JSON of a plan is not read back").cause(e))?;
    let family = plan.family();
    for operation in operations {
        match operation {
            Operation::Rename { part, label } => rename(&mut value, part, label)?,
            Operation::Insert { label, from, to } => insert(&mut value, family, (label, from, to))?,
            Operation::Connect { from, to, label } => connect(&mut value, family, (from, to, label.as_deref()))?,
            Operation::Remove { part } => remove(&mut value, part)?,
            Operation::Direct(direction) => direct(&mut value, family, *direction)?,
        }
    }
    Plan::from_json(&value.to_string())
}

fn missing(part: &str) -> Error {
    Error::new(Kind::Missing, format!("nothing in the plan is called {part:?}"))
        .hinted("name a part by its label or its id, in quotes if it has several words")
}

fn same(value: Option<&Value>, name: &str) -> bool {
    value.and_then(Value::as_str).is_some_and(|text| text.to_lowercase() == name.to_lowercase())
}

/// Fields that refer to other parts; they keep to ids.
const REFERENCES: [&str; 10] =
    ["id", "inside", "members", "over", "until", "after", "activate", "deactivate", "diagram", "kind"];

/// Whether the ends of an edge are ids here; in a flow of amounts they are labels.
fn is_reference(key: &str, object: &serde_json::Map<String, Value>) -> bool {
    REFERENCES.contains(&key) || (matches!(key, "from" | "to") && !object.contains_key("value"))
}

fn rename(value: &mut Value, part: &str, label: &str) -> Result<()> {
    // A part may be named by its id: then its label is what changes.
    let said = find(value, part).and_then(|found| found.get("label").and_then(Value::as_str).map(str::to_owned));
    let old = said.unwrap_or_else(|| part.to_owned());
    if relabel(value, &old, label) { Ok(()) } else { Err(missing(part)) }
}

fn relabel(value: &mut Value, old: &str, new: &str) -> bool {
    match value {
        Value::String(text) if text.to_lowercase() == old.to_lowercase() => {
            new.clone_into(text);
            true
        }
        Value::Array(items) => {
            let changed = items.iter_mut().filter_map(|item| relabel(item, old, new).then_some(())).count();
            changed > 0
        }
        Value::Object(fields) => {
            let references: Vec<String> = fields.keys().filter(|key| is_reference(key, fields)).cloned().collect();
            let free = fields.iter_mut().filter(|(key, _)| !references.contains(key));
            free.filter_map(|(_, field)| relabel(field, old, new).then_some(())).count() > 0
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// The first object with this label or id.
fn find<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let object = value.is_object() && (same(value.get("label"), name) || same(value.get("id"), name));
    if object {
        return Some(value);
    }
    match value {
        Value::Array(items) => items.iter().find_map(|item| find(item, name)),
        Value::Object(fields) => fields.values().find_map(|field| find(field, name)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
    }
}

/// The id of a part.
fn id_of(value: &Value, name: &str) -> Result<String> {
    let id = find(value, name).and_then(|found| found.get("id")).and_then(Value::as_str);
    id.map(str::to_owned).ok_or_else(|| missing(name))
}

fn remove(value: &mut Value, part: &str) -> Result<()> {
    let id = find(value, part).ok_or_else(|| missing(part))?.get("id").and_then(Value::as_str).map(str::to_owned);
    prune(value, &|item| item.is_object() && (same(item.get("label"), part) || same(item.get("id"), part)));
    if let Some(id) = id {
        let at = |item: &Value| ["from", "to", "over", "until"].iter().any(|end| same(item.get(end), &id));
        prune(value, &|item| {
            let inner = item.as_object().and_then(|fields| fields.values().next().filter(|_| fields.len() == 1));
            at(item) || inner.is_some_and(at) || same(Some(item), &id) || inner.is_some_and(|i| same(Some(i), &id))
        });
        forget(value, &id);
    }
    Ok(())
}

/// Takes items out of all lists.
fn prune(value: &mut Value, gone: &dyn Fn(&Value) -> bool) {
    match value {
        Value::Array(items) => {
            items.retain(|item| !gone(item));
            for item in items {
                prune(item, gone);
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(|field| prune(field, gone)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// What was inside of a part that is gone is inside of nothing.
fn forget(value: &mut Value, id: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| forget(item, id)),
        Value::Object(fields) => {
            if same(fields.get("inside"), id) {
                fields.remove("inside");
            }
            fields.values_mut().for_each(|field| forget(field, id));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The names of the lists of nodes and of edges.
fn lists(family: Family) -> Result<(&'static str, &'static str)> {
    match family {
        Family::Flowchart => Ok(("nodes", "edges")),
        Family::State => Ok(("states", "transitions")),
        Family::Class => Ok(("classes", "relations")),
        Family::Er => Ok(("entities", "relationships")),
        Family::C4 => Ok(("elements", "relations")),
        Family::Architecture => Ok(("services", "joints")),
        Family::Sequence => Ok(("participants", "steps")),
        Family::Block
        | Family::Gantt
        | Family::Pie
        | Family::Journey
        | Family::Timeline
        | Family::Mindmap
        | Family::Git
        | Family::Quadrant
        | Family::Kanban
        | Family::Xychart
        | Family::Packet
        | Family::Requirement
        | Family::Sankey => {
            Err(Error::new(Kind::Input, format!("a {} diagram takes no new edges by words", family.name()))
                .hinted("edit its plan: linocut diagram … -o plan.json"))
        }
    }
}

/// A list of the plan, made if it is not there.
fn list<'a>(value: &'a mut Value, name: &str) -> Result<&'a mut Vec<Value>> {
    let fields = value.as_object_mut().ok_or_else(|| Error::new(Kind::Bug, "a plan is no object"))?;
    let list = fields.entry(name).or_insert_with(|| json!([])).as_array_mut();
    list.ok_or_else(|| Error::new(Kind::Bug, format!("{name} is no list")))
}

fn insert(value: &mut Value, family: Family, (label, from, to): (&str, &str, &str)) -> Result<()> {
    let (nodes, edges) = lists(family)?;
    let (from_id, to_id) = (id_of(value, from)?, id_of(value, to)?);
    let mut ids = Ids::default();
    let taken: Vec<String> =
        list(value, nodes)?.iter().filter_map(|n| n.get("id")?.as_str().map(str::to_owned)).collect();
    ids.take(taken);
    let id = ids.for_label(label, "n");
    let edge = |item: &&mut Value| same(item.get("from"), &from_id) && same(item.get("to"), &to_id);
    let first = list(value, edges)?.iter_mut().find(edge).ok_or_else(|| {
        Error::new(Kind::Missing, format!("no edge leads from {from:?} to {to:?}"))
            .hinted("connect them first, or name another pair")
    })?;
    let mut second = first.clone();
    if let (Some(first), Some(second)) = (first.as_object_mut(), second.as_object_mut()) {
        first.insert("to".to_owned(), json!(id));
        second.insert("from".to_owned(), json!(id));
        // What the way said it says once: up to the new part.
        if second.get("label").is_some() && matches!(family, Family::Flowchart | Family::State | Family::Class) {
            second.remove("label");
        }
    }
    let places = list(value, edges)?;
    let at = places.iter().position(|item| same(item.get("to"), id.as_str())).map_or(places.len(), |at| at + 1);
    places.insert(at, second);
    list(value, nodes)?.push(json!({ "id": id, "label": label }));
    Ok(())
}

fn connect(value: &mut Value, family: Family, (from, to, label): (&str, &str, Option<&str>)) -> Result<()> {
    let (_, edges) = lists(family)?;
    let (from, to) = (id_of(value, from)?, id_of(value, to)?);
    let edge = if family == Family::Sequence {
        json!({ "message": { "from": from, "to": to, "text": label.unwrap_or_default() } })
    } else if family == Family::Architecture {
        json!({ "from": from, "from_side": "right", "to": to, "to_side": "left", "to_head": true })
    } else if matches!(family, Family::Er | Family::C4) {
        json!({ "from": from, "to": to, "label": label.unwrap_or_default() })
    } else {
        json!({ "from": from, "to": to, "label": label })
    };
    list(value, edges)?.push(edge);
    Ok(())
}

fn direct(value: &mut Value, family: Family, direction: Direction) -> Result<()> {
    if !matches!(family, Family::Flowchart | Family::State | Family::Class | Family::Git) {
        return Err(Error::new(Kind::Input, format!("a {} diagram has no direction", family.name())));
    }
    if let Some(fields) = value.as_object_mut() {
        fields.insert("direction".to_owned(), json!(direction));
    }
    Ok(())
}
