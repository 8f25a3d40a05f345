//! Measures Linocut against VTracer and Potrace on pictures whose source is known, and asks it for icons.
//!
//! `cargo run --release -p linocut-quality` measures the set that the repository carries; `--set` takes another one.
//! What the columns mean stands in `README.md` beside this crate.

mod base64;
mod baseline;
mod contender;
mod degrade;
mod diagrams;
mod drawings;
mod goal;
mod goals;
mod icons;
mod jpeg;
mod measure;
mod page;
mod plane;
mod potrace;
mod set;
mod summary;
mod table;
mod truth;

use clap::{Parser, Subcommand};
use contender::{Contender, Effort};
use linocut_core::{Error, Kind, Result};
use measure::Row;
use page::Card;
use rayon::prelude::*;
use set::{Entry, Set};
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};
use summary::Summary;

/// Measures Linocut against VTracer (and Potrace, if it is installed) on a folder of pictures.
///
/// Examples:
///   cargo run --release -p linocut-quality
///   cargo run --release -p linocut-quality -- --set FOLDER --category simple,text --html out/quality.html
#[derive(Debug, Parser)]
#[command(name = "linocut-quality", verbatim_doc_comment, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Folder with a manifest.json, or with SVG files; default: the pictures the repository carries
    #[arg(long, value_name = "FOLDER")]
    set: Option<PathBuf>,
    /// Longest side of the pictures, in pixels
    #[arg(long, default_value_t = 512, value_parser = clap::value_parser!(u32).range(16..=8192))]
    size: u32,
    /// Only these categories
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    category: Vec<String>,
    /// At most this many pictures of each category
    #[arg(long, value_name = "N")]
    limit: Option<usize>,
    /// Trace each picture this often and keep the least CPU time
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=100))]
    repeat: u32,
    /// How hard Linocut tries
    #[arg(long, value_enum, default_value_t)]
    effort: Effort,
    /// Write a page with the pictures side by side, the worst first
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Write every measurement
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Compare with a saved summary, and fail if Linocut got worse
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Save the summary for later comparisons
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum Command {
    Icons(icons::Arguments),
    Diagrams(diagrams::Arguments),
    Drawings(drawings::Arguments),
    Goals(goals::Arguments),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match &arguments.command {
        Some(Command::Icons(icons)) => icons::run(icons),
        Some(Command::Diagrams(diagrams)) => diagrams::run(diagrams),
        Some(Command::Drawings(drawings)) => drawings::run(drawings),
        Some(Command::Goals(goals)) => goals::run(goals),
        None => run(&arguments),
    };
    let Err(error) = done else { return ExitCode::SUCCESS };
    // Nothing is left to do when standard error is closed.
    let _ = writeln!(io::stderr(), "error: {error}");
    if let Some(hint) = error.hint() {
        let _ = writeln!(io::stderr(), "\nhint: {hint}");
    }
    ExitCode::FAILURE
}

fn run(arguments: &Arguments) -> Result<()> {
    let folder = arguments.set.clone().unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("pictures"));
    let set = Set::open(&folder, arguments.size)?;
    let entries = set.choose(&arguments.category, arguments.limit);
    if entries.is_empty() {
        return Err(Error::new(Kind::Missing, "no picture left to measure").hinted("see --set, --category and --limit"));
    }
    let contenders = contender::present();
    let mut rows = Vec::new();
    let mut cards = Vec::new();
    for (entry, done) in entries.iter().zip(1..) {
        let (new, card) = measure_one(&set, entry, &contenders, arguments)?;
        rows.extend(new);
        cards.extend(card);
        // Progress is for a person who may have closed the terminal.
        let _ = write!(io::stderr(), "\r{done} of {}", entries.len());
    }
    let _ = writeln!(io::stderr());
    let summary = Summary::of(&rows, &contenders, arguments.size);
    print(&table::lines(&rows, &contenders, arguments.size))?;
    if let Some(path) = &arguments.html {
        write(path, page::page(&cards, &summary, &contenders).as_bytes())?;
    }
    if let Some(path) = &arguments.json {
        write(path, &json(&rows)?)?;
    }
    if let Some(path) = &arguments.save {
        write(path, &json(&summary)?)?;
    }
    arguments.baseline.as_ref().map_or(Ok(()), |path| {
        let saved = baseline::read(path)?;
        print(&baseline::compare(&saved, &summary)?)
    })
}

/// Lets every contender trace one picture, one after the other, and scores the results together.
fn measure_one(
    set: &Set,
    entry: &Entry,
    contenders: &[Contender],
    arguments: &Arguments,
) -> Result<(Vec<Row>, Option<Card>)> {
    let picture = set.load(entry)?;
    let attempts: Vec<_> = contenders
        .iter()
        .filter(|contender| contender.takes(&picture))
        .map(|&contender| contender::attempt(contender, &picture, (arguments.effort, arguments.repeat)))
        .collect();
    let rows: Vec<Row> = attempts.par_iter().map(|attempt| measure::measure(attempt, &picture)).collect();
    let card = match arguments.html {
        Some(_) => Some(Card::new(&picture, &attempts, &rows)?),
        None => None,
    };
    Ok((rows, card))
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>> {
    let mut text =
        serde_json::to_vec_pretty(value).map_err(|e| Error::new(Kind::Bug, "cannot write as JSON").cause(e))?;
    text.push(b'\n');
    Ok(text)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(path, bytes))
        .map_err(|e| Error::new(Kind::Io, "cannot write").cause(e).at(path.display().to_string()))
}

fn print(text: &str) -> Result<()> {
    let mut out = io::stdout();
    writeln!(out, "{text}").map_err(|e| Error::new(Kind::Io, "cannot write to standard output").cause(e))
}
