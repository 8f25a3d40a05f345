//! A language model behind HTTP.

use super::draft::Draft;
use super::http::{Call, exchange, fetch_json, said, shown};
use super::manner::Manner;
use super::sse::Events;
use super::{Family, Fault, Secret, Settings, anthropic, gemini, openai};
use linocut_core::{Context, Error, Kind, LanguageModel, Model, ModelId, Result, TextReply, TextRequest};
use serde_json::Value;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A language model behind HTTP.
#[derive(Clone, Debug)]
pub struct RemoteText {
    settings: Settings,
    wire: Wire,
    id: ModelId,
    /// The settings with the first model of the server, and its id.
    found: OnceLock<(Settings, ModelId)>,
    /// What the server was found to take.
    manner: Arc<Mutex<Manner>>,
}

/// The three shapes of requests and replies.
#[derive(Clone, Copy, Debug)]
enum Wire {
    Chat,
    Messages,
    Content,
}

impl Wire {
    const fn of(family: Family) -> Option<Self> {
        match family {
            Family::OpenAi | Family::Azure => Some(Self::Chat),
            Family::Anthropic => Some(Self::Messages),
            Family::Gemini => Some(Self::Content),
            Family::OpenAiImages | Family::Automatic1111 | Family::ComfyUi | Family::Scripted => None,
        }
    }

    fn call(self, settings: &Settings, request: &TextRequest, manner: Manner, streamed: bool) -> Result<Call> {
        match self {
            Self::Chat => openai::call(settings, request, manner, streamed),
            Self::Messages => anthropic::call(settings, request, streamed),
            Self::Content => gemini::call(settings, request, streamed),
        }
    }

    /// Takes a whole reply.
    fn take(self, json: &Value, draft: &mut Draft) -> Result<()> {
        match self {
            Self::Chat => openai::take(json, draft),
            Self::Messages => anthropic::take(json, draft),
            Self::Content => gemini::take(json, draft),
        }
    }

    /// Takes an event of a stream.
    fn take_event(self, json: &Value, draft: &mut Draft) -> Result<()> {
        match self {
            Self::Chat => openai::take(json, draft),
            Self::Messages => anthropic::take_event(json, draft),
            Self::Content => gemini::take(json, draft),
        }
    }
}

impl RemoteText {
    /// The model of `settings`; for one without a name the server is asked at the first call, and its first is taken.
    ///
    /// # Errors
    /// [`Kind::Input`] when the settings make no sense or belong to a painter.
    pub fn open(settings: &Settings) -> Result<Self> {
        settings.check()?;
        let wire = Wire::of(settings.family)
            .ok_or_else(|| Error::new(Kind::Input, format!("provider {} does not write over HTTP", settings.name)))?;
        Ok(Self { id: settings.id(), wire, settings: settings.clone(), found: OnceLock::new(), manner: Arc::default() })
    }

    /// The settings with a model.
    fn settings(&self, cx: &Context) -> Result<&Settings> {
        if !self.settings.model.is_empty() {
            return Ok(&self.settings);
        }
        if let Some((found, _)) = self.found.get() {
            return Ok(found);
        }
        let first = models(&self.settings, cx)?.into_iter().next();
        let model = first.ok_or_else(|| Fault::BROKEN.error("the server has no model"))?;
        let settings = Settings { model, ..self.settings.clone() };
        settings.check()?;
        let id = settings.id();
        Ok(&self.found.get_or_init(|| (settings, id)).0)
    }
}

impl Model for RemoteText {
    fn id(&self) -> &ModelId {
        self.found.get().map_or(&self.id, |(_, id)| id)
    }
}

impl LanguageModel for RemoteText {
    fn generate(&self, request: &TextRequest, cx: &Context) -> Result<TextReply> {
        self.answer(request, cx).map_err(|error| error.at(&self.settings.name))
    }

    fn sees(&self) -> bool {
        self.settings.sees
    }
}

impl RemoteText {
    /// The answer in the manner that the server is known to take, or to one that it takes instead.
    fn answer(&self, request: &TextRequest, cx: &Context) -> Result<TextReply> {
        let known = || self.manner.lock().unwrap_or_else(PoisonError::into_inner);
        let mut manner = *known();
        loop {
            match self.once(request, manner, cx) {
                Ok(reply) => {
                    *known() = manner;
                    return Ok(reply);
                }
                Err(error) => manner = manner.after(&error, request).ok_or(error)?,
            }
        }
    }

    fn once(&self, request: &TextRequest, manner: Manner, cx: &Context) -> Result<TextReply> {
        let mut draft = Draft::default();
        if (cx.listens() || cx.follows()) && !manner.whole {
            self.stream(request, manner, cx, &mut draft)?;
        } else {
            let json = fetch_json(self.wire.call(self.settings(cx)?, request, manner, false)?, cx)?;
            self.whole(&json, cx, &mut draft)?;
        }
        if draft.end.is_none() && draft.text.is_empty() {
            return Err(Fault::BROKEN.error("the answer is none that a language model gives"));
        }
        Ok(draft.reply())
    }

