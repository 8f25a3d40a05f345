//! The forms that language models are asked to keep to.

use crate::screen::write_data;
use linocut_core::{Error, Kind, Result};
use linocut_diagram::Family;

pub(super) fn run(name: &str) -> Result<()> {
    let schema = match name {
        "plan" => linocut_draw::plan_schema()?,
        "edit" => linocut_edit::rewrite_schema()?,
        kind => linocut_diagram::schema(Family::parse(kind).map_err(|error| {
            Error::new(Kind::Missing, format!("no schema is named '{kind}'"))
                .hinted(format!("there are plan, edit, and those of diagrams: {}", error.hint().unwrap_or_default()))
        })?),
    };
    let text = serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n";
    write_data(text.as_bytes())
}
