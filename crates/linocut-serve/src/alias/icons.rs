//! `/generate` and `/mutate`: icons and diagrams in words.

use super::contract::{BrandStyle, Icons, lengthy, missing};
use super::{drawing, odd};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::here::Here;
use crate::problem::Problem;
use crate::verbs::Verb;
use linocut_core::{Context, Error, Kind};
use serde_json::{Map, Value as Page, json};

/// Drawings that `/generate` answers with.
const VARIANTS: usize = 3;
/// Longest text of a debug view, in characters.
const CLIPPED: usize = 4000;

/// The plan of a diagram as Mermaid text.
pub(super) fn diagram(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let Answer::Diagram { mermaid, about, .. } = Verb::Diagram.done(here, asked, cx)? else { return Err(odd()) };
    let by_model = about.get("by").is_some_and(|by| by == "model");
    let backend = about.get("cost").and_then(|cost| cost.get("provider")).filter(|_| by_model);
    Ok(json!({ "success": true, "mermaid": mermaid, "backend": backend.unwrap_or(&json!("linocut-rules")) }))
}

/// Three drawings that differ.
pub(super) fn generated(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let Icons { prompt, brand, debug } = Icons::read(asked.fields)?;
    let style = match brand.style {
        BrandStyle::Outline => "line",
        BrandStyle::Filled => "solid",
    };
    let fields = json!({
        "prompt": prompt, "n": VARIANTS, "grid": brand.grid, "stroke": brand.stroke_width, "style": style,
        "debug": debug,
    });
    let fields = fields.as_object().cloned().unwrap_or_default();
    let (svg, about) = drawing(Verb::Draw.done(here, Asked { fields, ..Asked::default() }, cx)?)?;
    let variants = about.get("variants").and_then(Page::as_array).cloned().unwrap_or_default();
    if variants.len() < VARIANTS {
        let sentence = format!("only {} drawings came of these words", variants.len());
        return Err(Error::new(Kind::Unavailable, sentence).hinted("say it in other words").into());
    }
    let mut page = json!({ "svg": svg, "variants": variants });
    told(&mut page, &about, debug, &variants);
    Ok(page)
}

/// A drawing changed as words say.
pub(super) fn mutated(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let mut asked = asked;
    let debug = asked.fields.remove("debug").is_some_and(|debug| debug == Page::Bool(true) || debug == "true");
    let words = asked.text(&["userInput"]).ok_or_else(|| missing("userInput"))?;
    let svg = asked.text(&["svg"]).ok_or_else(|| missing("svg"))?;
    lengthy("userInput", &words, 2..=500)?;
    lengthy("svg", &svg, 11..=usize::MAX)?;
    let fields = json!({ "svg": svg, "instruction": words, "debug": debug });
    let fields = fields.as_object().cloned().unwrap_or_default();
    let (svg, about) = drawing(Verb::Edit.done(here, Asked { fields, ..Asked::default() }, cx)?)?;
    let mut page = json!({ "svg": svg });
    let variants = [page.clone()];
    told(&mut page, &about, debug, &variants);
    Ok(page)
}

/// Adds, where that is wanted, who made it, every request and reply, and what came of them, clipped.
fn told(page: &mut Page, about: &Map<String, Page>, debug: bool, variants: &[Page]) {
    let cost = about.get("cost");
    let named = |name: &str| cost.and_then(|cost| cost.get(name)).and_then(Page::as_str);
    let mut view = json!({
        "provider": named("provider").unwrap_or("linocut"),
        "model": named("model").unwrap_or("offline"),
        "variants": variants,
        "steps": about.get("steps").cloned().unwrap_or_else(|| json!([])),
    });
    clip(&mut view);
    if let Some(page) = page.as_object_mut().filter(|_| debug) {
        page.insert("debug".to_owned(), view);
    }
}

/// Shortens what is long, however deep.
fn clip(page: &mut Page) {
    match page {
        Page::String(text) => {
            if let Some((at, _)) = text.char_indices().nth(CLIPPED) {
                text.truncate(at);
                text.push('…');
            }
        }
        Page::Array(list) => list.iter_mut().for_each(clip),
        Page::Object(object) => object.values_mut().for_each(clip),
        Page::Null | Page::Bool(_) | Page::Number(_) => {}
    }
}
