//! Asks a language model and takes only what holds.
//!
//! ```
//! use linocut_ask::{json_in, svg_in};
//!
//! let reply = "Sure! Here you go:\n```json\n{'name': 'bell', \"parts\": [1, 2,],}\n```";
//! assert_eq!(json_in(reply)?.value, serde_json::json!({ "name": "bell", "parts": [1, 2] }));
//!
//! let cut = svg_in("<svg viewBox='0 0 24 24'><g><path d='M1 1h9'/><path d='M1 1")?;
//! assert_eq!(cut.value, "<svg viewBox='0 0 24 24'><g><path d='M1 1h9'/></g></svg>");
//! assert_eq!(cut.warnings, ["the SVG breaks off, what is whole was kept"]);
//! # Ok::<(), linocut_core::Error>(())
//! ```
//!
//! - What a model writes is hostile data: its length and depth are bounded, nothing in it is a command, a path or a setting.
//! - Mending comes before asking again, and asking again says what is wrong.
//! - [`Sight`] makes a judge of pictures of a model that looks at them.
//! - [`Witness`] notes every request and reply of a model that writes or paints, clipped, with what they took.

mod ask;
mod fit;
mod json;
mod lenient;
mod prompt;
mod sight;
mod svg;
mod witness;

pub use ask::{Answer, Asking, ask, ask_json};
pub use fit::fit;
pub use json::json_in;
pub use prompt::fill;
pub use sight::Sight;
pub use svg::svg_in;
pub use witness::{Notebook, Notes, Step, Witness};
