//! Providers: models that other programs run, on this machine or elsewhere.
//!
//! - [`Settings`] say where one is; [`RemoteText`] and [`RemotePainter`] speak to it.
//! - Requests and replies are built and read by one small file for each [`Family`], over one HTTP client.
//! - Replies are hostile: their length is bounded before they are read, no address in them is followed, redirects neither.
//! - A key goes into one header and nowhere else; [`Secret`] does not print.

mod family;
mod fault;
mod secret;
mod settings;

#[cfg(feature = "remote")]
mod anthropic;
#[cfg(feature = "remote")]
mod automatic1111;
#[cfg(feature = "remote")]
mod comfyui;
#[cfg(feature = "remote")]
mod draft;
#[cfg(feature = "remote")]
mod gemini;
#[cfg(feature = "remote")]
mod grammar;
#[cfg(feature = "remote")]
mod http;
#[cfg(feature = "remote")]
mod manner;
#[cfg(feature = "remote")]
mod openai;
#[cfg(feature = "remote")]
mod openai_images;
#[cfg(feature = "remote")]
mod paint;
#[cfg(feature = "remote")]
mod picture;
#[cfg(feature = "remote")]
mod remote;
#[cfg(feature = "remote")]
mod sse;

pub use family::Family;
pub use fault::Fault;
pub use secret::Secret;
pub use settings::{Settings, USUAL_TIMEOUT, sees_usually};

#[cfg(feature = "remote")]
pub use paint::RemotePainter;
#[cfg(feature = "remote")]
pub use remote::{RemoteText, models};
