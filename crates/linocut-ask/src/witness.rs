//! Tells of what is asked and answered, for people who want to see it.

use crate::ask::clipped;
use linocut_core::{
    Context, ImageModel, ImageRequest, LanguageModel, Model, ModelId, Raster, Result, TextReply, TextRequest, Usage,
};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Bytes of a request and of a reply that are kept.
const MOST: usize = 4_000;
/// Most steps that are kept; a set of a hundred icons takes a few hundred.
const MOST_STEPS: usize = 1_000;

/// One request and what came of it, clipped.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it was for; `paint` for a picture.
    pub purpose: &'static str,
    /// Name of the provider and of the model.
    pub model: String,
    /// The last message of the request, or what was to be painted.
    pub asked: String,
    /// The reply, or why there is none.
    pub answered: Result<String, String>,
    /// How long it took, second tries and waits for a turn among it.
    pub took: Duration,
    /// When it ended, by the clock of the notes.
    pub ended: Duration,
    /// Tokens, as far as the provider tells them.
    pub usage: Usage,
}

/// Hears of every step.
pub trait Notes: Send + Sync {
    /// The time, since whenever.
    fn now(&self) -> Duration;
    /// Hears of a step, right after it.
    fn note(&self, step: Step);
}

/// Notes that are kept until they are taken.
pub struct Notebook {
    now: Box<dyn Fn() -> Duration + Send + Sync>,
    steps: Mutex<Vec<Step>>,
}

impl Notebook {
    /// An empty one, `now` being its clock.
    #[must_use]
    pub fn new(now: impl Fn() -> Duration + Send + Sync + 'static) -> Self {
        Self { now: Box::new(now), steps: Mutex::default() }
    }

