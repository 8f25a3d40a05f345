//! What calls cost: tokens, seconds, money; and budgets that stop a run before the call that would exceed them.
//!
//! Prices are dated data; a price that is not known stays unknown and is never taken for nothing.

mod budget;
mod ledger;
mod prices;
mod usage;

pub use budget::Budget;
pub(crate) use ledger::most;
pub use ledger::{Bill, Ledger, Metered, Spent};
pub use prices::{Price, Prices};
pub use usage::{Entry, Sum};