    /// Takes an answer that came at once.
    fn whole(&self, json: &Value, cx: &Context, draft: &mut Draft) -> Result<()> {
        complain(json, self.settings.key.as_ref())?;
        self.wire.take(json, draft)?;
        cx.hear(&draft.text);
        Ok(())
    }

    fn stream(&self, request: &TextRequest, manner: Manner, cx: &Context, draft: &mut Draft) -> Result<()> {
        let call = self.wire.call(self.settings(cx)?, request, manner, true)?;
        // The count of pieces is about that of tokens; what a server counts itself comes at the end only.
        let mut pieces = 0;
        let mut each = |data: &str| {
            if data == "[DONE]" || data.is_empty() {
                return Ok(());
            }
            let json: Value =
                serde_json::from_str(data).map_err(|_| Fault::BROKEN.error("a piece of the answer is not JSON"))?;
            complain(&json, self.settings.key.as_ref())?;
            let before = draft.text.len();
            self.wire.take_event(&json, draft)?;
            cx.hear(draft.text.get(before..).unwrap_or_default());
            pieces += u64::from(draft.text.len() > before);
            cx.note(request.purpose, pieces, 0);
            Ok(())
        };
        let (mut events, mut all) = (Events::default(), Vec::new());
        exchange(call, cx, &mut |bytes| {
            // Some servers answer at once, whatever they are asked for.
            all.extend(Some(bytes).filter(|_| !events.came()).into_iter().flatten());
            events.take(bytes, &mut each)
        })?;
        events.finish(&mut each)?;
        match serde_json::from_slice(&all) {
            Ok(json) if !events.came() => self.whole(&json, cx, draft),
            Ok(_) | Err(_) => Ok(()),
        }
    }
}

/// Fails when an answer of good status holds a complaint all the same.
fn complain(json: &Value, key: Option<&Secret>) -> Result<()> {
    said(json).map_or(Ok(()), |said| Err(Fault::BROKEN.error(shown(said, key))))
}

/// The models that a server lists, in its order, those that write first where it says so.
///
/// # Errors
/// [`Kind::Unavailable`] when it does not answer, [`Kind::Input`] for families without a list, those of `cx`.
pub fn models(settings: &Settings, cx: &Context) -> Result<Vec<String>> {
    settings.check()?;
    let base = settings.url.trim_end_matches('/');
    let (url, key) = match settings.family {
        Family::OpenAi | Family::OpenAiImages => (format!("{base}/models"), ("authorization", "Bearer ")),
        Family::Azure => (format!("{base}/openai/models?api-version={}", settings.api_version), ("api-key", "")),
        Family::Anthropic => (format!("{base}/v1/models"), ("x-api-key", "")),
        Family::Gemini => (format!("{base}/v1beta/models"), ("x-goog-api-key", "")),
        Family::Automatic1111 => (format!("{base}/sdapi/v1/sd-models"), ("authorization", "Bearer ")),
        Family::ComfyUi => (format!("{base}/models/checkpoints"), ("authorization", "Bearer ")),
        Family::Scripted => return Err(Error::new(Kind::Input, "a script has no list of models")),
    };
    let version = (settings.family == Family::Anthropic).then(|| ("anthropic-version", "2023-06-01".to_owned()));
    let call = Call {
        url,
        headers: version.into_iter().collect(),
        key: settings.key.clone().map(|secret| (key.0, key.1, secret)),
        body: None,
        most_bytes: openai::MOST_BYTES,
        timeout: settings.timeout,
    };
    let json = fetch_json(call, cx)?;
    let list = ["data", "models"].iter().find_map(|name| json.get(name)).unwrap_or(&json);
    let name = |entry: &Value| {
        let name = ["id", "name", "model_name", "title"].iter().find_map(|field| entry.get(field)).unwrap_or(entry);
        name.as_str().map(|name| name.strip_prefix("models/").unwrap_or(name).to_owned())
    };
    let listed = list.as_array().into_iter().flatten().filter_map(|entry| Some((name(entry)?, entry)));
    let (able, others): (Vec<_>, Vec<_>) = listed.partition(|(name, entry)| is_able(settings.family, name, entry));
    Ok(able.into_iter().chain(others).map(|(name, _)| name).collect())
}

/// Parts of names of models that neither write nor paint.
const UNABLE: [&str; 9] =
    ["embed", "rerank", "whisper", "tts", "moderation", "transcribe", "realtime", "bge-", "nomic-"];

/// Whether a model of a list is one of the sort that the family is asked for, as far as its name tells.
fn is_able(family: Family, name: &str, entry: &Value) -> bool {
    let name = name.to_ascii_lowercase();
    let deeds = entry.get("supportedGenerationMethods").and_then(Value::as_array);
    let writes = deeds.is_none_or(|deeds| deeds.iter().any(|deed| deed == "generateContent"));
    let paints = name.contains("dall-e") || name.contains("-image");
    match family {
        Family::OpenAiImages => paints,
        Family::Automatic1111 | Family::ComfyUi => true,
        Family::OpenAi | Family::Azure | Family::Anthropic | Family::Gemini | Family::Scripted => {
            writes && !paints && !UNABLE.iter().any(|part| name.contains(part))
        }
    }
}
