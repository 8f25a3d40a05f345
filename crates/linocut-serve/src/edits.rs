//! Drawings changed in words.

use crate::answer::Answer;
use crate::asked::Asked;
use crate::flows::{one, svg_text, text, with, written};
use crate::here::Here;
use crate::inputs::{drawing, words};
use crate::problem::Problem;
use linocut_core::{Asked as When, Context, Drawing, Value};
use linocut_edit::Rewritten;
use linocut_stages::{By, Edited, edited};
use serde_json::{Map, Value as Page, json};
use std::sync::Arc;

/// The drawing of a request as its words want it: by rules, or by a language model, which tells element by element what
/// it did.
pub(crate) fn changed(here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let mut asked = asked;
    let drawing = drawing(&mut asked)?;
    let words = words(&mut asked, &["instruction", "words"])?;
    let only = asked.fields.remove("only").map_or_else(|| Ok(Vec::new()), list)?;
    let by = by(&asked)?;
    let asks = cx.language.is_some() && (by == By::Model || (by == By::Auto && cx.asked == When::Unbidden));
    if asks && let Value::Drawing(start) = &drawing {
        return match edited(start, &text(&words)?, (by, &only), cx)? {
            Edited::ByRules(edited) => Ok(ruled(written(here, Value::Drawing(Arc::new(edited.value)), cx)?)),
            Edited::ByModel(rewritten) => by_model(here, *rewritten, cx),
        };
    }
    if !only.is_empty() {
        asked.fields.insert("only".to_owned(), json!(only));
    }
    let made = one(here, "edit", [("drawing", drawing), ("words", words)].into(), asked, cx)?;
    Ok(ruled(written(here, made, cx)?))
}

fn ruled(answer: Answer) -> Answer {
    let about = [("by", json!("rules")), ("diff", Page::Null), ("summary", Page::Null)];
    with(answer, about.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

fn by_model(here: &Here, rewritten: Rewritten, cx: &Context) -> Result<Answer, Problem> {
    let svg = |drawing: Drawing| -> Result<String, Problem> {
        Ok(text(&svg_text(here, Value::Drawing(Arc::new(drawing)), cx)?)?)
    };
    let Rewritten { drawing, before, diff, summary, warnings } = rewritten;
    let about = [
        ("by", json!("model")),
        ("diff", json!({ "modified": diff.modified, "removed": diff.removed, "added": diff.added })),
        ("summary", json!(Some(summary).filter(|summary| !summary.is_empty()))),
        ("before", json!(svg(before)?)),
        ("warnings", json!(warnings)),
    ];
    let about: Map<String, Page> = about.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Answer::Svg(svg(drawing)?, about))
}

/// Who does it, as the field `by` says.
pub(crate) fn by(asked: &Asked) -> Result<By, Problem> {
    let Some(given) = asked.fields.get("by") else { return Ok(By::Auto) };
    serde_json::from_value(given.clone())
        .map_err(|_| Problem::of_field("by", format!("by {given} is not auto, rules or model")))
}

/// A list of names, or names with commas between.
fn list(given: Page) -> Result<Vec<String>, Problem> {
    let wrong = || Problem::of_field("only", "only is no list of ids");
    let Some(text) = given.as_str() else { return serde_json::from_value(given).map_err(|_| wrong()) };
    // Forms and addresses know texts only.
    let names = text.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    Ok(serde_json::from_str(text).unwrap_or_else(|_| names.collect()))
}
