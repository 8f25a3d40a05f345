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
mod ink;
mod name;
mod options;
mod pack;
mod page;

mod brush;
mod content;
mod geometry;
mod gradient;
mod line;

mod android;
mod component;
mod dxf;
mod eps;
mod pdf;
mod svg;
mod swift;
mod tree;
mod uri;

pub use format::Format;
pub use options::{DxfVersion, ExportOptions, Ink, Length, LengthUnit, Size};

use linocut_core::{Drawing, Result, Warned};

/// The bytes of `drawing` in `format`, and what it could not take over.
///
/// # Errors
/// [`Kind::Input`](linocut_core::Kind::Input) when the wanted size is not a number above zero.
pub fn export(drawing: &Drawing, format: Format, options: &ExportOptions) -> Result<Warned<Vec<u8>>> {
    let page = page::page(drawing, options)?;
    let inked = ink::inked(drawing, options.ink);
    let text = |text: String| Warned { value: text.into_bytes(), warnings: inked.warnings.clone() };
    Ok(match format {
        Format::Svg => text(svg::plain(&inked.value, &page, options)),
        Format::SvgIllustrator => text(svg::explicit(&inked.value, &page, options)?),
        Format::SvgMin => text(svg::smallest(&inked.value, &page, options)),
        Format::Svgz => {
            Warned { value: pack::zipped(&svg::smallest(&inked.value, &page, options))?, warnings: inked.warnings }
        }
        Format::Pdf => {
            let size = (page.width, page.height);
            let made = pdf::pdf(&inked.value, size, page.decimals(options))?;
            Warned { value: made.value, warnings: [inked.warnings, made.warnings].concat() }
        }
        Format::Eps => {
            let size = (page.width, page.height);
            let made = eps::eps(&inked.value, size, page.decimals(options))?;
            Warned { value: made.value.into_bytes(), warnings: [inked.warnings, made.warnings].concat() }
        }
        Format::Dxf => {
            let made = dxf::dxf(&inked.value, &page.sheet(options))?;
            Warned { value: made.value.into_bytes(), warnings: [inked.warnings, made.warnings].concat() }
        }
        Format::Jsx => text(component::jsx(&inked.value, &page, options)?),
        Format::Tsx => text(component::tsx(&inked.value, &page, options)?),
        Format::Vue => text(component::vue(&inked.value, &page, options)?),
        Format::Svelte => text(component::svelte(&inked.value, &page, options)?),
        Format::Android => {
            let precision = options.precision.unwrap_or_else(|| page.precision());
            let made = android::android(&inked.value, (page.width, page.height), precision)?;
            Warned { value: made.value.into_bytes(), warnings: [inked.warnings, made.warnings].concat() }
        }
        Format::SwiftUi => {
            let name = name::pascal(options.name.as_deref());
            let size = (page.width, page.height);
            let made =
                swift::swift(&inked.value, &swift::View { name: &name, size, decimals: page.decimals(options) })?;
            Warned { value: made.value.into_bytes(), warnings: [inked.warnings, made.warnings].concat() }
        }
        Format::DataUri => text(uri::data_uri(&inked.value, &page, options)),
        Format::Css => text(uri::css(&inked.value, &page, options)),
    })
}
