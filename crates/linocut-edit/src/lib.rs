//! Changes a drawing by rules, and composes two into one: colors, lines, manners of drawing, places, badges.
//!
//! ```
//! use linocut_edit::{apply, badge, parse, stock, stock_badge, BadgeOptions};
//!
//! let svg = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><g fill="none" stroke="#000" stroke-width="2">
//!     <circle id="face" cx="12" cy="12" r="9"/><path d="M8 14Q12 18 16 14"/></g></svg>"##;
//! let icon = linocut_svg::read(svg, &linocut_svg::Limits::default())?.value;
//!
//! let edits = parse("make the face tomato and thicker, rotate 15 degrees, add a plus badge")?;
//! let edited = apply(&icon, &edits, &stock)?;
//! assert!(edited.warnings.is_empty());
//!
//! let plus = stock_badge("plus").expect("a stock badge");
//! let composed = badge(&icon, &plus, &BadgeOptions::default())?;
//! assert!(composed.items.len() > icon.items.len());
//! # Ok::<(), linocut_core::Error>(())
//! ```
//!
//! - The same drawing and the same edits give the same result: no model, no randomness, no clock. What rules do not
//!   understand, a language model may do by [`rewrite`].
//! - Ids, labels, title and description stay; the view box stays unless an edit is about it.
//! - Circles stay circles and curves stay curves: nothing is flattened.
//! - What is not understood, not there or not possible is said, never guessed.
//!
//! Areas are combined by the `linesweeper` crate; colors are compared in OKLab (Ottosson 2020); clearance follows convex
//! hulls (Andrew 1979). Where a badge goes and what air it keeps was learned by looking at the icons of Lucide, Tabler,
//! Phosphor and Material Design.

mod apply;
mod badge;
mod operation;
mod regularize;
mod restyle;
mod rewrite;
mod words;

mod ink;
mod palette;
mod select;

mod corners;
mod frame;
mod loops;
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
pub use rewrite::{Diff, Rewritten, difference, named, rewrite, rewrite_schema};
pub use select::{Part, Target};
pub use words::{UNDERSTOOD, parse};
