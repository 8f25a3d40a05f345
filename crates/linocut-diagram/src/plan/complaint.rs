//! What is wrong with the JSON of a plan, in words that need no knowledge of Rust, and what would be right in its place.

use super::schema;
use crate::Family;
use linocut_core::{Error, Kind};
use serde_json::{Map, Value, json};
use serde_path_to_error::{Path, Segment};

/// Longest example, in bytes; a longer one shows less than the schema does.
const LONGEST_EXAMPLE: usize = 240;
/// Deepest example; plans such as those of mindmaps hold themselves.
const DEEPEST: usize = 4;

/// The error for what serde says about the part of a plan at `path`.
pub(super) fn complaint(family: Family, path: &Path, said: &str) -> Error {
    let schema = schema(family);
    let mut part = Some(&schema);
    for segment in path {
        part = part.and_then(|part| below(&schema, part, segment));
    }
    let name = family.name();
    let example = part.map(|part| example(&schema, part, DEEPEST).to_string());
    let hint = match example.filter(|example| example.len() <= LONGEST_EXAMPLE && !path.to_string().ends_with('?')) {
        Some(example) if part != Some(&schema) => format!("this would be right here: {example}"),
        _ => format!("linocut diagram --schema {name} says what a plan has"),
    };
    let error = Error::new(Kind::Input, sentence(said)).hinted(hint);
    let path = path.to_string();
    if path == "." { error } else { error.at(path) }
}

/// What serde says, as people would.
fn sentence(said: &str) -> String {
    let between = |text: &str| text.replace('`', "");
    if let Some(field) = said.strip_prefix("missing field ") {
        return format!("{} is missing", between(field));
    }
    let unknown = said.strip_prefix("unknown field ").or_else(|| said.strip_prefix("unknown variant "));
    if let Some((name, known)) = unknown.and_then(|rest| rest.split_once(", ")) {
        let known = known.trim_start_matches("expected ").trim_start_matches("one of ").replace(" or ", ", ");
        return format!("there is no {} here, only {}", between(name), between(&known));
    }
    let wrong = said.strip_prefix("invalid type: ").or_else(|| said.strip_prefix("invalid value: "));
    if let Some((found, wanted)) = wrong.and_then(|rest| rest.rsplit_once(", expected ")) {
        return format!("this is {}, not {}", named(found), wanted_as(wanted));
    }
    said.to_owned()
}

/// What was found: `string "x"` is the text "x".
fn named(found: &str) -> String {
    let (kind, rest) = found.split_once(' ').unwrap_or((found, ""));
    let rest = rest.replace('`', "");
    match kind {
        "string" => format!("the text {rest}"),
        "integer" => format!("the number {rest}"),
        "floating" => format!("the number {}", rest.trim_start_matches("point ")),
        "boolean" => rest,
        "null" | "unit" => "null".to_owned(),
        "sequence" => "a list".to_owned(),
        "map" => "an object".to_owned(),
        _ => found.to_owned(),
    }
}

fn wanted_as(wanted: &str) -> String {
    let word = wanted.split(' ').find(|word| !matches!(*word, "a" | "an")).unwrap_or(wanted);
    match word {
        "struct" | "map" | "internally" => "an object".to_owned(),
        "sequence" => "a list".to_owned(),
        "string" | "str" => "a text".to_owned(),
        "f64" | "f32" => "a number".to_owned(),
        "u8" | "u16" | "u32" | "u64" | "usize" => "a whole number from 0".to_owned(),
        "i8" | "i16" | "i32" | "i64" => "a whole number".to_owned(),
        "boolean" => "true or false".to_owned(),
        "enum" => "one of those that the schema names".to_owned(),
        _ => wanted.to_owned(),
    }
}

/// The schema that a reference names, or the schema itself.
fn resolved<'s>(root: &'s Value, schema: &'s Value) -> &'s Value {
    let name = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.strip_prefix("#/$defs/"));
    name.and_then(|name| root.get("$defs")?.get(name)).unwrap_or(schema)
}

/// The schemas of which one must hold.
fn choices(schema: &Value) -> impl Iterator<Item = &Value> {
    ["oneOf", "anyOf"].into_iter().filter_map(|key| schema.get(key)?.as_array()).flatten()
}

/// The schema of a part of what `schema` describes.
fn below<'s>(root: &'s Value, schema: &'s Value, segment: &Segment) -> Option<&'s Value> {
    let schema = resolved(root, schema);
    let own = match segment {
        Segment::Seq { .. } => schema.get("items"),
        Segment::Map { key: name } | Segment::Enum { variant: name } => {
            schema.get("properties").and_then(|properties| properties.get(name))
        }
        Segment::Unknown => None,
    };
    own.or_else(|| choices(schema).find_map(|choice| below(root, choice, segment)))
}

/// A value that `schema` describes, with only what it must have.
fn example(root: &Value, schema: &Value, depth: usize) -> Value {
    let schema = resolved(root, schema);
    if let Some(value) = schema.get("const").or_else(|| schema.get("enum")?.get(0)) {
        return value.clone();
    }
    if let Some(first) = choices(schema).next() {
        return example(root, first, depth);
    }
    let kind = schema.get("type").map(|kind| kind.get(0).unwrap_or(kind)).and_then(Value::as_str).unwrap_or("string");
    match kind {
        "object" if depth > 0 => {
            let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
            let names = required.filter_map(Value::as_str);
            let fields = names.filter_map(|name| Some((name, schema.get("properties")?.get(name)?)));
            let fields = fields.map(|(name, field)| (name.to_owned(), example(root, field, depth - 1)));
            Value::Object(fields.collect::<Map<String, Value>>())
        }
        "array" if depth > 0 => schema.get("items").map_or(json!([]), |items| json!([example(root, items, depth - 1)])),
        "object" => json!({}),
        "array" => json!([]),
        "number" | "integer" => json!(1),
        "boolean" => json!(true),
        "null" => Value::Null,
        _ => json!("text"),
    }
}
