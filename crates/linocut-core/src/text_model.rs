//! Models that write.

use crate::{Context, Model, Raster, Result};
use std::sync::Arc;

/// A model that answers messages in words, SVG, Mermaid text or JSON.
pub trait LanguageModel: Model {
    /// Answers `request`; while it writes, pieces go to [`Context::hear`] if somebody listens.
    ///
    /// What comes back was written by a stranger: callers check it before they use it.
    ///
    /// # Errors
    /// [`Kind::Unavailable`](crate::Kind::Unavailable) when it cannot be reached or answers nonsense,
    /// [`Kind::Limit`](crate::Kind::Limit) when a budget or the deadline forbids the call,
    /// [`Kind::Refused`](crate::Kind::Refused) when it declines, and those of `cx`.
    fn generate(&self, request: &TextRequest, cx: &Context) -> Result<TextReply>;

    /// Whether it looks at [`Message::pictures`]; one that does not is never sent any. Default: no.
    fn sees(&self) -> bool {
        false
    }

    /// Hears that `reply` to `request` was of use, so that it may be given again. Default: nothing is heard.
    fn keep(&self, _request: &TextRequest, _reply: &TextReply) {}
}

impl<M: LanguageModel + ?Sized> LanguageModel for Box<M> {
    fn generate(&self, request: &TextRequest, cx: &Context) -> Result<TextReply> {
        (**self).generate(request, cx)
    }

    fn sees(&self) -> bool {
        (**self).sees()
    }

    fn keep(&self, request: &TextRequest, reply: &TextReply) {
        (**self).keep(request, reply);
    }
}

impl<M: LanguageModel + ?Sized> LanguageModel for Arc<M> {
    fn generate(&self, request: &TextRequest, cx: &Context) -> Result<TextReply> {
        (**self).generate(request, cx)
    }

    fn sees(&self) -> bool {
        (**self).sees()
    }

    fn keep(&self, request: &TextRequest, reply: &TextReply) {
        (**self).keep(request, reply);
    }
}

/// When a language model is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asked {
    /// When somebody asks for it by name, or for work that only it can do.
    #[default]
    OnRequest,
    /// Also where rules and libraries do not know what to do.
    Unbidden,
}

/// What is asked of a [`LanguageModel`].
#[derive(Clone, Debug, PartialEq)]
pub struct TextRequest {
    /// What it is for, in a word: `plan`, `svg`, `edit`; for records and bills, never sent.
    pub purpose: &'static str,
    /// The conversation so far, oldest first; the last is the person's.
    pub messages: Vec<Message>,
    /// The form of the answer. Default: [`Form::Free`].
    pub form: Form,
    /// How freely words are chosen, `0..=2`. Default: 0, always the likeliest.
    pub temperature: f64,
    /// Share of likely words that are chosen from, `0..=1`. Default: 1.
    pub top_p: f64,
    /// Most tokens of the answer. Default: 4096.
    pub max_tokens: u32,
    /// Seed of its choices, where the model takes one. Default: none.
    pub seed: Option<u64>,
}

impl TextRequest {
    /// A request with every default.
    #[must_use]
    pub fn new(purpose: &'static str, messages: Vec<Message>) -> Self {
        Self { purpose, messages, form: Form::Free, temperature: 0.0, top_p: 1.0, max_tokens: 4096, seed: None }
    }
}

/// One turn of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Who says it.
    pub role: Role,
    /// What is said.
    pub text: String,
    /// Pictures shown with it; only people show pictures.
    pub pictures: Vec<Arc<Raster>>,
}

impl Message {
    /// A turn without pictures.
    #[must_use]
    pub fn new(role: Role, text: impl Into<String>) -> Self {
        Self { role, text: text.into(), pictures: Vec::new() }
    }
}

/// Who says something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Rules for the whole conversation.
    System,
    /// The one who asks.
    Person,
    /// The one who answers.
    Model,
}

/// The form that an answer must have; providers that can hold a model to it do so, and callers check all the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Whatever it writes.
    Free,
    /// An SVG document.
    Svg,
    /// Mermaid text.
    Mermaid,
    /// JSON that fits this JSON Schema (draft 2020-12).
    Json(Arc<str>),
}

/// What a [`LanguageModel`] answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextReply {
    /// What it wrote, without what it only thought.
    pub text: String,
    /// Why it stopped.
    pub end: End,
    /// What it took.
    pub usage: Usage,
}

/// Why an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum End {
    /// It was done.
    Whole,
    /// The most tokens were reached, so the end is missing.
    Cut,
    /// It declined to answer.
    Declined,
}

/// What a call took, as the provider counts it; what it does not say stays unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Tokens that were read.
    pub input_tokens: Option<u64>,
    /// Tokens that were written, thoughts included.
    pub output_tokens: Option<u64>,
}
