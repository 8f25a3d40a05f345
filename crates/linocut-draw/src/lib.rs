//! Words to drawings: chooses a route, ranks what comes.

mod sheet;

pub use sheet::{Cell, Origin, SheetOptions, sheet};
