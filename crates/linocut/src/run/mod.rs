//! `linocut run`: recipes of stages.

mod cache;
mod observer;
mod print;
mod values;

pub(crate) use cache::{CacheArgs, Folder, run as run_cache};
pub(crate) use observer::Spectator;

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::flow::{Flow, FlowArgs};
use crate::input::Source;
use crate::pen::{Pen, PenArgs};
use crate::screen::write_data;
use crate::trace::{EffortChoice, json_line};
use crate::values::{count, duration};
use crate::world::World;
use clap::{ArgGroup, Args, ValueEnum};
use linocut_core::{Error, Kind, Result};
use linocut_flow::{Done, Lineage, Observer, Order, Plan, Port, Recipe, StageKind, run as flow};
use linocut_stages::{STOCK, catalogue, stock};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

const EXAMPLES: &str = "\
Examples:
  linocut run words-to-icon \"cloud with lock\" -o cloud.svg
  linocut run picture-to-drawing logo.png -o logo.svg --set trace.colors=4
  linocut run picture-to-score logo.png               how close the trace is
  linocut run mine.json logo.png --to trace -o half.svg --timings
  linocut run --list recipes                          the recipes that come with linocut
  linocut run --list stages                           what recipes are made of";

/// Results held in memory during a run, in bytes: some dozens of large pictures.
const IN_MEMORY: usize = 512 << 20;
/// Largest recipe file that is read, in bytes; a little more than is accepted.
const MOST_RECIPE: u64 = (1 << 20) + 1;

/// Run a recipe: a graph of stages, as JSON
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
#[command(group(ArgGroup::new("what").required(true).args(["recipe", "list"])))]
pub(crate) struct RunArgs {
    /// Recipe file, - for stdin, or the name of one that comes with linocut
    recipe: Option<String>,
    /// Its inputs in the order of their names: picture or SVG files, text
    #[arg(value_name = "INPUT")]
    inputs: Vec<String>,
    /// File for the result, or - for stdout
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
    /// Set a parameter: NODE.PARAMETER=VALUE
    #[arg(long, value_name = "SETTING")]
    set: Vec<String>,
    /// Stop at this node and write its value
    #[arg(long, value_name = "NODE")]
    to: Option<String>,
    /// Seed of random choices
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// How hard to try
    #[arg(long, value_enum, default_value_t)]
    effort: EffortChoice,
    /// Give up after this time, such as 500ms or 5s
    #[arg(long, value_name = "TIME", value_parser = duration)]
    time_budget: Option<Duration>,
    /// Print the record of the run on stdout, as --run-record writes it: JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    told: Told,
    #[command(flatten)]
    flow: FlowArgs,
    #[command(flatten)]
    pen: PenArgs,
    /// List what there is: recipes that come with linocut, or stages with the JSON Schema of their parameters
    #[arg(long, value_enum, value_name = "WHAT")]
    list: Option<Listed>,
}

