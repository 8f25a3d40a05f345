//! Conversations that are passed on to a language model.

use super::fault::Fault;
use super::said::Said;
use crate::here::Here;
use crate::models::Lease;
use axum::http::StatusCode;
use linocut_core::{Context, End, Error, Kind, TextReply};
use linocut_models::provider::Fault as Broken;

/// What the model called `PROVIDER` or `PROVIDER/MODEL` answers.
pub(crate) fn on(here: &Here, said: &Said, cx: &Context) -> Result<TextReply, Fault> {
    let model = said.model.as_deref().unwrap_or_default();
    let provider = model.split('/').next().unwrap_or_default();
    let config = here.pens.config()?;
    let fits = |own: &str| model == provider || model == format!("{provider}/{own}");
    let known = config.known.get(provider).filter(|known| known.settings.family.writes());
    if !known.is_some_and(|known| fits(&known.settings.model)) {
        let sentence = format!("the model '{model}' does not exist");
        let problem = crate::problem::Problem::new(StatusCode::NOT_FOUND, "model_not_found", sentence);
        return Err(problem.hinted("GET /v1/models lists those there are").into());
    }
    let request = said.request()?;
    let lease = Lease::take(&here.pens, Some(provider))?;
    let done = lease.writer()?.generate(&request, &lease.context(cx));
    lease.settle(&here.pens, "chat", false);
    let reply = done.map_err(status)?;
    if reply.end == End::Declined {
        return Err(Error::new(Kind::Refused, "the model declines to answer").into());
    }
    Ok(reply)
}

/// An error of the model's server under its own status, where that is the caller's business.
fn status(error: Error) -> Fault {
    let status = Broken::of(&error).and_then(|fault| fault.status).and_then(|status| StatusCode::from_u16(status).ok());
    let retry = Broken::of(&error).and_then(|fault| fault.retry_after);
    match status {
        Some(status @ (StatusCode::BAD_REQUEST | StatusCode::TOO_MANY_REQUESTS)) => {
            let problem = crate::problem::Problem::new(status, "upstream", error.to_string());
            retry
                .map_or(problem, |wait| crate::problem::Problem::new(status, "upstream", error.to_string()).retry(wait))
                .into()
        }
        _ => error.into(),
    }
}
