//! The values that travel between Linocut's stages, the [`Context`] they run in, and the one [`Error`].
//!
//! ```
//! use linocut_core::{Drawing, Item, Outline, Paint, Raster, Rgba, Shape, kurbo::{Circle, Rect}};
//!
//! let red = Rgba::opaque(0xd0, 0x20, 0x20);
//! let disc = Shape::filled(Outline::Circle(Circle::new((12.0, 12.0), 10.0)), Paint::Solid(red));
//! let drawing = Drawing::new(Rect::new(0.0, 0.0, 24.0, 24.0), vec![Item::shape(disc)]);
//! assert_eq!(drawing.shapes().count(), 1);
//! assert!(Raster::new(0, 4, vec![]).is_err());
//! # let _ = red;
//! ```
//!
//! - No input or output, no threads, no clock: everything a stage may touch comes through [`Context`].
//! - One user unit is one CSS pixel; the origin is top left and y points down.
//! - Colors are sRGB with straight alpha, 8 bits per channel.

mod color;
mod color_names;
mod context;
mod drawing;
mod error;
mod image_model;
mod length;
mod model;
mod oklab;
mod paint;
mod raster;
mod score;
pub mod segment;
mod text_model;
mod unit;
mod value;
mod words;

pub use color::Rgba;
pub use context::{Context, Effort, Unattended, Watch};
pub use drawing::{Body, Drawing, FillRule, Id, Item, Opaque, Outline, Shape};
pub use error::{Error, Kind, Result, Warned};
pub use image_model::{ImageModel, ImageRequest, Start};
pub use kurbo;
pub use length::PIXELS_PER_MM;
pub use model::{Assessment, Model, ModelId, VisionModel};
pub use oklab::Oklab;
pub use paint::{Cap, Gradient, GradientShape, Join, Paint, Spread, Stop, Stroke};
pub use raster::Raster;
pub use score::Score;
pub use text_model::{Asked, End, Form, LanguageModel, Message, Role, TextReply, TextRequest, Usage};
pub use unit::Unit;
pub use value::{Type, Value};
pub use words::{Anchor, Words};
