//! Which providers there are: from a file, and from the environment under the names that other programs use.
//!
//! - A key set for another program makes a provider available; words are sent to it only when it is asked for. A provider
//!   that was named, by `LINOCUT_PROVIDER`, by the file or by `LLM_PROVIDER`, is *chosen*: then Linocut may ask it by itself.
//! - The file is the person's own; folders of projects cannot name providers, because they could send keys elsewhere.

mod environment;
mod file;

pub use file::{FileBudget, FileProvider, ProviderFile};

use crate::cost::Budget;
use crate::provider::Settings;
use linocut_core::{Error, Kind, Result};
use std::collections::BTreeMap;

/// One provider and where it is known from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// What is known of it.
    pub settings: Settings,
    /// What names it: `file`, or a variable of the environment.
    pub origin: String,
    /// Where its key is from, if it has one.
    pub key_origin: Option<String>,
    /// US dollars for a million tokens read and written, if the file says so; in millionths.
    pub price: Option<(u64, u64)>,
}

/// The provider for a purpose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// What made it so, for people: `LINOCUT_PROVIDER`, `file`, or `the only one`.
    pub by: String,
    /// Whether somebody chose it; else it is there by chance, and asked only on request.
    pub chosen: bool,
}

/// All providers and which of them is asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The providers by name.
    pub known: BTreeMap<String, Known>,
    /// Who writes.
    pub writes: Option<Choice>,
    /// Who paints.
    pub paints: Option<Choice>,
    /// What a command may cost.
    pub budget: Budget,
    /// What is odd, one sentence each.
    pub warnings: Vec<String>,
}

