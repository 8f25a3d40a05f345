//! What came of one prompt, and of many.

use super::answer::Answer;
use cpu_time::ProcessTime;
use linocut_core::{Drawing, Kind, Raster, Result};
use linocut_draw::{Cell, Origin};
use linocut_svg::{Limits, RenderOptions, read, render, sanitize};
use serde::Serialize;
use std::collections::BTreeMap;

/// Side of the picture that tells whether anything is drawn, in pixels.
const PROBE: u32 = 32;

/// What came of one prompt.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    prompt: String,
    outcome: Outcome,
    /// The drawing's set and license or its score; the sentence of an error.
    note: String,
    /// CPU time of all threads, in milliseconds.
    cpu_ms: f64,
    bytes: usize,
    /// What is wrong with the SVG; empty when nothing is.
    faults: Vec<&'static str>,
    /// Whether nothing is to be seen: a fault of a finished drawing, and told of a raw candidate.
    blank: bool,
    /// The SVG, where something is wrong with it or nothing to be seen.
    svg: Option<String>,
}

/// How a prompt was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Library,
    Composed,
    Generated,
    /// A clear error: the prompt has no words, is too long, names nothing.
    Refused,
    /// Any other error.
    Failed,
}

/// What came of a list of prompts.
#[derive(Debug, Serialize)]
pub(super) struct Summary {
    /// The list.
    pub(super) list: &'static str,
    /// Its prompts.
    pub(super) asked: usize,
    outcomes: BTreeMap<Outcome, usize>,
    /// Drawings with a fault, and how many have which.
    pub(super) faulty: usize,
    faults: BTreeMap<&'static str, usize>,
    /// Drawings that show nothing, raw candidates among them.
    blank: usize,
    /// CPU milliseconds of a prompt: the median, the 95th of 100, the most.
    cpu_ms: [f64; 3],
    /// Bytes of an SVG: the median and the most.
    bytes: [usize; 2],
}

/// Runs `ask` and looks at what it gives. With it comes the cell of a contact sheet if there is a drawing.
pub(super) fn measure(name: &str, ask: impl FnOnce() -> Result<Answer>) -> (Row, Option<Cell>) {
    let start = ProcessTime::now();
    let answered = ask();
    let cpu_ms = start.elapsed().as_secs_f64() * 1000.0;
    let row = |outcome, note, bytes, faults| Row {
        prompt: name.to_owned(),
        outcome,
        note,
        cpu_ms,
        bytes,
        faults,
        blank: false,
        svg: None,
    };
    let answer = match answered {
        Ok(answer) => answer,
        Err(error) => return (row(outcome_of(error.kind()), error.to_string(), 0, Vec::new()), None),
    };
    let drawing = read(answer.svg.as_bytes(), &Limits::default()).ok().map(|read| read.value);
    let (mut faults, blank) = (faults(&answer.svg, drawing.as_ref()), drawing.as_ref().is_some_and(is_blank));
    if blank && answer.finished {
        faults.push("nothing to see");
    }
    let outcome = match answer.origin {
        Origin::Library => Outcome::Library,
        Origin::Composed => Outcome::Composed,
        Origin::Generated => Outcome::Generated,
    };
    let cell = drawing.map(|drawing| Cell {
        drawing,
        label: name.to_owned(),
        note: Some(answer.note.clone()),
        origin: answer.origin,
    });
    let row = row(outcome, answer.note, answer.svg.len(), faults);
    let svg = if row.faults.is_empty() && !blank { None } else { Some(answer.svg) };
    (Row { blank, svg, ..row }, cell)
}

fn outcome_of(kind: Kind) -> Outcome {
    match kind {
        Kind::Input | Kind::Missing | Kind::Limit | Kind::Refused => Outcome::Refused,
        Kind::Unavailable | Kind::Cancelled | Kind::Io | Kind::Bug => Outcome::Failed,
    }
}

fn faults(svg: &str, drawing: Option<&Drawing>) -> Vec<&'static str> {
    let clean = sanitize(svg.as_bytes(), &Limits::default());
    let checks = [
        ("not well-formed", clean.is_err()),
        ("sanitize drops something", clean.as_ref().is_ok_and(|clean| !clean.warnings.is_empty())),
        ("sanitize changes it", clean.is_ok_and(|clean| clean.value != svg)),
        ("cannot be rendered", drawing.and_then(probe).is_none()),
    ];
    checks.into_iter().filter(|&(_, found)| found).map(|(fault, _)| fault).collect()
}

