//! Messages, <https://docs.anthropic.com/en/api/messages>.

use super::Settings;
use super::draft::Draft;
use super::http::Call;
use super::openai::{MOST_BYTES, parsed};
use super::picture::base64_png;
use linocut_core::{End, Form, Message, Result, Role, TextRequest};
use serde_json::{Map, Value, json};

/// The tool that a model has to call with its answer: what it is called with fits the schema.
const TOOL: &str = "answer";

/// The request for a reply, in pieces if `streamed`.
pub(crate) fn call(settings: &Settings, request: &TextRequest, streamed: bool) -> Result<Call> {
    let (rules, turns): (Vec<&Message>, Vec<&Message>) =
        request.messages.iter().partition(|message| message.role == Role::System);
    let mut body = Map::new();
    let mut set = |name: &str, value: Value| drop(body.insert(name.to_owned(), value));
    set("model", json!(settings.model));
    set("max_tokens", json!(request.max_tokens));
    // Newer models take temperature or top_p, not both.
    set("temperature", json!(request.temperature.min(1.0)));
    set("messages", Value::Array(turns.into_iter().map(message).collect::<Result<_>>()?));
    let rules: Vec<&str> = rules.iter().map(|rule| rule.text.as_str()).collect();
    if !rules.is_empty() {
        set("system", json!(rules.join("\n\n")));
    }
    if let Form::Json(schema) = &request.form {
        let about = "The answer, in the form that is wanted.";
        set("tools", json!([{ "name": TOOL, "description": about, "input_schema": parsed(schema)? }]));
        set("tool_choice", json!({ "type": "tool", "name": TOOL }));
    }
    if streamed {
        set("stream", json!(true));
    }
    Ok(Call {
        url: format!("{}/v1/messages", settings.url.trim_end_matches('/')),
        headers: vec![("anthropic-version", "2023-06-01".to_owned())],
        key: settings.key.clone().map(|key| ("x-api-key", "", key)),
        body: Some(Value::Object(body)),
        most_bytes: MOST_BYTES,
        timeout: settings.timeout,
    })
}

fn message(message: &Message) -> Result<Value> {
    let role = match message.role {
        Role::System | Role::Person => "user",
        Role::Model => "assistant",
    };
    let mut parts = Vec::new();
    for picture in &message.pictures {
        let source = json!({ "type": "base64", "media_type": "image/png", "data": base64_png(picture)? });
        parts.push(json!({ "type": "image", "source": source }));
    }
    parts.push(json!({ "type": "text", "text": message.text }));
    Ok(json!({ "role": role, "content": parts }))
}

/// Takes a whole reply.
pub(crate) fn take(json: &Value, draft: &mut Draft) -> Result<()> {
    for part in json.get("content").and_then(Value::as_array).into_iter().flatten() {
        if let Some(text) = part.get("text").and_then(Value::as_str) {
            draft.push(text)?;
        }
        if let Some(input) = part.get("input") {
            draft.push(&input.to_string())?;
        }
    }
    ended(json, draft);
    counted(json.get("usage"), draft);
    Ok(())
}

/// Takes an event of a stream.
pub(crate) fn take_event(json: &Value, draft: &mut Draft) -> Result<()> {
    if let Some(delta) = json.get("delta") {
        let piece = delta.get("text").or_else(|| delta.get("partial_json")).and_then(Value::as_str);
        draft.push(piece.unwrap_or_default())?;
        ended(delta, draft);
    }
    counted(json.pointer("/message/usage").or_else(|| json.get("usage")), draft);
    Ok(())
}

fn ended(json: &Value, draft: &mut Draft) {
    let end = match json.get("stop_reason").and_then(Value::as_str) {
        Some("max_tokens" | "model_context_window_exceeded") => Some(End::Cut),
        Some("refusal") => Some(End::Declined),
        Some(_) => Some(End::Whole),
        None => None,
    };
    draft.end = end.or(draft.end);
}

fn counted(usage: Option<&Value>, draft: &mut Draft) {
    let tokens = |name: &str| usage?.get(name)?.as_u64();
    draft.count(tokens("input_tokens"), tokens("output_tokens"));
}
