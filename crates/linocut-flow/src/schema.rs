//! Checks parameters against the part of JSON Schema that derived schemas use.

use linocut_core::{Error, Kind};
use serde_json::{Map, Value as Json};

/// Every way in which `params` does not fit `schema`, a sentence each.
pub(crate) fn check(schema: &Json, params: &Json) -> Vec<Error> {
    let mut errors = Vec::new();
    Check { root: schema, errors: &mut errors }.value(schema, params, "");
    errors
}

struct Check<'a> {
    root: &'a Json,
    errors: &'a mut Vec<Error>,
}

impl Check<'_> {
    fn value(&mut self, schema: &Json, value: &Json, place: &str) {
        if let Some(target) = schema.get("$ref").and_then(Json::as_str) {
            let target = self.root.pointer(target.trim_start_matches('#')).cloned().unwrap_or_default();
            return self.value(&target, value, place);
        }
        if let Some(ways) = ["anyOf", "oneOf"].iter().find_map(|name| schema.get(name)?.as_array()) {
            if !ways.iter().any(|way| self.fits(way, value, place)) {
                self.wrong(place, &format!("{value} is not {}", words(self.root, schema)));
            }
            return;
        }
        if !of_type(schema, value) || !among(schema, value) {
            self.wrong(place, &format!("{value} is not {}", words(self.root, schema)));
            return;
        }
        self.bounds(schema, value, place);
        if let (Some(object), Some(properties)) =
            (value.as_object(), schema.get("properties").and_then(Json::as_object))
        {
            self.object(schema, properties, object, place);
        }
        if let (Some(list), Some(items)) = (value.as_array(), schema.get("items")) {
            list.iter().enumerate().for_each(|(at, item)| self.value(items, item, &format!("{place}[{at}]")));
        }
    }

    fn fits(&self, schema: &Json, value: &Json, place: &str) -> bool {
        let mut errors = Vec::new();
        Check { root: self.root, errors: &mut errors }.value(schema, value, place);
        errors.is_empty()
    }

    fn object(&mut self, schema: &Json, properties: &Map<String, Json>, object: &Map<String, Json>, place: &str) {
        let inside = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
        for (name, value) in object {
            match properties.get(name) {
                Some(property) => self.value(property, value, &inside(name)),
                None if schema.get("additionalProperties") == Some(&Json::Bool(false)) => {
                    let near = crate::stage::nearest(name, properties.keys().map(String::as_str));
                    let hint = near.map_or_else(
                        || format!("there are {}", properties.keys().cloned().collect::<Vec<_>>().join(", ")),
                        |near| format!("did you mean {near}?"),
                    );
                    let error = Error::new(Kind::Input, format!("there is no parameter '{}'", inside(name)));
                    self.errors.push(error.hinted(hint).about(inside(name)));
                }
                None => {}
            }
        }
        for name in schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str) {
            if !object.contains_key(name) {
                let error = Error::new(Kind::Input, format!("parameter '{}' is missing", inside(name)));
                self.errors.push(error.about(inside(name)));
            }
        }
    }

    fn bounds(&mut self, schema: &Json, value: &Json, place: &str) {
        let limit = |name: &str| schema.get(name).and_then(Json::as_f64);
        let (size, what) = match value {
            Json::String(text) => (count(text.chars().count()), "Length"),
            Json::Array(list) => (count(list.len()), "Items"),
            Json::Number(number) => (number.as_f64().unwrap_or_default(), ""),
            Json::Null | Json::Bool(_) | Json::Object(_) => return,
        };
        let name = |end: &str| if what.is_empty() { format!("{end}imum") } else { format!("{end}{what}") };
        let low = limit(&name("min")).filter(|low| size < *low);
        let high = limit(&name("max")).filter(|high| size > *high);
        let shown = if what.is_empty() { value.to_string() } else { format!("of size {size}") };
        if let Some(low) = low {
            self.wrong(place, &format!("{shown} is below the least, {low}"));
        }
        if let Some(high) = high {
            self.wrong(place, &format!("{shown} is above the most, {high}"));
        }
    }

    fn wrong(&mut self, place: &str, what: &str) {
        self.errors.push(if place.is_empty() {
            Error::new(Kind::Input, format!("parameters: {what}"))
        } else {
            Error::new(Kind::Input, format!("{place}: {what}")).about(place)
        });
    }
}

/// Sizes beyond any limit that a schema sets all count as the largest.
fn count(size: usize) -> f64 {
    f64::from(u32::try_from(size).unwrap_or(u32::MAX))
}

fn of_type(schema: &Json, value: &Json) -> bool {
    let is = |name: &str| match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    match schema.get("type") {
        Some(Json::String(name)) => is(name),
        Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).any(is),
        _ => true,
    }
}

fn among(schema: &Json, value: &Json) -> bool {
    let one = schema.get("const").is_none_or(|only| only == value);
    one && schema.get("enum").and_then(Json::as_array).is_none_or(|all| all.contains(value))
}

/// What a schema asks for, for a person.
fn words(root: &Json, schema: &Json) -> String {
    if let Some(target) = schema.get("$ref").and_then(Json::as_str) {
        return root.pointer(target.trim_start_matches('#')).map_or_else(String::new, |found| words(root, found));
    }
    if let Some(only) = schema.get("const") {
        return only.to_string();
    }
    if let Some(all) = schema.get("enum").and_then(Json::as_array) {
        return all.iter().map(Json::to_string).collect::<Vec<_>>().join(" or ");
    }
    for name in ["anyOf", "oneOf"] {
        if let Some(all) = schema.get(name).and_then(Json::as_array) {
            // To leave something out is no choice that needs a word.
            let some = all.iter().filter(|way| way.get("type").and_then(Json::as_str) != Some("null"));
            return some.map(|way| words(root, way)).collect::<Vec<_>>().join(" or ");
        }
    }
    match schema.get("type") {
        Some(Json::String(name)) => format!("of type {name}"),
        Some(Json::Array(names)) => {
            let names: Vec<&str> = names.iter().filter_map(Json::as_str).filter(|name| *name != "null").collect();
            format!("of type {}", names.join(" or "))
        }
        _ => "what the schema describes".to_owned(),
    }
}
