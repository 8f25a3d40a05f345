//! `linocut draw`: words to drawings.

mod choices;
mod models;
mod names;
mod prompts;
mod report;
mod sheet;

use crate::batch;
use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::library;
use crate::output::{Target, check_svg_name};
use crate::screen::write_data;
use crate::trace::{error_json, json_line};
use crate::values::number;
use crate::world::World;
use choices::{RouteChoice, StyleChoice, palette};
use clap::Args;
use linocut_core::{Effort, Error, Kind, Result};
use linocut_draw::{DrawRequest, Drawn, MOST_COUNT, Means, Source, as_set, draw};
use linocut_edit::Palette;
use linocut_icons::Library;
use linocut_svg::{Layout, Precision, WriteOptions};
use models::Shelf;
use names::Places;
use report::Written;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  linocut draw \"shield with check mark\"               writes shield-with-check-mark.svg
  linocut draw \"house with heart\" -o - > house.svg    to stdout
  linocut draw rocket -n 8 --sheet rockets.png        eight variants, and a picture of them
  linocut draw bell --style duotone --palette navy    in another manner
  linocut draw --from prompts.txt -o icons/           one prompt a line, one style for all";

/// Draw icons from words, offline
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct DrawArgs {
    /// What to draw, in a few English words
    #[arg(value_name = "PROMPT", required_unless_present = "from", conflicts_with = "from")]
    prompt: Vec<String>,
    /// File with one prompt a line, or - for stdin; all are drawn in one style and family
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Different drawings for each prompt, 1 to 64
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 1, value_parser = counts)]
    count: usize,
    /// Way from words to a drawing
    #[arg(long, value_enum, default_value_t)]
    route: RouteChoice,
    #[command(flatten)]
    look: LookArgs,
    /// Seed of the icon model; another seed draws other variants
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Directory of another icon model: lm.safetensors, clip.safetensors, vocab.json, tokenizer.json
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
    /// Print JSON, one line per drawing
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    results: ResultArgs,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Look")]
struct LookArgs {
    /// Style [default: what fits best, lines first]
    #[arg(long, value_enum)]
    style: Option<StyleChoice>,
    /// Family or set of icons, such as lucide, tabler or phosphor [default: the best that has it]
    #[arg(long, value_name = "FAMILY")]
    family: Option<String>,
    /// Width of all lines, in units of the grid [default: as drawn, mostly 2]
    #[arg(long, value_name = "UNITS", value_parser = number(0.1..=32.0, "units"))]
    stroke: Option<f64>,
    /// Side of the view box, 8 to 256 [default: 24]
    #[arg(long, value_name = "UNITS", value_parser = number(8.0..=256.0, "units"))]
    grid: Option<f64>,
    /// Colors to use, the most important first, such as 'navy,#f80'
    #[arg(long, value_name = "COLORS", value_parser = palette)]
    palette: Option<Palette>,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Results")]
struct ResultArgs {
    /// File to write, - for stdout, or a directory for several drawings [default: named by the prompt]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Overwrite files that exist
    #[arg(short, long)]
    force: bool,
    /// Indent, one element a line
    #[arg(long)]
    pretty: bool,
    /// Write a picture of all drawings with their names and sources
    #[arg(long, value_name = "PNG")]
    sheet: Option<PathBuf>,
}

pub(crate) fn run(args: &DrawArgs, world: &World) -> Result<Status> {
    check_svg_name(args.results.output.as_deref())?;
    let prompts = prompts::prompts(args)?;
    let places = Places::plan(args, &prompts)?;
    let library = library::load(world)?;
    let request = request(args, &prompts, &library)?;
    let shelf = Shelf::new(args.model.as_deref());
    let one = |(at, prompt): (usize, &String)| {
        let request = DrawRequest { prompt: prompt.clone(), ..request.clone() };
        let drawn = one(&request, &library, &shelf, (args, world)).map_err(|e| place(e, &prompts))?;
        let written = write(&drawn, &places, at, args)?;
        tell(&drawn, &written, args, world);
        Ok((drawn, written))
    };
    let outcome = batch::each(prompts.iter().enumerate().map(Ok).collect(), None, world, one)?;
    warn_of_twins(outcome.0.iter().flatten().map(|(drawn, _)| drawn), world);
    if args.json {
        for (prompt, result) in prompts.iter().zip(&outcome.0) {
            let lines = match result {
                Ok((drawn, written)) => report::lines(drawn, written),
                Err(error) => json_line(&json!({ "prompt": prompt, "error": error_json(error) })),
            };
            write_data(lines.as_bytes())?;
        }
    }
    if let Some(path) = &args.results.sheet {
        sheet::write(path, outcome.0.iter().flatten().map(|(drawn, _)| drawn))?;
        world.screen.say(&format!("sheet → {}", path.display()));
    }
    Ok(outcome.finish(world))
}

/// Tells which prompts of a set got the same icon.
fn warn_of_twins<'a>(drawn: impl Iterator<Item = &'a Drawn>, world: &World) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for drawn in drawn {
        let Some(Source::Library { icon, .. }) = drawn.answers.first().map(|answer| &answer.source) else { continue };
        if let Some(first) = seen.insert(&icon.id, &drawn.prompt) {
            world.screen.warning(&format!("\"{first}\" and \"{}\" are the same icon, {}", drawn.prompt, icon.id));
        }
    }
}

