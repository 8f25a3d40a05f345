//! Replies that were of use, given again to the same request: nobody is asked, and nothing is paid.

use crate::script::material;
use linocut_core::{Context, End, LanguageModel, Model, ModelId, Result, TextReply, TextRequest, Usage};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Where replies are kept; it may forget at any time.
pub trait Replies: Send + Sync {
    /// The reply to the request that `key` stands for: all that it depends on, as bytes.
    fn get(&self, key: &[u8]) -> Option<String>;
    /// Keeps a reply; a failure to do so is no failure of the work.
    fn put(&self, key: &[u8], reply: &str);
}

/// A model whose useful replies are remembered, by model and whole request.
///
/// A request that leaves the choice of words to chance, with a temperature and without a seed, is asked each time.
pub struct Remembered<M> {
    model: M,
    replies: Arc<dyn Replies>,
    known: AtomicUsize,
}

impl<M: Model> Remembered<M> {
    /// `model` with what `replies` remember.
    #[must_use]
    pub fn new(model: M, replies: Arc<dyn Replies>) -> Self {
        Self { model, replies, known: AtomicUsize::new(0) }
    }

    /// How many replies were known.
    #[must_use]
    pub fn known(&self) -> usize {
        self.known.load(Ordering::Relaxed)
    }

    fn key(&self, request: &TextRequest) -> Option<Vec<u8>> {
        if request.temperature > 0.0 && request.seed.is_none() {
            return None;
        }
        let ModelId { name, version, digest } = self.model.id();
        let own = [name, version, digest].map(Clone::clone);
        // No text holds this byte, so that two requests never run into one.
        let parts = own.into_iter().chain(material(request)).map(String::into_bytes);
        Some(parts.collect::<Vec<_>>().join(&0xff))
    }
}

impl<M: Model> Model for Remembered<M> {
    fn id(&self) -> &ModelId {
        self.model.id()
    }
}

impl<M: LanguageModel> LanguageModel for Remembered<M> {
    fn generate(&self, request: &TextRequest, cx: &Context) -> Result<TextReply> {
        let found = self.key(request).filter(|_| !cx.anew).and_then(|key| self.replies.get(&key));
        let Some(text) = found else { return self.model.generate(request, cx) };
        cx.check()?;
        self.known.fetch_add(1, Ordering::Relaxed);
        cx.hear(&text);
        Ok(TextReply { text, end: End::Whole, usage: Usage::default() })
    }

    fn sees(&self) -> bool {
        self.model.sees()
    }

    fn keep(&self, request: &TextRequest, reply: &TextReply) {
        if let Some(key) = self.key(request).filter(|_| reply.end == End::Whole) {
            self.replies.put(&key, &reply.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Remembered, Replies};
    use crate::script::Script;
    use linocut_core::{Context, LanguageModel, Message, Role, TextRequest};
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};

    #[derive(Default)]
    struct Shelf(Mutex<BTreeMap<Vec<u8>, String>>);

    impl Replies for Shelf {
        fn get(&self, key: &[u8]) -> Option<String> {
            self.0.lock().unwrap().get(key).cloned()
        }
        fn put(&self, key: &[u8], reply: &str) {
            self.0.lock().unwrap().insert(key.to_vec(), reply.to_owned());
        }
    }

    fn request(words: &str) -> TextRequest {
        TextRequest::new("plan", vec![Message::new(Role::Person, words)])
    }

    /// What a model that counts its replies answers, `keep` telling which of them are of use.
    fn answers(requests: &[TextRequest], keep: bool, cx: &Context) -> Vec<String> {
        let reply = |n: usize| (format!("{n}"), format!(r#"{{"reply":{{"text":"reply {n}"}}}}"#));
        let model = Remembered::new(Script::new("demo", (0..9).map(reply).collect()).unwrap(), Arc::<Shelf>::default());
        let answer = |request: &TextRequest| {
            let reply = model.generate(request, cx).unwrap();
            if keep {
                model.keep(request, &reply);
            }
            reply.text
        };
        requests.iter().map(answer).collect()
    }

    #[test]
    fn the_same_request_has_the_same_reply() {
        let cx = Context::default();
        let (one, other) = (request("bell"), request("fox"));
        let free = TextRequest { temperature: 0.5, ..request("bell") };
        let seeded = TextRequest { seed: Some(1), ..free.clone() };
        let all = |requests: &[&TextRequest], keep, cx: &Context| {
            let requests: Vec<TextRequest> = requests.iter().map(|one| (*one).clone()).collect();
            answers(&requests, keep, cx).join(", ")
        };
        assert_eq!(all(&[&one, &one, &other, &one], true, &cx), "reply 0, reply 0, reply 1, reply 0");
        assert_eq!(all(&[&free, &free], true, &cx), "reply 0, reply 1");
        assert_eq!(all(&[&seeded, &seeded, &free], true, &cx), "reply 0, reply 0, reply 1");
        // What was of no use is asked again, and so is everything that is to be new.
        assert_eq!(all(&[&one, &one], false, &cx), "reply 0, reply 1");
        let mut anew = Context::default();
        anew.anew = true;
        assert_eq!(all(&[&one, &one], true, &anew), "reply 0, reply 1");
    }
}
