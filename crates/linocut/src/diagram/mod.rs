//! `linocut diagram`: words, plans and Mermaid text to drawings of diagrams.

mod check;
mod fences;
mod read;
mod source;
mod written;

use crate::cli::TEMPLATE;
use crate::edit::By;
use crate::failure::Status;
use crate::flow::{Flow, FlowArgs, Input, drawing};
use crate::input::Source;
use crate::pen::PenArgs;
use crate::screen::write_data;
use crate::values::{color, count};
use crate::world::World;
use clap::{Args, Subcommand, ValueEnum};
use linocut_core::{Effort, Error, Kind, Result, Rgba};
use linocut_diagram::{
    Composed, Direction, DrawOptions, EDITS_UNDERSTOOD, Family, Plan, Theme, edit, mermaid, parse_edits, schema,
};
use linocut_stages::{MOST_LISTED, diagram_params};
use linocut_svg::{Layout, Lettering};
use source::Given;
use std::path::{Path, PathBuf};
use written::{Places, Written};

const EXAMPLES: &str = "\
Examples:
  linocut diagram \"user logs in, server checks password, if ok show dashboard else error\"
  linocut diagram \"user logs in, server checks password\" --type sequence --theme dark
  linocut diagram flow.mmd                          writes flow.svg
  linocut diagram README.md -o pictures/            every diagram in a Markdown file
  linocut diagram \"pie chart of pets: dogs 40, cats 35, birds 5\" -o pets.png
  linocut diagram check docs/ --recursive           what is wrong, and --fix mends it
  linocut diagram \"send request until success, store result\" --format mmd
  linocut diagram --edit \"rename Send request to Ask; make it left to right\" flow.mmd --format mmd";

/// Largest plan or text that is read, in bytes; a little more than is accepted.
const MOST_TEXT: u64 = (1 << 20) + 1;

/// Draw a diagram of words or of Mermaid text, offline unless a language model is asked
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES, after_help = after_help())]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct DiagramArgs {
    #[command(subcommand)]
    command: Option<Command>,
    /// What the diagram says, in plain English; or a file: Mermaid text (.mmd), Markdown with fences (.md), a plan
    /// (.json); or - for Mermaid text from stdin
    #[arg(value_name = "WORDS|FILE", required_unless_present = "schema")]
    words: Vec<String>,
    /// Kind of diagram, such as flowchart, sequence or gantt [default: chosen by the words]
    #[arg(long = "type", value_name = "KIND", value_parser = family)]
    family: Option<Family>,
    /// Print the JSON Schema of plans of a kind, for programs and language models that write them
    #[arg(long, value_name = "KIND", value_parser = family, exclusive = true)]
    schema: Option<Family>,
    /// Change a plan or Mermaid text and leave the rest as it is; the end of this page lists what is understood
    #[arg(long, value_name = "EDITS", conflicts_with = "family")]
    edit: Option<String>,
    /// Who reads the words
    #[arg(long, value_enum, default_value_t, help_heading = "Language model")]
    by: By,
    #[command(flatten)]
    pen: PenArgs,
    #[command(flatten)]
    look: LookArgs,
    #[command(flatten)]
    results: ResultArgs,
    #[command(flatten)]
    flow: FlowArgs,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::CheckArgs),
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Look")]
struct LookArgs {
    /// Colors: light, dark or neutral [default: as the text says, else light]
    #[arg(long, value_name = "THEME", value_parser = theme)]
    theme: Option<Theme>,
    /// Colors of your own instead, the most important first, such as '#0a7d5a,#f4b400'
    #[arg(long, value_name = "COLORS", value_delimiter = ',', value_parser = color)]
    palette: Vec<Rgba>,
    /// Which way it flows: down, up, right or left [default: as the text says]
    #[arg(long, value_name = "WAY", value_parser = direction)]
    direction: Option<Direction>,
    /// Title above the diagram [default: as the text says]
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// How viewers of an SVG get the letters
    #[arg(long, value_enum, default_value_t)]
    font: FontChoice,
}

/// How viewers of an SVG get the letters.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum FontChoice {
    /// By the name of a font only: smallest, widths may differ
    None,
    /// The part of the font that is needed is put into the file
    #[default]
    Embed,
    /// As outlines: the same everywhere, but no longer text
    Outline,
}

