//! Counts for Prometheus.

use crate::app::App;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Upper ends of the buckets of durations, in seconds.
const BUCKETS: [f64; 8] = [0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// What was answered, by route and status.
#[derive(Default)]
pub(crate) struct Metrics(Mutex<Counts>, AtomicU64);

#[derive(Default)]
struct Counts {
    answers: BTreeMap<(&'static str, u16), u64>,
    times: BTreeMap<&'static str, Times>,
}

#[derive(Default)]
struct Times {
    buckets: [u64; BUCKETS.len()],
    sum: f64,
    count: u64,
}

impl Metrics {
    /// Notes that a client went away before its answer.
    pub(crate) fn left(&self) {
        self.1.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes an answer.
    pub(crate) fn note(&self, route: &'static str, status: u16, took: Duration) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.answers.entry((route, status)).or_default() += 1;
        let times = counts.times.entry(route).or_default();
        let seconds = took.as_secs_f64();
        times.sum += seconds;
        times.count += 1;
        for (bucket, end) in times.buckets.iter_mut().zip(BUCKETS) {
            *bucket += u64::from(seconds <= end);
        }
    }

    fn text(&self) -> String {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = "# TYPE linocut_requests_total counter\n".to_owned();
        for ((route, status), count) in &counts.answers {
            let _ = writeln!(text, "linocut_requests_total{{route=\"{route}\",status=\"{status}\"}} {count}");
        }
        text.push_str("# TYPE linocut_request_seconds histogram\n");
        for (route, times) in &counts.times {
            for (bucket, end) in times.buckets.iter().zip(BUCKETS) {
                let _ = writeln!(text, "linocut_request_seconds_bucket{{route=\"{route}\",le=\"{end}\"}} {bucket}");
            }
            let Times { sum, count, .. } = times;
            let _ = writeln!(text, "linocut_request_seconds_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}");
            let _ = writeln!(text, "linocut_request_seconds_sum{{route=\"{route}\"}} {sum}");
            let _ = writeln!(text, "linocut_request_seconds_count{{route=\"{route}\"}} {count}");
        }
        let left = self.1.load(Ordering::Relaxed);
        let _ = writeln!(text, "# TYPE linocut_requests_left_total counter\nlinocut_requests_left_total {left}");
        text
    }
}

pub(crate) async fn page(State(app): State<Arc<App>>) -> Response {
    let mut text = app.metrics.text();
    let _ = writeln!(text, "# TYPE linocut_requests_inside gauge\nlinocut_requests_inside {}", app.gate.inside());
    let _ = writeln!(text, "# TYPE linocut_jobs_working gauge\nlinocut_jobs_working {}", app.queue.busy());
    let _ = writeln!(text, "# TYPE linocut_memo_bytes gauge\nlinocut_memo_bytes {}", app.memo.bytes());
    text.push_str(&crate::models::metrics(&app.pens));
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
