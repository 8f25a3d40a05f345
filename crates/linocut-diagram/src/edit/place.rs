//! Moves to other groups, other amounts, and new parts between others of a list.

use super::apply::refused;
use super::grow::whole;
use super::parts::{change, find, id_of, ids, list, missing, number, numbered, same, take};
use crate::Family;
use crate::plan::Ids;
use linocut_core::Result;
use serde_json::{Value, json};

/// Moves a part into a group.
pub(super) fn shift(value: &mut Value, family: Family, (part, inside): (&str, &str)) -> Result<()> {
    if find(value, part).is_none() {
        return Err(missing(part));
    }
    if find(value, inside).is_none() {
        return Err(missing(inside));
    }
    let (own, group) = (id_of(value, part), id_of(value, inside));
    let into = match family {
        Family::Flowchart => {
            let own = own?;
            take(value, &|item| same(Some(item), &own));
            return push(value, &group?, ("members", json!(own)));
        }
        Family::State | Family::C4 | Family::Architecture | Family::Block => {
            let (own, group) = (own?, group?);
            let wanted = |item: &Value| {
                same(item.get("id"), &own) && family != Family::Block
                    || item.get("node").is_some_and(|node| same(node.get("id"), &own))
            };
            change(value, &wanted, &mut |item| {
                if let Some(fields) = item.as_object_mut() {
                    fields.insert("inside".to_owned(), json!(group));
                }
            });
            return Ok(());
        }
        Family::Gantt => "tasks",
        Family::Journey => "activities",
        Family::Timeline => "periods",
        Family::Kanban => "cards",
        Family::Mindmap => "topics",
        Family::Sequence
        | Family::Class
        | Family::Er
        | Family::Pie
        | Family::Git
        | Family::Quadrant
        | Family::Xychart
        | Family::Packet
        | Family::Requirement
        | Family::Sankey => return Err(refused(family, "has no groups")),
    };
    let here = |item: &Value| item.is_object() && (same(item.get("label"), part) || same(item.get("id"), part));
    let item = take(value, &here).ok_or_else(|| missing(part))?;
    push(value, inside, (into, item))
}

/// Adds to a list of the part of a name.
fn push(value: &mut Value, name: &str, (items, item): (&str, Value)) -> Result<()> {
    let wanted = |found: &Value| same(found.get("id"), name) || same(found.get("label"), name);
    let mut failed = None;
    if !change(value, &wanted, &mut |found| failed = list(found, items).map(|list| list.push(item.clone())).err()) {
        return Err(missing(name));
    }
    failed.map_or(Ok(()), Err)
}

/// Gives a part another amount.
pub(super) fn set(value: &mut Value, family: Family, (part, amount): (&str, &str)) -> Result<()> {
    let numbers: Vec<f64> = amount.split([' ', ',']).filter_map(number).collect();
    let first = numbers.first().copied().ok_or_else(|| refused(family, &format!("takes a number, not {amount:?}")))?;
    let fields = match (family, numbers.as_slice()) {
        (Family::Pie, _) => json!({ "value": first }),
        (Family::Gantt, _) => json!({ "days": first }),
        (Family::Journey, _) => json!({ "score": whole(first) }),
        (Family::Packet, _) => json!({ "bits": whole(first) }),
        (Family::Quadrant, [x, y]) => json!({ "x": x, "y": y }),
        (Family::Quadrant, _) => return Err(refused(family, "takes two numbers for a point")),
        (Family::Xychart, _) => return set_value(value, part, first),
        _ => return Err(refused(family, "has no amounts")),
    };
    let wanted = |item: &Value| same(item.get("id"), part) || same(item.get("label"), part);
    let found = change(value, &wanted, &mut |item| {
        if let (Some(item), Some(fields)) = (item.as_object_mut(), fields.as_object()) {
            item.extend(fields.clone());
        }
    });
    if found { Ok(()) } else { Err(missing(part)) }
}

