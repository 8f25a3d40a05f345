//! Pictures as `OpenAI` makes them, <https://platform.openai.com/docs/api-reference/images>.

use super::http::{Call, fetch_json};
use super::paint::refuse;
use super::picture::picture;
use super::{Fault, Settings};
use linocut_core::{Context, ImageRequest, Raster, Result};
use serde_json::{Value, json};

/// Most bytes of an answer: a picture of 4 megapixels as PNG in base64.
const MOST_BYTES: usize = 32 << 20;

pub(super) fn paint(settings: &Settings, request: &ImageRequest, cx: &Context) -> Result<Raster> {
    refuse(&[
        ("start picture", request.start.is_some()),
        ("control picture", request.control.is_some()),
        ("adapters", !request.adapters.is_empty()),
        ("steps", request.steps.is_some()),
        ("guidance", request.guidance.is_some()),
    ])?;
    let (width, height) = request.size;
    let mut body =
        json!({ "model": settings.model, "prompt": prompt(request), "n": 1, "size": format!("{width}x{height}") });
    // Newer models of OpenAI send nothing but base64 and refuse to be asked for it; unless they are told a quality, nobody
    // knows what a picture costs.
    let newer = settings.model.starts_with("gpt-image");
    let (name, value) = if newer { ("quality", "medium") } else { ("response_format", "b64_json") };
    if let Some(body) = body.as_object_mut() {
        body.insert(name.to_owned(), json!(value));
    }
    let call = Call {
        url: format!("{}/images/generations", settings.url.trim_end_matches('/')),
        headers: Vec::new(),
        key: settings.key.clone().map(|key| ("authorization", "Bearer ", key)),
        body: Some(body),
        most_bytes: MOST_BYTES,
        timeout: settings.timeout,
    };
    let json = fetch_json(call, cx)?;
    // An address instead of a picture is not followed: nothing that a reply names is fetched.
    let text = json.pointer("/data/0/b64_json").and_then(Value::as_str);
    picture(text.ok_or_else(|| Fault::BROKEN.error("the answer holds no picture"))?)
}

/// The wishes that this interface has no fields for, in words.
fn prompt(request: &ImageRequest) -> String {
    if request.negative.is_empty() {
        return request.prompt.clone();
    }
    format!("{}. Avoid: {}", request.prompt.trim_end_matches('.'), request.negative)
}
