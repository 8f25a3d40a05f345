//! The paths of systems that Linocut replaces, with the shapes of their requests and answers.

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::contract::{BrandStyle, Icons, Routed, lengthy, missing};
use crate::flows::params;
use crate::here::Here;
use crate::problem::Problem;
use crate::verbs::Verb;
use crate::work::{deadline, now, since, within, work};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use linocut_core::{Context, Error, Kind};
use serde_json::{Map, Value as Page, json};
use std::sync::Arc;

/// A path of another system.
#[derive(Clone, Copy)]
enum Alias {
    Generate,
    Mutate,
    Convert,
    ConvertAi,
    AnalyzeImage,
}

/// Drawings that `/generate` answers with.
const VARIANTS: u64 = 3;

pub(crate) fn routes() -> Router<Arc<App>> {
    let aliases = [Alias::Generate, Alias::Mutate, Alias::Convert, Alias::ConvertAi, Alias::AnalyzeImage];
    let mut routes = Router::new().route("/api/ai-health", get(health)).route("/api/model-status", get(health));
    for alias in aliases {
        let handler = move |state, request| answer(alias, state, request);
        routes = routes.route(alias.path(), post(handler));
    }
    routes
}

impl Alias {
    const fn path(self) -> &'static str {
        match self {
            Self::Generate => "/generate",
            Self::Mutate => "/mutate",
            Self::Convert => "/api/convert",
            Self::ConvertAi => "/api/convert-ai",
            Self::AnalyzeImage => "/api/analyze-image",
        }
    }

    fn done(self, here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
        match self {
            Self::Generate if asked.fields.contains_key("prompt") => icons(here, asked, cx),
            Self::Generate if asked.fields.contains_key("instruction") => diagram(here, asked, cx),
            Self::Generate => Err(missing("instruction").hinted("an icon wants a 'prompt' instead")),
            Self::Mutate => mutated(here, asked, cx),
            Self::Convert => {
                let mut asked = asked;
                Routed::take(&mut asked)?;
                let (svg, about) = drawing(Verb::Trace.done(here, asked, cx)?)?;
                Ok(json!({ "success": true, "svg": svg, "ssim": ssim(&about) }))
            }
            Self::ConvertAi => vectorized(here, asked, cx),
            Self::AnalyzeImage => {
                let Answer::Json(facts) = Verb::Analyze.done(here, asked, cx)? else { return Err(odd()) };
                Ok(json!({ "success": true, "analysis": facts }))
            }
        }
    }
}

async fn answer(alias: Alias, State(app): State<Arc<App>>, request: Request) -> Response {
    let (limit, start) = (deadline(&app, request.headers()), now());
    let result = match Asked::read(request).await {
        Ok(asked) => work(&app, alias.path(), limit, move |here, cx| alias.done(here, asked, cx)).await,
        Err(problem) => Err(problem),
    };
    let status = result.as_ref().map_or_else(Problem::status, |_| StatusCode::OK);
    app.metrics.note(alias.path(), status.as_u16(), since(start));
    result.map(Json).into_response()
}

fn diagram(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let Answer::Diagram { mermaid, .. } = Verb::Diagram.done(here, asked, cx)? else { return Err(odd()) };
    Ok(json!({ "success": true, "mermaid": mermaid, "backend": "linocut-rules" }))
}

/// Three drawings that differ.
fn icons(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let Icons { prompt, brand } = Icons::read(asked.fields)?;
    let style = match brand.style {
        BrandStyle::Outline => "line",
        BrandStyle::Filled => "solid",
    };
    let fields =
        json!({ "prompt": prompt, "n": VARIANTS, "grid": brand.grid, "stroke": brand.stroke_width, "style": style });
    let fields = fields.as_object().cloned().unwrap_or_default();
    let (svg, about) = drawing(Verb::Draw.done(here, Asked { fields, ..Asked::default() }, cx)?)?;
    Ok(json!({ "svg": svg, "variants": about.get("variants") }))
}

