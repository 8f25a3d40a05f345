//! A request as text, so that it outlives the process.

use crate::asked::{Asked, Attached};
use crate::problem::Problem;
use crate::task::Task;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use linocut_core::{Error, Kind};
use linocut_flow::Digest;
use linocut_jobs::Artifacts;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Page};

/// Longest label, in characters.
const LABEL: usize = 80;

/// What is to be done, its files kept as artifacts.
#[derive(Serialize, Deserialize)]
struct Ticket {
    op: String,
    recipe: Option<String>,
    fields: Map<String, Page>,
    /// Field, file name, digest.
    files: Vec<(String, Option<String>, String)>,
}

/// The request as text; its files are artifacts from here on.
pub(crate) fn written(task: &Task, asked: Asked, artifacts: &Artifacts) -> Result<String, Problem> {
    let mut asked = asked;
    asked.fields.values_mut().try_for_each(|value| keep_data(value, artifacts))?;
    let mut files = Vec::new();
    for file in asked.files {
        files.push((file.field, file.name, artifacts.put(&file.bytes)?.to_string()));
    }
    let recipe = match task {
        Task::Recipe(id) => id.clone(),
        Task::Verb(_) | Task::Batch => None,
    };
    let ticket = Ticket { op: task.op().to_owned(), recipe, fields: asked.fields, files };
    Ok(serde_json::to_string(&ticket).map_err(|e| Error::new(Kind::Bug, "a request cannot be written").cause(e))?)
}

/// The request that [`written`] wrote.
pub(crate) fn read(text: &str, artifacts: &Artifacts) -> Result<(Task, Asked), Problem> {
    let ticket: Ticket =
        serde_json::from_str(text).map_err(|e| Error::new(Kind::Bug, "a kept request cannot be read").cause(e))?;
    let mut asked = Asked { fields: ticket.fields, ..Asked::default() };
    for (field, name, digest) in ticket.files {
        let bytes = Digest::parse(&digest).map(|digest| artifacts.get(digest)).transpose()?.flatten();
        let gone = || Error::new(Kind::Missing, format!("the file of the field {field} was forgotten"));
        asked.files.push(Attached { bytes: bytes.ok_or_else(gone)?, field, name });
    }
    Ok((Task::named(&ticket.op, ticket.recipe)?, asked))
}

/// What people recognize a request by.
pub(crate) fn label(task: &Task, asked: &Asked) -> Option<String> {
    let file = asked.files.iter().find_map(|file| file.name.clone());
    let words = || ["prompt", "instruction", "words"].iter().find_map(|name| asked.fields.get(*name)?.as_str());
    let recipe = || match task {
        Task::Recipe(id) => id.clone(),
        Task::Verb(_) | Task::Batch => None,
    };
    let label = file.or_else(|| words().map(ToOwned::to_owned)).or_else(recipe)?;
    Some(label.chars().take(LABEL).collect())
}

/// Puts the names of artifacts in the place of data URIs, however deep.
pub(crate) fn keep_data(value: &mut Page, artifacts: &Artifacts) -> Result<(), Problem> {
    match value {
        Page::String(text) if text.starts_with("data:") => {
            let coded = text.split_once(";base64,").map_or("", |(_, coded)| coded);
            let wrong = |_| Error::new(Kind::Input, "a data URI is not in Base64");
            let bytes = STANDARD.decode(coded).map_err(wrong)?;
            *text = format!("digest:{}", artifacts.put(&bytes)?);
            Ok(())
        }
        Page::Object(object) => object.values_mut().try_for_each(|value| keep_data(value, artifacts)),
        Page::Array(list) => list.iter_mut().try_for_each(|value| keep_data(value, artifacts)),
        Page::Null | Page::Bool(_) | Page::Number(_) | Page::String(_) => Ok(()),
    }
}
