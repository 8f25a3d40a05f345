//! Grammars in GBNF, for servers that hold a model to one token by token,
//! <https://github.com/ggml-org/llama.cpp/tree/master/grammars>.

use linocut_core::{Error, Kind, Result};
use serde_json::Value;

/// One SVG document of shapes and groups, nothing before it and nothing after it.
pub(crate) const SVG: &str = r#"root ::= "<svg" attribute* ">" space item+ "</svg>"
item ::= (leaf | group) space
leaf ::= "<" ("path" | "circle" | "rect" | "ellipse" | "line" | "polyline" | "polygon") attribute+ "/>"
group ::= "<g" attribute* ">" space (leaf space)+ "</g>"
attribute ::= " " [a-zA-Z:-]+ "=\"" [^"<>]* "\""
space ::= [ \n]?
"#;
/// Lines of text without fences.
pub(crate) const LINES: &str = r#"root ::= line+
line ::= [^`\n] [^\n]* "\n"
"#;
/// Deepest schema that is written out.
const DEEPEST: usize = 32;

/// What every grammar of JSON needs.
const COMMON: &str = r#"ws ::= [ \n\t]?
string ::= "\"" ([^"\\\x00-\x1f] | "\\" (["\\/bfnrt] | "u" [0-9a-fA-F]{4}))* "\""
number ::= "-"? ("0" | [1-9] [0-9]{0,15}) ("." [0-9]{1,15})?
integer ::= "-"? ("0" | [1-9] [0-9]{0,15})
boolean ::= "true" | "false"
null ::= "null"
value ::= object | array | string | number | boolean | null
object ::= "{" ws (string ws ":" ws value ws ("," ws string ws ":" ws value ws)*)? "}"
array ::= "[" ws (value ws ("," ws value ws)*)? "]"
"#;

/// The grammar of JSON that fits a JSON Schema: types, properties in their order, items, enumerations, constants,
/// alternatives and references within the schema; lengths and ranges are left to whoever checks.
///
/// # Errors
/// [`Kind::Bug`] for a reference that leads nowhere, [`Kind::Limit`] for one that leads in circles.
pub(crate) fn of_schema(schema: &Value) -> Result<String> {
    let mut writer = Writer { root: schema, rules: String::new(), count: 0 };
    let start = writer.rule(schema, 0)?;
    Ok(format!("root ::= {start}\n{}{COMMON}", writer.rules))
}

struct Writer<'a> {
    root: &'a Value,
    rules: String,
    count: usize,
}

impl Writer<'_> {
    /// What stands for `schema` on the right side of a rule.
    fn rule(&mut self, schema: &Value, depth: usize) -> Result<String> {
        if depth > DEEPEST {
            return Err(Error::new(Kind::Limit, "the schema leads in circles"));
        }
        if let Some(place) = schema.get("$ref").and_then(Value::as_str) {
            let target = place.strip_prefix('#').and_then(|path| self.root.pointer(path)).cloned();
            let lost = || Error::new(Kind::Bug, format!("the schema refers to {place}, which is not there"));
            return self.rule(&target.ok_or_else(lost)?, depth + 1);
        }
        if let Some(constant) = schema.get("const") {
            return Ok(literal(constant));
        }
        if let Some(values) = schema.get("enum").and_then(Value::as_array) {
            return Ok(choice(&values.iter().map(literal).collect::<Vec<_>>()));
        }
        for name in ["anyOf", "oneOf"] {
            if let Some(several) = schema.get(name).and_then(Value::as_array) {
                let rules = several.iter().map(|one| self.rule(one, depth + 1)).collect::<Result<Vec<_>>>()?;
                return Ok(choice(&rules));
            }
        }
        match schema.get("type") {
            Some(Value::String(name)) => self.typed(name, schema, depth),
            Some(Value::Array(names)) => {
                let names = names.iter().filter_map(Value::as_str);
                let rules = names.map(|name| self.typed(name, schema, depth)).collect::<Result<Vec<_>>>()?;
                Ok(choice(&rules))
            }
            _ => Ok("value".to_owned()),
        }
    }

    fn typed(&mut self, name: &str, schema: &Value, depth: usize) -> Result<String> {
        match (name, schema.get("properties").and_then(Value::as_object), schema.get("items")) {
            ("object", Some(properties), _) if !properties.is_empty() => {
                let mut fields = Vec::new();
                for (name, schema) in properties {
                    let value = self.rule(schema, depth + 1)?;
                    fields.push(format!("{} ws \":\" ws {value} ws", literal(&Value::String(name.clone()))));
                }
                Ok(self.named(&format!("\"{{\" ws {} \"}}\"", fields.join(" \",\" ws "))))
            }
            ("array", _, Some(items)) => {
                let item = self.rule(items, depth + 1)?;
                Ok(self.named(&format!("\"[\" ws ({item} ws (\",\" ws {item} ws)*)? \"]\"")))
            }
            ("string" | "number" | "integer" | "boolean" | "null" | "object" | "array", _, _) => Ok(name.to_owned()),
            _ => Ok("value".to_owned()),
        }
    }

    /// A rule of its own for `body`.
    fn named(&mut self, body: &str) -> String {
        self.count += 1;
        let name = format!("r{}", self.count);
        self.rules.extend([name.as_str(), " ::= ", body, "\n"]);
        name
    }
}

fn choice(rules: &[String]) -> String {
    format!("({})", rules.join(" | "))
}

/// A JSON value as it stands.
fn literal(value: &Value) -> String {
    format!("\"{}\"", value.to_string().replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::of_schema;
    use serde_json::json;

    #[test]
    fn properties_lists_and_choices_become_rules() {
        let schema = json!({
            "type": "object",
            "properties": { "mode": { "enum": ["a", "b"] }, "parts": { "type": "array", "items": { "$ref": "#/$defs/p" } } },
            "$defs": { "p": { "type": "object", "properties": { "n": { "type": ["integer", "null"] } } } },
        });
        let grammar = of_schema(&schema).unwrap();
        let expected = r#"root ::= r3
r1 ::= "{" ws "\"n\"" ws ":" ws (integer | null) ws "}"
r2 ::= "[" ws (r1 ws ("," ws r1 ws)*)? "]"
r3 ::= "{" ws "\"mode\"" ws ":" ws ("\"a\"" | "\"b\"") ws "," ws "\"parts\"" ws ":" ws r2 ws "}"
"#;
        assert!(grammar.starts_with(expected), "{grammar}");
    }

    #[test]
    fn circles_are_refused() {
        let schema = json!({ "$ref": "#/a", "a": { "$ref": "#/a" } });
        assert!(of_schema(&schema).is_err());
    }
}
