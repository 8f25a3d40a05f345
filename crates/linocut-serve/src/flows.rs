//! Stages and recipes on behalf of a request.

use crate::answer::Answer;
use crate::asked::Asked;
use crate::here::Here;
use crate::problem::Problem;
use linocut_core::{Context, Effort, Error, Kind, Result, Value};
use linocut_flow::{Done, Node, Order, Plan, Recipe, StageKind, run};
use serde_json::{Map, Value as Page, json};
use std::collections::BTreeMap;

/// Runs one stage.
pub(crate) fn one(
    here: &Here,
    stage: &str,
    inputs: BTreeMap<&str, Value>,
    asked: Asked,
    cx: &Context,
) -> Result<Value, Problem> {
    let mut asked = asked;
    let (params, cx) = params(here, stage, &mut asked, cx)?;
    single(here, stage, &params, inputs, &cx)
}

pub(crate) fn single(
    here: &Here,
    stage: &str,
    params: &BTreeMap<String, Page>,
    inputs: BTreeMap<&str, Value>,
    cx: &Context,
) -> Result<Value, Problem> {
    let sorts = inputs.iter().map(|(name, value)| ((*name).to_owned(), value.of().name().to_owned()));
    let wires = inputs.keys().map(|name| ((*name).to_owned(), (*name).to_owned()));
    let node = Node { stage: stage.to_owned(), inputs: wires.collect(), params: params.clone(), otherwise: None };
    let nodes = BTreeMap::from([("it".to_owned(), node)]);
    let recipe = Recipe { inputs: sorts.collect(), nodes, output: "it".to_owned(), ..Recipe::default() };
    Ok(flow(here, &recipe, &Order::of(inputs), cx)?.value("it")?.clone())
}

pub(crate) fn flow(here: &Here, recipe: &Recipe, order: &Order, cx: &Context) -> Result<Done, Problem> {
    let plan = Plan::new(recipe, &here.catalogue).map_err(Problem::several)?;
    Ok(run(&plan, order, &here.memo, &here.observer, cx))
}

/// The fields that are left as parameters of `stage`; `seed` and `effort` go into the context.
pub(crate) fn params(
    here: &Here,
    stage: &str,
    asked: &mut Asked,
    cx: &Context,
) -> Result<(BTreeMap<String, Page>, Context), Problem> {
    let cx = context(asked, cx)?;
    let kind = here.catalogue.find(stage)?;
    let fields = std::mem::take(&mut asked.fields);
    Ok((fields.into_iter().map(|(name, given)| (name.clone(), fitting(kind, &name, given))).collect(), cx))
}

/// A parameter as its stage takes it: addresses and forms know texts only, so what is no text for the stage is read as
/// JSON.
pub(crate) fn fitting(kind: &StageKind, name: &str, value: Page) -> Page {
    match value.as_str() {
        Some(text) if kind.prepare(&json!({ name: value })).is_err() => {
            serde_json::from_str(text).unwrap_or_else(|_| value.clone())
        }
        Some(_) | None => value,
    }
}

/// The context with the `seed` and the `effort` of a request.
pub(crate) fn context(asked: &mut Asked, cx: &Context) -> Result<Context, Problem> {
    let mut cx = cx.clone();
    let number = |value: Page| value.as_u64().or_else(|| value.as_str()?.parse().ok());
    if let Some(seed) = asked.fields.remove("seed") {
        cx.seed = number(seed).ok_or_else(|| Problem::of_field("seed", "seed is not a whole number"))?;
    }
    if let Some(effort) = asked.fields.remove("effort") {
        cx.effort = match effort.as_str() {
            Some("fast") => Effort::Fast,
            Some("balanced") => Effort::Balanced,
            Some("best") => Effort::Best,
            _ => return Err(Problem::of_field("effort", format!("effort {effort} is not fast, balanced or best"))),
        };
    }
    Ok(cx)
}

pub(crate) fn svg_text(here: &Here, drawing: Value, cx: &Context) -> Result<Value, Problem> {
    single(here, "write-svg", &BTreeMap::new(), [("drawing", drawing)].into(), cx)
}

pub(crate) fn written(here: &Here, drawing: Value, cx: &Context) -> Result<Answer, Problem> {
    Ok(Answer::Svg(text(&svg_text(here, drawing, cx)?)?, Map::new()))
}

pub(crate) fn with(answer: Answer, more: Map<String, Page>) -> Answer {
    match answer {
        Answer::Svg(svg, mut about) => {
            about.extend(more);
            Answer::Svg(svg, about)
        }
        Answer::Json(_)
        | Answer::Text(..)
        | Answer::Diagram { .. }
        | Answer::File(..)
        | Answer::Run(..)
        | Answer::Batch(_) => answer,
    }
}

pub(crate) fn scores(value: &Value) -> Map<String, Page> {
    let Value::Score(score) = value else { return Map::new() };
    let parts: Map<String, Page> = score.parts.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    Map::from_iter([("scores".to_owned(), Page::Object(parts))])
}

pub(crate) fn text(value: &Value) -> Result<String> {
    match value {
        Value::Text(text) => Ok(text.as_ref().to_owned()),
        Value::Raster(_) | Value::Drawing(_) | Value::Score(_) => Err(unexpected(value)),
    }
}

pub(crate) fn unexpected(value: &Value) -> Error {
    Error::new(Kind::Bug, format!("a stage gave {}", value.of()))
}
