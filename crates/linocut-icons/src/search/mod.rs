//! Words → icons.

mod fold;
mod forms;
mod index;
mod lexicon;
mod prompt;
mod rank;
mod score;
mod spell;
mod variants;

pub(crate) use index::Index;
pub use rank::{Hit, MatchKind, SearchOptions, WHOLE};
