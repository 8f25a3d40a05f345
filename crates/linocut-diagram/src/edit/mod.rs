//! Changes to a plan that leave the rest of it, and all ids, as they are.

mod apply;
mod words;

pub use apply::edit;
pub use words::{EDITS_UNDERSTOOD, parse_edits};

use crate::plan::Direction;

/// One change. Parts are named by their label or their id; case does not matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A part says something else; its id stays.
    Rename {
        /// The part.
        part: String,
        /// What it says from now on.
        label: String,
    },
    /// A new part on the way from one to another.
    Insert {
        /// What it says.
        label: String,
        /// Where the way begins.
        from: String,
        /// Where the way ends.
        to: String,
    },
    /// A new edge at the end of the list; a message in a sequence.
    Connect {
        /// Where it begins.
        from: String,
        /// Where it ends.
        to: String,
        /// What it says.
        label: Option<String>,
    },
    /// A part goes, and every edge at it.
    Remove {
        /// The part.
        part: String,
    },
    /// The diagram grows another way.
    Direct(Direction),
}
