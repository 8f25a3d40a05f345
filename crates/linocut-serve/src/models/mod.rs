//! Models that other programs run: who is asked for a request, what it took, and who may choose.

mod directory;
mod examine;
mod lease;
mod pens;
mod providers;
mod usage;

pub use directory::{Change, Directory};
pub(crate) use lease::{LONGEST, Lease, asking, is_alone, may_ask};
pub(crate) use pens::Pens;
pub(crate) use providers::page as told;
pub(crate) use usage::metrics;

use crate::app::App;
use axum::Router;
use axum::routing::{delete, get, post};
use std::sync::Arc;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/providers", get(providers::list))
        .route("/api/v1/providers/use", post(providers::choose))
        .route("/api/v1/providers/{name}", delete(providers::forget))
        .route("/api/v1/providers/{name}/test", post(examine::test))
        .route("/api/v1/usage", get(usage::page))
        .route("/api/v1/prices", get(usage::prices))
}
