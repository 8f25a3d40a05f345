//! Raster → Drawing.

mod options;

use linocut_core::{Context, Drawing, Raster, Result, kurbo::Rect};
pub use options::{
    Background, BilevelOptions, Engine, Preset, Threshold, TraceOptions, TurnPolicy, VtracerMode, VtracerOptions,
};

/// Traces `picture` into filled shapes.
///
/// # Errors
/// [`Kind::Cancelled`](linocut_core::Kind::Cancelled) or [`Kind::Limit`](linocut_core::Kind::Limit) from `cx`.
pub fn trace(picture: &Raster, _options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    cx.check()?;
    Ok(Drawing::new(Rect::new(0.0, 0.0, f64::from(picture.width()), f64::from(picture.height())), vec![]))
}
