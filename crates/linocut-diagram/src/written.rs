//! Words to plans by a language model: it fills a form, and rules make the Mermaid text.

use crate::compose::family_in;
use crate::{Family, Plan, repair, schema};
use linocut_ask::{Asking, ask, fill, fit, json_in};
use linocut_core::{Context, Error, Form, Kind, LanguageModel, Message, Result, Role, TextRequest, Warned};
use serde_json::Value;
use std::sync::Arc;

const PROMPT: &str = include_str!("../prompts/plan.md");
/// Longest words, in bytes.
const LONGEST: usize = 64 << 10;
/// Most replies that are looked at: the first, and two that were told what is wrong.
const TRIES: u32 = 3;
/// Longest plan, in tokens.
const MOST_TOKENS: u32 = 4096;

/// Lets `model` plan the diagram that `words` describe; without `family` the words choose it by rules.
///
/// What it writes is mended before it is asked again: JSON with its small mistakes, also Mermaid text in place of a plan.
///
/// # Errors
/// [`Kind::Limit`] over 64 KiB of words, [`Kind::Unavailable`] when no plan holds in three tries, and those of model and
/// `cx`.
pub fn write(words: &str, family: Option<Family>, model: &dyn LanguageModel, cx: &Context) -> Result<Warned<Plan>> {
    if words.len() > LONGEST {
        return Err(Error::new(Kind::Limit, format!("{} bytes of words are over the limit of 64 KiB", words.len())));
    }
    let family = family.unwrap_or_else(|| family_in(words));
    let schema = schema(family);
    let values = [("family", family.name()), ("words", words), ("schema", &schema.to_string())];
    let form = Form::Json(Arc::from(schema.to_string()));
    let messages = vec![Message::new(Role::Person, fill(PROMPT, &values))];
    let request = TextRequest { form, max_tokens: MOST_TOKENS, ..TextRequest::new("diagram", messages) };
    let asking = Asking { tries: TRIES, ..Asking::default() };
    let answer = ask(model, request, asking, cx, &mut |text| {
        let planned = json_in(text).and_then(|found| {
            let mut planned = plan(found.value, family, &schema)?;
            planned.warnings.splice(..0, found.warnings);
            Ok(planned)
        });
        let Err(error) = planned else { return planned };
        let written = mermaid(text, cx).ok_or(error)?;
        let kind = written.value.family();
        if kind == family {
            return Ok(written);
        }
        let (kind, wanted) = (kind.name(), family.name());
        Err(Error::new(Kind::Input, format!("this is a diagram of kind {kind}, {wanted} is wanted")))
    })?;
    Ok(Warned { value: answer.value, warnings: answer.warnings })
}

fn plan(value: Value, family: Family, schema: &Value) -> Result<Warned<Plan>> {
    let mut value = value;
    // A plan in a field of its own is the plan.
    if let Some(inner) = value.get("plan").filter(|inner| inner.is_object()).cloned() {
        value = inner;
    }
    let object = value.as_object_mut().ok_or_else(|| Error::new(Kind::Input, "a plan is a JSON object"))?;
    object.insert("diagram".to_owned(), Value::String(family.name().to_owned()));
    let fitted = fit(value, schema)?;
    let plan = Plan::from_json(&fitted.value.to_string())?;
    Ok(Warned { value: plan, warnings: fitted.warnings })
}

/// The plan of Mermaid text, mended if need be.
fn mermaid(text: &str, cx: &Context) -> Option<Warned<Plan>> {
    let text = text.split("```").max_by_key(|part| part.lines().count())?;
    let text = text.trim_start().strip_prefix("mermaid").unwrap_or(text);
    let repaired = repair(text, cx).ok().filter(|repaired| repaired.valid)?;
    let plan = Plan::from_mermaid(&repaired.text, cx).ok()?;
    Some(Warned { value: plan, warnings: repaired.log.into_iter().map(|fix| fix.what).collect() })
}
