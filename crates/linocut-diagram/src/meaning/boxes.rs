//! Flowcharts and states.

use super::{id, items, lost, said, text, word};
use linocut_core::Result;
use serde_json::{Value, json};

fn direction(model: &Value) -> &'static str {
    match word(model, "direction") {
        "LR" => "right",
        "RL" => "left",
        "BT" => "up",
        _ => "down",
    }
}

pub(super) fn flowchart(model: &Value) -> Result<Value> {
    let nodes = items(model, "nodes").map(node).collect::<Result<Vec<Value>>>()?;
    let edges = items(model, "edges").map(edge).collect::<Result<Vec<Value>>>()?;
    let groups = items(model, "subgraphs").map(group).collect::<Result<Vec<Value>>>()?;
    let direction = direction(model);
    Ok(json!({ "diagram": "flowchart", "direction": direction, "nodes": nodes, "edges": edges, "groups": groups }))
}

fn node(node: &Value) -> Result<Value> {
    let outline = match word(node, "layoutShape") {
        "squareRect" => "box",
        "roundedRect" => "round",
        "stadium" => "stadium",
        "diamond" => "diamond",
        "circle" => "circle",
        "hexagon" => "hexagon",
        "cylinder" => "cylinder",
        "subroutine" => "subroutine",
        "lean_right" => "slanted",
        other => return Err(lost(&format!("the shape {other:?}"))),
    };
    Ok(json!({ "id": id(word(node, "id"))?, "label": text(node, "label"), "outline": outline }))
}

fn edge(edge: &Value) -> Result<Value> {
    let line = match (word(edge, "type"), word(edge, "stroke")) {
        ("arrow_point", "normal") => "arrow",
        ("arrow_point", "dotted") => "dotted",
        ("arrow_point", "thick") => "thick",
        ("arrow_open", "normal") => "plain",
        ("double_arrow_point", "normal") => "both",
        ("arrow_circle", "normal") => "dot",
        ("arrow_cross", "normal") => "cross",
        _ => return Err(lost(&format!("the arrow {}", word(edge, "arrow")))),
    };
    let (from, to) = (id(word(edge, "from"))?, id(word(edge, "to"))?);
    Ok(json!({ "from": from, "to": to, "label": said(edge.get("label")), "line": line }))
}

fn group(group: &Value) -> Result<Value> {
    let members = items(group, "nodes").filter_map(Value::as_str).map(id).collect::<Result<Vec<_>>>()?;
    Ok(json!({ "id": id(word(group, "id"))?, "label": text(group, "title"), "members": members }))
}

pub(super) fn states(model: &Value) -> Result<Value> {
    let mut states = Vec::new();
    for node in items(model, "nodes") {
        let kind = match word(node, "shape") {
            "rect" | "roundedWithTitle" => "plain",
            "choice" => "choice",
            "fork" => "fork",
            "join" => "join",
            "stateStart" | "stateEnd" => continue,
            "note" | "noteGroup" => return Err(lost("notes")),
            other => return Err(lost(&format!("the shape {other:?}"))),
        };
        let inside = node.get("parentId").and_then(Value::as_str).map(id).transpose()?;
        states
            .push(json!({ "id": id(word(node, "id"))?, "label": text(node, "label"), "kind": kind, "inside": inside }));
    }
    let node = |name: &str| items(model, "nodes").find(|node| word(node, "id") == name);
    let shape = |name: &str| node(name).map_or("", |node| word(node, "shape"));
    let mut transitions = Vec::new();
    for edge in items(model, "edges") {
        let (start, end) = (word(edge, "start"), word(edge, "end"));
        let from = if shape(start) == "stateStart" { None } else { Some(id(start)?) };
        let to = if shape(end) == "stateEnd" { None } else { Some(id(end)?) };
        let parent = |name: &str| node(name).and_then(|node| node.get("parentId")?.as_str());
        // A start and an end belong to where they stand; a way between two states is inside of what holds both.
        let both = parent(start).filter(|inside| parent(end) == Some(*inside));
        let inside = both.map(id).transpose()?;
        transitions.push(json!({ "from": from, "to": to, "label": said(edge.get("label")), "inside": inside }));
    }
    let direction = direction(model);
    Ok(json!({ "diagram": "state", "direction": direction, "states": states, "transitions": transitions }))
}
