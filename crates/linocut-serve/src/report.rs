//! What became of each node of a run.

use crate::artifacts::described;
use crate::flows::{scores, svg_text, text};
use crate::here::Here;
use crate::problem::Problem;
use linocut_core::{Context, Error, Result, Value};
use linocut_flow::{Done, Happened, Kept, Order};
use linocut_raster::encode_png;
use serde_json::{Map, Value as Page, json};

/// The run as JSON: every value an artifact, every failure a problem.
pub(crate) fn report(
    here: &Here,
    recipe: Option<&str>,
    order: &Order,
    done: &Done,
    cx: &Context,
) -> Result<Map<String, Page>, Problem> {
    let mut nodes = Map::new();
    for (name, kept) in &done.values {
        let page = match done.record.last(name).map(|event| &event.what) {
            Some(Happened::Failed { .. }) => continue,
            Some(Happened::Finished { cached, key, .. }) => {
                let state = if *cached { "cached" } else { "ran" };
                valued(here, kept, json!({ "state": state, "ms": done.record.took_ms(name), "key": key }), cx)?
            }
            Some(Happened::Pinned { .. }) => valued(here, kept, json!({ "state": "pinned" }), cx)?,
            Some(Happened::Started { .. } | Happened::Progress { .. } | Happened::Asked { .. }) | None => {
                valued(here, kept, json!({ "state": "given" }), cx)?
            }
        };
        nodes.insert(name.clone(), page);
    }
    for (name, error) in &done.failures {
        let instead = match done.record.last(name).map(|event| &event.what) {
            Some(Happened::Failed { instead, .. }) => instead.as_deref(),
            _ => None,
        };
        nodes.insert(name.clone(), failed(here, error, instead, done.values.get(name), cx)?);
    }
    let target = order.targets.first().cloned().unwrap_or_default();
    let ok = order.targets.iter().all(|target| done.values.contains_key(target));
    let record = serde_json::to_vec(&done.record).unwrap_or_default();
    let record = here.data.artifacts.put(&record)?.to_string();
    Ok(Map::from_iter([
        ("sort".to_owned(), json!("run")),
        ("recipe".to_owned(), json!(recipe)),
        ("target".to_owned(), json!(target)),
        ("targets".to_owned(), json!(order.targets)),
        ("ok".to_owned(), json!(ok)),
        ("ms".to_owned(), json!(here.observer.elapsed().as_secs_f64() * 1e3)),
        ("record".to_owned(), json!(record)),
        ("nodes".to_owned(), Page::Object(nodes)),
    ]))
}

/// A node with a value.
fn valued(here: &Here, kept: &Kept, about: Page, cx: &Context) -> Result<Page, Problem> {
    let mut page = about;
    if let Some(page) = page.as_object_mut() {
        page.insert("type".to_owned(), json!(kept.value.of().name()));
        page.insert("artifact".to_owned(), shelved(here, kept, cx)?);
        if !kept.warnings.is_empty() {
            page.insert("warnings".to_owned(), json!(kept.warnings[..]));
        }
        if matches!(kept.value, Value::Score(_)) {
            page.insert("about".to_owned(), Page::Object(scores(&kept.value)));
        }
    }
    Ok(page)
}

/// A node that failed, with the value of the one that answers instead.
fn failed(
    here: &Here,
    error: &Error,
    instead: Option<&str>,
    value: Option<&Kept>,
    cx: &Context,
) -> Result<Page, Problem> {
    let problem = Problem::from_error(error).page();
    let about = json!({ "state": "failed", "problem": problem, "instead": instead });
    value.map_or_else(|| Ok(about.clone()), |kept| valued(here, kept, about.clone(), cx))
}

/// The value as an artifact.
pub(crate) fn shelved(here: &Here, kept: &Kept, cx: &Context) -> Result<Page, Problem> {
    if let Some(page) = here.shelved.get(kept.digest, &here.data.artifacts) {
        return Ok(page);
    }
    let bytes = match &kept.value {
        Value::Text(text) => text.as_bytes().to_vec(),
        Value::Raster(picture) => encode_png(picture)?,
        Value::Drawing(_) => text(&svg_text(here, kept.value.clone(), cx)?)?.into_bytes(),
        Value::Score(_) => Page::Object(scores(&kept.value)).to_string().into_bytes(),
    };
    let digest = here.data.artifacts.put(&bytes)?;
    let page = described(digest, &bytes);
    here.shelved.put(kept.digest, digest, &page);
    Ok(page)
}