impl Config {
    /// Reads the file, if there is one, and the environment, `lookup` giving its variables.
    ///
    /// # Errors
    /// [`Kind::Input`] when the file or a variable makes no sense, [`Kind::Missing`] when a provider is named that is not
    /// known.
    pub fn read(file: Option<&str>, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let lookup = |name: &str| lookup(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let file = file.map(ProviderFile::from_json).transpose()?.unwrap_or_default();
        let mut config = Self { budget: file.budget()?, ..Self::default() };
        environment::find(&mut config, &lookup);
        for (name, provider) in &file.providers {
            let known = provider.known(name, &lookup)?;
            config.known.insert(name.clone(), known);
        }
        let named = [
            ("LINOCUT_PROVIDER", lookup("LINOCUT_PROVIDER")),
            ("file", file.write.clone()),
            ("LLM_PROVIDER", lookup("LLM_PROVIDER").map(|name| environment::alias(&name))),
        ];
        config.writes = config.choice(&named, true)?;
        let named = [
            ("LINOCUT_PAINTER", lookup("LINOCUT_PAINTER")),
            ("file", file.paint.clone()),
            ("IMAGE_PROVIDER", lookup("IMAGE_PROVIDER").map(|name| environment::alias(&name))),
        ];
        config.paints = config.choice(&named, false)?;
        if let (Some(model), Some(choice)) = (lookup("LINOCUT_MODEL"), &config.writes)
            && let Some(known) = config.known.get_mut(&choice.name)
        {
            known.settings.sees = crate::provider::sees_usually(known.settings.family, &model);
            known.settings.model = model;
        }
        if let Some(text) = lookup("LINOCUT_BUDGET") {
            config.budget = Budget::parse(&text).map_err(|error| error.at("LINOCUT_BUDGET"))?;
        }
        for known in config.known.values() {
            known.settings.check()?;
            if known.settings.url.starts_with("http://")
                && known.settings.is_elsewhere()
                && known.settings.key.is_some()
            {
                let name = &known.settings.name;
                config.warnings.push(format!("the key of {name} is sent without encryption, its address is http://"));
            }
        }
        Ok(config)
    }

    /// The provider that somebody named, or the first there is.
    fn choice(&self, named: &[(&str, Option<String>)], writes: bool) -> Result<Option<Choice>> {
        for (by, name) in named {
            let Some(name) = name else { continue };
            let known = self.find(name).map_err(|error| error.at((*by).to_owned()))?;
            if known.settings.family.writes() != writes {
                let deed = if writes { "write" } else { "paint" };
                return Err(Error::new(Kind::Input, format!("{name} does not {deed}")).at((*by).to_owned()));
            }
            return Ok(Some(Choice { name: name.clone(), by: (*by).to_owned(), chosen: true }));
        }
        let able: Vec<&Known> = self.known.values().filter(|known| known.settings.family.writes() == writes).collect();
        // On this computer before elsewhere: it costs nothing and tells nobody.
        let first = able.iter().min_by_key(|known| (known.settings.is_elsewhere(), &known.settings.name));
        let by = if able.len() == 1 { "the only one" } else { "the first there is" };
        Ok(first.map(|known| Choice { name: known.settings.name.clone(), by: by.to_owned(), chosen: false }))
    }

    /// The provider called `name`.
    ///
    /// # Errors
    /// [`Kind::Missing`] with the names there are.
    pub fn find(&self, name: &str) -> Result<&Known> {
        self.known.get(name).ok_or_else(|| {
            let names: Vec<&str> = self.known.keys().map(String::as_str).collect();
            let there =
                if names.is_empty() { "there is none".to_owned() } else { format!("there are {}", names.join(", ")) };
            Error::new(Kind::Missing, format!("no provider is named '{name}'")).hinted(there)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Config;
    use linocut_core::Kind;

    fn config(file: Option<&str>, variables: &[(&str, &str)]) -> linocut_core::Result<Config> {
        let find = |name: &str| variables.iter().find(|(own, _)| *own == name).map(|(_, value)| (*value).to_owned());
        Config::read(file, &find)
    }

    #[track_caller]
    fn check(file: Option<&str>, variables: &[(&str, &str)], name: &str, by: &str, chosen: bool) {
        let config = config(file, variables).unwrap();
        let choice = config.writes.unwrap();
        assert_eq!((choice.name.as_str(), choice.by.as_str(), choice.chosen), (name, by, chosen));
    }

    #[test]
    fn a_key_alone_makes_a_provider_but_no_choice() {
        check(None, &[("OPENAI_API_KEY", "sk-1")], "openai", "the only one", false);
        check(
            None,
            &[("OPENAI_API_KEY", "sk-1"), ("OLLAMA_BASE_URL", "http://localhost:11434")],
            "ollama",
            "the first there is",
            false,
        );
        assert_eq!(config(None, &[]).unwrap().writes, None);
    }

    #[test]
    fn who_names_a_provider_chooses_it() {
        let keys = [("OPENAI_API_KEY", "sk-1"), ("GEMINI_API_KEY", "g-1"), ("LLM_PROVIDER", "gemini")];
        check(None, &keys, "gemini", "LLM_PROVIDER", true);
        let file =
            r#"{ "write": "own", "providers": { "own": { "family": "openai", "url": "http://127.0.0.1:8080/v1" } } }"#;
        check(Some(file), &keys, "own", "file", true);
        let own = [("OPENAI_API_KEY", "sk-1"), ("LINOCUT_PROVIDER", "openai")];
        check(Some(file), &own, "openai", "LINOCUT_PROVIDER", true);
    }

    #[test]
    fn names_of_other_programs_are_understood() {
        let found = config(
            None,
            &[
                ("LLM_PROVIDER", "openai-compatible"),
                ("LLM_API_BASE_URL", "http://10.0.0.2:8000/v1"),
                ("LLM_API_KEY", "secret"),
                ("LLM_MODEL", "llama"),
                ("AZURE_OPENAI_API_KEY", "a"),
                ("AZURE_OPENAI_ENDPOINT", "https://x.openai.azure.com"),
                ("AZURE_OPENAI_DEPLOYMENT", "gpt"),
            ],
        )
        .unwrap();
        assert_eq!(found.writes.unwrap().name, "llm");
        assert_eq!(found.known["llm"].settings.model, "llama");
        assert_eq!(found.known["azure"].settings.url, "https://x.openai.azure.com");
        assert!(found.warnings[0].contains("without encryption"), "{:?}", found.warnings);
    }

    #[test]
    fn mistakes_are_told_without_keys() {
        let keys = [("OPENAI_API_KEY", "sk-canary"), ("LINOCUT_PROVIDER", "nobody")];
        let error = config(None, &keys).unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (Kind::Missing, "LINOCUT_PROVIDER: no provider is named 'nobody'")
        );
        let file = r#"{ "providers": { "x": { "family": "openai", "key": "sk-canary", "wrong": 1 } } }"#;
        let error = config(Some(file), &[]).unwrap_err();
        assert_eq!(error.kind(), Kind::Input);
        assert!(!format!("{error} {:?}", config(None, &keys[..1]).unwrap()).contains("canary"));
    }

    #[test]
    fn a_price_and_a_budget_can_be_said() {
        let file = r#"{ "budget": { "usd": 2.5, "calls": 10 }, "providers": {
            "own": { "family": "openai", "url": "http://127.0.0.1:1/v1", "key_env": "MY_KEY", "input_usd": 0, "output_usd": 1.5 } } }"#;
        let found = config(Some(file), &[("MY_KEY", "k")]).unwrap();
        assert_eq!((found.budget.usd, found.budget.calls), (Some(2.5), Some(10)));
        assert_eq!(
            (found.known["own"].price, found.known["own"].key_origin.as_deref()),
            (Some((0, 1_500_000)), Some("MY_KEY"))
        );
        let found = config(Some(file), &[("LINOCUT_BUDGET", "1calls")]).unwrap();
        assert_eq!((found.budget.usd, found.budget.calls), (None, Some(1)));
    }
}
