//! The file of providers, JSON.

use super::{Known, Rates, Tariff};
use crate::cost::Budget;
use crate::provider::{Family, Secret, Settings, sees_usually};
use linocut_core::{Error, Kind, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::time::Duration;

/// Largest file, in bytes.
const MOST_BYTES: usize = 1 << 20;
/// Longest name of a provider.
const LONGEST_NAME: usize = 64;
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
    /// Most calls at the same time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_once: Option<usize>,
    /// Most calls in a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub a_minute: Option<u32>,
    /// Most tokens in a minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tokens_a_minute: Option<u32>,
    /// US dollars for a million tokens that it reads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_usd: Option<f64>,
    /// US dollars for a million tokens that it writes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_usd: Option<f64>,
    /// US dollars for a picture of 1024 by 1024 pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture_usd: Option<f64>,
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
            // Other messages repeat values.
            let said = e.to_string();
            let name = said.strip_prefix("unknown field `").and_then(|rest| rest.split('`').next());
            let what = name.map_or_else(String::new, |name| format!(", '{name}' is no field of it"));
            let (line, column) = (e.line(), e.column());
            let sentence = format!("the file of providers is not in order at line {line}, column {column}{what}");
            Error::new(Kind::Input, sentence).hinted("docs/guides/providers.md shows the form")
        })
    }

    /// Chooses the provider called `name`, the fields that `change` gives changed before; `known` is what is known of it
    /// outside of the file. Nothing changes when the result would make no sense.
    ///
    /// # Errors
    /// [`Kind::Input`] for a name that is none or settings that make no sense, [`Kind::Missing`] for a provider that
    /// nobody knows when `change` does not say its family.
    pub fn choose(
        &mut self,
        name: &str,
        change: Option<FileProvider>,
        known: Option<&Known>,
        lookup: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Family> {
        let usual = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(usual) {
            return Err(Error::new(Kind::Input, "a name has up to 64 letters, digits, dots and dashes"));
        }
        let nobody = || Error::new(Kind::Missing, format!("no provider is named '{name}'"));
        let family = if let Some(change) = change {
            let own = self.providers.get(name).cloned();
            // Another family is another provider: nothing of the old one is its own.
            let same = |entry: &FileProvider| change.family.is_empty() || entry.family == change.family;
            let before = own.or_else(|| known.map(FileProvider::of));
            let before = before.or_else(|| FileProvider::usual(name)).filter(same);
            let whole = before.unwrap_or_default().with(change);
            if whole.family.is_empty() {
                return Err(nobody().hinted("say its family, and its address if it has one of its own"));
            }
            let family = whole.known(name, lookup)?.settings.family;
            self.providers.insert(name.to_owned(), whole);
            family
        } else if let Some(known) = known {
            known.settings.family
        } else {
            let usual = FileProvider::usual(name).ok_or_else(nobody)?;
            let family = usual.known(name, lookup)?.settings.family;
            self.providers.insert(name.to_owned(), usual);
            family
        };
        let place = if family.writes() { &mut self.write } else { &mut self.paint };
        *place = Some(name.to_owned());
        Ok(family)
    }

    /// The file as JSON, indented.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Removes a provider, and lets nobody be asked unbidden in its place.
    ///
    /// # Errors
    /// [`Kind::Missing`] when the file has none of that name.
    pub fn forget(&mut self, name: &str) -> Result<()> {
        let lost = || Error::new(Kind::Missing, format!("the file of providers has no '{name}'"));
        self.providers.remove(name).map(drop).ok_or_else(lost)?;
        for choice in [&mut self.write, &mut self.paint] {
            *choice = choice.take().filter(|chosen| chosen != name);
        }
        Ok(())
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
    /// What a well-known name stands for, at its usual address: `ollama`, `llama.cpp`, `lmstudio`, `vllm`, or a family; a
    /// key is looked for under its usual variable.
    #[must_use]
    pub fn usual(name: &str) -> Option<Self> {
        if let Some(url) = super::environment::local(name) {
            let family = Family::OpenAi.name().to_owned();
            return Some(Self { family, url: Some(url.to_owned()), ..Self::default() });
        }
        let family = Family::parse(name).ok()?;
        let key_env = match family {
            Family::OpenAi | Family::OpenAiImages => Some("OPENAI_API_KEY"),
            Family::Anthropic => Some("ANTHROPIC_API_KEY"),
            Family::Gemini => Some("GEMINI_API_KEY"),
            Family::Automatic1111 | Family::ComfyUi => None,
            // These have no usual address.
            Family::Azure | Family::Scripted => return None,
        };
        Some(Self { family: name.to_owned(), key_env: key_env.map(str::to_owned), ..Self::default() })
    }

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
        let price = self.price().map_err(place)?;
        settings.check()?;
        let rates = Rates { at_once: self.at_once, calls: self.a_minute, tokens: self.tokens_a_minute };
        let lost_key = self.key_env.clone().filter(|_| settings.key.is_none());
        Ok(Known { price, rates, lost_key, ..Known::of(settings, "file", key_origin) })
    }

    /// The entry that says what `known` is, its key by the variable that holds it.
    fn of(known: &Known) -> Self {
        let Settings { family, url, model, .. } = &known.settings;
        Self {
            family: family.name().to_owned(),
            url: (*url != family.usual_url()).then(|| url.clone()),
            model: (!model.is_empty() && model != family.usual_model()).then(|| model.clone()),
            key_env: known.key_origin.clone().filter(|origin| origin != "file"),
            ..Self::default()
        }
    }

    /// This with the fields that `change` gives in the place of its own.
    fn with(self, change: Self) -> Self {
        let moved = change.url.as_ref().is_some_and(|url| self.url.as_ref() != Some(url));
        // A model belongs to its server, and so does a key: it must not follow an address elsewhere.
        let stay = |kept: Option<String>| kept.filter(|_| !moved);
        Self {
            family: if change.family.is_empty() { self.family } else { change.family },
            url: change.url.or(self.url),
            model: change.model.or(stay(self.model)),
            key: if change.key_env.is_some() { None } else { change.key.clone().or(stay(self.key)) },
            key_env: if change.key.is_some() { None } else { change.key_env.or(stay(self.key_env)) },
            timeout_s: change.timeout_s.or(self.timeout_s),
            sees: change.sees.or(self.sees),
            grammar: change.grammar.or(self.grammar),
            api_version: change.api_version.or(self.api_version),
            at_once: change.at_once.or(self.at_once),
            a_minute: change.a_minute.or(self.a_minute),
            tokens_a_minute: change.tokens_a_minute.or(self.tokens_a_minute),
            input_usd: change.input_usd.or(self.input_usd),
            output_usd: change.output_usd.or(self.output_usd),
            picture_usd: change.picture_usd.or(self.picture_usd),
        }
    }

    /// The price in millionths of a dollar, so that settings can be compared.
    fn price(&self) -> Result<Option<Tariff>> {
        let millionths = |usd: f64| {
            let wrong = || Error::new(Kind::Input, "a price is a number of dollars, 0 or more");
            format!("{:.0}", usd * 1e6).parse::<u64>().map_err(|_| wrong())
        };
        let [input, output, picture] =
            [self.input_usd, self.output_usd, self.picture_usd].map(|usd| usd.map(millionths));
        let (input, output, picture) = (input.transpose()?, output.transpose()?, picture.transpose()?);
        match (input.zip(output), picture) {
            (None, None) => Ok(None),
            (tokens, picture) => Ok(Some(Tariff { tokens, picture })),
        }
    }
}

impl std::fmt::Debug for FileProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileProvider").field("family", &self.family).field("url", &self.url).finish_non_exhaustive()
    }
}
