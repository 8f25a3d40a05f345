//! Errors as `application/problem+json`, RFC 9457.

use crate::door::REQUEST;
use axum::extract::rejection::BytesRejection;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use linocut_core::{Error, Kind};
use serde_json::{Map, Value as Json, json};
use std::borrow::Cow;
use std::time::Duration;

/// What to do when something cannot be kept.
const NO_PLACE: &str =
    "whoever runs the server can free room there, or name another place: LINOCUT_HOME, or `linocut serve --data DIR`";

/// Why a request was not done.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    status: StatusCode,
    /// A permanent word for programs.
    code: Cow<'static, str>,
    detail: String,
    hint: Option<String>,
    mistakes: Box<Mistakes>,
    retry: Option<Duration>,
}

/// What is wrong, one by one.
#[derive(Clone, Debug, Default)]
struct Mistakes {
    /// Each thing, when there are several.
    all: Vec<String>,
    /// Fields of the request, and why.
    fields: Vec<(String, String)>,
}

impl Problem {
    pub(crate) fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        let (code, detail) = (code.into(), detail.into());
        Self { status, code, detail, hint: None, mistakes: Box::default(), retry: None }
    }

    /// A request of which `field` is wrong.
    pub(crate) fn of_field(field: &str, sentence: impl Into<String>) -> Self {
        Error::new(Kind::Input, sentence).about(field).into()
    }

    pub(crate) fn hinted(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with another status, for clients that expect it.
    pub(crate) fn at(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// A body that cannot be read.
    pub(crate) fn of_body(error: &BytesRejection) -> Self {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            let problem = Self::new(error.status(), "limit", "the body is larger than this server takes");
            return problem.hinted("GET /api/v1/system tells its limits");
        }
        Self::new(error.status(), "body", error.body_text())
    }

    /// Says when it is worth asking again.
    pub(crate) fn retry(mut self, after: Duration) -> Self {
        self.retry = Some(after);
        self
    }

    /// Work that ended without a word.
    pub(crate) fn broke() -> Self {
        Error::new(Kind::Bug, "linocut made a mistake and could not go on").into()
    }

    /// All mistakes of a recipe.
    pub(crate) fn several(errors: Vec<Error>) -> Self {
        let all: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let fields = errors.iter().filter_map(field).collect();
        let first = errors.into_iter().next().unwrap_or_else(|| Error::new(Kind::Bug, "refused without a reason"));
        // What is checked is there; that it names something that is not is its mistake.
        let first = if first.kind() == Kind::Missing {
            let again = Error::new(Kind::Input, first.to_string());
            first.hint().into_iter().fold(again, Error::hinted)
        } else {
            first
        };
        Self { mistakes: Box::new(Mistakes { all, fields }), ..Self::from(first) }
    }

    /// The same for a request that knows no nodes: fields are called as it calls them.
    pub(crate) fn of_one(mut self) -> Self {
        let bare = |(field, said): (String, String)| match field.split_once('.') {
            Some((_, bare)) => (bare.to_owned(), said),
            None => (field, said),
        };
        // The name of the node is ours.
        let plain = |said: &str| match said.strip_prefix("node ").and_then(|rest| rest.split_once(": ")) {
            Some((_, rest)) => rest.to_owned(),
            None => said.to_owned(),
        };
        self.detail = plain(&self.detail);
        self.mistakes.all.iter_mut().for_each(|said| *said = plain(said));
        self.mistakes.fields = std::mem::take(&mut self.mistakes.fields).into_iter().map(bare).collect();
        self
    }

    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// A server that takes no new work.
    pub(crate) fn closing() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "closing", "the server is closing").retry(Duration::from_secs(5))
    }

    /// The problem that [`Problem::page`] told.
    pub(crate) fn kept(page: &Json) -> Self {
        let text = |name: &str| page.get(name).and_then(Json::as_str).map(ToOwned::to_owned);
        let status = page.get("status").and_then(Json::as_u64).and_then(|status| u16::try_from(status).ok());
        let status = status.and_then(|status| StatusCode::from_u16(status).ok());
        let list = |name: &str| page.get(name).and_then(Json::as_array).into_iter().flatten();
        let field = |one: &Json| {
            let text = |name: &str| Some(one.get(name)?.as_str()?.to_owned());
            text("field").zip(text("message"))
        };
        Self {
            status: status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            code: text("code").unwrap_or_else(|| "bug".to_owned()).into(),
            detail: text("detail").unwrap_or_default(),
            hint: text("hint"),
            mistakes: Box::new(Mistakes {
                all: list("errors").filter_map(|error| Some(error.as_str()?.to_owned())).collect(),
                fields: list("field_errors").filter_map(field).collect(),
            }),
            retry: None,
        }
    }

    /// Whether the same work may be done later: something could not be reached now.
    pub(crate) fn passes(&self) -> bool {
        matches!(self.code.as_ref(), "unavailable" | "io")
    }

    /// Whether a limit was met, of time for one.
    pub(crate) fn is_late(&self) -> bool {
        self.code == "limit"
    }

    pub(crate) fn page(&self) -> Json {
        let mut page = Map::from_iter([
            ("type".to_owned(), json!(format!("urn:linocut:problem:{}", self.code))),
            ("title".to_owned(), json!(self.status.canonical_reason().unwrap_or("Client Closed Request"))),
            ("status".to_owned(), json!(self.status.as_u16())),
            ("code".to_owned(), json!(self.code)),
            ("detail".to_owned(), json!(self.detail)),
        ]);
        page.extend(self.hint.as_ref().map(|hint| ("hint".to_owned(), json!(hint))));
        page.extend((self.mistakes.all.len() > 1).then(|| ("errors".to_owned(), json!(self.mistakes.all))));
        let fields = self.mistakes.fields.iter().map(|(field, said)| json!({ "field": field, "message": said }));
        page.extend((!self.mistakes.fields.is_empty()).then(|| ("field_errors".to_owned(), fields.collect())));
        page.extend(REQUEST.try_with(|asking| ("request_id".to_owned(), json!(asking.id))).ok());
        Json::Object(page)
    }

    pub(crate) fn from_error(error: &Error) -> Self {
        let closed = StatusCode::from_u16(499).unwrap_or(StatusCode::BAD_REQUEST);
        let (status, code) = match error.kind() {
            Kind::Input => (StatusCode::UNPROCESSABLE_ENTITY, "input"),
            Kind::Missing => (StatusCode::NOT_FOUND, "missing"),
            Kind::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "unavailable"),
            Kind::Limit => (StatusCode::PAYLOAD_TOO_LARGE, "limit"),
            Kind::Refused => (StatusCode::FORBIDDEN, "refused"),
            Kind::Cancelled => (closed, "cancelled"),
            Kind::Io => (StatusCode::SERVICE_UNAVAILABLE, "io"),
            Kind::Bug => (StatusCode::INTERNAL_SERVER_ERROR, "bug"),
        };
        let mistakes = Box::new(Mistakes { all: Vec::new(), fields: field(error).into_iter().collect() });
        // It is nobody's mistake here, and somebody can change it.
        let place = (error.kind() == Kind::Io).then(|| NO_PLACE.to_owned());
        Self { hint: error.hint().map(in_fields).or(place), mistakes, ..Self::new(status, code, error.to_string()) }
    }
}

/// The field that an error is about, and what is wrong with it.
fn field(error: &Error) -> Option<(String, String)> {
    Some((error.field()?.to_owned(), error.sentence().to_owned()))
}

/// A hint with the names of fields in the place of options of the command line, but for whole commands in backticks.
fn in_fields(hint: &str) -> String {
    let fields = |text: &str| {
        let words = text.split(' ').map(|word| match word.strip_prefix("--") {
            Some("no-snap") => "snap off".to_owned(),
            Some(option) => option.replace('-', "_"),
            None => word.to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    };
    let parts = hint.split('`').enumerate();
    let parts = parts.map(|(at, part)| if at % 2 == 0 { fields(part) } else { part.to_owned() });
    parts.collect::<Vec<_>>().join("`")
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::from_error(&error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.status, self.page().to_string()).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(after) = self.retry {
            // Whole seconds, rounded up: who comes back earlier would be refused again.
            headers.insert(RETRY_AFTER, HeaderValue::from(after.as_secs() + 1));
        }
        response
    }
}
