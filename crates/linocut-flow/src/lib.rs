//! Recipes: stages as functions, graphs of them as data, runs that repeat nothing.
//!
//! ```
//! use linocut_core::{Context, Result, Type, Value};
//! use linocut_flow::{Catalogue, Inputs, Memo, Observer, Order, Plan, Port, Recipe, Stage, Unobserved, run};
//! use std::sync::Arc;
//!
//! /// Says something again.
//! #[derive(Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
//! #[serde(default, deny_unknown_fields)]
//! struct Echo {
//!     /// How often, 1 to 9.
//!     #[schemars(range(min = 1, max = 9))]
//!     times: usize,
//! }
//! impl Default for Echo {
//!     fn default() -> Self {
//!         Self { times: 2 }
//!     }
//! }
//! impl Stage for Echo {
//!     const NAME: &'static str = "echo";
//!     const VERSION: u32 = 1;
//!     const INPUTS: &'static [Port] = &[Port::needed("words", Type::Text)];
//!     const OUTPUT: Type = Type::Text;
//!     fn run(&self, inputs: &Inputs, _cx: &Context) -> Result<Value> {
//!         Ok(Value::text(inputs.text("words")?.repeat(self.times)))
//!     }
//! }
//!
//! let catalogue = Catalogue::new(vec![linocut_flow::kind::<Echo>()]);
//! let recipe = Recipe::from_json(
//!     r#"{"inputs": {"in": "text"}, "output": "b", "nodes": {
//!         "a": {"stage": "echo", "in": {"words": "in"}},
//!         "b": {"stage": "echo", "in": {"words": "a"}, "params": {"times": 3}}}}"#,
//! )?;
//! let plan = Plan::new(&recipe, &catalogue).map_err(|errors| errors.into_iter().next().unwrap())?;
//! let order = Order::of([("in", Value::text("ho"))]);
//! let observer: Arc<dyn Observer> = Arc::new(Unobserved);
//! let done = run(&plan, &order, &Memo::new(1 << 20), &observer, &Context::default());
//! assert_eq!(done.value("b")?, &Value::text("hohohohohoho"));
//! # Ok::<(), linocut_core::Error>(())
//! ```
//!
//! - A stage is a pure function of its parameters, its inputs, the seed and the effort; it knows nothing of the graph.
//! - [`Plan::new`] finds every mistake of a recipe before anything runs.
//! - [`run`] pulls from the outputs: each node at most once, independent ones at the same time, and what a [`Memo`]
//!   knows not at all. An `else` node runs only when what it replaces was unavailable; other failures never hide.
//! - Results are kept by content: a node that runs again and gives the same bytes leaves all behind it untouched
//!   (early cut-off, after Mokhov, Mitchell, Peyton Jones, "Build systems à la carte", ICFP 2018, section 2).
//! - Nothing here knows a stage by name, reads a clock or prints.

mod exact;
mod lineage;
mod memo;
mod plan;
mod recipe;
mod record;
mod run;
mod schema;
mod stage;
mod state;
mod step;

pub use lineage::{Given, Lineage, Versions, embed, recover};
pub use memo::{Digest, Kept, Memo, Store};
pub use plan::{Plan, Step};
pub use recipe::{Node, Recipe};
pub use record::{Event, Happened, Observer, Record, Unobserved};
pub use run::{Done, Order, run};
pub use stage::{Catalogue, Inputs, Port, Prepared, Stage, StageKind, kind};
