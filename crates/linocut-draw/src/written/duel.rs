//! Two drawings side by side, judged by a model that sees.

use super::candidate::{Candidate, shown};
use linocut_ask::{ask_json, fill};
use linocut_core::{Context, Error, Kind, LanguageModel, Message, Result, Role, TextRequest};
use serde_json::{Value, json};

const PROMPT: &str = include_str!("../../prompts/duel.md");
/// Most drawings that are compared: each comparison is two calls.
const MOST: usize = 4;

/// Tokens of a verdict: a few, and room for a model that thinks before it says them.
const MOST_TOKENS: u32 = 2048;
/// What a winner's score is raised above the loser's: enough for the order, too little to beat other sources by.
const EDGE: f64 = 1e-6;

/// The candidates, the one that wins in both orders first and with the best score; in their order when the model does not
/// see. A duel that could not be held is a warning of the first.
pub(super) fn best_of(
    judged: Vec<(f64, Candidate)>,
    prompt: &str,
    model: &dyn LanguageModel,
    cx: &Context,
) -> Result<Vec<(f64, Candidate)>> {
    let mut judged = judged;
    if !model.sees() || judged.len() < 2 {
        return Ok(judged);
    }
    for at in 1..judged.len().min(MOST) {
        let (Some((_, first)), Some((_, other))) = (judged.first(), judged.get(at)) else { break };
        // Who cannot judge decides nothing; what was drawn is there all the same.
        let better = match (wins(other, first, prompt, model, cx), wins(first, other, prompt, model, cx)) {
            (Ok(better), Ok(worse)) => better && !worse,
            (Err(error), _) | (_, Err(error)) if error.kind() == Kind::Cancelled => return Err(error),
            (Err(error), _) | (_, Err(error)) => {
                let warning = format!("drafts were not compared by the model: {error}");
                judged.iter_mut().take(1).for_each(|(_, first)| first.warnings.push(warning.clone()));
                break;
            }
        };
        if better {
            let best = judged.first().map_or(0.0, |(score, _)| *score);
            let (_, winner) = judged.remove(at);
            judged.insert(0, (best + EDGE, winner));
        }
    }
    Ok(judged)
}

/// Whether the model prefers `one`, which it is shown first.
fn wins(one: &Candidate, other: &Candidate, prompt: &str, model: &dyn LanguageModel, cx: &Context) -> Result<bool> {
    let mut message = Message::new(Role::Person, fill(PROMPT, &[("prompt", prompt)]));
    message.pictures = vec![shown(&one.drawing)?, shown(&other.drawing)?];
    let request = TextRequest { max_tokens: MOST_TOKENS, ..TextRequest::new("duel", vec![message]) };
    let words = json!(["first", "second", "same"]);
    let schema = json!({ "type": "object", "required": ["better"], "properties": { "better": { "enum": words } } });
    let answer = ask_json(model, request, &schema, cx, &mut |value: Value| {
        let better = value.get("better").and_then(Value::as_str).map(str::to_owned);
        better.ok_or_else(|| Error::new(Kind::Input, "better is missing"))
    })?;
    Ok(answer.value == "first")
}
