//! `linocut edit`: drawings changed by words and options.

mod badge;
mod choices;
mod model;

pub(crate) use choices::{By, palette};

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::flow::{Flow, FlowArgs, Input, drawing};
use crate::format::Made;
use crate::input::Source;
use crate::output::Target;
use crate::pen::PenArgs;
use crate::picture::{svg_bytes, warn};
use crate::values::{count, number};
use crate::world::World;
use choices::{AxisChoice, CapChoice, CornerChoice, JoinChoice, StyleChoice, background, ink, length};
use clap::Args;
use linocut_core::{Drawing, Effort, Error, Kind, Result, Value, Warned};
use linocut_edit::{
    BadgeOptions, Ink, Length, Operation, Palette, RegularizeOptions, RestyleOptions, Target as Chosen, UNDERSTOOD,
    Width, difference, named,
};
use linocut_export::Format;
use linocut_flow::Lineage;
use linocut_svg::{Layout, Limits};
use serde_json::json;
use std::path::PathBuf;
use std::sync::Arc;

const EXAMPLES: &str = "\
Examples:
  linocut edit fox.svg \"make it blue, add a plus badge\" -o fox-plus.svg
  linocut edit icon.svg \"thicker, round caps, rotate 45\" > turned.svg
  linocut edit logo.svg black -o logo.pdf
  linocut edit cloud.svg --badge lock --badge-at top-right -o cloud-lock.svg
  linocut edit house.svg \"give it a chimney\" --by model -o house2.svg
  linocut edit bell.svg --style duotone --palette 'navy,orange' -o bell-duo.svg";

/// Change an SVG by plain words and options
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES, after_help = after_help())]
pub(crate) struct EditArgs {
    /// SVG file, or - for stdin
    #[arg(value_name = "SVG")]
    input: PathBuf,
    /// What to change, in plain English; the end of this page lists what is understood
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// File to write, or - for stdout
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
    /// Indent, one element a line
    #[arg(long)]
    pretty: bool,
    /// Tell which elements changed, by ids that all elements get: ~ changed, - removed, + added
    #[arg(long)]
    diff: bool,
    #[command(flatten)]
    look: LookArgs,
    #[command(flatten)]
    place: PlaceArgs,
    #[command(flatten)]
    badge: BadgeArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    flow: FlowArgs,
}

#[derive(Args, Debug)]
struct ModelArgs {
    /// Who makes the change that the words ask for
    #[arg(long, value_enum, default_value_t, help_heading = "Language model")]
    by: By,
    /// Element that a language model may change, by its id; several times for several
    #[arg(long, value_name = "ID", help_heading = "Language model")]
    only: Vec<String>,
    #[command(flatten)]
    pen: PenArgs,
}

