//! Finds what is wrong with Mermaid text, and where.

mod place;

pub(crate) use place::Place;

use crate::mistake::Mistake;
use crate::repair::draft::Draft;
use crate::repair::{Fix, Trouble, repair, trouble, warnings};
use linocut_core::{Context, Result};

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
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
    let draft = Draft::new(text);
    let Some(trouble) = trouble(&draft, cx)? else {
        let mut diagnostics: Vec<Diagnostic> =
            warnings(&draft).iter().map(|fix| of_fix(fix, Severity::Warning)).collect();
        diagnostics.sort_by_key(|found| (found.line, found.column));
        return Ok(Report { diagnostics });
    };
    let repaired = repair(text, cx)?;
    let mut diagnostics: Vec<Diagnostic> = repaired.log.iter().map(|fix| of_fix(fix, Severity::Error)).collect();
    if !repaired.valid {
        let left = self::trouble(&Draft::new(&repaired.text), cx)?;
        let mut left = left.unwrap_or(trouble);
        left.place = match left.place {
            Some(place) => Some(place),
            None => located(&repaired.text, &left, cx)?,
        };
        diagnostics.push(of_trouble(&left));
    }
    diagnostics.sort_by_key(|found| (found.line, found.column));
    Ok(Report { diagnostics })
}

/// Longest text whose beginnings are read one by one, in lines; each is read once.
const SEARCHED: usize = 300;
/// And in bytes.
const MOST_SEARCHED: usize = 64 << 10;

/// The line of a complaint without a place: the first that, with all before it, brings the same complaint.
fn located(text: &str, trouble: &Trouble, cx: &Context) -> Result<Option<Place>> {
    if text.len() > MOST_SEARCHED {
        return Ok(None);
    }
    let draft = Draft::new(text);
    for end in draft.header + 1..=draft.lines.len().min(SEARCHED) {
        let lines: Vec<&str> = draft.lines.iter().take(end).map(|line| line.text.as_str()).collect();
        let beginning = self::trouble(&Draft::new(&lines.join("\n")), cx)?;
        if beginning.is_some_and(|found| found.message == trouble.message) {
            let line = lines.last().copied().unwrap_or_default();
            let column = line.chars().take_while(|c| c.is_whitespace()).count() + 1;
            return Ok(Some(Place { line: end, column }));
        }
    }
    Ok(None)
}

fn of_fix(fix: &Fix, severity: Severity) -> Diagnostic {
    Diagnostic {
        line: fix.line,
        column: fix.column,
        class: fix.class,
        severity,
        message: fix.what.clone(),
        hint: fix.class.hint().to_owned(),
    }
}

/// The parser's own complaint, where no rule knows better.
fn of_trouble(trouble: &Trouble) -> Diagnostic {
    let place = trouble.place.unwrap_or(Place::START);
    Diagnostic {
        line: place.line,
        column: place.column,
        class: trouble.mistake,
        severity: Severity::Error,
        message: trouble.message.clone(),
        hint: trouble.mistake.hint().to_owned(),
    }
}
