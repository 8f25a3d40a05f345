//! `/api/convert`, `/api/convert-ai`, `/api/batch-convert` and `/api/analyze-image`: pictures traced and looked at.

use super::contract::{Routed, knobs};
use super::{drawing, odd};
use crate::answer::Answer;
use crate::asked::Asked;
use crate::batch;
use crate::flows::{params, scores, single, svg_text, text};
use crate::here::Here;
use crate::inputs::picture;
use crate::outcome::held;
use crate::problem::Problem;
use crate::ticket::keep_data;
use crate::traces::OWN;
use crate::verbs::Verb;
use crate::work::{now, since, within};
use linocut_core::{Context, Value};
use linocut_stages::spelled;
use serde_json::{Map, Value as Page, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A trace and how close it is.
pub(super) fn traced(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let mut asked = asked;
    Routed::take(&mut asked)?;
    if let Some(knobs) = knobs(&mut asked)? {
        asked.fetch(here)?;
        let picture = picture(here, &mut asked)?;
        let _room = here.room.take([&picture], cx)?;
        let Value::Raster(pixels) = &picture else { return Err(odd()) };
        let drawn = Value::Drawing(Arc::new(knobs.trace(pixels, cx)?));
        let inputs = [("drawing", drawn.clone()), ("reference", picture.clone())].into();
        let about = scores(&single(here, "score", &BTreeMap::new(), inputs, cx)?);
        let svg = text(&svg_text(here, drawn, cx)?)?;
        return Ok(json!({ "success": true, "svg": svg, "ssim": ssim(&about) }));
    }
    let (svg, about) = drawing(Verb::Trace.done(here, asked, cx)?)?;
    Ok(json!({ "success": true, "svg": svg, "ssim": ssim(&about) }))
}

/// Facts of a picture.
pub(super) fn analyzed(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let Answer::Json(facts) = Verb::Analyze.done(here, asked, cx)? else { return Err(odd()) };
    Ok(json!({ "success": true, "analysis": facts }))
}

/// Many pictures: files of a form, or `images` and `items` of JSON; one that fails is told beside the others.
pub(super) fn batch(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let mut asked = asked;
    let routed = Routed::take(&mut asked)?;
    asked.fields.entry("effort").or_insert(json!(routed.effort()?));
    asked.fields.values_mut().try_for_each(|value| keep_data(value, &here.data.artifacts))?;
    if let Some(Page::Array(images)) = asked.fields.remove("images") {
        let items: Vec<Page> = images.into_iter().map(|image| json!({ "image": image })).collect();
        asked.fields.insert("items".to_owned(), Page::Array(items));
    }
    asked.fields.insert("op".to_owned(), json!(Verb::Trace.name()));
    let Answer::Batch(done) = batch::batch(here, asked, cx)? else { return Err(odd()) };
    let result = |item: &Page| -> Result<Page, Problem> {
        let name = item.get("name");
        if let Some(problem) = item.get("problem") {
            return Ok(json!({ "filename": name, "success": false, "error": problem.get("detail") }));
        }
        let svg = String::from_utf8_lossy(&held(here, item.get("artifact"))?).into_owned();
        let ssim = item.pointer("/about/scores/ssim");
        Ok(json!({ "filename": name, "success": true, "svg": svg, "ssim": ssim }))
    };
    let items = done.get("items").and_then(Page::as_array).into_iter().flatten();
    let results = items.map(result).collect::<Result<Vec<_>, _>>()?;
    let (good, bad) = (done.get("done"), done.get("failed"));
    Ok(json!({ "success": true, "total": results.len(), "successful": good, "failed": bad, "results": results }))
}

/// A trace with what the learned vectorizer told of it; nothing is predicted yet, so no prediction is told.
pub(super) fn vectorized(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let (start, mut asked) = (now(), asked);
    let routed = Routed::take(&mut asked)?;
    let tier = routed.tier()?;
    asked.fields.entry("effort").or_insert(json!(routed.effort()?));
    let mut fields = asked.fields.clone();
    fields.retain(|name, value| !is_named(value) && OWN.iter().all(|(own, _)| own != name));
    let fields = spelled("trace", fields);
    let (params, _) = params(here, "trace", &mut Asked { fields, ..Asked::default() }, cx)?;
    let params = Page::Object(params.into_iter().collect());
    let used = here.catalogue.find("trace")?.prepare(&params).map_err(Problem::several)?.params;
    let pictures = asked.clone();
    let Vectorized { answer, fallback_used } = within_budget(here, asked, &routed, cx)?;
    let (svg, about) = drawing(answer)?;
    let took = since(start).as_secs_f64();
    let facts = facts(here, pictures, cx)?;
    let quality = ssim(&about).and_then(Page::as_f64);
    let versions = json!({ "tracer": env!("CARGO_PKG_VERSION") });
    Ok(json!({
        "success": true,
        "svg_content": svg,
        "processing_time": took,
        "fallback_used": fallback_used,
        "ai_metadata": {
            "logo_type": facts.get("class"),
            "confidence": facts.get("confidence"),
            "selected_tier": if fallback_used { 1 } else { tier },
            "predicted_quality": null,
            "actual_quality": quality,
            "target_met": routed.target_quality().zip(quality).map(|(target, quality)| quality >= target),
            "processing_time": took,
            "parameters_used": used,
            "model_versions": versions,
        },
        "model_info": { "versions": versions, "inference_engine": "linocut" },
    }))
}

/// A trace, and whether it took the plain way.
struct Vectorized {
    answer: Answer,
    fallback_used: bool,
}

/// Traces within the time that the request gives it, and the plain, fast way when that is not enough.
fn within_budget(here: &Here, asked: Asked, routed: &Routed, cx: &Context) -> Result<Vectorized, Problem> {
    let Some(time) = routed.time() else {
        return Ok(Vectorized { answer: Verb::Trace.done(here, asked, cx)?, fallback_used: false });
    };
    match Verb::Trace.done(here, asked.clone(), &within(cx, time)) {
        Ok(answer) => Ok(Vectorized { answer, fallback_used: false }),
        // Its own time is over, the request's is not.
        Err(problem) if problem.is_late() && cx.check().is_ok() => {
            let mut asked = asked;
            asked.fields.insert("effort".to_owned(), json!("fast"));
            Ok(Vectorized { answer: Verb::Trace.done(here, asked, cx)?, fallback_used: true })
        }
        Err(problem) => Err(problem),
    }
}

/// Whether a field names an artifact.
fn is_named(value: &Page) -> bool {
    value.as_str().is_some_and(|text| text.starts_with("digest:"))
}

/// What is known of the picture that was traced.
fn facts(here: &Here, asked: Asked, cx: &Context) -> Result<Page, Problem> {
    let mut asked = asked;
    // A picture may be named as an artifact; all other fields are the tracer's.
    asked.fields.retain(|_, value| is_named(value));
    let Answer::Json(facts) = Verb::Analyze.done(here, asked, cx)? else { return Err(odd()) };
    Ok(facts)
}

/// The similarity that was measured.
fn ssim(about: &Map<String, Page>) -> Option<&Page> {
    about.get("scores")?.get("ssim")
}
