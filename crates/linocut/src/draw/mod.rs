//! `linocut draw`: words to drawings.

mod choices;
mod models;
mod names;
mod one;
mod prompts;
mod report;
mod sheet;

use crate::batch;
use crate::cli::TEMPLATE;
use crate::edit::palette;
use crate::failure::Status;
use crate::flow::RunRecord;
use crate::library;
use crate::output::check_svg_name;
use crate::pen::{Brush, Pen, PenArgs};
use crate::screen::write_data;
use crate::values::number;
use crate::world::World;
use choices::{RouteChoice, StyleChoice};
use clap::Args;
use linocut_core::{Error, Kind, Result};
use linocut_draw::{DrawRequest, Drawn, MOST_COUNT, PaintOptions, Source, as_set};
use linocut_edit::Palette;
use linocut_icons::Library;
use models::Shelf;
use names::Places;
pub(crate) use names::slug;
use one::Job;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  linocut draw \"shield with check mark\"               writes shield-with-check-mark.svg
  linocut draw \"house with heart\" -o - > house.svg    to stdout
  linocut draw rocket -n 8 --sheet rockets.png        eight variants, and a picture of them
  linocut draw bell --style duotone --palette navy    in another manner
  linocut draw \"a fox with a book\" --route plan        by a language model, see `linocut providers`
  linocut draw --from prompts.txt -o icons/           one prompt a line, one style for all";

/// Draw icons from words, offline unless a language model is asked
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct DrawArgs {
    /// What to draw, in a few English words; "solid", "thin line" or "red" among them choose the look
    #[arg(value_name = "PROMPT", required_unless_present = "from", conflicts_with = "from")]
    prompt: Vec<String>,
    /// File with one prompt a line, or - for stdin; all are drawn in one style and family, lines that begin with # are
    /// left out
    #[arg(long, value_name = "FILE")]
    from: Option<PathBuf>,
    /// Different drawings for each prompt, 1 to 64
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 1, value_parser = counts)]
    count: usize,
    /// Way from words to a drawing
    #[arg(long, value_enum, default_value_t)]
    route: RouteChoice,
    /// Seed of the icon model; another seed draws other variants [default: 0]
    #[arg(long, value_name = "N")]
    seed: Option<u64>,
    /// Directory of another icon model: lm.safetensors, clip.safetensors, vocab.json, tokenizer.json
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
    #[command(flatten)]
    look: LookArgs,
    #[command(flatten)]
    pen: PenArgs,
    #[command(flatten)]
    paint: PaintArgs,
    #[command(flatten)]
    results: ResultArgs,
    /// Print JSON, one line per drawing
    #[arg(long, help_heading = "Results")]
    json: bool,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Look")]
struct LookArgs {
    /// How it is drawn [default: what fits best, lines first]
    #[arg(long, value_enum)]
    style: Option<StyleChoice>,
    /// Family or set of icons, such as lucide, tabler or phosphor [default: the best that has it]
    #[arg(long, value_name = "FAMILY")]
    family: Option<String>,
    /// Width of all lines, in units of the grid [default: as drawn, mostly 2]
    #[arg(long, value_name = "UNITS", allow_negative_numbers = true, value_parser = number(0.1..=32.0, "units"))]
    stroke: Option<f64>,
    /// Side of the view box, 8 to 256 [default: 24]
    #[arg(long, value_name = "UNITS", allow_negative_numbers = true, value_parser = number(8.0..=256.0, "units"))]
    grid: Option<f64>,
    /// Colors to use, the most important first, such as 'navy,#f80'
    #[arg(long, value_name = "COLORS", value_parser = palette)]
    palette: Option<Palette>,
}

