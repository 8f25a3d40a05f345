//! Diagrams: words to Mermaid text, and Mermaid text to drawings.

use crate::answer::Answer;
use crate::asked::Asked;
use crate::flows::{one, single, svg_text, text};
use crate::here::Here;
use crate::inputs::words;
use crate::problem::Problem;
use linocut_core::{Context, Value};
use linocut_diagram::{check, repair};
use linocut_stages::findings;
use serde_json::{Map, json};

/// Sentences as Mermaid text and as a drawing.
pub(crate) fn composed(here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let mut asked = asked;
    let words = words(&mut asked, &["instruction", "words", "prompt"])?;
    let family = asked.fields.remove("diagram_type").or_else(|| asked.fields.remove("family"));
    let params = family.into_iter().map(|family| ("family".to_owned(), family)).collect();
    let mermaid = text(&single(here, "compose-diagram", &params, [("words", words)].into(), cx)?)?;
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
