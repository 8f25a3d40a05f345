//! Grammars in GBNF, for servers that hold a model to one token by token,
//! <https://github.com/ggml-org/llama.cpp/tree/master/grammars>.

use linocut_core::{Error, Kind, Result};
use serde_json::Value;
use std::collections::BTreeMap;

/// One SVG document of shapes and groups, nothing before it and nothing after it.
pub(crate) const SVG: &str = r#"root ::= "<svg" attribute* ">" space item+ "</svg>"
item ::= (leaf | group) space
leaf ::= "<" ("path" | "circle" | "rect" | "ellipse" | "line" | "polyline" | "polygon") attribute+ "/>"
group ::= "<g" attribute* ">" space (leaf space)+ "</g>"
attribute ::= " " [a-zA-Z] [a-zA-Z0-9:-]* "=\"" [^"<>]* "\""
space ::= [ \n]?
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
/// [`Kind::Bug`] for a reference that leads nowhere, [`Kind::Limit`] for a schema that is nested too deeply or says
/// nothing but that it is itself.
pub(crate) fn of_schema(schema: &Value) -> Result<String> {
    let mut writer = Writer { root: schema, rules: String::new(), count: 0, targets: BTreeMap::new() };
    let start = writer.rule(schema, 0)?;
    Ok(format!("root ::= {start}\n{}{COMMON}", writer.rules))
}

struct Writer<'a> {
    root: &'a Value,
    rules: String,
    count: usize,
    /// The rules of what is referred to; a schema that contains itself is a rule that names itself.
    targets: BTreeMap<String, String>,
}

impl Writer<'_> {
    /// What stands for `schema` on the right side of a rule.
    fn rule(&mut self, schema: &Value, depth: usize) -> Result<String> {
        if depth > DEEPEST {
            return Err(Error::new(Kind::Limit, "the schema is nested too deeply for a grammar"));
        }
        if let Some(place) = schema.get("$ref").and_then(Value::as_str) {
            return self.target(place, depth);
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

    /// The rule of what `place` refers to.
    fn target(&mut self, place: &str, depth: usize) -> Result<String> {
        if let Some(name) = self.targets.get(place) {
            return Ok(name.clone());
        }
        let target = place.strip_prefix('#').and_then(|path| self.root.pointer(path)).cloned();
        let lost = || Error::new(Kind::Bug, format!("the schema refers to {place}, which is not there"));
        let target = target.ok_or_else(lost)?;
        let name = format!("t{}", self.targets.len() + 1);
        self.targets.insert(place.to_owned(), name.clone());
        let body = self.rule(&target, depth + 1)?;
        if self.targets.values().any(|own| *own == body) {
            return Err(Error::new(Kind::Limit, "the schema leads in circles"));
        }
        self.rules.extend([name.as_str(), " ::= ", &body, "\n"]);
        Ok(name)
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
t1 ::= r1
r2 ::= "[" ws (t1 ws ("," ws t1 ws)*)? "]"
r3 ::= "{" ws "\"mode\"" ws ":" ws ("\"a\"" | "\"b\"") ws "," ws "\"parts\"" ws ":" ws r2 ws "}"
"#;
        assert!(grammar.starts_with(expected), "{grammar}");
    }

    #[test]
    fn what_contains_itself_is_a_rule_that_names_itself() {
        let schema = json!({ "$ref": "#/a", "a": { "type": "object", "properties": {
            "below": { "type": "array", "items": { "$ref": "#/a" } } } } });
        let expected = r#"root ::= t1
r1 ::= "[" ws (t1 ws ("," ws t1 ws)*)? "]"
r2 ::= "{" ws "\"below\"" ws ":" ws r1 ws "}"
t1 ::= r2
"#;
        let grammar = of_schema(&schema).unwrap();
        assert!(grammar.starts_with(expected), "{grammar}");
        for circle in [json!({ "$ref": "#/a" }), json!({ "$ref": "#/b" })] {
            let schema = json!({ "$ref": "#/a", "a": circle, "b": { "$ref": "#/a" } });
            assert!(of_schema(&schema).is_err());
        }
    }

    #[test]
    fn ends_of_lines_can_be_written() {
        assert!(super::SVG.contains("attribute ::= \" \" [a-zA-Z] [a-zA-Z0-9:-]*"));
    }
}
