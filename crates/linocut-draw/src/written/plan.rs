//! Icons in two steps: a plan as JSON, then the drawing of each concept.

use super::accept::accept;
use super::candidate::{Candidate, GRID, shown};
use super::examples::examples;
use super::{all, plan_schema, rounds};
use crate::request::{DrawRequest, Means};
use linocut_ask::{Asking, ask, fill, fit, json_in};
use linocut_core::{Context, Error, Form, Kind, LanguageModel, Message, Result, Role, TextRequest, Warned};
use linocut_glyph::Style;
use serde_json::{Map, Value};
use std::sync::Arc;

const PLAN: &str = include_str!("../../prompts/plan.md");
const ICON: &str = include_str!("../../prompts/icon.md");
const RECTIFY: &str = include_str!("../../prompts/rectify.md");
/// Least concepts that are asked for: the first idea is often the dullest.
const LEAST: usize = 1;
/// Most concepts of one plan; more become alike.
const MOST: usize = 9;
/// How freely icons are drawn: a little, so that drawing again gives something else.
const FREELY: f64 = 0.3;
/// Width of lines that nobody asked for.
const WIDTH: f64 = 2.0;
/// Longest plan of a concept that is shown, in bytes.
const LONGEST: usize = 8_000;

/// What every concept of a plan became, drawn again where something was wrong.
pub(super) fn candidates(
    request: &DrawRequest,
    means: &Means<'_>,
    model: &dyn LanguageModel,
    cx: &Context,
) -> Result<Vec<Candidate>> {
    let concepts = concepts(request, model, cx)?;
    let examples = examples(request, means.library)?;
    all(concepts.iter().enumerate(), cx, |concept| draw(request, concept, &examples, model, cx))
}

/// The concepts of a plan, as JSON each.
fn concepts(request: &DrawRequest, model: &dyn LanguageModel, cx: &Context) -> Result<Vec<Value>> {
    let count = request.count.clamp(LEAST, MOST);
    let style = request.look().unwrap_or(Style::Line).name();
    let (grid, stroke) = (format!("{GRID}"), format!("{}", stroke(request)));
    let values = [
        ("prompt", request.prompt.as_str()),
        ("count", &count.to_string()),
        ("style", style),
        ("grid", &grid),
        ("stroke", &stroke),
    ];
    let schema = plan_schema()?;
    let messages = vec![Message::new(Role::Person, fill(PLAN, &values))];
    let form = Form::Json(Arc::from(schema.to_string()));
    let asked = TextRequest { form, seed: Some(cx.seed), ..TextRequest::new("plan", messages) };
    let mut tries = 0;
    let answer = ask(model, asked, Asking::default(), cx, &mut |text| {
        tries += 1;
        let found = json_in(text)?;
        let fitted = fit(usual(found.value), &schema)?;
        let concepts = fitted.value.get("concepts").and_then(Value::as_array).cloned().unwrap_or_default();
        let has_parts =
            |one: &&Value| one.get("elements").and_then(Value::as_array).is_some_and(|list| !list.is_empty());
        let concepts: Vec<Value> = concepts.iter().filter(has_parts).take(count).cloned().collect();
        if concepts.is_empty() {
            return Err(Error::new(Kind::Input, "the plan has no concept with elements"));
        }
        if concepts.len() < count && tries == 1 {
            return Err(Error::new(Kind::Input, format!("it has {} of {count} concepts", concepts.len())));
        }
        Ok(Warned::clean(concepts))
    })?;
    Ok(answer.value)
}

/// A plan under the names that models use for the same things: a concept alone, a bare list, shapes for elements.
fn usual(value: Value) -> Value {
    let concepts = match value {
        Value::Array(list) if list.iter().any(|one| one.get("type").is_some()) => {
            vec![wrapped("elements", Value::Array(list))]
        }
        Value::Array(list) => list,
        Value::Object(mut fields) => {
            let list =
                ["concepts", "variants", "icons", "plans", "plan", "icon"].iter().find_map(|name| fields.remove(*name));
            match list {
                Some(Value::Array(list)) => list,
                Some(one) => vec![one],
                None => vec![Value::Object(fields)],
            }
        }
        other @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => return other,
    };
    wrapped("concepts", Value::Array(concepts.into_iter().map(concept).collect()))
}

fn wrapped(name: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(name.to_owned(), value)]))
}

fn concept(value: Value) -> Value {
    let Value::Object(mut fields) = value else { return value };
    for name in ["shapes", "components", "parts", "objects"] {
        if let Some(list) = fields.remove(name) {
            fields.entry("elements").or_insert(list);
        }
    }
    for (theirs, ours) in [("concept", "description"), ("name", "description"), ("title", "description")] {
        if let Some(text) = fields.remove(theirs) {
            fields.entry(ours).or_insert(text);
        }
    }
    let style = fields.entry("style").or_insert_with(|| Value::Object(Map::new()));
    if !style.is_object() {
        *style = Value::Object(Map::new());
    }
    if let Some(elements) = fields.get_mut("elements").and_then(Value::as_array_mut) {
        elements.iter_mut().for_each(element);
    }
    Value::Object(fields)
}

/// Parts are described in words; numbers and lists in their place are words, too.
fn element(value: &mut Value) {
    if let Value::String(words) = value {
        *value = wrapped("role", Value::String(std::mem::take(words)));
    }
    let Some(fields) = value.as_object_mut() else { return };
    for (theirs, ours) in [("shape", "type"), ("kind", "type"), ("name", "role"), ("description", "role")] {
        if let Some(text) = fields.remove(theirs) {
            fields.entry(ours).or_insert(text);
        }
    }
    for name in ["position", "relationship", "role", "type"] {
        if let Some(held @ (Value::Array(_) | Value::Object(_))) = fields.get_mut(name) {
            *held = Value::String(held.to_string());
        }
    }
}

