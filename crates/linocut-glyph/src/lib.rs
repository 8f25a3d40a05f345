//! Drawing tokens and SVG text: the vocabulary and grammar of icons.
//!
//! ```
//! use linocut_glyph::Vocabulary;
//!
//! let vocabulary = Vocabulary::v1();
//! let names = ["<g:fill>", "<circle>", "12", "12", "8.5", "<eos>"];
//! let tokens: Vec<u16> = names.iter().filter_map(|name| vocabulary.token(name)).collect();
//! let svg = vocabulary.decode(&tokens)?;
//! assert!(svg.contains(r#"<circle cx="12" cy="12" r="8.5"/>"#));
//! # Ok::<(), linocut_core::Error>(())
//! ```
//!
//! - Every finished [`Walk`] is one well-formed SVG document on a 24-unit grid, and every walk with a budget of at
//!   least [`Walk::least`] tokens can be finished within it.
//! - A vocabulary file whose grammar could leave a walk without an end is refused.
//! - No input or output, no clock, no randomness.

mod concept;
mod encode;
mod file;
mod grammar;
mod iconify;
mod style;
mod vocabulary;
mod walk;
mod words;

pub use concept::{Concept, is_brand};
pub use encode::{Encoded, encode};
pub use iconify::{Collection, CollectionIcon, CollectionInfo};
pub use style::{Corner, Style, WIDTHS, nearest_width};
pub use vocabulary::Vocabulary;
pub use walk::Walk;
pub use words::words;
