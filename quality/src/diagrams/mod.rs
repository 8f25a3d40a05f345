//! Checks and mends Mermaid texts of which it is known whether they are right.

pub(crate) mod case;
mod score;

use crate::goal::least;
use crate::{json, print, write};
use case::Case;
use linocut_core::{Context, Error, Kind, Result};
use score::{Row, Tally};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Checks and mends Mermaid texts, and counts how often that is right.
///
/// Without --set it takes the texts that the repository carries, and fails when one of them is not as expected.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder with a manifest.json that names files, their kind, whether they are valid and the judge's error
    #[arg(long, value_name = "FOLDER")]
    set: Option<PathBuf>,
    /// Only these kinds
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    kind: Vec<String>,
    /// Name every text that is not as expected
    #[arg(long)]
    list: bool,
    /// Write every measurement
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// The goal for the classes of mistakes: how many are mended in all of their texts.
fn classes(tallies: &BTreeMap<&str, Tally>) -> Option<String> {
    let mended: Vec<bool> = tallies.values().filter_map(Tally::mends_all).collect();
    let count = |all: usize| u32::try_from(all).map_or(0.0, f64::from);
    let whole = mended.iter().filter(|mended| **mended).count();
    (!mended.is_empty())
        .then(|| least("classes of mistakes repaired", 100.0 * count(whole) / count(mended.len()), 85.0))
}

/// Measures, prints the table, and fails when a text of ours is not as expected.
///
/// # Errors
/// [`Kind::Bug`] when a text of ours is not as expected, [`Kind::Io`] when a file cannot be read or written.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let cases = match &arguments.set {
        Some(folder) => case::of_manifest(folder)?,
        None => case::own(&Path::new(env!("CARGO_MANIFEST_DIR")).join("diagrams"))?,
    };
    let wanted = |case: &&Case| arguments.kind.is_empty() || arguments.kind.contains(&case.kind);
    let cx = Context::default();
    let rows = cases.iter().filter(wanted).map(|case| score::measure(case, &cx)).collect::<Result<Vec<Row>>>()?;
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut all = Tally::default();
    for row in &rows {
        all.add(row);
        tallies.entry(&row.kind).or_default().add(row);
    }
    let mut lines = vec![score::HEAD.to_owned(), all.line("all")];
    lines.extend(tallies.iter().map(|(kind, tally)| tally.line(kind)));
    lines.extend(all.goals());
    lines.extend(classes(&tallies).filter(|_| arguments.set.is_none()));
    if arguments.list {
        lines.extend(rows.iter().filter_map(Row::surprise));
    }
    print(&lines.join("\n"))?;
    if let Some(path) = &arguments.json {
        write(path, &json(&rows)?)?;
    }
    let wrong = rows.iter().filter(|row| row.surprise().is_some()).count();
    if arguments.set.is_none() && wrong > 0 {
        let error = Error::new(Kind::Bug, format!("{wrong} texts of ours are not as expected"));
        return Err(error.hinted("--list names them"));
    }
    Ok(())
}
