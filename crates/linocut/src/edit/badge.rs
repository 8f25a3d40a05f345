//! Where the artwork of badges comes from.

use crate::input::Source;
use crate::picture::svg_bytes;
use linocut_core::{Drawing, Result};
use linocut_svg::Limits;
use std::path::Path;

/// The artwork of a badge for `base`: an SVG file, or one of the badges that everybody uses.
pub(super) fn artwork(name: &str, _base: &Drawing) -> Result<Drawing> {
    let is_file = Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("svg"));
    if is_file {
        let source = Source::new(Path::new(name));
        let read = linocut_svg::read(&svg_bytes(&source)?, &Limits::default()).map_err(|e| e.at(source.name()))?;
        return Ok(read.value);
    }
    linocut_edit::stock(name)
}
