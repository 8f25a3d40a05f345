//! Raster → Drawing.

mod analyze;
mod bilevel;
mod blur;
mod chain;
mod color;
mod contour;
mod fill;
mod fit;
mod flat;
mod grid;
mod hidden;
mod locate;
mod noise;
mod options;
mod order;
mod outline;
mod palette;
mod ramp;
mod regions;
mod sliver;
mod subpixel;
mod unmix;
#[cfg_attr(not(feature = "vtracer"), path = "vtracer_absent.rs")]
mod vtracer;

pub use analyze::{Analysis, Class, Swatch, analyze};
use linocut_core::{Context, Drawing, Raster, Result};
pub use options::{
    Background, BilevelOptions, Engine, Preset, Threshold, TraceOptions, TurnPolicy, VtracerMode, VtracerOptions,
};

/// Traces `picture` into filled shapes.
///
/// # Errors
/// [`Kind::Cancelled`](linocut_core::Kind::Cancelled) or [`Kind::Limit`](linocut_core::Kind::Limit) from `cx`.
pub fn trace(picture: &Raster, options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    cx.check()?;
    match options.engine {
        Engine::Subpixel => subpixel::trace(picture, options, cx),
        Engine::Bilevel => bilevel::trace(picture, &options.bilevel, cx),
        Engine::Vtracer => vtracer::trace(picture, &options.vtracer, cx),
    }
}
