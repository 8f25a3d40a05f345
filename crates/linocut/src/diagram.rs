//! `linocut diagram`: words to Mermaid text and plans.

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::input::Source;
use crate::output::Target;
use crate::values::count;
use crate::world::World;
use clap::Args;
use linocut_core::{Error, Kind, Result};
use linocut_diagram::{Composed, EDITS_UNDERSTOOD, Family, Plan, compose, edit, mermaid, parse_edits};
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Examples:
  linocut diagram \"user logs in, server checks password, if ok show dashboard else error\"
  linocut diagram \"user logs in, server checks password\" --type sequence
  linocut diagram \"pie chart of pets: dogs 40, cats 35, birds 5\" -o pets.mmd
  linocut diagram \"send request until success, store result\" -o plan.json
  linocut diagram --edit \"rename Send request to Ask; make it left to right\" plan.json";

/// Largest plan that is read, in bytes; a little more than is accepted.
const MOST_PLAN: u64 = (1 << 20) + 1;

/// Make a diagram of words, offline
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES, after_help = after_help())]
pub(crate) struct DiagramArgs {
    /// What the diagram says, in plain English; with --edit the plan's JSON file, or - for stdin
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// Kind of diagram, such as flowchart, sequence or gantt [default: chosen by the words]
    #[arg(long = "type", value_name = "KIND", value_parser = family)]
    family: Option<Family>,
    /// Change a plan and leave the rest of it as it is; the end of this page lists what is understood
    #[arg(long, value_name = "EDITS", conflicts_with = "family")]
    edit: Option<String>,
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
    if let Some(edits) = &args.edit {
        return change(args, edits, written, world);
    }
    let composed = compose(&args.words.join(" "), args.family)?;
    let target = Target::named(&args.output);
    target.write(text(&composed.plan, written)?.as_bytes())?;
    report(&composed, world);
    Ok(Status::Done)
}

/// Changes the plan of a file.
fn change(args: &DiagramArgs, edits: &str, written: Written, world: &World) -> Result<Status> {
    let [file] = args.words.as_slice() else {
        return Err(
            Error::new(Kind::Input, "--edit takes one plan").hinted("linocut diagram --edit \"remove X\" plan.json")
        );
    };
    let operations = parse_edits(edits)?;
    let source = Source::new(Path::new(file));
    let bytes = source.read(MOST_PLAN)?;
    let json = String::from_utf8_lossy(&bytes);
    let plan = Plan::from_json(&json).map_err(|error| error.at(source.name()))?;
    let edited = edit(&plan, &operations).map_err(|error| error.at(source.name()))?;
    let target = Target::named(&args.output);
    target.write(text(&edited, written)?.as_bytes())?;
    let done = count(operations.len(), "edit");
    world.screen.say(&format!("{} → {}: {done}", source.name(), target.name()));
    Ok(Status::Done)
}

fn after_help() -> String {
    let lines: Vec<String> = EDITS_UNDERSTOOD.iter().map(|line| format!("  {line}")).collect();
    let kinds: Vec<&str> = Family::ALL.into_iter().map(Family::name).collect();
    let (first, second) = kinds.split_at(kinds.len() / 2);
    format!(
        "Kinds of diagrams:\n  {},\n  {}\n\nEdits that are understood:\n{}",
        first.join(", "),
        second.join(", "),
        lines.join("\n")
    )
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
