//! `linocut tidy`: the same picture in fewer bytes.

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::flow::{Flow, FlowArgs, Input, drawing};
use crate::input::Source;
use crate::output::{Target, check_svg_name};
use crate::picture::{svg_bytes, warn};
use crate::values::bytes;
use crate::world::World;
use clap::Args;
use linocut_core::{Effort, Result, Value};
use linocut_svg::{Layout, Limits, Precision, WriteOptions};
use serde_json::json;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  linocut tidy drawing.svg > smaller.svg
  linocut tidy drawing.svg -o drawing-tidy.svg --pretty";

/// Write an SVG in fewer bytes without changing what it shows
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct TidyArgs {
    /// SVG file, or - for stdin
    #[arg(value_name = "SVG")]
    input: PathBuf,
    /// File to write, or - for stdout
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
    /// Indent, one element a line
    #[arg(long)]
    pretty: bool,
    #[command(flatten)]
    flow: FlowArgs,
}

pub(crate) fn run(args: &TidyArgs, world: &World) -> Result<Status> {
    check_svg_name(Some(&args.output))?;
    let source = Source::new(&args.input);
    let target = Target::named(&args.output);
    let before = svg_bytes(&source)?;
    let read = linocut_svg::read(&before, &Limits::default()).map_err(|e| e.at(source.name()))?;
    warn(&source, &read.warnings, world);
    world.check()?;
    let flow = Flow::open(&args.flow);
    let inputs = vec![Input::file("drawing", Value::Drawing(read.value.into()), &before)];
    let cx = world.context(Effort::default(), None);
    let made = flow.made(("tidy", &source.name()), json!({}), inputs, &cx)?;
    let tidied = drawing(&made.value)?;
    let layout = if args.pretty { Layout::Pretty } else { Layout::Compact };
    let after = linocut_svg::write(
        &tidied,
        &WriteOptions { layout, precision: Precision::fitting(tidied.view_box), ..WriteOptions::default() },
    );
    let after = flow.signed(after, Some(&made.lineage))?;
    target.write(after.as_bytes())?;
    flow.close()?;
    let saved = format!("{} → {}", bytes(before.len()), bytes(after.len()));
    world.screen.say(&format!("{} → {}: {saved}", source.name(), target.name()));
    Ok(Status::Done)
}
