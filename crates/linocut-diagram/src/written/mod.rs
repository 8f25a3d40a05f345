//! Words to diagrams by a language model: it fills a form, and rules make the Mermaid text; Mermaid text of its own is
//! taken, too.

mod bare;
mod text;
mod usual;

use crate::compose::family_in;
use crate::{Family, Plan, mermaid, schema};
use linocut_ask::{Asking, ask, fill, fit, json_in};
use linocut_core::{Context, Error, Form, Kind, LanguageModel, Message, Result, Role, TextRequest, Warned};
use serde_json::Value;
use std::sync::Arc;

const PROMPT: &str = include_str!("../../prompts/plan.md");
/// Longest words, in bytes.
const LONGEST: usize = 64 << 10;
/// Most replies that are looked at: the first, and two that were told what is wrong.
const TRIES: u32 = 3;
/// Longest plan, in tokens.
const MOST_TOKENS: u32 = 4096;

/// What a language model made of words.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    /// The diagram as Mermaid text, which is valid.
    pub text: String,
    /// Its plan; `None` for Mermaid text that says more than a plan can.
    pub plan: Option<Plan>,
}

impl Written {
    fn of(plan: Plan) -> Result<Self> {
        Ok(Self { text: mermaid(&plan)?, plan: Some(plan) })
    }
}

/// Lets `model` plan the diagram that `words` describe; without `family` the words choose it by rules.
///
/// What it writes is mended before it is asked again: JSON with its small mistakes, also Mermaid text in place of a plan,
/// of which colors, links and settings are left out; that may be of another kind unless `family` says which.
///
/// # Errors
/// [`Kind::Limit`] over 64 KiB of words, [`Kind::Unavailable`] when no reply holds in three tries, and those of model and
/// `cx`.
pub fn write(words: &str, family: Option<Family>, model: &dyn LanguageModel, cx: &Context) -> Result<Warned<Written>> {
    if words.len() > LONGEST {
        return Err(Error::new(Kind::Limit, format!("{} bytes of words are over the limit of 64 KiB", words.len())));
    }
    let named = family;
    let family = family.unwrap_or_else(|| family_in(words));
    let schema = schema(family);
    let values = [("family", family.name()), ("words", words), ("schema", &schema.to_string())];
    let form = Form::Json(Arc::from(schema.to_string()));
    let messages = vec![Message::new(Role::Person, fill(PROMPT, &values))];
    let request = TextRequest { form, max_tokens: MOST_TOKENS, ..TextRequest::new("diagram", messages) };
    let asking = Asking { tries: TRIES, ..Asking::default() };
    let answer = ask(model, request, asking, cx, &mut |reply| {
        let planned = json_in(reply).and_then(|found| {
            let mut planned = plan(found.value, family, &schema)?;
            planned.warnings.splice(..0, found.warnings);
            Ok(planned)
        });
        // Text that begins as Mermaid does is told of in Mermaid's terms.
        planned.or_else(|error| text::read(reply, named, cx).unwrap_or(Err(error)))
    })?;
    Ok(Warned { value: answer.value, warnings: answer.warnings })
}

fn plan(value: Value, family: Family, schema: &Value) -> Result<Warned<Written>> {
    let mut value = value;
    // A plan in a field of its own is the plan.
    if let Some(inner) = value.get("plan").filter(|inner| inner.is_object()).cloned() {
        value = inner;
    }
    let object = value.as_object_mut().ok_or_else(|| Error::new(Kind::Input, "a plan is a JSON object"))?;
    object.insert("diagram".to_owned(), Value::String(family.name().to_owned()));
    usual::name(object);
    let fitted = fit(value, schema)?;
    let plan = Plan::from_json(&fitted.value.to_string())?;
    Ok(Warned { value: Written::of(plan)?, warnings: fitted.warnings })
}
