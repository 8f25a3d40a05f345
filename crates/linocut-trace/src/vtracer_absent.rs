//! What answers for the `VTracer` engine in a build without the feature `vtracer`.

use crate::VtracerOptions;
use linocut_core::{Context, Drawing, Error, Kind, Raster, Result};

/// Says that the engine is missing.
///
/// # Errors
/// Always [`Kind::Unavailable`].
pub(crate) fn trace(_picture: &Raster, _options: &VtracerOptions, _cx: &Context) -> Result<Drawing> {
    Err(Error::new(Kind::Unavailable, "this build has no VTracer engine").hinted("build with --features vtracer"))
}
