//! Asks for icons: everyday nouns, what designers ask for, nasty prompts, random ones.

mod answer;
mod list;
mod random;
mod row;

use crate::{json, print, write};
use answer::Answer;
use linocut_core::{Context, Error, Kind, Result};
use linocut_draw::{Cell, DrawRequest, Route, SheetOptions, sheet};
use linocut_icons::Library;
use linocut_models::IconRequest;
use linocut_raster::encode_png;
use list::Prompt;
use row::{Row, Summary};
use serde::Serialize;
use std::{
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Most drawings on one sheet; more of them are hard to look at.
const CELLS: usize = 100;
/// Of so many random prompts one goes every way there is: eight drawings by the model take seconds.
const AUTO_EVERY: usize = 20;

/// Asks for icons by lists of prompts and at random, and looks at what comes.
///
/// Fails when an SVG is not well-formed, is changed by sanitizing or cannot be rendered, when a finished
/// drawing shows nothing, or when an answer fails.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folder for the contact sheets
    #[arg(long, value_name = "FOLDER", default_value = "out/icons")]
    out: PathBuf,
    /// Only these lists: nouns, prompts, hostile, random
    #[arg(long, value_delimiter = ',', value_name = "A,B")]
    list: Vec<String>,
    /// Number of random prompts; half of them are drawn by the model with a small budget
    #[arg(long, default_value_t = 1000, value_name = "N")]
    random: usize,
    /// Seed of the random prompts and of the model
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// Write every answer
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// What the JSON file holds.
#[derive(Default, Serialize)]
struct Report {
    summaries: Vec<Summary>,
    rows: Vec<(&'static str, Vec<Row>)>,
}

/// Runs the lists that are wanted.
///
/// # Errors
/// [`Kind::Bug`] when an answer is bad, [`Kind::Io`] when a file cannot be written, those of a damaged library.
pub(crate) fn run(arguments: &Arguments) -> Result<()> {
    let mut report = Report::default();
    let cx = seeded(arguments.seed);
    let auto = |prompt: &Prompt| answer::best(&DrawRequest::new(&prompt.text), &cx);
    let lists = [("nouns", list::nouns()), ("prompts", list::prompts()), ("hostile", list::hostile()?)];
    for (name, prompts) in lists.into_iter().filter(|(name, _)| arguments.wants(name)) {
        let named: Vec<(String, Prompt)> = prompts.into_iter().map(|prompt| (prompt.name.clone(), prompt)).collect();
        report.ask(name, &named, auto, &arguments.out)?;
    }
    if arguments.wants("random") {
        let requests = random::requests(Library::embedded()?, arguments.random, arguments.seed)?;
        let named: Vec<_> = requests.into_iter().enumerate().map(|(n, r)| (r.text.clone(), (n, r))).collect();
        report.ask("random", &named, |(number, request)| at_random(*number, request), &arguments.out)?;
    }
    if let Some(path) = &arguments.json {
        write(path, &json(&report)?)?;
    }
    if report.summaries.iter().any(Summary::is_bad) {
        return Err(Error::new(Kind::Bug, "some answers are bad").hinted("--json FILE names them"));
    }
    Ok(())
}

impl Arguments {
    fn wants(&self, list: &str) -> bool {
        self.list.is_empty() || self.list.iter().any(|wanted| wanted == list)
    }
}

impl Report {
    /// Asks every prompt of a list, writes its sheets and prints its summary.
    fn ask<T>(
        &mut self,
        list: &'static str,
        prompts: &[(String, T)],
        ask: impl Fn(&T) -> Result<Answer>,
        out: &Path,
    ) -> Result<()> {
        let (mut rows, mut cells) = (Vec::new(), Vec::new());
        for (name, prompt) in prompts {
            let (row, cell) = row::measure(name, || ask(prompt));
            rows.push(row);
            cells.extend(cell);
            // Progress is for a person who may have closed the terminal.
            let _ = write!(io::stderr(), "\r{list} {} of {}", rows.len(), prompts.len());
        }
        let _ = writeln!(io::stderr());
        for (number, cells) in (1..).zip(cells.chunks(CELLS)) {
            write_sheet(cells, list, &out.join(format!("{list}-{number}.png")))?;
        }
        let summary = Summary::of(list, &rows);
        print(&summary.line())?;
        self.summaries.push(summary);
        self.rows.push((list, rows));
        Ok(())
    }
}

fn write_sheet(cells: &[Cell], list: &str, path: &Path) -> Result<()> {
    let options = SheetOptions { columns: 10, cell: 120, title: Some(list.to_owned()), ..SheetOptions::default() };
    write(path, &encode_png(&sheet(cells, &options)?)?)
}

fn seeded(seed: u64) -> Context {
    let mut cx = Context::default();
    cx.seed = seed;
    cx
}

/// Answers a random request in one of three ways by its place in the list: mostly by the library however little it fits
/// and by the model however short it must be, sometimes as a person would get it.
fn at_random(number: usize, request: &random::Request) -> Result<Answer> {
    let cx = seeded(request.seed);
    let (prompt, style) = (request.text.as_str(), request.style);
    if number.is_multiple_of(AUTO_EVERY) {
        return answer::best(&DrawRequest { style, ..DrawRequest::new(prompt) }, &cx);
    }
    if number.is_multiple_of(2) {
        return answer::best(&DrawRequest { style, route: Route::Library, ..DrawRequest::new(prompt) }, &cx);
    }
    let max_tokens = answer::least_tokens()? + request.spare;
    answer::raw(&IconRequest { style, count: 1, max_tokens, ..IconRequest::new(prompt) }, &cx)
}
