//! Errors as `application/problem+json`, RFC 9457.

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use linocut_core::{Error, Kind};
use serde_json::{Map, Value as Json, json};
use std::time::Duration;

/// Why a request was not done.
#[derive(Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    /// A permanent word for programs.
    code: &'static str,
    detail: String,
    hint: Option<String>,
    /// Each thing that is wrong, when there are several.
    errors: Vec<String>,
    retry: Option<Duration>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), hint: None, errors: Vec::new(), retry: None }
    }

    pub(crate) fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Says when it is worth asking again.
    pub(crate) fn retry(mut self, after: Duration) -> Self {
        self.retry = Some(after);
        self
    }

    /// All mistakes of a recipe.
    pub(crate) fn several(errors: Vec<Error>) -> Self {
        let all: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let first = errors.into_iter().next().unwrap_or_else(|| Error::new(Kind::Bug, "refused without a reason"));
        Self { errors: all, ..Self::from(first) }
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    fn page(&self) -> Json {
        let mut page = Map::from_iter([
            ("type".to_owned(), json!(format!("urn:linocut:problem:{}", self.code))),
            ("title".to_owned(), json!(self.status.canonical_reason().unwrap_or("Client Closed Request"))),
            ("status".to_owned(), json!(self.status.as_u16())),
            ("code".to_owned(), json!(self.code)),
            ("detail".to_owned(), json!(self.detail)),
        ]);
        page.extend(self.hint.as_ref().map(|hint| ("hint".to_owned(), json!(hint))));
        page.extend((self.errors.len() > 1).then(|| ("errors".to_owned(), json!(self.errors))));
        Json::Object(page)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let closed = StatusCode::from_u16(499).unwrap_or(StatusCode::BAD_REQUEST);
        let (status, code) = match error.kind() {
            Kind::Input => (StatusCode::UNPROCESSABLE_ENTITY, "input"),
            Kind::Missing => (StatusCode::NOT_FOUND, "missing"),
            Kind::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Kind::Limit => (StatusCode::PAYLOAD_TOO_LARGE, "limit"),
            Kind::Refused => (StatusCode::FORBIDDEN, "refused"),
            Kind::Cancelled => (closed, "cancelled"),
            Kind::Io => (StatusCode::INTERNAL_SERVER_ERROR, "io"),
            Kind::Bug => (StatusCode::INTERNAL_SERVER_ERROR, "bug"),
        };
        Self { hint: error.hint().map(ToOwned::to_owned), ..Self::new(status, code, error.to_string()) }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.page().to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(after) = self.retry {
            // Whole seconds, rounded up: who comes back earlier would be refused again.
            headers.insert(RETRY_AFTER, HeaderValue::from(after.as_secs() + 1));
        }
        response
    }
}
