//! Classes and entities.

use super::{entries, id, items, lost, plain, said, text, word};
use linocut_core::Result;
use serde_json::{Value, json};

pub(super) fn classes(model: &Value) -> Result<Value> {
    let direction = match word(model, "direction") {
        "LR" => "right",
        "RL" => "left",
        "BT" => "up",
        _ => "down",
    };
    let classes = entries(model, "classes").map(|(name, class)| {
        let members = items(class, "members").chain(items(class, "methods")).map(member);
        let stereotype = items(class, "annotations").next().and_then(Value::as_str).map(plain);
        let (id, members) = (id(name)?, members.collect::<Vec<String>>());
        Ok(json!({ "id": id, "label": text(class, "label"), "stereotype": stereotype, "members": members }))
    });
    let classes = classes.collect::<Result<Vec<Value>>>()?;
    let relations = items(model, "relations").map(relation).collect::<Result<Vec<Value>>>()?;
    Ok(json!({ "diagram": "class", "direction": direction, "classes": classes, "relations": relations }))
}

fn member(member: &Value) -> String {
    let part = |name: &str| word(member, name);
    let (shown, name, mark) = (part("visibility"), part("id"), part("classifier"));
    if part("memberType") == "method" {
        let returns = part("returnType").trim_start_matches([':', ' ']);
        let (space, inside) = (if returns.is_empty() { "" } else { " " }, part("parameters"));
        return plain(&format!("{shown}{name}({inside}){mark}{space}{returns}"));
    }
    plain(&format!("{shown}{name}{mark}"))
}

fn relation(relation: &Value) -> Result<Value> {
    let kind = relation.get("relation").unwrap_or(&Value::Null);
    let number = |name: &str| kind.get(name).and_then(Value::as_i64).unwrap_or(-1);
    let (kind, flipped) = match (number("type1"), number("type2"), number("lineType")) {
        (1, -1, 0) => ("inheritance", false),
        (-1, 1, 0) => ("inheritance", true),
        (1, -1, 1) => ("realization", false),
        (-1, 1, 1) => ("realization", true),
        (2, -1, 0) => ("composition", false),
        (-1, 2, 0) => ("composition", true),
        (0, -1, 0) => ("aggregation", false),
        (-1, 0, 0) => ("aggregation", true),
        (-1, 3, 0) => ("association", false),
        (3, -1, 0) => ("association", true),
        (-1, 3, 1) => ("dependency", false),
        (3, -1, 1) => ("dependency", true),
        (-1, -1, 0) => ("link", false),
        _ => return Err(lost("a sort of relation")),
    };
    let ends = ("id1", "relationTitle1", "id2", "relationTitle2");
    let (from, from_count, to, to_count) = if flipped { (ends.2, ends.3, ends.0, ends.1) } else { ends };
    let count = |name: &str| said(relation.get(name)).filter(|count| count != "none");
    Ok(json!({
        "from": id(word(relation, from))?, "from_count": count(from_count), "to": id(word(relation, to))?,
        "to_count": count(to_count), "kind": kind, "flipped": flipped, "label": said(relation.get("title")),
    }))
}

pub(super) fn entities(model: &Value) -> Result<Value> {
    let mut entities = Vec::new();
    for (name, entity) in entries(model, "entities") {
        let attributes = items(entity, "attributes").map(attribute).collect::<Result<Vec<Value>>>()?;
        let label = said(entity.get("alias")).unwrap_or_else(|| text(entity, "label"));
        let id = id(name)?;
        let label = if label == id.dashed() { id.as_str().to_owned() } else { label };
        entities.push(json!({ "id": id, "label": label, "attributes": attributes }));
    }
    let name = |place: &str| {
        let found = entries(model, "entities").find(|(_, entity)| word(entity, "id") == place);
        id(found.map_or(place, |(name, _)| name))
    };
    let mut relationships = Vec::new();
    for relation in items(model, "relationships") {
        let spec = relation.get("relSpec").unwrap_or(&Value::Null);
        // The parser names the cardinality that stands at the first entity B.
        let (from_count, to_count) = (count(word(spec, "cardB"))?, count(word(spec, "cardA"))?);
        let loose = word(spec, "relType") == "NON_IDENTIFYING";
        let (from, to) = (name(word(relation, "entityA"))?, name(word(relation, "entityB"))?);
        let label = text(relation, "roleA");
        relationships.push(json!({
            "from": from, "from_count": from_count, "to": to, "to_count": to_count, "loose": loose, "label": label,
        }));
    }
    Ok(json!({ "diagram": "er", "entities": entities, "relationships": relationships }))
}

fn count(word: &str) -> Result<&'static str> {
    match word {
        "ZERO_OR_ONE" => Ok("maybe"),
        "ONLY_ONE" => Ok("one"),
        "ZERO_OR_MORE" => Ok("any"),
        "ONE_OR_MORE" => Ok("some"),
        other => Err(lost(&format!("the count {other:?}"))),
    }
}

fn attribute(attribute: &Value) -> Result<Value> {
    let key = |name: &str| items(attribute, "keys").any(|key| key.as_str() == Some(name));
    let (name, kind) = (id(word(attribute, "name"))?, id(word(attribute, "type"))?);
    let comment = said(attribute.get("comment"));
    Ok(json!({ "name": name, "kind": kind, "primary": key("PK"), "foreign": key("FK"), "comment": comment }))
}
