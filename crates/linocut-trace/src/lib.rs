//! Raster → Drawing.

mod analyze;
mod grid;
mod options;
#[cfg_attr(not(feature = "vtracer"), path = "vtracer_absent.rs")]
mod vtracer;

use linocut_core::{Context, Drawing, Raster, Result, kurbo::Rect};
pub use analyze::{Analysis, Class, Swatch, analyze};
pub use options::{
    Background, BilevelOptions, Engine, Preset, Threshold, TraceOptions, TurnPolicy, VtracerMode, VtracerOptions,
};

/// Traces `picture` into filled shapes.
///
/// # Errors
/// [`Kind::Cancelled`](linocut_core::Kind::Cancelled) or [`Kind::Limit`](linocut_core::Kind::Limit) from `cx`.
pub fn trace(picture: &Raster, options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    cx.check()?;
    if options.engine == Engine::Vtracer {
        return vtracer::trace(picture, &options.vtracer, cx);
    }
    Ok(Drawing::new(Rect::new(0.0, 0.0, f64::from(picture.width()), f64::from(picture.height())), vec![]))
}
