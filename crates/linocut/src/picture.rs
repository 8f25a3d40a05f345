//! A picture from a file, whether it is made of pixels or of shapes.

use crate::input::Source;
use crate::world::World;
use linocut_core::{Error, Kind, Raster, Result};
use linocut_raster::Limits;

/// A file that was read and understood.
pub(crate) enum Picture {
    /// Made of pixels.
    Pixels(Raster),
    /// SVG, made safe.
    Svg(String),
}

/// Reads a picture of either sort; what was wrong with an SVG is printed as warnings.
pub(crate) fn load(source: &Source, world: &World) -> Result<Picture> {
    let bytes = source.read(Limits::default().max_bytes)?;
    if looks_like_svg(&bytes) {
        return safe_svg(source, &bytes, world).map(Picture::Svg);
    }
    linocut_raster::decode(&bytes, &Limits::default()).map(Picture::Pixels).map_err(|e| e.at(source.name()))
}

/// Reads pixels.
pub(crate) fn load_raster(source: &Source) -> Result<Raster> {
    load_file(source).map(|(picture, _)| picture)
}

/// Reads pixels; gives the bytes of the file, too.
pub(crate) fn load_file(source: &Source) -> Result<(Raster, Vec<u8>)> {
    let limits = Limits::default();
    let bytes = source.read(limits.max_bytes)?;
    let picture = linocut_raster::decode(&bytes, &limits).map_err(|e| e.at(source.name()))?;
    Ok((picture, bytes))
}

/// The bytes of an SVG file, at most a little more than is accepted.
///
/// # Errors
/// [`Kind::Input`] when it is clearly something else.
pub(crate) fn svg_bytes(source: &Source) -> Result<Vec<u8>> {
    let bytes = source.read(u64::try_from(linocut_svg::Limits::default().bytes).unwrap_or(u64::MAX))?;
    let utf16 = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if looks_like_svg(&bytes) || utf16 || bytes.is_empty() {
        return Ok(bytes);
    }
    Err(Error::new(Kind::Input, "file is not SVG").at(source.name()).hinted("`linocut trace` turns pictures into SVG"))
}

/// Reads an SVG and makes it safe; what was wrong with it is printed as warnings.
pub(crate) fn load_svg(source: &Source, world: &World) -> Result<String> {
    let bytes = svg_bytes(source)?;
    safe_svg(source, &bytes, world)
}

fn safe_svg(source: &Source, bytes: &[u8], world: &World) -> Result<String> {
    let safe = linocut_svg::sanitize(bytes, &linocut_svg::Limits::default()).map_err(|e| e.at(source.name()))?;
    warn(source, &safe.warnings, world);
    Ok(safe.value)
}

/// Prints what was mended or ignored in a file.
pub(crate) fn warn(source: &Source, warnings: &[String], world: &World) {
    for warning in warnings {
        world.screen.warning(&format!("{}: {warning}", source.name()));
    }
}

/// Whether a file is more likely SVG than anything else: text that begins with a tag, or gzipped.
fn looks_like_svg(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.starts_with(&[0x1f, 0x8b]) || text.trim_ascii_start().starts_with(b"<")
}
