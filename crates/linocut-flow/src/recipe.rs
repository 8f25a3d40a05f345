//! Graphs of stages as data.

use linocut_core::{Error, Kind, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// Most bytes of a recipe.
const MOST_BYTES: usize = 1 << 20;

/// Stages and what flows between them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// Its name.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it is for, in a sentence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub about: String,
    /// What must be given, by name: text, raster, drawing or score.
    #[serde(default)]
    pub inputs: BTreeMap<String, String>,
    /// Its nodes, by name.
    pub nodes: BTreeMap<String, Node>,
    /// The node whose value is the result.
    pub output: String,
}

/// A stage in a recipe.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// The stage's name.
    pub stage: String,
    /// For each port the node or input that it reads.
    #[serde(default, rename = "in", skip_serializing_if = "BTreeMap::is_empty")]
    pub inputs: BTreeMap<String, String>,
    /// The parameters that differ from their defaults.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, Json>,
    /// The node that answers instead when this one is unavailable: no model, server or device.
    #[serde(default, rename = "else", skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
}

impl Recipe {
    /// Reads a recipe; what it says is checked by [`Plan::new`](crate::Plan::new).
    ///
    /// # Errors
    /// [`Kind::Limit`] over 1 MiB, [`Kind::Input`] for text that is no recipe, with line and column.
    pub fn from_json(text: &str) -> Result<Self> {
        if text.len() > MOST_BYTES {
            return Err(Error::new(
                Kind::Limit,
                format!("a recipe of {} bytes is over the limit of 1 MiB", text.len()),
            ));
        }
        serde_json::from_str(text).map_err(|error| Error::new(Kind::Input, format!("not a recipe: {error}")))
    }

    /// The recipe as JSON that people can read.
    ///
    /// # Errors
    /// [`Kind::Bug`]: every recipe can be written.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string_pretty(self).map_err(|e| Error::new(Kind::Bug, "recipe cannot be written").cause(e))
    }

    /// Sets a parameter: `node.name=value`, the value as JSON, or a plain word as text.
    ///
    /// # Errors
    /// [`Kind::Input`] without `.` or `=`, [`Kind::Missing`] for a node that is not there.
    pub fn set(&mut self, assignment: &str) -> Result<()> {
        let wrong = || {
            Error::new(Kind::Input, format!("'{assignment}' sets nothing"))
                .hinted("write it like --set trace.tolerance=0.5")
        };
        let (place, value) = assignment.split_once('=').ok_or_else(wrong)?;
        let (node, name) = place.rsplit_once('.').ok_or_else(wrong)?;
        let known = self.nodes.keys().cloned().collect::<Vec<_>>().join(", ");
        let node = self.nodes.get_mut(node).ok_or_else(|| {
            Error::new(Kind::Missing, format!("there is no node '{node}'")).hinted(format!("there are {known}"))
        })?;
        let value = serde_json::from_str(value).unwrap_or_else(|_| Json::String(value.to_owned()));
        node.params.insert(name.to_owned(), value);
        Ok(())
    }
}
