//! Bodies of requests: each comes whole, in time, and into memory that there is, before anything looks at it.

use crate::app::App;
use crate::problem::Problem;
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{FromRequest as _, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// What room is counted in, in bytes.
const UNIT: usize = 1024;
/// For how many of the largest bodies there is room at the same time; read as JSON they take some times that.
const LARGEST: usize = 8;
/// Slowest line that is waited for, in bytes a second: 4 Mbit/s.
const SLOWEST: usize = 512 << 10;
/// How long a body waits for room.
const QUEUE: Duration = Duration::from_secs(5);

/// Room for bodies of at most `most` bytes each.
pub(crate) fn room(most: usize) -> Arc<Semaphore> {
    Arc::new(Semaphore::new((most / UNIT + 1).saturating_mul(LARGEST).min(Semaphore::MAX_PERMITS)))
}

/// Reads the body, then lets the request go on; its room is held until the answer is made.
pub(crate) async fn whole(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let told = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let most = app.options.most_bytes;
    let bytes = told.unwrap_or(most).min(most);
    let units = u32::try_from(bytes / UNIT + 1).unwrap_or(u32::MAX);
    let Ok(Ok(held)) = timeout(QUEUE, Arc::clone(&app.bodies).acquire_many_owned(units)).await else {
        let problem = Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "too many bodies are on their way");
        return problem.retry(Duration::from_secs(1)).into_response();
    };
    let patience = app.options.patience + Duration::from_secs(u64::try_from(bytes / SLOWEST).unwrap_or(u64::MAX));
    let (head, body) = request.into_parts();
    let read = Bytes::from_request(Request::from_parts(head.clone(), body), &());
    let answer = match timeout(patience, read).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(head, Body::from(bytes))).await,
        Ok(Err(error)) => Problem::of_body(&error).into_response(),
        Err(_) => Problem::new(StatusCode::REQUEST_TIMEOUT, "slow", "the body did not come in time").into_response(),
    };
    drop(held);
    answer
}
