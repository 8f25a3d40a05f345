//! What came of checking and mending, in numbers.

use super::case::{Case, Known};
use crate::goal::least;
use linocut_core::{Context, Result};
use linocut_diagram::{check, repair};
use serde::Serialize;
use std::collections::BTreeMap;

/// What came of one text; none where it does not apply.
#[derive(Serialize)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) kind: String,
    /// Whether a valid text was accepted.
    pub(crate) accepted: Option<bool>,
    /// Whether an invalid one was rejected.
    pub(crate) rejected: Option<bool>,
    /// Whether one of the first diagnostic's lines is the known one.
    pub(crate) line: Option<bool>,
    /// Whether the class of a diagnostic is the known one.
    pub(crate) class: Option<bool>,
    /// Whether the mended text is valid.
    pub(crate) repaired: Option<bool>,
    /// How many of the words are left after mending: F1 of the words' counts, 0..=1.
    pub(crate) words: Option<f64>,
    /// What the check or the repair said.
    pub(crate) said: String,
}

/// Checks and mends one text.
pub(crate) fn measure(case: &Case, cx: &Context) -> Result<Row> {
    let report = check(&case.text, cx)?;
    let first = report.diagnostics.first();
    let said = first.map(|found| format!("{}:{} {} {}", found.line, found.column, found.class.name(), found.message));
    let mut row = Row {
        name: case.name.clone(),
        kind: case.kind.clone(),
        accepted: None,
        rejected: None,
        line: None,
        class: None,
        repaired: None,
        words: None,
        said: said.unwrap_or_default().replace('\n', " "),
    };
    let (line, mended) = match &case.known {
        Known::Valid => {
            row.accepted = Some(report.valid());
            return Ok(row);
        }
        Known::Invalid { line, mended } => {
            row.rejected = Some(!report.valid());
            (*line, mended.as_ref())
        }
        Known::Silent { line, mended } => {
            row.rejected = Some(!report.diagnostics.is_empty());
            (Some(*line), Some(mended))
        }
    };
    row.line = line.map(|line| report.diagnostics.iter().any(|found| found.line == line));
    let classes = mended.is_some();
    row.class = classes.then(|| report.diagnostics.iter().any(|found| found.class.name() == case.kind));
    let repaired = repair(&case.text, cx)?;
    let exact = mended.is_none_or(|mended| mended.trim_end() == repaired.text.trim_end());
    row.repaired = Some(repaired.valid && exact);
    row.words = repaired.valid.then(|| f1(mended.unwrap_or(&case.text), &repaired.text));
    if !exact {
        row.said = format!("became {}", repaired.text.replace('\n', " / "));
    }
    Ok(row)
}

/// F1 of two texts' words, each counted as often as it occurs.
fn f1(a: &str, b: &str) -> f64 {
    let (a, b) = (counts(a), counts(b));
    let common: u32 = a.iter().map(|(word, count)| *count.min(b.get(word).unwrap_or(&0))).sum();
    let all: u32 = a.values().chain(b.values()).sum();
    f64::from(2 * common) / f64::from(all.max(1))
}

fn counts(text: &str) -> BTreeMap<String, u32> {
    let mut counts = BTreeMap::new();
    let lower = text.to_lowercase().replace("#quot;", " ").replace("#59;", " ");
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2) {
        *counts.entry(word.to_owned()).or_default() += 1;
    }
    counts
}

impl Row {
    /// The row in words, if something in it is not as expected.
    pub(crate) fn surprise(&self) -> Option<String> {
        let named = [
            ("not accepted", self.accepted),
            ("not rejected", self.rejected),
            ("other line", self.line),
            ("other class", self.class),
            ("not repaired", self.repaired),
        ];
        let wrong: Vec<&str> =
            named.into_iter().filter(|(_, right)| *right == Some(false)).map(|(name, _)| name).collect();
        (!wrong.is_empty()).then(|| format!("{} {}: {}; {}", self.name, self.kind, wrong.join(", "), self.said))
    }
}

/// The heads of the columns of [`Tally::line`].
pub(crate) const HEAD: &str = "kind                  valid accepted  invalid rejected  line  class repaired  words";

/// How often each thing was right.
#[derive(Default)]
pub(crate) struct Tally {
    accepted: Share,
    rejected: Share,
    line: Share,
    class: Share,
    repaired: Share,
    words: Share,
}

/// A sum of parts of ones.
#[derive(Default)]
struct Share {
    sum: f64,
    count: u32,
}

impl Share {
    fn add(&mut self, value: Option<f64>) {
        if let Some(value) = value {
            self.sum += value;
            self.count += 1;
        }
    }

    /// In percent; none without a count.
    fn percent(&self) -> Option<f64> {
        (self.count > 0).then(|| 100.0 * self.sum / f64::from(self.count))
    }

    fn text(&self, width: usize) -> String {
        self.percent().map_or_else(|| format!("{:>width$}", "-"), |share| format!("{share:>width$.1}"))
    }
}

impl Tally {
    /// Counts a row.
    pub(crate) fn add(&mut self, row: &Row) {
        let one = |right: Option<bool>| right.map(|right| f64::from(u8::from(right)));
        self.accepted.add(one(row.accepted));
        self.rejected.add(one(row.rejected));
        self.line.add(one(row.line));
        self.class.add(one(row.class));
        self.repaired.add(one(row.repaired));
        self.words.add(row.words);
    }

    /// Whether every broken text of it was mended, if there was one.
    pub(crate) fn mends_all(&self) -> Option<bool> {
        self.repaired.percent().map(|share| share >= 100.0)
    }

    /// The goals of the whole, in percent.
    pub(crate) fn goals(&self) -> Vec<String> {
        let goals = [
            ("valid accepted", &self.accepted, 99.9),
            ("invalid rejected", &self.rejected, 99.0),
            ("line of the mistake right", &self.line, 90.0),
            ("invalid repaired", &self.repaired, 60.0),
            ("words kept in repair", &self.words, 90.0),
        ];
        goals.into_iter().filter_map(|(what, share, bound)| Some(least(what, share.percent()?, bound))).collect()
    }

    /// The tally as a line of the table, shares in percent.
    pub(crate) fn line(&self, name: &str) -> String {
        format!(
            "{name:21} {:>5} {} {:>8} {} {} {} {} {}",
            self.accepted.count,
            self.accepted.text(8),
            self.rejected.count,
            self.rejected.text(8),
            self.line.text(5),
            self.class.text(6),
            self.repaired.text(8),
            self.words.text(6),
        )
    }
}
