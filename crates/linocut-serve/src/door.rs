//! Who may come in, and what every answer says to browsers.

use crate::app::App;
use crate::page;
use crate::problem::Problem;
use crate::quota::{Counted, Peer};
use axum::extract::{Request, State};
use axum::http::header::{
    AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, ETAG, HOST, HeaderMap,
    HeaderName, IF_NONE_MATCH, ORIGIN, REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use linocut_flow::Digest;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the cookie begins with.
const COOKIE_NAME: &str = "linocut=";
/// Longest refusal that is passed on, in bytes.
const LONGEST_REFUSAL: usize = 4096;
/// Names of this computer.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// What answers say to browsers: nothing but pictures, letters and styles of its own may be loaded, nothing framed.
const SAFE: [(HeaderName, &str); 4] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; frame-ancestors 'none'; sandbox",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
];

tokio::task_local! {
    /// The request that is being answered.
    pub(crate) static REQUEST: Arc<Asking>;
}

/// What is told of a request besides its answer.
pub(crate) struct Asking {
    /// Its name, for people who compare answers with logs.
    pub(crate) id: String,
    /// How long the work for it took, in microseconds; 0 for none.
    pub(crate) work: AtomicU64,
}

/// Lets in whom the options let in.
pub(crate) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let asking = Arc::new(Asking { id: app.next_request(), work: AtomicU64::new(0) });
    let answer = async {
        match check(&app, request.headers(), request.uri().path()) {
            Ok(()) => match counted(&app, &request) {
                Ok(_counted) => next.run(request).await,
                Err(problem) => problem.into_response(),
            },
            Err(problem) => problem.into_response(),
        }
    };
    let response = REQUEST.scope(Arc::clone(&asking), answer).await;
    let response = REQUEST.scope(Arc::clone(&asking), told(response)).await;
    let mut response = under(response, HeaderName::from_static("x-request-id"), &asking.id);
    let work = asking.work.load(Ordering::Relaxed);
    if work > 0 {
        let (whole, part) = (work / 1000, work % 1000);
        response = under(response, HeaderName::from_static("server-timing"), &format!("work;dur={whole}.{part:03}"));
    }
    for (name, value) in SAFE {
        // The page says what it may load by itself.
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Counts a request for work, until it is answered.
fn counted(app: &App, request: &Request) -> Result<Option<Counted>, Problem> {
    let peer = request.extensions().get::<Peer>().copied();
    (request.method() == Method::POST).then(|| app.quota.enter(peer)).transpose()
}

/// A refusal by what reads addresses and headers, as a problem like all others.
async fn told(response: Response) -> Response {
    let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !response.status().is_client_error() || matches!(kind, "application/problem+json" | "application/json") {
        return response;
    }
    let (head, body) = response.into_parts();
    let code = match head.status {
        StatusCode::METHOD_NOT_ALLOWED => "method",
        StatusCode::PAYLOAD_TOO_LARGE => "limit",
        _ => "input",
    };
    let text = axum::body::to_bytes(body, LONGEST_REFUSAL).await.unwrap_or_default();
    let text = String::from_utf8_lossy(&text).into_owned();
    let text = text.trim_start_matches("Failed to deserialize query string: ").to_owned();
    let sentence = if text.is_empty() { "this cannot be done here".to_owned() } else { text };
    let mut problem = Problem::new(head.status, code, sentence).into_response();
    // Which methods there are, for one.
    for (name, value) in &head.headers {
        problem.headers_mut().entry(name).or_insert_with(|| value.clone());
    }
    problem
}

/// For what never changes under its address.
pub(crate) const IMMUTABLE: &str = "private, max-age=31536000, immutable";

/// The header that names a version of something.
pub(crate) fn tagged(tag: &str) -> [(HeaderName, String); 1] {
    [(ETAG, format!("\"{tag}\""))]
}

/// Whether the client has the version called `tag` already.
pub(crate) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get(IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    known.split(',').any(|one| one.trim().trim_start_matches("W/").trim_matches('"') == tag)
}

/// The answer as a file to be saved under `name`, of which letters, digits, dots, dashes and underscores stay.
pub(crate) fn attached(response: Response, name: &str) -> Response {
    let plain = |c: char| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '_' };
    let name: String = name.chars().take(100).map(plain).collect();
    under(response, CONTENT_DISPOSITION, &format!("attachment; filename=\"{name}\""))
}

