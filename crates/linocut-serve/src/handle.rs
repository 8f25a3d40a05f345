//! A request for work: done while the client waits, or as a job.

use crate::answer::{Answer, wants_json};
use crate::app::App;
use crate::asked::Asked;
use crate::door::under;
use crate::events::{own, stream};
use crate::here::Here;
use crate::jobs::{brief, known, page, place};
use crate::models::{LONGEST, may_ask};
use crate::outcome::answer;
use crate::problem::Problem;
use crate::queue::add;
use crate::task::Task;
use crate::work::{aside, deadline, gated, now, since};
use axum::Json;
use axum::extract::Request;
use axum::http::header::{ACCEPT, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use linocut_jobs::{Ended, Enqueued, Job, State};
use serde_json::{Value as Page, json};
use std::sync::Arc;
use std::time::Duration;

/// Longest word of a client for a request, in bytes.
const LONGEST_KEY: usize = 255;

/// How a client wants its answer.
struct Wish {
    /// `Prefer: respond-async`: as a job.
    background: bool,
    /// `Prefer: wait=SECONDS`.
    wait: Option<Duration>,
    /// `Accept: text/event-stream`: what happens, while it happens.
    stream: bool,
    /// `Idempotency-Key`.
    key: Option<String>,
}

impl Wish {
    fn read(app: &App, headers: &HeaderMap) -> Result<Self, Problem> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let prefer = text("prefer");
        let key = headers.get("idempotency-key").map(|_| text("idempotency-key").trim().to_owned());
        if key.as_ref().is_some_and(|key| key.is_empty() || key.len() > LONGEST_KEY) {
            let sentence = format!("an Idempotency-Key has 1 to {LONGEST_KEY} characters");
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "key", sentence));
        }
        Ok(Self {
            background: prefer.split([',', ';']).any(|part| part.trim().eq_ignore_ascii_case("respond-async")),
            wait: prefer.contains("wait=").then(|| deadline(app, headers)),
            stream: headers.get(ACCEPT).is_some_and(|_| text(ACCEPT.as_str()).contains("text/event-stream")),
            key,
        })
    }

    /// Whether no job is needed.
    fn is_direct(&self) -> bool {
        !self.background && !self.stream && self.key.is_none()
    }

    /// How long to wait for a job.
    fn patience(&self, app: &App, task: &Task) -> Duration {
        let usual = if self.background || task.is_long() { Duration::ZERO } else { app.options.deadline };
        self.wait.unwrap_or(usual)
    }
}

/// Answers a request for work.
pub(crate) async fn handle(task: Task, app: Arc<App>, request: Request) -> Response {
    let (headers, start, route) = (request.headers().clone(), now(), task.route());
    let response = match asked(&app, request).await {
        Ok((wish, asked)) if wish.is_direct() && !task.is_long() => {
            in_time(&app, task, asked, &wish, &headers).await.into_response()
        }
        Ok((wish, asked)) => queued(&app, task, asked, &wish, &headers).await.into_response(),
        Err(problem) => problem.into_response(),
    };
    app.metrics.note(route, response.status().as_u16(), since(start));
    response
}

/// Does work while the client waits. Who says for how long (`Prefer: wait=…`) is told where it goes on when that is over;
/// what would not be done in time is refused before it is begun, all the same.
async fn in_time(
    app: &Arc<App>,
    task: Task,
    asked: Asked,
    wish: &Wish,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let Some(wait) = wish.wait else {
        return direct(app, task, asked, wish, headers).await.map(|answer| answer.respond(headers));
    };
    // What asks others is not to be asked, and paid for, twice.
    if may_ask(&task, &asked) {
        return queued(app, task, asked, wish, headers).await;
    }
    let (start, again) = (now(), (task.clone(), asked.clone()));
    match direct(app, task, asked, wish, headers).await {
        Err(problem) if problem.status() == StatusCode::GATEWAY_TIMEOUT && since(start) >= wait => {
            let later = Wish { background: true, wait: None, stream: false, key: None };
            queued(app, again.0, again.1, &later, headers).await
        }
        answer => answer.map(|answer| answer.respond(headers)),
    }
}

/// Does work while the client waits; what was asked before waits for nobody.
async fn direct(app: &Arc<App>, task: Task, asked: Asked, wish: &Wish, headers: &HeaderMap) -> Result<Answer, Problem> {
    let wishes = headers.clone();
    let look = {
        let (task, wishes, mut asked) = (task.clone(), wishes.clone(), asked);
        move |app: &Arc<App>| {
            let known = task.known(app, &mut asked)?.map(|answer| named(app, answer, &wishes)).transpose()?;
            Ok((asked, known))
        }
    };
    let (asked, known) = aside(app, look).await?;
    if let Some(answer) = known {
        return Ok(answer);
    }
    let (limit, gate) = if may_ask(&task, &asked) {
        (wish.wait.unwrap_or(LONGEST), &app.pens.gate)
    } else {
        (deadline(app, headers), &app.gate)
    };
    let route = task.route();
    let job = move |here: &Here, cx: &linocut_core::Context| named(here, task.done(here, asked, cx)?, &wishes);
    gated(app, Arc::clone(gate), route, limit, job).await
}

