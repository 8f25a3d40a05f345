//! JSON Schema of plans, for language models and for the API.

use super::{
    Architecture, Blocks, C4, Classes, Entities, Flowchart, Gantt, Git, Journey, Kanban, Mindmap, Packet, Pie,
    Quadrant, Requirements, Sankey, Sequence, States, Timeline, Xychart,
};
use crate::Family;
use schemars::schema_for;
use serde_json::{Value, json};

/// The JSON Schema (draft 2020-12) of a family's plans; descriptions say what each field means.
#[must_use]
pub fn schema(family: Family) -> Value {
    let schema = match family {
        Family::Flowchart => schema_for!(Flowchart),
        Family::Sequence => schema_for!(Sequence),
        Family::State => schema_for!(States),
        Family::Class => schema_for!(Classes),
        Family::Er => schema_for!(Entities),
        Family::Gantt => schema_for!(Gantt),
        Family::Pie => schema_for!(Pie),
        Family::Journey => schema_for!(Journey),
        Family::Timeline => schema_for!(Timeline),
        Family::Mindmap => schema_for!(Mindmap),
        Family::Git => schema_for!(Git),
        Family::Quadrant => schema_for!(Quadrant),
        Family::Kanban => schema_for!(Kanban),
        Family::Architecture => schema_for!(Architecture),
        Family::C4 => schema_for!(C4),
        Family::Xychart => schema_for!(Xychart),
        Family::Block => schema_for!(Blocks),
        Family::Packet => schema_for!(Packet),
        Family::Requirement => schema_for!(Requirements),
        Family::Sankey => schema_for!(Sankey),
    };
    let mut value = schema.to_value();
    if let Some(object) = value.as_object_mut() {
        let properties = object.entry("properties").or_insert_with(|| json!({}));
        if let Some(properties) = properties.as_object_mut() {
            properties.insert("diagram".to_owned(), json!({ "const": family.name() }));
        }
        let required = object.entry("required").or_insert_with(|| json!([]));
        if let Some(required) = required.as_array_mut() {
            required.insert(0, json!("diagram"));
        }
    }
    value
}