/// The answer with a header; a value that cannot be one is left out.
pub(crate) fn under(mut response: Response, name: HeaderName, value: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}

fn check(app: &App, headers: &HeaderMap, path: &str) -> Result<(), Problem> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(HOST).ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, "host", "the header Host is missing"))?;
    // A page elsewhere may point a name of its own at this computer (DNS rebinding); its name gives it away. Where a
    // token is asked for, such a page has none.
    if app.options.token.is_none() && !known(app, host) {
        let sentence = format!("this server is not called '{}'", without_port(host));
        return Err(
            Problem::new(StatusCode::FORBIDDEN, "host", sentence).hinted("linocut serve --host-name NAME allows it")
        );
    }
    if let Some(origin) = headers.get(ORIGIN).map(|origin| origin.to_str().unwrap_or("another place"))
        && !is_own(origin, host)
    {
        return Err(Problem::new(StatusCode::FORBIDDEN, "origin", format!("pages of {origin} may not ask")));
    }
    let open = matches!(path, "/health" | "/ready") || page::is_open(path);
    if let Some(token) = app.options.token.as_deref().filter(|_| !open) {
        let given = text(AUTHORIZATION).and_then(bearer).unwrap_or_default();
        let cookie = text(COOKIE).unwrap_or_default().split(';').find_map(|one| one.trim().strip_prefix(COOKIE_NAME));
        let by_cookie = cookie.is_some_and(|cookie| same(cookie.as_bytes(), pass(token).as_bytes()));
        if !same(given.as_bytes(), token.as_bytes()) && !by_cookie {
            let problem = Problem::new(StatusCode::UNAUTHORIZED, "token", "the token is missing or wrong");
            return Err(problem.hinted("send it as Authorization: Bearer TOKEN"));
        }
    }
    Ok(())
}

/// What a browser carries instead of the token, which it cannot be made to tell.
fn pass(token: &str) -> String {
    Digest::of(format!("a browser of {token}").as_bytes()).to_string()
}

/// Gives whoever came in a cookie, for pictures and events, with which pages cannot send a token.
pub(crate) async fn session(State(app): State<Arc<App>>) -> Response {
    let Some(token) = app.options.token.as_deref() else { return StatusCode::NO_CONTENT.into_response() };
    let pass = pass(token);
    let cookie = format!("{COOKIE_NAME}{pass}; Path=/; HttpOnly; SameSite=Strict");
    under(StatusCode::NO_CONTENT.into_response(), SET_COOKIE, &cookie)
}

/// Takes the cookie away.
pub(crate) async fn leave() -> Response {
    let cookie = format!("{COOKIE_NAME}; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    under(StatusCode::NO_CONTENT.into_response(), SET_COOKIE, &cookie)
}

/// Whether a page of `origin` is one that this server sent as `host`.
fn is_own(origin: &str, host: &str) -> bool {
    let page = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    page.is_some_and(|name| name.eq_ignore_ascii_case(host))
}

/// The token of an `Authorization` header.
fn bearer(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

fn known(app: &App, host: &str) -> bool {
    let name = without_port(host);
    LOCAL.iter().any(|own| own.eq_ignore_ascii_case(name))
        || app.options.hosts.iter().any(|own| own.eq_ignore_ascii_case(name))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Compares in a time that does not tell how much of a guess was right.
fn same(given: &[u8], wanted: &[u8]) -> bool {
    let differ = given.iter().zip(wanted.iter().cycle()).fold(0, |all, (a, b)| all | (a ^ b));
    given.len() == wanted.len() && differ == 0
}

/// The answer for addresses that are nobody's.
pub(crate) async fn nowhere(request: Request) -> Problem {
    let sentence = format!("there is nothing at {} {}", request.method(), request.uri().path());
    Problem::new(StatusCode::NOT_FOUND, "missing", sentence).hinted("/openapi.json lists what there is")
}
