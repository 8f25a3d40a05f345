//! Mends Mermaid text by rules, class by class, and says what was mended.

mod chart;
mod class;
pub(crate) mod draft;
mod er;
mod figure;
mod flow;
mod git;
pub(crate) mod header;
mod outline;
mod rule;
mod sequence;
mod shell;
mod state;
mod words;

pub(crate) use flow::{bare_nodes, odd_labels};

use crate::check::{Place, Severity};
use crate::engine::{Engine, Merman, Parsed, parts};
use crate::mistake::Mistake;
use draft::{Change, Draft};
use linocut_core::{Context, Error, Kind, Result};
use rule::{RULES, Rule, When};

/// What came of mending a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repaired {
    /// The text: mended as far as the rules know, otherwise as it was.
    pub text: String,
    /// What was mended, in the order it was done.
    pub log: Vec<Fix>,
    /// Whether the text is a diagram now.
    pub valid: bool,
}

/// One thing that was mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What sort of mistake it was.
    pub class: Mistake,
    /// The line of the original, from 1.
    pub line: usize,
    /// The column in characters where the line differs from what it became, from 1.
    pub column: usize,
    /// What was done: one sentence, lower case, no full stop.
    pub what: String,
}

/// Mends Mermaid text.
///
/// A text that is a diagram changes only where it says something else than was meant, such as a bullet that became
/// part of a label. A rule's changes stay only if the text is no worse with them; labels keep their words.
/// Costs one reading of the text for each rule that has something to say, at most a few hundred; a text of more than
/// 64 KiB that is no diagram, or with a line of more than 8 KiB, is left as it is, but for what is always mended.
///
/// # Errors
/// As [`crate::check`].
pub fn repair(text: &str, cx: &Context) -> Result<Repaired> {
    let draft = Draft::new(text);
    let left = trouble(&draft, cx)?;
    let long = text.len() > MOST_MENDED || text.lines().any(|line| line.len() > MOST_READ);
    let mut work = Work { draft, left, log: Vec::new(), long };
    let first = work.clone();
    let patient = work.left.is_some() && !long;
    work.mend(Step::Forward, cx)?;
    if patient && work.left.is_some() {
        // The parser sees some mistakes only at the end of the text: no single rule gets it further, but all may.
        let mut bold = first;
        bold.mend(Step::Any, cx)?;
        if bold.left.is_none() {
            work = bold;
        }
    }
    let text = if work.log.is_empty() { text.to_owned() } else { work.draft.text() };
    Ok(Repaired { text, log: work.log, valid: work.left.is_none() })
}

/// What is still wrong with a draft, if anything: the parser's complaint, or that of a rule where it has none.
pub(crate) fn trouble(draft: &Draft, cx: &Context) -> Result<Option<Trouble>> {
    let text = draft.text();
    let fault = match Merman.parse(&text, cx)? {
        Parsed::Right(diagram) => check_parts(parts(diagram.model())).map(|()| None)?,
        Parsed::Wrong(fault) => Some(fault),
    };
    if let Some(fault) = fault {
        let place = fault.offset.map(|offset| Place::of(&text, offset));
        let number =
            |place: Place| draft.lines.get(place.line - 1).or(draft.lines.last()).map_or(1, |line| line.number);
        let place = place.map(|place| Place { line: number(place), column: place.column });
        return Ok(Some(Trouble { place, mistake: Mistake::Syntax, message: cut(&fault.message) }));
    }
    let mut rules = RULES.iter().filter(|rule| rule.when == When::Always(Severity::Error));
    let found = rules.find_map(|rule| Some((rule.mistake, rule.changes(draft).into_iter().next()?)));
    Ok(found.map(|(mistake, change)| {
        let fix = fix(mistake, draft, &change);
        let place = Some(Place { line: fix.line, column: fix.column });
        Trouble { place, mistake, message: mistake.says().to_owned() }
    }))
}

/// Refuses more parts than a layout can place.
fn check_parts(parts: usize) -> Result<()> {
    if parts <= MOST_PARTS {
        return Ok(());
    }
    let sentence = format!("the diagram has {parts} nodes and edges, at most {MOST_PARTS} are accepted");
    Err(Error::new(Kind::Limit, sentence).hinted("split the diagram into several"))
}

