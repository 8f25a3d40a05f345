//! What a request for a chat completion says.

use super::fault::Fault;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use linocut_core::{Form, Message, Role, TextRequest};
use linocut_raster::{Limits, decode};
use serde::Deserialize;
use serde_json::Value as Page;
use std::sync::Arc;

/// Most messages of a conversation.
const MOST_MESSAGES: usize = 500;
/// Most tokens of an answer.
const MOST_TOKENS: u32 = 32_768;

/// A request; what is not named here is not minded, as other servers do.
#[derive(Debug, Deserialize)]
pub(crate) struct Said {
    pub(crate) model: Option<String>,
    messages: Vec<Turn>,
    #[serde(default)]
    pub(crate) stream: Option<bool>,
    stream_options: Option<Page>,
    n: Option<u64>,
    max_tokens: Option<u32>,
    max_completion_tokens: Option<u32>,
    temperature: Option<f64>,
    top_p: Option<f64>,
    pub(crate) seed: Option<u64>,
    response_format: Option<Page>,
}

#[derive(Debug, Deserialize)]
struct Turn {
    role: String,
    #[serde(default)]
    content: Page,
}

impl Said {
    pub(crate) fn read(body: &[u8]) -> Result<Self, Fault> {
        let said: Self = serde_json::from_slice(body)
            .map_err(|error| Fault::wrong("messages", format!("the body is no chat completion: {error}")))?;
        if said.messages.is_empty() || said.messages.len() > MOST_MESSAGES {
            let count = said.messages.len();
            return Err(Fault::wrong("messages", format!("{count} messages, 1 to {MOST_MESSAGES} are taken")));
        }
        if said.n.unwrap_or(1) != 1 {
            return Err(Fault::wrong("n", "only one choice is given; ask again with another seed"));
        }
        Ok(said)
    }

    /// Whether a stream ends with what it took.
    pub(crate) fn counts(&self) -> bool {
        self.stream_options.as_ref().and_then(|options| options.get("include_usage")).and_then(Page::as_bool)
            == Some(true)
    }

    /// The last words of the person.
    pub(crate) fn prompt(&self) -> Result<String, Fault> {
        let last = self.messages.iter().rev().find(|turn| turn.role == "user").map(|turn| text(&turn.content));
        let last = last.map(|words| words.trim().to_owned()).filter(|words| !words.is_empty());
        last.ok_or_else(|| Fault::wrong("messages", "there is no message of a user that says what to draw"))
    }

    /// The last drawing that was answered with.
    pub(crate) fn drawing(&self) -> Option<String> {
        let answers = self.messages.iter().rev().filter(|turn| turn.role == "assistant");
        answers
            .map(|turn| text(&turn.content))
            .find_map(|text| linocut_ask::svg_in(&text).ok())
            .map(|found| found.value)
    }

    /// The same for a language model.
    pub(crate) fn request(&self) -> Result<TextRequest, Fault> {
        let messages = self.messages.iter().map(message).collect::<Result<_, _>>()?;
        let most = self.max_completion_tokens.or(self.max_tokens);
        let number = |value: Option<f64>, usual: f64, most: f64| value.map_or(usual, |value| value.clamp(0.0, most));
        let usual = TextRequest::new("chat", messages);
        Ok(TextRequest {
            form: self.form()?,
            temperature: number(self.temperature, 1.0, 2.0),
            top_p: number(self.top_p, 1.0, 1.0),
            max_tokens: most.unwrap_or(usual.max_tokens).clamp(1, MOST_TOKENS),
            seed: self.seed,
            ..usual
        })
    }

    fn form(&self) -> Result<Form, Fault> {
        let Some(format) = &self.response_format else { return Ok(Form::Free) };
        match format.get("type").and_then(Page::as_str) {
            Some("json_schema") => {
                let schema = format.pointer("/json_schema/schema");
                let schema = schema.ok_or_else(|| Fault::wrong("response_format", "there is no schema"))?;
                Ok(Form::Json(Arc::from(schema.to_string())))
            }
            Some("json_object") => Ok(Form::Json(Arc::from(r#"{"type":"object"}"#))),
            Some("text") => Ok(Form::Free),
            _ => Err(Fault::wrong("response_format", "its type is not text, json_object or json_schema")),
        }
    }
}

/// The words of a message.
fn text(content: &Page) -> String {
    match content {
        Page::String(text) => text.clone(),
        Page::Array(parts) => {
            let texts = parts.iter().filter_map(|part| part.get("text")?.as_str());
            texts.collect::<Vec<_>>().join("\n")
        }
        Page::Null | Page::Bool(_) | Page::Number(_) | Page::Object(_) => String::new(),
    }
}

fn message(turn: &Turn) -> Result<Message, Fault> {
    let role = match turn.role.as_str() {
        "system" | "developer" => Role::System,
        "user" => Role::Person,
        "assistant" => Role::Model,
        _ => return Err(Fault::wrong("messages", "a role is not system, developer, user or assistant")),
    };
    let mut message = Message::new(role, text(&turn.content));
    let parts = turn.content.as_array().into_iter().flatten();
    for address in parts.filter_map(|part| part.pointer("/image_url/url")?.as_str()) {
        // Nothing that a request names is fetched.
        let wrong = || Fault::wrong("messages", "a picture is no data URI in Base64");
        let data = address.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")).ok_or_else(wrong)?.1;
        let bytes = STANDARD.decode(data).map_err(|_| wrong())?;
        message.pictures.push(Arc::new(decode(&bytes, &Limits::default())?));
    }
    Ok(message)
}
