//! Changes made to the JSON of a plan, which is the same in shape for all families, and checked when it is read back.

use super::parts::{change, find, missing, same, single, take};
use super::{Operation, grow, place};
use crate::Family;
use crate::plan::{Direction, Id, Plan};
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
        let value = &mut value;
        match operation {
            Operation::Rename { part, label } => rename(value, family, (part, label))?,
            Operation::Insert { label, from, to } => grow::insert(value, family, (label, from, to))?,
            Operation::Add { label, inside } => grow::add(value, family, (label, inside.as_deref()))?,
            Operation::Connect { from, to, label } => grow::connect(value, family, (from, to, label.as_deref()))?,
            Operation::Remove { part } => remove(value, family, part)?,
            Operation::Move { part, inside } => place::shift(value, family, (part, inside))?,
            Operation::Set { part, value: amount } => place::set(value, family, (part, amount))?,
            Operation::Title(title) => retitle(value, family, title),
            Operation::Direct(direction) => direct(value, family, *direction)?,
        }
    }
    Plan::from_json(&value.to_string())
}

/// What a family cannot have, in words.
pub(super) fn refused(family: Family, what: &str) -> Error {
    Error::new(Kind::Input, format!("a {} diagram {what}", family.name()))
        .hinted("edit its plan: linocut diagram … -o plan.json")
}

fn put(value: &mut Value, name: &str, field: Value) {
    if let Some(fields) = value.as_object_mut() {
        fields.insert(name.to_owned(), field);
    }
}

fn retitle(value: &mut Value, family: Family, title: &str) {
    match value.get_mut("root").filter(|_| family == Family::Mindmap) {
        Some(root) => put(root, "label", json!(title)),
        None => put(value, "title", json!(title)),
    }
}

fn rename(value: &mut Value, family: Family, (part, label): (&str, &str)) -> Result<()> {
    if family == Family::Requirement && find(value, part).is_some_and(|found| found.get("id").is_some()) {
        // A requirement's name is its id, so that all that refers to it changes too.
        let id = Id::new(label.replace(' ', "_"))?;
        relabel(value, part, id.as_str(), &["id", "from", "to"]);
        return Ok(());
    }
    single(value, part)?;
    let id = find(value, part).and_then(|found| found.get("id")).cloned();
    let named = |item: &Value| id.is_some() && item.get("id") == id.as_ref();
    let says = |item: &Value| same(item.get("label"), part);
    let mut act = |item: &mut Value| put(item, "label", json!(label));
    if change(value, &named, &mut act) || change(value, &says, &mut act) {
        return Ok(());
    }
    let free = match family {
        Family::Sankey => &["from", "to"][..],
        Family::Git => &["branch", "checkout", "id", "tag"],
        Family::Sequence => &["text", "label"],
        Family::Class => &["members", "label", "stereotype"],
        Family::Er => &["name", "label"],
        Family::Quadrant => &["fields", "low", "high"],
        Family::Xychart => &["names", "title"],
        Family::Timeline => &["events"],
        Family::Journey => &["actors"],
        Family::Kanban => &["assigned", "ticket"],
        Family::C4 => &["technology", "description"],
        Family::Flowchart
        | Family::State
        | Family::Gantt
        | Family::Pie
        | Family::Mindmap
        | Family::Architecture
        | Family::Block
        | Family::Packet
        | Family::Requirement => &["title"],
    };
    if relabel(value, part, label, free) { Ok(()) } else { Err(missing(part)) }
}

/// Changes every text of these fields that says the one; whether there was any.
fn relabel(value: &mut Value, old: &str, new: &str, fields: &[&str]) -> bool {
    let mut any = false;
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| any |= relabel(item, old, new, fields)),
        Value::Object(map) => {
            for (name, field) in map {
                if fields.contains(&name.as_str()) {
                    any |= reword(field, old, new);
                }
                any |= relabel(field, old, new, fields);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    any
}

/// Changes a text, or texts of a list.
fn reword(value: &mut Value, old: &str, new: &str) -> bool {
    match value {
        Value::Array(items) => {
            items.iter_mut().filter(|item| same(Some(item), old)).map(|item| *item = json!(new)).count() > 0
        }
        Value::String(text) if text.to_lowercase() == old.to_lowercase() => {
            new.clone_into(text);
            true
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => false,
    }
}

fn remove(value: &mut Value, family: Family, part: &str) -> Result<()> {
    if family == Family::Xychart {
        return place::drop_value(value, part);
    }
    single(value, part)?;
    let id = find(value, part).and_then(|found| found.get("id")?.as_str().map(str::to_owned));
    let is = |value: Option<&Value>, id: &str| value.and_then(Value::as_str) == Some(id);
    let gone = match &id {
        Some(id) => take(value, &|item| item.is_object() && is(item.get("id"), id)),
        None => take(value, &|item| item.is_object() && same(item.get("label"), part)),
    };
    let place = family == Family::Sankey;
    let own = |item: &Value| place && (same(item.get("from"), part) || same(item.get("to"), part));
    let words = matches!(family, Family::Timeline | Family::Class | Family::Quadrant);
    let text = |item: &Value| {
        let commit = || item.get("commit").is_some_and(|commit| same(commit.get("id"), part));
        words && same(Some(item), part)
            || family == Family::Er && same(item.get("name"), part)
            || family == Family::Git && commit()
    };
    if gone.or_else(|| take(value, &own)).or_else(|| take(value, &text)).is_none() {
        return Err(missing(part));
    }
    if let Some(id) = id {
        let at = |item: &Value| ["from", "to", "over", "until"].iter().any(|end| is(item.get(end), &id));
        take(value, &|item| {
            let inner = item.as_object().and_then(|fields| fields.values().next().filter(|_| fields.len() == 1));
            at(item) || inner.is_some_and(at) || is(Some(item), &id) || inner.is_some_and(|i| is(Some(i), &id))
        });
        forget(value, &id);
    }
    Ok(())
}

/// What was inside of a part that is gone is inside of nothing, and what waited for it alone waits for nothing.
fn forget(value: &mut Value, id: &str) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| forget(item, id)),
        Value::Object(fields) => {
            if same(fields.get("inside"), id) {
                fields.remove("inside");
            }
            let waits = fields.get("start").and_then(|start| start.get("after")).and_then(Value::as_array);
            if waits.is_some_and(Vec::is_empty) {
                fields.remove("start");
            }
            fields.values_mut().for_each(|field| forget(field, id));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn direct(value: &mut Value, family: Family, direction: Direction) -> Result<()> {
    if !matches!(family, Family::Flowchart | Family::State | Family::Class | Family::Git) {
        return Err(Error::new(Kind::Input, format!("a {} diagram has no direction", family.name())));
    }
    put(value, "direction", json!(direction));
    Ok(())
}
