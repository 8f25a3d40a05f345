//! Drawings that most tests want.

use linocut_core::Drawing;
use linocut_svg::{Limits, read};

/// What formats differ in: primitives, curves, holes, gradients, alpha, strokes, groups with names and transforms.
pub(crate) const BADGE: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 48" width="64" height="48">
<defs><linearGradient id="sky" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="48">
<stop stop-color="#08f"/><stop offset="1" stop-color="#fff" stop-opacity=".5"/></linearGradient>
<radialGradient id="sun" gradientUnits="userSpaceOnUse" cx="48" cy="12" r="8">
<stop stop-color="#ff0"/><stop offset="1" stop-color="#f80"/></radialGradient></defs>
<rect width="64" height="48" fill="url(#sky)"/>
<g data-name="Sun &amp; hill" transform="translate(0 1)"><circle cx="48" cy="12" r="8" fill="url(#sun)"/>
<path d="M0 47L20 20 32 34C38 28 44 26 52 30S60 44 64 47Z" fill="#274"/></g>
<path fill-rule="evenodd" d="M6 6H18V18H6ZM9 9H15V15H9Z" fill="#c00" opacity=".5"/>
<ellipse cx="30" cy="10" rx="6" ry="3" fill="none" stroke="#123" stroke-width="1.5" stroke-dasharray="3 1"/>
<line x1="4" y1="44" x2="60" y2="44" stroke="#000" stroke-width="2" stroke-linecap="round"/></svg>"##;

/// One color: that of the text.
pub(crate) const BELL: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" d="M6 8a6 6 0 0 1 12 0c0 7 3 9 3 9H3s3-2 3-9M10.3 21a1.94 1.94 0 0 0 3.4 0"/></svg>"#;

/// Reads SVG as the command line does.
pub(crate) fn drawing(svg: &str) -> Drawing {
    read(svg.as_bytes(), &Limits::default()).unwrap().value
}