/// The place of a name along the x axis.
fn along(value: &Value, name: &str) -> Result<usize> {
    let names = value.get("x").and_then(|x| x.get("scale")?.get("names")?.as_array());
    names.and_then(|names| names.iter().position(|one| same(Some(one), name))).ok_or_else(|| missing(name))
}

/// The lists that hold one value for each name, and the names.
fn columns(value: &mut Value, act: &mut dyn FnMut(&mut Vec<Value>, bool)) {
    let names = value.get_mut("x").and_then(|x| x.get_mut("scale")?.get_mut("names")?.as_array_mut());
    if let Some(names) = names {
        act(names, true);
    }
    for series in value.get_mut("series").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(values) = series.get_mut("values").and_then(Value::as_array_mut) {
            act(values, false);
        }
    }
}

fn set_value(value: &mut Value, name: &str, amount: f64) -> Result<()> {
    let at = along(value, name)?;
    let mut first = true;
    columns(value, &mut |list, names| {
        if let Some(item) = list.get_mut(at).filter(|_| !names && first) {
            *item = json!(amount);
            first = false;
        }
    });
    Ok(())
}

/// A new name with a value in the first series and none in the others.
pub(super) fn add_value(value: &mut Value, name: &str, amount: f64) -> Result<()> {
    let mut first = true;
    columns(value, &mut |list, names| {
        let item = if names { json!(name) } else { json!(if first { amount } else { 0.0 }) };
        first &= names;
        list.push(item);
    });
    along(value, name).map(|_| ())
}

/// A name and its values go.
pub(super) fn drop_value(value: &mut Value, name: &str) -> Result<()> {
    let at = along(value, name)?;
    columns(value, &mut |list, _| {
        if at < list.len() {
            list.remove(at);
        }
    });
    Ok(())
}

/// A new part of a list, behind one and before another that stand side by side.
pub(super) fn insert(value: &mut Value, family: Family, (label, from, to): (&str, &str, &str)) -> Result<()> {
    let (name, numbers) = numbered(label);
    let first = numbers.first().copied();
    let mut taken = Vec::new();
    ids(value, &mut taken);
    let mut free = Ids::default();
    free.take(taken);
    let id = free.for_label(&name, "t");
    let item = match family {
        Family::Gantt => json!({ "id": id, "label": name, "days": first.unwrap_or(1.0) }),
        Family::Journey => json!({ "label": name, "score": whole(first.unwrap_or(3.0)) }),
        Family::Timeline | Family::Mindmap => json!({ "label": label }),
        Family::Kanban => json!({ "id": id, "label": label }),
        Family::Pie => json!({ "label": name, "value": first.unwrap_or(0.0) }),
        Family::Packet => json!({ "label": name, "bits": whole(first.unwrap_or(0.0)) }),
        Family::Flowchart
        | Family::Sequence
        | Family::State
        | Family::Class
        | Family::Er
        | Family::Git
        | Family::Quadrant
        | Family::Architecture
        | Family::C4
        | Family::Xychart
        | Family::Block
        | Family::Requirement
        | Family::Sankey => return Err(refused(family, "has nothing between two parts")),
    };
    for name in [from, to] {
        find(value, name).ok_or_else(|| missing(name))?;
    }
    if beside(value, (from, to), &item) {
        return Ok(());
    }
    Err(refused(family, &format!("has {from:?} and {to:?} not side by side")))
}

fn beside(value: &mut Value, ends: (&str, &str), item: &Value) -> bool {
    let is = |found: Option<&Value>, name: &str| {
        found.is_some_and(|found| same(found.get("label"), name) || same(found.get("id"), name))
    };
    match value {
        Value::Array(items) => {
            let at = (0..items.len()).find(|&at| is(items.get(at), ends.0) && is(items.get(at + 1), ends.1));
            if let Some(at) = at {
                items.insert(at + 1, item.clone());
                return true;
            }
            items.iter_mut().any(|inner| beside(inner, ends, item))
        }
        Value::Object(fields) => fields.values_mut().any(|field| beside(field, ends, item)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}
