//! Measures every goal of the tracer on a set, and says which are met.

mod cutouts;
mod large;
mod sizes;
mod table;
mod transparent;

use crate::contender::{self, Contender, Effort};
use crate::goal::{least, most};
use crate::measure::{Row, measure};
use crate::set::{Entry, Set};
use crate::summary::{Means, categories, means};
use crate::{json, print, write};
use linocut_core::{Error, Kind, Result};
use rayon::prelude::*;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Measures every goal of the tracer, and says which are met.
///
/// Takes about ten minutes for 150 pictures on two cores. CPU times want an idle machine.
///
/// Examples:
///   cargo run --release -p linocut-quality -- goals --set FOLDER
///   cargo run --release -p linocut-quality -- goals --set FOLDER --category emoji --repeat 1
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Arguments {
    /// Folder with a manifest.json, or with SVG files; default: the pictures the repository carries
    #[arg(long, value_name = "FOLDER")]
    set: Option<PathBuf>,
    /// Only these categories
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    category: Vec<String>,
    /// At most this many pictures of each category
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Trace each picture this often and keep the least CPU time
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=100))]
    repeat: u32,
    /// Also trace 8192 × 8192 pixels, the largest picture that the program reads; needs about 5 GB
    #[arg(long)]
    huge: bool,
    /// Name the pictures that miss a goal of their own
    #[arg(long)]
    list: bool,
    /// Write every measurement at 512 pixels
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// The longest side at which the table of goals holds, in pixels.
const SIDE: u32 = 512;

/// What a goal found: its line, and the pictures that miss it.
pub(crate) struct Verdict {
    line: String,
    missing: Vec<String>,
}

impl Verdict {
    fn of(line: String) -> Self {
        Self { line, missing: Vec::new() }
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("pictures");
    let folder = arguments.set.clone().unwrap_or_else(own);
    let chosen = |side: u32| {
        let set = Set::open(&folder, side)?;
        let entries = set.choose(&arguments.category, arguments.limit);
        Ok::<_, Error>((set, entries))
    };
    let (set, entries) = chosen(SIDE)?;
    if entries.is_empty() {
        return Err(Error::new(Kind::Missing, "no picture left to measure").hinted("see --set, --category and --limit"));
    }
    // First, because the process reports only the most memory that it ever had.
    let mut verdicts = large::goals(&entries, &set, arguments.huge)?;
    let rows = rows(&set, &entries, (&[Contender::Linocut, Contender::Vtracer], arguments.repeat))?;
    verdicts.extend(table::goals(&rows));
    verdicts.extend(recovered(&rows));
    let (half, entries_half) = chosen(SIDE / 2)?;
    let small = self::rows(&half, &entries_half, (&[Contender::Linocut], 1))?;
    verdicts.extend(sizes::delta(&small, &rows));
    let (fourfold, entries_fourfold) = chosen(SIDE * 4)?;
    verdicts.extend(sizes::time(&fourfold, &entries_fourfold)?);
    verdicts.extend(cutouts::goals(&set, &entries)?);
    verdicts.extend(transparent::goals(&set, &entries)?);
    report(&verdicts, arguments.list)?;
    arguments.json.as_ref().map_or(Ok(()), |path| write(path, &json(&rows)?))
}

/// Lets the contenders trace every picture, `repeat` times each.
fn rows(set: &Set, entries: &[Entry], (contenders, repeat): (&[Contender], u32)) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (entry, done) in entries.iter().zip(1..) {
        let picture = set.load(entry)?;
        let attempts: Vec<_> =
            contenders.iter().map(|&who| contender::attempt(who, &picture, (Effort::Balanced, repeat))).collect();
        let measured: Vec<Row> = attempts.par_iter().map(|attempt| measure(attempt, &picture)).collect();
        rows.extend(measured);
        progress(&format!("{done} of {} pictures", entries.len()));
    }
    Ok(rows)
}

/// Progress is for a person who may have closed the terminal.
fn progress(what: &str) {
    let _ = write!(io::stderr(), "\r{what:60}");
}

/// What came back as what it was drawn as.
fn recovered(rows: &[Row]) -> Vec<Verdict> {
    let of = |category: &str| means(rows, Contender::Linocut.name(), category);
    let mut verdicts = Vec::new();
    let mut goal = |line: Option<String>| verdicts.extend(line.map(Verdict::of));
    goal(of("gradient").and_then(|m: Means| Some(least("gradients as gradients", m.gradients?, 0.8))));
    for category in ["simple", "emoji"] {
        let what = format!("{category}: primitives as such");
        goal(of(category).and_then(|m| Some(least(&what, m.primitives?, 0.9))));
    }
    for category in categories(rows) {
        let what = format!("{category}: off its mirror image, px");
        goal(of(&category).and_then(|m| Some(most(&what, m.asymmetry?, 0.02))));
    }
    verdicts
}

fn report(verdicts: &[Verdict], list: bool) -> Result<()> {
    progress("");
    let mut lines = vec!["\r".to_owned()];
    for verdict in verdicts {
        lines.push(verdict.line.clone());
        lines.extend(verdict.missing.iter().filter(|_| list).map(|missing| format!("     {missing}")));
    }
    print(&lines.join("\n"))
}
