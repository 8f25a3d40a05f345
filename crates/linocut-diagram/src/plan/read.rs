//! JSON from strangers: limits first, then types.

use super::complaint::complaint;
use super::{Plan, fault};
use crate::Family;
use linocut_core::{Error, Kind, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Longest text of a plan, in bytes; a thousand nodes take about a tenth.
const MOST_BYTES: usize = 1 << 20;

/// Most items of one list; layout of more takes minutes.
const MOST_ITEMS: usize = 10_000;

/// Longest label, in bytes; more is prose and fills no box.
const LONGEST_LABEL: usize = 2_000;

/// Reads and types a plan.
pub(super) fn plan(json: &str) -> Result<Plan> {
    if json.len() > MOST_BYTES {
        return Err(Error::new(Kind::Limit, format!("a plan of {} bytes is over the limit of 1 MiB", json.len())));
    }
    let mut value: Value =
        serde_json::from_str(json).map_err(|e| Error::new(Kind::Input, format!("no JSON: {e}")).hinted(MODEL))?;
    limits(&value, "")?;
    let object =
        value.as_object_mut().ok_or_else(|| Error::new(Kind::Input, "a plan is a JSON object").hinted(MODEL))?;
    let Some(Value::String(name)) = object.remove("diagram") else {
        return Err(fault("diagram", "the kind of diagram is not said").hinted(MODEL));
    };
    let family = Family::parse(&name).map_err(|e| e.at("diagram"))?;
    typed(family, value)
}

const MODEL: &str = "a small plan: {\"diagram\":\"flowchart\",\"nodes\":[{\"id\":\"a\",\"label\":\"Start\"}]}";

fn typed(family: Family, value: Value) -> Result<Plan> {
    Ok(match family {
        Family::Flowchart => Plan::Flowchart(one(family, value)?),
        Family::Sequence => Plan::Sequence(one(family, value)?),
        Family::State => Plan::State(one(family, value)?),
        Family::Class => Plan::Class(one(family, value)?),
        Family::Er => Plan::Er(one(family, value)?),
        Family::Gantt => Plan::Gantt(one(family, value)?),
        Family::Pie => Plan::Pie(one(family, value)?),
        Family::Journey => Plan::Journey(one(family, value)?),
        Family::Timeline => Plan::Timeline(one(family, value)?),
        Family::Mindmap => Plan::Mindmap(one(family, value)?),
        Family::Git => Plan::Git(one(family, value)?),
        Family::Quadrant => Plan::Quadrant(one(family, value)?),
        Family::Kanban => Plan::Kanban(one(family, value)?),
        Family::Architecture => Plan::Architecture(one(family, value)?),
        Family::C4 => Plan::C4(one(family, value)?),
        Family::Xychart => Plan::Xychart(one(family, value)?),
        Family::Block => Plan::Block(one(family, value)?),
        Family::Packet => Plan::Packet(one(family, value)?),
        Family::Requirement => Plan::Requirement(one(family, value)?),
        Family::Sankey => Plan::Sankey(one(family, value)?),
    })
}

fn one<T: DeserializeOwned>(family: Family, value: Value) -> Result<T> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let (path, said) = (error.path(), error.inner().to_string());
        complaint(family, path, &said)
    })
}

fn limits(value: &Value, path: &str) -> Result<()> {
    let over = |sentence: String| Err(Error::new(Kind::Limit, sentence).at(path.to_owned()));
    match value {
        Value::String(text) if text.len() > LONGEST_LABEL => {
            over(format!("a text of {} bytes is over the limit of {LONGEST_LABEL}", text.len()))
        }
        Value::Array(items) if items.len() > MOST_ITEMS => {
            over(format!("a list of {} is over the limit of {MOST_ITEMS}", items.len()))
        }
        Value::Array(items) => {
            items.iter().enumerate().try_for_each(|(at, item)| limits(item, &format!("{path}[{at}]")))
        }
        Value::Object(fields) => fields.iter().try_for_each(|(name, item)| {
            limits(item, &if path.is_empty() { name.clone() } else { format!("{path}.{name}") })
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Ok(()),
    }
}
