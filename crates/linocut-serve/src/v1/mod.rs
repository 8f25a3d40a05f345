//! The interface of `OpenAI`, <https://platform.openai.com/docs/api-reference>: programs that speak to it draw with Linocut by
//! changing an address.
//!
//! The model `linocut` answers a conversation with a drawing; `linocut-icon` and the others take one route. Models of
//! providers are passed on to, under `PROVIDER` or `PROVIDER/MODEL`.

mod chat;
mod drawn;
mod fault;
mod listed;
mod passed;
mod pictures;
mod said;

use crate::app::App;
use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/v1/chat/completions", post(chat::completions))
        .route("/v1/images/generations", post(pictures::generations))
        .route("/v1/models", get(listed::all))
        .route("/v1/models/{*id}", get(listed::one))
}
