//! Changes a drawing by rules: colors, strokes, transforms, badges.
mod apply;
mod badge;
mod ink;
mod operation;
mod palette;
mod regularize;
mod restyle;
mod select;
mod words;

mod corners;
mod frame;
mod loops;
mod oklab;
mod page;
mod place;
mod recolor;
mod region;
mod solid;
mod track;

pub use apply::{apply, stock};
pub use badge::{BadgeOptions, Corner, STOCK_BADGES, badge, stock_badge, without_badge};
pub use ink::Ink;
pub use operation::{Axis, Corners, Length, Operation, Tone, Width};
pub use palette::Palette;
pub use regularize::{RegularizeOptions, regularize};
pub use restyle::{RestyleOptions, Style, restyle};
pub use select::{Part, Target};
pub use words::{UNDERSTOOD, parse};