/// What is asked of the image model of `--route diffusion`.
#[derive(Args, Debug)]
#[command(next_help_heading = "Image model")]
struct PaintArgs {
    /// Size of the picture in pixels, such as 512 or 768x512 [default: 1024]
    #[arg(long, value_name = "SIZE", value_parser = size)]
    size: Option<(u32, u32)>,
    /// Steps of diffusion, 1 to 150 [default: the provider's own, mostly 30]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=150))]
    steps: Option<u32>,
    /// How closely it follows the words, 0 to 30 [default: the provider's own, mostly 7.5]
    #[arg(long, value_name = "NUMBER", value_parser = number(0.0..=30.0, ""))]
    guidance: Option<f64>,
    /// What must not be seen [default: text, letters, watermark]
    #[arg(long, value_name = "WORDS")]
    negative: Option<String>,
}

impl PaintArgs {
    fn options(&self) -> PaintOptions {
        let usual = PaintOptions::default();
        PaintOptions {
            size: self.size.unwrap_or(usual.size),
            steps: self.steps,
            guidance: self.guidance,
            negative: self.negative.clone().unwrap_or(usual.negative),
        }
    }

    /// The first option that was given.
    fn first(&self) -> Option<&'static str> {
        let given = [
            ("--size", self.size.is_some()),
            ("--steps", self.steps.is_some()),
            ("--guidance", self.guidance.is_some()),
            ("--negative", self.negative.is_some()),
        ];
        given.into_iter().find(|(_, given)| *given).map(|(name, _)| name)
    }
}

