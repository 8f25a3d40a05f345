//! Diagrams: words to Mermaid text, and Mermaid text to drawings.

use crate::answer::Answer;
use crate::app::App;
use crate::asked::Asked;
use crate::edits::by;
use crate::flows::{one, single, svg_text, text};
use crate::here::Here;
use crate::inputs::words;
use crate::problem::Problem;
use axum::extract::Path;
use axum::routing::get;
use axum::{Json, Router};
use linocut_core::{Context, Value, Warned};
use linocut_diagram::{Family, check, repair, schema};
use linocut_stages::{findings, planned};
use serde_json::{Map, Value as Page, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Longest time that a language model may take for a diagram; rules take over then.
const LONGEST: Duration = Duration::from_secs(30);

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route("/api/v1/diagram/schema/{family}", get(described))
}

/// The JSON Schema of a kind's plans.
async fn described(Path(family): Path<String>) -> Result<Json<Page>, Problem> {
    Ok(Json(schema(Family::parse(&family)?)))
}

/// Sentences as Mermaid text and as a drawing, and which clauses were not understood.
pub(crate) fn composed(here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let mut asked = asked;
    let words = text(&words(&mut asked, &["instruction", "words", "prompt"])?)?;
    let family = asked.fields.remove("diagram_type").or_else(|| asked.fields.remove("family"));
    let name = |value: &Page| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let family = family.filter(|value| !value.is_null()).map(|value| Family::parse(&name(&value))).transpose()?;
    let by = by(&asked)?;
    asked.fields.remove("by");
    // Nothing is kept: a model that does not answer now may do so the next time.
    let spare = cx.remaining().map_or(Duration::ZERO, |left| left.saturating_sub(LONGEST));
    let planned = planned(&words, family, by, &cx.sparing(spare))?;
    let Warned { value: mermaid, warnings } = planned.text;
    let svg = drawn(here, &mermaid, asked, cx)?;
    let mut about =
        vec![("by", json!(planned.by)), ("clauses", json!(planned.clauses)), ("unused", json!(planned.unused))];
    about.extend((!warnings.is_empty()).then(|| ("warnings", json!(warnings))));
    let about = about.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Answer::Diagram { mermaid, svg, about })
}

/// Mermaid text changed as words say, and its drawing.
pub(crate) fn amended(here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let mut asked = asked;
    let given = words(&mut asked, &["mermaid", "code", "text"])?;
    let wanted = words(&mut asked, &["instruction", "words"])?;
    let inputs = [("mermaid", given), ("words", wanted)].into();
    let mermaid = text(&single(here, "edit-diagram", &BTreeMap::new(), inputs, cx)?)?;
    let svg = drawn(here, &mermaid, asked, cx)?;
    Ok(Answer::Diagram { mermaid, svg, about: Map::new() })
}

/// Mermaid text as a drawing; it is mended first, and the answer tells what was mended and what is left.
pub(crate) fn rendered(here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let mut asked = asked;
    let given = text(&words(&mut asked, &["mermaid", "code", "text"])?)?;
    let repaired = repair(&given, cx)?;
    let left = check(&repaired.text, cx)?;
    let svg = drawn(here, &repaired.text, asked, cx)?;
    let mut about = findings(&left.diagnostics, &repaired.log);
    about.insert("mermaid".to_owned(), json!(repaired.text));
    Ok(Answer::Svg(svg, about))
}

fn drawn(here: &Here, mermaid: &str, asked: Asked, cx: &Context) -> Result<String, Problem> {
    let drawing = one(here, "draw-diagram", [("mermaid", Value::text(mermaid))].into(), asked, cx)?;
    Ok(text(&svg_text(here, drawing, cx)?)?)
}
