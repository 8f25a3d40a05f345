//! `linocut render`: SVG → PNG.

use crate::cli::TEMPLATE;
use crate::failure::Status;
use crate::input::Source;
use crate::output::OutputArgs;
use crate::picture::load_svg;
use crate::values::color_or_none;
use crate::world::World;
use clap::Args;
use linocut_core::{Error, Kind, Result, Rgba};
use linocut_svg::RenderOptions;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const EXAMPLES: &str = "\
Examples:
  linocut render logo.svg                          writes logo.png
  linocut render logo.svg -o big.png --width 2048
  linocut render logo.svg -o - --background '#fff' | display
  linocut render login.svg --font-file NotoSansCJK.ttc   letters that the bundled font lacks";

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
    /// Font for characters that the one which comes with Linocut lacks (TrueType or OpenType); may be given several times
    #[arg(long, value_name = "FILE")]
    font_file: Vec<PathBuf>,
}

/// A color, or none; the name keeps clap from taking the option as optional.
type Background = Option<Rgba>;

pub(crate) fn run(args: &RenderArgs, world: &World) -> Result<Status> {
    let source = Source::new(&args.input);
    let target = args.output.single(&source, "png")?;
    let svg = load_svg(&source, world)?;
    let fonts = args.font_file.iter().map(|path| font(path)).collect::<Result<Vec<_>>>()?;
    let options = RenderOptions { width: args.width, background: args.background, fonts, ..RenderOptions::default() };
    let picture = linocut_svg::render_svg(&svg, &options).map_err(|e| e.at(source.name()))?;
    world.check()?;
    target.write(&linocut_raster::encode_png(&picture)?)?;
    let size = format!("{} × {} pixels", picture.width(), picture.height());
    world.screen.say(&format!("{} → {}: {size}", source.name(), target.name()));
    Ok(Status::Done)
}

/// Largest font that is read, in bytes: collections for all of East Asia take about half.
const MOST_FONT: u64 = 64 << 20;

/// The content of a font file.
fn font(path: &Path) -> Result<Arc<[u8]>> {
    let source = Source::new(path);
    let bytes = source.read(MOST_FONT)?;
    let known = [b"\0\x01\0\0".as_slice(), b"OTTO", b"ttcf", b"true"].iter().any(|head| bytes.starts_with(head));
    if !known {
        return Err(Error::new(Kind::Input, "this is no TrueType or OpenType font").at(source.name()));
    }
    Ok(bytes.into())
}
