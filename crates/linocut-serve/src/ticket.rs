//! A request as text, so that it outlives the process.

use crate::asked::{Asked, Attached, data_uri};
use crate::problem::Problem;
use crate::task::Task;
use linocut_core::{Error, Kind};
use linocut_flow::{Digest, Recipe};
use linocut_jobs::{Artifacts, Needed};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Page};
use std::collections::BTreeSet;

/// Longest request that stands in the store of jobs itself, in bytes; a longer one is an artifact.
const INLINE: usize = 4096;
/// Longest label, in characters.
const LABEL: usize = 80;
/// What stands before the name of an artifact.
const NAMED: &str = "digest:";

/// What is to be done, its files kept as artifacts.
#[derive(Serialize, Deserialize)]
struct Ticket {
    op: String,
    recipe: Option<String>,
    fields: Map<String, Page>,
    /// Field, file name, digest.
    files: Vec<(String, Option<String>, String)>,
    /// What the recipe called so was when it was asked for.
    #[serde(default)]
    known: Option<Box<Recipe>>,
}

/// A request that was written down.
pub(crate) struct Written {
    /// What [`read`] reads.
    pub(crate) text: String,
    /// The same for the same request.
    pub(crate) digest: Digest,
    /// The artifacts that it needs.
    pub(crate) files: Vec<Needed>,
}

/// The request as text; what is large in it is artifacts from here on.
pub(crate) fn written(task: &Task, asked: Asked, artifacts: &Artifacts) -> Result<Written, Problem> {
    let mut asked = asked;
    asked.fields.values_mut().try_for_each(|value| keep_data(value, artifacts))?;
    let mut names = BTreeSet::new();
    asked.fields.values().for_each(|value| name(value, &mut names));
    let mut files = Vec::new();
    for file in asked.files {
        let digest = artifacts.put(&file.bytes)?;
        names.insert(digest);
        files.push((file.field, file.name, digest.to_string()));
    }
    let recipe = match task {
        Task::Recipe(id) => id.clone(),
        Task::Verb(_) | Task::Batch | Task::Alias(_) => None,
    };
    let ticket = Ticket { op: task.op().to_owned(), recipe, fields: asked.fields, files, known: asked.recipe };
    let mut text =
        serde_json::to_string(&ticket).map_err(|e| Error::new(Kind::Bug, "a request cannot be written").cause(e))?;
    let digest = Digest::of(text.as_bytes());
    if text.len() > INLINE {
        names.insert(artifacts.put(text.as_bytes())?);
        text = format!("{NAMED}{digest}");
    }
    let size = |digest: Digest| Some(Needed { digest: digest.to_string(), bytes: artifacts.size(digest)? });
    Ok(Written { text, digest, files: names.into_iter().filter_map(size).collect() })
}

/// The request that [`written`] wrote.
pub(crate) fn read(text: &str, artifacts: &Artifacts) -> Result<(Task, Asked), Problem> {
    let gone = |what: &str| Error::new(Kind::Missing, format!("{what} was forgotten"));
    let kept = |digest: &str, what: &str| -> Result<Vec<u8>, Problem> {
        let bytes = Digest::parse(digest).map(|digest| artifacts.get(digest)).transpose()?.flatten();
        Ok(bytes.ok_or_else(|| gone(what))?)
    };
    let long = text.strip_prefix(NAMED).map(|digest| kept(digest, "the request")).transpose()?;
    let ticket: Ticket = serde_json::from_slice(long.as_deref().unwrap_or(text.as_bytes()))
        .map_err(|e| Error::new(Kind::Bug, "a kept request cannot be read").cause(e))?;
    let mut asked = Asked { fields: ticket.fields, recipe: ticket.known, ..Asked::default() };
    for (field, name, digest) in ticket.files {
        let bytes = kept(&digest, &format!("the file of the field {field}"))?;
        asked.files.push(Attached { field, name, bytes });
    }
    Ok((Task::named(&ticket.op, ticket.recipe)?, asked))
}

/// What people recognize a request by.
pub(crate) fn label(task: &Task, asked: &Asked) -> Option<String> {
    let file = asked.files.iter().find_map(|file| file.name.clone());
    let words = || ["prompt", "instruction", "words"].iter().find_map(|name| asked.fields.get(*name)?.as_str());
    let recipe = || match task {
        // One that was sent says its name itself.
        Task::Recipe(None) => Some(asked.fields.get("recipe")?.get("name")?.as_str()?.to_owned()),
        Task::Recipe(id) => id.clone(),
        Task::Verb(_) | Task::Batch | Task::Alias(_) => None,
    };
    let label = file.or_else(|| words().map(ToOwned::to_owned)).or_else(recipe).filter(|label| !label.is_empty())?;
    Some(label.chars().take(LABEL).collect())
}

/// Puts the names of artifacts in the place of data URIs, however deep.
pub(crate) fn keep_data(value: &mut Page, artifacts: &Artifacts) -> Result<(), Problem> {
    match value {
        Page::String(text) => {
            if let Some(data) = data_uri(text) {
                let wrong = |_| Error::new(Kind::Input, "a data URI is not in Base64");
                *text = format!("{NAMED}{}", artifacts.put(&data.map_err(wrong)?)?);
            }
            Ok(())
        }
        Page::Object(object) => object.values_mut().try_for_each(|value| keep_data(value, artifacts)),
        Page::Array(list) => list.iter_mut().try_for_each(|value| keep_data(value, artifacts)),
        Page::Null | Page::Bool(_) | Page::Number(_) => Ok(()),
    }
}

/// Collects the artifacts that are named, however deep.
fn name(value: &Page, names: &mut BTreeSet<Digest>) {
    match value {
        Page::String(text) => names.extend(text.strip_prefix(NAMED).and_then(Digest::parse)),
        Page::Object(object) => object.values().for_each(|value| name(value, names)),
        Page::Array(list) => list.iter().for_each(|value| name(value, names)),
        Page::Null | Page::Bool(_) | Page::Number(_) => {}
    }
}
