//! What the benches work on: one picture of the set in `quality/`, at the sizes people trace.
//!
//! ```
//! let picture = linocut_bench::picture(64)?;
//! assert_eq!((picture.width(), picture.height()), (64, 48));
//! # Ok::<(), linocut_core::Error>(())
//! ```

pub mod http;

use linocut_core::{Drawing, Raster, Result, Rgba};
use linocut_svg::{Limits, RenderOptions, render_svg};

/// The widths that are measured, in pixels; each has four times the pixels of the one before.
pub const WIDTHS: [u32; 4] = [256, 512, 1024, 2048];

/// The drawing behind the picture: a landscape of about 90 flat shapes, thin and large ones.
pub const SOURCE: &str = include_str!("../../quality/pictures/complex/landscape.svg");

/// Renders the landscape at `width` pixels, opaque.
///
/// # Errors
/// Those of [`render_svg`]: `width` is in `1..=32_768`.
pub fn picture(width: u32) -> Result<Raster> {
    let options = RenderOptions { width: Some(width), background: Some(Rgba::WHITE), ..RenderOptions::default() };
    render_svg(SOURCE, &options)
}

/// Reads the landscape's source.
///
/// # Errors
/// Those of [`linocut_svg::read`].
pub fn drawing() -> Result<Drawing> {
    linocut_svg::read(SOURCE.as_bytes(), &Limits::default()).map(|warned| warned.value)
}
