//! Who may come in, and what every answer says to browsers.

use crate::app::App;
use crate::page;
use crate::problem::Problem;
use axum::extract::{Request, State};
use axum::http::header::{
    AUTHORIZATION, CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderName, ORIGIN, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Names of this computer.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// What answers say to browsers: nothing but pictures and the page's own style may be loaded, nothing framed.
const SAFE: [(HeaderName, &str); 4] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
];

/// Lets in whom the options let in.
pub(crate) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let mut response = match check(&app, request.headers(), request.uri().path()) {
        Ok(()) => next.run(request).await,
        Err(problem) => problem.into_response(),
    };
    for (name, value) in SAFE {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

fn check(app: &App, headers: &HeaderMap, path: &str) -> Result<(), Problem> {
    let text = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let host = text(HOST).ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, "host", "the header Host is missing"))?;
    // A page elsewhere may point a name of its own at this computer (DNS rebinding); its name gives it away.
    if !known(app, host) {
        let sentence = format!("this server is not called '{}'", without_port(host));
        return Err(
            Problem::new(StatusCode::FORBIDDEN, "host", sentence).hinted("linocut serve --host-name NAME allows it")
        );
    }
    if let Some(origin) = text(ORIGIN)
        && origin.split_once("://").is_none_or(|(_, name)| name != host)
    {
        return Err(Problem::new(StatusCode::FORBIDDEN, "origin", format!("pages of {origin} may not ask")));
    }
    let open = matches!(path, "/health" | "/ready") || page::is_open(path);
    if let Some(token) = app.options.token.as_deref().filter(|_| !open) {
        let given = text(AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        if !same(given.as_bytes(), token.as_bytes()) {
            let problem = Problem::new(StatusCode::UNAUTHORIZED, "token", "the token is missing or wrong");
            return Err(problem.hinted("send it as Authorization: Bearer TOKEN"));
        }
    }
    Ok(())
}

fn known(app: &App, host: &str) -> bool {
    let name = without_port(host);
    LOCAL.contains(&name) || app.options.hosts.iter().any(|own| own.eq_ignore_ascii_case(name))
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
