//! The file of providers, JSON.

use super::Known;
use crate::cost::Budget;
use crate::provider::{Family, Secret, Settings, sees_usually};
use linocut_core::{Error, Kind, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// Largest file, in bytes.
const MOST_BYTES: usize = 1 << 20;
/// Longest timeout, in seconds: an hour on a slow machine.
const LONGEST: u64 = 3600;

/// The file of providers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProviderFile {
    /// The provider that writes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub write: Option<String>,
    /// The provider that paints.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paint: Option<String>,
    /// What a command may cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget: Option<FileBudget>,
    /// The providers by name.
    pub providers: BTreeMap<String, FileProvider>,
}

/// A budget in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FileBudget {
    /// US dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usd: Option<f64>,
    /// Tokens.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens: Option<u64>,
    /// Calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calls: Option<u64>,
}

/// A provider in a file; what is left out is as usual for its family.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FileProvider {
    /// How it is spoken to.
    pub family: String,
    /// Where it answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The model that is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The key itself; better is `key_env`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The variable that holds the key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_env: Option<String>,
    /// Longest time for one answer, in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_s: Option<u64>,
    /// Whether the model looks at pictures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sees: Option<bool>,
    /// Whether the server takes grammars in GBNF.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grammar: Option<bool>,
    /// Version of Azure's interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// US dollars for a million tokens that it reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_usd: Option<f64>,
    /// US dollars for a million tokens that it writes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_usd: Option<f64>,
}

impl ProviderFile {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Kind::Limit`] over 1 MiB, [`Kind::Input`] when it is not JSON of this form; values are not repeated, they may be
    /// keys.
    pub fn from_json(text: &str) -> Result<Self> {
        if text.len() > MOST_BYTES {
            return Err(Error::new(Kind::Limit, "the file of providers is over 1 MiB"));
        }
        serde_json::from_str(text).map_err(|e| {
            let sentence = format!("the file of providers is not in order at line {}, column {}", e.line(), e.column());
            Error::new(Kind::Input, sentence).hinted("docs/guides/providers.md shows the form")
        })
    }

    /// The file as JSON, indented.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    pub(super) fn budget(&self) -> Result<Budget> {
        let FileBudget { usd, tokens, calls } = self.budget.unwrap_or_default();
        match usd {
            Some(usd) if !usd.is_finite() || usd < 0.0 => {
                Err(Error::new(Kind::Input, "the budget of dollars is no amount"))
            }
            _ => Ok(Budget { usd, tokens, calls }),
        }
    }
}

impl FileProvider {
    pub(super) fn known(&self, name: &str, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Known> {
        let place = |error: Error| error.at(format!("provider {name}"));
        let family = Family::parse(&self.family).map_err(place)?;
        let mut settings = Settings::new(name, family);
        if let Some(url) = &self.url {
            settings.url.clone_from(url);
            // The usual model is one of the usual address.
            settings.model.clear();
        }
        settings.model = self.model.clone().unwrap_or(settings.model);
        settings.sees = self.sees.unwrap_or_else(|| sees_usually(family, &settings.model));
        settings.grammar = self.grammar.unwrap_or(false);
        settings.api_version = self.api_version.clone().unwrap_or(settings.api_version);
        if let Some(seconds) = self.timeout_s {
            settings.timeout = Duration::from_secs(seconds.clamp(1, LONGEST));
        }
        let from_env = self.key_env.as_ref().and_then(|variable| Some((lookup(variable)?, variable.clone())));
        let key = from_env.or_else(|| self.key.clone().map(|key| (key, "file".to_owned())));
        settings.key = key.as_ref().and_then(|(key, _)| Secret::new(key));
        let key_origin = settings.key.as_ref().and(key.map(|(_, origin)| origin));
        Ok(Known { settings, origin: "file".to_owned(), key_origin, price: self.price().map_err(place)? })
    }

    /// The price in millionths of a dollar, so that settings can be compared.
    fn price(&self) -> Result<Option<(u64, u64)>> {
        let (Some(input), Some(output)) = (self.input_usd, self.output_usd) else { return Ok(None) };
        let millionths = |usd: f64| format!("{:.0}", usd * 1e6).parse::<u64>().ok();
        match (millionths(input), millionths(output)) {
            (Some(input), Some(output)) => Ok(Some((input, output))),
            _ => Err(Error::new(Kind::Input, "a price is a number of dollars, 0 or more")),
        }
    }
}

impl std::fmt::Debug for FileProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileProvider").field("family", &self.family).field("url", &self.url).finish_non_exhaustive()
    }
}
