//! Drawings changed in words.

use crate::answer::Answer;
use crate::asked::Asked;
use crate::flows::{one, svg_text, text, unexpected, with, written};
use crate::here::Here;
use crate::inputs::{drawing, words};
use crate::problem::Problem;
use linocut_core::{Asked as When, Context, Drawing, Value};
use linocut_edit::{Diff, Rewritten, difference, named};
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
    let told = asked.fields.remove("diff").is_some_and(|diff| diff == Page::Bool(true) || diff == "true");
    let asks = cx.language.is_some() && (by == By::Model || (by == By::Auto && cx.asked == When::Unbidden));
    let Value::Drawing(start) = &drawing else { return Err(unexpected(&drawing).into()) };
    let start = if told { Arc::new(named(start)) } else { Arc::clone(start) };
    if asks {
        return match edited(&start, &text(&words)?, (by, &only), cx)? {
            Edited::ByRules(edited) => ruled(here, (told, &start), Value::Drawing(Arc::new(edited.value)), cx),
            Edited::ByModel(rewritten) => by_model(here, *rewritten, cx),
        };
    }
    if !only.is_empty() {
        asked.fields.insert("only".to_owned(), json!(only));
    }
    let inputs = [("drawing", Value::Drawing(Arc::clone(&start))), ("words", words)];
    let made = one(here, "edit", inputs.into(), asked, cx)?;
    ruled(here, (told, &start), made, cx)
}

/// What rules made, and which elements changed, if that is to be told.
fn ruled(here: &Here, (told, start): (bool, &Drawing), made: Value, cx: &Context) -> Result<Answer, Problem> {
    let (made, before, diff) = match &made {
        Value::Drawing(after) if told => {
            let (after, diff) = difference(start, after);
            (Value::Drawing(Arc::new(after)), json!(svg(here, start.clone(), cx)?), page(&diff))
        }
        Value::Drawing(_) | Value::Text(_) | Value::Raster(_) | Value::Score(_) => (made, Page::Null, Page::Null),
    };
    let about = [("by", json!("rules")), ("diff", diff), ("before", before), ("summary", Page::Null)];
    let about = about.into_iter().filter(|(name, value)| *name != "before" || !value.is_null());
    Ok(with(written(here, made, cx)?, about.map(|(name, value)| (name.to_owned(), value)).collect()))
}

fn page(diff: &Diff) -> Page {
    json!({ "modified": diff.modified, "removed": diff.removed, "added": diff.added })
}

fn svg(here: &Here, drawing: Drawing, cx: &Context) -> Result<String, Problem> {
    Ok(text(&svg_text(here, Value::Drawing(Arc::new(drawing)), cx)?)?)
}

fn by_model(here: &Here, rewritten: Rewritten, cx: &Context) -> Result<Answer, Problem> {
    let Rewritten { drawing, before, diff, summary, warnings } = rewritten;
    let about = [
        ("by", json!("model")),
        ("diff", page(&diff)),
        ("summary", json!(Some(summary).filter(|summary| !summary.is_empty()))),
        ("before", json!(svg(here, before, cx)?)),
        ("warnings", json!(warnings)),
    ];
    let about: Map<String, Page> = about.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Answer::Svg(svg(here, drawing, cx)?, about))
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
