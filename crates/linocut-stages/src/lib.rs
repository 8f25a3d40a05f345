//! The catalogue: every verb as a stage, and stock recipes.
//!
//! ```
//! use linocut_core::{Context, Value};
//! use linocut_flow::{Memo, Observer, Order, Plan, Unobserved, run};
//! use linocut_stages::{catalogue, stock};
//! use std::sync::Arc;
//!
//! let plan = Plan::new(&stock("words-to-icon")?, &catalogue()).map_err(|mut all| all.remove(0))?;
//! let observer: Arc<dyn Observer> = Arc::new(Unobserved);
//! let order = Order::of([("words", Value::text("bell"))]);
//! let done = run(&plan, &order, &Memo::new(1 << 24), &observer, &Context::default());
//! assert!(matches!(done.value("tidy")?, Value::Drawing(_)));
//! # Ok::<(), linocut_core::Error>(())
//! ```
//!
//! - One file a stage, one JSON file a recipe; names are permanent.
//! - A stage's parameters are its fields: their documentation, defaults and ranges become the JSON Schema from which
//!   checks, forms and the reference page are made.
//! - Stages take and give values: files are read and written by those who call.

mod by;
mod choice;
mod knobs;
mod recipes;
mod reference;
mod words;

mod analyze;
mod check_diagram;
mod combine_words;
mod compose_diagram;
mod convert;
mod critique_drawing;
mod diagram_params;
mod draw;
mod draw_diagram;
mod draw_params;
mod draw_variants;
mod edit;
mod edit_diagram;
mod expand_words;
mod read_svg;
mod refine_words;
mod render;
mod repair_diagram;
mod score;
mod tidy;
mod trace;
mod trace_budget;
mod trace_choices;
mod trace_engines;
mod trace_names;
mod trace_params;
mod write_svg;

pub use analyze::{analysis, facts};
pub use by::By;
pub use check_diagram::{MOST_LISTED, findings};
pub use compose_diagram::{Planned, planned};
pub use diagram_params::diagram_params;
pub use draw::drawn;
pub use draw_params::draw_params;
pub use draw_variants::told;
pub use edit::{Edited, edited};
pub use knobs::{KNOBS, Knobs};
pub use recipes::{STOCK, stock};
pub use reference::reference;
pub use trace_budget::measured;
pub use trace_names::spelled;
pub use trace_params::trace_params;

use linocut_flow::{Catalogue, kind};

/// All stages, by name.
#[must_use]
pub fn catalogue() -> Catalogue {
    Catalogue::new(vec![
        kind::<analyze::Analyze>(),
        kind::<check_diagram::CheckDiagram>(),
        kind::<combine_words::CombineWords>(),
        kind::<compose_diagram::ComposeDiagram>(),
        kind::<convert::Convert>(),
        kind::<critique_drawing::CritiqueDrawing>(),
        kind::<draw::Draw>(),
        kind::<draw_diagram::DrawDiagram>(),
        kind::<draw_variants::DrawVariants>(),
        kind::<edit::Edit>(),
        kind::<edit_diagram::EditDiagram>(),
        kind::<expand_words::ExpandWords>(),
        kind::<read_svg::ReadSvg>(),
        kind::<refine_words::RefineWords>(),
        kind::<render::Render>(),
        kind::<repair_diagram::RepairDiagram>(),
        kind::<score::Score>(),
        kind::<tidy::Tidy>(),
        kind::<trace::Trace>(),
        kind::<write_svg::WriteSvg>(),
    ])
}
