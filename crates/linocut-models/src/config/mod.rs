//! Which providers there are: from a file, and from the environment under the names that other programs use.
//!
//! - A key set for another program makes a provider available; words are sent to it only when it is asked for. A provider
//!   that was named, by `LINOCUT_PROVIDER`, by the file or by `LLM_PROVIDER`, is *chosen*: then Linocut may ask it by itself.
//! - The file is the person's own; folders of projects cannot name providers, because they could send keys elsewhere.

mod environment;
mod file;
mod rates;

pub use file::{FileBudget, FileProvider, ProviderFile};
pub use rates::Rates;

use crate::cost::{Budget, Price, Prices};
use crate::provider::{Family, Settings};
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
    /// The price, if the file says so.
    pub price: Option<Tariff>,
    /// How much it is asked at most.
    pub rates: Rates,
    /// The variable that is to hold its key and is not set.
    pub lost_key: Option<String>,
}

/// What a person says that a provider costs, in millionths of a US dollar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tariff {
    /// For a million tokens read, and for a million written.
    pub tokens: Option<(u64, u64)>,
    /// For a picture.
    pub picture: Option<u64>,
}

/// US dollars in a millionth, as the file of providers says prices.
const MILLIONTH: f64 = 1e-6;

impl Known {
    /// A provider of which nothing but its settings is known.
    fn of(settings: Settings, origin: &str, key_origin: Option<String>) -> Self {
        Self { settings, origin: origin.to_owned(), key_origin, price: None, rates: Rates::default(), lost_key: None }
    }

    /// The price that the person gave, else that of the table; `None` when neither knows it.
    ///
    /// A server elsewhere, or a deployment, may call its model as it likes, so prices of the table are not its own.
    ///
    /// # Errors
    /// [`Kind::Bug`] when the embedded table cannot be read.
    pub fn tariff(&self) -> Result<Option<Price>> {
        let usd = |millionths: u64| u32::try_from(millionths).map_or(f64::MAX, f64::from) * MILLIONTH;
        if let Some(Tariff { tokens, picture }) = self.price {
            // Painters are not asked for tokens.
            let (input, output) = tokens.unwrap_or_default();
            return Ok(Some(Price { input: usd(input), output: usd(output), picture: picture.map(usd) }));
        }
        let Settings { family, url, model, .. } = &self.settings;
        let usual = *url == family.usual_url() && *family != Family::Azure;
        let prices = usual.then(Prices::embedded).transpose()?;
        Ok(prices.and_then(|prices| prices.of(*family, model)))
    }
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
    /// Those that make no sense, and why.
    odd: BTreeMap<String, String>,
}

/// Variables that other programs read, too: what they name need not be meant for us.
const FOREIGN: [&str; 2] = ["LLM_PROVIDER", "IMAGE_PROVIDER"];

