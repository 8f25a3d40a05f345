//! Changes a drawing by rules: colors, strokes, transforms, badges.
mod badge;
mod frame;
mod ink;
mod oklab;
mod place;
mod region;
mod select;
mod track;
pub use badge::*;
pub use ink::Ink;
pub use select::{Part, Target};
