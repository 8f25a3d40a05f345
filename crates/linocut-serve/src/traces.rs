//! Traces: within a budget or a time, in any format.

use crate::answer::Answer;
use crate::asked::Asked;
use crate::flows::{flow, params, scores, single, text, unexpected};
use crate::formats::{Look, Made, file};
use crate::here::Here;
use crate::inputs::picture;
use crate::names;
use crate::problem::Problem;
use crate::work::within;
use axum::http::StatusCode;
use linocut_core::{Context, Drawing, Value};
use linocut_export::Format;
use linocut_flow::Order;
use linocut_stages::{spelled, stock};
use serde_json::{Map, Value as Page, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// The parameters of budgets.
const BUDGET: [&str; 3] = ["max_paths", "max_bytes", "quality"];
/// Fields of a trace beside those of its stage, and what they say.
pub(crate) const OWN: [(&str, &str); 4] = [
    ("format", "The format to write, as `linocut trace --format` names it; svg when left out."),
    ("pretty", "Whether every element of the SVG gets a line of its own, true or false."),
    ("repeat", "How SVG writes shapes that repeat: copies or use."),
    (
        "time_budget",
        "How long it may take, such as 500ms or 5s, or a number of seconds; what is found until then counts.",
    ),
];

/// Whether the answer depends on time, or takes so many steps that a deadline may have cut it short.
pub(crate) fn is_timed(asked: &Asked) -> bool {
    asked.fields.contains_key("time_budget") || BUDGET.iter().any(|name| asked.fields.contains_key(*name))
}

pub(crate) fn traced(here: &Here, asked: Asked, cx: &Context) -> Result<Answer, Problem> {
    let mut asked = asked;
    names::of_trace(&mut asked.fields)?;
    let picture = picture(here, &mut asked)?;
    let _room = here.room.take([&picture], cx)?;
    let made = Made::take(&mut asked)?.unwrap_or(Made::Drawn(Format::Svg));
    let look = if made == Made::Drawn(Format::Svg) { Look::default() } else { Look::take(&mut asked)? };
    let spelling = spelling(&mut asked, made)?;
    let time = time(&mut asked)?;
    asked.fields = spelled("trace", asked.fields);
    let (mut params, inner) = params(here, "trace", &mut asked, cx)?;
    suit(&mut params, made);
    let budgeted = BUDGET.iter().any(|name| params.contains_key(*name));
    if made != Made::Drawn(Format::Svg) && params.contains_key("max_bytes") {
        return Err(Problem::of_field("max_bytes", "max_bytes counts the bytes of SVG").hinted("leave out format"));
    }
    // What is found until the end of the time must be written and measured, too.
    let limit = if budgeted { inner.remaining().map(|left| left * 7 / 8) } else { None };
    let limit = time.into_iter().chain(limit).min();
    let timed = limit.map_or_else(|| inner.clone(), |limit| within(&inner, limit));
    let mut recipe = stock("picture-to-score")?;
    if let Some(node) = recipe.nodes.get_mut("trace") {
        node.params = params.clone();
    }
    let order = Order { targets: vec!["trace".to_owned()], ..Order::of([("picture", picture.clone())]) };
    let drawn = flow(here, &recipe, &order, &timed)?.value("trace").cloned();
    let drawn =
        drawn.map_err(|error| if cx.check().is_ok() && timed.check().is_err() { late() } else { error.into() })?;
    let Value::Drawing(drawing) = &drawn else { return Err(unexpected(&drawn).into()) };
    if made != Made::Drawn(Format::Svg) {
        return file(here, drawing, made, &look, cx);
    }
    let svg = text(&single(here, "write-svg", &spelling, [("drawing", drawn.clone())].into(), cx)?)?;
    let pins = BTreeMap::from([("trace".to_owned(), drawn.clone())]);
    let order = Order { targets: vec!["score".to_owned()], pins, ..order };
    let mut about = scores(flow(here, &recipe, &order, cx)?.value("score")?);
    if budgeted {
        let cut_short = timed.check().is_err();
        about.insert("budget".to_owned(), reached(&params, drawing, &svg, (&about, cut_short)));
    }
    Ok(Answer::Svg(svg, about))
}

/// What came of a budget.
fn reached(params: &BTreeMap<String, Page>, drawing: &Drawing, svg: &str, found: (&Map<String, Page>, bool)) -> Page {
    let (about, cut_short) = found;
    let number = |name: &str| params.get(name).and_then(Page::as_f64);
    let (paths, bytes) = (drawing.shapes().count(), svg.len());
    let quality = about.get("scores").and_then(|scores| scores.get("ssim")).and_then(Page::as_f64);
    let at_most = |name: &str, count: usize| number(name).is_none_or(|most| json!(count).as_f64() <= Some(most));
    let good = number("quality").is_none_or(|least| quality.is_some_and(|quality| quality >= least));
    let met = at_most("max_paths", paths) && at_most("max_bytes", bytes) && good;
    json!({ "met": met, "paths": paths, "bytes": bytes, "quality": quality, "cut_short": cut_short })
}

/// Parameters that suit the format, where nobody chose them: shapes instead of filters where it knows none, and no strokes
/// under seams for machines that would follow them.
fn suit(params: &mut BTreeMap<String, Page>, made: Made) {
    let is =
        |params: &BTreeMap<String, Page>, name: &str, word: &str| params.get(name).and_then(Page::as_str) == Some(word);
    let plain = matches!(made, Made::Drawn(Format::Eps | Format::Dxf | Format::Android | Format::SwiftUi));
    let subpixel = !params.contains_key("engine") || is(params, "engine", "subpixel");
    if plain && subpixel {
        params.entry("shadows".to_owned()).or_insert_with(|| json!("shaded"));
    }
    if made == Made::Drawn(Format::Dxf) && is(params, "stacking", "cutouts") {
        params.entry("gap_filler".to_owned()).or_insert_with(|| json!(0));
    }
}

/// Takes the parameters of SVG's spelling out of a request.
fn spelling(asked: &mut Asked, made: Made) -> Result<BTreeMap<String, Page>, Problem> {
    let mut found = BTreeMap::new();
    if let Some(pretty) = asked.fields.remove("pretty") {
        let parsed = pretty.as_str().and_then(|text| serde_json::from_str(text).ok());
        found.insert("pretty".to_owned(), parsed.unwrap_or(pretty));
    }
    found.extend(asked.fields.remove("repeat").map(|repeat| ("repeat".to_owned(), repeat)));
    match found.first_key_value() {
        Some((name, _)) if made != Made::Drawn(Format::Svg) => {
            Err(Problem::of_field(name, format!("{name} has an effect in SVG only"))
                .hinted(format!("leave out {name} or format")))
        }
        Some(_) | None => Ok(found),
    }
}

/// Takes the time out of a request.
fn time(asked: &mut Asked) -> Result<Option<Duration>, Problem> {
    let Some(given) = asked.fields.remove("time_budget") else { return Ok(None) };
    let text = given.as_str().map_or_else(|| given.to_string(), ToOwned::to_owned);
    let (digits, scale) = match (text.strip_suffix("ms"), text.strip_suffix('s')) {
        (Some(digits), _) => (digits, 0.001),
        (None, Some(digits)) => (digits, 1.0),
        (None, None) => (text.as_str(), 1.0),
    };
    let seconds = digits.trim_end().parse::<f64>().map(|number| number * scale).ok();
    let seconds = seconds.filter(|seconds| (0.001..=600.0).contains(seconds)).ok_or_else(|| {
        Problem::of_field("time_budget", format!("'{text}' is no time")).hinted("write it like 500ms or 5s, up to 600s")
    })?;
    Ok(Some(Duration::from_secs_f64(seconds)))
}

fn late() -> Problem {
    Problem::new(StatusCode::GATEWAY_TIMEOUT, "deadline", "not done within the time budget")
        .hinted("allow more with time_budget, or ask for less with effort fast")
}
