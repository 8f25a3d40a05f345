//! Changes to a plan that leave the rest of it, and all ids, as they are.

mod apply;
mod grow;
mod parts;
mod place;
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
    /// A new part on the way from one to another; in families without ways, behind the one.
    Insert {
        /// What it says.
        label: String,
        /// Where the way begins.
        from: String,
        /// Where the way ends.
        to: String,
    },
    /// A new part, at the end of all or of a group; its numbers stand behind its name: `Fish 5`.
    Add {
        /// What it says.
        label: String,
        /// The group, section, column, topic, period, class or entity it belongs to.
        inside: Option<String>,
    },
    /// A new edge at the end of the list; a message in a sequence, an order of tasks in a Gantt chart.
    Connect {
        /// Where it begins.
        from: String,
        /// Where it ends.
        to: String,
        /// What it says; how much in a flow of amounts.
        label: Option<String>,
    },
    /// A part goes, and every edge at it.
    Remove {
        /// The part.
        part: String,
    },
    /// A part goes into another group, section or column, or under another topic.
    Move {
        /// The part.
        part: String,
        /// Where it goes.
        inside: String,
    },
    /// A part has another amount: a value, a score, days, bits, or two coordinates.
    Set {
        /// The part.
        part: String,
        /// The numbers, with spaces between.
        value: String,
    },
    /// The diagram has another title.
    Title(String),
    /// The diagram grows another way.
    Direct(Direction),
}
