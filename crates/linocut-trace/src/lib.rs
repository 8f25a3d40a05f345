//! Raster → Drawing.
//!
//! ```
//! use linocut_core::{Context, Raster, Rgba};
//! use linocut_trace::{TraceOptions, trace};
//!
//! let mut pixels = vec![Rgba::WHITE; 32 * 32];
//! for (i, pixel) in pixels.iter_mut().enumerate() {
//!     let (x, y) = (i % 32, i / 32);
//!     if (8..24).contains(&x) && (8..24).contains(&y) {
//!         *pixel = Rgba::BLACK;
//!     }
//! }
//! let picture = Raster::new(32, 32, pixels)?;
//! let drawing = trace(&picture, &TraceOptions::default(), &Context::default())?;
//! assert_eq!(drawing.shapes().count(), 2); // the background and the square
//! # Ok::<(), linocut_core::Error>(())
//! ```
//!
//! - The same picture and options give the same drawing, whatever the number of threads.
//! - Boundaries are located to a few hundredths of a pixel from the anti-aliasing, and each is drawn once, by the region
//!   that lies on top.
//! - Transparent pictures come back transparent; flat, linear and radial fills are recovered.
//! - It does not read files, render, or decide what a picture shows beyond [`analyze`].
//!
//! Learned from: Potrace (Selinger 2003), VTracer, the curve fitting of Schneider (Graphics Gems, 1990), and the exact
//! area coverage that anti-aliasing rasterizers compute.

mod analyze;
mod bilevel;
mod blur;
mod bridge;
mod budget;
mod chain;
mod cluster;
mod color;
mod contour;
mod curves;
mod denoise;
mod enlarged;
mod fill;
mod fit;
mod flat;
mod glass;
mod glaze;
mod grid;
mod grow;
mod hidden;
mod inks;
mod junction;
mod layering;
mod layers;
mod light;
mod locate;
mod matte;
mod merge;
mod midway;
mod noise;
mod number;
mod options;
mod order;
mod outline;
mod overshoot;
mod palette;
mod photo;
mod pixel;
mod ramp;
mod recolor;
mod refine;
mod regions;
mod regular;
mod rules;
mod scatter;
mod seed;
mod shape;
mod sliver;
mod soft;
mod specks;
mod sprite;
mod stages;
#[cfg(test)]
mod stopping;
mod stroke;
mod subpixel;
mod taut;
mod thin;
mod unmix;
mod unseen;
mod veil;
#[cfg_attr(not(feature = "vtracer"), path = "vtracer_absent.rs")]
mod vtracer;
mod whole;

pub use analyze::{Analysis, Class, Swatch, analyze};
pub use budget::{Budget, Measured, Within, within};
pub use layers::{DrawStyle, GroupBy, Stacking};
use linocut_core::{Context, Drawing, Effort, Raster, Result};
pub use options::{
    Background, BilevelOptions, CurveKind, Engine, PixelEdges, Preset, Threshold, TraceOptions, TurnPolicy,
    VtracerMode, VtracerOptions,
};
pub use regular::Snap;
pub use rules::{PaletteRule, SPOT_TOLERANCE, parse_palette, parse_swatches};
pub use soft::Shadows;
pub use stages::Stages;

/// Shapes along edges; along pixels where nothing else is left of a sprite.
fn shapes(picture: &Raster, options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    let found = subpixel::trace(picture, options, cx)?;
    let flat = matches!(options.preset, Preset::Logo | Preset::Icon);
    if flat && sprite::is_lost(picture, &found) { pixel::trace(picture, options, cx) } else { Ok(found) }
}

/// Traces `picture` into shapes: fills, and strokes where the preset or style asks for them.
///
/// With [`Effort::Best`] a deadline that passes while the shapes are being refined ends that only: they come back as close
/// to the picture as they were by then.
///
/// Costs about 0.2 µs a pixel for flat artwork, more where there is more boundary.
///
/// # Errors
/// [`Kind::Cancelled`](linocut_core::Kind::Cancelled) or [`Kind::Limit`](linocut_core::Kind::Limit) from `cx`;
/// [`Kind::Unavailable`](linocut_core::Kind::Unavailable) for an engine that was not built in;
/// [`Kind::Input`](linocut_core::Kind::Input) for options that contradict each other.
pub fn trace(picture: &Raster, options: &TraceOptions, cx: &Context) -> Result<Drawing> {
    cx.check()?;
    options.check()?;
    let drawing = match options.engine {
        Engine::Subpixel if options.preset == Preset::Pixel => pixel::trace(picture, options, cx)?,
        Engine::Subpixel => shapes(picture, options, cx)?,
        Engine::Bilevel => bilevel::trace(picture, &options.bilevel, cx)?,
        Engine::Vtracer => vtracer::trace(picture, &options.vtracer, cx)?,
    };
    // What was refined until the deadline is worth its layers.
    let mut drawing = match cx.effort {
        Effort::Best => layers::arrange(drawing, options, &cx.untimed())?,
        Effort::Fast | Effort::Balanced => layers::arrange(drawing, options, cx)?,
    };
    curves::lower(&mut drawing, options.curves);
    drawing.size = Some((f64::from(picture.width()), f64::from(picture.height())));
    Ok(drawing)
}
