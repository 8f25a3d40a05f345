//! The icon library: finds a drawn icon for words.
//!
//! ```
//! use linocut_icons::{Library, SearchOptions};
//!
//! let library = Library::embedded()?;
//! let hits = library.search("shield with check mark", &SearchOptions::default());
//! let icon = hits.first().expect("there is one").icon;
//! assert_eq!(library.info(icon)?.id, "lucide:shield-check");
//! assert!(library.svg(icon)?.starts_with("<svg"));
//! # Ok::<(), linocut_core::Error>(())
//! ```
//!
//! - 118,702 icons of 110 permissively licensed sets, each with its set, author and license: `assets/sets.tsv`.
//! - Opening reads an index of 0.3 MB; drawings are decompressed in blocks when asked for.
//! - A search is pure: the same prompt gives the same icons in the same order, and no prompt is too long or too strange.
//! - Everything of the training data but the axes is in here: [`Library::icons`], [`Library::info`],
//!   [`Library::tokens`].
//! - No input or output: the caller reads packs that people added, and keeps them.
//!
//! Tags come from Lucide (ISC) and Phosphor (MIT), `assets/synonyms.json`; `assets/everyday.tsv` is ours.

mod collection;
mod family;
mod library;
mod pack;
mod search;
mod set;

pub use collection::{Collection, read_collection};
pub use family::Family;
pub use library::{IconId, IconInfo, Library};
pub use pack::{Compress, Pack, Record, Split, write};
pub use search::{Hit, MatchKind, SearchOptions, WHOLE};
pub use set::{SetInfo, UNKNOWN_LICENSE, parse_sets};
