//! A language model that replays replies: for tests, demonstrations, and work without a network.
//!
//! Each exchange is a JSON file; in the order of their names, the first that fits a request and was not used yet answers:
//!
//! ```json
//! { "when": { "purpose": "plan", "contains": "rocket" }, "reply": { "text": "{\"concepts\": []}" } }
//! ```
//!
//! `when` may name the purpose of a request, words that its last message contains, or its digest; all are optional.
//! `"again": true` lets an exchange answer as often as it fits.
//! Instead of `reply`, `error` fails as a server would: `{ "status": 429, "retry_after": 1, "said": "too many" }`.
//! A [`Recorder`] around any model writes such exchanges.

mod exchange;
mod recorder;

pub(crate) use exchange::material;
pub use exchange::{Exchange, digest};
pub use recorder::Recorder;

use crate::provider::Fault;
use linocut_core::{Context, Error, Kind, LanguageModel, Model, ModelId, Result, TextReply, TextRequest};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// A language model that replays replies.
#[derive(Debug)]
pub struct Script {
    exchanges: Vec<Exchange>,
    used: Mutex<BTreeSet<usize>>,
    id: ModelId,
    sees: bool,
}

impl Script {
    /// The script of named files; their order is that of their names.
    ///
    /// # Errors
    /// [`Kind::Input`] naming the file that is no exchange, or when there is none.
    pub fn new(name: &str, mut files: Vec<(String, String)>) -> Result<Self> {
        files.sort();
        let read = |(file, text): &(String, String)| Exchange::from_json(text).map_err(|e| e.at(file.clone()));
        let exchanges = files.iter().map(read).collect::<Result<Vec<_>>>()?;
        if exchanges.is_empty() {
            return Err(Error::new(Kind::Input, "a script without exchanges").at(name));
        }
        let all: Vec<&str> = files.iter().map(|(_, text)| text.as_str()).collect();
        let digest = exchange::fnv(&all);
        let id = ModelId { name: name.to_owned(), version: "script".to_owned(), digest };
        Ok(Self { exchanges, used: Mutex::default(), id, sees: false })
    }

    /// The same script as a model that looks at pictures.
    #[must_use]
    pub fn with_sight(self) -> Self {
        Self { sees: true, ..self }
    }
}

impl Model for Script {
    fn id(&self) -> &ModelId {
        &self.id
    }
}

impl LanguageModel for Script {
    fn generate(&self, request: &TextRequest, cx: &Context) -> Result<TextReply> {
        cx.check()?;
        let own = digest(request);
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let free = |at: usize, exchange: &Exchange| exchange.again || !used.contains(&at);
        let fits = |exact: bool| {
            let mut all = self.exchanges.iter().enumerate();
            all.find(|(at, one)| one.fits(request, &own) && one.is_exact() == exact && free(*at, one))
        };
        // A reply that was recorded for this very request first.
        let Some((at, exchange)) = fits(true).or_else(|| fits(false)) else {
            let known: BTreeSet<&str> = self.exchanges.iter().filter_map(Exchange::purpose).collect();
            let known = known.into_iter().collect::<Vec<_>>().join(", ");
            let there = if known.is_empty() { String::new() } else { format!(", it answers {known}") };
            let sentence = format!("the script has no reply left for a request for {}{there}", request.purpose);
            return Err(Fault { status: None, retry_after: None, passing: false }.error(sentence).at(&self.id.name));
        };
        used.insert(at);
        drop(used);
        let reply = exchange.outcome().map_err(|error| error.at(&self.id.name))?;
        cx.hear(&reply.text);
        Ok(reply)
    }

    fn sees(&self) -> bool {
        self.sees
    }
}

#[cfg(test)]
mod tests {
    use super::{Exchange, Recorder, Script};
    use crate::provider::Fault;
    use linocut_core::{Context, LanguageModel, Message, Role, TextRequest};
    use std::sync::{Arc, Mutex};

    fn script(files: &[&str]) -> Script {
        let named = files.iter().enumerate().map(|(at, text)| (format!("{at}.json"), (*text).to_owned()));
        Script::new("demo", named.collect()).unwrap()
    }

    fn ask(model: &dyn LanguageModel, purpose: &'static str, words: &str) -> Result<String, linocut_core::Error> {
        let request = TextRequest::new(purpose, vec![Message::new(Role::Person, words)]);
        model.generate(&request, &Context::default()).map(|reply| reply.text)
    }

    #[test]
    fn the_first_that_fits_answers_once() {
        let script = script(&[
            r#"{"when":{"purpose":"svg"},"reply":{"text":"one"}}"#,
            r#"{"when":{"contains":"rocket"},"reply":{"text":"two"}}"#,
            r#"{"again":true,"reply":{"text":"rest"}}"#,
        ]);
        assert_eq!(ask(&script, "svg", "a rocket").unwrap(), "one");
        assert_eq!(ask(&script, "svg", "a rocket").unwrap(), "two");
        assert_eq!(ask(&script, "svg", "a rocket").unwrap(), "rest");
        assert_eq!(ask(&script, "plan", "a bell").unwrap(), "rest");
    }

    #[test]
    fn errors_are_those_of_a_server_and_the_end_is_said() {
        let script = script(&[r#"{"error":{"status":429,"retry_after":2,"said":"too many"}}"#]);
        let fault = Fault::of(&ask(&script, "svg", "x").unwrap_err()).unwrap();
        assert_eq!((fault.status, fault.passing), (Some(429), true));
        let error = ask(&script, "svg", "x").unwrap_err();
        assert_eq!(error.to_string(), "demo: the script has no reply left for a request for svg");
        assert!(!Fault::of(&error).unwrap().passing);
    }

    #[test]
    fn what_a_recorder_wrote_is_replayed_in_any_order() {
        let files = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&files);
        let source = script(&[r#"{"reply":{"text":"one","output_tokens":3}}"#, r#"{"reply":{"text":"two"}}"#]);
        let keep = move |exchange: &Exchange| kept.lock().unwrap().push(exchange.to_json());
        let recorder = Recorder::new(source, Box::new(keep));
        assert_eq!(ask(&recorder, "svg", "first").unwrap(), "one");
        assert_eq!(ask(&recorder, "svg", "second").unwrap(), "two");
        assert!(ask(&recorder, "svg", "third").is_err());
        let texts = files.lock().unwrap().clone();
        let again = script(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(ask(&again, "svg", "second").unwrap(), "two");
        assert_eq!(ask(&again, "svg", "first").unwrap(), "one");
    }
}
