//! `/v1/chat/completions`.

use super::drawn::answered;
use super::fault::Fault;
use super::listed::route;
use super::passed;
use super::said::Said;
use crate::app::App;
use crate::here::Here;
use crate::models::LONGEST;
use crate::pieces::Pieces;
use crate::problem::Problem;
use crate::work::{gated, now, since, wall};
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use linocut_core::{Context, End, TextReply, Usage, Watch};
use serde_json::{Value as Page, json};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{Sender, channel};

/// For counting.
const ROUTE: &str = "/v1/chat/completions";
/// Bytes of a drawing in a piece of a stream.
const PIECE: usize = 512;
/// Pieces on their way; a client that does not read holds the model up.
const QUEUE: usize = 64;

pub(crate) async fn completions(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let start = now();
    let response = match Said::read(&body) {
        Ok(said) if said.stream == Some(true) => streamed(&app, said),
        Ok(said) => whole(&app, said).await.into_response(),
        Err(fault) => fault.into_response(),
    };
    app.metrics.note(ROUTE, response.status().as_u16(), since(start));
    response
}

/// Faults go through work as they are.
type Done<T> = Result<Result<T, Fault>, Problem>;

async fn whole(app: &Arc<App>, said: Said) -> Result<Json<Page>, Fault> {
    let model = said.model.clone().unwrap_or_else(|| "linocut".to_owned());
    let asked = Arc::new(said);
    let reply = worked(app, move |here, cx| reply(here, &asked, cx)).await??;
    let choice = json!({
        "index": 0,
        "message": { "role": "assistant", "content": reply.text, "refusal": null },
        "finish_reason": finish(reply.end),
        "logprobs": null,
    });
    Ok(Json(json!({
        "id": id(),
        "object": "chat.completion",
        "created": wall() / 1000,
        "model": model,
        "choices": [choice],
        "usage": usage(reply.usage),
    })))
}

async fn worked<T: Send + 'static>(
    app: &Arc<App>,
    job: impl FnOnce(&Here, &Context) -> Result<T, Fault> + Send + 'static,
) -> Done<T> {
    gated(app, Arc::clone(&app.pens.gate), ROUTE, LONGEST, move |here, cx| Ok(job(here, cx))).await
}

/// The answer to a conversation: a drawing, or the words of a language model.
fn reply(here: &Here, said: &Said, cx: &Context) -> Result<TextReply, Fault> {
    let Some(route) = route(said.model.as_deref()) else { return passed::on(here, said, cx) };
    let (svg, about) = answered(here, said, route, cx)?;
    for piece in pieces(&svg) {
        cx.hear(piece);
    }
    let tokens = |name: &str| about.get("cost").and_then(|cost| cost.get(name)).and_then(Page::as_u64);
    let usage = Usage { input_tokens: tokens("input_tokens"), output_tokens: tokens("output_tokens") };
    Ok(TextReply { text: svg, end: End::Whole, usage })
}

fn pieces(text: &str) -> Vec<&str> {
    let (mut rest, mut out) = (text, Vec::new());
    while !rest.is_empty() {
        let end = (PIECE.min(rest.len())..=rest.len()).find(|end| rest.is_char_boundary(*end)).unwrap_or(rest.len());
        let (piece, more) = rest.split_at(end);
        out.push(piece);
        rest = more;
    }
    out
}

/// The answer piece by piece, as it is written.
fn streamed(app: &Arc<App>, said: Said) -> Response {
    let (send, receive) = channel(QUEUE);
    tokio::spawn(stream(Arc::clone(app), said, send));
    let kind = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-store")];
    (kind, Body::new(Pieces { receive, bytes: None })).into_response()
}

async fn stream(app: Arc<App>, said: Said, send: Sender<io::Result<Bytes>>) {
    let model = said.model.clone().unwrap_or_else(|| "linocut".to_owned());
    let head = Head { id: id(), created: wall() / 1000, model };
    let (counts, asked) = (said.counts(), Arc::new(said));
    let listener = (head.clone(), send.clone());
    let work = worked(&app, move |here, cx| {
        let (head, send) = listener;
        let first = head.chunk(&json!({ "role": "assistant", "content": "" }), None);
        let listening = Listening { outer: cx.clone(), head, send };
        listening.send(&first);
        reply(here, &asked, &cx.watched(Arc::new(listening)))
    });
    // A client that goes away takes the work with it.
    let done = tokio::select! {
        done = work => done,
        () = send.closed() => return,
    };
    let reply = done.map_err(Fault::from).and_then(|done| done);
    let mut lines = Vec::new();
    match reply {
        Ok(reply) => {
            lines.push(head.chunk(&json!({}), Some(finish(reply.end))));
            if counts {
                lines.push(head.counted(reply.usage));
            }
            lines.push("data: [DONE]\n\n".to_owned());
        }
        Err(fault) => lines.push(format!("data: {}\n\n", fault.page())),
    }
    for line in lines {
        if send.send(Ok(line.into())).await.is_err() {
            return;
        }
    }
}

/// What every piece repeats.
#[derive(Clone)]
struct Head {
    id: String,
    created: u64,
    model: String,
}

impl Head {
    fn page(&self, choices: &Page) -> Page {
        json!({
            "id": self.id, "object": "chat.completion.chunk", "created": self.created, "model": self.model,
            "choices": choices,
        })
    }

    fn chunk(&self, delta: &Page, finish: Option<&str>) -> String {
        let choices = json!([{ "index": 0, "delta": delta, "finish_reason": finish, "logprobs": null }]);
        format!("data: {}\n\n", self.page(&choices))
    }

    fn counted(&self, took: Usage) -> String {
        let mut page = self.page(&json!([]));
        page.as_object_mut().map(|page| page.insert("usage".to_owned(), usage(took)));
        format!("data: {page}\n\n")
    }
}

/// Sends on what is heard.
struct Listening {
    outer: Context,
    head: Head,
    send: Sender<io::Result<Bytes>>,
}

impl Listening {
    fn send(&self, line: &str) {
        // Who went away hears nothing.
        drop(self.send.blocking_send(Ok(line.to_owned().into())));
    }
}

impl Watch for Listening {
    fn cancelled(&self) -> bool {
        self.send.is_closed() || self.outer.check().is_err_and(|error| error.kind() == linocut_core::Kind::Cancelled)
    }
    fn late(&self) -> bool {
        self.outer.check().is_err_and(|error| error.kind() == linocut_core::Kind::Limit)
    }
    fn note(&self, stage: &str, done: u64, total: u64) {
        self.outer.note(stage, done, total);
    }
    fn remaining(&self) -> Option<Duration> {
        self.outer.remaining()
    }
    fn listens(&self) -> bool {
        true
    }
    fn hear(&self, text: &str) {
        if !text.is_empty() {
            self.send(&self.head.chunk(&json!({ "content": text }), None));
        }
    }
}

const fn finish(end: End) -> &'static str {
    match end {
        End::Whole => "stop",
        End::Cut => "length",
        End::Declined => "content_filter",
    }
}

/// Counts of tokens; programs expect numbers, so what is not known is 0 here as with other servers.
fn usage(usage: Usage) -> Page {
    let (input, output) = (usage.input_tokens.unwrap_or(0), usage.output_tokens.unwrap_or(0));
    json!({ "prompt_tokens": input, "completion_tokens": output, "total_tokens": input.saturating_add(output) })
}

fn id() -> String {
    crate::door::REQUEST
        .try_with(|asking| format!("chatcmpl-{}", asking.id))
        .unwrap_or_else(|_| format!("chatcmpl-{:x}", wall()))
}
