//! One request and what came of it, as a file.

use crate::provider::Fault;
use linocut_core::{End, Error, Form, Kind, Result, Role, TextReply, TextRequest, Usage};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Largest file of an exchange, in bytes.
const MOST_BYTES: usize = 16 << 20;

/// One request and what came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Exchange {
    when: When,
    /// Whether it answers as often as it fits.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) again: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reply: Option<Reply>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure>,
}

/// Which requests it answers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct When {
    #[serde(skip_serializing_if = "Option::is_none")]
    purpose: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contains: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    digest: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reply {
    text: String,
    #[serde(default)]
    end: Ending,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    input_tokens: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    output_tokens: Option<u64>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Ending {
    #[default]
    Whole,
    Cut,
    Declined,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Failure {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    /// In seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry_after: Option<u64>,
    said: String,
}

impl Exchange {
    /// Reads an exchange.
    ///
    /// # Errors
    /// [`Kind::Limit`] over 16 MiB, [`Kind::Input`] when it is no exchange or holds neither or both of reply and error.
    pub fn from_json(text: &str) -> Result<Self> {
        if text.len() > MOST_BYTES {
            return Err(Error::new(Kind::Limit, "an exchange is over 16 MiB"));
        }
        let wrong = |e: serde_json::Error| Error::new(Kind::Input, format!("no exchange of a script: {e}"));
        let exchange: Self = serde_json::from_str(text).map_err(wrong)?;
        if exchange.reply.is_some() == exchange.error.is_some() {
            return Err(Error::new(Kind::Input, "an exchange holds a reply or an error"));
        }
        Ok(exchange)
    }

    /// The exchange as JSON, indented; the request is in it as a digest only.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// What came of `request`.
    pub(super) fn of(request: &TextRequest, result: &Result<TextReply>) -> Self {
        let when = When { purpose: Some(request.purpose.to_owned()), contains: None, digest: Some(digest(request)) };
        let reply = result.as_ref().ok().map(|reply| Reply {
            text: reply.text.clone(),
            end: match reply.end {
                End::Whole => Ending::Whole,
                End::Cut => Ending::Cut,
                End::Declined => Ending::Declined,
            },
            input_tokens: reply.usage.input_tokens,
            output_tokens: reply.usage.output_tokens,
        });
        let error = result.as_ref().err().map(|error| {
            let fault = Fault::of(error);
            let retry_after = fault.and_then(|fault| fault.retry_after).map(|wait| wait.as_secs());
            Failure { status: fault.and_then(|fault| fault.status), retry_after, said: error.to_string() }
        });
        Self { when, again: false, reply, error }
    }

    /// What the requests that it answers are for, if it says so.
    pub(super) fn purpose(&self) -> Option<&str> {
        self.when.purpose.as_deref()
    }

    pub(super) fn is_exact(&self) -> bool {
        self.when.digest.is_some()
    }

    pub(super) fn fits(&self, request: &TextRequest, digest: &str) -> bool {
        let last = request.messages.last().map(|message| message.text.as_str()).unwrap_or_default();
        self.when.purpose.as_ref().is_none_or(|purpose| purpose == request.purpose)
            && self.when.contains.as_ref().is_none_or(|words| last.contains(words))
            && self.when.digest.as_ref().is_none_or(|own| own == digest)
    }

    pub(super) fn outcome(&self) -> Result<TextReply> {
        if let Some(failure) = &self.error {
            let wait = failure.retry_after.map(Duration::from_secs);
            let fault = failure.status.map_or(Fault::BROKEN, |status| Fault::of_status(status, wait));
            return Err(fault.error(failure.said.clone()));
        }
        let reply = self.reply.as_ref().ok_or_else(|| Error::new(Kind::Bug, "an exchange without reply and error"))?;
        let end = match reply.end {
            Ending::Whole => End::Whole,
            Ending::Cut => End::Cut,
            Ending::Declined => End::Declined,
        };
        let usage = Usage { input_tokens: reply.input_tokens, output_tokens: reply.output_tokens };
        Ok(TextReply { text: reply.text.clone(), end, usage })
    }
}

/// The same for equal requests, whatever machine asks.
#[must_use]
pub fn digest(request: &TextRequest) -> String {
    fnv(&material(request).iter().map(String::as_str).collect::<Vec<_>>())
}

/// All that a request says, in order; pictures with their pixels.
pub(crate) fn material(request: &TextRequest) -> Vec<String> {
    let form = match &request.form {
        Form::Free => "free",
        Form::Svg => "svg",
        Form::Mermaid => "mermaid",
        Form::Json(schema) => schema,
    };
    let numbers = format!("{} {} {} {:?}", request.temperature, request.top_p, request.max_tokens, request.seed);
    let mut parts = vec![request.purpose.to_owned(), form.to_owned(), numbers];
    for message in &request.messages {
        let role = match message.role {
            Role::System => "system",
            Role::Person => "person",
            Role::Model => "model",
        };
        parts.extend([role.to_owned(), message.text.clone()]);
        for picture in &message.pictures {
            let pixels: String = picture.pixels().iter().map(ToString::to_string).collect();
            parts.push(format!("{} {} {pixels}", picture.width(), picture.height()));
        }
    }
    parts
}

/// FNV-1a (Fowler, Noll, Vo) of texts, with an end mark after each: finds a recording, protects nothing.
pub(super) fn fnv(texts: &[&str]) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in texts.iter().flat_map(|text| text.bytes().chain([0xff])) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