/// What is no mistake of syntax but says something else than was meant.
pub(crate) fn warnings(draft: &Draft) -> Vec<Fix> {
    let rules = RULES.iter().filter(|rule| rule.when == When::Always(Severity::Warning));
    rules.flat_map(|rule| rule.changes(draft).into_iter().map(|change| fix(rule.mistake, draft, &change))).collect()
}

/// Why a draft is no diagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trouble {
    /// Where, in lines of the original; unknown to the parser at times.
    pub(crate) place: Option<Place>,
    /// The mistake, as far as it is known.
    pub(crate) mistake: Mistake,
    /// What the parser says.
    pub(crate) message: String,
}

/// What a rule's changes must bring about to stay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The parser gets further.
    Forward,
    /// Nothing.
    Any,
}

/// Most nodes and edges; a layout of so many takes minutes, and nobody can read it.
const MOST_PARTS: usize = 40_000;

/// Longest text that the rules for broken texts are tried on, in bytes: twenty times the longest we have seen in a
/// repository. Each rule costs a reading of the whole text, and the parser's time grows faster than the text.
const MOST_MENDED: usize = 64 << 10;

/// Longest line of a text that those rules are tried on, in bytes: the parser takes quadratic time for a line.
const MOST_READ: usize = 8 << 10;

/// Rounds through all rules: what mends one mistake may bring out the next.
const ROUNDS: usize = 4;

/// A text on the way to being mended.
#[derive(Clone)]
struct Work {
    draft: Draft,
    left: Option<Trouble>,
    log: Vec<Fix>,
    /// Whether it is too long for rules that are tried one after the other.
    long: bool,
}

impl Work {
    /// Applies all rules until they change nothing.
    fn mend(&mut self, step: Step, cx: &Context) -> Result<()> {
        for _ in 0..ROUNDS {
            let before = self.log.len();
            for rule in RULES {
                cx.check()?;
                self.apply(rule, step, cx)?;
            }
            if self.log.len() == before {
                break;
            }
        }
        Ok(())
    }

    fn apply(&mut self, rule: &Rule, step: Step, cx: &Context) -> Result<()> {
        let broken = self.left.is_some() && !self.long;
        if rule.when == When::Broken && !broken {
            return Ok(());
        }
        let changes = rule.changes(&self.draft);
        if changes.is_empty() {
            return Ok(());
        }
        let draft = self.draft.changed(&changes);
        let left = match trouble(&draft, cx) {
            // A text that has become too long to read is no mend; a caller whose time is up says so himself.
            Err(error) if error.kind() == Kind::Limit && cx.check().is_ok() => return Ok(()),
            left => left?,
        };
        let stays = match (&self.left, &left) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(before), Some(after)) => step == Step::Any || further(before, after),
        };
        if stays {
            self.log.extend(changes.iter().map(|change| fix(rule.mistake, &self.draft, change)));
            self.draft = draft;
            self.left = left;
        }
        Ok(())
    }
}

/// Whether the parser gets further with the second text than with the first.
fn further(before: &Trouble, after: &Trouble) -> bool {
    let (Some(old), Some(new)) = (before.place, after.place) else { return before.message != after.message };
    new.line > old.line || (new.line == old.line && (new.column > old.column || before.message != after.message))
}

/// Longest quote of a text in a message, in letters: about a line of a terminal.
const LONGEST_QUOTE: usize = 100;

/// The beginning of a text that is long.
fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// What a change is, in words.
fn fix(class: Mistake, draft: &Draft, change: &Change) -> Fix {
    let line = draft.lines.get(change.index).map_or(1, |line| line.number);
    let old = draft.line(change.index);
    let new = change.lines.join("\n");
    let same = old.chars().zip(new.chars()).take_while(|(a, b)| a == b).count();
    let said: Vec<&str> = change.lines.iter().map(|line| line.trim()).collect();
    let what = match said.as_slice() {
        [] => format!("{}: removed {}", class.says(), cut(old.trim())),
        lines => format!("{}: now {}", class.says(), cut(&lines.join(" / "))),
    };
    Fix { class, line, column: same + 1, what }
}