    /// The steps since the last time that they were taken.
    #[must_use]
    pub fn take(&self) -> Vec<Step> {
        std::mem::take(&mut *self.steps.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Notes for Notebook {
    fn now(&self) -> Duration {
        (self.now)()
    }

    fn note(&self, step: Step) {
        let mut steps = self.steps.lock().unwrap_or_else(PoisonError::into_inner);
        if steps.len() < MOST_STEPS {
            steps.push(step);
        }
    }
}

/// A model whose requests and replies are noted.
pub struct Witness<M: ?Sized> {
    model: Arc<M>,
    notes: Arc<dyn Notes>,
}

impl Witness<dyn LanguageModel> {
    /// Notes what `model` is asked.
    #[must_use]
    pub fn of_writer(model: Arc<dyn LanguageModel>, notes: Arc<dyn Notes>) -> Arc<dyn LanguageModel> {
        Arc::new(Self { model, notes })
    }
}

impl Witness<dyn ImageModel> {
    /// Notes what `model` is asked to paint.
    #[must_use]
    pub fn of_painter(model: Arc<dyn ImageModel>, notes: Arc<dyn Notes>) -> Arc<dyn ImageModel> {
        Arc::new(Self { model, notes })
    }
}

impl<M: ?Sized + Model> Witness<M> {
    /// Notes a step that began at `start`.
    fn note(&self, purpose: &'static str, asked: &str, start: Duration, (answered, usage): Answered) {
        let ended = self.notes.now();
        let (model, asked) = (self.model.id().to_string(), clipped(asked, MOST));
        let took = ended.saturating_sub(start);
        self.notes.note(Step { purpose, model, asked, answered, took, ended, usage });
    }
}

/// What came of a request, clipped, and what it took.
type Answered = (Result<String, String>, Usage);

impl<M: ?Sized + Model> Model for Witness<M> {
    fn id(&self) -> &ModelId {
        self.model.id()
    }
}

impl LanguageModel for Witness<dyn LanguageModel> {
    fn generate(&self, request: &TextRequest, cx: &Context) -> Result<TextReply> {
        let start = self.notes.now();
        let result = self.model.generate(request, cx);
        let asked = request.messages.last().map(|message| message.text.as_str()).unwrap_or_default();
        let answered = match &result {
            Ok(reply) => (Ok(clipped(&reply.text, MOST)), reply.usage),
            Err(error) => (Err(error.to_string()), Usage::default()),
        };
        self.note(request.purpose, asked, start, answered);
        result
    }

    fn sees(&self) -> bool {
        self.model.sees()
    }

    fn keep(&self, request: &TextRequest, reply: &TextReply) {
        self.model.keep(request, reply);
    }
}

impl ImageModel for Witness<dyn ImageModel> {
    fn generate(&self, request: &ImageRequest, cx: &Context) -> Result<Raster> {
        let start = self.notes.now();
        let result = self.model.generate(request, cx);
        let answered = match &result {
            Ok(picture) => Ok(format!("a picture of {} × {} pixels", picture.width(), picture.height())),
            Err(error) => Err(error.to_string()),
        };
        self.note("paint", &said(request), start, (answered, Usage::default()));
        result
    }
}

/// What is to be painted, in words.
fn said(request: &ImageRequest) -> String {
    let ImageRequest { prompt, negative, size: (width, height), steps, guidance, seed, .. } = request;
    let mut lines = vec![prompt.clone()];
    lines.extend((!negative.is_empty()).then(|| format!("not: {negative}")));
    lines.push(format!("{width} × {height} pixels, seed {seed}"));
    lines.extend(steps.map(|steps| format!("{steps} steps")));
    lines.extend(guidance.map(|guidance| format!("guidance {guidance}")));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::{Notebook, Witness};
    use linocut_core::{
        Context, End, Error, ImageModel, ImageRequest, Kind, LanguageModel, Message, Model, ModelId, Raster, Result,
        Rgba, Role, TextReply, TextRequest, Usage,
    };
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::time::Duration;

    struct Both(ModelId);

    impl Model for Both {
        fn id(&self) -> &ModelId {
            &self.0
        }
    }

    impl LanguageModel for Both {
        fn generate(&self, request: &TextRequest, _cx: &Context) -> Result<TextReply> {
            if request.purpose == "edit" {
                return Err(Error::new(Kind::Unavailable, "gone"));
            }
            let usage = Usage { input_tokens: Some(3), output_tokens: None };
            Ok(TextReply { text: "x".repeat(9_000), end: End::Whole, usage })
        }
    }

    impl ImageModel for Both {
        fn generate(&self, _request: &ImageRequest, _cx: &Context) -> Result<Raster> {
            Raster::filled(4, 3, Rgba::BLACK)
        }
    }

    #[test]
    fn requests_and_replies_are_noted_with_what_they_took() {
        let clock = AtomicU64::new(0);
        let notes = Arc::new(Notebook::new(move || Duration::from_secs(clock.fetch_add(2, Ordering::SeqCst))));
        let both = || Both(ModelId { name: "own".to_owned(), version: "m".to_owned(), digest: String::new() });
        let (writer, painter): (Arc<dyn LanguageModel>, Arc<dyn ImageModel>) = (Arc::new(both()), Arc::new(both()));
        let (writer, painter) =
            (Witness::of_writer(writer, notes.clone()), Witness::of_painter(painter, notes.clone()));
        let ask = |purpose| TextRequest::new(purpose, vec![Message::new(Role::Person, "a fox")]);
        let cx = Context::default();
        let ends = [writer.generate(&ask("svg"), &cx).is_ok(), writer.generate(&ask("edit"), &cx).is_ok()];
        assert_eq!((ends, painter.generate(&ImageRequest::new("a fox"), &cx).is_ok()), ([true, false], true));
        let steps = notes.take();
        let told: Vec<_> = steps.iter().map(|step| (step.purpose, step.model.as_str(), step.took.as_secs())).collect();
        assert_eq!(told, [("svg", "own m", 2), ("edit", "own m", 2), ("paint", "own m", 2)]);
        let [drawn, refused, painted] = steps.as_slice() else { panic!("{}", steps.len()) };
        assert_eq!((drawn.asked.as_str(), drawn.usage.input_tokens, drawn.ended.as_secs()), ("a fox", Some(3), 2));
        assert!(drawn.answered.as_ref().is_ok_and(|text| text.len() < 4_100 && text.ends_with('…')));
        assert_eq!(refused.answered.as_ref().err().map(String::as_str), Some("gone"));
        assert_eq!(painted.answered.as_deref(), Ok("a picture of 4 × 3 pixels"));
        assert!(painted.asked.contains("1024 × 1024") && notes.take().is_empty());
    }
}