impl FontChoice {
    const fn lettering(self) -> Lettering {
        match self {
            Self::None => Lettering::Named,
            Self::Embed => Lettering::Embedded,
            Self::Outline => Lettering::Outlined,
        }
    }
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Results")]
struct ResultArgs {
    /// File to write, - for stdout, or a directory; its ending tells the format [default: named by the words or the file]
    #[arg(short, long, value_name = "OUT")]
    output: Option<PathBuf>,
    /// Format: svg, png, pdf or another that `linocut convert` writes; mmd for Mermaid text, json for the plan
    /// [default: as the name of the output says, else svg]
    #[arg(long, value_name = "FORMAT", value_parser = Written::parse)]
    format: Option<Written>,
    /// Overwrite files that exist; with -o they always are
    #[arg(short, long)]
    force: bool,
}

pub(crate) fn run(args: &DiagramArgs, world: &World) -> Result<Status> {
    if let Some(Command::Check(args)) = &args.command {
        return check::run(args, world);
    }
    if let Some(family) = args.schema {
        let text = serde_json::to_string_pretty(&schema(family))
            .map_err(|error| Error::new(Kind::Bug, "this schema cannot be written").cause(error))?;
        return write_data(format!("{text}\n").as_bytes()).map(|()| Status::Done);
    }
    let written = Written::of_output(args.results.format, args.results.output.as_deref())?;
    args.flow.check_embed(written == Written::SVG, "another format")?;
    let flow = Flow::open(&args.flow);
    let all = match &args.edit {
        Some(edits) => vec![changed(args, edits, world)?],
        None => source::given(&args.words, &|words| read::plan(words, args, (world, &flow)))?,
    };
    let places = Places { args: &args.results, written, several: all.len() > 1 };
    for (index, given) in all.iter().enumerate() {
        let namesakes = |all: &[Given]| all.iter().filter(|other| other.name == given.name).count();
        let number = (namesakes(&all) > 1).then(|| namesakes(all.get(..=index).unwrap_or_default()));
        let target = places.target(&given.name, number)?;
        if let Some(composed) = &given.composed {
            report(composed, world);
        }
        let bytes = bytes(given, written, args, (world, &flow)).map_err(|error| error.at(given.place.clone()))?;
        written.check_terminal(&target)?;
        target.write(&bytes)?;
        if written.is_picture() {
            world.screen.say(&format!("{} → {}", given.place, target.name()));
        }
    }
    flow.close()?;
    Ok(Status::Done)
}

/// What is written for one diagram.
fn bytes(given: &Given, written: Written, args: &DiagramArgs, (world, flow): (&World, &Flow)) -> Result<Vec<u8>> {
    match written {
        Written::Mermaid => Ok(given.text.clone().into_bytes()),
        Written::Plan => {
            let read = || Plan::from_mermaid(&given.text, &world.context(Effort::default(), None));
            given.plan.clone().map_or_else(read, Ok)?.to_json().map(String::into_bytes)
        }
        Written::Picture(made) => {
            let palette = args.look.palette.clone();
            let options = DrawOptions {
                theme: (!palette.is_empty()).then_some(Theme::Brand(palette)).or_else(|| args.look.theme.clone()),
                direction: args.look.direction,
                title: args.look.title.clone(),
            };
            let params = diagram_params(&options, args.look.font.lettering())?;
            // What a person wrote is drawn as it stands, or refused: nothing mends it here.
            let inputs = vec![Input::text("mermaid", &given.text)];
            let cx = world.context(Effort::default(), None);
            let drawn = flow.made(("draw-diagram", &given.place), params, inputs, &cx)?;
            let made = made.laid_out(&*drawing(&drawn.value)?, Layout::Compact, None)?;
            for warning in drawn.warnings.iter().chain(&made.warnings) {
                world.screen.warning(warning);
            }
            let bytes = if written == Written::SVG { announced(&made.value) } else { made.value };
            flow.signed_bytes(bytes, Some(&drawn.lineage))
        }
    }
}

/// The plan or the Mermaid text of a file, changed.
fn changed(args: &DiagramArgs, edits: &str, world: &World) -> Result<Given> {
    let [file] = args.words.as_slice() else {
        return Err(
            Error::new(Kind::Input, "--edit takes one file").hinted("linocut diagram --edit \"remove X\" flow.mmd")
        );
    };
    let operations = parse_edits(edits)?;
    let source = Source::new(Path::new(file));
    let bytes = source.read(MOST_TEXT)?;
    let text = String::from_utf8_lossy(&bytes);
    // A plan is a JSON object, and no diagram begins with a brace.
    let json = text.trim_start().starts_with('{');
    let read = || Plan::from_mermaid(&text, &world.context(Effort::default(), None));
    let plan = if json { Plan::from_json(&text) } else { read() };
    let plan = plan.map_err(|error| error.at(source.name()))?;
    let plan = edit(&plan, &operations).map_err(|error| error.at(source.name()))?;
    world.screen.say(&format!("{}: {}", source.name(), count(operations.len(), "edit")));
    let text = mermaid(&plan)?;
    let name = source.stem().unwrap_or_else(|| "diagram".to_owned());
    Ok(Given { name: PathBuf::from(name), place: source.name(), text, plan: Some(plan), composed: None })
}

/// The SVG as one picture to screen readers, which then read its title and description.
fn announced(svg: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(svg);
    text.replacen("<svg ", "<svg role=\"img\" ", 1).into_bytes()
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

/// Longest clause that is repeated in a warning, in letters: about a line of a terminal.
const LONGEST_QUOTE: usize = 100;

fn report(composed: &Composed, world: &World) {
    for clause in composed.unused.iter().take(MOST_LISTED) {
        let (start, rest) =
            clause.split_at(clause.char_indices().nth(LONGEST_QUOTE).map_or(clause.len(), |(at, _)| at));
        let more = if rest.is_empty() { "" } else { "…" };
        world.screen.warning(&format!("not understood: {start}{more}"));
    }
    let all = count(composed.clauses, "clause");
    world.screen.say(&format!("composed offline by rules; {} of {all} used", composed.used()));
}

fn hinted(error: &Error) -> String {
    format!("{error}; {}", error.hint().unwrap_or_default())
}

fn family(name: &str) -> Result<Family, String> {
    Family::parse(name).map_err(|error| hinted(&error))
}

fn theme(name: &str) -> Result<Theme, String> {
    Theme::parse(name).map_err(|error| hinted(&error))
}

fn direction(name: &str) -> Result<Direction, String> {
    let known = match name {
        "down" => Some(Direction::Down),
        "up" => Some(Direction::Up),
        "right" => Some(Direction::Right),
        "left" => Some(Direction::Left),
        letters => Direction::from_letters(letters),
    };
    known.ok_or_else(|| "it goes down, up, right or left".to_owned())
}
