//! `linocut render`: SVG → PNG.

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::input::Source;
use crate::output::OutputArgs;
use crate::picture::load_svg;
use crate::values::color_or_none;
use crate::world::World;
use clap::Args;
use linocut_core::{Result, Rgba};
use linocut_svg::RenderOptions;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  linocut render logo.svg                          writes logo.png
  linocut render logo.svg -o big.png --width 2048
  linocut render logo.svg -o - --background '#fff' | display";

/// Turn an SVG into PNG
#[derive(Args, Debug)]
#[command(help_template = TEMPLATE, before_help = EXAMPLES)]
pub(crate) struct RenderArgs {
    /// SVG file, or - for stdin
    #[arg(value_name = "SVG")]
    input: PathBuf,
    #[command(flatten)]
    output: OutputArgs,
    /// Width in pixels [default: the drawing's own]
    #[arg(short, long, value_name = "PIXELS", value_parser = clap::value_parser!(u32).range(1..=32_768))]
    width: Option<u32>,
    /// Color under the drawing, such as '#fff', or none
    #[arg(short, long, value_name = "COLOR", default_value = "none", value_parser = color_or_none)]
    background: Background,
}

/// A color, or none; the name keeps clap from taking the option as optional.
type Background = Option<Rgba>;

pub(crate) fn run(args: &RenderArgs, world: &World) -> Result<Status> {
    let source = Source::new(&args.input);
    let target = args.output.single(&source, "png")?;
    let svg = load_svg(&source, world)?;
    let options = RenderOptions { width: args.width, background: args.background, ..RenderOptions::default() };
    let picture = linocut_svg::render_svg(&svg, &options).map_err(|e| e.at(source.name()))?;
    world.check()?;
    target.write(&linocut_raster::encode_png(&picture)?)?;
    let size = format!("{} × {} pixels", picture.width(), picture.height());
    world.screen.say(&format!("{} → {}: {size}", source.name(), target.name()));
    Ok(Status::Done)
}
