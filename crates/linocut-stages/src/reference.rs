//! The reference page of stages and recipes, made from their own descriptions.

use crate::{STOCK, catalogue, stock};
use linocut_core::Result;
use linocut_flow::StageKind;
use serde_json::{Map, Value as Json, json};
use std::fmt::Write as _;

/// The page, as Markdown.
///
/// # Errors
/// As [`stock`]: none of the recipes that come with the program is wrong.
pub fn reference() -> Result<String> {
    let mut page = "# Stages and recipes\n\n\
        Made from the stages' own descriptions: `LINOCUT_BLESS=1 cargo test -p linocut-stages`.\n\
        `linocut run RECIPE.json` runs what you make of them; `linocut run --list stages` prints the same as JSON Schema.\n\n\
        ## Stages\n"
        .to_owned();
    for kind in catalogue().kinds() {
        stage(kind, &mut page);
    }
    page.push_str("\n## Stock recipes\n\n| recipe | what it does | takes | gives |\n|---|---|---|---|\n");
    for (name, _) in STOCK {
        let recipe = stock(name)?;
        let takes: Vec<String> = recipe.inputs.iter().map(|(name, sort)| format!("{name} ({sort})")).collect();
        let _ = writeln!(page, "| `{name}` | {} | {} | {} |", recipe.about, takes.join(", "), recipe.output);
    }
    Ok(page)
}

fn stage(kind: &StageKind, page: &mut String) {
    let text = |value: &Json| value.get("description").and_then(Json::as_str).unwrap_or_default().to_owned();
    let inputs: Vec<String> = kind
        .inputs
        .iter()
        .map(|port| format!("{}{} ({})", port.name, if port.optional { ", if connected" } else { "" }, port.takes))
        .collect();
    let _ = writeln!(page, "\n### {}\n\n{}\n", kind.name, text(&kind.schema));
    let _ = writeln!(page, "{} → {}, version {}\n", inputs.join(", "), kind.output, kind.version);
    let defaults = kind.prepare(&json!({})).map_or(Json::Null, |prepared| prepared.params);
    let none = Map::new();
    let properties = kind.schema.get("properties").and_then(Json::as_object).unwrap_or(&none);
    if properties.is_empty() {
        return;
    }
    page.push_str("| parameter | default | values | what it is |\n|---|---|---|---|\n");
    for (name, schema) in properties {
        let default = defaults.get(name).filter(|value| !value.is_null()).map_or("none".to_owned(), Json::to_string);
        let about = text(schema).replace('\n', " ").replace('|', "\\|");
        let _ = writeln!(page, "| `{name}` | {default} | {} | {about} |", values(&kind.schema, schema));
    }
}

/// What a parameter may be.
fn values(root: &Json, schema: &Json) -> String {
    if let Some(target) = schema.get("$ref").and_then(Json::as_str) {
        return root.pointer(target.trim_start_matches('#')).map(|target| values(root, target)).unwrap_or_default();
    }
    if let Some(all) = schema.get("enum").and_then(Json::as_array) {
        return all.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(", ");
    }
    for name in ["oneOf", "anyOf"] {
        if let Some(all) = schema.get(name).and_then(Json::as_array) {
            let ways: Vec<String> = all.iter().map(|way| values(root, way)).filter(|way| way != "null").collect();
            return ways.join(", ");
        }
    }
    if let Some(only) = schema.get("const").and_then(Json::as_str) {
        return only.to_owned();
    }
    let bound = |name: &str| schema.get(name).and_then(Json::as_f64);
    let sort = match schema.get("type") {
        Some(Json::String(sort)) => sort.clone(),
        Some(Json::Array(sorts)) => {
            sorts.iter().filter_map(Json::as_str).filter(|sort| *sort != "null").collect::<Vec<_>>().join(" or ")
        }
        _ => String::new(),
    };
    match (bound("minimum"), bound("maximum")) {
        (Some(low), Some(high)) => format!("{sort}, {low} to {high}"),
        (Some(low), None) => format!("{sort}, {low} or more"),
        (None, Some(high)) => format!("{sort}, {high} or less"),
        (None, None) => sort,
    }
}
