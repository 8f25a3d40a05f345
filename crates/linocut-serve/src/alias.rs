//! The paths of systems that Linocut replaces, with the shapes of their requests and answers.

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::here::Here;
use crate::problem::Problem;
use crate::verbs::Verb;
use crate::work::{deadline, now, since, work};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use linocut_core::{Context, Error, Kind};
use linocut_raster::{Limits, decode};
use linocut_stages::analysis;
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
            Self::Generate if asked.fields.contains_key("instruction") => diagram(here, asked, cx),
            Self::Generate => icons(here, asked, cx),
            Self::Mutate => {
                let mut asked = asked;
                if let Some(words) = asked.fields.remove("userInput") {
                    asked.fields.insert("instruction".to_owned(), words);
                }
                drawing(Verb::Edit.done(here, asked, cx)?).map(|(svg, _)| json!({ "svg": svg }))
            }
            Self::Convert => {
                let (svg, about) = drawing(Verb::Trace.done(here, plain(asked), cx)?)?;
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

/// Three drawings that differ; `brandConstraints` sets grid, line width and manner.
fn icons(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let mut asked = asked;
    asked.fields.retain(|name, _| matches!(name.as_str(), "prompt" | "brandConstraints"));
    if let Some(Page::Object(brand)) = asked.fields.remove("brandConstraints") {
        for (theirs, ours) in [("grid", "grid"), ("strokeWidth", "stroke")] {
            asked.fields.extend(brand.get(theirs).map(|value| (ours.to_owned(), value.clone())));
        }
        let style = brand.get("style").and_then(Page::as_str);
        let style = match style {
            Some("outline") => Some("line"),
            Some("filled") => Some("solid"),
            Some(other) => {
                return Err(Error::new(Kind::Input, format!("style '{other}' is not outline or filled")).into());
            }
            None => None,
        };
        asked.fields.extend(style.map(|style| ("style".to_owned(), json!(style))));
    }
    asked.fields.insert("n".to_owned(), json!(VARIANTS));
    let (svg, about) = drawing(Verb::Draw.done(here, asked, cx)?)?;
    Ok(json!({ "svg": svg, "variants": about.get("variants") }))
}

/// Fields of the learned vectorizer that Linocut's tracer decides by itself.
const DECIDED: [&str; 5] = ["tier", "target_quality", "time_budget", "validate", "include_analysis"];

fn plain(asked: Asked) -> Asked {
    let mut asked = asked;
    asked.fields.retain(|name, _| !DECIDED.contains(&name.as_str()));
    asked
}

/// A trace with what the learned vectorizer told of it; nothing is predicted yet, so no prediction is told.
fn vectorized(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let start = now();
    let picture = asked.files.first().map(|file| decode(&file.bytes, &Limits::default())).transpose()?;
    let facts = picture.as_ref().map(analysis).unwrap_or_default();
    let used = plain(asked);
    let parameters = Page::Object(used.fields.clone());
    let (svg, about) = drawing(Verb::Trace.done(here, used, cx)?)?;
    let took = since(start).as_secs_f64();
    let versions = json!({ "tracer": env!("CARGO_PKG_VERSION") });
    Ok(json!({
        "success": true,
        "svg_content": svg,
        "processing_time": took,
        "ai_metadata": {
            "logo_type": facts.get("class"),
            "confidence": facts.get("confidence"),
            "selected_tier": 1,
            "predicted_quality": null,
            "actual_quality": ssim(&about),
            "processing_time": took,
            "parameters_used": parameters,
            "model_versions": versions,
        },
        "model_info": { "versions": versions, "inference_engine": "linocut" },
    }))
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
