//! SVG in and out.

mod render;
pub mod score;

pub use render::{RenderOptions, render_svg};
