//! Errors as that interface tells them.

use crate::problem::Problem;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use linocut_core::Error;
use serde_json::{Value as Page, json};

/// Why a request was not done.
#[derive(Debug)]
pub(crate) struct Fault {
    problem: Box<Problem>,
    /// The field that is wrong.
    param: Option<&'static str>,
}

impl Fault {
    /// A request that makes no sense because of the field `param`.
    pub(crate) fn wrong(param: &'static str, sentence: impl Into<String>) -> Self {
        let problem = Problem::new(StatusCode::BAD_REQUEST, "input", sentence);
        Self { problem: Box::new(problem), param: Some(param) }
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self.problem.status() {
            StatusCode::UNPROCESSABLE_ENTITY | StatusCode::PAYLOAD_TOO_LARGE => StatusCode::BAD_REQUEST,
            status => status,
        }
    }

    /// The body.
    pub(crate) fn page(&self) -> Page {
        let page = self.problem.page();
        let text = |name: &str| page.get(name).and_then(Page::as_str).unwrap_or_default().to_owned();
        let hint = text("hint");
        let message = if hint.is_empty() { text("detail") } else { format!("{}; {hint}", text("detail")) };
        let sort = if self.status().is_server_error() { "server_error" } else { "invalid_request_error" };
        json!({ "error": { "message": message, "type": sort, "param": self.param, "code": text("code") } })
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self { problem: Box::new(problem), param: None }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Problem::from(error).into()
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = (self.status(), Json(self.page())).into_response();
        // When it is worth asking again.
        let told = self.problem.into_response();
        for (name, value) in told.headers().iter().filter(|(name, _)| *name == axum::http::header::RETRY_AFTER) {
            response.headers_mut().insert(name.clone(), value.clone());
        }
        response
    }
}
