//! Finds what is wrong with Mermaid text, and where.

mod place;

pub(crate) use place::Place;

use crate::engine::{Engine, Fault, Merman, Parsed};
use crate::mistake::Mistake;
use linocut_core::{Context, Result};

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The kind of diagram as the parser names it, such as `flowchart-v2` or `sequence`, where the text is valid.
    pub kind: Option<String>,
    /// What is wrong, in the order of lines; empty when the text is a diagram without a flaw.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// Whether the text is a diagram; it may still have warnings.
    #[must_use]
    pub fn valid(&self) -> bool {
        self.diagnostics.iter().all(|found| found.severity == Severity::Warning)
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It is a diagram, but says something else than was likely meant.
    Warning,
    /// It is no diagram.
    Error,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What sort of mistake it is.
    pub class: Mistake,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong here: one sentence, lower case, no full stop.
    pub message: String,
    /// What to do about it: one sentence.
    pub hint: String,
}

/// Checks Mermaid text of any kind of diagram.
///
/// Costs about half a millisecond for a diagram of a page; nothing in the text is executed or fetched.
///
/// # Errors
/// Text that is wrong is no error. [`linocut_core::Kind::Limit`] and [`linocut_core::Kind::Cancelled`] as `cx` says,
/// [`linocut_core::Kind::Bug`] when the parser breaks down.
pub fn check(text: &str, cx: &Context) -> Result<Report> {
    Ok(match Merman.parse(text, cx)? {
        Parsed::Right(diagram) => {
            Report { kind: Some(diagram.metadata().diagram_type.clone()), diagnostics: Vec::new() }
        }
        Parsed::Wrong(fault) => Report { kind: None, diagnostics: vec![syntax(text, &fault)] },
    })
}

/// The engine's own complaint, where no rule knows better.
fn syntax(text: &str, fault: &Fault) -> Diagnostic {
    let place = fault.offset.map_or(Place::START, |offset| Place::of(text, offset));
    Diagnostic {
        line: place.line,
        column: place.column,
        class: Mistake::Syntax,
        severity: Severity::Error,
        message: fault.message.clone(),
        hint: Mistake::Syntax.hint().to_owned(),
    }
}
