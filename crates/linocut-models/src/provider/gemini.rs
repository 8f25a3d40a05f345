//! Gemini's generateContent, <https://ai.google.dev/api/generate-content>.

use super::Settings;
use super::draft::Draft;
use super::http::Call;
use super::openai::{MOST_BYTES, parsed};
use super::picture::base64_png;
use linocut_core::{End, Form, Message, Result, Role, TextRequest};
use serde_json::{Map, Value, json};

/// The request for a reply, in pieces if `streamed`.
pub(crate) fn call(settings: &Settings, request: &TextRequest, streamed: bool) -> Result<Call> {
    let (rules, turns): (Vec<&Message>, Vec<&Message>) =
        request.messages.iter().partition(|message| message.role == Role::System);
    let mut config = Map::new();
    let mut set = |name: &str, value: Value| drop(config.insert(name.to_owned(), value));
    set("temperature", json!(request.temperature));
    set("topP", json!(request.top_p));
    set("maxOutputTokens", json!(request.max_tokens));
    if let Some(seed) = request.seed {
        set("seed", json!(seed & 0x7fff_ffff));
    }
    if let Form::Json(schema) = &request.form {
        set("responseMimeType", json!("application/json"));
        set("responseJsonSchema", parsed(schema)?);
    }
    let turns: Vec<Value> = turns.into_iter().map(message).collect::<Result<_>>()?;
    let mut body = json!({ "contents": turns, "generationConfig": config });
    let rules: Vec<Value> = rules.iter().map(|rule| json!({ "text": rule.text })).collect();
    if let Some(body) = body.as_object_mut().filter(|_| !rules.is_empty()) {
        body.insert("systemInstruction".to_owned(), json!({ "parts": rules }));
    }
    let verb = if streamed { "streamGenerateContent?alt=sse" } else { "generateContent" };
    Ok(Call {
        url: format!("{}/v1beta/models/{}:{verb}", settings.url.trim_end_matches('/'), settings.model),
        headers: Vec::new(),
        key: settings.key.clone().map(|key| ("x-goog-api-key", "", key)),
        body: Some(body),
        most_bytes: MOST_BYTES,
        timeout: settings.timeout,
    })
}

fn message(message: &Message) -> Result<Value> {
    let role = match message.role {
        Role::System | Role::Person => "user",
        Role::Model => "model",
    };
    let mut parts = vec![json!({ "text": message.text })];
    for picture in &message.pictures {
        parts.push(json!({ "inlineData": { "mimeType": "image/png", "data": base64_png(picture)? } }));
    }
    Ok(json!({ "role": role, "parts": parts }))
}

/// Takes a whole reply or an event of a stream: both look alike.
pub(crate) fn take(json: &Value, draft: &mut Draft) -> Result<()> {
    let parts = json.pointer("/candidates/0/content/parts").and_then(Value::as_array);
    for part in parts.into_iter().flatten() {
        let thought = part.get("thought").and_then(Value::as_bool) == Some(true);
        if let Some(text) = part.get("text").and_then(Value::as_str).filter(|_| !thought) {
            draft.push(text)?;
        }
    }
    let end = match json.pointer("/candidates/0/finishReason").and_then(Value::as_str) {
        Some("STOP") => Some(End::Whole),
        Some("MAX_TOKENS") => Some(End::Cut),
        Some(_) => Some(End::Declined),
        None => json.pointer("/promptFeedback/blockReason").map(|_| End::Declined),
    };
    draft.end = end.or(draft.end);
    let tokens = |name: &str| json.get("usageMetadata")?.get(name)?.as_u64();
    // Thoughts are billed, also those after which nothing was said.
    let written = match (tokens("candidatesTokenCount"), tokens("thoughtsTokenCount")) {
        (None, None) => None,
        (said, thought) => Some(said.unwrap_or(0).saturating_add(thought.unwrap_or(0))),
    };
    draft.count(tokens("promptTokenCount"), written);
    Ok(())
}
