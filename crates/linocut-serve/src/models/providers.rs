//! `/api/v1/providers`: who can be asked, and who is.

use super::Pens;
use crate::app::App;
use crate::problem::Problem;
use crate::work::aside;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use linocut_core::{Error, Kind, Result};
use linocut_models::config::{Choice, Config, FileProvider, Known};
use linocut_models::guard::BreakerState;
use linocut_models::provider::Family;
use serde::Deserialize;
use serde_json::{Value as Page, json};
use std::sync::Arc;

/// What is asked for: a name, what it does when nobody is to do it, and the fields of its entry in the file.
#[derive(Deserialize)]
struct Wish {
    name: Option<String>,
    does: Option<String>,
    #[serde(flatten)]
    fields: serde_json::Map<String, Page>,
}

pub(crate) async fn list(State(app): State<Arc<App>>) -> Response {
    aside(&app, |app| Ok(page(&app.pens)?)).await.map(Json).into_response()
}

/// Chooses who is asked from now on; makes a provider known, or changes it, when its fields are given.
pub(crate) async fn choose(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let chosen = aside(&app, move |app| {
        let wish: Wish = serde_json::from_slice(&body).map_err(|error| {
            let sentence = format!("the body is no choice of a provider, column {}", error.column());
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "input", sentence)
        })?;
        apply(&app.pens, wish)?;
        Ok(page(&app.pens)?)
    });
    chosen.await.map(Json).into_response()
}

/// Forgets a provider of the file.
pub(crate) async fn forget(State(app): State<Arc<App>>, Path(name): Path<String>) -> Response {
    let forgotten = aside(&app, move |app| {
        app.pens.directory()?.change(&mut |file| file.forget(&name))?;
        Ok(page(&app.pens)?)
    });
    forgotten.await.map(Json).into_response()
}

fn apply(pens: &Pens, wish: Wish) -> Result<()> {
    let directory = pens.directory()?;
    let Some(name) = wish.name else {
        let paints = wish.does.as_deref() == Some("paint");
        return directory.change(&mut |file| {
            let place = if paints { &mut file.paint } else { &mut file.write };
            *place = None;
            Ok(())
        });
    };
    let config = directory.config()?;
    let fields = wish.fields;
    // What is wrong in it may be a key, so it is not repeated.
    let wrong = |_| {
        Error::new(Kind::Input, "the fields are not those of a provider")
        .hinted("there are family, url, model, key, timeout_s, sees, grammar, api_version, at_once, a_minute, tokens_a_minute, input_usd, output_usd, picture_usd")
    };
    let change: Option<FileProvider> =
        (!fields.is_empty()).then(|| serde_json::from_value(Page::Object(fields)).map_err(wrong)).transpose()?;
    if change.is_none() {
        config.find(&name)?;
    }
    change.as_ref().map_or(Ok(()), refuse_what_is_here)?;
    directory.change(&mut |file| {
        let lookup = |variable: &str| directory.variable(variable);
        file.choose(&name, change.clone(), config.known.get(&name), &lookup).map(drop)
    })
}

/// Refuses to read files and variables of this machine for whoever may ask: they could be sent anywhere.
fn refuse_what_is_here(change: &FileProvider) -> Result<()> {
    let refused = |what: &str, hint: &str| Err(Error::new(Kind::Refused, what.to_owned()).hinted(hint.to_owned()));
    if change.key_env.is_some() {
        return refused(
            "variables of the server are not named over HTTP",
            "send the key itself, or set it with linocut providers use",
        );
    }
    if change.family == Family::Scripted.name() {
        return refused(
            "folders of the server are not named over HTTP",
            "make a script known with linocut providers use",
        );
    }
    Ok(())
}

/// Who is known and who is asked, without keys.
pub(crate) fn page(pens: &Pens) -> Result<Page> {
    let config = pens.config()?;
    let items: Vec<Page> = config.known.values().map(|known| item(pens, &config, known)).collect::<Result<_>>()?;
    let families = Family::ALL.into_iter().filter(|family| *family != Family::Scripted).map(|family| {
        json!({
            "name": family.name(),
            "does": deed(family),
            "usual_url": family.usual_url(),
            "usual_model": family.usual_model(),
            "needs_key": !matches!(family, Family::Automatic1111 | Family::ComfyUi),
        })
    });
    let name = |choice: &Option<Choice>| choice.as_ref().map(|choice| choice.name.clone());
    Ok(json!({
        "items": items,
        "writes": name(&config.writes),
        "paints": name(&config.paints),
        "unbidden": config.writes.as_ref().is_some_and(|choice| choice.chosen),
        "budget": { "usd": config.budget.usd, "tokens": config.budget.tokens, "calls": config.budget.calls },
        "warnings": config.warnings,
        "families": families.collect::<Vec<_>>(),
        "kept": pens.directory().is_ok(),
    }))
}

const fn deed(family: Family) -> &'static str {
    if family.writes() { "write" } else { "paint" }
}

/// A provider as people may see it: never its key.
fn item(pens: &Pens, config: &Config, known: &Known) -> Result<Page> {
    let settings = &known.settings;
    let choices = [&config.writes, &config.paints];
    let choice = choices.into_iter().flatten().find(|choice| choice.name == settings.name);
    let tariff = known.tariff()?;
    let price = tariff.filter(|_| settings.family.writes());
    let price = price.map(|price| json!({ "input_usd": price.input, "output_usd": price.output, "per": 1_000_000 }));
    Ok(json!({
        "name": settings.name,
        "family": settings.family.name(),
        "does": deed(settings.family),
        "url": settings.url,
        "model": settings.model,
        "sees": settings.sees,
        "elsewhere": settings.is_elsewhere(),
        "has_key": settings.key.is_some(),
        "key_from": known.key_origin,
        "from": known.origin,
        "price": price,
        "picture_usd": tariff.and_then(|price| price.picture),
        "at_once": known.rates.at_once,
        "a_minute": known.rates.calls,
        "tokens_a_minute": known.rates.tokens,
        "asked": choice.map(|choice| if choice.chosen { "unbidden" } else { "on-request" }),
        "asked_by": choice.map(|choice| &choice.by),
        "guard": guard(pens, known),
    }))
}

/// How calls went; null for a provider that was not asked.
fn guard(pens: &Pens, known: &Known) -> Page {
    let Some(open) = pens.opened(known) else { return Page::Null };
    let report = open.access.report();
    let state = match report.breaker {
        BreakerState::Closed | BreakerState::Open { .. } | BreakerState::HalfOpen => report.breaker.name(),
    };
    let open_s = open.access.shut_for().map(|left| left.as_secs_f64());
    json!({
        "state": state,
        "open_s": open_s,
        "pause_s": report.pause.as_secs_f64(),
        "under_way": report.under_way,
        "tries": report.tries,
        "failures": report.failures,
        "spared": report.spared,
    })
}
