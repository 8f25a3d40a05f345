//! One server, asked in process.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use linocut_core::{Raster, Result, Rgba};
use linocut_serve::{App, Options, app};
use serde_json::Value;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

pub(crate) const DISC: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="9"/></svg>"#;

pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) kind: String,
    pub(crate) headers: axum::http::HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

pub(crate) fn square() -> Result<Vec<u8>> {
    let inside = 12..36_u32;
    let color = |x, y| if inside.contains(&x) && inside.contains(&y) { Rgba::BLACK } else { Rgba::WHITE };
    let pixels = (0..48).flat_map(|y| (0..48).map(move |x| (x, y))).map(|(x, y)| color(x, y)).collect();
    linocut_raster::encode_png(&Raster::new(48, 48, pixels)?)
}

/// A server that lives as long as a test.
pub(crate) struct Desk {
    runtime: Runtime,
    routes: Router,
}

impl Desk {
    pub(crate) fn new(options: Options) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Self { runtime, routes: app(App::new(options).unwrap()) }
    }

    pub(crate) fn ask(&self, request: Request<Body>) -> Reply {
        self.runtime.block_on(async {
            let response = self.routes.clone().oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let kind = parts.headers.get("content-type").map_or("", |value| value.to_str().unwrap()).to_owned();
            let body = body.collect().await.unwrap().to_bytes().to_vec();
            Reply { status: parts.status, kind, headers: parts.headers, body }
        })
    }

    /// Asks, and goes away before the body comes.
    pub(crate) fn glimpse(&self, request: Request<Body>) -> Reply {
        self.runtime.block_on(async {
            let (parts, _) = self.routes.clone().oneshot(request).await.unwrap().into_parts();
            Reply { status: parts.status, kind: String::new(), headers: parts.headers, body: Vec::new() }
        })
    }

    /// Asks, hears so many server-sent events or all there are, and goes away.
    pub(crate) fn listen(&self, request: Request<Body>, most: usize) -> String {
        self.runtime.block_on(async {
            let mut body = self.routes.clone().oneshot(request).await.unwrap().into_body();
            let mut text = String::new();
            while text.matches("\n\n").count() < most
                && let Some(frame) = body.frame().await
            {
                text.push_str(std::str::from_utf8(frame.unwrap().data_ref().unwrap()).unwrap());
            }
            text
        })
    }

    pub(crate) fn get(&self, path: &str) -> Reply {
        self.ask(get(path))
    }

    pub(crate) fn post(&self, path: &str, body: &Value) -> Reply {
        self.ask(post(path, "application/json", body.to_string()))
    }
}

/// Options with time for slow machines.
pub(crate) fn patient() -> Options {
    Options { deadline: std::time::Duration::from_mins(5), ..Options::default() }
}

pub(crate) fn with(options: Options, request: Request<Body>) -> Reply {
    Desk::new(options).ask(request)
}

pub(crate) fn get(path: &str) -> Request<Body> {
    Request::get(path).header("host", "127.0.0.1").body(Body::empty()).unwrap()
}

pub(crate) fn post(path: &str, kind: &str, body: impl Into<Body>) -> Request<Body> {
    let request = Request::post(path).header("host", "localhost:7878").header("content-type", kind);
    request.body(body.into()).unwrap()
}

pub(crate) fn asked(path: &str, body: &Value) -> Reply {
    with(patient(), post(path, "application/json", body.to_string()))
}

pub(crate) fn got(path: &str) -> Reply {
    with(Options::default(), get(path))
}
