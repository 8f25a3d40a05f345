//! Whether two texts mean the same.

use super::plain;
use crate::engine::Meaning;
use serde_json::{Map, Value};

/// What the first says and the second does not, or says otherwise; none when they mean the same.
pub(super) fn difference(first: &Meaning, second: &Meaning) -> Option<String> {
    if first.kind != second.kind {
        return Some(format!("a {} diagram", first.kind));
    }
    if first.title.as_deref().map(plain) != second.title.as_deref().map(plain) {
        return Some("the title".to_owned());
    }
    walk(&same(&first.model, ""), &same(&second.model, ""), "")
}

/// What is not said by the text but made of it: numbers of elements, sizes, defaults.
const MADE: [&str; 29] = [
    "activate",
    "colorIndex",
    "config",
    "constants",
    "cssCompiledStyles",
    "diagramId",
    "displayText",
    "domId",
    "height",
    "keyword",
    "labelType",
    "level",
    "look",
    "manualEndTime",
    "minWidth",
    "nodeId",
    "order",
    "padding",
    "prevTaskId",
    "processed",
    "raw",
    "renderEndTime",
    "shape",
    "shapes",
    "states",
    "text",
    "vertexCalls",
    "width",
    "wrappingWidth",
];

/// A model without what is made, its texts plain, and its lists in an order of their own where order means nothing.
fn same(value: &Value, key: &str) -> Value {
    match value {
        Value::String(text) => Value::String(number_free(&plain(text), key)),
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(|item| same(item, key)).collect();
            let sorted = matches!(key, "nodes" | "subgraphs" | "edges") && items.iter().all(Value::is_object);
            if sorted {
                items.sort_by_key(|item| {
                    let part = |name: &str| item.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                    [part("id"), part("start"), part("end"), part("label")]
                });
            }
            Value::Array(items)
        }
        Value::Object(fields) => Value::Object(object(fields, key)),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
    }
}

fn object(fields: &Map<String, Value>, key: &str) -> Map<String, Value> {
    let kept = |name: &str| {
        let made = MADE.contains(&name) || (name == "id" && matches!(key, "entities" | "messages" | "root"));
        // The ids of a state diagram's edges are only numbers, those of a mind map's topics come of their place.
        let numbered = name == "id" && fields.contains_key("start") && fields.contains_key("end");
        let topic = name == "id" && fields.contains_key("descr");
        let both = name == "relations" && fields.contains_key("nodes");
        let drawn = matches!(name, "nodes" | "edges") && fields.contains_key("rootNode");
        !(made || numbered || topic || both || drawn)
    };
    let own = |name: &str| if matches!(name, "rootNode" | "children") { "root" } else { name }.to_owned();
    let inner = |name: &String| {
        if fields.values().all(Value::is_object) && key == "entities" { key.to_owned() } else { own(name) }
    };
    let kept = fields.iter().filter(|(name, value)| kept(name) && !value.is_null());
    kept.map(|(name, value)| (name.clone(), same(value, &inner(name)))).collect()
}

/// `entity-CUSTOMER-0` without the number at its end, which comes of the order of mentions.
fn number_free(text: &str, key: &str) -> String {
    let entity = matches!(key, "entityA" | "entityB").then(|| text.rsplit_once('-')).flatten();
    entity.map_or_else(|| text.to_owned(), |(name, _)| name.to_owned())
}

fn walk(first: &Value, second: &Value, path: &str) -> Option<String> {
    match (first, second) {
        (Value::Object(a), Value::Object(b)) => {
            let names = a.keys().chain(b.keys().filter(|name| !a.contains_key(*name)));
            names.into_iter().find_map(|name| {
                let path = format!("{path}.{name}");
                match (a.get(name), b.get(name)) {
                    (Some(x), Some(y)) => walk(x, y, &path),
                    (x, y) => (!empty(x) || !empty(y)).then(|| name_of(&path)),
                }
            })
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).find_map(|(x, y)| walk(x, y, &format!("{path}[{}]", place(x))))
        }
        (x, y) if x == y || close(x, y) => None,
        _ => Some(name_of(path)),
    }
}

fn close(first: &Value, second: &Value) -> bool {
    first.as_f64().zip(second.as_f64()).is_some_and(|(x, y)| (x - y).abs() < 1e-6)
}

fn empty(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null | Value::Bool(false)) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(fields)) => fields.is_empty(),
        Some(Value::Bool(true) | Value::Number(_)) => false,
    }
}

/// What an item of a list is called.
fn place(item: &Value) -> String {
    let name = ["id", "label", "task", "message"].iter().find_map(|name| item.get(name).and_then(Value::as_str));
    name.unwrap_or_default().to_owned()
}

/// A path in words that a person can look for.
fn name_of(path: &str) -> String {
    let last = path.rsplit('.').next().unwrap_or_default().split('[').next().unwrap_or_default();
    let what = match last {
        "styles" | "style" | "classDefs" | "cssStyles" | "styleClasses" | "edgeDefaults" => "colors and styles",
        "classes" | "cssClasses" => "style classes",
        "link" | "links" | "haveCallback" | "clickEvents" => "links and clicks",
        "notes" | "placement" => "notes",
        "namespaces" | "parent" => "namespaces",
        "boxes" => "boxes around participants",
        "accTitle" | "accDescr" => "accessible titles",
        "length" | "arrow" => "longer arrows",
        "icon" => "icons",
        "excludes" | "axisFormat" | "tickInterval" | "todayMarker" | "dateFormat" => "settings of the calendar",
        _ => "",
    };
    let at = path.trim_start_matches('.');
    if what.is_empty() { format!("{at:?} of the text") } else { format!("{what} (at {at})") }
}
