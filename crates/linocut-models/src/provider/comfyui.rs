//! Pictures by a graph of `ComfyUI`, <https://docs.comfy.org/development/comfyui-server/comms_routes>.

use super::http::{Call, fetch, fetch_json};
use super::paint::refuse;
use super::picture::from_bytes;
use super::{Fault, Settings};
use linocut_core::{Context, ImageRequest, Raster, Result};
use serde_json::{Value, json};
use std::time::Duration;

/// Most bytes of a picture.
const MOST_BYTES: usize = 64 << 20;
/// How often the server is asked whether it is done: a picture takes seconds.
const TURN: Duration = Duration::from_millis(200);
/// Steps and guidance when nothing is said; `ComfyUI` itself has no defaults.
const STEPS: u32 = 30;
const GUIDANCE: f64 = 7.5;

pub(super) fn paint(settings: &Settings, request: &ImageRequest, cx: &Context) -> Result<Raster> {
    refuse(&[("start picture", request.start.is_some()), ("control picture", request.control.is_some())])?;
    let checkpoint = match settings.model.as_str() {
        "" => first(settings, cx)?,
        named => named.to_owned(),
    };
    let begun = fetch_json(call(settings, "/prompt", Some(json!({ "prompt": graph(&checkpoint, request) }))), cx)?;
    let id = begun.get("prompt_id").and_then(Value::as_str).filter(|id| is_plain(id));
    let id = id.ok_or_else(|| Fault::BROKEN.error("the answer names no job"))?;
    // Each turn lasts a while, so this many turns take as long as one answer may.
    let turns = settings.timeout.as_millis() / TURN.as_millis().max(1);
    for _ in 0..turns {
        cx.check()?;
        let history = fetch_json(call(settings, &format!("/history/{id}"), None), cx)?;
        if let Some(entry) = history.get(id) {
            return picture(settings, entry, cx);
        }
        std::thread::sleep(TURN);
    }
    Err(Fault::BROKEN.error("no picture in time"))
}

/// The first checkpoint of the server.
fn first(settings: &Settings, cx: &Context) -> Result<String> {
    let found = super::models(settings, cx)?.into_iter().next();
    found.ok_or_else(|| {
        let error = Fault::of_status(404, None).error("the server has no checkpoint");
        error.hinted("put one into its folder models/checkpoints, or name one by COMFYUI_CHECKPOINT")
    })
}

fn picture(settings: &Settings, entry: &Value, cx: &Context) -> Result<Raster> {
    let mut outputs = entry.get("outputs").and_then(Value::as_object).into_iter().flatten();
    let image = outputs.find_map(|(_, output)| output.pointer("/images/0"));
    let field = |name: &str| image.and_then(|image| image.get(name)).and_then(Value::as_str).unwrap_or_default();
    let (file, folder) = (field("filename"), field("subfolder"));
    if file.is_empty() || !is_plain(file) || !(folder.is_empty() || is_plain(folder)) {
        return Err(Fault::BROKEN.error("the job made no picture"));
    }
    let path = format!("/view?filename={file}&subfolder={folder}&type=output");
    from_bytes(&fetch(call(settings, &path, None), cx)?)
}

/// Whether a name that a reply gives can stand in an address as it is.
fn is_plain(name: &str) -> bool {
    name.len() <= 200 && !name.contains("..") && name.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
}

fn call(settings: &Settings, path: &str, body: Option<Value>) -> Call {
    Call {
        url: format!("{}{path}", settings.url.trim_end_matches('/')),
        headers: Vec::new(),
        key: settings.key.clone().map(|key| ("authorization", "Bearer ", key)),
        body,
        most_bytes: MOST_BYTES,
        timeout: settings.timeout,
    }
}

/// Checkpoint, adapters, two prompts, an empty picture, the sampler, the decoder, the file.
fn graph(checkpoint: &str, request: &ImageRequest) -> Value {
    let node = |class: &str, inputs: Value| json!({ "class_type": class, "inputs": inputs });
    let mut nodes = serde_json::Map::new();
    nodes.insert("checkpoint".to_owned(), node("CheckpointLoaderSimple", json!({ "ckpt_name": checkpoint })));
    let mut last = "checkpoint".to_owned();
    for (number, (name, weight)) in request.adapters.iter().enumerate() {
        let inputs = json!({
            "model": [last, 0], "clip": [last, 1], "lora_name": format!("{name}.safetensors"),
            "strength_model": weight, "strength_clip": weight,
        });
        last = format!("adapter{number}");
        nodes.insert(last.clone(), node("LoraLoader", inputs));
    }
    for (name, text) in [("positive", &request.prompt), ("negative", &request.negative)] {
        nodes.insert(name.to_owned(), node("CLIPTextEncode", json!({ "text": text, "clip": [last, 1] })));
    }
    let (width, height) = request.size;
    let empty = json!({ "width": width, "height": height, "batch_size": 1 });
    nodes.insert("empty".to_owned(), node("EmptyLatentImage", empty));
    let sampler = json!({
        "model": [last, 0], "positive": ["positive", 0], "negative": ["negative", 0], "latent_image": ["empty", 0],
        "seed": request.seed, "steps": request.steps.unwrap_or(STEPS), "cfg": request.guidance.unwrap_or(GUIDANCE),
        "sampler_name": "dpmpp_2m", "scheduler": "karras", "denoise": 1.0,
    });
    nodes.insert("sampler".to_owned(), node("KSampler", sampler));
    let decoder = json!({ "samples": ["sampler", 0], "vae": ["checkpoint", 2] });
    nodes.insert("decoder".to_owned(), node("VAEDecode", decoder));
    let file = json!({ "images": ["decoder", 0], "filename_prefix": "linocut" });
    nodes.insert("file".to_owned(), node("SaveImage", file));
    Value::Object(nodes)
}
