//! The verbs: a request becomes a recipe, a value becomes an answer.

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::diagrams::{composed, rendered};
use crate::flows::{flow, one, params, scores, single, svg_text, text, unexpected, with, written};
use crate::inputs::{drawing, picture, svg, words};
use crate::problem::Problem;
use crate::work::{deadline, now, since, work};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use linocut_core::{Context, Error, Kind, Value};
use linocut_export::{ExportOptions, Format, export};
use linocut_flow::Order;
use linocut_raster::encode_png;
use linocut_stages::stock;
use linocut_svg::{Limits, read, sanitize};
use serde_json::{Map, Value as Page, json};
use std::sync::Arc;

/// What can be asked for under `/api/v1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Trace,
    Analyze,
    Draw,
    Edit,
    Diagram,
    DiagramRender,
    Render,
    Tidy,
    Sanitize,
    Score,
    Convert,
}

/// The most drawings that one request may ask for.
const MOST_DRAWN: u64 = 8;

impl Verb {
    pub(crate) const ALL: [Self; 11] = [
        Self::Trace,
        Self::Analyze,
        Self::Draw,
        Self::Edit,
        Self::Diagram,
        Self::DiagramRender,
        Self::Render,
        Self::Tidy,
        Self::Sanitize,
        Self::Score,
        Self::Convert,
    ];

    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::Trace => "/api/v1/trace",
            Self::Analyze => "/api/v1/analyze",
            Self::Draw => "/api/v1/draw",
            Self::Edit => "/api/v1/edit",
            Self::Diagram => "/api/v1/diagram",
            Self::DiagramRender => "/api/v1/diagram/render",
            Self::Render => "/api/v1/render",
            Self::Tidy => "/api/v1/tidy",
            Self::Sanitize => "/api/v1/sanitize",
            Self::Score => "/api/v1/score",
            Self::Convert => "/api/v1/convert",
        }
    }

    /// The stage whose parameters it takes.
    pub(crate) const fn stage(self) -> Option<&'static str> {
        match self {
            Self::Trace => Some("trace"),
            Self::Analyze => Some("analyze"),
            Self::Draw => Some("draw"),
            Self::Edit => Some("edit"),
            Self::Diagram | Self::DiagramRender => Some("draw-diagram"),
            Self::Render => Some("render"),
            Self::Tidy => Some("tidy"),
            Self::Score => Some("score"),
            Self::Sanitize | Self::Convert => None,
        }
    }

    /// Does it, on a thread that may block.
    pub(crate) fn done(self, app: &App, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
        let mut asked = asked;
        match self {
            Self::Trace => traced(app, asked, cx),
            Self::Draw => drawn(app, asked, cx),
            Self::Sanitize => {
                let safe = sanitize(svg(&mut asked)?.as_bytes(), &Limits::default())?;
                let about = Map::from_iter([("warnings".to_owned(), json!(safe.warnings))]);
                Ok(Answer::Svg(safe.value, about))
            }
            Self::Convert => converted(asked),
            Self::Analyze => {
                let inputs = [("picture", picture(&mut asked)?)];
                let facts = one(app, "analyze", inputs.into(), asked, cx)?;
                Ok(Answer::Json(serde_json::from_str(&text(&facts)?).unwrap_or_default()))
            }
            Self::Diagram => composed(app, asked, cx),
            Self::DiagramRender => rendered(app, asked, cx),
            Self::Edit => {
                let drawing = drawing(&mut asked)?;
                let words = words(&mut asked, &["instruction", "words"])?;
                written(app, one(app, "edit", [("drawing", drawing), ("words", words)].into(), asked, cx)?, cx)
            }
            Self::Tidy => {
                let drawing = drawing(&mut asked)?;
                written(app, one(app, "tidy", [("drawing", drawing)].into(), asked, cx)?, cx)
            }
            Self::Render => {
                let drawing = drawing(&mut asked)?;
                let made = one(app, "render", [("drawing", drawing)].into(), asked, cx)?;
                let Value::Raster(pixels) = made else { return Err(unexpected(&made).into()) };
                Ok(Answer::File("image/png", "drawing.png".to_owned(), encode_png(&pixels)?))
            }
            Self::Score => {
                let (drawing, picture) = (drawing(&mut asked)?, picture(&mut asked)?);
                let made = one(app, "score", [("drawing", drawing), ("reference", picture)].into(), asked, cx)?;
                Ok(Answer::Json(Page::Object(scores(&made))))
            }
        }
    }
}