fn mutated(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let mut asked = asked;
    let words = asked.text(&["userInput"]).ok_or_else(|| missing("userInput"))?;
    let svg = asked.text(&["svg"]).ok_or_else(|| missing("svg"))?;
    lengthy("userInput", &words, 2..=500)?;
    lengthy("svg", &svg, 11..=usize::MAX)?;
    let fields = Map::from_iter([("svg".to_owned(), json!(svg)), ("instruction".to_owned(), json!(words))]);
    let (svg, _) = drawing(Verb::Edit.done(here, Asked { fields, ..Asked::default() }, cx)?)?;
    Ok(json!({ "svg": svg }))
}

/// A trace with what the learned vectorizer told of it; nothing is predicted yet, so no prediction is told.
fn vectorized(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let (start, mut asked) = (now(), asked);
    let routed = Routed::take(&mut asked)?;
    let tier = routed.tier()?;
    let effort = match tier {
        1 => "fast",
        3 => "best",
        _ => "balanced",
    };
    asked.fields.entry("effort").or_insert_with(|| json!(effort));
    let cx = routed.time().map_or_else(|| cx.clone(), |time| within(cx, time));
    let mut fields = asked.fields.clone();
    fields.retain(|_, value| !is_named(value));
    let (params, _) = params(here, "trace", &mut Asked { fields, ..Asked::default() }, &cx)?;
    let params = Page::Object(params.into_iter().collect());
    let used = here.catalogue.find("trace")?.prepare(&params).map_err(Problem::several)?.params;
    let pictures = asked.clone();
    let (svg, about) = drawing(Verb::Trace.done(here, asked, &cx)?)?;
    let took = since(start).as_secs_f64();
    let facts = facts(here, pictures, &cx)?;
    let quality = ssim(&about).and_then(Page::as_f64);
    let versions = json!({ "tracer": env!("CARGO_PKG_VERSION") });
    Ok(json!({
        "success": true,
        "svg_content": svg,
        "processing_time": took,
        "ai_metadata": {
            "logo_type": facts.get("class"),
            "confidence": facts.get("confidence"),
            "selected_tier": tier,
            "predicted_quality": null,
            "actual_quality": quality,
            "target_met": routed.target_quality().zip(quality).map(|(target, quality)| quality >= target),
            "processing_time": took,
            "parameters_used": used,
            "model_versions": versions,
        },
        "model_info": { "versions": versions, "inference_engine": "linocut" },
    }))
}

/// Whether a field names an artifact.
fn is_named(value: &Page) -> bool {
    value.as_str().is_some_and(|text| text.starts_with("digest:"))
}

/// What is known of the picture that was traced.
fn facts(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let mut asked = asked;
    // A picture may be named as an artifact; all other fields are the tracer's.
    asked.fields.retain(|_, value| is_named(value));
    let Answer::Json(facts) = Verb::Analyze.done(here, asked, cx)? else { return Err(odd()) };
    Ok(facts)
}

async fn health() -> Json<Page> {
    let components = json!({ "tracer": "available", "analysis": "available", "quality_predictor": "absent" });
    Json(
        json!({ "status": "healthy", "available": true, "components": components, "version": env!("CARGO_PKG_VERSION") }),
    )
}

fn drawing(answer: Answer) -> Result<(String, Map<String, Page>), Problem> {
    match answer {
        Answer::Svg(svg, about) => Ok((svg, about)),
        Answer::Json(_)
        | Answer::Text(..)
        | Answer::Diagram { .. }
        | Answer::File(..)
        | Answer::Run(..)
        | Answer::Batch(_) => Err(odd()),
    }
}

/// The similarity that was measured.
fn ssim(about: &Map<String, Page>) -> Option<&Page> {
    about.get("scores")?.get("ssim")
}

fn odd() -> Problem {
    Error::new(Kind::Bug, "a verb gave another sort of answer than it promises").into()
}