fn is_blank(drawing: &Drawing) -> bool {
    probe(drawing).is_some_and(|picture| picture.pixels().iter().all(|pixel| pixel.a == 0))
}

fn probe(drawing: &Drawing) -> Option<Raster> {
    render(drawing, &RenderOptions { width: Some(PROBE), height: Some(PROBE), ..RenderOptions::default() }).ok()
}

impl Summary {
    /// The summary of the rows of `list`.
    pub(super) fn of(list: &'static str, rows: &[Row]) -> Self {
        let mut outcomes = BTreeMap::new();
        let mut faults = BTreeMap::new();
        for row in rows {
            *outcomes.entry(row.outcome).or_default() += 1;
            for &fault in &row.faults {
                *faults.entry(fault).or_default() += 1;
            }
        }
        let mut times: Vec<f64> = rows.iter().map(|row| row.cpu_ms).collect();
        times.sort_by(f64::total_cmp);
        let mut sizes: Vec<usize> = rows.iter().map(|row| row.bytes).filter(|&bytes| bytes > 0).collect();
        sizes.sort_unstable();
        Self {
            list,
            asked: rows.len(),
            outcomes,
            faulty: rows.iter().filter(|row| !row.faults.is_empty()).count(),
            faults,
            blank: rows.iter().filter(|row| row.blank).count(),
            cpu_ms: [50, 95, 100].map(|percent| rank(&times, percent)),
            bytes: [50, 100].map(|percent| rank(&sizes, percent)),
        }
    }

    /// Whether a drawing has a fault, or an answer failed.
    pub(super) fn is_bad(&self) -> bool {
        self.faulty > 0 || self.outcomes.contains_key(&Outcome::Failed)
    }

    /// One line for people.
    pub(super) fn line(&self) -> String {
        let outcomes: Vec<String> =
            self.outcomes.iter().map(|(outcome, n)| format!("{n} {}", outcome.name())).collect();
        let faults: Vec<String> = self.faults.iter().map(|(fault, n)| format!("{n} × {fault}")).collect();
        let [half, most, all] = self.cpu_ms;
        let faults = if faults.is_empty() { "no faults".to_owned() } else { faults.join(", ") };
        let times = format!("CPU ms {half:.1} median, {most:.0} of 95 %, {all:.0} at most");
        format!("{}: {} asked, {}; {faults}, {} blank; {times}", self.list, self.asked, outcomes.join(", "), self.blank)
    }
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Self::Library => "library",
            Self::Composed => "composed",
            Self::Generated => "generated",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// The smallest of `sorted` that `percent` of them do not exceed; zero when there are none.
fn rank<T: Copy + Default>(sorted: &[T], percent: usize) -> T {
    let at = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
    sorted.get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Summary, measure};
    use crate::icons::answer::Answer;
    use linocut_core::{Error, Kind};
    use linocut_draw::Origin;

    const HEAD: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">"#;

    #[track_caller]
    fn check(body: &str, finished: bool, faults: &[&str]) {
        let svg = format!("{HEAD}{body}</svg>");
        let (row, cell) = measure("a", || Ok(Answer { svg, origin: Origin::Library, note: String::new(), finished }));
        assert_eq!(row.faults, faults);
        assert!(cell.is_some());
    }

    #[test]
    fn faults_are_seen() {
        check(r#"<circle cx="12" cy="12" r="8.5"/>"#, true, &[]);
        check(r#"<circle cx="12" cy="12" fill="none" r="8.5"/>"#, true, &["nothing to see"]);
        check(r#"<path d="M3 3z"/>"#, false, &[]);
        check(
            r#"<script/><circle cx="12" cy="12" r="8.5"/>"#,
            true,
            &["sanitize drops something", "sanitize changes it"],
        );
    }

    #[test]
    fn errors_are_told_apart_and_counted() {
        let fail = |kind| measure("a", || Err(Error::new(kind, "no"))).0;
        let rows = [fail(Kind::Input), fail(Kind::Bug), fail(Kind::Limit)];
        assert_eq!(
            rows.iter().map(|row| row.outcome).collect::<Vec<_>>(),
            [Outcome::Refused, Outcome::Failed, Outcome::Refused]
        );
        let summary = Summary::of("list", &rows);
        assert!(summary.is_bad());
        assert!(summary.line().starts_with("list: 3 asked, 2 refused, 1 failed; no faults, 0 blank; CPU ms"));
    }
}
