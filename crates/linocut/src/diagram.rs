//! `linocut diagram`: words to Mermaid text and plans.

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::output::Target;
use crate::values::count;
use crate::world::World;
use clap::Args;
use linocut_core::{Error, Kind, Result};
use linocut_diagram::{Composed, Family, Plan, compose, mermaid};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  linocut diagram \"user logs in, server checks password, if ok show dashboard else error\"
  linocut diagram \"user logs in, server checks password\" --type sequence
  linocut diagram \"pie chart of pets: dogs 40, cats 35, birds 5\" -o pets.mmd
  linocut diagram \"send request until success, store result\" -o plan.json";

/// Make a diagram of words, offline
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct DiagramArgs {
    /// What the diagram says, in plain English; quoted words are kept as they are
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// Kind of diagram, such as flowchart, sequence or gantt [default: chosen by the words]
    #[arg(long = "type", value_name = "KIND", value_parser = family)]
    family: Option<Family>,
    /// File to write, .mmd for Mermaid text or .json for the plan, or - for stdout
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
}

/// What is written.
#[derive(Clone, Copy)]
enum Written {
    Mermaid,
    Plan,
}

pub(crate) fn run(args: &DiagramArgs, world: &World) -> Result<Status> {
    let written = written(&args.output)?;
    let composed = compose(&args.words.join(" "), args.family)?;
    let target = Target::named(&args.output);
    target.write(text(&composed.plan, written)?.as_bytes())?;
    report(&composed, world);
    Ok(Status::Done)
}

fn report(composed: &Composed, world: &World) {
    for clause in &composed.unused {
        world.screen.warning(&format!("not understood: {clause}"));
    }
    let all = count(composed.clauses, "clause");
    world.screen.say(&format!("composed offline by rules; {} of {all} used", composed.used()));
}

fn text(plan: &Plan, written: Written) -> Result<String> {
    match written {
        Written::Mermaid => mermaid(plan),
        Written::Plan => plan.to_json(),
    }
}

fn written(output: &Path) -> Result<Written> {
    let extension = output.extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("mmd" | "mermaid") => Ok(Written::Mermaid),
        Some("json") => Ok(Written::Plan),
        None if output == Path::new("-") => Ok(Written::Mermaid),
        Some(_) | None => Err(Error::new(Kind::Input, "a diagram is not written in this format yet")
            .at(output.display().to_string())
            .hinted("-o x.mmd writes Mermaid text, -o x.json the plan; pictures of diagrams come later")),
    }
}

fn family(name: &str) -> Result<Family, String> {
    Family::parse(name).map_err(|error| format!("{error}; {}", error.hint().unwrap_or_default()))
}
