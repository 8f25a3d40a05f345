//! `linocut sanitize`: SVG without anything active or external.

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::input::Source;
use crate::output::{Target, check_svg_name};
use crate::picture::load_svg;
use crate::world::World;
use clap::Args;
use linocut_core::Result;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  linocut sanitize download.svg > safe.svg
  linocut sanitize download.svg -o safe.svg";

/// Remove everything active or external from an SVG
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct SanitizeArgs {
    /// SVG file, or - for stdin
    #[arg(value_name = "SVG")]
    input: PathBuf,
    /// File to write, or - for stdout
    #[arg(short, long, value_name = "OUT", default_value = "-")]
    output: PathBuf,
}

pub(crate) fn run(args: &SanitizeArgs, world: &World) -> Result<Status> {
    check_svg_name(Some(&args.output))?;
    let safe = load_svg(&Source::new(&args.input), world)?;
    world.check()?;
    Target::named(&args.output).write(safe.as_bytes())?;
    Ok(Status::Done)
}
