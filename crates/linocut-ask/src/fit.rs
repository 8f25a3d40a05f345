//! JSON made to fit a schema where that loses nothing.

use linocut_core::{Error, Kind, Result, Warned};
use serde_json::{Map, Value};

/// Deepest nesting of value and schema.
const DEEPEST: usize = 64;
/// Most faults that are told: a model mends a few at a time.
const MOST_FAULTS: usize = 8;

/// `value` with unknown fields dropped, missing ones filled by their defaults, and types mended: a number as text, one item
/// without its list, an object around a list, words of an enumeration in other letters.
///
/// Of JSON Schema, `type`, `properties`, `required`, `items`, `enum`, `const`, `default`, `minimum`, `maximum` and local `$ref`
/// count; alternatives are left to whoever reads the value.
///
/// # Errors
/// [`Kind::Input`] with the path and the fault of the first few that cannot be mended.
pub fn fit(value: Value, schema: &Value) -> Result<Warned<Value>> {
    let mut fitter = Fitter { root: schema, faults: Vec::new(), dropped: Vec::new() };
    let value = fitter.fit(value, schema, &mut Path::default());
    if !fitter.faults.is_empty() {
        fitter.faults.truncate(MOST_FAULTS);
        return Err(Error::new(Kind::Input, fitter.faults.join("; ")));
    }
    let dropped = fitter.dropped;
    let warnings = if dropped.is_empty() {
        Vec::new()
    } else {
        vec![format!("unknown fields were dropped: {}", dropped.join(", "))]
    };
    Ok(Warned { value, warnings })
}

/// Where in the value we are.
#[derive(Default)]
struct Path(Vec<String>);

impl Path {
    fn show(&self) -> String {
        if self.0.is_empty() { "the whole".to_owned() } else { self.0.join(".") }
    }
}

struct Fitter<'a> {
    root: &'a Value,
    faults: Vec<String>,
    dropped: Vec<String>,
}

impl Fitter<'_> {
    fn fault(&mut self, path: &Path, what: &str) {
        if self.faults.len() <= MOST_FAULTS {
            self.faults.push(format!("{}: {what}", path.show()));
        }
    }

    fn fit(&mut self, value: Value, schema: &Value, path: &mut Path) -> Value {
        if path.0.len() > DEEPEST {
            self.fault(path, "nested too deeply");
            return value;
        }
        if let Some(place) = schema.get("$ref").and_then(Value::as_str) {
            let target = place.strip_prefix('#').and_then(|place| self.root.pointer(place)).cloned();
            return target.map_or(value.clone(), |target| self.fit(value, &target, path));
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return self.choice(value, values, path);
        }
        match types(schema).as_slice() {
            ["object"] => self.object(value, schema, path),
            ["array"] => self.array(value, schema, path),
            ["string"] => self.text(value, path),
            [name @ ("number" | "integer")] => self.number(value, schema, *name == "integer", path),
            ["boolean"] => self.truth(value, path),
            _ => value,
        }
    }

    fn truth(&mut self, value: Value, path: &Path) -> Value {
        let word = value.as_str().map(str::to_ascii_lowercase);
        match (word.as_deref(), value.as_u64()) {
            _ if value.is_boolean() => value,
            (Some("true" | "yes"), _) | (_, Some(1)) => Value::Bool(true),
            (Some("false" | "no"), _) | (_, Some(0)) => Value::Bool(false),
            _ => {
                self.fault(path, "must be true or false");
                value
            }
        }
    }

    fn choice(&mut self, value: Value, values: &[Value], path: &Path) -> Value {
        if values.contains(&value) {
            return value;
        }
        let said = value.as_str().map(plain);
        let near = values.iter().find(|one| said.is_some() && one.as_str().map(plain) == said);
        if let Some(near) = near {
            return near.clone();
        }
        let names: Vec<String> = values.iter().map(ToString::to_string).collect();
        self.fault(path, &format!("must be one of {}", names.join(", ")));
        value
    }

    fn object(&mut self, value: Value, schema: &Value, path: &mut Path) -> Value {
        let Value::Object(given) = value else {
            self.fault(path, "must be an object");
            return value;
        };
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return Value::Object(given) };
        let mut out = Map::new();
        for (name, value) in given {
            let Some(inner) = properties.get(&name) else {
                path.0.push(name);
                self.dropped.push(path.show().chars().take(60).collect());
                path.0.pop();
                continue;
            };
            // Nothing, where nothing is not a value, is as if it were left out.
            if value.is_null() && !types(inner).contains(&"null") {
                continue;
            }
            path.0.push(name.clone());
            let value = self.fit(value, inner, path);
            path.0.pop();
            out.insert(name, value);
        }
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if out.contains_key(name) {
                continue;
            }
            match properties.get(name).and_then(|inner| inner.get("default")) {
                Some(default) => drop(out.insert(name.to_owned(), default.clone())),
                None => self.fault(path, &format!("{name} is missing")),
            }
        }
        Value::Object(out)
    }

    fn array(&mut self, value: Value, schema: &Value, path: &mut Path) -> Value {
        let items = match value {
            Value::Array(items) => items,
            // A list in an object of its own is the list.
            Value::Object(fields) if fields.len() == 1 && fields.values().all(Value::is_array) => {
                fields.into_iter().filter_map(|(_, list)| list.as_array().cloned()).flatten().collect()
            }
            Value::Null => Vec::new(),
            one @ (Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => vec![one],
        };
        let Some(inner) = schema.get("items") else { return Value::Array(items) };
        let mut out = Vec::new();
        for (at, item) in items.into_iter().enumerate() {
            path.0.push(at.to_string());
            out.push(self.fit(item, inner, path));
            path.0.pop();
        }
        Value::Array(out)
    }

    fn text(&mut self, value: Value, path: &Path) -> Value {
        match value {
            Value::String(_) => value,
            Value::Number(number) => Value::String(number.to_string()),
            Value::Bool(truth) => Value::String(truth.to_string()),
            Value::Array(_) | Value::Object(_) | Value::Null => {
                self.fault(path, "must be a text");
                value
            }
        }
    }

    fn number(&mut self, value: Value, schema: &Value, whole: bool, path: &Path) -> Value {
        let said = value.as_str().map(|text| text.trim().trim_end_matches("px").trim_end_matches('%').to_owned());
        let number = said.map_or_else(|| value.as_f64(), |text| text.parse().ok());
        let Some(number) = number.filter(|number| number.is_finite()) else {
            self.fault(path, "must be a number");
            return value;
        };
        let bound = |name: &str| schema.get(name).and_then(Value::as_f64);
        let low = bound("minimum").is_some_and(|least| number < least);
        if low || bound("maximum").is_some_and(|most| number > most) {
            self.fault(path, &format!("{number} is out of range"));
        }
        let rounded = format!("{:.0}", number.round()).parse::<i64>();
        match rounded {
            Ok(rounded) if whole => Value::from(rounded),
            _ if value.is_number() => value,
            _ => Value::from(number),
        }
    }
}

