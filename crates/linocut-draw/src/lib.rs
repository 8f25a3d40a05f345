//! Words to drawings: chooses a route, ranks what comes.
//!
//! ```
//! use linocut_core::{Context, Error, Kind};
//! use linocut_draw::{DrawRequest, Means, draw};
//! use linocut_icons::Library;
//!
//! let no_models = || Err(Error::new(Kind::Unavailable, "no models here"));
//! let means = Means { library: Library::embedded()?, models: &no_models, writer: None, painter: None };
//! let drawn = draw(&DrawRequest::new("cloud with lock"), &means, &Context::default())?;
//! assert_eq!(drawn.answers.len(), 1);
//! # Ok::<(), Error>(())
//! ```
//!
//! - Routes: `library` looks an icon up, `compose` puts two together, `icon` lets the icon model draw, `auto` chooses and
//!   says why.
//!   With a language model, `plan` lets it plan icons and draw them, `template` describe scenes and draw them.
//!   With an image model, `diffusion` has a picture painted and traces it.
//! - Every drawing names its source: an icon by people is never passed off as generated.
//! - The same request, library, models and seed give the same drawings.

mod answer;
mod compose;
mod draw;
mod finish;
mod generate;
mod lookup;
mod paint_options;
mod painted;
mod request;
mod set;
mod sheet;
mod wishes;
mod written;

pub use answer::{Answer, Badge, Drawn, Source};
pub use draw::draw;
pub use paint_options::PaintOptions;
pub use painted::{Painter, Trace};
pub use request::{DrawRequest, MOST_COUNT, Means, Models, Route};
pub use set::as_set;
pub use sheet::{Cell, MOST_CELLS, Origin, SheetOptions, sheet};
pub use written::{Flaw, FlawSort, Writer, critique, plan_schema};
