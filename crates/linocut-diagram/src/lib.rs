//! Words to diagrams: typed plans, an offline composer, Mermaid text that is valid by construction, checks, repair and
//! drawings.
//!
//! ```
//! use linocut_diagram::{compose, mermaid};
//!
//! let words = "user logs in, server checks password, if ok show dashboard else error";
//! let composed = compose(words, None)?;
//! assert_eq!((composed.used(), composed.clauses), (5, 5));
//! assert!(mermaid(&composed.plan)?.contains("n3 -->|Yes| n4[\"Show dashboard\"]"));
//! # Ok::<(), linocut_core::Error>(())
//! ```
//!
//! - A plan says what a diagram says, family by family; [`mermaid`] quotes or escapes every label, so that no label can
//!   break the text.
//! - [`Plan::from_json`] takes plans from strangers: limits first, then types, then references; [`schema`] describes them.
//! - The same words give the same plan: no model, no randomness, no clock.
//! - What is not understood is said, never guessed.
//! - [`check`] says what is wrong with Mermaid text of anybody, and where; [`repair`] mends it by rules and tells what it
//!   did; [`edit`] changes a plan by operations, which [`parse_edits`] reads from words.
//! - [`draw`] gives a drawing whose labels are text with measured room, one group for every node and line. Nothing in
//!   a text is executed or fetched.
//!
//! The families and their syntax are those of Mermaid (<https://mermaid.js.org>).

mod check;
mod compose;
mod edit;
mod emit;
mod engine;
mod family;
mod meaning;
mod mistake;
mod plan;
mod repair;
mod written;

pub use check::{Diagnostic, Report, Severity, check};
pub use compose::{Composed, compose};
pub use edit::{EDITS_UNDERSTOOD, Operation, edit, parse_edits};
pub use emit::{DrawOptions, Drawer, Drawn, Theme, draw};
pub use family::Family;
pub use mistake::Mistake;
pub use plan::*;
pub use repair::{Fix, Repaired, repair};
pub use written::{Written, write};
