//! The verbs: a request becomes a recipe, a value becomes an answer.

use crate::answer::Answer;
use crate::answers::key;
use crate::app::App;
use crate::asked::Asked;
use crate::diagrams::{amended, composed, rendered};
use crate::edits::changed;
use crate::flows::{fitting, one, params, scores, single, text, unexpected, written};
use crate::formats::{LOOK, Look, Made, file, unknown};
use crate::here::Here;
use crate::inputs::{drawing, foreign, picture, svg, words};
use crate::models::{asking, is_alone};
use crate::names;
use crate::problem::Problem;
use crate::traces::{is_timed, traced};
use linocut_core::{Asked as When, Context, Value};
use linocut_raster::encode_png;
use linocut_stages::{spelled, told};
use linocut_svg::{Limits, sanitize};
use serde_json::{Map, Value as Page, json};

/// What can be asked for under `/api/v1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Trace,
    Analyze,
    Draw,
    Edit,
    Diagram,
    DiagramEdit,
    DiagramRender,
    Render,
    Tidy,
    Sanitize,
    Score,
    Convert,
}

/// The most drawings that one request may ask for.
pub(crate) const MOST_DRAWN: u64 = 8;

impl Verb {
    pub(crate) const ALL: [Self; 12] = [
        Self::Trace,
        Self::Analyze,
        Self::Draw,
        Self::Edit,
        Self::Diagram,
        Self::DiagramEdit,
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
            Self::DiagramEdit => "/api/v1/diagram/edit",
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
            Self::Diagram | Self::DiagramEdit | Self::DiagramRender => Some("draw-diagram"),
            Self::Render => Some("render"),
            Self::Tidy => Some("tidy"),
            Self::Score => Some("score"),
            Self::Sanitize | Self::Convert => None,
        }
    }

    /// Whether the answer depends on nothing but the request: no language model is asked.
    fn is_settled(self, app: &App, asked: &Asked) -> bool {
        match self {
            Self::Draw | Self::Edit | Self::Diagram => is_alone(&app.pens, asked),
            Self::Trace => !is_timed(asked),
            Self::Analyze
            | Self::DiagramEdit
            | Self::DiagramRender
            | Self::Render
            | Self::Tidy
            | Self::Sanitize
            | Self::Score
            | Self::Convert => true,
        }
    }

    /// The answer, if the same was asked before; on a thread that may block.
    pub(crate) fn known(self, app: &App, asked: &mut Asked) -> Result<Option<Answer>, Problem> {
        asked.fetch(app)?;
        let key = self.is_settled(app, asked).then(|| key(self.path(), asked));
        Ok(key.and_then(|key| app.answers.get(key)))
    }

    /// Does it, on a thread that may block, unless the answer is known.
    pub(crate) fn done(self, here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
        let mut asked = asked;
        asked.fetch(here)?;
        // Whoever watches a job wants to hear of its stages, which are remembered by themselves.
        let settled = here.journal.is_none() && self.is_settled(here, &asked);
        let key = settled.then(|| key(self.path(), &asked));
        if let Some(answer) = key.and_then(|key| here.answers.get(key)) {
            return Ok(answer);
        }
        let answer = self.made(here, asked, cx).map_err(Problem::of_one)?;
        // What was stopped early gave what it had.
        if let Some(key) = key.filter(|_| cx.check().is_ok()) {
            here.answers.put(key, &answer);
        }
        Ok(answer)
    }

    /// Passes parameters, each by itself, of those that the stage has; what goes in is looked at when it is done.
    pub(crate) fn check<'a>(
        self,
        app: &App,
        fields: impl Iterator<Item = (&'a String, &'a Page)>,
    ) -> Result<(), Problem> {
        let stage = if self == Self::Draw { Some("draw-variants") } else { self.stage() };
        let Some(kind) = stage.map(|stage| app.catalogue.find(stage)).transpose()? else { return Ok(()) };
        let known = kind.schema.get("properties").and_then(Page::as_object);
        let mut wrong = Vec::new();
        let fields = spelled(kind.name, fields.map(|(name, value)| (name.clone(), value.clone())).collect());
        for (name, value) in fields.iter().filter(|(name, _)| known.is_some_and(|known| known.contains_key(*name))) {
            // A name of an artifact is its content by then.
            if value.as_str().is_none_or(|text| !text.starts_with("digest:")) {
                let value = fitting(kind, name, value.clone());
                wrong.extend(kind.prepare(&json!({ name: value })).err().into_iter().flatten());
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(Problem::several(wrong)) }
    }

    fn made(self, here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
        let mut asked = asked;
        match self {
            Self::Trace => traced(here, asked, cx),
            Self::Draw => asking(here, "draw", asked, cx, drawn),
            Self::Sanitize => {
                let safe = sanitize(svg(&mut asked)?.as_bytes(), &Limits::default())?;
                let about = Map::from_iter([("warnings".to_owned(), json!(safe.warnings))]);
                Ok(Answer::Svg(safe.value, about))
            }
            Self::Convert => converted(here, asked, cx),
            Self::Analyze => {
                let picture = picture(here, &mut asked)?;
                let _room = here.room.take([&picture], cx)?;
                let facts = one(here, "analyze", [("picture", picture.clone())].into(), asked, cx)?;
                Ok(Answer::Json(serde_json::from_str(&text(&facts)?).unwrap_or_default()))
            }
            Self::Diagram => asking(here, "diagram", asked, cx, composed),
            Self::DiagramEdit => amended(here, asked, cx),
            Self::DiagramRender => rendered(here, asked, cx),
            Self::Edit => asking(here, "edit", asked, cx, changed),
            Self::Tidy => {
                let drawing = drawing(&mut asked)?;
                written(here, one(here, "tidy", [("drawing", drawing)].into(), asked, cx)?, cx)
            }
            Self::Render => {
                let drawing = drawing(&mut asked)?;
                let made = one(here, "render", [("drawing", drawing)].into(), asked, cx)?;
                let Value::Raster(picture) = &made else { return Err(unexpected(&made).into()) };
                Ok(Answer::File("image/png".into(), "drawing.png".to_owned(), encode_png(picture)?))
            }
            Self::Score => {
                let (drawing, picture) = (drawing(&mut asked)?, picture(here, &mut asked)?);
                let _room = here.room.take([&picture], cx)?;
                let inputs = [("drawing", drawing), ("reference", picture.clone())];
                let made = one(here, "score", inputs.into(), asked, cx)?;
                Ok(Answer::Json(Page::Object(scores(&made))))
            }
        }
    }
}

