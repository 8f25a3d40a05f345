//! SVG in and out.

mod flat;
pub mod font;
mod lettering;
mod limits;
mod outline;
mod read;
mod render;
mod sanitize;
pub mod score;
mod tidy;
mod write;

pub use flat::{Clip, Flat, FlatOptions, Layer, Mark, Picture, Stamp, flatten};
pub use lettering::{Lettering, lacking, lettered};
pub use limits::Limits;
pub use read::read;
pub use render::{RenderOptions, render, render_svg};
pub use sanitize::sanitize;
pub use tidy::{KeepIds, TidyOptions, tidy};
pub use write::{INHERITED, Layout, Precision, Repeats, WriteOptions, path_data, write};
