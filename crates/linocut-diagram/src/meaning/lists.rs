//! Pies, mind maps, timelines, journeys and Gantt charts.

use super::{id, items, lost, plain, said, text, word};
use linocut_core::Result;
use serde_json::{Value, json};

pub(super) fn pie(model: &Value) -> Value {
    let slice = |slice: &Value| json!({ "label": text(slice, "label"), "value": slice.get("value") });
    let slices: Vec<Value> = items(model, "sections").map(slice).collect();
    let shown = model.get("showData").and_then(Value::as_bool).unwrap_or_default();
    json!({ "diagram": "pie", "show_values": shown, "slices": slices })
}

pub(super) fn mindmap(model: &Value) -> Result<Value> {
    let root = model.get("rootNode").ok_or_else(|| lost("a mind map without a root"))?;
    Ok(json!({ "diagram": "mindmap", "root": topic(root)? }))
}

fn topic(node: &Value) -> Result<Value> {
    let shape = match node.get("type").and_then(Value::as_u64) {
        Some(0) => "plain",
        Some(1) => "round",
        Some(2) => "box",
        Some(3) => "circle",
        Some(4) => "cloud",
        Some(5) => "bang",
        Some(6) => "hexagon",
        _ => return Err(lost("the shape of a topic")),
    };
    let topics = items(node, "children").map(topic).collect::<Result<Vec<Value>>>()?;
    Ok(json!({ "label": text(node, "descr"), "shape": shape, "topics": topics }))
}

/// Tasks of a model under the names of their sections, in order.
fn sections(model: &Value, name: &'static str, mut one: impl FnMut(&Value) -> Value) -> Vec<Value> {
    let mut sections: Vec<(Option<String>, Vec<Value>)> = Vec::new();
    for task in items(model, "tasks") {
        let section = said(task.get("section"));
        match sections.last_mut().filter(|(label, _)| *label == section) {
            Some((_, tasks)) => tasks.push(one(task)),
            None => sections.push((section, vec![one(task)])),
        }
    }
    sections.into_iter().map(|(label, tasks)| json!({ "label": label, name: tasks })).collect()
}

pub(super) fn timeline(model: &Value) -> Value {
    let period = |task: &Value| {
        let events: Vec<String> = items(task, "events").filter_map(Value::as_str).map(plain).collect();
        json!({ "label": text(task, "task"), "events": events })
    };
    json!({ "diagram": "timeline", "sections": sections(model, "periods", period) })
}

pub(super) fn journey(model: &Value) -> Value {
    let activity = |task: &Value| {
        let actors: Vec<String> = items(task, "people").filter_map(Value::as_str).map(plain).collect();
        json!({ "label": text(task, "task"), "score": task.get("score"), "actors": actors })
    };
    json!({ "diagram": "journey", "sections": sections(model, "activities", activity) })
}

/// Milliseconds of a day.
const DAY: f64 = 86_400_000.0;

pub(super) fn gantt(model: &Value) -> Result<Value> {
    let tasks = items(model, "tasks").map(task).collect::<Result<Vec<Value>>>()?;
    let mut tasks = tasks.into_iter();
    let sections = sections(model, "tasks", |_| tasks.next().unwrap_or_default());
    Ok(json!({ "diagram": "gantt", "sections": sections }))
}

fn task(task: &Value) -> Result<Value> {
    let raw = |name: &str, part: &str| {
        task.get("raw").and_then(|raw| raw.get(name)?.get(part)?.as_str()).map(str::trim).unwrap_or_default()
    };
    let time = |name: &str| task.get(name).and_then(Value::as_f64);
    let length = time("endTime").zip(time("startTime")).map(|(end, start)| (end - start) / DAY);
    let days = length.filter(|days| *days >= 0.0).ok_or_else(|| lost("the length of a task"))?;
    let started = raw("startTime", "startData");
    let start = match started.strip_prefix("after ") {
        Some(names) => {
            let names = names.split_whitespace().map(id).collect::<Result<Vec<_>>>()?;
            json!({ "after": names })
        }
        None if raw("startTime", "type") == "prevTaskEnd" => Value::Null,
        None if crate::plan::is_day(started) => json!({ "on": started }),
        None => return Err(lost(&format!("the time {started:?}"))),
    };
    if raw("endTime", "data").starts_with("until") {
        return Err(lost("a task that lasts until another"));
    }
    let marks = [("done", "done"), ("active", "active"), ("crit", "critical"), ("milestone", "milestone")];
    let marked = |name: &str| task.get(name).and_then(Value::as_bool).unwrap_or_default();
    let marks: Vec<&str> = marks.into_iter().filter(|(name, _)| marked(name)).map(|(_, mark)| mark).collect();
    let id = id(word(task, "id"))?;
    Ok(json!({ "id": id, "label": text(task, "task"), "marks": marks, "start": start, "days": days }))
}
