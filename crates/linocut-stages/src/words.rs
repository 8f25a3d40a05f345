//! What the stages that change words with a language model have in common.

use linocut_ask::{Asking, ask};
use linocut_core::{Context, Error, Kind, Message, Result, Role, TextRequest, Value, Warned};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Longest text that is taken, in bytes.
const MOST: usize = 16 << 10;
/// Longest text that is given, in characters; 80 words have about 500.
const LONGEST: usize = 2_000;
/// How freely words are chosen: descriptions are to differ.
const FREELY: f64 = 0.7;

/// The two sides of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Side {
    /// What it shows.
    #[default]
    What,
    /// How it is drawn.
    How,
}

impl Side {
    /// The side in words, and the other one.
    pub(crate) const fn said(self) -> (&'static str, &'static str) {
        match self {
            Self::What => ("what a picture shows", "how it is drawn"),
            Self::How => ("how a picture is drawn", "what it shows"),
        }
    }
}

/// What the language model of the context answers to a prompt, as one paragraph.
pub(crate) fn answered(purpose: &'static str, prompt: String, cx: &Context) -> Result<Value> {
    if prompt.len() > MOST {
        return Err(Error::new(Kind::Limit, "the words are over 16 KiB"));
    }
    let model = crate::edit::needed(cx)?;
    let messages = vec![Message::new(Role::Person, prompt)];
    let request = TextRequest {
        temperature: FREELY,
        max_tokens: 512,
        seed: Some(cx.seed),
        ..TextRequest::new(purpose, messages)
    };
    let answer = ask(model, request, Asking::default(), cx, &mut |text| {
        let text = text.rsplit_once("</think>").map_or(text, |(_, rest)| rest);
        let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect();
        let bare = line.trim_matches(['"', '`', '*', ' ']).to_owned();
        if bare.is_empty() { Err(Error::new(Kind::Input, "the answer is empty")) } else { Ok(Warned::clean(bare)) }
    })?;
    Ok(Value::text(answer.value))
}
