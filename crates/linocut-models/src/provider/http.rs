//! One exchange over HTTP, that ends when the context does.

use super::{Fault, Secret};
use linocut_core::{Context, Error, Kind, Result};
use serde_json::Value;
use std::io::Read;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;
use ureq::Agent;

/// How often a wish to stop is looked for while nothing comes: a person notices about a tenth of a second.
const TURN: Duration = Duration::from_millis(50);
/// Longest time to reach a server; one that is there answers within a round trip.
const REACH: Duration = Duration::from_secs(10);
/// Bytes that are read at once.
const PIECE: usize = 16 << 10;
/// Pieces on their way between the threads.
const QUEUE: usize = 16;
/// Characters of a server's complaint that are repeated.
const SHOWN: usize = 300;
/// Longest wait that a server may ask for; beyond that it is not there.
const LONGEST_WAIT: u64 = 24 * 60 * 60;

/// One request.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) url: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// The header of the key, what stands before it, and the key.
    pub(crate) key: Option<(&'static str, &'static str, Secret)>,
    /// Sent as JSON by POST; GET without.
    pub(crate) body: Option<Value>,
    /// Most bytes of the answer.
    pub(crate) most_bytes: usize,
    /// Longest time, if the context leaves that much.
    pub(crate) timeout: Duration,
}

/// Part of an answer on its way from the thread that waits for it.
enum Part {
    Head(u16, Option<Duration>),
    Bytes(Vec<u8>),
    End(Result<(), ureq::Error>),
}

/// Sends `call`, hands the pieces of a good answer to `take` as they come, and counts them.
///
/// # Errors
/// [`Kind::Unavailable`] with a [`Fault`] when no good answer comes, [`Kind::Limit`] when it is too long, those of `cx` and
/// of `take`.
pub(crate) fn exchange(call: Call, cx: &Context, take: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
    cx.check()?;
    let timeout = cx.remaining().map_or(call.timeout, |left| left.min(call.timeout)).max(TURN);
    let key = call.key.as_ref().map(|(_, _, key)| key.clone());
    let most = call.most_bytes;
    let parts = begin(call, timeout);
    let (mut status, mut wait, mut complaint, mut length) = (0, None, Vec::new(), 0);
    loop {
        cx.check()?;
        let part = match parts.recv_timeout(TURN) {
            Ok(part) => part,
            Err(RecvTimeoutError::Timeout) => continue,
            Err(RecvTimeoutError::Disconnected) => return Err(Error::new(Kind::Bug, "a request ended without a word")),
        };
        match part {
            Part::Head(code, asked) => (status, wait) = (code, asked),
            Part::Bytes(bytes) => {
                length += bytes.len();
                if length > most {
                    let sentence = format!("the answer is over the limit of {} MiB", most >> 20);
                    return Err(Error::new(Kind::Limit, sentence));
                }
                if is_good(status) { take(&bytes)? } else { complaint.extend(bytes) }
            }
            Part::End(Ok(())) if is_good(status) => return Ok(()),
            Part::End(Ok(())) => return Err(refusal(status, wait, &complaint, key.as_ref())),
            Part::End(Err(error)) => return Err(broken(&error)),
        }
    }
}

/// The whole answer to `call`.
pub(crate) fn fetch(call: Call, cx: &Context) -> Result<Vec<u8>> {
    let mut whole = Vec::new();
    exchange(call, cx, &mut |bytes| {
        whole.extend_from_slice(bytes);
        Ok(())
    })?;
    Ok(whole)
}

/// The whole answer to `call` as JSON.
pub(crate) fn fetch_json(call: Call, cx: &Context) -> Result<Value> {
    let bytes = fetch(call, cx)?;
    serde_json::from_slice(&bytes).map_err(|_| Fault::BROKEN.error("the answer is not JSON"))
}

fn is_good(status: u16) -> bool {
    (200..300).contains(&status)
}

