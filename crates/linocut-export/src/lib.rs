//! Turns a [`Drawing`] into the other formats that vector graphics travel in.
//!
//! ```
//! use linocut_core::{Drawing, Item, Outline, Paint, Rgba, Shape, kurbo::{Circle, Rect}};
//! use linocut_export::{ExportOptions, Format, export};
//!
//! let disc = Shape::filled(Outline::Circle(Circle::new((12.0, 12.0), 10.0)), Paint::Solid(Rgba::opaque(204, 0, 0)));
//! let drawing = Drawing::new(Rect::new(0.0, 0.0, 24.0, 24.0), vec![Item::shape(disc)]);
//! let made = export(&drawing, Format::DataUri, &ExportOptions::default())?;
//! assert!(made.value.starts_with(b"data:image/svg+xml,%3Csvg xmlns='http"));
//! # Ok::<(), linocut_core::Error>(())
//! ```
//!
//! - The same drawing and options give the same bytes on every machine: no dates, no random ids.
//! - What a format cannot say is named in a warning, and left out or approximated; never silently.
//! - Drawings are values: foreign SVG goes through [`linocut_svg::read`] first, which makes it safe.
//!
//! It refuses sizes that are not above zero. The formats follow their specifications: ISO 32000-1 (PDF), Adobe
//! PLRM 3 and DSC 3.0 (EPS), Autodesk's DXF references for R12 and 2000, Android's `VectorDrawable`, Apple's `Canvas` of `SwiftUI`.

mod format;
mod options;

// What the drawing becomes before any format: its page, its ink, its names.
mod ink;
mod name;
mod page;

// One format or family each.
mod android;
mod component;
mod dxf;
mod eps;
mod pdf;
mod svg;
mod swift;
mod uri;

// What several formats share.
mod brush;
mod content;
mod geometry;
mod gradient;
mod line;
mod pack;
mod tree;

pub use format::Format;
pub use options::{DxfVersion, ExportOptions, Ink, Length, LengthUnit, Size};

use linocut_core::{Drawing, Result, Warned};

/// The bytes of `drawing` in `format`, and what it could not take over.
///
/// # Errors
/// [`Kind::Input`](linocut_core::Kind::Input) when a side of the page is not above zero or over a million pixels; those
/// of [`linocut_svg::flatten`] in formats that need it.
pub fn export(drawing: &Drawing, format: Format, options: &ExportOptions) -> Result<Warned<Vec<u8>>> {
    let page = page::page(drawing, options)?;
    let inked = ink::inked(drawing, options.ink);
    let (drawing, size) = (&inked.value, page.size());
    let made = match format {
        Format::Svg => text(svg::plain(drawing, &page, options)),
        Format::SvgIllustrator => text(svg::explicit(drawing, &page, options)?),
        Format::SvgMin => text(svg::smallest(drawing, &page, options)),
        Format::Svgz => Warned::clean(pack::zipped(&svg::smallest(drawing, &page, options))?),
        Format::Pdf => pdf::pdf(drawing, size, page.decimals(options))?,
        Format::Eps => told(eps::eps(drawing, size, page.decimals(options))?),
        Format::Dxf => told(dxf::dxf(drawing, &page.sheet(options))?),
        Format::Jsx => text(component::jsx(drawing, &page, options)?),
        Format::Tsx => text(component::tsx(drawing, &page, options)?),
        Format::Vue => text(component::vue(drawing, &page, options)?),
        Format::Svelte => text(component::svelte(drawing, &page, options)?),
        Format::DataUri => text(uri::data_uri(drawing, &page, options)),
        Format::Css => text(uri::css(drawing, &page, options)),
        Format::Android => told(android::android(drawing, size, page.precision(options))?),
        Format::SwiftUi => {
            let name = name::pascal(options.name.as_deref());
            told(swift::swift(drawing, &swift::View { name: &name, size, decimals: page.decimals(options) })?)
        }
    };
    Ok(Warned { value: made.value, warnings: [inked.warnings, made.warnings].concat() })
}

fn text(text: String) -> Warned<Vec<u8>> {
    Warned::clean(text.into_bytes())
}

fn told(made: Warned<String>) -> Warned<Vec<u8>> {
    Warned { value: made.value.into_bytes(), warnings: made.warnings }
}
