//! `/v1/images/generations`.

use super::drawn::done;
use super::fault::Fault;
use super::listed::route;
use crate::app::App;
use crate::here::Here;
use crate::models::LONGEST;
use crate::verbs::{MOST_DRAWN, Verb};
use crate::work::{gated, now, since, wall};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use linocut_core::{Context, Rgba};
use linocut_raster::encode_png;
use linocut_svg::{Limits, RenderOptions, read, render};
use serde::Deserialize;
use serde_json::{Value as Page, json};
use std::sync::Arc;

/// For counting.
const ROUTE: &str = "/v1/images/generations";
/// Width of pictures when nothing is said, in pixels.
const WIDTH: u32 = 1024;
/// Narrowest and widest picture, in pixels.
const WIDTHS: std::ops::RangeInclusive<u32> = 16..=4096;

/// A request; what is not named here is not minded, as other servers do.
#[derive(Debug, Deserialize)]
struct Wish {
    prompt: String,
    model: Option<String>,
    n: Option<u64>,
    size: Option<String>,
    output_format: Option<String>,
    response_format: Option<String>,
    background: Option<String>,
    seed: Option<u64>,
}

/// A format of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Svg,
    Png,
}

pub(crate) async fn generations(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let start = now();
    let response = made(&app, &body).await.map(Json).into_response();
    app.metrics.note(ROUTE, response.status().as_u16(), since(start));
    response
}

async fn made(app: &Arc<App>, body: &[u8]) -> Result<Page, Fault> {
    let wish: Wish = serde_json::from_slice(body)
        .map_err(|error| Fault::wrong("prompt", format!("the body is no order of pictures: {error}")))?;
    let route = route(wish.model.as_deref()).ok_or_else(|| {
        Fault::wrong("model", "no such model draws; linocut does, and GET /v1/models lists the others")
    })?;
    let format = match wish.output_format.as_deref() {
        None | Some("png") => Format::Png,
        Some("svg") => Format::Svg,
        Some(_) => return Err(Fault::wrong("output_format", "it is svg or png")),
    };
    let count = wish.n.unwrap_or(1);
    if !(1..=MOST_DRAWN).contains(&count) {
        return Err(Fault::wrong("n", format!("it goes from 1 to {MOST_DRAWN}")));
    }
    let as_url = match wish.response_format.as_deref() {
        None | Some("b64_json") => false,
        Some("url") => true,
        Some(_) => return Err(Fault::wrong("response_format", "it is b64_json or url")),
    };
    let width = width(wish.size.as_deref())?;
    let solid = wish.background.as_deref() == Some("opaque");
    let job = move |here: &Here, cx: &Context| Ok(drawn(here, &wish, (route, count), cx));
    let svgs = gated(app, Arc::clone(&app.pens.gate), ROUTE, LONGEST, job).await??;
    let data = svgs.iter().map(|svg| {
        let (kind, bytes) = match format {
            Format::Svg => ("svg+xml", svg.as_bytes().to_vec()),
            Format::Png => ("png", painted(svg, width, solid)?),
        };
        let coded = STANDARD.encode(bytes);
        // Nothing is kept under an address, so the picture is its own.
        let url = || json!({ "url": format!("data:image/{kind};base64,{coded}") });
        Ok(if as_url { url() } else { json!({ "b64_json": coded }) })
    });
    let data: Vec<Page> = data.collect::<Result<_, Fault>>()?;
    let (name, background) =
        (if format == Format::Svg { "svg" } else { "png" }, if solid { "opaque" } else { "transparent" });
    Ok(json!({ "created": wall() / 1000, "data": data, "output_format": name, "background": background }))
}

fn drawn(here: &Here, wish: &Wish, (route, count): (&str, u64), cx: &Context) -> Result<Vec<String>, Fault> {
    let fields = vec![
        ("prompt", json!(wish.prompt)),
        ("route", json!(route)),
        ("n", json!(count)),
        ("seed", json!(wish.seed.unwrap_or(0))),
    ];
    let (svg, about) = done(Verb::Draw, here, fields, cx)?;
    let variants = about.get("variants").and_then(Page::as_array).into_iter().flatten();
    let svgs: Vec<String> = variants.filter_map(|one| Some(one.get("svg")?.as_str()?.to_owned())).collect();
    Ok(if svgs.is_empty() { vec![svg] } else { svgs })
}

/// The width of `WIDTHxHEIGHT`; drawings keep their own height.
fn width(size: Option<&str>) -> Result<u32, Fault> {
    let Some(size) = size.filter(|size| *size != "auto") else { return Ok(WIDTH) };
    let side = size.split('x').next().and_then(|side| side.parse().ok()).filter(|side| WIDTHS.contains(side));
    side.ok_or_else(|| Fault::wrong("size", "it is auto or such as 1024x1024, with sides from 16 to 4096"))
}

fn painted(svg: &str, width: u32, solid: bool) -> Result<Vec<u8>, Fault> {
    let drawing = read(svg.as_bytes(), &Limits::default())?.value;
    let options =
        RenderOptions { width: Some(width), background: solid.then_some(Rgba::WHITE), ..RenderOptions::default() };
    Ok(encode_png(&render(&drawing, &options)?)?)
}