/// The types that a schema allows.
fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// A word without case, spaces and dashes.
fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::fit;
    use serde_json::{Value, json};

    fn schema() -> Value {
        json!({
            "type": "object",
            "required": ["mode", "parts", "width"],
            "properties": {
                "mode": { "enum": ["line-art", "solid"] },
                "parts": { "type": "array", "items": { "$ref": "#/$defs/part" } },
                "width": { "type": "number", "default": 2, "minimum": 0.1, "maximum": 32 },
            },
            "$defs": { "part": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string" } } } },
        })
    }

    #[test]
    fn types_are_mended_and_strangers_dropped() {
        let given =
            json!({ "mode": "Line Art", "parts": { "name": 7, "evil": 1 }, "path": "/etc/passwd", "width": "3px" });
        let fitted = fit(given, &schema()).unwrap();
        assert_eq!(fitted.value, json!({ "mode": "line-art", "parts": [{ "name": "7" }], "width": 3.0 }));
        assert_eq!(fitted.warnings, ["unknown fields were dropped: parts.0.evil, path"]);
        let fitted = fit(json!({ "mode": "solid", "parts": { "items": [{ "name": "a" }] }, "width": 2 }), &schema());
        assert_eq!(fitted.unwrap().value["parts"], json!([{ "name": "a" }]));
        let truth = json!({ "type": "boolean" });
        assert_eq!(fit(json!(1), &truth).unwrap().value, json!(true));
        assert!(fit(json!("perhaps"), &truth).is_err());
        let fitted = fit(json!({ "mode": "solid", "parts": [], "width": null }), &schema()).unwrap();
        assert_eq!(fitted.value["width"], 2);
    }

    #[test]
    fn what_cannot_be_mended_is_told_with_its_place() {
        let given = json!({ "mode": "wobbly", "parts": [{}, "x"], "width": 99 });
        let error = fit(given, &schema()).unwrap_err();
        let expected = "mode: must be one of \"line-art\", \"solid\"; parts.0: name is missing; \
            parts.1: must be an object; width: 99 is out of range";
        assert_eq!(error.to_string(), expected);
    }
}
