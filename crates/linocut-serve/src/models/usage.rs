//! `/api/v1/usage` and `/api/v1/prices`: what models took, and what they cost.

use super::{Directory, Pens};
use crate::app::App;
use crate::work::aside;
use axum::Json;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Response};
use linocut_models::cost::{Entry, Prices, Sum};
use serde::Deserialize;
use serde_json::{Value as Page, json};
use std::fmt::Write as _;
use std::sync::Arc;

/// Most calls of one answer.
const MOST: usize = 1_000;

#[derive(Deserialize)]
pub(crate) struct Listing {
    limit: Option<usize>,
}

pub(crate) async fn page(State(app): State<Arc<App>>, Query(query): Query<Listing>) -> Response {
    let told = aside(&app, move |app| {
        let entries = app.pens.directory().map_or_else(|_| Ok(Vec::new()), Directory::usage)?;
        let limit = query.limit.unwrap_or(100).min(MOST);
        let items: Vec<Page> = entries.iter().rev().take(limit).map(item).collect();
        let models = Sum::by_model(&entries).into_iter().map(|((provider, model), sum)| {
            let mut page = json!(sum);
            if let Some(page) = page.as_object_mut() {
                page.insert("provider".to_owned(), json!(provider));
                page.insert("model".to_owned(), json!(model));
            }
            page
        });
        let models: Vec<Page> = models.collect();
        let as_of = Prices::embedded()?.as_of;
        Ok(json!({ "items": items, "total": Sum::all(&entries), "models": models, "prices_as_of": as_of }))
    });
    told.await.map(Json).into_response()
}

fn item(entry: &Entry) -> Page {
    let mut page = json!(entry);
    if let Some(page) = page.as_object_mut() {
        page.remove("at");
        page.insert("at_ms".to_owned(), json!(entry.at.saturating_mul(1000)));
    }
    page
}

pub(crate) async fn prices(State(app): State<Arc<App>>) -> Response {
    let told = aside(&app, |_| {
        let prices = Prices::embedded()?;
        let row = |(family, model, price): (&str, &str, linocut_models::cost::Price)| json!({ "family": family, "model": model, "input": price.input, "output": price.output, "picture": price.picture });
        let items: Vec<Page> = prices.rows().map(row).collect();
        Ok(json!({ "as_of": prices.as_of, "unit": "USD per 1000000 tokens", "items": items }))
    });
    told.await.map(Json).into_response()
}

/// Lines for Prometheus: how guards see providers, and what calls took.
pub(crate) fn metrics(pens: &Pens) -> String {
    let mut text = String::new();
    let open = pens.all_open();
    for name in ["tries", "failures", "spared"] {
        let _ = writeln!(text, "# TYPE linocut_model_{name}_total counter");
        for open in &open {
            let report = open.access.report();
            let count = match name {
                "tries" => report.tries,
                "failures" => report.failures,
                _ => report.spared,
            };
            let _ = writeln!(
                text,
                "linocut_model_{name}_total{{provider=\"{}\"}} {count}",
                plain(&open.known.settings.name)
            );
        }
    }
    text.push_str("# TYPE linocut_model_pause_seconds gauge\n");
    for open in &open {
        let (name, pause) = (plain(&open.known.settings.name), open.access.report().pause.as_secs_f64());
        let _ = writeln!(text, "linocut_model_pause_seconds{{provider=\"{name}\"}} {pause}");
    }
    text.push_str("# TYPE linocut_model_breaker gauge\n");
    for open in &open {
        let now = open.access.report().breaker.name();
        for state in ["closed", "open", "half-open"] {
            let (name, on) = (plain(&open.known.settings.name), u8::from(state == now));
            let _ = writeln!(text, "linocut_model_breaker{{provider=\"{name}\",state=\"{state}\"}} {on}");
        }
    }
    let sums = pens.sums();
    let labels =
        |(provider, model): &(String, String)| format!("provider=\"{}\",model=\"{}\"", plain(provider), plain(model));
    // What is not known is not told as nothing.
    text.push_str("# TYPE linocut_model_tokens_total counter\n");
    for (names, sum) in &sums {
        let told = [("read", sum.input_tokens), ("written", sum.output_tokens)];
        for (direction, count) in told.into_iter().filter_map(|(direction, count)| Some((direction, count?))) {
            let labels = labels(names);
            let _ = writeln!(text, "linocut_model_tokens_total{{{labels},direction=\"{direction}\"}} {count}");
        }
    }
    text.push_str("# TYPE linocut_model_usd_total counter\n");
    for (names, usd) in sums.iter().filter_map(|(names, sum)| Some((names, sum.usd?))) {
        let _ = writeln!(text, "linocut_model_usd_total{{{}}} {usd}", labels(names));
    }
    text
}

/// A name as it can stand in a label.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !c.is_control() && !"\"\\".contains(*c)).collect()
}
