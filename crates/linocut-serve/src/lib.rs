//! The HTTP API: every verb, answered within a deadline.
//!
//! - Each request becomes a recipe of [`linocut_stages`], so that the API, the command line and saved recipes do the
//!   same and share what was made before.
//! - A request says its picture or text as a raw body, as multipart fields, or as JSON; parameters are those of the
//!   stage, checked against its schema.
//! - Errors are `application/problem+json` (RFC 9457) with the sentence and the hint of the command line.
//! - Work is told to stop when the client goes away or its deadline passes, and the client hears then. What could not be done in time is refused before it
//!   is begun, with `Retry-After`.
//! - Only this computer may ask, unless the server was told a token; pages of other sites may not.
//! - In a browser it is the studio: a page built from `web/`, embedded, without anything from elsewhere.
//! - No path is ever taken from a request, and no address but those of providers that whoever may ask makes known.
//!
//! This is the only crate with asynchronous code; everything it calls is synchronous.

mod app;
mod door;
mod line;
mod lines;
mod serve;

// From a request to work, and from work to an answer.
mod answer;
mod answers;
mod asked;
mod batch;
mod bodies;
mod cage;
mod cheap;
mod diagrams;
mod edits;
mod enough;
mod flows;
mod formats;
mod gate;
mod handle;
mod here;
mod inputs;
mod names;
mod problem;
mod quota;
mod report;
mod room;
mod runs;
mod task;
mod traces;
mod verbs;
mod work;

// Work that goes on by itself.
mod archive;
mod events;
mod followers;
mod jobs;
mod journal;
mod outcome;
mod pieces;
mod queue;
mod shown;
mod ticket;
mod zip;

// What is kept.
mod artifacts;
mod data;
mod library;
mod lineage;
mod media;
mod recipes;
mod shelf;
mod shelved;
mod thumb;

// Models that other programs run, and programs that speak as if to one.
mod models;
mod v1;

// What else is told.
mod alias;
mod config;
mod docs;
mod metrics;
mod openapi;
mod openapi_params;
mod page;
mod system;

pub use app::{App, Options, app};
pub use formats::Look;
pub use models::{Change, Directory};
pub use serve::{Stop, serve};
