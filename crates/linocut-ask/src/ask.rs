//! Asking, and asking again.

use crate::fit::fit;
use crate::json::json_in;
use linocut_core::{
    Context, End, Error, Form, Kind, LanguageModel, Message, Result, Role, TextReply, TextRequest, Usage, Warned,
};
use serde_json::Value;
use std::sync::Arc;

/// Longest reply that is looked at, in bytes: a drawing of a thousand shapes takes about a tenth.
const MOST_BYTES: usize = 1 << 20;
/// Bytes of a useless reply that the model is shown again: enough to mend, too little to fill its memory.
const SHOWN: usize = 12_000;

/// How often is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asking {
    /// Most replies that are looked at, `1..=5`. Default: 2, the first and one that was told what is wrong.
    pub tries: u32,
    /// Most times that a reply which the limit of tokens cut is continued. Default: 1.
    pub continued: u32,
}

impl Default for Asking {
    fn default() -> Self {
        Self { tries: 2, continued: 1 }
    }
}

/// What was made of a reply.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer<T> {
    /// The value.
    pub value: T,
    /// What had to be mended, one sentence each.
    pub warnings: Vec<String>,
    /// The conversation, the reply at its end, to go on with.
    pub messages: Vec<Message>,
}

/// Asks `model` until `read` takes a reply; it hears what `read` said against the ones before.
///
/// # Errors
/// [`Kind::Unavailable`] when no reply holds, with the reason of the last, [`Kind::Refused`] when the model declines, those
/// of the model and of `cx`.
pub fn ask<T>(
    model: &dyn LanguageModel,
    request: TextRequest,
    asking: Asking,
    cx: &Context,
    read: &mut dyn FnMut(&str) -> Result<Warned<T>>,
) -> Result<Answer<T>> {
    let mut request = request;
    let mut last = Error::new(Kind::Bug, "no reply was looked at");
    for _ in 0..asking.tries.clamp(1, 5) {
        let TextReply { text, end, usage } = whole(model, &request, asking, cx)?;
        let checked = if text.trim().is_empty() {
            Err(Error::new(Kind::Input, "the answer is empty"))
        } else if text.len() > MOST_BYTES {
            Err(Error::new(Kind::Limit, format!("an answer of {} bytes is over the limit of 1 MiB", text.len())))
        } else {
            read(&text)
        };
        match checked {
            Ok(Warned { value, warnings }) => {
                model.keep(&request, &TextReply { text: text.clone(), end, usage });
                request.messages.push(Message::new(Role::Model, text));
                return Ok(Answer { value, warnings, messages: request.messages });
            }
            Err(error) if matches!(error.kind(), Kind::Cancelled | Kind::Bug | Kind::Io) => return Err(error),
            Err(error) => {
                cx.check()?;
                complain(&mut request.messages, &text, &error);
                last = error;
            }
        }
    }
    let sentence = format!("{} gave no usable answer: {last}", model.id().name);
    Err(Error::new(Kind::Unavailable, sentence).cause(last))
}

/// Asks for JSON that fits `schema`; `read` types and checks it.
///
/// # Errors
/// As [`ask`]; [`Kind::Bug`] when the schema is not JSON.
pub fn ask_json<T>(
    model: &dyn LanguageModel,
    request: TextRequest,
    schema: &Value,
    cx: &Context,
    read: &mut dyn FnMut(Value) -> Result<T>,
) -> Result<Answer<T>> {
    let request = TextRequest { form: Form::Json(Arc::from(schema.to_string())), ..request };
    ask(model, request, Asking::default(), cx, &mut |text| {
        let Warned { value, mut warnings } = json_in(text)?;
        let fitted = fit(value, schema)?;
        warnings.extend(fitted.warnings);
        Ok(Warned { value: read(fitted.value)?, warnings })
    })
}

/// A reply, continued where the limit of tokens cut it; it is whole if the first piece was, because pieces stand for
/// different requests.
fn whole(model: &dyn LanguageModel, request: &TextRequest, asking: Asking, cx: &Context) -> Result<TextReply> {
    let (mut text, mut ended) = (String::new(), End::Whole);
    let mut request = request.clone();
    for turn in 0..=asking.continued {
        let TextReply { text: piece, end, .. } = model.generate(&request, cx)?;
        text.push_str(&piece);
        if end == End::Cut {
            ended = End::Cut;
        }
        match end {
            End::Whole => break,
            End::Declined => {
                return Err(Error::new(Kind::Refused, format!("{} declines to answer", model.id().name))
                    .hinted("say it in other words"));
            }
            // An empty piece will not become more, and JSON that a server holds to a schema begins anew.
            End::Cut if piece.is_empty() || matches!(request.form, Form::Json(_)) || turn == asking.continued => break,
            End::Cut => {
                request.messages.push(Message::new(Role::Model, piece));
                let words = "Go on exactly where you stopped, without repeating anything.";
                request.messages.push(Message::new(Role::Person, words));
            }
        }
    }
    Ok(TextReply { text, end: ended, usage: Usage::default() })
}

/// Tells the model what is wrong with its reply.
fn complain(messages: &mut Vec<Message>, text: &str, error: &Error) {
    let words = format!(
        "This answer cannot be used: {error}.\nAnswer again, whole, in the form that was asked for, and nothing else."
    );
    if !text.trim().is_empty() {
        messages.push(Message::new(Role::Model, clipped(text, SHOWN)));
        messages.push(Message::new(Role::Person, words));
        return;
    }
    // Nothing said is no turn of a conversation, and some servers refuse one.
    match messages.last_mut().filter(|last| last.role == Role::Person) {
        Some(last) => last.text.extend(["\n\n", &words]),
        None => messages.push(Message::new(Role::Person, words)),
    }
}

/// The beginning of a text.
pub(crate) fn clipped(text: &str, most: usize) -> String {
    let end = (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let beginning = text.get(..end).unwrap_or_default();
    if end == text.len() { text.to_owned() } else { format!("{beginning}…") }
}
