//! How much of each pixel a drawing covers, and how that changes with the drawing.
//!
//! ```
//! use linocut_core::{Context, Drawing, Item, Outline, Paint, Rgba, Shape, kurbo::{Circle, Rect}};
//! use linocut_cover::{Part, record};
//!
//! let disc = |x| Outline::Circle(Circle::new((x, 8.0), 5.0));
//! let scene = |x| {
//!     let item = Item::shape(Shape::filled(disc(x), Paint::Solid(Rgba::BLACK)));
//!     Drawing::new(Rect::new(0.0, 0.0, 16.0, 16.0), vec![item])
//! };
//! let (cx, mut drawing) = (Context::default(), scene(8.0));
//! let target = linocut_cover::render(&scene(8.5), 16, 16, &cx)?;
//! let now = record(&drawing, 16, 16, &cx)?;
//! let (_, slope) = now.field().squares(&target)?;
//! let slopes = now.slopes(&slope, &cx)?;
//! assert_eq!((slopes[0].shape, slopes[0].part), (0, Part::Fill));
//! assert!(slopes[0].outline[0] < -1e4); // moving the center to the right makes the difference smaller
//! # drawing.items.clear();
//! # Ok::<(), linocut_core::Error>(())
//! ```
//!
//! - Coverage is exact area, not samples: a drawing moves a pixel's level as far as its boundary moves in the pixel.
//! - [`render`] and [`record`] paint fills, strokes, gradients, groups and opacity, and refuse words, clip paths, masks,
//!   filters and carried SVG.
//! - [`Recording::slopes`] turns the slope of any number over pixels into its slope over outlines and colors, in one
//!   pass; `refine` may ask a picture, a model or a person which pixels should change.
//! - [`cover`], [`swept`] and [`touches`] are the same for one path, sparse, for solvers that need each pixel by itself.
//! - The same drawing gives the same levels on every machine, strokes excepted: their outlines are kurbo's.
//!
//! Learned from: the signed-area accumulation of `LibArt`, `FreeType` and `font-rs`; Li et al., "Differentiable Vector
//! Graphics Rasterization for Editing and Learning" (2020), which samples what is integrated here.

mod brush;
mod chord;
mod coverage;
mod field;
mod layers;
mod likeness;
mod number;
mod outline;
mod recording;
mod walk;

pub use brush::Brush;
pub use coverage::{Span, Touch, cover, swept, touches};
pub use field::{Field, Level};
pub use layers::Part;
pub use likeness::{Likeness, likeness};
pub use outline::{Move, moves, parameters, path, points, with_parameters, with_points};
pub use recording::{Recording, Slope, record, render};
