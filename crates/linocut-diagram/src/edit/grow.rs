//! New parts and new edges.

use super::apply::refused;
use super::parts::{change, find, id_of, ids, list, missing, number, numbered, same};
use crate::Family;
use crate::plan::{Id, Ids};
use linocut_core::{Error, Kind, Result};
use serde_json::{Value, json};

/// The names of the lists of nodes and of edges; none for families without edges.
const fn lists(family: Family) -> Option<(&'static str, &'static str)> {
    match family {
        Family::Flowchart => Some(("nodes", "edges")),
        Family::State => Some(("states", "transitions")),
        Family::Class => Some(("classes", "relations")),
        Family::Er => Some(("entities", "relationships")),
        Family::C4 => Some(("elements", "relations")),
        Family::Architecture => Some(("services", "joints")),
        Family::Sequence => Some(("participants", "steps")),
        Family::Block => Some(("blocks", "edges")),
        Family::Requirement => Some(("requirements", "links")),
        Family::Gantt
        | Family::Pie
        | Family::Journey
        | Family::Timeline
        | Family::Mindmap
        | Family::Git
        | Family::Quadrant
        | Family::Kanban
        | Family::Xychart
        | Family::Packet
        | Family::Sankey => None,
    }
}

/// An id that no part has.
fn fresh(value: &Value, label: &str, prefix: &str) -> Id {
    let mut taken = Vec::new();
    ids(value, &mut taken);
    let mut ids = Ids::default();
    ids.take(taken);
    ids.for_label(label, prefix)
}

/// A part as the list of a family holds it.
fn part(family: Family, id: &Id, label: &str) -> Value {
    if family == Family::Block {
        return json!({ "node": { "id": id, "label": label } });
    }
    let name = if family == Family::Requirement { "text" } else { "label" };
    json!({ "id": id, name: label })
}

pub(super) fn add(value: &mut Value, family: Family, (label, inside): (&str, Option<&str>)) -> Result<()> {
    if let Some(group) = inside {
        return add_inside(value, family, (label, group));
    }
    let id = fresh(value, label, "n");
    let column = fresh(value, label, "c");
    if let Some((nodes, _)) = lists(family) {
        list(value, nodes)?.push(part(family, &id, label));
        return Ok(());
    }
    let (name, numbers) = numbered(label);
    let first = numbers.first().copied();
    let wanted = |what: &str| refused(family, &format!("takes {what} behind a new name, such as {name} 5"));
    match family {
        Family::Pie => {
            let amount = first.ok_or_else(|| wanted("a value"))?;
            list(value, "slices")?.push(json!({ "label": name, "value": amount }));
        }
        Family::Packet => {
            let bits = first.ok_or_else(|| wanted("a number of bits"))?;
            list(value, "fields")?.push(json!({ "label": name, "bits": whole(bits) }));
        }
        Family::Quadrant => {
            let [x, y] = numbers.as_slice() else { return Err(wanted("two numbers from 0 to 1")) };
            list(value, "points")?.push(json!({ "label": name, "x": x, "y": y }));
        }
        Family::Xychart => super::place::add_value(value, &name, first.ok_or_else(|| wanted("a value"))?)?,
        Family::Mindmap => {
            let root = value.get_mut("root").ok_or_else(|| missing("the root"))?;
            list(root, "topics")?.push(json!({ "label": label }));
        }
        Family::Git => list(value, "steps")?.push(json!({ "commit": { "id": label } })),
        Family::Kanban => list(value, "columns")?.push(json!({ "id": column, "label": label })),
        Family::Gantt | Family::Journey | Family::Timeline => {
            let (item, items) = sectioned(family, &fresh(value, &name, "t"), (label, &name, first));
            let sections = list(value, "sections")?;
            if sections.is_empty() {
                sections.push(json!({}));
            }
            if let Some(last) = sections.last_mut() {
                list(last, items)?.push(item);
            }
        }
        Family::Flowchart
        | Family::Sequence
        | Family::State
        | Family::Class
        | Family::Er
        | Family::Architecture
        | Family::C4
        | Family::Block
        | Family::Requirement
        | Family::Sankey => return Err(refused(family, "takes no part without an edge; connect two places")),
    }
    Ok(())
}

/// A task, an activity or a period, and the list of a section that holds such.
fn sectioned(family: Family, id: &Id, (label, name, amount): (&str, &str, Option<f64>)) -> (Value, &'static str) {
    if family == Family::Gantt {
        return (json!({ "id": id, "label": name, "days": amount.unwrap_or(1.0) }), "tasks");
    }
    if family == Family::Journey {
        return (json!({ "label": name, "score": whole(amount.unwrap_or(3.0)) }), "activities");
    }
    (json!({ "label": label }), "periods")
}

/// A number from 0 to 65535 as a whole one.
pub(super) fn whole(value: f64) -> u32 {
    format!("{:.0}", value.clamp(0.0, 65_535.0)).parse().unwrap_or(1)
}