fn drawn(here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let mut asked = asked;
    names::of_draw(&mut asked.fields)?;
    let words = words(&mut asked, &["prompt", "words"])?;
    let count = asked.fields.remove("n").map_or(Some(1), |n| n.as_u64().or_else(|| n.as_str()?.parse().ok()));
    let wrong = || Problem::of_field("n", format!("n is out of range, it goes from 1 to {MOST_DRAWN}"));
    let count = count.filter(|n| (1..=MOST_DRAWN).contains(n)).ok_or_else(wrong)?;
    let (mut params, cx) = params(here, "draw-variants", &mut asked, cx)?;
    params.insert("count".to_owned(), json!(count));
    let route = params.get("route").and_then(Page::as_str).unwrap_or("auto");
    let asks = matches!(route, "plan" | "template" | "diffusion")
        || (route == "auto" && cx.language.is_some() && cx.asked == When::Unbidden);
    let made = if asks {
        // Nothing is kept of it: a model that does not answer now may do so the next time.
        let params = here.catalogue.find("draw")?.prepare(&json!(params)).map_err(Problem::several)?.params;
        told(&linocut_stages::drawn(&params, &text(&words)?, &cx)?)
    } else {
        let made = single(here, "draw-variants", &params, [("words", words)].into(), &cx)?;
        serde_json::from_str(&text(&made)?).unwrap_or_default()
    };
    let first = made.pointer("/variants/0/svg").and_then(Page::as_str).unwrap_or_default().to_owned();
    Ok(Answer::Svg(first, made.as_object().cloned().unwrap_or_default()))
}

fn converted(here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let mut asked = asked;
    let made = Made::take(&mut asked)?.ok_or_else(|| unknown(""))?;
    let look = Look::take(&mut asked)?;
    let drawing = foreign(svg(&mut asked)?.as_bytes())?;
    if let Some(name) = asked.fields.keys().next() {
        let names: Vec<&str> = LOOK.iter().map(|(name, _)| *name).collect();
        let sentence = format!("there is no parameter '{name}'");
        return Err(Problem::of_field(name, sentence).hinted(format!("there are {}", names.join(", "))));
    }
    file(here, &drawing, made, &look, cx)
}
