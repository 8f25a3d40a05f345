//! `/api/v1/providers/{name}/test`: does it answer?

use super::Lease;
use crate::app::App;
use crate::problem::Problem;
use crate::work::gated;
use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use linocut_core::{Context, Message, Result, Role, TextRequest};
use linocut_models::guard::Clock as _;
use serde_json::{Value as Page, json};
use std::sync::Arc;
use std::time::Duration;

/// Longest time for a trial.
const PATIENCE: Duration = Duration::from_mins(1);
/// Models that are told.
const LISTED: usize = 200;
/// Characters of the reply that are told.
const SHOWN: usize = 200;

pub(crate) async fn test(State(app): State<Arc<App>>, Path(name): Path<String>) -> Response {
    let gate = Arc::clone(&app.pens.gate);
    let tried = gated(&app, gate, "/api/v1/providers/{name}/test", PATIENCE, move |here, cx| {
        let lease = Lease::take(&here.pens, Some(&name))?;
        let mut page = tried(here, &lease, &name, cx);
        let told = lease.settle(&here.pens, "test", false);
        if let Some(usd) = told.get("cost").and_then(|cost| cost.get("usd")) {
            page.as_object_mut().map(|page| page.insert("usd".to_owned(), usd.clone()));
        }
        Ok(page)
    });
    tried.await.map(Json).into_response()
}

fn tried(app: &App, lease: &Lease, name: &str, cx: &Context) -> Page {
    let start = app.pens.clock().now();
    let known = app.pens.config().and_then(|config| config.find(name).cloned());
    let models = known.and_then(|known| {
        let listed = app.pens.directory()?.models(&known.settings, cx)?;
        Ok((known.settings.family.writes(), listed))
    });
    let writes = lease.names().is_some_and(|(own, _)| own == name);
    let asked = if writes { said(lease, cx).map(Some) } else { models.as_ref().map(|_| None).map_err(copied) };
    let ms = (app.pens.clock().now().saturating_sub(start)).as_secs_f64() * 1e3;
    let models: Option<Vec<String>> = models.ok().map(|(_, listed)| listed.into_iter().take(LISTED).collect());
    let usage = lease.bills().last().map(|bill| bill.usage).unwrap_or_default();
    let problem = asked.as_ref().err().map(|error| Problem::from_error(error).page());
    json!({
        "ok": problem.is_none(),
        "reply": asked.ok().flatten(),
        "ms": ms,
        "models": models,
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "usd": null,
        "problem": problem,
    })
}

fn copied(error: &linocut_core::Error) -> linocut_core::Error {
    linocut_core::Error::new(error.kind(), error.to_string())
}

/// What the model answers to a word.
fn said(lease: &Lease, cx: &Context) -> Result<String> {
    let words = "Answer with the single word: pong";
    let request = TextRequest { max_tokens: 256, ..TextRequest::new("test", vec![Message::new(Role::Person, words)]) };
    let reply = lease.writer()?.generate(&request, cx)?;
    Ok(reply.text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN).collect())
}