fn add_inside(value: &mut Value, family: Family, (label, group): (&str, &str)) -> Result<()> {
    if find(value, group).is_none() {
        return Err(missing(group));
    }
    let (name, numbers) = numbered(label);
    let (id, card) = (fresh(value, &name, "n"), fresh(value, label, "t"));
    let inner = match family {
        Family::Flowchart => {
            list(value, "nodes")?.push(json!({ "id": id, "label": label }));
            ("members", json!(id))
        }
        Family::State | Family::C4 | Family::Architecture => {
            let (nodes, _) = lists(family).unwrap_or(("nodes", "edges"));
            let group = id_of(value, group)?;
            list(value, nodes)?.push(json!({ "id": id, "label": label, "inside": group }));
            return Ok(());
        }
        Family::Block => {
            let group = id_of(value, group)?;
            list(value, "blocks")?.push(json!({ "node": { "id": id, "label": label }, "inside": group }));
            return Ok(());
        }
        Family::Class => ("members", json!(label)),
        Family::Er => {
            let mut words = label.split_whitespace().rev();
            let (name, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or("string"));
            ("attributes", json!({ "name": name, "kind": kind }))
        }
        Family::Mindmap => ("topics", json!({ "label": label })),
        Family::Kanban => ("cards", json!({ "id": card, "label": label })),
        Family::Timeline => ("events", json!(label)),
        Family::Gantt | Family::Journey => {
            let (item, items) = sectioned(family, &id, (label, &name, numbers.first().copied()));
            (items, item)
        }
        Family::Sequence
        | Family::Pie
        | Family::Git
        | Family::Quadrant
        | Family::Xychart
        | Family::Packet
        | Family::Requirement
        | Family::Sankey => return Err(refused(family, "has no groups")),
    };
    let (items, item) = inner;
    let wanted = |found: &Value| same(found.get("id"), group) || same(found.get("label"), group);
    let mut failed = None;
    change(value, &wanted, &mut |found| failed = list(found, items).map(|list| list.push(item.clone())).err());
    failed.map_or(Ok(()), Err)
}

pub(super) fn connect(value: &mut Value, family: Family, ends: (&str, &str, Option<&str>)) -> Result<()> {
    let (from, to, label) = ends;
    if family == Family::Sankey {
        let amount = label.and_then(number);
        let amount = amount.ok_or_else(|| refused(family, "takes an amount: connect A to B labelled 30"))?;
        list(value, "flows")?.push(json!({ "from": from, "to": to, "value": amount }));
        return Ok(());
    }
    let (from, to) = (id_of(value, from)?, id_of(value, to)?);
    if family == Family::Gantt {
        let wanted = |item: &Value| same(item.get("id"), &to) && item.get("days").is_some();
        let mut wait = |task: &mut Value| {
            if let Some(fields) = task.as_object_mut() {
                fields.insert("start".to_owned(), json!({ "after": [from] }));
            }
        };
        return if change(value, &wanted, &mut wait) { Ok(()) } else { Err(missing(&to)) };
    }
    let Some((_, edges)) = lists(family) else { return Err(refused(family, "has no edges")) };
    let said = label.unwrap_or_default();
    let edge = if family == Family::Sequence {
        json!({ "message": { "from": from, "to": to, "text": said } })
    } else if family == Family::Architecture {
        json!({ "from": from, "from_side": "right", "to": to, "to_side": "left", "to_head": true })
    } else if family == Family::Requirement {
        json!({ "from": from, "to": to, "kind": label.unwrap_or("satisfies") })
    } else if matches!(family, Family::Er | Family::C4) {
        json!({ "from": from, "to": to, "label": said })
    } else {
        json!({ "from": from, "to": to, "label": label })
    };
    list(value, edges)?.push(edge);
    Ok(())
}

pub(super) fn insert(value: &mut Value, family: Family, (label, from, to): (&str, &str, &str)) -> Result<()> {
    let Some((nodes, edges)) = lists(family).filter(|_| family != Family::Requirement) else {
        return super::place::insert(value, family, (label, from, to));
    };
    let (from_id, to_id) = (id_of(value, from)?, id_of(value, to)?);
    let id = fresh(value, label, "n");
    let between = |item: &Value| same(item.get("from"), &from_id) && same(item.get("to"), &to_id);
    let places = list(value, edges)?;
    let at = places.iter().position(|item| between(item) || item.get("message").is_some_and(between));
    let missing = || {
        Error::new(Kind::Missing, format!("no edge leads from {from:?} to {to:?}"))
            .hinted("connect them first, or name another pair")
    };
    let at = at.ok_or_else(missing)?;
    let mut second = places.get(at).cloned().unwrap_or_default();
    let end = |item: &mut Value, name: &str| {
        let inner = if item.get("message").is_some() { item.get_mut("message") } else { Some(item) };
        if let Some(fields) = inner.and_then(Value::as_object_mut) {
            fields.insert(name.to_owned(), json!(id));
        }
    };
    if let Some(first) = places.get_mut(at) {
        end(first, "to");
    }
    end(&mut second, "from");
    // What the way said it says once: up to the new part.
    let once = matches!(family, Family::Flowchart | Family::State | Family::Class | Family::Block);
    if let Some(fields) = second.as_object_mut().filter(|_| once) {
        fields.remove("label");
    }
    places.insert(at + 1, second);
    let all = list(value, nodes)?;
    let behind = all.iter().position(|node| same(node.get("id"), &from_id)).filter(|_| family == Family::Sequence);
    all.insert(behind.map_or(all.len(), |at| at + 1), part(family, &id, label));
    Ok(())
}
