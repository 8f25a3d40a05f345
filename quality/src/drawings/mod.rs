//! Draws diagrams and looks for texts that are cut, lie on each other or are struck through.

mod seen;

use crate::diagrams::case::{Case, Known, of_manifest};
use crate::goal::{least, most};
use crate::{json, print, write};
use cpu_time::ProcessTime;
use linocut_core::{Context, Result};
use linocut_diagram::{DrawOptions, Drawer, draw};
use linocut_svg::WriteOptions;
use seen::Seen;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Draws every valid Mermaid text of a folder, and counts what is wrong with the pictures.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder with .mmd files and a manifest.json that says which are valid
    #[arg(long, value_name = "FOLDER")]
    set: PathBuf,
    /// Only these kinds
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    kind: Vec<String>,
    /// Name every picture with a flaw
    #[arg(long)]
    list: bool,
    /// Write every measurement
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// What came of one text.
#[derive(Serialize)]
struct Row {
    file: String,
    kind: String,
    /// Why there is no picture.
    error: Option<String>,
    /// Whether we drew it, not the engine.
    ours: bool,
    same: bool,
    /// CPU time, in milliseconds; on an idle machine it is the time.
    ms: f64,
    bytes: usize,
    #[serde(flatten)]
    seen: Seen,
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let valid = |case: &Case| matches!(case.known, Known::Valid);
    let wanted = |case: &Case| valid(case) && (arguments.kind.is_empty() || arguments.kind.contains(&case.kind));
    let cases = of_manifest(&arguments.set)?;
    let rows: Vec<Row> = cases.iter().filter(|case| wanted(case)).map(measure).collect();
    let mut kinds: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in &rows {
        kinds.entry("all").or_default().push(row);
        kinds.entry(&row.kind).or_default().push(row);
    }
    let mut lines = vec![HEAD.to_owned()];
    lines.extend(kinds.iter().map(|(kind, rows)| Total::of(rows).line(kind)));
    lines.extend(kinds.get("all").into_iter().flat_map(|rows| Total::of(rows).goals()));
    if arguments.list {
        lines.extend(rows.iter().filter_map(flaw));
    }
    print(&lines.join("\n"))?;
    arguments.json.as_ref().map_or(Ok(()), |path| write(path, &json(&rows)?))
}

const HEAD: &str =
    "kind            files  drawn%  ours%  texts  outside  clipped  overlaps  struck  same%    ms  p95 ms  bytes";

fn measure(case: &Case) -> Row {
    let (cx, options) = (Context::default(), DrawOptions::default());
    // The first drawing warms up, the better of the next two counts.
    let first = draw(&case.text, &options, &cx);
    let mut row = Row {
        file: case.name.clone(),
        kind: case.kind.clone(),
        error: first.as_ref().err().map(ToString::to_string),
        ours: first.as_ref().is_ok_and(|drawn| drawn.drawer == Drawer::Linocut),
        same: true,
        ms: f64::MAX,
        bytes: 0,
        seen: Seen::default(),
    };
    let Ok(first) = first else { return row };
    let svg = linocut_svg::write(&first.drawing, &WriteOptions::default());
    for _ in 0..2 {
        let start = ProcessTime::now();
        let again =
            draw(&case.text, &options, &cx).map(|drawn| linocut_svg::write(&drawn.drawing, &WriteOptions::default()));
        row.ms = row.ms.min(start.elapsed().as_secs_f64() * 1e3);
        row.same &= again.is_ok_and(|again| again == svg);
    }
    row.bytes = svg.len();
    row.seen = seen::look(&first.drawing);
    row
}

/// What came of several texts.
struct Total {
    files: usize,
    drawn: f64,
    ours: f64,
    seen: Seen,
    same: f64,
    ms: [f64; 2],
    bytes: usize,
}

impl Total {
    fn of(rows: &[&Row]) -> Self {
        let drawn: Vec<&&Row> = rows.iter().filter(|row| row.error.is_none()).collect();
        let share = |count: usize, of: usize| if of == 0 { 0.0 } else { 100.0 * number(count) / number(of) };
        let sum = |pick: fn(&Seen) -> usize| drawn.iter().map(|row| pick(&row.seen)).sum::<usize>();
        let mut times: Vec<f64> = drawn.iter().map(|row| row.ms).collect();
        times.sort_by(f64::total_cmp);
        let mut bytes: Vec<usize> = drawn.iter().map(|row| row.bytes).collect();
        bytes.sort_unstable();
        Self {
            files: rows.len(),
            drawn: share(drawn.len(), rows.len()),
            ours: share(drawn.iter().filter(|row| row.ours).count(), drawn.len()),
            seen: Seen {
                texts: sum(|seen| seen.texts),
                outside: sum(|seen| seen.outside),
                clipped: sum(|seen| seen.clipped),
                overlaps: sum(|seen| seen.overlaps),
                struck: sum(|seen| seen.struck),
            },
            same: share(drawn.iter().filter(|row| row.same).count(), drawn.len()),
            ms: [50, 95].map(|share| times.get(times.len() * share / 100).copied().unwrap_or(0.0)),
            bytes: bytes.get(bytes.len() / 2).copied().unwrap_or(0),
        }
    }

    fn line(&self, kind: &str) -> String {
        let Self { files, drawn, ours, seen, same, ms: [median, high], bytes } = self;
        let Seen { texts, outside, clipped, overlaps, struck } = seen;
        format!(
            "{kind:<15} {files:>5}  {drawn:>6.1} {ours:>6.1} {texts:>6}  {outside:>7}  {clipped:>7}  {overlaps:>8}  \
             {struck:>6}  {same:>5.1} {median:>5.2}  {high:>6.2}  {bytes:>5}"
        )
    }

    /// The goals; those of overlaps and struck texts are a third of what mermaid.js 12.3 has on the development set.
    fn goals(&self) -> Vec<String> {
        vec![
            least("drawn, percent", self.drawn, 99.7),
            most("texts outside", number(self.seen.outside), 0.0),
            most("texts clipped", number(self.seen.clipped), 0.0),
            most("overlaps", number(self.seen.overlaps), 40.0),
            most("texts struck", number(self.seen.struck), 199.0),
            least("same each time, percent", self.same, 100.0),
            most("median, ms", self.ms[0], 5.0),
            most("95th percentile, ms", self.ms[1], 40.0),
            most("median bytes without font", number(self.bytes), 7168.0),
        ]
    }
}

fn flaw(row: &Row) -> Option<String> {
    if let Some(error) = &row.error {
        return Some(format!("{}: {error}", row.file));
    }
    let Seen { outside, clipped, overlaps, struck, .. } = row.seen;
    let fine = outside + clipped + overlaps + struck == 0 && row.same;
    (!fine).then(|| format!("{}: {outside} outside, {clipped} clipped, {overlaps} overlaps, {struck} struck", row.file))
}

fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}