/// Options that come after the words, in the order of this page.
#[derive(Args, Debug)]
#[command(next_help_heading = "Look")]
struct LookArgs {
    /// Manner to redraw in
    #[arg(long, value_enum)]
    style: Option<StyleChoice>,
    /// Color for everything, such as red, '#f80' or currentColor
    #[arg(long, value_name = "COLOR", value_parser = ink, conflicts_with = "palette")]
    recolor: Option<Ink>,
    /// Colors to use, the most important first, such as 'navy,#f80'
    #[arg(long, value_name = "COLORS", value_parser = palette)]
    palette: Option<Palette>,
    /// Width of all lines, in units of the view box
    #[arg(long, value_name = "UNITS", value_parser = number(0.01..=1000.0, "units"))]
    stroke_width: Option<f64>,
    /// Ends of lines
    #[arg(long, value_enum)]
    caps: Option<CapChoice>,
    /// Corners of lines
    #[arg(long, value_enum)]
    joins: Option<JoinChoice>,
    /// Snap to a grid, in 24ths of the view box, and make nearly regular geometry regular
    #[arg(long, value_name = "GRID", value_parser = number(0.01..=4.0, "24ths of the view box"))]
    snap: Option<f64>,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Place")]
struct PlaceArgs {
    /// Mirror
    #[arg(long, value_enum)]
    flip: Option<AxisChoice>,
    /// Turn clockwise around the middle
    #[arg(long, value_name = "DEGREES", allow_negative_numbers = true, value_parser = number(-360.0..=360.0, "degrees"))]
    rotate: Option<f64>,
    /// Scale around the middle, 1 being as it is
    #[arg(long, value_name = "FACTOR", value_parser = number(0.01..=100.0, ""))]
    scale: Option<f64>,
    /// Room to add on every side, in units of the view box or such as 10%
    #[arg(long, value_name = "LENGTH", value_parser = length)]
    pad: Option<Length>,
    /// Color behind the drawing, or none to take it away
    #[arg(long, value_name = "COLOR", value_parser = background)]
    background: Option<Background>,
}

/// A color, or none; the name keeps clap from taking the option as optional.
type Background = Option<Ink>;

#[derive(Args, Debug)]
#[command(next_help_heading = "Badge")]
struct BadgeArgs {
    /// Small icon to put into a corner: its name, or an SVG file
    #[arg(long, value_name = "NAME|FILE.svg")]
    badge: Option<String>,
    /// Corner of the badge
    #[arg(long, value_enum, value_name = "CORNER", default_value_t, requires = "badge")]
    badge_at: CornerChoice,
    /// Longer side of the badge, in 24ths of the view box, 4 to 16 [default: 10, less for simple ones]
    #[arg(long, value_name = "SIZE", value_parser = number(4.0..=16.0, "24ths of the view box"), requires = "badge")]
    badge_size: Option<f64>,
    /// Take the badge away
    #[arg(long)]
    remove_badge: bool,
}

fn after_help() -> String {
    let lines: Vec<String> = UNDERSTOOD.iter().map(|line| format!("  {line}")).collect();
    format!("Words that are understood:\n{}", lines.join("\n"))
}

pub(crate) fn run(args: &EditArgs, world: &World) -> Result<Status> {
    let made = Made::of_output(None, Some(&args.output))?;
    args.flow.check_embed(made == Made::Drawn(Format::Svg), made.name())?;
    let asked = operations(args);
    let source = Source::new(&args.input);
    let target = Target::named(&args.output);
    let bytes = svg_bytes(&source)?;
    let read = linocut_svg::read(&bytes, &Limits::default()).map_err(|e| e.at(source.name()))?;
    warn(&source, &read.warnings, world);
    world.check()?;
    let start = if args.diff { named(&read.value) } else { read.value };
    let by_model = model::takes_over(args, asked.as_ref().err(), world)?;
    let flow = Flow::open(&args.flow);
    let (edited, lineage, done) = if let Some(pen) = by_model {
        args.flow.refuse_embed("a language model makes the change")?;
        let (changed, done) = model::edit(&start, args, &pen, (world, &flow)).map_err(|e| e.at(source.name()))?;
        // The model does what the words say, rules do the options.
        let artwork = |name: &str| -> Result<Drawing> { badge::artwork(name, &changed.value, world) };
        let mut edited = linocut_edit::apply(&changed.value, &options(args), &artwork)?;
        edited.warnings.splice(..0, changed.warnings);
        (edited, None, done)
    } else {
        let operations = asked?;
        model::refuse_choice(args)?;
        let from = (start.clone(), bytes.as_slice());
        let edited = by_rules(from, &operations, args, (world, &flow)).map_err(|e| e.at(source.name()))?;
        (edited.0, edited.1, count(operations.len(), "edit"))
    };
    warn(&source, &edited.warnings, world);
    let edited = if args.diff { compared(&start, edited, world) } else { edited };
    let layout = if args.pretty { Layout::Pretty } else { Layout::Compact };
    let made = made.laid_out(&edited.value, layout, source.stem())?;
    warn(&source, &made.warnings, world);
    target.write(&flow.signed_bytes(made.value, lineage.as_ref())?)?;
    flow.close()?;
    world.screen.say(&format!("{} → {}: {done}", source.name(), target.name()));
    Ok(Status::Done)
}

/// Tells which elements changed.
fn compared(before: &Drawing, after: Warned<Drawing>, world: &World) -> Warned<Drawing> {
    let (value, diff) = difference(before, &after.value);
    for (sign, ids) in [("~", &diff.modified), ("-", &diff.removed), ("+", &diff.added)] {
        for id in ids {
            world.screen.say(&format!("{sign} {id}"));
        }
    }
    Warned { value, ..after }
}

/// The drawing changed, and how: by the stage, where words say all of it; options are no words, and a stage has no badges
/// of the library.
fn by_rules(
    (from, bytes): (Drawing, &[u8]),
    operations: &[Operation],
    args: &EditArgs,
    (world, flow): (&World, &Flow),
) -> Result<(Warned<Drawing>, Option<Lineage>)> {
    let words = args.words.join(", ");
    let is_foreign = |operation: &Operation| matches!(operation, Operation::AddBadge { name, .. } if linocut_edit::stock_badge(name).is_none());
    if operations.iter().any(is_foreign) || linocut_edit::parse(&words).ok().as_deref() != Some(operations) {
        args.flow.refuse_embed("options, and badges of the library, are no words of a recipe")?;
        let artwork = |name: &str| -> Result<Drawing> { badge::artwork(name, &from, world) };
        return linocut_edit::apply(&from, operations, &artwork).map(|edited| (edited, None));
    }
    let inputs = vec![Input::file("drawing", Value::Drawing(from.into()), bytes), Input::text("words", &words)];
    let name = args.input.display().to_string();
    let made = flow.made(("edit", &name), json!({}), inputs, &world.context(Effort::default(), None))?;
    let value = Arc::unwrap_or_clone(drawing(&made.value)?);
    Ok((Warned { value, warnings: made.warnings }, Some(made.lineage)))
}

/// The edits that words and options ask for: the words first, then the options in the order of the help page.
fn operations(args: &EditArgs) -> Result<Vec<Operation>> {
    let words = args.words.join(", ");
    let mut found = if words.is_empty() { Vec::new() } else { linocut_edit::parse(&words)? };
    badge::check_words(&found)?;
    found.extend(options(args));
    if found.is_empty() {
        return Err(Error::new(Kind::Input, "no edit is asked for")
            .hinted("say it in words, such as \"make it red\", or by an option; `linocut edit --help` lists both"));
    }
    Ok(found)
}

/// The edits that options ask for, in the order of the help page.
fn options(args: &EditArgs) -> Vec<Operation> {
    let mut found = look(&args.look);
    found.extend(place(&args.place));
    found.extend(args.badge.remove_badge.then_some(Operation::RemoveBadge));
    found.extend(args.badge.badge.clone().map(|name| {
        let options = BadgeOptions { at: args.badge.badge_at.into(), size: args.badge.badge_size, clearance: None };
        Operation::AddBadge { name, options }
    }));
    found
}

fn look(args: &LookArgs) -> Vec<Operation> {
    let target = Chosen::all;
    let mut palette = args.palette.clone();
    let style = args.style.map(|style| {
        let options = RestyleOptions { style: style.into(), palette: palette.take() };
        Operation::Restyle(options)
    });
    let snap = args.snap.map(|grid| RegularizeOptions { grid, ..RegularizeOptions::default() });
    [
        style,
        args.recolor.map(|ink| Operation::Recolor { target: target(), ink }),
        palette.map(Operation::Palette),
        args.stroke_width.map(|width| Operation::Width { target: target(), width: Width::Units(width) }),
        args.caps.map(|cap| Operation::Caps { target: target(), cap: cap.into() }),
        args.joins.map(|join| Operation::Joins { target: target(), join: join.into() }),
        snap.map(Operation::Regularize),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn place(args: &PlaceArgs) -> Vec<Operation> {
    [
        args.flip.map(|axis| Operation::Flip(axis.into())),
        args.rotate.map(Operation::Rotate),
        args.scale.map(Operation::Scale),
        args.pad.map(Operation::Pad),
        args.background.map(Operation::Background),
    ]
    .into_iter()
    .flatten()
    .collect()
}