fn size(text: &str) -> Result<(u32, u32), String> {
    PaintOptions::parse_size(text).map_err(|error| format!("{error}; {}", error.hint().unwrap_or_default()))
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Results")]
struct ResultArgs {
    /// File to write, - for stdout, or a directory for several drawings [default: named by the prompt]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Overwrite files that exist; with -o they always are
    #[arg(short, long)]
    force: bool,
    /// Indent, one element a line
    #[arg(long)]
    pretty: bool,
    #[command(flatten)]
    origin: OriginArgs,
    /// Write a picture of all drawings with their names and sources
    #[arg(long, value_name = "PNG")]
    sheet: Option<PathBuf>,
    /// File to write what was drawn to: recipe, words, seed, versions, and what each model was asked and answered, and
    /// how long it took: JSON
    #[arg(long, value_name = "FILE")]
    run_record: Option<PathBuf>,
}

/// What each file says of itself.
#[derive(Args, Debug)]
#[command(next_help_heading = "Results")]
struct OriginArgs {
    /// Put into each SVG the recipe that draws it again: the canvas of the studio takes it up when such a file is dropped
    /// there
    #[arg(long, conflicts_with = "model")]
    embed: bool,
}

pub(crate) fn run(args: &DrawArgs, world: &World) -> Result<Status> {
    check(args)?;
    let prompts = prompts::prompts(args)?;
    let places = Places::plan(args, &prompts)?;
    sheet::check(args.results.sheet.as_deref(), &places, prompts.len() * args.count)?;
    let library = library::load(world)?;
    let request = request(args, &prompts, &library)?;
    let shelf = Shelf::open(args.model.as_deref())?;
    let pen = pen(args, world)?;
    let brush = matches!(args.route, RouteChoice::Diffusion).then(|| Brush::needed(&args.pen, world)).transpose()?;
    let record = RunRecord::open(args.results.run_record.as_deref());
    let job = Job { args, prompts: &prompts, request, library, shelf, places, pen, brush, record };
    let outcome = batch::each((0..prompts.len()).map(Ok).collect(), None, world, |at| job.draw(at, world));
    if let Some(pen) = &job.pen {
        pen.settle("draw", world);
    }
    if let Some(brush) = &job.brush {
        brush.settle("draw", world);
    }
    job.record.close()?;
    if args.json {
        let results: Vec<_> = match &outcome {
            Ok(outcome) => outcome.0.iter().map(Result::as_ref).collect(),
            Err(error) => vec![Err(error)],
        };
        let lines = prompts.iter().zip(results).map(|(prompt, result)| report::lines(prompt, result));
        write_data(lines.collect::<String>().as_bytes())?;
    }
    let outcome = outcome?;
    let drawn: Vec<&Drawn> = outcome.0.iter().flatten().map(|(drawn, _)| drawn).collect();
    warn_of_twins(&drawn, world);
    if let Some(path) = args.results.sheet.as_deref().filter(|_| !drawn.is_empty()) {
        sheet::write(path, &drawn, world)?;
    }
    Ok(outcome.finish("prompt", world))
}

/// The language model, where the route may ask one.
fn pen(args: &DrawArgs, world: &World) -> Result<Option<Pen>> {
    match args.route {
        RouteChoice::Plan | RouteChoice::Template => Pen::needed(&args.pen, world).map(Some),
        RouteChoice::Auto => Pen::perhaps(&args.pen, world),
        RouteChoice::Library | RouteChoice::Icon | RouteChoice::Compose | RouteChoice::Diffusion => Ok(None),
    }
}

/// Refuses what makes no sense before any work is done.
fn check(args: &DrawArgs) -> Result<()> {
    check_svg_name(args.results.output.as_deref())?;
    let to_stdout = |path: &Option<PathBuf>| path.as_deref() == Some(Path::new("-"));
    let results = [args.json, to_stdout(&args.results.output), to_stdout(&args.results.sheet)];
    if results.iter().filter(|wanted| **wanted).count() > 1 {
        return Err(Error::new(Kind::Input, "more than one result would go to stdout")
            .hinted("-o icon.svg writes the drawing to a file, --sheet sheet.png the sheet"));
    }
    if let Some(name) = args.paint.first().filter(|_| !matches!(args.route, RouteChoice::Diffusion)) {
        return Err(Error::new(Kind::Input, format!("{name} has no effect without --route diffusion")));
    }
    let idle = [("--seed", args.seed.is_some()), ("--model", args.model.is_some())];
    match idle.iter().find(|(_, given)| *given && matches!(args.route, RouteChoice::Library)) {
        Some((name, _)) => Err(Error::new(Kind::Input, format!("{name} has no effect with --route library"))
            .hinted(format!("the library draws nothing anew; leave out {name}, or choose another route"))),
        None => check_provider(args),
    }
}

/// Refuses to name a provider where none is asked.
fn check_provider(args: &DrawArgs) -> Result<()> {
    let route = match args.route {
        RouteChoice::Library => "library",
        RouteChoice::Icon => "icon",
        RouteChoice::Compose => "compose",
        RouteChoice::Auto | RouteChoice::Plan | RouteChoice::Template | RouteChoice::Diffusion => return Ok(()),
    };
    let Some(name) = &args.pen.provider else { return Ok(()) };
    Err(Error::new(Kind::Input, format!("{name} is not asked with --route {route}, which asks nobody"))
        .hinted("--route plan or template lets a language model draw, --route diffusion an image model"))
}

/// Tells which prompts of a set got the same icon.
fn warn_of_twins(drawn: &[&Drawn], world: &World) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for drawn in drawn {
        let Some(Source::Library { icon, .. }) = drawn.answers.first().map(|answer| &answer.source) else { continue };
        if let Some(first) = seen.insert(&icon.id, &drawn.prompt) {
            let (first, second) = (prompts::shown(first), prompts::shown(&drawn.prompt));
            world.screen.warning(&format!("\"{first}\" and \"{second}\" are the same icon, {}", icon.id));
        }
    }
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
        paint: args.paint.options(),
        ..DrawRequest::new(String::new())
    };
    if prompts.len() < 2 {
        return Ok(request);
    }
    as_set(&prompts.iter().map(String::as_str).collect::<Vec<_>>(), &request, library)
}

fn counts(text: &str) -> Result<usize, String> {
    let wanted = || format!("it goes from 1 to {MOST_COUNT}");
    text.parse().ok().filter(|count| (1..=MOST_COUNT).contains(count)).ok_or_else(wanted)
}
