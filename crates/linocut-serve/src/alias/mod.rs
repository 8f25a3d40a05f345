//! The paths of systems that Linocut replaces, with the shapes of their requests and answers.

mod contract;
mod icons;
mod pictures;
mod work;

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::handle::handle;
use crate::here::Here;
use crate::problem::Problem;
use crate::task::Task;
use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use contract::missing;
use linocut_core::{Context, Error, Kind};
use serde_json::{Map, Value as Page, json};
use std::sync::Arc;

/// A path of another system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alias {
    Generate,
    Mutate,
    Convert,
    ConvertAi,
    BatchConvert,
    AnalyzeImage,
}

pub(crate) fn routes() -> Router<Arc<App>> {
    let mut routes = Router::new().route("/api/ai-health", get(health)).route("/api/model-status", get(health));
    for alias in Alias::ALL {
        let handler = move |State(app), request| handle(Task::Alias(alias), app, request);
        routes = routes.route(alias.path(), post(handler));
    }
    routes.merge(work::routes())
}

impl Alias {
    pub(crate) const ALL: [Self; 6] =
        [Self::Generate, Self::Mutate, Self::Convert, Self::ConvertAi, Self::BatchConvert, Self::AnalyzeImage];

    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Generate => "/generate",
            Self::Mutate => "/mutate",
            Self::Convert => "/api/convert",
            Self::ConvertAi => "/api/convert-ai",
            Self::BatchConvert => "/api/batch-convert",
            Self::AnalyzeImage => "/api/analyze-image",
        }
    }

    /// Does it, on a thread that may block.
    pub(crate) fn done(self, here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
        let page = match self {
            Self::Generate if asked.fields.contains_key("prompt") => icons::generated(here, asked, cx),
            Self::Generate if asked.fields.get("instruction").is_some_and(|words| *words != "") => {
                icons::diagram(here, asked, cx)
            }
            Self::Generate => Err(missing("instruction").hinted("an icon wants a 'prompt' instead")),
            Self::Mutate => icons::mutated(here, asked, cx),
            Self::Convert => pictures::traced(here, asked, cx),
            Self::ConvertAi => pictures::vectorized(here, asked, cx),
            Self::BatchConvert => pictures::batch(here, asked, cx),
            Self::AnalyzeImage => pictures::analyzed(here, asked, cx),
        };
        page.map(Answer::Json)
    }
}

/// What works; nothing predicts quality yet.
async fn health() -> Json<Page> {
    let icons = if cfg!(feature = "icon") { "available" } else { "absent" };
    let components = json!({
        "tracer": "available", "analysis": "available", "classifier": "available", "icon_model": icons,
        "quality_predictor": "absent",
    });
    let version = env!("CARGO_PKG_VERSION");
    Json(json!({ "status": "healthy", "available": true, "components": components, "version": version }))
}

fn drawing(answer: Answer) -> Result<(String, Map<String, Page>), Problem> {
    match answer {
        Answer::Svg(svg, about) => Ok((svg, about)),
        Answer::File(..) => {
            Err(Problem::of_field("format", "what comes back from here is SVG").hinted("leave out format"))
        }
        Answer::Json(_) | Answer::Text(..) | Answer::Diagram { .. } | Answer::Run(..) | Answer::Batch(_) => Err(odd()),
    }
}

fn odd() -> Problem {
    Error::new(Kind::Bug, "a verb gave another sort of answer than it promises").into()
}