/// Names the prompt in the error of one among many.
fn place(error: Error, prompts: &[String]) -> Error {
    if prompts.len() > 1 && error.kind() != Kind::Missing { error.at("prompt") } else { error }
}

fn request(args: &DrawArgs, prompts: &[String], library: &Library) -> Result<DrawRequest> {
    let LookArgs { style, family, stroke, grid, palette } = &args.look;
    if let Some(name) = family
        && library.family(name).is_none()
    {
        return Err(library::no_set(name, library));
    }
    let request = DrawRequest {
        route: args.route.into(),
        count: args.count,
        style: style.map(Into::into),
        family: family.clone(),
        stroke: *stroke,
        grid: *grid,
        palette: palette.clone(),
        ..DrawRequest::new(String::new())
    };
    if prompts.len() < 2 {
        return Ok(request);
    }
    as_set(&prompts.iter().map(String::as_str).collect::<Vec<_>>(), &request, library)
}

fn one(request: &DrawRequest, library: &Library, shelf: &Shelf, from: (&DrawArgs, &World)) -> Result<Drawn> {
    let (args, world) = from;
    let mut cx = world.context(Effort::default(), None);
    cx.seed = args.seed;
    draw(request, &Means { library, models: &|| shelf.models() }, &cx)
}

fn write(drawn: &Drawn, places: &Places, at: usize, args: &DrawArgs) -> Result<Vec<Written>> {
    let layout = if args.results.pretty { Layout::Pretty } else { Layout::Compact };
    let precision = Precision::new(2).unwrap_or_default();
    let mut written = Vec::new();
    for (number, answer) in drawn.answers.iter().enumerate() {
        let svg = linocut_svg::write(&answer.drawing, &WriteOptions { layout, precision });
        let target: Target = places.target(at, number);
        target.write(svg.as_bytes())?;
        written.push(Written { output: target.name(), bytes: svg.len() });
    }
    Ok(written)
}

fn tell(drawn: &Drawn, written: &[Written], args: &DrawArgs, world: &World) {
    for warning in &drawn.warnings {
        world.screen.warning(warning);
    }
    if args.json {
        return;
    }
    for (answer, written) in drawn.answers.iter().zip(written) {
        world.screen.say(&format!("{} → {}: {}", drawn.prompt, written.output, answer.source.note()));
    }
    world.screen.say(&format!("  {}", drawn.why));
}

fn counts(text: &str) -> Result<usize, String> {
    let wanted = || format!("it goes from 1 to {MOST_COUNT}");
    text.parse().ok().filter(|count| (1..=MOST_COUNT).contains(count)).ok_or_else(wanted)
}