/// Answers a request for `verb`.
pub(crate) async fn answer(verb: Verb, State(app): State<Arc<App>>, request: Request) -> Response {
    let (headers, start) = (request.headers().clone(), now());
    let limit = deadline(&app, &headers);
    let result = match Asked::read(request).await {
        Ok(asked) => work(&app, limit, move |app, cx| verb.done(app, asked, cx)).await,
        Err(problem) => Err(problem),
    };
    let status = result.as_ref().map_or_else(Problem::status, |_| StatusCode::OK);
    app.metrics.note(verb.path(), status.as_u16(), since(start));
    result.map_or_else(IntoResponse::into_response, |answer| answer.respond(&headers))
}

fn traced(app: &App, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let mut asked = asked;
    let order = Order::of([("picture", picture(&mut asked)?)]);
    let params = params(app, "trace", &mut asked, cx)?;
    let mut recipe = stock("picture-to-score")?;
    if let Some(node) = recipe.nodes.get_mut("trace") {
        node.params = params.0;
    }
    let order = Order { targets: vec!["trace".to_owned(), "score".to_owned()], jobs: 2, ..order };
    let done = flow(app, &recipe, &order, &params.1)?;
    let about = scores(done.value("score")?);
    Ok(with(written(app, done.value("trace")?.clone(), cx)?, about))
}

fn drawn(app: &App, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let mut asked = asked;
    let words = words(&mut asked, &["prompt", "words"])?;
    let count = asked.fields.remove("n").map_or(Some(1), |n| n.as_u64().or_else(|| n.as_str()?.parse().ok()));
    let count = count.filter(|n| (1..=MOST_DRAWN).contains(n)).ok_or_else(|| {
        Problem::from(Error::new(Kind::Input, format!("n is out of range, it goes from 1 to {MOST_DRAWN}")))
    })?;
    let (params, cx) = params(app, "draw", &mut asked, cx)?;
    let mut svgs = Vec::new();
    for pick in 0..count {
        let mut params = params.clone();
        params.extend([("count".to_owned(), json!(count)), ("pick".to_owned(), json!(pick))]);
        let made = single(app, "draw", &params, [("words", words.clone())].into(), &cx);
        match made {
            Ok(drawing) => svgs.push(text(&svg_text(app, drawing, &cx)?)?),
            // Fewer drawings than were asked for are still an answer.
            Err(problem) if svgs.is_empty() => return Err(problem),
            Err(_) => break,
        }
    }
    let variants: Vec<Page> = svgs.iter().map(|svg| json!({ "svg": svg })).collect();
    let first = svgs.into_iter().next().unwrap_or_default();
    Ok(Answer::Svg(first, Map::from_iter([("variants".to_owned(), json!(variants))])))
}

fn converted(asked: Asked) -> Result<Answer, Problem> {
    let mut asked = asked;
    let name = asked.fields.remove("format").or_else(|| asked.fields.remove("to"));
    let name = name.as_ref().and_then(Page::as_str).unwrap_or_default();
    let format = Format::ALL.into_iter().find(|format| format.name() == name).ok_or_else(|| {
        let names: Vec<&str> = Format::ALL.into_iter().map(Format::name).collect();
        Error::new(Kind::Input, format!("'{name}' is no format")).hinted(format!("there are {}", names.join(", ")))
    })?;
    let read = read(svg(&mut asked)?.as_bytes(), &Limits::default())?;
    let made = export(&read.value, format, &ExportOptions::default())?;
    Ok(Answer::File(format.media_type(), format!("drawing.{}", format.extension()), made.value))
}