impl Config {
    /// Reads the file, if there is one, and the environment, `lookup` giving its variables.
    ///
    /// A provider that makes no sense is left out with a warning, and so is a choice by a variable that other programs
    /// read, too: what is set for them must not stop work that asks nobody.
    ///
    /// # Errors
    /// [`Kind::Input`] when the file is not in order or a budget or limit makes no sense, [`Kind::Missing`] when
    /// `LINOCUT_PROVIDER`, `LINOCUT_PAINTER` or the file choose a provider that is not known.
    pub fn read(file: Option<&str>, lookup: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let lookup = |name: &str| lookup(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let file = file.map(ProviderFile::from_json).transpose()?.unwrap_or_default();
        let mut config = Self { budget: file.budget()?, warnings: environment::unread(&lookup), ..Self::default() };
        environment::find(&mut config, &lookup);
        for (name, provider) in &file.providers {
            match provider.known(name, &lookup) {
                Ok(known) => drop(config.known.insert(name.clone(), known)),
                Err(error) => config.leave_out(name, &error),
            }
        }
        config.left_out();
        let named = [
            ("LINOCUT_PROVIDER", lookup("LINOCUT_PROVIDER")),
            ("file", file.write.clone()),
            ("LLM_PROVIDER", lookup("LLM_PROVIDER").map(|name| environment::alias(&name))),
        ];
        config.writes = config.choice(named, true)?;
        let named = [
            ("LINOCUT_PAINTER", lookup("LINOCUT_PAINTER")),
            ("file", file.paint.clone()),
            ("IMAGE_PROVIDER", lookup("IMAGE_PROVIDER").map(|name| environment::painter_alias(&config, &name))),
        ];
        config.paints = config.choice(named, false)?;
        if let (Some(model), Some(choice)) = (lookup("LINOCUT_MODEL"), &config.writes)
            && let Some(known) = config.known.get_mut(&choice.name)
        {
            known.settings.sees = crate::provider::sees_usually(known.settings.family, &model);
            known.settings.model = model;
        }
        if let Some(text) = lookup("LINOCUT_BUDGET") {
            config.budget = Budget::parse(&text).map_err(|error| error.at("LINOCUT_BUDGET"))?;
        }
        if let Some(text) = lookup("LINOCUT_RATE") {
            let rates = Rates::parse(&text).map_err(|error| error.at("LINOCUT_RATE"))?;
            config.known.values_mut().for_each(|known| known.rates = rates.or(known.rates));
        }
        for known in config.known.values() {
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

    /// Whether the file itself holds a key.
    #[must_use]
    pub fn keeps_key(&self) -> bool {
        self.known.values().any(|known| known.key_origin.as_deref() == Some("file"))
    }

    /// Notes why a provider is not known.
    fn leave_out(&mut self, name: &str, error: &Error) {
        self.warnings.push(format!("{name} is left out: {error}"));
        self.odd.insert(name.to_owned(), error.to_string());
    }

    /// Leaves out what makes no sense.
    fn left_out(&mut self) {
        let odd: Vec<(String, Error)> =
            self.known.iter().filter_map(|(name, known)| Some((name.clone(), known.settings.check().err()?))).collect();
        for (name, error) in odd {
            self.known.remove(&name);
            self.leave_out(&name, &error);
        }
    }

    /// The provider that somebody named, or the first there is.
    fn choice(&mut self, named: [(&str, Option<String>); 3], writes: bool) -> Result<Option<Choice>> {
        for (by, name) in named {
            let Some(name) = name else { continue };
            let deed = if writes { "write" } else { "paint" };
            let known = self.find(&name).and_then(|known| {
                let able = known.settings.family.writes() == writes;
                if able { Ok(()) } else { Err(Error::new(Kind::Input, format!("{name} does not {deed}"))) }
            });
            match known {
                Ok(()) => return Ok(Some(Choice { name, by: by.to_owned(), chosen: true })),
                // A name that other programs read, too, or a provider that is there but makes no sense.
                Err(error) if FOREIGN.contains(&by) || self.odd.contains_key(&name) => {
                    self.warnings.push(format!("{by} is not minded: {error}"));
                }
                Err(error) => return Err(error.at(by.to_owned())),
            }
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
    /// [`Kind::Missing`] with the names there are, [`Kind::Input`] for one that makes no sense.
    pub fn find(&self, name: &str) -> Result<&Known> {
        self.known.get(name).ok_or_else(|| {
            if let Some(why) = self.odd.get(name) {
                return Error::new(Kind::Input, format!("provider {name} makes no sense: {why}"));
            }
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
    fn painters_go_by_the_names_of_other_programs() {
        let painter = |variables: &[(&str, &str)]| config(None, variables).unwrap().paints.map(|choice| choice.name);
        let keys = [("OPENAI_API_KEY", "k"), ("IMAGE_PROVIDER", "openai"), ("COMFYUI_BASE_URL", "http://127.0.0.1:1")];
        assert_eq!(painter(&keys).as_deref(), Some("openai-images"));
        let local = [("OPENAI_API_KEY", "k"), ("IMAGE_PROVIDER", "Flux"), ("COMFYUI_BASE_URL", "http://127.0.0.1:1")];
        assert_eq!(painter(&local).as_deref(), Some("comfyui"));
        let found = config(None, &[("FLUX_LORAS", "a:1"), ("VISION_PROVIDER", "openai")]).unwrap();
        assert_eq!(found.warnings.len(), 2, "{:?}", found.warnings);
        let local = [("LLM_PROVIDER", "llama_cpp"), ("LLM_API_BASE_URL", "http://127.0.0.1:1/v1")];
        assert_eq!(config(None, &local).unwrap().writes.unwrap().name, "llm");
        for (name, port) in [("local", 8080), ("llama_cpp", 8080), ("vllm", 8000), ("lmstudio", 1234)] {
            let found = config(None, &[("LLM_PROVIDER", name)]).unwrap();
            assert_eq!(found.known["llm"].settings.url, format!("http://127.0.0.1:{port}/v1"));
            assert!(found.writes.unwrap().chosen && found.warnings.is_empty());
        }
    }

    #[test]
    fn what_is_set_for_other_programs_stops_nothing() {
        for variables in [
            [("LLM_PROVIDER", "bedrock"), ("OPENAI_API_KEY", "sk-1")],
            [("LLM_PROVIDER", "anthropic"), ("OPENAI_API_KEY", "sk-1")],
            [("LLM_API_BASE_URL", "localhost:8000"), ("OPENAI_API_KEY", "sk-1")],
            [("ANTHROPIC_API_KEY", "two\nlines"), ("OPENAI_API_KEY", "sk-1")],
        ] {
            let found = config(None, &variables).unwrap();
            assert_eq!(found.warnings.len(), 1, "{variables:?}");
            let choice = found.writes.unwrap();
            assert_eq!((choice.name.as_str(), choice.chosen), ("openai", false));
        }
    }

    #[test]
    fn a_provider_that_makes_no_sense_fails_when_it_is_asked_only() {
        let file = r#"{ "write": "az", "providers": { "az": { "family": "azure" }, "own": { "family": "openai", "url": "http://127.0.0.1:1/v1" } } }"#;
        let found = config(Some(file), &[]).unwrap();
        assert_eq!(found.writes.as_ref().unwrap().name, "own");
        let error = found.find("az").unwrap_err();
        assert!(error.kind() == Kind::Input && error.to_string().contains("makes no sense"), "{error}");
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
    fn limits_are_for_one_provider_or_for_all() {
        let file = r#"{ "providers": {
            "own": { "family": "openai", "url": "http://127.0.0.1:1/v1", "a_minute": 30, "tokens_a_minute": 9000 } } }"#;
        let rates = |variables: &[(&str, &str)], name: &str| config(Some(file), variables).unwrap().known[name].rates;
        let own = rates(&[], "own");
        assert_eq!((own.calls, own.tokens, own.at_once), (Some(30), Some(9000), None));
        let both = [("OPENAI_API_KEY", "k"), ("LINOCUT_RATE", "5calls,1atonce")];
        let (own, other) = (rates(&both, "own"), rates(&both, "openai"));
        assert_eq!((own.calls, own.tokens, own.at_once), (Some(5), Some(9000), Some(1)));
        assert_eq!((other.calls, other.tokens), (Some(5), None));
        let error = config(None, &[("LINOCUT_RATE", "fast")]).unwrap_err();
        assert_eq!(error.to_string(), "LINOCUT_RATE: 'fast' is no limit for a minute");
    }

    #[test]
    fn a_price_and_a_budget_can_be_said() {
        let file = r#"{ "budget": { "usd": 2.5, "calls": 10 }, "providers": {
            "own": { "family": "openai", "url": "http://127.0.0.1:1/v1", "key_env": "MY_KEY", "input_usd": 0, "output_usd": 1.5 } } }"#;
        let found = config(Some(file), &[("MY_KEY", "k")]).unwrap();
        assert_eq!((found.budget.usd, found.budget.calls), (Some(2.5), Some(10)));
        assert_eq!(
            (found.known["own"].price, found.known["own"].key_origin.as_deref()),
            (Some(super::Tariff { tokens: Some((0, 1_500_000)), picture: None }), Some("MY_KEY"))
        );
        let found = config(Some(file), &[("LINOCUT_BUDGET", "1calls")]).unwrap();
        assert_eq!((found.budget.usd, found.budget.calls), (None, Some(1)));
    }
}
