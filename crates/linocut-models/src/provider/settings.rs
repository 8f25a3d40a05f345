//! What is known of one provider.

use super::{Family, Secret};
use linocut_core::{Error, Kind, ModelId, Result};
use std::time::Duration;

/// How long an answer may take when nothing else is said: a small model on a CPU writes 500 tokens in that time.
pub const USUAL_TIMEOUT: Duration = Duration::from_mins(1);
/// Longest name of a model; those of fine-tuned models have up to a hundred letters.
const LONGEST_MODEL: usize = 200;

/// One provider: where it is, which model is asked, and with which key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Its name for people and on the command line.
    pub name: String,
    /// How it is spoken to.
    pub family: Family,
    /// Where it answers, `http://` or `https://`; for [`Family::Scripted`] the folder of replies.
    pub url: String,
    /// The model that is asked; empty for the first that the server names.
    pub model: String,
    /// The key, if it wants one.
    pub key: Option<Secret>,
    /// Longest time for one answer. Default: [`USUAL_TIMEOUT`].
    pub timeout: Duration,
    /// Whether the model looks at pictures. Default: as [`sees_usually`] guesses.
    pub sees: bool,
    /// Whether the server takes grammars in GBNF, as llama.cpp's does. Default: no.
    pub grammar: bool,
    /// Version of Azure's interface. Default: `2024-10-21`.
    pub api_version: String,
}

impl Settings {
    /// A provider of `family` with every default.
    #[must_use]
    pub fn new(name: &str, family: Family) -> Self {
        Self {
            name: name.to_owned(),
            family,
            url: family.usual_url().to_owned(),
            model: family.usual_model().to_owned(),
            key: None,
            timeout: USUAL_TIMEOUT,
            sees: sees_usually(family, family.usual_model()),
            grammar: false,
            api_version: "2024-10-21".to_owned(),
        }
    }

    /// Passes when address and model can be what they are to be.
    ///
    /// # Errors
    /// [`Kind::Input`] with what is wrong.
    pub fn check(&self) -> Result<()> {
        let wrong = |sentence: String| Err(Error::new(Kind::Input, sentence).at(format!("provider {}", self.name)));
        if self.family == Family::Scripted {
            return if self.url.is_empty() { wrong("the folder of replies is not said".to_owned()) } else { Ok(()) };
        }
        let place = self.url.strip_prefix("https://").or_else(|| self.url.strip_prefix("http://"));
        match place {
            None | Some("") => return wrong("the address must begin with https:// or http://".to_owned()),
            Some(place) if place.contains(['@', '?', '#']) || place.contains(char::is_whitespace) => {
                return wrong("the address is more than a host and a path".to_owned());
            }
            Some(_) => {}
        }
        if self.family == Family::Azure && self.model.is_empty() {
            return wrong("Azure wants the name of a deployment as model".to_owned())
                .map_err(|error| error.hinted("AZURE_OPENAI_DEPLOYMENT names it"));
        }
        if self.key.as_ref().is_some_and(|key| !key.is_plain()) {
            return wrong("the key holds a line break, or letters that no key has".to_owned());
        }
        let usual = |c: char| c.is_ascii_alphanumeric() || "._-:/+@ ".contains(c);
        if self.model.len() > LONGEST_MODEL || !self.model.chars().all(usual) || self.model.contains("..") {
            return wrong("the name of the model has letters that no name has".to_owned());
        }
        Ok(())
    }

    /// Which model it is, for caches and bills.
    #[must_use]
    pub fn id(&self) -> ModelId {
        ModelId { name: self.name.clone(), version: self.model.clone(), digest: self.url.clone() }
    }

    /// Whether words sent there leave this computer.
    #[must_use]
    pub fn is_elsewhere(&self) -> bool {
        let place = self.url.split("://").nth(1).unwrap_or_default();
        let host = place.split('/').next().unwrap_or_default();
        let host = host.strip_prefix('[').and_then(|rest| rest.split(']').next()).unwrap_or_else(|| bare(host));
        let here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
        self.family != Family::Scripted && !here
    }
}

/// A host without its port.
fn bare(host: &str) -> &str {
    host.split(':').next().unwrap_or(host)
}

/// Whether a model of this name mostly looks at pictures: the large families do, local models say so in their names.
#[must_use]
pub fn sees_usually(family: Family, model: &str) -> bool {
    let model = model.to_ascii_lowercase();
    let named = ["vision", "-vl", "vl-", "llava", "gpt-4o", "gpt-4.1", "gpt-5", "gemma3", "gemma-3", "pixtral"];
    match family {
        Family::Anthropic | Family::Gemini => true,
        Family::OpenAi | Family::Azure => named.iter().any(|part| model.contains(part)),
        Family::OpenAiImages | Family::Automatic1111 | Family::ComfyUi | Family::Scripted => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Family, Settings};

    #[track_caller]
    fn check(url: &str, model: &str, (fine, elsewhere): (bool, bool)) {
        let settings =
            Settings { url: url.to_owned(), model: model.to_owned(), ..Settings::new("own", Family::OpenAi) };
        assert_eq!((settings.check().is_ok(), settings.is_elsewhere()), (fine, elsewhere), "{url} {model}");
    }

    #[test]
    fn addresses_and_names_are_checked() {
        check("https://api.openai.com/v1", "gpt-4.1-mini", (true, true));
        check("http://127.0.0.1:11434/v1", "qwen2.5:3b", (true, false));
        check("http://[::1]:8080", "", (true, false));
        check("http://127.0.0.1.evil.example/v1", "a", (true, true));
        check("http://localhost.evil.example/v1", "a", (true, true));
        check("file:///etc/passwd", "a", (false, true));
        check("http://user:word@host/", "a", (false, true));
        check("https://host", "../../admin", (false, true));
        check("https://host", "a?b=c", (false, true));
    }
}
