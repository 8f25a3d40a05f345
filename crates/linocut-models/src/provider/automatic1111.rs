//! Pictures by the web interface of AUTOMATIC1111, <https://github.com/AUTOMATIC1111/stable-diffusion-webui/wiki/API>.

use super::http::{Call, fetch_json};
use super::picture::{base64_png, picture};
use super::{Fault, Settings};
use linocut_core::{Context, ImageRequest, Raster, Result};
use serde_json::{Map, Value, json};

/// Most bytes of an answer: a picture of 16 megapixels as PNG in base64.
const MOST_BYTES: usize = 64 << 20;
/// Steps and guidance when nothing is said, the same as with `ComfyUI`: what the server takes by itself depends on who set
/// it up.
const STEPS: u32 = 30;
const GUIDANCE: f64 = 7.5;
/// How strongly structure is followed: half lets the model mend what a rough drawing gets wrong.
const CONTROL: f64 = 0.5;

pub(super) fn paint(settings: &Settings, request: &ImageRequest, cx: &Context) -> Result<Raster> {
    let mut body = Map::new();
    let mut set = |name: &str, value: Value| drop(body.insert(name.to_owned(), value));
    set("prompt", json!(prompt(request)));
    set("negative_prompt", json!(request.negative));
    set("width", json!(request.size.0));
    set("height", json!(request.size.1));
    set("seed", json!(request.seed & 0xffff_ffff));
    set("save_images", json!(false));
    set("steps", json!(request.steps.unwrap_or(STEPS)));
    set("cfg_scale", json!(request.guidance.unwrap_or(GUIDANCE)));
    if !settings.model.is_empty() {
        set("override_settings", json!({ "sd_model_checkpoint": settings.model }));
    }
    if let Some(control) = &request.control {
        let unit = json!({ "image": base64_png(control)?, "module": "None", "weight": CONTROL });
        set("alwayson_scripts", json!({ "controlnet": { "args": [unit] } }));
    }
    let verb = if let Some(start) = &request.start {
        set("init_images", json!([base64_png(&start.picture)?]));
        set("denoising_strength", json!(start.strength.get()));
        "img2img"
    } else {
        "txt2img"
    };
    let call = Call {
        url: format!("{}/sdapi/v1/{verb}", settings.url.trim_end_matches('/')),
        headers: Vec::new(),
        key: settings.key.clone().map(|key| ("authorization", "Bearer ", key)),
        body: Some(Value::Object(body)),
        most_bytes: MOST_BYTES,
        timeout: settings.timeout,
    };
    let json = fetch_json(call, cx)?;
    let text = json.pointer("/images/0").and_then(Value::as_str);
    picture(text.ok_or_else(|| Fault::BROKEN.error("the answer holds no picture"))?)
}

/// The prompt with its adapters, which this interface takes among the words.
fn prompt(request: &ImageRequest) -> String {
    let adapters = request.adapters.iter().map(|(name, weight)| format!(" <lora:{name}:{weight}>"));
    request.prompt.clone() + &adapters.collect::<String>()
}
