//! Names.

/// Names.
#[derive(Debug)]
pub struct NameIndex {}
