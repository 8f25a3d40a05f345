//! Reads hostile raster files into a [`Raster`] and writes PNG.
//!
//! ```
//! use linocut_core::{Kind, Raster, Rgba};
//! use linocut_raster::{Limits, decode, encode_png};
//!
//! let teal = Raster::filled(3, 2, Rgba::opaque(0, 128, 128))?;
//! assert_eq!(decode(&encode_png(&teal)?, &Limits::default())?, teal);
//! assert_eq!(decode(b"not a picture", &Limits::default()).unwrap_err().kind(), Kind::Input);
//! # Ok::<(), linocut_core::Error>(())
//! ```
//!
//! - Reads PNG, JPEG, WebP, GIF, BMP, TIFF, PNM and QOI, told apart by their first bytes, never by name.
//! - Judges the declared size before it reserves memory: a pixel flood is refused from its header.
//! - A damaged or cut-off file is an error, never a panic and never half a picture.
//! - Of an animation, the first picture is read.
//! - The turn and mirror that a camera noted (EXIF orientation) are applied.
//! - Color profiles and gamma are ignored: samples count as sRGB, as most logos and icons are.
//! - 16 bits a channel are rounded to 8; CMYK becomes RGB by multiplication, without a profile.
//!
//! The decoders are those of the `image` package.
//! Its own guard rails (`image::Limits`) stay on behind ours.

mod decode;
mod encode;
mod format;
mod limits;
mod pixels;
mod whole;

pub use decode::{decode, measure};
pub use encode::encode_png;
pub use format::FORMATS;
pub use limits::Limits;

#[cfg(doc)]
use linocut_core::Raster;
