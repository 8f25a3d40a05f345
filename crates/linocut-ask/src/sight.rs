//! A language model that looks at pictures, as a judge of them.

use crate::{ask_json, fill};
use linocut_core::{
    Assessment, Context, Error, Kind, LanguageModel, Message, Model, ModelId, Raster, Result, Role, TextRequest, Unit,
    VisionModel,
};
use serde_json::Value;
use std::sync::Arc;

const PROMPT: &str = include_str!("../prompts/assess.md");
const SCHEMA: &str = include_str!("../prompts/assess.schema.json");
/// Most phrases of a list, and most characters of a phrase and of a caption.
const MOST: usize = 5;
const LONGEST: usize = 200;
/// Tokens of a judgment, and room for a model that thinks before it says it.
const MOST_TOKENS: u32 = 2048;

/// A language model that looks at pictures, as a judge of them.
pub struct Sight<'a>(&'a dyn LanguageModel);

impl<'a> Sight<'a> {
    /// `model` as a judge; `None` when it does not look at pictures.
    #[must_use]
    pub fn of(model: &'a dyn LanguageModel) -> Option<Self> {
        model.sees().then_some(Self(model))
    }
}

impl Model for Sight<'_> {
    fn id(&self) -> &ModelId {
        self.0.id()
    }
}

impl VisionModel for Sight<'_> {
    /// One call for each picture: several at once are compared instead of judged.
    fn assess(&self, prompt: &str, pictures: &[Arc<Raster>], cx: &Context) -> Result<Vec<Assessment>> {
        pictures.iter().map(|picture| self.one(prompt, picture, cx)).collect()
    }
}

impl Sight<'_> {
    fn one(&self, prompt: &str, picture: &Arc<Raster>, cx: &Context) -> Result<Assessment> {
        let schema: Value = serde_json::from_str(SCHEMA)
            .map_err(|e| Error::new(Kind::Bug, "the schema of judgments is not JSON").cause(e))?;
        let mut message = Message::new(Role::Person, fill(PROMPT, &[("prompt", prompt)]));
        message.pictures = vec![Arc::clone(picture)];
        let request = TextRequest { max_tokens: MOST_TOKENS, ..TextRequest::new("assess", vec![message]) };
        let answer = ask_json(self.0, request, &schema, cx, &mut |value| read(&value))?;
        Ok(answer.value)
    }
}

fn read(value: &Value) -> Result<Assessment> {
    let number = |name: &str, most: f64| {
        let found = value.get(name).and_then(Value::as_f64).filter(|found| (0.0..=most).contains(found));
        found.ok_or_else(|| Error::new(Kind::Input, format!("{name} is no number from 0 to {most}")))
    };
    let phrase = |text: &str| -> String { text.chars().filter(|c| !c.is_control()).take(LONGEST).collect() };
    let phrases = |name: &str| -> Vec<String> {
        let list = value.get(name).and_then(Value::as_array).into_iter().flatten();
        list.filter_map(Value::as_str).map(phrase).filter(|text| !text.trim().is_empty()).take(MOST).collect()
    };
    let caption = value.get("caption").and_then(Value::as_str).map(phrase).filter(|text| !text.trim().is_empty());
    Ok(Assessment {
        alignment: Unit::clamped(number("alignment", 100.0)? / 100.0),
        aesthetic: Some(Unit::clamped(number("aesthetic", 10.0)? / 10.0)),
        caption,
        strengths: phrases("strengths"),
        weaknesses: phrases("weaknesses"),
    })
}