fn stroke(request: &DrawRequest) -> f64 {
    request.stroke.map_or(WIDTH, |stroke| stroke / request.unit())
}

fn style_rule(request: &DrawRequest) -> String {
    let width = stroke(request);
    match request.look().unwrap_or(Style::Line) {
        Style::Line | Style::Mixed | Style::Outline => format!(
            "Lines only: fill=\"none\" stroke=\"currentColor\" stroke-width=\"{width}\" stroke-linecap=\"round\" stroke-linejoin=\"round\" on the root, no fills."
        ),
        Style::Solid => {
            "Filled shapes in fill=\"currentColor\", no strokes; gaps of at least one unit between parts.".to_owned()
        }
        Style::Duotone => format!(
            "Lines of stroke-width=\"{width}\" in currentColor over shapes of fill=\"currentColor\" with opacity=\"0.2\"."
        ),
        Style::Color => "Filled shapes in 2 to 5 flat colors as hex codes, no strokes.".to_owned(),
    }
}

/// One concept drawn, looked at, and drawn again.
fn draw(
    request: &DrawRequest,
    (number, concept): (usize, &Value),
    examples: &str,
    model: &dyn LanguageModel,
    cx: &Context,
) -> Result<Vec<Candidate>> {
    let plan: String = serde_json::to_string_pretty(concept).unwrap_or_default().chars().take(LONGEST).collect();
    let (grid, rule) = (format!("{GRID}"), style_rule(request));
    let values = [
        ("plan", plan.as_str()),
        ("prompt", &request.prompt),
        ("grid", &grid),
        ("style_rule", &rule),
        ("examples", examples),
    ];
    let messages = vec![Message::new(Role::Person, fill(ICON, &values))];
    let asked = TextRequest {
        form: Form::Svg,
        temperature: FREELY,
        top_p: 0.9,
        max_tokens: 8192,
        seed: Some(cx.seed),
        ..TextRequest::new("svg", messages)
    };
    redrawn(&asked, number, Again::Flawed(rounds(cx.effort)), model, cx)
}

/// How often a drawing is shown to the model again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Again {
    /// So many times, as long as rules find something wrong with it.
    Flawed(usize),
    /// So many times, and the first time also when they find nothing, if the model sees: of a scene rules know little.
    Looked(usize),
}

/// What a request draws, and what comes when the model hears of its flaws.
pub(super) fn redrawn(
    asked: &TextRequest,
    number: usize,
    again: Again,
    model: &dyn LanguageModel,
    cx: &Context,
) -> Result<Vec<Candidate>> {
    let first = ask(model, asked.clone(), Asking::default(), cx, &mut accept)?;
    let mut messages = first.messages;
    let mut out = vec![Candidate::new(first.value, (number, 0), first.warnings)?];
    let (Again::Flawed(rounds) | Again::Looked(rounds)) = again;
    for round in 1..=rounds {
        let looks = round == 1 && again == Again::Looked(rounds) && model.sees();
        let Some(last) = out.last().filter(|last| looks || !last.flaws.is_empty()) else { break };
        let message = complaint(last, model)?;
        messages.push(message);
        let again = TextRequest { purpose: "rectify", messages: messages.clone(), ..asked.clone() };
        match ask(model, again, Asking { tries: 1, ..Asking::default() }, cx, &mut accept) {
            Ok(answer) => {
                messages = answer.messages;
                out.push(Candidate::new(answer.value, (number, round), answer.warnings)?);
            }
            Err(error) if matches!(error.kind(), Kind::Cancelled | Kind::Bug) => return Err(error),
            // What was drawn before is there still.
            Err(_) => break,
        }
    }
    Ok(out)
}

/// What is said of a drawing.
fn complaint(candidate: &Candidate, model: &dyn LanguageModel) -> Result<Message> {
    let flaws: Vec<String> = candidate.flaws.iter().map(|flaw| format!("- {flaw}")).collect();
    let flaws = if flaws.is_empty() { "nothing that rules know of".to_owned() } else { flaws.join("\n") };
    let picture = if model.sees() { ", see the picture" } else { ", as far as rules can see" };
    let mut message = Message::new(Role::Person, fill(RECTIFY, &[("flaws", &flaws), ("picture", picture)]));
    if model.sees() {
        message.pictures.push(shown(&candidate.drawing)?);
    }
    Ok(message)
}

#[cfg(test)]
mod tests {
    use super::usual;
    use linocut_ask::fit;
    use serde_json::{Value, json};

    #[track_caller]
    fn check(given: &Value) {
        let schema = super::plan_schema().unwrap();
        let fitted = fit(usual(given.clone()), &schema).unwrap_or_else(|error| panic!("{given}: {error}"));
        let element = fitted.value.pointer("/concepts/0/elements/0").unwrap();
        assert_eq!((element["type"].as_str(), element["role"].as_str()), (Some("circle"), Some("face")), "{given}");
        assert!(fitted.value.pointer("/concepts/0/style/strokeWidth").is_some());
    }

    #[test]
    fn plans_of_many_shapes_are_one_plan() {
        let part = json!({ "type": "circle", "role": "face", "position": "12,12", "relationship": "alone" });
        check(&json!({ "concepts": [{ "description": "a", "elements": [part], "style": { "strokeWidth": "2px" } }] }));
        check(&json!({ "description": "a", "elements": [part] }));
        check(&json!([{ "concept": "a", "shapes": [part] }]));
        check(&json!([part]));
        check(
            &json!({ "plan": { "parts": [{ "shape": "circle", "name": "face", "position": [12, 12] }], "style": "line" } }),
        );
        check(&json!({ "variants": [{ "elements": part }] }));
    }
}
