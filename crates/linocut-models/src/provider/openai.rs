//! Chat completions, <https://platform.openai.com/docs/api-reference/chat>.

use super::draft::Draft;
use super::http::Call;
use super::manner::{Held, Manner};
use super::picture::data_uri;
use super::{Family, Settings, grammar};
use linocut_core::{End, Error, Form, Kind, Message, Result, Role, TextRequest};
use serde_json::{Map, Value, json};

/// Most bytes of an answer; each token of a stream comes in about 250 bytes.
pub(crate) const MOST_BYTES: usize = 8 << 20;
/// Beginnings of names of models that think first: they count tokens by another name and take no temperature.
const THINKERS: [&str; 4] = ["o1", "o3", "o4", "gpt-5"];

/// The request for a reply, in pieces if `streamed`.
pub(crate) fn call(settings: &Settings, request: &TextRequest, manner: Manner, streamed: bool) -> Result<Call> {
    let mut body = Map::new();
    let mut set = |name: &str, value: Value| drop(body.insert(name.to_owned(), value));
    set("messages", Value::Array(request.messages.iter().map(message).collect::<Result<_>>()?));
    if settings.family == Family::OpenAi {
        set("model", json!(settings.model));
    }
    // Gateways put the name of the provider before that of the model.
    let bare = settings.model.rsplit('/').next().unwrap_or_default();
    if manner.thinks || THINKERS.iter().any(|name| bare.starts_with(name)) {
        set("max_completion_tokens", json!(request.max_tokens));
    } else {
        set("max_tokens", json!(request.max_tokens));
        set("temperature", json!(request.temperature));
        set("top_p", json!(request.top_p));
    }
    if let Some(seed) = request.seed {
        // A signed integer in the servers' own languages.
        set("seed", json!(seed & 0x7fff_ffff));
    }
    match (&request.form, manner.held, settings.grammar) {
        (Form::Svg, Held::Schema, true) => set("grammar", json!(grammar::SVG)),
        (Form::Free | Form::Mermaid | Form::Svg, _, _) | (_, Held::Free, _) => {}
        (Form::Json(schema), Held::Schema, true) => set("grammar", json!(grammar::of_schema(&parsed(schema)?)?)),
        (Form::Json(schema), Held::Schema, false) => {
            let schema = json!({ "name": request.purpose, "schema": parsed(schema)?, "strict": false });
            set("response_format", json!({ "type": "json_schema", "json_schema": schema }));
        }
        (Form::Json(schema), Held::Object, _) => {
            set("response_format", json!({ "type": "json_object", "schema": parsed(schema)? }));
        }
    }
    if streamed {
        set("stream", json!(true));
        set("stream_options", json!({ "include_usage": true }));
    }
    let (url, key) = place(settings);
    let key = settings.key.clone().map(|secret| (key.0, key.1, secret));
    let (most_bytes, timeout) = (MOST_BYTES, settings.timeout);
    Ok(Call { url, headers: Vec::new(), key, body: Some(Value::Object(body)), most_bytes, timeout })
}

/// Address, and header of the key.
fn place(settings: &Settings) -> (String, (&'static str, &'static str)) {
    let base = settings.url.trim_end_matches('/');
    if settings.family == Family::Azure {
        let (model, version) = (&settings.model, &settings.api_version);
        let url = format!("{base}/openai/deployments/{model}/chat/completions?api-version={version}");
        return (url, ("api-key", ""));
    }
    (format!("{base}/chat/completions"), ("authorization", "Bearer "))
}

pub(crate) fn parsed(schema: &str) -> Result<Value> {
    serde_json::from_str(schema).map_err(|e| Error::new(Kind::Bug, "a schema of our own is not JSON").cause(e))
}

fn message(message: &Message) -> Result<Value> {
    let role = match message.role {
        Role::System => "system",
        Role::Person => "user",
        Role::Model => "assistant",
    };
    if message.pictures.is_empty() {
        return Ok(json!({ "role": role, "content": message.text }));
    }
    let mut parts = vec![json!({ "type": "text", "text": message.text })];
    for picture in &message.pictures {
        parts.push(json!({ "type": "image_url", "image_url": { "url": data_uri(picture)? } }));
    }
    Ok(json!({ "role": role, "content": parts }))
}

/// Takes a whole reply or an event of a stream: they differ in one name.
pub(crate) fn take(json: &Value, draft: &mut Draft) -> Result<()> {
    if let Some(choice) = json.pointer("/choices/0") {
        let said = choice.get("message").or_else(|| choice.get("delta"));
        if let Some(text) = said.and_then(|said| said.get("content")).and_then(Value::as_str) {
            draft.push(text)?;
        }
        let declined = said.and_then(|said| said.get("refusal")).is_some_and(Value::is_string);
        let end = match choice.get("finish_reason").and_then(Value::as_str) {
            _ if declined => Some(End::Declined),
            Some("content_filter") => Some(End::Declined),
            Some("length") => Some(End::Cut),
            Some(_) => Some(End::Whole),
            None => None,
        };
        draft.end = if draft.end == Some(End::Declined) { draft.end } else { end.or(draft.end) };
    }
    let tokens = |name: &str| json.get("usage")?.get(name)?.as_u64();
    draft.count(tokens("prompt_tokens"), tokens("completion_tokens"));
    Ok(())
}
