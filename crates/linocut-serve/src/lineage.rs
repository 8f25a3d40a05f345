//! `/api/v1/lineage`: where a drawing comes from.

use crate::app::App;
use crate::artifacts::described;
use crate::here::Here;
use crate::outcome::held;
use crate::problem::Problem;
use crate::work::work;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use linocut_core::{Context, Type};
use linocut_flow::{Digest, Given, Lineage, Recipe, Record, embed, recover};
use serde_json::{Map, Value as Page, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Puts lineage into the drawings among the targets of a run.
pub(crate) fn embedded(
    here: &Here,
    recipe: &Recipe,
    record: &Record,
    cx: &Context,
    page: &mut Map<String, Page>,
) -> Result<(), Problem> {
    let named = |name: &str| page.get(name).cloned().unwrap_or_default();
    let (targets, nodes) = (named("targets"), named("nodes"));
    let text = |page: &Page, name: &str| page.get(name).and_then(Page::as_str).unwrap_or_default().to_owned();
    let mut inputs = BTreeMap::new();
    for (name, node) in recipe.inputs.keys().filter_map(|name| Some((name, nodes.get(name)?))) {
        let given = Given {
            digest: text(node.get("artifact").unwrap_or(&Page::Null), "digest"),
            sort: text(node, "type"),
            text: None,
        };
        // Words stand in the file itself: it is to be understood elsewhere, too.
        let given = if given.sort == Type::Text.name() {
            Given::text(&String::from_utf8_lossy(&held(here, node.get("artifact"))?))
        } else {
            given
        };
        inputs.insert(name.clone(), given);
    }
    let lineage = Lineage { inputs, ..Lineage::of(recipe, &here.catalogue, cx, record) };
    for target in targets.as_array().into_iter().flatten().filter_map(Page::as_str) {
        let node = nodes.get(target).filter(|node| text(node, "type") == "drawing");
        let Some(artifact) = node.and_then(|node| node.get("artifact")) else { continue };
        let svg = String::from_utf8_lossy(&held(here, Some(artifact))?).into_owned();
        let lineage = Lineage { node: target.to_owned(), ..lineage.clone() };
        let svg = embed(&svg, &lineage)?;
        let kept = described(here.data.artifacts.put(svg.as_bytes())?, svg.as_bytes());
        let node = page.get_mut("nodes").and_then(|nodes| nodes.get_mut(target)).and_then(Page::as_object_mut);
        node.map(|node| node.insert("artifact".to_owned(), kept));
    }
    Ok(())
}

/// What a file says of itself, and which of its inputs are here.
pub(crate) async fn told(State(app): State<Arc<App>>, body: Result<Bytes, BytesRejection>) -> Response {
    let body = match body {
        Ok(body) => body,
        Err(error) => return Problem::of_body(&error).into_response(),
    };
    let read = work(&app, "/api/v1/lineage", app.options.deadline, move |here, _| {
        let lineage = recover(&String::from_utf8_lossy(&body))?;
        let inputs: Map<String, Page> = lineage
            .inputs
            .iter()
            .map(|(name, given)| {
                let is_here = Digest::parse(&given.digest).is_some_and(|digest| here.data.artifacts.has(digest));
                (
                    name.clone(),
                    json!({ "digest": given.digest, "type": given.sort, "text": given.text, "here": is_here }),
                )
            })
            .collect();
        let mut page = json!(lineage);
        page.as_object_mut().map(|page| page.insert("inputs".to_owned(), Page::Object(inputs)));
        Ok(page)
    });
    read.await.map(Json).into_response()
}