/// Starts the thread that waits; it ends by itself when nobody listens any more, or at its timeout.
fn begin(call: Call, timeout: Duration) -> Receiver<Part> {
    let (send, receive) = sync_channel(QUEUE);
    std::thread::spawn(move || {
        let end = talk(&call, timeout, &send);
        // Whoever asked may be gone.
        drop(send.send(Part::End(end)));
    });
    receive
}

fn talk(call: &Call, timeout: Duration, send: &SyncSender<Part>) -> Result<(), ureq::Error> {
    // Never a proxy that nobody named, and no redirects: they could take a key elsewhere.
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .proxy(None)
        .timeout_connect(Some(REACH))
        .timeout_global(Some(timeout))
        .user_agent(concat!("linocut/", env!("CARGO_PKG_VERSION")));
    let agent = Agent::new_with_config(config.build());
    let key = call.key.iter().map(|(name, before, key)| (*name, format!("{before}{}", key.reveal())));
    let headers: Vec<(&str, String)> = call.headers.iter().cloned().chain(key).collect();
    let mut response = if let Some(body) = &call.body {
        let request = agent.post(&call.url).header("content-type", "application/json");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, value));
        request.send(body.to_string().as_bytes())?
    } else {
        let request = agent.get(&call.url);
        headers.iter().fold(request, |request, (name, value)| request.header(*name, value)).call()?
    };
    let wait = response.headers().get("retry-after").and_then(|value| value.to_str().ok()).and_then(seconds);
    if send.send(Part::Head(response.status().as_u16(), wait)).is_err() {
        return Ok(());
    }
    let mut reader = response.body_mut().with_config().limit(u64::MAX).reader();
    let mut piece = vec![0; PIECE];
    loop {
        let count = reader.read(&mut piece)?;
        let bytes = piece.get(..count).unwrap_or_default().to_vec();
        if count == 0 || send.send(Part::Bytes(bytes)).is_err() {
            return Ok(());
        }
    }
}

/// `Retry-After` in seconds; dates are rare and taken for nothing.
fn seconds(text: &str) -> Option<Duration> {
    text.trim().parse().ok().map(|seconds: u64| Duration::from_secs(seconds.min(LONGEST_WAIT)))
}

fn refusal(status: u16, wait: Option<Duration>, body: &[u8], key: Option<&Secret>) -> Error {
    let said = complaint(body, key);
    let sentence = if said.is_empty() { format!("status {status}") } else { format!("status {status}: {said}") };
    let error = Fault::of_status(status, wait).error(sentence);
    match status {
        401 | 403 => error.hinted("check the key: `linocut providers list` says where it is taken from"),
        404 => error.hinted("check address and model: `linocut providers test` lists the models of a server"),
        429 => error.hinted("too many requests, or no money left there"),
        _ => error,
    }
}

/// What a server says is wrong, on one line.
fn complaint(body: &[u8], key: Option<&Secret>) -> String {
    let text = String::from_utf8_lossy(body);
    let json: Option<Value> = serde_json::from_str(&text).ok();
    shown(json.as_ref().and_then(said).unwrap_or(&text), key)
}

/// The beginning of what a server says, on one line, the key hidden wherever it stands.
pub(crate) fn shown(said: &str, key: Option<&Secret>) -> String {
    // Before it is cut: a key across the cut would be shown in part.
    let said = key.map_or_else(|| said.to_owned(), |key| key.hidden_in(said));
    let line: Vec<&str> = said.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    line.join(" ").chars().take(SHOWN).collect()
}

/// The message in an error as JSON; providers differ in where they put it.
pub(crate) fn said(json: &Value) -> Option<&str> {
    let json = json.get(0).unwrap_or(json);
    let error = json.get("error")?;
    error.get("message").unwrap_or(error).as_str()
}

fn broken(error: &ureq::Error) -> Error {
    let sentence = if matches!(error, ureq::Error::Timeout(_)) {
        "no answer in time".to_owned()
    } else if matches!(error, ureq::Error::HostNotFound) {
        "there is no such host".to_owned()
    } else {
        format!("cannot be reached: {error}")
    };
    Fault::BROKEN.error(sentence)
}
