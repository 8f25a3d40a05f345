//! SVG in and out.

mod outline;
mod render;
pub mod score;
mod tidy;
mod write;

pub use render::{RenderOptions, render, render_svg};
pub use tidy::{KeepIds, TidyOptions, tidy};
pub use write::{Layout, Precision, WriteOptions, path_data, write};