#[derive(Args, Debug)]
struct Told {
    /// Print how long each node took
    #[arg(long)]
    timings: bool,
    /// Print for each node whether its result was kept, and under what
    #[arg(long)]
    explain_cache: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Listed {
    Recipes,
    Stages,
}

pub(crate) fn run(args: &RunArgs, world: &World) -> Result<Status> {
    let Some(name) = &args.recipe else { return list(args.list.unwrap_or(Listed::Recipes)) };
    let mut recipe = recipe(name)?;
    for setting in &args.set {
        recipe.set(setting)?;
    }
    let plan = Plan::new(&recipe, &catalogue()).map_err(|errors| together(name, errors))?;
    let target = args.to.clone().unwrap_or_else(|| plan.output.clone());
    let gives = plan.gives(&target).ok_or_else(|| {
        let nodes: Vec<&str> = plan.steps.keys().map(String::as_str).collect();
        let error = Error::new(Kind::Missing, format!("there is no node '{target}'"));
        error.hinted(format!("there are {}", nodes.join(", ")))
    })?;
    let place = values::place(&args.output, gives)?;
    if args.json && place.is_stdout() {
        return Err(Error::new(Kind::Input, "the record and the result cannot both go to stdout")
            .hinted("name a file for the result with -o"));
    }
    let cores = std::thread::available_parallelism().map_or(1, Into::into);
    args.flow.check_embed(place.is_svg(gives), &format!("a {gives} or another format"))?;
    let (inputs, given) = values::inputs(&plan, &args.inputs, world)?
        .into_iter()
        .map(|(name, (value, given))| ((name.clone(), value), (name, given)))
        .unzip();
    let order = Order { inputs, targets: vec![target.clone()], jobs: cores, ..Order::default() };
    let mut cx = world.context(args.effort.into(), args.time_budget.or(args.pen.deadline));
    cx.seed = args.seed;
    let pen = Pen::perhaps(&args.pen, world)?;
    if let Some(pen) = &pen {
        cx = pen.within(&cx);
    }
    let spectator: Arc<dyn Observer> = Arc::new(Spectator::new());
    let stages = Flow::with(&args.flow, IN_MEMORY);
    let done = flow(&plan, &order, &stages.memo, &spectator, &cx);
    let lineage =
        Lineage { inputs: given, node: target.clone(), ..Lineage::of(&recipe, &catalogue(), &cx, &done.record) };
    stages.record().keep(name, &lineage);
    cache::trim();
    if let Some(pen) = &pen {
        pen.show(world);
        pen.settle("run", world);
    }
    tell(args, &plan, &done, world);
    if args.json {
        write_data(json_line(&lineage).as_bytes())?;
    }
    stages.close()?;
    place.write(done.value(&target)?, &stages, &lineage)?;
    let nodes = count(done.values.len().saturating_sub(order.inputs.len()), "node");
    world.screen.say(&format!("{name} → {}: {nodes}", place.name()));
    Ok(Status::Done)
}

/// Prints of a run what was asked for, and where another node answered.
fn tell(args: &RunArgs, plan: &Plan, done: &Done, world: &World) {
    if args.told.timings {
        world.screen.say_all(&print::timings(&done.record));
    }
    if args.told.explain_cache {
        world.screen.say_all(&print::cached(plan, &done.record));
    }
    for (node, kept) in &done.values {
        for warning in kept.warnings.iter() {
            world.screen.warning(&format!("node {node}: {warning}"));
        }
    }
    for (node, error) in done.failures.iter().filter(|(node, _)| done.values.contains_key(*node)) {
        world.screen.warning(&format!("node {node}: {error}; another answered"));
    }
}

/// The recipe in a file, or that comes with the program.
fn recipe(name: &str) -> Result<Recipe> {
    let is_file = Path::new(name).extension().is_some_and(|end| end.eq_ignore_ascii_case("json")) || name == "-";
    if !is_file {
        return stock(name);
    }
    let source = Source::new(Path::new(name));
    let bytes = source.read(MOST_RECIPE)?;
    Recipe::from_json(&String::from_utf8_lossy(&bytes)).map_err(|error| error.at(source.name()))
}

/// All mistakes of a recipe as one error: the first is the sentence, the others its hint.
fn together(name: &str, errors: Vec<Error>) -> Error {
    let mut errors = errors.into_iter();
    let Some(first) = errors.next() else { return Error::new(Kind::Bug, "a recipe was refused without a reason") };
    let others: Vec<String> = errors.map(|error| format!("also: {error}")).collect();
    let hints: Vec<String> = first.hint().map(ToOwned::to_owned).into_iter().chain(others).collect();
    let error = first.at(name);
    if hints.is_empty() { error } else { error.hinted(hints.join("\n")) }
}

fn list(what: Listed) -> Result<Status> {
    let lines: Vec<String> = match what {
        Listed::Stages => catalogue().kinds().iter().map(described).collect(),
        Listed::Recipes => {
            let rows = STOCK.iter().map(|(name, _)| stock(name).map(|recipe| format!("{name:<20}{}\n", recipe.about)));
            rows.collect::<Result<_>>()?
        }
    };
    write_data(lines.concat().as_bytes())?;
    Ok(Status::Done)
}

/// A stage as a line of JSON.
fn described(kind: &StageKind) -> String {
    let port = |port: &Port| json!({ "name": port.name, "takes": port.takes.name(), "optional": port.optional });
    json_line(&json!({
        "stage": kind.name,
        "version": kind.version,
        "inputs": kind.inputs.iter().map(port).collect::<Vec<_>>(),
        "output": kind.output.name(),
        "parameters": kind.schema,
    }))
}
