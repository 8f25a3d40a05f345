//! Cascading style sheets: read, and resolved into attributes, so that the result needs none.

pub(super) mod cascade;
pub(super) mod select;
pub(super) mod sheet;
pub(crate) mod token;