/// The answer with the digests of its drawings, for clients that read JSON: the next request can name them.
fn named(app: &App, answer: Answer, headers: &HeaderMap) -> Result<Answer, Problem> {
    let (mut answer, json) = (answer, wants_json(headers));
    if let Answer::Svg(svg, about) | Answer::Diagram { svg, about, .. } = &mut answer
        && json
    {
        about.insert("digest".to_owned(), json!(app.data.artifacts.put(svg.as_bytes())?.to_string()));
        for variant in about.get_mut("variants").and_then(Page::as_array_mut).into_iter().flatten() {
            let svg = variant.get("svg").and_then(Page::as_str).unwrap_or_default();
            let digest = app.data.artifacts.put(svg.as_bytes())?.to_string();
            variant.as_object_mut().map(|variant| variant.insert("digest".to_owned(), json!(digest)));
        }
    }
    Ok(answer)
}

async fn asked(app: &App, request: Request) -> Result<(Wish, Asked), Problem> {
    let wish = Wish::read(app, request.headers())?;
    Ok((wish, Asked::read(request).await?))
}

async fn queued(
    app: &Arc<App>,
    task: Task,
    asked: Asked,
    wish: &Wish,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    if app.is_draining() {
        return Err(Problem::closing());
    }
    let patience = wish.patience(app, &task);
    let word = wish.key.clone();
    let added = aside(app, move |app| add(app, &task, asked, word)).await?;
    let job = match added {
        // Under a key it is to be done once, whoever watches.
        Enqueued::New(job) if wish.stream && wish.key.is_none() => {
            return Ok(placed(own(app, job.id.clone()), &job.id));
        }
        Enqueued::New(job) => job,
        // Who asked for a job gets the same answer again: where it is.
        Enqueued::Same(job) if matches!(job.state, State::Ended(_)) || wish.stream || wish.background => job,
        Enqueued::Same(job) => {
            let problem = Problem::new(StatusCode::CONFLICT, "running", "this request is being worked on");
            return Ok(placed(problem.retry(Duration::from_secs(1)).into_response(), &job.id));
        }
        Enqueued::Other(_) => {
            let sentence = "this Idempotency-Key was sent with another request";
            return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "key", sentence));
        }
    };
    if wish.stream {
        return Ok(placed(stream(app, Some(job.id.clone()), 0), &job.id));
    }
    let id = job.id.clone();
    let job = if patience.is_zero() { job } else { awaited(app, &id, patience).await? };
    Ok(placed(settled(app, job, headers).await, &id))
}

/// The job when it ended, or when patience did.
async fn awaited(app: &Arc<App>, id: &str, patience: Duration) -> Result<Job, Problem> {
    let mut pulse = app.queue.pulse();
    let end = now() + patience;
    loop {
        pulse.borrow_and_update();
        let name = id.to_owned();
        let job = aside(app, move |app| brief(app, &name)).await?;
        if matches!(job.state, State::Ended(_)) || now() >= end || app.is_draining() {
            let name = id.to_owned();
            return aside(app, move |app| known(app, &name)).await;
        }
        // Either it changed or the time is over: both are looked at next.
        drop(tokio::time::timeout_at(end.into(), pulse.changed()).await);
    }
}

/// What a job that ended answers; one that did not is told where to look.
pub(crate) async fn settled(app: &Arc<App>, job: Job, headers: &HeaderMap) -> Response {
    match job.state {
        State::Ended(Ended::Succeeded) => {
            let made = aside(app, move |app| {
                let page = serde_json::from_str(job.result.as_deref().unwrap_or_default()).unwrap_or_default();
                answer(app, page)
            });
            made.await.map(|answer| answer.respond(headers)).into_response()
        }
        State::Ended(Ended::Failed) => {
            let page = serde_json::from_str(job.problem.as_deref().unwrap_or_default()).unwrap_or_default();
            Problem::kept(&page).into_response()
        }
        State::Ended(Ended::Cancelled) => {
            Problem::new(StatusCode::CONFLICT, "cancelled", "the job was cancelled").into_response()
        }
        State::Queued | State::Running => (StatusCode::ACCEPTED, Json(page(&job))).into_response(),
    }
}

fn placed(response: Response, id: &str) -> Response {
    under(response, LOCATION, &place(id))
}
