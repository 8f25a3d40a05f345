//! Drawings as answers.

use super::fault::Fault;
use super::said::Said;
use crate::answer::Answer;
use crate::asked::Asked;
use crate::here::Here;
use crate::problem::Problem;
use crate::verbs::Verb;
use axum::http::StatusCode;
use linocut_core::{Context, Error, Kind};
use serde_json::{Map, Value as Page, json};

/// A drawing, and what is known of it.
pub(crate) type Drawn = (String, Map<String, Page>);

/// What a conversation wants: the last drawing changed as the last words say, or a new one.
pub(crate) fn answered(here: &Here, said: &Said, route: &'static str, cx: &Context) -> Result<Drawn, Fault> {
    let words = said.prompt()?;
    if let Some(svg) = said.drawing() {
        let fields = [("svg", json!(svg)), ("instruction", json!(words))];
        match done(Verb::Edit, here, fields.into_iter().collect(), cx) {
            Ok(drawn) => return Ok(drawn),
            // Words that change nothing ask for something new.
            Err(problem) if matches!(problem.status(), StatusCode::UNPROCESSABLE_ENTITY | StatusCode::NOT_FOUND) => {}
            Err(problem) => return Err(problem.into()),
        }
    }
    let fields = [("prompt", json!(words)), ("route", json!(route)), ("seed", json!(said.seed.unwrap_or(0)))];
    Ok(done(Verb::Draw, here, fields.into_iter().collect(), cx)?)
}

/// A verb with these fields.
pub(crate) fn done(verb: Verb, here: &Here, fields: Vec<(&str, Page)>, cx: &Context) -> Result<Drawn, Problem> {
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    match verb.done(here, Asked { fields, ..Asked::default() }, cx)? {
        Answer::Svg(svg, about) => Ok((svg, about)),
        Answer::Json(_)
        | Answer::Text(..)
        | Answer::Diagram { .. }
        | Answer::File(..)
        | Answer::Run(..)
        | Answer::Batch(_) => Err(Error::new(Kind::Bug, "a verb gave another sort of answer than it promises").into()),
    }
}
